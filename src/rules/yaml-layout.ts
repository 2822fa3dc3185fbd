// Which line of a broken YAML text is indented wrongly, and which bracket does not match: told at that line, where the YAML library names the
// innocent one after it. Called by yaml-syntax.ts, only for texts in which the library found an error. What this does not know it leaves alone.
import { bracketsAt, closingQuote, neverOpened, tooMany } from './yaml-brackets.ts'
import { type Level, listWithoutDash, outOfLine, type Row } from './yaml-indents.ts'
import type { Mistake } from './yaml-mistakes.ts'

const KEY = /^("[^"\n]*"|'[^'\n]*'|[^\s"'[\]{}#&*!|>%@`,][^\n]*?):(?=\s|$)/

interface Scan {
  readonly text: string
  readonly step: number
  readonly levels: Level[]
  readonly found: Mistake[]
  /** Lines that begin before this have been looked at. */
  next: number
  /** After a line indented wrongly nothing is sure until a line stands further left than this. */
  unsure: number | null
}

export function layoutMistakes(text: string): Mistake[] {
  const scan: Scan = { text, step: stepOf(text), levels: [], found: [], next: 0, unsure: null }
  let [start, number] = [0, 0]
  for (const line of text.split('\n')) {
    number++
    const content = line.trimStart()
    const column = line.length - content.length
    const row: Row = { number, column, offset: start + column, content }
    const isRead = start < scan.next || content === '' || content.startsWith('#')
    start += line.length + 1
    if (isRead || (scan.unsure !== null && column >= scan.unsure)) continue
    scan.unsure = null
    if (!lineFits(scan, row)) break
  }
  return scan.found
}

/** False when the rest cannot be understood. */
function lineFits(scan: Scan, row: Row): boolean {
  const { levels } = scan
  if (/^(---|\.\.\.|%)|^\s*\t/.test(row.content)) return false
  const isDash = /^-(\s|$)/.test(row.content)
  const key = keyOf(row.content)
  const before = [...levels]
  while ((levels.at(-1)?.column ?? -1) > row.column) levels.pop()
  if (!isDash && levels.at(-1)?.kind === 'list' && levels.at(-1)?.column === row.column && levels.at(-2)?.column === row.column)
    levels.pop()
  const top = levels.at(-1)
  const isBelow =
    top?.isOpen === true && (row.column > top.column || (isDash && top.kind === 'keys' && row.column === top.column))
  if (!isDash && key === null) {
    // The value itself, or more of a text; anything else is for the library.
    if (!top || row.column <= top.column) return false
    top.isOpen = false
    // A colon is missing here: that is for the library too.
    const { after, line } = below(scan.text, row)
    if (after === row.column && keyOf(line) !== null) return false
    return isBelow ? valueRead(scan, row.offset, top.column) : true
  }
  const isNext = top?.column === row.column && (top.kind === 'list') === isDash
  const closed = before.slice(levels.length)
  if (isDash && !isBelow && !isNext && closed.length === 0 && top && row.column > top.column && !/:(\s|$)/.test(row.content))
    return true
  if (before.length > 0 && !isNext && !isBelow) {
    const above = { before, left: levels, step: scan.step, ...below(scan.text, row) }
    const first = isDash ? listWithoutDash(above, row) : null
    if (first) return told(scan, first, row.column)
    const wrong = outOfLine(above, row, isDash)
    return wrong !== null && told(scan, wrong.mistake, wrong.unsure)
  }
  return entryRead(scan, row, closed)
}

function told(scan: Scan, mistake: Mistake, unsure: number): boolean {
  scan.found.push(mistake)
  scan.unsure = unsure
  while ((scan.levels.at(-1)?.column ?? -1) >= unsure) scan.levels.pop()
  return true
}

