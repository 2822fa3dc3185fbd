// How much the rules may ask of this machine. What is beyond is told like any other mistake, with the place that was reached, and the
// compiler stops there: a file that was made by a program that went wrong must not stop the box. Used by every pass of compile.ts.
import { type Place, type Problem, problemAt } from './problem.ts'

/** A thousand properties in a thousand files need a tenth of the most that is allowed here, or less. */
export const LIMITS = {
  files: 10_000,
  /** Whatever lies in the directory of the rules: a link may lead into the whole machine. */
  entries: 50_000,
  /** Characters of one file, and bytes of all of them. */
  fileLength: 4_000_000,
  totalBytes: 16_000_000,
  /** Values (words, lists, maps) in all files: each costs some 1.5 kB of memory until it is a rule. */
  values: 800_000,
  /** Values that templates and defaults give to entries, over all of them. */
  inherited: 1_000_000,
  /** Templates, one naming the next, and all that one entry has. */
  templateChain: 20,
  templatesOfEntry: 100,
  /** Problems after which no more are looked for. */
  problems: 2000,
  /** For all of it, in ms. */
  ms: 60_000,
} as const

export interface Work {
  /** Called at every entry and every value that is looked at; ends the compiler when its time is over. */
  at(place: Place): void
  /** The same where the place is not worth looking up before somebody asks. */
  passes(place: () => Place): void
  /** The same at the beginning of a file. */
  begins(place: Place): void
  /** So many values more are inherited. */
  inherits(place: Place, values?: number): void
  /** Whether a search through so many names for the nearest is still worth its time. */
  maySearch(names: number): boolean
  /** How many of these have been told before; this is one more. */
  counts(severity: Problem['severity']): number
  /** The last place. */
  readonly last: () => Place
}

/** Thrown through the compiler, and caught in compile.ts. */
export interface TooMuch extends Error {
  readonly problem: Problem
}

export function tooMuch(place: Place, message: string, expected: string, hint?: string): TooMuch {
  return Object.assign(new Error(message), { problem: problemAt(place, 'error', message, { expected, hint }) })
}

export function isTooMuch(error: unknown): error is TooMuch {
  return error instanceof Error && 'problem' in error
}

const NAMES_SEARCHED = 3_000_000

/** `elapsed`: ms since the beginning. Without it there is no end of time. */
export function openWork(elapsed?: () => number, heard?: (place: Place) => void): Work {
  const nowhere: Place = { file: '', line: 1, column: 1 }
  let last = (): Place => nowhere
  let inherited = 0
  let searched = 0
  let calls = 0
  const told = { error: 0, warning: 0 }
  function look(): void {
    heard?.(last())
    if (elapsed === undefined || elapsed() < LIMITS.ms) return
    throw tooMuch(
      last(),
      `the rules take longer than ${LIMITS.ms / 1000} s to understand; this is how far it came`,
      'fewer or simpler rules',
      'is a file in this directory that a program made?',
    )
  }
  return {
    at(place) {
      if (place.file !== '') last = () => place
      calls++
      if (calls % 64 === 0) look()
    },
    passes(place) {
      last = place
      calls++
      if (calls % 64 === 0) look()
    },
    begins(place) {
      last = () => place
      look()
    },
    inherits(place, values = 1) {
      inherited += values
      if (inherited <= LIMITS.inherited) return
      throw tooMuch(
        place,
        `templates and defaults give more than ${LIMITS.inherited} values to what has them; this is how far it came`,
        'shorter templates, or fewer entries that have them',
      )
    },
    maySearch(names) {
      searched += names
      return searched <= NAMES_SEARCHED
    },
    counts: severity => told[severity]++,
    last: () => last(),
  }
}
