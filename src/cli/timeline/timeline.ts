// The timeline of a story: what happened, when, to whom (a lane), why, and which rule said so. It is
// made of facts alone, and knows neither terminal nor page: as-plain.ts and as-lanes.ts show it.
import type { Plan } from '../../core/plan/plan.ts'
import type { Fact } from '../../core/world/facts.ts'
import type { EpochMs } from '../../core/world/ids.ts'
import { elapsed, type LocalTime, localTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'
import type { Told } from '../reasons.ts'
import { codesOf, whatAndWhy } from '../story.ts'
import { type LaneKind, type LaneState, openLanes } from './lanes.ts'
import { type Tone, toneOf } from './tones.ts'

export type { LaneKind, LaneState } from './lanes.ts'
export type { Tone } from './tones.ts'

export interface Timeline {
  /** IANA zone of all local times. */
  readonly zone: string
  /** Only those in which something happened. Telephones stand in the order of their first ringing. */
  readonly lanes: readonly Lane[]
  /** In the order of their happening. */
  readonly events: readonly TimelineEvent[]
}

export interface Lane {
  readonly kind: LaneKind
  /** Unique in its timeline, and one line. A telephone: its person and number. */
  readonly name: string
  /** One line: `caller`, `office`, `ladder`, `telephone +15125550152`. */
  readonly who: string
}

export interface TimelineEvent {
  readonly turn: number
  readonly fact: Fact
  readonly at: EpochMs
  readonly local: LocalTime
  /** Since the beginning: `+1:05`. */
  readonly since: string
  /** Ms since the event before; 0 for the first. */
  readonly after: number
  /** Its place in `lanes`. */
  readonly lane: number
  /** One line of text each. `why` is empty where `what` says it all. */
  readonly what: string
  readonly why: string
  /** File and line of the rule that decided it, in the rules in force then: `ladders.yaml:7`. */
  readonly rule: string | null
  readonly tone: Tone
  /** How each lane stands before this event and after it, by their places in `lanes`. */
  readonly before: readonly LaneState[]
  readonly states: readonly LaneState[]
}

/** What a timeline is made of: a CallStory, or an IncidentStory. */
export interface TimelineSource {
  /** For names. */
  readonly plan: Plan | null
  readonly facts: readonly { readonly turn: number; readonly fact: Fact }[]
  readonly zone: string
  /** When the counting begins. */
  readonly begun: EpochMs
  /** The call whose caller has the caller's lane; null: all callers share it. */
  readonly call: string | null
}

/** `rules`: where the rule of each fact is written, in the order of the facts; null where nothing is known. */
export function timelineOf(source: TimelineSource, rules: readonly (string | null)[] = []): Timeline {
  const { plan, zone, begun } = source
  const lanes = openLanes(plan, source.call)
  const told: Told = new Set()
  // What happens in one turn has one time.
  const locals = new Map<number, LocalTime>()
  const localAt = (at: number): LocalTime => {
    const local = locals.get(at) ?? localTime(at, zone)
    locals.set(at, local)
    return local
  }
  const seen = source.facts.map(({ turn, fact }, nth) => {
    const { what, why } = whatAndWhy(fact, plan, told)
    return {
      turn,
      fact,
      at: fact.at,
      local: localAt(fact.at),
      since: elapsed(fact.at - begun),
      after: Math.max(0, fact.at - (source.facts[nth - 1]?.fact.at ?? fact.at)),
      what: oneLine(`${what}${codesOf(fact)}`, LONGEST),
      why: oneLine(why, LONGEST),
      rule: rules[nth] == null ? null : oneLine(rules[nth], LONGEST),
      tone: toneOf(fact),
      ...lanes.take(fact),
    }
  })
  // Which lanes there are is known at the end.
  const order = lanes.inOrder()
  const place = new Map(order.map(({ id }, nth) => [id, nth]))
  const states = (all: ReadonlyMap<string, LaneState>) => order.map(({ id }) => all.get(id) ?? 'none')
  return {
    zone,
    lanes: order.map(({ kind, name, who }) => ({ kind, name, who })),
    events: seen.map(({ id, before, after: since, ...event }) => ({
      ...event,
      after: since,
      lane: place.get(id) ?? 0,
      before: states(before),
      states: states(event.states),
    })),
  }
}

/** Characters of what a caller or a carrier may have written. */
const LONGEST = 400
