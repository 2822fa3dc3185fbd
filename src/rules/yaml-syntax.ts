// What is wrong with a text before it is rules at all: junk, tabs, and errors of YAML's syntax (in plain words: yaml-mistakes.ts).
// Called by read-yaml.ts.
import { type Document, isCollection, isScalar, visit } from 'yaml'
import { LIMITS } from './limits.ts'
import { FILE_TOO_LONG, type Place, type Problem, problemAt } from './problem.ts'
import { layoutMistakes } from './yaml-layout.ts'
import { type Mistake, mistakeOf } from './yaml-mistakes.ts'

export function notText(top: Place, text: string): Problem | null {
  if (text.length > LIMITS.fileLength) return problemAt(top, 'error', FILE_TOO_LONG)
  const junk = /(?![\t\n])[\p{Cc}\uFFFD]/u.exec(text)
  if (junk) {
    const code = (junk[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return problemAt(placeOf(top, text, junk.index), 'error', `this is not text: character U+${code}`, {
      expected: 'a text file in UTF-8',
    })
  }
  const deep = nestedTooDeeply(text)
  return deep < 0 ? null : problemAt(placeOf(top, text, deep), 'error', 'this is nested too deeply')
}

/** At most: each begins after one of these. Counted before the text is taken apart, because that costs the memory. */
export function valuesIn(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // Line feed, comma, colon, `[`, `{`, `-`, `?`.
    const isMark = code === 10 || code === 44 || code === 58 || code === 91 || code === 123
    if (isMark || (code === 45 && text.charCodeAt(at + 1) === 32) || code === 63) count++
  }
  return count
}

function placeOf({ file }: Place, text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Many unclosed brackets cost the reader seconds, so they are counted first; quotes are not looked at. */
const TOO_DEEP = 100

function nestedTooDeeply(text: string): number {
  let depth = 0
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]|(?:[-?:] +){100}/g)) {
    if (bracket.length > 1) return index
    depth = Math.max(0, depth + (bracket === '[' || bracket === '{' ? 1 : -1))
    if (depth > TOO_DEEP) return index
  }
  return -1
}

/** Tabs that indent, and other spaces than the plain one where YAML needs that: after copying from a web page they look alike. */
export function tabProblems(file: string, text: string): Problem[] {
  return text.split('\n').flatMap((line, at) => {
    const found = oddSpace(line)
    if (found === null || line.trim() === '') return []
    const place = { file, line: at + 1, column: found + 1 }
    if (line[found] === '\t') return [problemAt(place, 'error', 'a tab is used to indent this line', { expected: 'spaces' })]
    const code = line.charCodeAt(found).toString(16).toUpperCase().padStart(4, '0')
    return [problemAt(place, 'error', `this looks like a space, and is character U+${code}`, { expected: 'a plain space' })]
  })
}

/** Where a tab or an odd space stands among the spaces and dashes that begin a line, or right after its key. Looks at each character once. */
function oddSpace(line: string): number | null {
  let at = 0
  while (line[at] === ' ') at++
  if (line[at] === '\t') return at
  while (line[at] === ' ' || (line[at] === '-' && line[at + 1] === ' ')) at++
  if (isOddSpace(line[at])) return at
  const key = /[\w-]{1,200}:/y
  key.lastIndex = at
  return key.test(line) && isOddSpace(line[key.lastIndex]) ? key.lastIndex : null
}

function isOddSpace(char: string | undefined): boolean {
  return char !== undefined && char !== ' ' && /\p{Zs}/u.test(char)
}

/** Where quotes and brackets of a document begin and end, in the order of the text. */
interface Openings {
  readonly quotes: readonly (readonly [number, number])[]
  readonly brackets: readonly (readonly [number, number])[]
}

function openingsOf(document: Document): Openings {
  const quotes: [number, number][] = []
  const brackets: [number, number][] = []
  visit(document, {
    Node(_, node) {
      if (!node.range) return
      const span: [number, number] = [node.range[0], node.range[1]]
      if (isScalar(node) && node.type?.startsWith('QUOTE')) quotes.push(span)
      if (isCollection(node) && node.flow) brackets.push(span)
    },
  })
  return { quotes, brackets }
}

/** A quote or bracket that is never closed is a mistake where it opens, not where the text ends. */
function startOf(message: string, end: number, openings: () => Openings): number {
  const quote = /closing ["']quote/.test(message)
  if (!quote && !/^Flow |end with a [\]}]/.test(message)) return end
  const spans = quote ? openings().quotes : openings().brackets
  return spans.findLast(([from, to]) => from < end && to >= end - 1)?.[0] ?? end
}

/** Of more errors than this none is told; a text that is no YAML can have as many as it has lines. */
const MOST_ERRORS = 200

/** Errors of syntax, first things first. What follows within two lines of one is its echo. */
export function syntaxProblems(documents: readonly Document[], text: string, place: (offset: number) => Place): Problem[] {
  const found = documents
    .flatMap(document => {
      let known: Openings | undefined
      const openings = (): Openings => {
        known ??= openingsOf(document)
        return known
      }
      return [...document.warnings, ...document.errors].map(error => ({ error, openings }))
    })
    .slice(0, MOST_ERRORS)
    .map(({ error: { code, message, pos }, openings }) => ({
      said: message,
      noticed: pos[0],
      mistake: mistakeOf(code, message, pos[0], startOf(message, pos[0], openings), text),
    }))
  // Most files are right, and what the reader takes is not judged by its looks.
  if (found.length === 0) return []
  // The reader ran out of stack: what else it says is noise.
  const deep = found.find(({ said }) => /call stack/i.test(said))
  if (deep) return [problemAt(place(deep.mistake.offset), 'error', 'this is nested too deeply')]
  const own = layoutMistakes(text)
  // The library notices late, or at the end of the line before.
  const noticed = Math.min(...found.map(each => each.noticed))
  const [upTo = ''] = /^.*(\n *(#.*)?(?=\n))*\n?.*/.exec(text.slice(noticed)) ?? []
  if (own[0] && own[0].offset <= noticed + upTo.length) return told(own, place)
  const isNoise = (said: string) => /token in YAML stream/.test(said)
  const heard = found.every(({ said }) => isNoise(said)) ? found.slice(0, 1) : found.filter(({ said }) => !isNoise(said))
  const mistakes = heard.map(({ mistake }) => mistake).sort((a, b) => a.offset - b.offset)
  const kept: Mistake[] = []
  for (const mistake of mistakes) {
    const last = kept.at(-1)
    if (last?.kind === 'junk') break
    if (last === undefined || place(mistake.offset).line - place(last.offset).line > 2) kept.push(mistake)
    // Whoever closes the inner one has mended the outer one too.
    else if (isOpen(last) && isOpen(mistake) && last.kind !== 'quote') kept[kept.length - 1] = mistake
  }
  return told(kept, place)
}

function told(mistakes: readonly Mistake[], place: (offset: number) => Place): Problem[] {
  return mistakes
    .slice(0, 20)
    .map(({ offset, message, expected, hint }) => problemAt(place(offset), 'error', message, { expected, hint }))
}

function isOpen({ kind }: Mistake): boolean {
  return kind === 'quote' || kind === 'bracket'
}
