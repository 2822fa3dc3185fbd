// Calls to telephones of people, from the raw facts: of ladders and reminders, and of the failsafe.
import { type Asked, factsOf, type RawFact } from './raw.ts'

export interface RawAttempt {
  readonly id: string
  readonly stream: string
  readonly property: string | null
  readonly person: string
  readonly phone: string
  readonly trunk: string
  /** Of the failsafe: when its call came. */
  readonly at: number
  /** Heard to ring or answered. The failsafe tells no times: when its call came. */
  readonly rangAt: number | null
  readonly answered: boolean
  /** The key with which they took it. */
  readonly takenAt: number | null
  readonly talkedMs: number
  /** They had it, and were asked what became of it. */
  readonly isReminder: boolean
  readonly result: string | null
  readonly sip: number | null
}

/** Whenever they were dialled. */
export function attemptsOf(asked: Asked): readonly RawAttempt[] {
  const { propertyOf, of } = factsOf(asked.raw)
  return [...asked.raw.streams.keys()]
    .filter(id => asked.property === null || propertyOf(id) === asked.property)
    .flatMap(id => [...dialled(of(id), propertyOf(id)), ...byFailsafe(asked, of(id), propertyOf(id))])
}

/** As the reason of a call to whoever has it already begins. */
const REMINDERS = /^(a reminder|other callers have said more|owned without an outcome)/
/** The same call once more: over the next trunk, or after the daemon was away. */
const ONCE_MORE = /^(trunk .* (is congested|.*was refused before it rang)|answered while the daemon was away)/

function isReminder(facts: readonly RawFact[], { leg, phone, why }: RawFact): boolean {
  if (!ONCE_MORE.test(String(why))) return REMINDERS.test(String(why))
  const dials = facts.filter(one => one.kind === 'dialled' && one.phone === phone)
  const before = dials[dials.findIndex(one => one.leg === leg) - 1]
  return before !== undefined && isReminder(facts, before)
}

function dialled(facts: readonly RawFact[], property: string | null): RawAttempt[] {
  return facts
    .filter(({ kind, person }) => (kind === 'dialled' || kind === 'transfer-dialled') && person !== null)
    .map(dial => {
      const its = facts.filter(({ leg }) => leg === dial.leg)
      const when = (...kinds: string[]) => its.find(({ kind }) => kinds.includes(kind))
      const end = when('attempt-ended', 'transfer-attempt-ended')
      const answered = when('answered', 'transfer-answered')
      return {
        id: dial.leg as string,
        stream: dial.stream,
        property,
        person: dial.person as string,
        phone: dial.phone as string,
        trunk: dial.trunk as string,
        at: dial.at,
        rangAt: when('rang', 'transfer-rings')?.at ?? answered?.at ?? null,
        answered: answered !== undefined,
        takenAt: when('accepted', 'owned', 'transferred')?.at ?? null,
        talkedMs: its.reduce((sum, { talkedMs }) => sum + ((talkedMs as number | undefined) ?? 0), 0),
        isReminder: isReminder(facts, dial),
        result: (end?.result as string | undefined) ?? null,
        sip: (end?.sip as number | null | undefined) ?? null,
      }
    })
}

/** What the dialplan says of a telephone that somebody, or something, picked up. */
const PICKED_UP = ['accepted', 'no-key']

function byFailsafe({ raw }: Asked, facts: readonly RawFact[], property: string | null): RawAttempt[] {
  return facts
    .map((fact, n) => ({ fact, n }))
    .filter(({ fact }) => fact.kind === 'failsafe-rang' && fact.person !== null)
    .map(({ fact: { stream, person, phone, result }, n }) => {
      const at = raw.arrivals.get(stream) ?? Number.NaN
      return {
        id: `${stream}.failsafe.${n}`,
        stream,
        property,
        person: person as string,
        phone: phone as string,
        trunk: '',
        at,
        rangAt: [...PICKED_UP, 'no-answer'].includes(result as string) ? at : null,
        answered: PICKED_UP.includes(result as string),
        takenAt: null,
        talkedMs: 0,
        isReminder: false,
        result: result as string,
        sip: null,
      }
    })
}
