// What is wrong within one `[…]` or `{…}`: brackets that do not match, and commas forgotten. It may run over several lines, up to `end`.
// Called by yaml-layout.ts, only for files in which the YAML library found an error. It must not guess: what it does not know it leaves alone.
import type { Mistake } from './yaml-mistakes.ts'

export interface Brackets {
  readonly mistake: Mistake | null
  /** After the last bracket; null when this was not understood, or is wrong. */
  readonly end: number | null
}

interface Open {
  readonly bracket: string
  readonly offset: number
  /** Where the value after the last `key: ` begins, in this item and in any item. */
  value: number | null
  lastValue: number | null
  /** Where the text, quote or bracket that stands last in this item ends; null when nothing does. */
  word: number | null
  isClosed: boolean
}

const PARTNER: Readonly<Record<string, string>> = { '[': ']', '{': '}', ']': '[', '}': '{' }
const LOST: Brackets = { mistake: null, end: null }

export function bracketsAt(text: string, start: number, end: number): Brackets {
  const opens: Open[] = []
  for (let at = start; at < end; at++) {
    const char = text[at] ?? ''
    const top = opens.at(-1)
    if (/\s/.test(char)) continue
    if (char === '#' && /\s/.test(text[at - 1] ?? '')) {
      at = lineEnd(text, at)
    } else if (/[[{]/.test(char)) {
      if (top?.isClosed) return wrong(commaMissing(text, top.word ?? at, at))
      if (top && top.word !== null) return LOST
      opens.push({ bracket: char, offset: at, value: null, lastValue: null, word: null, isClosed: false })
    } else if (!top) {
      return LOST
    } else if (/[\]}]/.test(char)) {
      if (PARTNER[char] !== top.bracket) return wrong(unmatched(text, at, end, opens))
      opens.pop()
      const outer = opens.at(-1)
      if (!outer) return { mistake: null, end: at + 1 }
      outer.word = at + 1
      outer.isClosed = true
    } else if (char === ',') {
      Object.assign(top, { value: null, word: null, isClosed: false })
    } else if (char === ':' && (top.isClosed || /[\s,[\]{}]/.test(text[at + 1] ?? '\n'))) {
      if (top.value !== null) {
        const before = wordBefore(text, top.value, at)
        return before === null || top.isClosed ? LOST : wrong(commaMissing(text, before, at))
      }
      Object.assign(top, { value: skipSpaces(text, at + 1), word: null, isClosed: false })
      top.lastValue = top.value
    } else if (/["']/.test(char) && top.word === null) {
      const close = closingQuote(text, at)
      if (close < 0 || close >= end || text.slice(at, close).includes('\n')) return LOST
      at = close
      top.word = at + 1
      top.isClosed = true
    } else {
      if (top.isClosed) return wrong(commaMissing(text, top.word ?? at, at))
      top.word = at + 1
    }
  }
  const last = opens.at(-1)
  return last ? wrong(neverClosed(last)) : LOST
}

/** Where the quote that opens here is closed, or -1. */
export function closingQuote(text: string, start: number): number {
  const quote = text[start]
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++
    else if (quote === "'" && text[at] === quote && text[at + 1] === quote) at++
    else if (text[at] === quote) return at
  }
  return -1
}

/** A bracket that closes nothing. */
export function tooMany(offset: number): Mistake {
  return { kind: 'junk', offset, message: 'this bracket closes nothing', hint: 'remove it, or open one before it' }
}

/** A plain text with `key: value` in it that ends with a bracket: it was to begin with one. */
export function neverOpened(text: string, start: number): Mistake | null {
  const value = text
    .slice(start, lineEnd(text, start))
    .replace(/\s#.*$/, '')
    .trimEnd()
  const before = text.slice(text.lastIndexOf('\n', start) + 1, start)
  const own = /^[^\s:]+:(?=\s)/.exec(value)?.[0]
  const first = own ?? (/:\s/.test(value) ? before.trim().split(/\s/).at(-1) : undefined)
  if (first === undefined) return null
  const open: string[] = []
  for (const { 0: char, index } of value.matchAll(/[[\]{}]/g)) {
    if (/[[{]/.test(char)) open.push(char)
    else if (open.pop() === undefined) return index === value.length - 1 ? openingMissing(text, start + index, first) : null
  }
  return null
}

/** Either the closing one is wrong here, or the inner opening one is never closed: the one that leaves the rest in order is told. */
function unmatched(text: string, at: number, end: number, opens: readonly Open[]): Mistake {
  const top = opens.at(-1)
  const closing = text[at] ?? ''
  const opening = PARTNER[closing] ?? ''
  const rest = text.slice(at + 1, end)
  const isWithin = opens.some(({ bracket }) => bracket === opening)
  if (
    top &&
    isWithin &&
    !closes(
      rest,
      opens.map(({ bracket }) => bracket),
    )
  )
    return neverClosed(top)
  if (!top || top.isClosed || top.word === null || top.lastValue === null) return tooMany(at)
  const first = /^[^,]{1,40}/.exec(text.slice(top.lastValue, at))?.[0].trim() ?? ''
  return openingMissing(text, at, first)
}

function openingMissing(text: string, offset: number, first: string): Mistake {
  const closing = text[offset] ?? ''
  const opening = PARTNER[closing] ?? ''
  return {
    kind: 'bracket',
    offset,
    message: `no \`${opening}\` opens this bracket`,
    expected: `a \`${opening}\` before \`${first}\`, or no \`${closing}\` here`,
  }
}

/** Whether the brackets of this text close exactly those that are open. */
function closes(text: string, brackets: readonly string[]): boolean {
  const open = [...brackets]
  for (const [char] of text.replaceAll(/(^|\s)#.*/g, '').matchAll(/[[\]{}]/g)) {
    if (/[[{]/.test(char)) open.push(char)
    else if (open.pop() !== PARTNER[char]) return false
  }
  return open.length === 0
}

function neverClosed({ bracket, offset }: Open): Mistake {
  return {
    kind: 'bracket',
    offset,
    message: 'this bracket is never closed',
    expected: `a \`${PARTNER[bracket] ?? ''}\` after its last item`,
  }
}

/** `at`: somewhere in what stands after the comma. */
function commaMissing(text: string, offset: number, at: number): Mistake {
  const next = skipSpaces(text, offset)
  const word = /^[^\s,[\]{}]+|^./.exec(text.slice(next, Math.max(at + 1, next + 40)))?.[0] ?? ''
  return {
    kind: 'other',
    offset,
    message: 'a comma is missing here: within brackets one stands between two items',
    expected: `\`, \` before \`${word}\``,
    ...(word.endsWith(':') ? { hint: 'a text that holds `: ` itself needs quotes' } : {}),
  }
}

function wrong(mistake: Mistake): Brackets {
  return { mistake, end: null }
}

/** Where the text ends that stands before the last word; null when that word is all there is. */
function wordBefore(text: string, start: number, end: number): number | null {
  let at = end
  while (at > start && /\S/.test(text[at - 1] ?? '')) at--
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--
  return at > start ? at : null
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (/\s/.test(text[at] ?? '')) at++
  return at
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
