// What happened to one call, with a promise for each thing that may happen: each settles at once if it has happened
// already, and rejects with the call's story if it doesn't happen in time. Base of leg.ts.

/** Something that happened to the leg. `at` is in milliseconds since 1970. */
export interface LegEvent {
  readonly at: number
  readonly what: 'started' | 'ringing' | 'progress' | 'answered' | 'hears' | 'quiet' | 'digit' | 'referred' | 'recorded' | 'ended'
  readonly detail: string
}

export interface LegEnd {
  readonly at: number
  /** Q.850 cause. */
  readonly cause: number
  /** SIP code of a final refusal, 0 if there was none. */
  readonly sip: number
}

interface Waiter {
  check(): boolean
}

/** How long a wait lasts unless told otherwise, in milliseconds. */
export const patience = 30_000

export class LegHistory {
  readonly id: string
  /** The number that was dialled: the telephone's own, or the line a resident called. */
  readonly number: string
  readonly events: LegEvent[] = []
  end: LegEnd | undefined
  /** Called for each event, for a live timeline. */
  onNote: (event: LegEvent) => void = () => undefined
  readonly #waiters = new Set<Waiter>()

  constructor(id: string, number: string) {
    this.id = id
    this.number = number
  }

  async ringing(timeout?: number): Promise<LegEvent> {
    return this.nth('ringing', 1, timeout)
  }

  async answered(timeout?: number): Promise<LegEvent> {
    return this.nth('answered', 1, timeout)
  }

  /** The n-th time that it begins to hear something louder than quiet: speech, music or a tone. */
  async hears(n = 1, timeout?: number): Promise<LegEvent> {
    return this.nth('hears', n, timeout)
  }

  /** The n-th time that 300 ms of quiet follow what it heard. */
  async hearsQuiet(n = 1, timeout?: number): Promise<LegEvent> {
    return this.nth('quiet', n, timeout)
  }

  /** Early audio before an answer (183). */
  async progress(timeout?: number): Promise<LegEvent> {
    return this.nth('progress', 1, timeout)
  }

  async ended(timeout?: number): Promise<LegEnd> {
    await this.until(() => this.end !== undefined, 'ended', timeout)
    return this.end as LegEnd
  }

  get digitsHeard(): string {
    return this.events
      .filter(event => event.what === 'digit')
      .map(event => event.detail)
      .join('')
  }

  async until(condition: () => boolean, what: string, timeout = patience): Promise<void> {
    if (condition()) return
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        check: () => {
          if (!condition()) return false
          clearTimeout(timer)
          resolve()
          return true
        },
      }
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter)
        reject(new Error(`${this.number} (${this.id}): not "${what}" within ${timeout} ms. It saw: ${this.story()}`))
      }, timeout)
      this.#waiters.add(waiter)
    })
  }

  story(): string {
    const first = this.events[0]?.at ?? 0
    return this.events.map(event => `${((event.at - first) / 1000).toFixed(2)}s ${event.what} ${event.detail}`.trim()).join(', ')
  }

  note(what: LegEvent['what'], detail = ''): void {
    const event = { at: Date.now(), what, detail }
    this.events.push(event)
    this.onNote(event)
    this.wake()
  }

  protected wake(): void {
    for (const waiter of this.#waiters) if (waiter.check()) this.#waiters.delete(waiter)
  }

  protected async nth(what: LegEvent['what'], n: number, timeout?: number): Promise<LegEvent> {
    const found = () => this.events.filter(event => event.what === what)[n - 1]
    await this.until(() => found() !== undefined, n === 1 ? what : `${what} (${n} times)`, timeout)
    return found() as LegEvent
  }
}
