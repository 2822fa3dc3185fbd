// A telephone and how it behaves when it is rung. A behaviour is a list of steps; each ring may have its own:
//   phone.answers({ after: 500 }).hearing().presses('1').plays(1000)
//   phone.onRing(2).busy()
// Made by laboratory.ts; steps run against the leg of that ring.
import type { Leg } from './leg.ts'
import type { LegEnd, LegEvent } from './leg-history.ts'

type Step = (leg: Leg) => Promise<unknown>

export interface After {
  /** Milliseconds to wait before doing it: how slow a person is. */
  readonly after?: number
}

/** Steps that follow an answer, in order. */
export class Behaviour {
  readonly steps: Step[] = []

  /** Never answers. */
  rings(): this {
    return this.#begin(leg => leg.ring())
  }

  /** 486. */
  busy(): this {
    return this.#begin(leg => leg.hangsUp(17))
  }

  /** Rings, and its carrier does this with the call. */
  forwards(how: (leg: Leg) => Promise<unknown>): this {
    return this.#begin(leg => leg.ring(), how)
  }

  /** Rings, then the person presses "decline" (the carrier says 403 or 603, cause 21). */
  declines({ after = 300 }: After = {}): this {
    return this.#begin(
      leg => leg.ring(),
      () => pause(after),
      leg => leg.hangsUp(21),
    )
  }

  /** 404: no such number. */
  dead(): this {
    return this.#begin(leg => leg.hangsUp(1))
  }

  /** 503: the trunk has no channel. */
  congested(): this {
    return this.#begin(leg => leg.hangsUp(34))
  }

  /** 302: call that instead. */
  redirects(uri: string): this {
    return this.#begin(leg => leg.refersTo(uri))
  }

  /** 480: switched off or without coverage. */
  unavailable(): this {
    return this.#begin(leg => leg.hangsUp(19))
  }

  /** Rings and answers. Sends silence and presses nothing unless steps follow. */
  answers({ after = 200 }: After = {}): this {
    return this.#begin(
      leg => leg.ring(),
      () => pause(after),
      leg => leg.answer(),
    )
  }

  /** Answers like a person who isn't there: a greeting, a beep, and it never presses anything. */
  answersWithVoicemail({ after = 1000 }: After = {}): this {
    this.answers({ after })
    return this.#then(leg => leg.says('Hi, you have reached my voicemail. Please leave a message after the tone.'))
      .#then(leg => leg.plays(1400))
      .#then(() => pause(500))
      .silent()
  }

  /** Waits until it hears something (the n-th time) before the next step. */
  hearing(n = 1): this {
    return this.#then(leg => leg.hears(n))
  }

  pauses(milliseconds: number): this {
    return this.#then(() => pause(milliseconds))
  }

  presses(digits: string, { after = 0 }: After = {}): this {
    return this.#then(() => pause(after)).#then(leg => leg.presses(digits))
  }

  plays(hz: number): this {
    return this.#then(leg => leg.plays(hz))
  }

  says(text: string): this {
    return this.#then(leg => leg.says(text))
  }

  silent(): this {
    return this.#then(leg => leg.silent())
  }

  hangsUpAfter(milliseconds: number): this {
    return this.#then(() => pause(milliseconds)).#then(leg => leg.hangsUp())
  }

  refersTo(uri: string): this {
    return this.#then(leg => leg.refersTo(uri))
  }

  #begin(...steps: readonly Step[]): this {
    this.steps.length = 0
    this.steps.push(...steps)
    return this
  }

  #then(step: Step): this {
    this.steps.push(step)
    return this
  }
}

export class Phone extends Behaviour {
  readonly number: string
  /** Every call it got, in order, answered or not. */
  readonly legs: Leg[] = []
  /** What went wrong in its own steps, if anything: a test that ends oddly should look here. */
  readonly troubles: string[] = []
  readonly #byRing = new Map<number, Behaviour>()
  readonly #arrivals: (() => void)[] = []

  constructor(number: string) {
    super()
    this.number = number
    this.rings()
  }

  /** What it does on its n-th ring, counted from 1; other rings keep the general behaviour. */
  onRing(n: number): Behaviour {
    const behaviour = new Behaviour().rings()
    this.#byRing.set(n, behaviour)
    return behaviour
  }

  /** Forgets its calls; the next one is ring 1 again, and it only rings. */
  forget(): void {
    this.legs.length = 0
    this.troubles.length = 0
    this.#byRing.clear()
    this.rings()
  }

  /** The leg of its n-th call, as soon as that call arrives, whatever it does then. */
  async called(n = 1, timeout = 30_000): Promise<Leg> {
    const leg = this.legs[n - 1]
    if (leg !== undefined) return leg
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.number} was not called ${n} times within ${timeout} ms`)), timeout)
      this.#arrivals.push(() => {
        const found = this.legs[n - 1]
        if (found === undefined) return
        clearTimeout(timer)
        resolve(found)
      })
    })
  }

  /** Waits until it rings for the n-th time. */
  async ringing(n = 1, timeout?: number): Promise<Leg> {
    const leg = await this.called(n, timeout)
    await leg.ringing(timeout)
    return leg
  }

  async answered(n = 1, timeout?: number): Promise<Leg> {
    const leg = await this.called(n, timeout)
    await leg.answered(timeout)
    return leg
  }

  async ended(n = 1, timeout?: number): Promise<LegEnd> {
    return (await this.called(n, timeout)).ended(timeout)
  }

  async hears(n = 1, timeout?: number): Promise<LegEvent> {
    return (await this.called(1, timeout)).hears(n, timeout)
  }

  /** WAV of what it heard in its n-th call; waits for the end of it. */
  async recording(n = 1, timeout?: number): Promise<string> {
    return (await this.called(n, timeout)).recording(timeout)
  }

  /** Called by the laboratory. */
  arrive(leg: Leg, recorded: boolean): void {
    this.legs.push(leg)
    const behaviour = this.#byRing.get(this.legs.length) ?? this
    const steps = [...behaviour.steps]
    void this.#perform(leg, recorded, steps)
    for (const arrival of this.#arrivals) arrival()
  }

  async #perform(leg: Leg, recorded: boolean, steps: readonly Step[]): Promise<void> {
    try {
      if (recorded && steps.length > 1) await leg.startRecording()
      for (const step of steps) if (leg.end === undefined) await step(leg)
    } catch (error) {
      if (leg.end === undefined) this.troubles.push(error instanceof Error ? error.message : String(error))
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}
