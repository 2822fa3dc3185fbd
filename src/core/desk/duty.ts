// Who is on call, taking a shift over and handing it over. What is made here stands as a change of duty (standing/standing.ts): from
// now on, until its hours are over or it is given back; rungs that start from then on ring the new person.
import { withDutyChanges } from '../plan/duty-changes.ts'
import { resolveTargets } from '../plan/on-call.ts'
import { dutyChangesOf } from '../standing/duty-changes-of.ts'
import { spokenTime } from '../words/clock-words.ts'
import { phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, first } from '../world/decision.ts'
import { after, standingId } from '../world/ids.ts'
import type { Signal } from '../world/signals.ts'
import type { Desk, DeskBase, Question, ScheduleUse } from './desk.ts'
import { nameOf, personOf, pressed, put } from './events.ts'
import { mainMenu } from './main-menu.ts'
import { chosen, pageWords } from './paged.ts'

const MOST_HOURS = 168
/** So many schedules are told one after the other. */
const MOST_TOLD = 5

/** A few schedules are told at once; of many, one is chosen. */
export function whoIsOnCall(at: At, desk: DeskBase): Decision<Desk> {
  const schedules = schedulesOf(at, desk, 'who')
  if (schedules.length === 0) return mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-no-schedule'))
  return schedules.length > MOST_TOLD ? chooseSchedule(at, desk, 'who') : mainMenu(at, desk, onCallWords(at, desk, schedules))
}

function onCallWords(at: At, { language }: DeskBase, schedules: readonly string[]): Speech[] {
  const plan = withDutyChanges(at.plan, dutyChangesOf(at.around.standing()))
  return schedules.flatMap(id => {
    const people = resolveTargets(plan, [{ kind: 'schedule', id }], at.now)
    const names = people.map(({ person }) => nameOf(at, person)).join(', ')
    return names === ''
      ? phrase(plan, language, 'desk-nobody-on-call', { schedule: spokenId(id) })
      : phrase(plan, language, 'desk-on-call', { schedule: spokenId(id), people: names })
  })
}

export function chooseSchedule(at: At, desk: DeskBase, to: ScheduleUse, page = 0, round = 1): Decision<Desk> {
  const schedules = schedulesOf(at, desk, to)
  const [only] = schedules
  if (only === undefined) return mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-no-schedule'))
  if (schedules.length === 1) return withSchedule(at, desk, to, only)
  const words = pageWords(at, desk, schedules, page, spokenId)
  return put(at, desk, { ask: 'schedule', to, page }, [...phrase(at.plan, desk.language, `desk-${to}`), ...words], { round })
}

export function scheduleKey(
  at: At,
  desk: DeskBase,
  { to, page }: Question & { ask: 'schedule' },
  digit: string,
): Decision<Desk> | null {
  const choice = chosen(schedulesOf(at, desk, to), page, digit)
  if (choice === null) return null
  if (choice.is === 'page') return chooseSchedule(at, desk, to, choice.page)
  return pressed(digit, `schedule ${choice.thing}`, withSchedule(at, desk, to, choice.thing))
}

function withSchedule(at: At, desk: DeskBase, to: ScheduleUse, schedule: string): Decision<Desk> {
  if (to === 'who') return mainMenu(at, desk, onCallWords(at, desk, [schedule]))
  return to === 'take-over' ? askDutyHours(at, desk, schedule, personOf(desk)) : chooseSuccessor(at, desk, schedule)
}

export function chooseSuccessor(at: At, desk: DeskBase, schedule: string, page = 0, round = 1): Decision<Desk> {
  const people = successors(at, desk, schedule)
  if (people.length === 0) return mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-nobody-else'))
  const words = pageWords(at, desk, people, page, person => nameOf(at, person))
  const who = phrase(at.plan, desk.language, 'desk-successor', { schedule: spokenId(schedule) })
  return put(at, desk, { ask: 'successor', schedule, page }, [...who, ...words], { round })
}

export function successorKey(
  at: At,
  desk: DeskBase,
  question: Question & { ask: 'successor' },
  digit: string,
): Decision<Desk> | null {
  const choice = chosen(successors(at, desk, question.schedule), question.page, digit)
  if (choice === null) return null
  if (choice.is === 'page') return chooseSuccessor(at, desk, question.schedule, choice.page)
  return pressed(digit, `to ${choice.thing}`, askDutyHours(at, desk, question.schedule, choice.thing))
}

export function askDutyHours(at: At, desk: DeskBase, schedule: string, person: string, round = 1): Decision<Desk> {
  const names = { person: nameOf(at, person), schedule: spokenId(schedule) }
  const key = person === desk.person ? 'desk-you-take' : 'desk-they-take'
  const words = [...phrase(at.plan, desk.language, key, names), ...phrase(at.plan, desk.language, 'desk-hours')]
  return put(at, desk, { ask: 'duty-hours', schedule, person }, words, { round })
}

export function dutyHoursTyped(
  at: At,
  desk: DeskBase,
  question: Question & { ask: 'duty-hours' },
  typed: string,
): Decision<Desk> | null {
  const hours = hoursOf(typed)
  if (hours === null) return null
  const { schedule, person } = question
  const until = hours === 0 ? null : after(at.now, hours * 3600)
  const signal: Signal = {
    to: 'standing',
    id: standingId('duty', schedule),
    signal: {
      type: 'stand',
      plan: desk.plan,
      what: { is: 'duty', schedule, person },
      until,
      by: personOf(desk),
      why: 'set at the phone desk',
    },
  }
  const zone = at.plan.schedules[schedule]?.zone ?? at.plan.box.zone
  const names = { person: nameOf(at, person), schedule: spokenId(schedule) }
  const said =
    until === null
      ? phrase(at.plan, desk.language, 'desk-duty-open', names)
      : phrase(at.plan, desk.language, 'desk-duty-until', { ...names, time: spokenTime(desk.language, zone, until) })
  return first({ signals: [signal] }, mainMenu(at, desk, said))
}

/** Whole hours up to a week; 0 means until somebody ends it. */
export function hoursOf(typed: string): number | null {
  const hours = /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN
  return hours <= MOST_HOURS ? hours : null
}

/** Those that the person stands in; somebody who stands in none, a manager, may change every one. */
function schedulesOf(at: At, desk: DeskBase, to: ScheduleUse): string[] {
  const all = Object.values(at.plan.schedules)
  const person = personOf(desk)
  const own = all.filter(
    ({ rotations, fallback }) => fallback === person || rotations.some(({ people }) => people.includes(person)),
  )
  const ids = all.map(({ id }) => id)
  // Who is on call is no secret: of few schedules all are told.
  if (to === 'who' && all.length <= MOST_TOLD) return ids
  return own.length > 0 ? own.map(({ id }) => id) : ids
}

/** Everybody with a telephone but who is handing over; those of the schedule first. */
function successors(at: At, desk: DeskBase, schedule: string): string[] {
  const rules = at.plan.schedules[schedule]
  const close = new Set(rules?.rotations.flatMap(({ people }) => people))
  const others = Object.values(at.plan.people).filter(({ id, phones }) => phones.length > 0 && id !== desk.person)
  return [...others.filter(({ id }) => close.has(id)), ...others.filter(({ id }) => !close.has(id))].map(({ id }) => id)
}

/** Names of the rules are words with dashes. */
function spokenId(id: string): string {
  return id.replaceAll('-', ' ')
}
