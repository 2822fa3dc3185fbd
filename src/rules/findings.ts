// What the builders and checks share: where things stand, what has been found, and which names are known.
// Made by compile.ts; a builder reports and goes on, so that all problems come at once.
import { didYouMean, namesText } from './nearest.ts'
import { type Explanation, type Place, type Problem, problemAt } from './problem.ts'
import { ANYTHING, type Dropped, pathKey, type Spots } from './read-yaml.ts'
import { NAME, simpleName } from './shape-parts.ts'

export type Path = readonly PropertyKey[]

export interface Findings {
  readonly spots: Spots
  readonly dropped: Dropped
  readonly problems: Problem[]
  /** A file could not be understood: a name that is missing may be written there, so unknown names are not reported. */
  readonly incomplete: boolean
}

/** Whether something is written there, right or wrong. What is wrong has been reported. */
export function isWritten({ spots, dropped }: Findings, path: Path): boolean {
  return spots.has(pathKey(path)) || dropped.has(pathKey(path)) || dropped.has(pathKey([...path.slice(0, 2), ANYTHING]))
}

/** Whether something wrong stands there, and has been reported. */
export function isMistaken({ dropped }: Findings, ...paths: readonly Path[]): boolean {
  return paths.some(path => dropped.has(pathKey(path)))
}

/** Whether an entry would have this name, were its own not one that cannot be a name. That has been reported. */
export function isRenamed(name: string, names: Iterable<string>): boolean {
  return [...names].some(each => each !== name && !NAME.test(each) && simpleName(each) === name)
}

/** Where the value of the first of these paths that exists stands. */
export function valueAt(findings: Findings, ...paths: readonly Path[]): Place {
  return spotOf(findings, paths)?.value ?? { file: '', line: 1, column: 1 }
}

/** Where the name itself stands. */
export function keyAt(findings: Findings, ...paths: readonly Path[]): Place {
  const spot = spotOf(findings, paths)
  return spot?.key ?? spot?.value ?? { file: '', line: 1, column: 1 }
}

function spotOf({ spots }: Findings, paths: readonly Path[]) {
  for (const path of paths) {
    for (let length = path.length; length > 0; length--) {
      // Only the last path may be answered by what stands above it.
      if (length < path.length && path !== paths.at(-1)) break
      const spot = spots.get(pathKey(path.slice(0, length)))
      if (spot) return spot
    }
  }
  return undefined
}

export function error(findings: Findings, place: Place, message: string, more: Explanation = {}): void {
  findings.problems.push(problemAt(place, 'error', message, more))
}

export function warning(findings: Findings, place: Place, message: string, more: Explanation = {}): void {
  findings.problems.push(problemAt(place, 'warning', message, more))
}

/** Whether the name is known; if not, says so once, with the nearest right one. */
export function known(
  findings: Findings,
  kind: string,
  name: string,
  names: ReadonlyMap<string, unknown>,
  ...paths: readonly Path[]
): boolean {
  if (names.has(name)) return true
  if (!findings.incomplete && !isRenamed(name, names.keys())) {
    error(findings, valueAt(findings, ...paths), `there is no ${kind} \`${name}\``, {
      expected: namesText(names.keys()),
      hint: didYouMean(name, names.keys()),
    })
  }
  return false
}
