// What the builders and checks share: where things stand, what has been found, and which names are known.
// Made by compile.ts; a builder reports and goes on, so that all problems come at once.
import type { Kept } from './kept-pieces.ts'
import { LIMITS, tooMuch, type Work } from './limits.ts'
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
  readonly work: Work
  /** What takes long is asked through this. */
  readonly kept: Kept
  /** The box's own number: what lacks a country may be meant in this one. */
  readonly home?: string | undefined
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
export function isRenamed(name: string, names: ReadonlyMap<string, unknown>): boolean {
  return renamedIn(names).has(name)
}

/** By the map of an entry's names, which does not change once it has been read. */
const renamed = new WeakMap<ReadonlyMap<string, unknown>, ReadonlySet<string>>()

function renamedIn(names: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const known = renamed.get(names) ?? new Set([...names.keys()].filter(each => !NAME.test(each)).map(simpleName))
  renamed.set(names, known)
  return known
}

/** Where the value of the first of these paths that exists stands. */
export function valueAt(findings: Findings, ...paths: readonly Path[]): Place {
  return looked(findings, spotOf(findings, paths)?.value ?? NOWHERE)
}

/** Comes by: where this stands is looked up only when the work ends here. */
export function passes(findings: Findings, path: Path): void {
  findings.work.passes(() => {
    const spot = spotOf(findings, [path])
    return spot?.key ?? spot?.value ?? NOWHERE
  })
}

function looked({ work }: Findings, place: Place): Place {
  work.at(place)
  return place
}

const NOWHERE: Place = { file: '', line: 1, column: 1 }

/** Where the name itself stands. */
export function keyAt(findings: Findings, ...paths: readonly Path[]): Place {
  const spot = spotOf(findings, paths)
  return looked(findings, spot?.key ?? spot?.value ?? NOWHERE)
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
  report(findings, problemAt(place, 'error', message, more))
}

/** After so many nobody reads on, and to look for the rest may take long. Warnings never keep rules from going live. */
export function report({ problems, work }: Findings, ...found: readonly Problem[]): void {
  for (const problem of found) {
    work.at(problem)
    const nth = work.counts(problem.severity)
    if (nth < LIMITS.problems) problems.push(problem)
    else if (problem.severity === 'error')
      throw tooMuch(
        problem,
        `there are more than ${LIMITS.problems} problems: no more were looked for`,
        'these to be mended first',
      )
    else if (nth === LIMITS.problems)
      problems.push(problemAt(problem, 'warning', `there are more than ${LIMITS.problems} warnings: no more are told`))
  }
}

export function warning(findings: Findings, place: Place, message: string, more: Explanation = {}): void {
  report(findings, problemAt(place, 'warning', message, more))
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
  if (!findings.incomplete && !renamedIn(names).has(name)) {
    error(findings, valueAt(findings, ...paths), `there is no ${kind} \`${name}\``, {
      expected: namesText(names.keys()),
      hint: findings.work.maySearch(names.size) ? didYouMean(name, names.keys()) : undefined,
    })
  }
  return false
}
