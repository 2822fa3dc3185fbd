// Scripted people: residents who call and telephones that are rung. Each reacts to what it hears, speaks when recorded, talks for
// a while, and hangs up. Nothing here knows of the daemon: a person hears words and has a keypad.

/** `hears`: part of the words that set it off; `after` seconds from their beginning. Each happens once, but for `always`. */
export interface Reaction {
  readonly hears: string
  /** Not by words that hold any of these. */
  readonly unless?: readonly string[]
  readonly after: number
  readonly does: 'press' | 'hangUp'
  readonly key?: string
  readonly always?: boolean
}

export interface Person {
  readonly reactions?: readonly Reaction[]
  /** Seconds of speech whenever a recorder runs. */
  readonly speaksFor?: number
  /** Seconds in a talk before hanging up; without it the other side ends it. */
  readonly talksFor?: number
  /** Seconds after which this person hangs up, whatever happens. */
  readonly staysFor?: number
}

export interface Resident extends Person {
  /** Seconds from the beginning of the story. */
  readonly at: number
  readonly trunk: string
  readonly line: string
  readonly number: string | null
  readonly name?: string | null
  readonly diversion?: string | null
}

/** What a telephone does when it is rung, the first time, the second time, …; the last way goes on. */
export interface Telephone {
  readonly number: string
  readonly ways: readonly Way[]
}

export type Way =
  /** `voices`: what is spoken there, from and to, seconds from the answer. */
  | ({
      readonly does: 'answer'
      readonly after: number
      readonly voices?: readonly (readonly [from: number, to: number])[]
    } & Person)
  | { readonly does: 'ring' }
  /** Neither rings nor answers. */
  | { readonly does: 'nothing' }
  | { readonly does: 'refuse'; readonly as: Refusal; readonly after: number }
  /** Rings, and after so many seconds is forwarded to this line of the box, over the trunk that rings it. */
  | { readonly does: 'forward'; readonly to: string; readonly after: number }

/** `declined`: pushed away by its owner, after it rang. `refused`: by the carrier, before it rings. */
export type Refusal = 'busy' | 'declined' | 'dead' | 'congested' | 'refused'

/** Q.850 cause and SIP status, as Asterisk tells them. */
export const REFUSALS: Readonly<Record<Refusal, { readonly cause: number; readonly sip: number }>> = {
  busy: { cause: 17, sip: 486 },
  declined: { cause: 21, sip: 603 },
  dead: { cause: 1, sip: 404 },
  congested: { cause: 34, sip: 503 },
  refused: { cause: 21, sip: 603 },
}

/** The office: after so many seconds somebody picks up and talks for a while; null is nobody. */
export interface Office {
  readonly answersAfter: number | null
  readonly talksFor: number
}

/** What a person can do with the telephone in their hand. */
export interface Hand {
  press(key: string): void
  hangUp(): void
  /** Calls back so many seconds from now, as long as the call lasts. */
  after(seconds: number, callback: () => void): void
}

export interface Behaviour {
  hears(words: string): void
  joinsTalk(): void
  /** Milliseconds of speech into the recorder. */
  speaks(): number
}

export function behave(person: Person, hand: Hand): Behaviour {
  const left = new Set(person.reactions ?? [])
  if (person.staysFor !== undefined) hand.after(person.staysFor, hand.hangUp)
  return {
    hears(words) {
      for (const reaction of [...left]) {
        if (!words.includes(reaction.hears) || reaction.unless?.some(other => words.includes(other))) continue
        if (!reaction.always) left.delete(reaction)
        hand.after(reaction.after, () => {
          if (reaction.does === 'press') hand.press(reaction.key ?? '1')
          else hand.hangUp()
        })
      }
    },
    joinsTalk() {
      if (person.talksFor !== undefined) hand.after(person.talksFor, hand.hangUp)
    },
    speaks: () => (person.speaksFor ?? 0) * 1000,
  }
}
