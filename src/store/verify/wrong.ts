// What a check of the log finds wrong. Of each kind of check only the first is told: what follows
// is mostly made of it.

const CHECKS = ['schema', 'chain', 'private', 'states', 'plans', 'tables', 'anchor', 'views', 'recordings'] as const
export type Check = (typeof CHECKS)[number]

export interface Wrong {
  readonly check: Check
  /** The turn that it is about, where it is about one. */
  readonly turn: number | null
  readonly what: string
}

/** The first of each kind. */
export class FirstWrong {
  readonly #found = new Map<Check, Wrong>()

  add(check: Check, turn: number | null, what: string): void {
    if (!this.#found.has(check)) this.#found.set(check, { check, turn, what })
  }

  has(check: Check): boolean {
    return this.#found.has(check)
  }

  all(): Wrong[] {
    return CHECKS.flatMap(check => this.#found.get(check) ?? [])
  }
}
