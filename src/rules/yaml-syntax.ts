// What is wrong with a text before it is rules at all: junk, tabs, and errors of YAML's syntax (in plain words: yaml-mistakes.ts).
// Called by read-yaml.ts.
import { type Document, isCollection, isScalar, visit } from 'yaml'
import { FILE_TOO_LONG, type Place, type Problem, problemAt } from './problem.ts'
import { layoutMistakes } from './yaml-layout.ts'
import { type Mistake, mistakeOf } from './yaml-mistakes.ts'

const TOO_LONG = 4_000_000

export function notText(top: Place, text: string): Problem | null {
  if (text.length > TOO_LONG) return problemAt(top, 'error', FILE_TOO_LONG)
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
    const found =
      /^( *)\t/.exec(line) ?? /^((?: *- +)* *)(?! )\p{Zs}/u.exec(line) ?? /^( *(?:- +)*[\w-]+:)(?! )\p{Zs}/u.exec(line)
    if (!found || line.trim() === '') return []
    const [start = '', before = ''] = found
    const place = { file, line: at + 1, column: before.length + 1 }
    if (start.endsWith('\t')) return [problemAt(place, 'error', 'a tab is used to indent this line', { expected: 'spaces' })]
    const code = start
      .charCodeAt(start.length - 1)
      .toString(16)
      .toUpperCase()
      .padStart(4, '0')
    return [problemAt(place, 'error', `this looks like a space, and is character U+${code}`, { expected: 'a plain space' })]
  })
}

/** A quote or bracket that is never closed is a mistake where it opens, not where the text ends. */
function startOf(message: string, end: number, document: Document): number {
  const quote = /closing ["']quote/.test(message)
  if (!quote && !/^Flow |end with a [\]}]/.test(message)) return end
  let start = end
  visit(document, {
    Node(_, node) {
      const opens = quote ? isScalar(node) && node.type?.startsWith('QUOTE') : isCollection(node) && node.flow
      if (opens && node.range && node.range[0] < end && node.range[1] >= end - 1) start = node.range[0]
    },
  })
  return start
}

/** Errors of syntax, first things first. What follows within two lines of one is its echo. */
export function syntaxProblems(documents: readonly Document[], text: string, place: (offset: number) => Place): Problem[] {
  const found = documents.flatMap(document =>
    [...document.warnings, ...document.errors].map(({ code, message, pos }) => ({
      said: message,
      noticed: pos[0],
      mistake: mistakeOf(code, message, pos[0], startOf(message, pos[0], document), text),
    })),
  )
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
