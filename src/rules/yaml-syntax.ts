// What is wrong with a text before it is rules at all: junk, tabs, and errors of YAML's syntax in plain words.
// Called by read-yaml.ts.
import { type Document, visit } from 'yaml'
import { type Place, type Problem, problemAt } from './problem.ts'

const TOO_LONG = 4_000_000

export function notText(top: Place, text: string): Problem | null {
  if (text.length > TOO_LONG) return problemAt(top, 'error', 'the file is longer than 4 MB')
  const junk = /(?![\t\n])[\p{Cc}\uFFFD]/u.exec(text)
  if (!junk) return null
  const before = text.slice(0, junk.index).split('\n')
  const place = { file: top.file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  const code = (junk[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return problemAt(place, 'error', `this is not text: character U+${code}`, { expected: 'a text file in UTF-8' })
}

export function tabProblems(file: string, text: string): Problem[] {
  return text.split('\n').flatMap((line, at) => {
    const tab = /^( *)\t/.exec(line)
    if (!tab || line.trim() === '') return []
    const place = { file, line: at + 1, column: (tab[1]?.length ?? 0) + 1 }
    return [problemAt(place, 'error', 'a tab is used to indent this line', { expected: 'spaces' })]
  })
}

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is used to indent this line; write spaces',
  MISSING_CHAR: 'something is not closed here: a quote, a bracket or a colon is missing',
  BAD_INDENT: 'this line is not indented as its neighbours are, or a bracket is not closed',
  BLOCK_AS_IMPLICIT_KEY:
    'two `key: value` pairs on one line, or a line indented too far; put quotes around a text that holds `: `',
  MULTILINE_IMPLICIT_KEY: 'a key that runs over several lines; a `:` is missing, or a line is indented too far',
  BAD_ALIAS: 'a text that begins with `*` needs quotes',
  BAD_SCALAR_START: 'a text that begins with this character needs quotes',
  TAG_RESOLVE_FAILED: 'tags (`!…`) are not used in rules; write the plain value',
}

/** A quote that is never closed is a mistake where it opens, not at the end of the file. */
export function startOf(message: string, end: number, document: Document.Parsed | Document): number {
  if (!/closing ["']quote/.test(message)) return end
  let start = end
  visit(document as Document, {
    Scalar(_, { type, range }) {
      if ((type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') && range && range[1] >= end - 1) start = range[0]
    },
  })
  return start
}

export function plainWords(code: string, message: string): string {
  if (/call stack/i.test(message)) return 'this is nested too deeply'
  return PLAIN_WORDS[code] ?? `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
}
