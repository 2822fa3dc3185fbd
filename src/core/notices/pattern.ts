// Patterns by which rules say what a server's "yes" looks like: the usual regular expressions without counting, looking around and
// repeating what was captured. All possibilities are followed side by side, so the time grows with the text and never explodes,
// whatever was written. Pure. Used by success.ts; src/rules checks patterns with it.

export type Pattern =
  | { readonly ok: true; readonly matches: (text: string) => boolean }
  | { readonly ok: false; readonly why: string }

/** Longest pattern, characters. */
export const LONGEST_PATTERN = 200

type Fits = (letter: string) => boolean
type Node =
  | { readonly is: 'letter'; readonly fits: Fits }
  | { readonly is: 'start' | 'end' | 'nothing' }
  | { readonly is: 'row' | 'either'; readonly of: readonly Node[] }
  | { readonly is: 'repeated'; readonly node: Node; readonly least: 0 | 1; readonly often: boolean }

/** Big and small letters are the same. */
export function patternOf(written: string): Pattern {
  if (written.length > LONGEST_PATTERN) return { ok: false, why: `it is longer than ${LONGEST_PATTERN} characters` }
  // But not the letter of an escape: `\\S` is the opposite of `\\s`.
  const reader = { text: written.replaceAll(/\\.|[^\\]+/gs, piece => (piece[0] === '\\' ? piece : piece.toLowerCase())), at: 0 }
  const node = either(reader)
  if (typeof node === 'string') return { ok: false, why: node }
  if (reader.at < reader.text.length) return { ok: false, why: 'a `)` closes nothing' }
  const steps: Step[] = []
  const first = compile(node, steps, steps.push({ does: 'accept' }) - 1)
  return { ok: true, matches: text => run(steps, first, text.toLowerCase()) }
}

interface Reader {
  readonly text: string
  at: number
}

function either(reader: Reader): Node | string {
  const ways: Node[] = []
  for (;;) {
    const row: Node[] = []
    while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at] ?? '')) {
      const piece = repeated(reader)
      if (typeof piece === 'string') return piece
      row.push(piece)
    }
    ways.push({ is: 'row', of: row })
    if (reader.text[reader.at] !== '|') return { is: 'either', of: ways }
    reader.at++
  }
}

function repeated(reader: Reader): Node | string {
  const node = one(reader)
  if (typeof node === 'string') return node
  const mark = reader.text[reader.at] ?? ''
  if (mark === '{') return 'counting with `{…}` is not known here: write `\\{` for a brace'
  if (mark === '' || !'?*+'.includes(mark)) return node
  reader.at++
  // A lazy mark changes what is found, not whether something is.
  if (reader.text[reader.at] === '?') reader.at++
  return { is: 'repeated', node, least: mark === '+' ? 1 : 0, often: mark !== '?' }
}

function one(reader: Reader): Node | string {
  const letter = reader.text[reader.at++] ?? ''
  switch (letter) {
    case '^':
      return { is: 'start' }
    case '$':
      return { is: 'end' }
    case '.':
      return { is: 'letter', fits: () => true }
    case '[':
      return letterClass(reader)
    case '(':
      return group(reader)
    case '\\': {
      const escaped = escapedLetter(reader)
      return typeof escaped === 'string' ? escaped : { is: 'letter', fits: escaped }
    }
    case '?':
    case '*':
    case '+':
      return `\`${letter}\` has nothing before it that it could repeat`
    case '{':
      return 'counting with `{…}` is not known here: write `\\{` for a brace'
    default:
      return { is: 'letter', fits: found => found === letter }
  }
}

function group(reader: Reader): Node | string {
  if (reader.text.startsWith('?:', reader.at)) reader.at += 2
  else if (reader.text[reader.at] === '?') return 'looking around with `(?…)` is not known here'
  const inside = either(reader)
  if (typeof inside === 'string') return inside
  if (reader.text[reader.at++] !== ')') return 'a `(` is not closed'
  return inside
}

const CLASSES: Readonly<Record<string, Fits>> = {
  d: letter => /\d/.test(letter),
  w: letter => /\w/.test(letter),
  s: letter => /\s/.test(letter),
  D: letter => /\D/.test(letter),
  W: letter => /\W/.test(letter),
  S: letter => /\S/.test(letter),
}

function escapedLetter(reader: Reader): Fits | string {
  const letter = reader.text[reader.at++]
  if (letter === undefined) return 'a `\\` stands at its end'
  const known = CLASSES[letter]
  if (known !== undefined) return known
  if (/[a-z0-9]/i.test(letter)) return `\`\\${letter}\` is not known here`
  return found => found === letter
}

function letterClass(reader: Reader): Node | string {
  const not = reader.text[reader.at] === '^'
  if (not) reader.at++
  const any: Fits[] = []
  for (let first = true; first || reader.text[reader.at] !== ']'; first = false) {
    const letter = reader.text[reader.at++]
    if (letter === undefined) return 'a `[` is not closed'
    if (letter === '\\') {
      const escaped = escapedLetter(reader)
      if (typeof escaped === 'string') return escaped
      any.push(escaped)
      continue
    }
    const to = reader.text[reader.at + 1]
    if (reader.text[reader.at] === '-' && to !== undefined && to !== ']') {
      reader.at += 2
      any.push(found => found >= letter && found <= to)
    } else any.push(found => found === letter)
  }
  reader.at++
  return { is: 'letter', fits: found => any.some(fits => fits(found)) !== not }
}

type Step =
  | { readonly does: 'accept' }
  | { readonly does: 'letter'; readonly fits: Fits; readonly next: number }
  | { readonly does: 'start' | 'end'; readonly next: number }
  | { does: 'split'; next: number; other: number }

/** Puts the steps for a node before `next`; gives the first of them. */
function compile(node: Node, steps: Step[], next: number): number {
  switch (node.is) {
    case 'nothing':
      return next
    case 'start':
    case 'end':
      return steps.push({ does: node.is, next }) - 1
    case 'letter':
      return steps.push({ does: 'letter', fits: node.fits, next }) - 1
    case 'row':
      return node.of.toReversed().reduce((after, each) => compile(each, steps, after), next)
    case 'either':
      return node.of
        .map(each => compile(each, steps, next))
        .reduce((before, each) => steps.push({ does: 'split', next: before, other: each }) - 1)
    case 'repeated': {
      if (!node.often) return steps.push({ does: 'split', next: compile(node.node, steps, next), other: next }) - 1
      const split = { does: 'split' as const, next, other: next }
      const at = steps.push(split) - 1
      split.other = compile(node.node, steps, at)
      return node.least === 1 ? split.other : at
    }
  }
}

function run(steps: readonly Step[], first: number, text: string): boolean {
  let live = new Set<number>()
  for (let at = 0; at <= text.length; at++) {
    const here = new Set<number>()
    for (const step of [...live, first]) follow(steps, step, here, at === 0, at === text.length)
    live = new Set()
    for (const index of here) {
      const step = steps[index]
      if (step?.does === 'accept') return true
      if (step?.does === 'letter' && at < text.length && step.fits(text[at] ?? '')) live.add(step.next)
    }
  }
  return false
}

/** Adds all steps that are reached without a letter. */
function follow(steps: readonly Step[], from: number, here: Set<number>, isStart: boolean, isEnd: boolean): void {
  const open = [from]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (here.has(index)) continue
    here.add(index)
    const step = steps[index]
    if (step?.does === 'split') open.push(step.next, step.other)
    if (step?.does === 'start' && isStart) open.push(step.next)
    if (step?.does === 'end' && isEnd) open.push(step.next)
  }
}
