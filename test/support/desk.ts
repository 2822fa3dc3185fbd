// The phone desk in stories: a plan that has one, staff who call it, and a story for every phase of it and for every question.
import type { Desk, Question } from '../../src/core/desk/desk.ts'
import type { LivePhase } from '../../src/core/desk/events.ts'
import { withDutyChanges } from '../../src/core/plan/duty-changes.ts'
import { resolveTargets } from '../../src/core/plan/on-call.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import { dutyChangesOf } from '../../src/core/standing/duty-changes-of.ts'
import type { DeskMessage, Input } from '../../src/core/world/inputs.ts'
import { PHONE, type PlanParts, smallPlan } from './plan.ts'
import { tell } from './story.ts'

export const DESK = '+15125550190'

/** Everybody but Dan has a PIN. */
export function deskPlan(trustedTrunks: readonly string[] = [], parts: PlanParts = {}): Plan {
  const plan = smallPlan(parts)
  const desk = { lines: [DESK], trustedTrunks, tries: 3, lockSeconds: 900 }
  const people = Object.fromEntries(
    Object.entries(plan.people).map(([id, person]) => [id, id === 'dan' ? person : { ...person, pinFrom: `env:${id}` }]),
  )
  return { ...plan, box: { ...plan.box, desk }, people }
}

export type DeskStory = ReturnType<typeof desk>
export type Staff = ReturnType<DeskStory['calls']>

export function desk(trusted: readonly string[] = [], parts: PlanParts = {}) {
  const story = tell({ plan: deskPlan(trusted, parts) })
  return {
    story,
    calls(number: string | null) {
      const caller = story.arrives({ line: DESK, number })
      const { channel } = caller
      return {
        ...caller,
        desk: (): Desk | undefined => story.driver.world.desks.get(caller.id),
        /** The channel, lent to an incident, comes into the talk. */
        joins: caller.joins,
        pin(result: 'right' | 'wrong' | 'none' | 'unreadable') {
          story.driver.take({ type: 'pinChecked', channel, result } satisfies Input)
        },
        finds(messages: Extract<Input, { type: 'messagesFound' }>['messages']) {
          story.driver.take({ type: 'messagesFound', channel, messages })
        },
      }
    },
    onCall: (schedule: string): string[] => {
      const { driver } = story
      const plan = withDutyChanges(deskPlan(), dutyChangesOf([...driver.world.standing.values()]))
      return resolveTargets(plan, [{ kind: 'schedule', id: schedule }], driver.now()).map(({ person }) => person)
    },
  }
}

export interface DeskSpecimen {
  readonly told: DeskStory
  readonly staff: Staff
}

/** Ben, known by his caller ID, at the menu; with an urgent caller on hold and another on a second line, who has hung up. */
export function atMenu(parts: PlanParts = {}, number: string = PHONE.ben): DeskSpecimen {
  const told = desk(['carrier'], parts)
  const first = told.story.arrives()
  first.presses('1').presses('*')
  const second = told.story.arrives({ number: '+13125550143' })
  second.presses('2').presses('*').hangsUp()
  return { told, staff: told.calls(number) }
}

export function messages(count: number): DeskMessage[] {
  return Array.from({ length: count }, (_, n) => {
    const about = { property: 'oak-creek', mailbox: 'office', takenAt: 1_773_100_000_000 + n, ms: 9000 }
    return { recording: `m-${n + 1}`, call: `c-${n + 1}` as DeskMessage['call'], ...about }
  })
}

function pressing(...keys: readonly string[]): () => DeskSpecimen {
  return () => {
    const specimen = atMenu()
    specimen.staff.presses(...keys)
    return specimen
  }
}

function calling(number: string | null): () => DeskSpecimen {
  return () => {
    const told = desk()
    return { told, staff: told.calls(number) }
  }
}

function speaking(): DeskSpecimen {
  const specimen = pressing('6', '1', '1')()
  specimen.staff.listens()
  return specimen
}

function spoken(): DeskSpecimen {
  const specimen = speaking()
  specimen.staff.speaks(5000)
  return specimen
}

/** How each question comes to be asked. */
export const QUESTIONS: Readonly<Record<Question['ask'], () => DeskSpecimen>> = {
  number: calling(null),
  main: atMenu,
  // Eve stands in no schedule, and may change every one.
  schedule: () => {
    const specimen = atMenu({}, PHONE.eve)
    specimen.staff.presses('2')
    return specimen
  },
  successor: pressing('3'),
  'duty-hours': pressing('2'),
  incident: pressing('4'),
  outcome: pressing('4', '4'),
  message: () => {
    const specimen = pressing('5')()
    specimen.staff.finds(messages(3))
    return specimen
  },
  property: pressing('6'),
  notice: pressing('6', '1'),
  'keep-notice': spoken,
  'notice-hours': () => {
    const specimen = spoken()
    specimen.staff.presses('1')
    return specimen
  },
}

/** How a call to the desk comes into each phase that is no question. */
export const DESKS: Readonly<Record<Exclude<LivePhase, 'asking'>, () => DeskSpecimen>> = {
  'awaiting-pin': calling(PHONE.ana),
  'finding-messages': pressing('5'),
  connected: pressing('4', '1'),
  'recording-notice': speaking,
  'in-failsafe': () => {
    const specimen = atMenu()
    const { driver } = specimen.told.story
    const { id, channel } = specimen.staff
    const there = { state: 'up', inApp: false, inFailsafe: true, bridge: null } as const
    driver.take({ type: 'observed', stream: id, seen: { at: driver.now(), channels: { [channel]: there }, recordings: {} } })
    return specimen
  },
  leaving: pressing('#'),
}
