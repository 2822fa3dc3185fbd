// How many wrong PINs there were, for whom and from which telephone, and whether one more may be tried. Asked by recognising.ts when a PIN
// is asked for and again when it is judged, because much can happen between the two. It decides nothing else, and says nothing.
//
// Each pair of a person and a telephone has one stream (standing/) with the times of its wrong PINs. The counters are sums over
// these streams, so a right PIN takes back exactly what the same person mistyped at the same telephone.
import { officePhoneNamed } from '../plan/office-phone.ts'
import type { Plan } from '../plan/plan.ts'
import type { Standing, StandingWhat } from '../standing/standing.ts'
import type { At } from '../world/decision.ts'
import { after, type CallId, type EpochMs, type Seconds, type StandingId, standingId } from '../world/ids.ts'
import type { Signal } from '../world/signals.ts'
import type { DeskBase, PinQuestion } from './desk.ts'

interface Counter {
  /** For the log: "<n> wrong PINs in a row <of>". */
  readonly of: string
  readonly counts: (asked: PinQuestion) => boolean
  /** Wrong PINs in a row, and within a day. */
  readonly most: number
  readonly perDay: number
}

export interface PinLock {
  readonly why: string
  /** Not a lock: just now others are being asked as many PINs as there are tries left. */
  readonly isCrowded?: true
}

const OWN = 'own'
/** An office telephone is everybody's, and so is a line. */
const TRIES_OF_A_PHONE = 3
const TRIES_OF_A_LINE = 10
/** Patience does not help to guess: so many times the tries in one day. */
const TRIES_OF_A_DAY = 5
/** The person's own telephones are locked last. */
const TRIES_OF_AN_OWN_DAY = 10
const DAY_SECONDS: Seconds = 24 * 3600
/** Times kept for one person and telephone: more than any of the limits for one. */
const MOST_TIMES = 100

