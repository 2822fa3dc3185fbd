// What is wrong in a rule file, where, and what would be right. Every part of src/rules reports in this shape;
// `check`, `reload` and `status` print it with formatProblem. A problem never stops the search for the next one.
import type { Kept } from './kept-pieces.ts'
import { withoutSecretAddresses } from './secret-addresses.ts'
import { lineWithoutSecrets, repeatsNothing } from './without-secrets.ts'

export const FILE_TOO_LONG = 'the file is longer than 4 MB'

export interface Problem {
  readonly file: string
  /** 1-based, as editors count. */
  readonly line: number
  readonly column: number
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** What would have been right. */
  readonly expected?: string
  /** The nearest right name, or what to write instead. */
  readonly hint?: string
  /** What stands here could not be read, so that more may be found when this is mended. */
  readonly hides?: true
}

export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface Explanation {
  readonly expected?: string | undefined
  readonly hint?: string | undefined
}

export function problemAt(place: Place, severity: Problem['severity'], message: string, more: Explanation = {}): Problem {
  return {
    file: place.file,
    line: place.line,
    column: place.column,
    severity,
    message: withoutSecretAddresses(shortened(message)),
    ...(more.expected === undefined ? {} : { expected: shortened(more.expected) }),
    ...(more.hint === undefined ? {} : { hint: withoutSecretAddresses(shortened(more.hint)) }),
  }
}

/** What is written in a rule may be as long as its file; nobody reads more of it than this. */
const LONGEST = 1000

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

/** Problems that repeat no secret which stands in the lines that they are about. `files`: the texts. */
export function withoutWrittenSecrets(problems: readonly Problem[], files: ReadonlyMap<string, string>, kept?: Kept): Problem[] {
  const lines = new Map<string, readonly string[]>()
  return problems.map(problem =>
    kept ? kept('told', `${JSON.stringify(problem)}\n${files.get(problem.file)}`, () => clean(problem)) : clean(problem),
  )

  function clean(problem: Problem): Problem {
    const of = lines.get(problem.file) ?? linesOf(files.get(problem.file) ?? '')
    lines.set(problem.file, of)
    const { message, expected, hint, ...rest } = problem
    const without = repeatsNothing(of, problem.line - 1)
    return {
      ...rest,
      message: without(message),
      ...(expected === undefined ? {} : { expected: without(expected) }),
      ...(hint === undefined ? {} : { hint: without(hint) }),
    }
  }
}

function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
}

export function placeText(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`
}

/** Several lines for a person: the place, the line itself with a caret under the mistake, what was expected, what to write. */
export function formatProblem(problem: Problem, sourceText: string): string {
  const lines = [`${placeText(problem)}: ${problem.severity}: ${problem.message}`]
  const source = lineWithoutSecrets(linesOf(sourceText), problem.line - 1)
  if (source.trim() !== '') lines.push(...excerpt(source, problem.line, problem.column))
  if (problem.expected !== undefined) lines.push(`  expected: ${problem.expected}`)
  if (problem.hint !== undefined) lines.push(`  hint: ${problem.hint}`)
  if (problem.hides) lines.push(`  ${MORE_MAY_FOLLOW}`)
  return lines.join('\n')
}

export const MORE_MAY_FOLLOW = 'More may be found when this is mended: until then, what this file says is not known.'

/** Lines are shown in at most this many characters around the mistake. */
const SHOWN = 120

function excerpt(source: string, line: number, column: number): string[] {
  const start = column > SHOWN - 20 ? column - 60 : 0
  // Control characters would move the caret or the terminal.
  const shown = [...source.slice(start, start + SHOWN)]
    .map(char => (/\p{Cc}/u.test(char) ? (char === '\t' ? ' ' : '·') : char))
    .join('')
  const number = String(line)
  return [`  ${number} | ${shown}`, `  ${' '.repeat(number.length)} | ${' '.repeat(Math.max(0, column - 1 - start))}^`]
}

/** By file, then by place; the same problem is kept once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.message, b.message),
  )
  return sorted.filter((problem, at) => {
    const before = sorted[at - 1]
    return !before || placeText(before) !== placeText(problem) || before.message !== problem.message
  })
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
