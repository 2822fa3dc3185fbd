// Which telephones the dialplan rings by itself while the daemon is away, in their order, and whose they are. The same for every hour:
// nobody is there to know who is on call. Asked by the renderer, by `check`, by `explain` and by the simulation; it decides nothing in a call.
import type { E164 } from '../world/ids.ts'
import type { Failsafe, FailsafeEntry } from './failsafe-ladder.ts'
import type { Plan } from './plan.ts'

export interface FailsafeRung {
  readonly number: E164
  /** Whose telephone that is; null where `people` has nobody with it. */
  readonly person: string | null
  /** The entry that names it, counted from 0. */
  readonly entry: number
}

/** Where nothing else is written. Plans made before there were ladders have one number, which was rung like this. */
export const FAILSAFE_RING_SECONDS = 25
export const FAILSAFE_PASSES = 2

export function failsafeLadder(written: E164 | Failsafe): Failsafe {
  if (typeof written !== 'string') return written
  const who: FailsafeEntry[] = written === '' ? [] : [{ kind: 'number', number: written }]
  return { who, ringSeconds: FAILSAFE_RING_SECONDS, passes: FAILSAFE_PASSES }
}

/** Telephones in the order in which one pass rings them, each once. `property`: null for lines that nobody has. */
export function failsafeRungs(plan: Plan, property: string | null): readonly FailsafeRung[] {
  const { who } = failsafeLadder(failsafeWritten(plan, property))
  const rungs = who.flatMap((each, entry): FailsafeRung[] =>
    each.kind === 'person'
      ? (plan.people[each.id]?.phones ?? []).map(number => ({ number, person: each.id, entry }))
      : [{ number: each.number, person: ownerOf(plan, each.number), entry }],
  )
  return rungs.filter(({ number }, at) => rungs.findIndex(other => other.number === number) === at)
}

export function failsafeWritten(plan: Plan, property: string | null): E164 | Failsafe {
  const own = property !== null && Object.hasOwn(plan.properties, property) ? plan.properties[property] : undefined
  return own?.failsafe ?? plan.box.failsafe
}

/** A thousand properties ask for the same numbers. */
const owners = new WeakMap<Plan['people'], ReadonlyMap<E164, string>>()

/** Who has this telephone: of several, the first. */
export function ownerOf({ people }: Plan, number: E164): string | null {
  const known =
    owners.get(people) ??
    new Map(
      Object.values(people)
        .flatMap(({ id, phones }) => phones.map(phone => [phone, id] as const))
        .toReversed(),
    )
  owners.set(people, known)
  return known.get(number) ?? null
}
