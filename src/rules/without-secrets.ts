// Takes out of a message, and out of the line that is shown with it, what may be a secret. Rules name secrets by reference, but a
// mistake is just where somebody wrote one itself. Called by problem.ts for everything that is told about rules, and by compile.ts, which
// has the texts: a message may repeat what the line must not show.
import { AFTER_ADDRESS, BARE_ADDRESS, MASK, withoutSecretAddresses } from './secret-addresses.ts'
import { SECTIONS } from './sections.ts'

/** Keys whose values are secrets or hold them. Mistyped ones count: `passwort`, `apikey`. */
const SECRET_WORD =
  'pass(?!es$)|pwd|secret|token|credential|authori[sz]ation|api[_-]?key|private[_-]?key|kennwort|contrase|cookie|md5|access[_-]?key|bearer|headers'
const SECRET_KEY = new RegExp(`${SECRET_WORD}|^pw$|^pins?$|^pin[_-]|^auth$|^hash$|^key$|^login$`, 'i')
/** May be shown: it says only where the secret is. Quotes around it, and what ends it. */
const REFERENCE = /^\s*["']?(env:[A-Za-z_]\w{0,100}|file:\/[^\s"',}\]]{1,300})["']?\s*(?=[,}\]#]|$)/
/** A key within a line: `key:`, also in quotes. */
const KEY = /(?:^|[\s{,["'])([A-Za-z_][\w-]{0,60})["']?\s{0,20}[:=](?=\s|$|["'])/g
/** The space after it forgotten, or within a form or an address: `password:x`, `apikey=x`. */
const TIGHT_KEY = new RegExp(`(?:^|[\\s{,["'&?])([\\w-]{0,60}(?:${SECRET_WORD}|pwd)[\\w-]{0,60})[:=](?=\\S)`, 'i')
/** `user: name:password`. */
const TWO_IN_ONE = /(\b(?:user|username|login|auth)["']?\s{0,20}:\s{1,20}["']?[^\s:"',}]{1,200}):[^\s,}].*$/i
/** Of a trunk's login these may be shown. */
const OF_LOGIN = /^\s*["']?(?:user|server|realm|domain|host|expires|port|contact)["']?\s*:\s*["']?[\w.+*-]{1,200}["']?\s*$/
/** What a header must hold is often a key that the other side gave. Its name may be shown. */
const HEADER_KEY = /^match[_-]?header$/i
const OF_HEADER = /^\s*["']?name["']?\s*:\s*["']?[\w -]{1,64}["']?\s*$/
/** The first of these in a line. What stands before it and behind it is looked at by itself. */
const OF_PAIRS = /^(.*?\b(?:register|auth|login|match[_-]?header)["']?\s{0,20}:)(?!\s*(?:yes|no)\s*(?:[,}#]|$))(.+)$/i

/** A line as it may be shown, and what must not be: nothing that is told may repeat that. */
interface Shown {
  readonly shown: string
  readonly hidden: string
}

/** The line as it may be shown; `lines` are those of its file, `nth` counts from 0. */
export function lineWithoutSecrets(lines: readonly string[], nth: number): string {
  return shownOf(lines, nth).shown
}

function shownOf(lines: readonly string[], nth: number): Shown {
  const line = lines[nth] ?? ''
  if (isBelowSecret(lines, nth) || isRestOfSecret(lines, nth)) return { shown: line.replace(/\S.*$/, MASK), hidden: line }
  if (isBelow(lines, nth, HEADER_KEY)) return ofHeaderLine(line)
  return ofText(line)
}

/** A line with more pairs than this is hidden from there on. */
const MOST_PAIRS = 20

function ofText(line: string, nth = 0): Shown {
  if (nth > MOST_PAIRS) return { shown: MASK, hidden: line }
  const start = secretIn(line)
  const [, before, given = ''] = OF_PAIRS.exec(line) ?? []
  if (before !== undefined && (start < 0 || start >= before.length)) {
    // A key is no secret: only what stands before it is looked at.
    const [, more = '', key = withoutSecretAddresses(before)] = /^(.*[\s{,["'])?([\w-]+["']?\s*:)$/.exec(before) ?? []
    const first = ofText(more, nth + 1)
    const second = ofPairs(given, HEADER_KEY.test(key.replace(/["']?\s*:$/, '')) ? OF_HEADER : OF_LOGIN, nth + 1)
    return {
      shown: first.shown + key + second.shown,
      hidden: [first.hidden, second.hidden].filter(text => text !== '').join('\n'),
    }
  }
  if (start >= 0) return { shown: `${withoutSecretAddresses(line.slice(0, start))} ${MASK}`, hidden: line.slice(start) }
  const shown = withoutSecretAddresses(line)
    .replaceAll(BARE_ADDRESS, '$1/…')
    .replace(AFTER_ADDRESS, '$1')
    .replace(TWO_IN_ONE, `$1:${MASK}`)
  return { shown, hidden: shown === line ? '' : between(line, shown) }
}

/** A line of its own below `match-header:`. */
function ofHeaderLine(line: string): Shown {
  if (/^[\s}\],]*$/.test(line) || OF_HEADER.test(line.replace(/[\s,}]+$/, ''))) return { shown: line, hidden: '' }
  const [, key = '', given = line] = /^(\s*["']?(?:name|value)["']?\s*:)(.*)$/.exec(line) ?? []
  if (key === '') return { shown: line.replace(/\S.*$/, MASK), hidden: line }
  return given.trim() === '' ? { shown: line, hidden: '' } : { shown: `${key} ${MASK}`, hidden: given }
}

/** Where a secret begins in this line; -1 where none does. */
function secretIn(line: string): number {
  for (const { 0: whole, 1: key, index } of line.matchAll(KEY)) {
    if (key === undefined || !SECRET_KEY.test(key)) continue
    const start = index + whole.length
    const value = line.slice(start)
    if (!/^\s*$/.test(value) && !REFERENCE.test(value)) return start
  }
  const tight = TIGHT_KEY.exec(line)
  return tight === null || REFERENCE.test(line.slice(tight.index + tight[0].length)) ? -1 : tight.index + tight[0].length
}

/** What stands after a key of OF_PAIRS, pair by pair. `mayShow`: pairs without secrets. */
function ofPairs(value: string, mayShow: RegExp, nth: number): Shown {
  if (/^\s*(\{\s*)?(#\s.*)?$/.test(value)) return { shown: value, hidden: '' }
  const body = /^(\s*\{)(.*?)(\}.*)?$/.exec(value)
  if (body === null) return { shown: ` ${MASK}`, hidden: value }
  let isPast = false
  const pairs = (body[2] ?? '').split(',').map((pair): Shown => {
    const [, key = '', given = ''] = /^(\s*["']?[A-Za-z_][\w-]{0,60}["']?\s*:)(.*)$/.exec(pair) ?? []
    if (mayShow.test(pair) || (key !== '' && REFERENCE.test(given))) return { shown: pair, hidden: '' }
    // What follows a secret with a comma may be the rest of it.
    const isWhole = key === '' || isPast
    isPast = true
    return isWhole ? { shown: ` ${MASK}`, hidden: pair } : { shown: `${key} ${MASK}`, hidden: given }
  })
  const rest = body[3] ?? ''
  const isRest = isPast && !/^[}\]\s]*(?:,\s.*)?$/.test(rest)
  const behind: Shown = isRest ? { shown: MASK, hidden: rest } : ofText(rest, nth)
  return {
    shown: (body[1] ?? '') + pairs.map(({ shown }) => shown).join(',') + behind.shown,
    hidden: [...pairs.map(({ hidden }) => hidden), behind.hidden].join('\n'),
  }
}

/** What of the line is not in what is shown of it. */
function between(line: string, shown: string): string {
  let [from, behind] = [0, 0]
  while (from < shown.length && shown[from] === line[from]) from++
  while (behind < shown.length - from && shown.at(-1 - behind) === line.at(-1 - behind)) behind++
  return line.slice(from, line.length - behind)
}

/** So many lines above are looked at: no secret is longer. */
const LINES_ABOVE = 40

/** A text that goes on below its key: `password: >`, `password:`, `headers: { Authorization:`. */
function isBelowSecret(lines: readonly string[], nth: number): boolean {
  return isBelow(lines, nth, SECRET_KEY)
}

function isBelow(lines: readonly string[], nth: number, keys: RegExp): boolean {
  let depth = indentOf(lines[nth] ?? '')
  for (let above = nth - 1; above >= Math.max(0, nth - LINES_ABOVE); above--) {
    const line = lines[above] ?? ''
    if (line.trim() === '' || indentOf(line) > depth || (indentOf(line) === depth && depth > 0)) continue
    const key = /^[\s-]*["']?([A-Za-z_][\w-]{0,60})["']?\s*:/.exec(line)?.[1]
    if (key !== undefined && keys.test(key) && !REFERENCE.test(line.slice(line.indexOf(':') + 1))) return true
    depth = indentOf(line)
    if (depth === 0) return false
  }
  return false
}

/** An address, or a login in one. */
const MAY_GO_ON =
  /:\/\/[^\s/]*(?::[^@]*$|[/?])|\bsips?:[^\s@]*:|\b(?:url|register|user|login)["']?\s{0,20}:\s*(?!\{?\s*$)\S*[:/].*$/i

/** A secret that was broken into lines: what follows it is its own, until a key stands where one is expected. */
function isRestOfSecret(lines: readonly string[], nth: number): boolean {
  for (let at = nth; at > Math.max(0, nth - LINES_ABOVE); at--) {
    const line = lines[at] ?? ''
    if (line.trim() !== '' && isExpected(lines, at)) return false
    const above = lines[at - 1] ?? ''
    if (secretIn(above) >= 0 || MAY_GO_ON.test(above)) return true
  }
  return false
}

function isExpected(lines: readonly string[], nth: number): boolean {
  const line = lines[nth] ?? ''
  const indent = indentOf(line)
  if (/^\s*#/.test(line)) return true
  const key = /^\s*(?:- +)*["']?([^\s"':]{1,200})["']?\s*:(?=\s|$)/.exec(line)?.[1]
  if (key === undefined) return /^\s*(- |[}\]])/.test(line) && stoodAbove(lines, nth, indent)
  return indent === 0 ? Object.hasOwn(SECTIONS, key) : stoodAbove(lines, nth, indent)
}

function stoodAbove(lines: readonly string[], nth: number, indent: number): boolean {
  return lines.slice(Math.max(0, nth - LINES_ABOVE), nth).some(line => line.trim() !== '' && indentOf(line) === indent)
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/** A message is about its line, or about a text that begins or ends some lines away. */
const AROUND = { above: 4, below: 8 }
/** Shorter pieces are parts of ordinary words. */
const SHORTEST = 4

/** Where a message repeats what is written; the rest are the box's own words. */
const ECHO = /`[^`]*`?|(?<=this is not YAML: ).*/gs

/** What is told about this line (from 0) must not repeat what the lines around it hide. */
export function repeatsNothing(lines: readonly string[], nth: number): (text: string) => string {
  const near = lines.slice(Math.max(0, nth - AROUND.above), nth + AROUND.below + 1)
  const hidden = near.map((_, at) => shownOf(lines, Math.max(0, nth - AROUND.above) + at).hidden).filter(text => text !== '')
  const pieces = hidden.flatMap(text => [text.trim(), ...text.split(/[\s"'`,:;{}[\]*&!|>#?@=%\\()]+/)])
  const known = [...new Set(pieces)].filter(piece => piece.length >= SHORTEST).sort((a, b) => b.length - a.length)
  const clean = (part: string): string => known.reduce((left, piece) => left.replaceAll(piece, MASK), part)
  return text => text.replaceAll(ECHO, clean)
}