export function pinQuestion(plan: Plan, { trunk, line, callerNumber }: DeskBase, person: string): PinQuestion {
  const dialled = line.replaceAll(/[^\d*#]/g, '')
  if (officePhoneNamed(trunk) !== null) return { person, from: trunk, line: dialled }
  if (callerNumber !== null && plan.people[person]?.phones.includes(callerNumber)) return { person, from: OWN, line: dialled }
  const digits = callerNumber?.replaceAll(/\D/g, '') ?? ''
  return { person, from: digits.length < 7 ? `withheld:${dialled}` : `number:${markOf(digits)}`, line: dialled }
}

/** Why no PIN is asked for or judged now; null when one is. `others`: the questions that are open at other telephones. */
export function pinLock(
  at: At,
  asked: PinQuestion,
  others: readonly PinQuestion[] = [],
  more: readonly Standing[] = [],
): PinLock | null {
  const wrong = wrongPins(at, more)
  for (const counter of countersOf(at, asked)) {
    const locked = lockOf(at, counter, wrong)
    if (locked !== null) return locked
  }
  for (const counter of countersOf(at, asked)) {
    const times = timesOf(counter, wrong)
    const left = Math.min(counter.most - inARow(at, times), counter.perDay - withinDay(at, times).length)
    if (others.filter(counter.counts).length >= left)
      return { isCrowded: true, why: `as many PINs ${counter.of} are being asked for as tries are left` }
  }
  return null
}

/** One more wrong PIN: what is to be kept, how many that makes in a row, and what it locks. */
export function countWrongPin(at: At, desk: DeskBase, asked: PinQuestion, why: string) {
  const id = idOf(asked)
  const before = wrongPins(at, []).find(each => each.id === id)?.what.at ?? []
  const times = [...before, at.now].slice(-MOST_TIMES)
  const [counter] = countersOf(at, asked)
  const until = after(at.now, DAY_SECONDS)
  const counted: WrongPins = { ...asked, is: 'wrong-pins', tries: 0, at: times }
  const standing: Standing = {
    id,
    kind: 'standing',
    plan: desk.plan,
    phase: 'standing',
    since: at.now,
    until,
    lookAgainAt: until,
    by: asked.person,
    what: counted,
  }
  const wrong = wrongPins(at, [standing])
  const tries = counter === undefined ? 1 : inARow(at, timesOf(counter, wrong))
  const signal: Signal = {
    to: 'standing',
    id,
    signal: { type: 'stand', plan: desk.plan, what: { ...counted, tries }, until, by: asked.person, why },
  }
  return { signal, standing }
}

/** What a right PIN takes back. */
export function forgetWrongPins(at: At, asked: PinQuestion): Signal[] {
  const id = idOf(asked)
  if (!wrongPins(at, []).some(each => each.id === id)) return []
  return [{ to: 'standing', id, signal: { type: 'endStanding', by: asked.person, why: 'the PIN was right' } }]
}

/** Questions for a PIN that are open at other telephones. */
export function othersAsked(at: At, call: CallId): readonly PinQuestion[] {
  return at.around.openPins(call)
}

type WrongPins = Extract<StandingWhat, { is: 'wrong-pins' }> &
  Required<Pick<PinQuestion, 'from' | 'line'>> & { at: readonly EpochMs[] }
interface Counted {
  readonly id: StandingId
  readonly what: WrongPins
}

function idOf({ person, from }: PinQuestion): StandingId {
  return standingId('pins', `${person}@${from}`)
}

/** What was counted by an earlier version has no times: it ends within its own quarter of an hour. */
function wrongPins(at: At, more: readonly Standing[]): Counted[] {
  const ids = new Set(more.map(({ id }) => id))
  return [...at.around.standing().filter(({ id }) => !ids.has(id)), ...more].flatMap(({ id, what }) => {
    if (what.is !== 'wrong-pins' || what.from === undefined || what.line === undefined || what.at === undefined) return []
    return [{ id, what: { ...what, from: what.from, line: what.line, at: what.at } }]
  })
}

function countersOf({ plan }: At, asked: PinQuestion): Counter[] {
  const { tries } = plan.box.desk ?? { tries: 3 }
  const { person, from, line } = asked
  const isFromHere = (each: PinQuestion): boolean => each.from === from
  if (from === OWN)
    return [
      {
        of: `for ${person} from their own telephone`,
        counts: each => each.person === person && each.from === OWN,
        most: tries,
        perDay: tries * TRIES_OF_AN_OWN_DAY,
      },
    ]
  const phone = officePhoneNamed(from)
  const most = phone === null ? tries : tries * TRIES_OF_A_PHONE
  return [
    { of: `for ${person}`, counts: each => each.person === person, most: tries, perDay: tries * TRIES_OF_A_DAY },
    {
      of: phone === null ? whereText(from) : `at the office telephone ${phone}`,
      counts: isFromHere,
      most,
      perDay: most * TRIES_OF_A_DAY,
    },
    {
      of: `on the line ${line}`,
      counts: each => each.line === line && each.from !== OWN,
      most: tries * TRIES_OF_A_LINE,
      perDay: tries * TRIES_OF_A_LINE * TRIES_OF_A_DAY,
    },
  ]
}

function whereText(from: string): string {
  return from.startsWith('withheld:') ? 'from withheld numbers' : 'from this number'
}

function lockOf(at: At, counter: Counter, wrong: readonly Counted[]): PinLock | null {
  const { lockSeconds } = at.plan.box.desk ?? { lockSeconds: 900 }
  const times = timesOf(counter, wrong)
  const row = inARow(at, times)
  if (row >= counter.most) {
    const until = (times.at(-1) ?? at.now) + lockSeconds * 1000
    return { why: `${row} wrong PINs in a row ${counter.of}, for ${minutes(until - at.now)}` }
  }
  const day = withinDay(at, times)
  if (day.length < counter.perDay) return null
  const until = (day[day.length - counter.perDay] ?? at.now) + DAY_SECONDS * 1000
  return { why: `${day.length} wrong PINs within a day ${counter.of}, for ${minutes(until - at.now)}` }
}

function minutes(ms: number): string {
  return `${Math.max(1, Math.round(ms / 60_000))} min`
}

function timesOf({ counts }: Counter, wrong: readonly Counted[]): EpochMs[] {
  return wrong.flatMap(({ what }) => (counts(what) ? what.at : [])).sort((a, b) => a - b)
}

/** The last ones, none of them longer than the lock after the one before it; none at all once the lock's time is over. */
function inARow(at: At, times: readonly EpochMs[]): number {
  const { lockSeconds } = at.plan.box.desk ?? { lockSeconds: 900 }
  let next: number = at.now
  let count = 0
  for (const time of times.toReversed()) {
    if (next - time >= lockSeconds * 1000) break
    next = time
    count++
  }
  return count
}

function withinDay({ now }: At, times: readonly EpochMs[]): EpochMs[] {
  return times.filter(time => now - time < DAY_SECONDS * 1000)
}

/**
 * Tells one caller from another without keeping who it is: several hundred numbers share each mark (FNV-1a, cut to 24 bits).
 * That two callers share one by chance costs the second a quarter of an hour.
 */
export function markOf(digits: string): string {
  let hash = 0x811c9dc5
  for (let n = 0; n < digits.length; n++) hash = Math.imul(hash ^ digits.charCodeAt(n), 0x01000193) >>> 0
  return ((hash ^ (hash >>> 24)) & 0xffffff).toString(16).padStart(6, '0')
}