/** A `- ` or a `key:` at its right place, and what follows it in this line. */
function entryRead(scan: Scan, row: Row, closed: readonly Level[], isAfterDash = false): boolean {
  const dash = /^-(\s+|$)/.exec(row.content)
  const key = dash ? null : keyOf(row.content)
  if (!dash && key === null) return valueRead(scan, row.offset, scan.levels.at(-1)?.column ?? -1)
  const kind = dash ? 'list' : 'keys'
  let level = scan.levels.at(-1)
  if (!level || level.column < row.column || level.kind !== kind) {
    if (level) level.isOpen = false
    level = {
      kind,
      column: row.column,
      first: row,
      last: row,
      rows: 0,
      isOpen: false,
      wasOpen: false,
      firstWasOpen: false,
      closed,
      isAfterDash,
    }
    scan.levels.push(level)
  }
  Object.assign(level, { last: row, rows: level.rows + 1, wasOpen: level.isOpen, isOpen: false, closed })
  if (level.rows === 2) level.firstWasOpen = level.wasOpen
  const length = dash ? dash[0].length : (KEY.exec(row.content)?.[0].length ?? 0)
  const rest = row.content.slice(length)
  const content = rest.trimStart()
  if (content === '' || content.startsWith('#')) {
    level.isOpen = true
    return true
  }
  const skipped = length + rest.length - content.length
  const after = { ...row, column: row.column + skipped, offset: row.offset + skipped, content }
  return dash ? entryRead(scan, after, [], true) : valueRead(scan, after.offset, row.column)
}

/** `column`: of the key or dash to which the value belongs; what is indented no further does not belong to it. */
function valueRead(scan: Scan, offset: number, column: number): boolean {
  const { text } = scan
  const char = text[offset] ?? ''
  if (/[&*!]/.test(char)) return false
  if (/[|>]/.test(char)) {
    scan.next = regionEnd(text, offset, column, false)
    return true
  }
  if (/["']/.test(char)) {
    const close = closingQuote(text, offset)
    return close >= 0 && valueEnded(scan, close + 1)
  }
  if (!/[[{]/.test(char)) {
    const mistake = neverOpened(text, offset)
    if (mistake) scan.found.push(mistake)
    return true
  }
  const region = regionEnd(text, offset, column, true)
  const { mistake, end } = bracketsAt(text, offset, region)
  if (mistake) scan.found.push(mistake)
  else if (end === null) return false
  else return valueEnded(scan, end)
  scan.next = region
  return true
}

/** After a quote or bracket nothing but a comment follows. */
function valueEnded(scan: Scan, at: number): boolean {
  const found = scan.text.indexOf('\n', at)
  const end = found < 0 ? scan.text.length : found
  const rest = scan.text.slice(at, end)
  scan.next = end
  if (/^\s*(\s#.*)?$/.test(rest)) return true
  const bracket = /^\s*(?=[\]}])/.exec(rest)
  if (!bracket) return false
  scan.found.push(tooMany(at + bracket[0].length))
  return true
}

/** Where the lines end that are indented further than `column`. A bracket that closes may stand there. */
function regionEnd(text: string, offset: number, column: number, isBracket: boolean): number {
  let at = text.indexOf('\n', offset)
  while (at >= 0) {
    const [, spaces = '', char = ''] = /^( *)([^\n]?)/.exec(text.slice(at + 1, at + 400)) ?? []
    const isComment = isBracket && char === '#'
    if (char !== '' && !isComment && spaces.length <= column && !(isBracket && /[\]}]/.test(char))) return at
    at = text.indexOf('\n', at + 1)
  }
  return text.length
}

/** So far a key's own lines are indented, mostly. */
function stepOf(text: string): number {
  const seen = new Map([[2, 1]])
  for (const [, outer = '', inner = ''] of text.matchAll(/^( *)[\w-]+:\n(?=( +)[\w-]+:)/gm)) {
    const step = inner.length - outer.length
    if (step > 0) seen.set(step, (seen.get(step) ?? 0) + 1)
  }
  return [...seen].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 2
}

/** The line after this one, its column, and that of the next one that stands no further right. */
function below(text: string, row: Row): { after: number; line: string; next: number } {
  const end = text.indexOf('\n', row.offset)
  const lines = end < 0 ? [] : text.slice(end + 1, end + 4_000).split('\n')
  const written = lines.filter(line => !/^\s*(#|$)/.test(line))
  const columns = written.map(line => line.length - line.trimStart().length)
  return {
    after: columns[0] ?? -1,
    line: (written[0] ?? '').trimStart(),
    next: columns.find(column => column <= row.column) ?? -1,
  }
}

function keyOf(content: string): string | null {
  const key = /^-(\s|$)/.test(content) ? null : (KEY.exec(content)?.[1] ?? null)
  return key === null || / #/.test(key) ? null : key
}
