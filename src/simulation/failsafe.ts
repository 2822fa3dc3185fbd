// The simulated failsafe of the dialplan: it rings the telephones of the property one after the other until somebody presses 1, else takes
// a message, and leaves a note when the caller hangs up, wherever in it that is. The same rules as asterisk/extensions.conf. Used by
// dialplan.ts; the notes are imported by whichever daemon comes next.
import { type FailsafeRung, failsafeLadder, failsafeRungs, failsafeWritten } from '../core/plan/failsafe.ts'
import { identify } from '../core/plan/identify.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { AttemptResult } from '../core/world/facts.ts'
import { callId, type EpochMs } from '../core/world/ids.ts'
import type { Input, RangOutside } from '../core/world/inputs.ts'
import type { Channel, Exchange } from './exchange.ts'
import type { Refusal, Way } from './people.ts'

/** The message takes so long, seconds. */
const MESSAGE_S = 12
/** "Press 1" is said three times before a telephone that presses nothing is given up, seconds. */
const ASKS_S = 20
/** A talk whose end nobody says, seconds. */
const TALK_S = 60
/** Less speech than this is no message, ms. */
const LEAST_MS = 2000
const LOOK_S = 0.5

const REFUSED: Readonly<Record<Refusal, AttemptResult>> = {
  busy: 'busy',
  declined: 'declined',
  dead: 'congestion',
  congested: 'congestion',
  refused: 'congestion',
}

export interface Failsafe {
  take(channel: Channel): void
  /** What it has noted since it was last asked. */
  notes(): Input[]
}

export interface FailsafeNeeds {
  readonly exchange: Exchange
  readonly plan: Plan
  readonly planHash: string
  /** What a telephone does when it is rung now. */
  readonly wayOf: (number: string) => Way
}

/** One caller in it. `ringing`: the telephone that rings now; `until`: when what goes on is over. */
interface Care {
  readonly arrivedAt: EpochMs
  readonly property: string | null
  readonly left: FailsafeRung[]
  readonly rang: RangOutside[]
  ringing: { readonly rung: FailsafeRung; readonly way: Way } | null
  does: 'rings' | 'talks' | 'records'
  until: number
}

export function openFailsafe({ exchange, plan, planHash, wayOf }: FailsafeNeeds): Failsafe {
  const { clock, channels, end } = exchange
  const spool: Input[] = []

  function begin({ arrival }: Channel): Care {
    const found = arrival ? identify(plan, arrival.trunk, arrival.line, null) : null
    const property = found?.is === 'property' ? found.property : null
    const { passes } = failsafeLadder(failsafeWritten(plan, property))
    const rungs = failsafeRungs(plan, property)
    const left = Array.from({ length: passes }, () => rungs).flat()
    const now = clock.now()
    return { arrivedAt: now, property, left, rang: [], ringing: null, does: 'rings', until: now }
  }

  /** What comes next: the end of this ring, the next telephone, the message; false when it is all over. */
  function goOn(care: Care): boolean {
    if (care.does !== 'rings') return false
    if (care.ringing !== null) {
      const { rung, way } = care.ringing
      care.ringing = null
      care.rang.push({ phone: rung.number, person: rung.person, result: resultOf(way) })
      if (care.rang.at(-1)?.result === 'accepted') {
        care.does = 'talks'
        care.until = clock.now() + (way.does === 'answer' ? (way.talksFor ?? TALK_S) : TALK_S) * 1000
        return true
      }
    }
    const next = care.left.shift()
    if (next === undefined) {
      care.does = 'records'
      care.until = clock.now() + MESSAGE_S * 1000
      return true
    }
    const { ringSeconds } = failsafeLadder(failsafeWritten(plan, care.property))
    const answered = wayOf(next.number)
    const way: Way = answered.does === 'answer' && answered.after > ringSeconds ? { does: 'ring' } : answered
    care.ringing = { rung: next, way }
    care.until = clock.now() + secondsOf(way, ringSeconds) * 1000
    return true
  }

  function note(channel: Channel, care: Care, ms: number): void {
    const { id, arrival } = channel
    if (!arrival) return
    const { trunk, line, callerNumber, callerName, diversion } = arrival
    const off = care.ringing?.rung
    const rang = [...care.rang, ...(off ? [{ phone: off.number, person: off.person, result: 'called-off' } as const] : [])]
    const accepted = rang.some(({ result }) => result === 'accepted')
    const message = !accepted && ms >= LEAST_MS
    spool.push({
      type: 'imported',
      channel: callId(id),
      plan: planHash,
      trunk,
      line,
      property: care.property ?? '',
      callerNumber,
      callerName,
      diversion,
      rung: rang.at(-1)?.phone ?? '',
      rang,
      outcome: accepted ? 'accepted' : message ? 'message' : 'left',
      recording: message ? `failsafe-${id}` : null,
      ms: message ? ms : 0,
      arrivedAt: care.arrivedAt,
      endedAt: clock.now(),
    })
  }

  return {
    take(channel) {
      const care = begin(channel)
      function look(): void {
        const there = channels.get(channel.id) === channel
        // Whoever comes back through the application is not noted: they are the daemon's again.
        if (there && channel.place !== 'failsafe') return
        if (there && (clock.now() < care.until || goOn(care))) return void clock.after(LOOK_S, look)
        note(channel, care, there && care.does === 'records' ? channel.person.speaks() : 0)
        end(channel.id, 16)
      }
      look()
    },
    notes: () => spool.splice(0),
  }
}

/** The key 1 after the words, as a person presses it in a briefing. */
function presses(way: Way): number | null {
  if (way.does !== 'answer') return null
  const one = way.reactions?.find(({ does, key }) => does === 'press' && (key ?? '1') === '1')
  return one && (way.staysFor === undefined || way.staysFor > one.after) ? one.after : null
}

function resultOf(way: Way): AttemptResult {
  if (way.does === 'refuse') return REFUSED[way.as]
  if (way.does === 'forward') return REFUSED.busy
  if (way.does !== 'answer') return 'no-answer'
  return presses(way) === null ? 'no-key' : 'accepted'
}

function secondsOf(way: Way, ringSeconds: number): number {
  if (way.does === 'refuse' || way.does === 'forward') return way.after
  if (way.does !== 'answer') return ringSeconds
  return way.after + (presses(way) ?? Math.min(ASKS_S, way.staysFor ?? ASKS_S))
}
