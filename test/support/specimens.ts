// One story for every phase of a call and of an incident: how a stream gets there. The walks over the transition tables start here.
import type { LivePhase as CallPhase } from '../../src/core/call/events.ts'
import type { LivePhase as IncidentPhase } from '../../src/core/incident/events.ts'
import type { ObservedChannel } from '../../src/core/world/inputs.ts'
import { DAY, LINE, ladder, rung, smallPlan, TRUNK } from './plan.ts'
import { type Caller, type Story, tell } from './story.ts'

export interface Specimen {
  readonly story: Story
  readonly caller: Caller
}

function arrived(arrival: Parameters<Story['arrives']>[0] = {}, options: Parameters<typeof tell>[0] = {}): Specimen {
  const story = tell(options)
  return { story, caller: story.arrives(arrival) }
}

function urgent(): Specimen {
  const specimen = arrived()
  specimen.caller.presses('1')
  return specimen
}

export function onHold(): Specimen {
  const specimen = urgent()
  specimen.caller.presses('*')
  return specimen
}

export function inTalk(): Specimen {
  const specimen = onHold()
  specimen.story.phone('ana').answers().presses('1').joins()
  specimen.caller.joins()
  specimen.story.wait(30)
  return specimen
}

/** 2: Dan, who has two telephones; 3: a number outside; 4: Eve, and otherwise the ladder. */
export function transferring(key: string): Specimen {
  const specimen = arrived()
  specimen.caller.presses('4', key)
  return specimen
}

function silent(): Specimen {
  const specimen = arrived()
  specimen.caller.listens()
  specimen.story.wait(8)
  specimen.caller.listens()
  specimen.story.wait(8)
  return specimen
}

/** The same number calls again while the first call holds. */
function known(): Specimen {
  const { story } = onHold()
  const caller = story.arrives()
  caller.presses('1')
  return { story, caller }
}

export const CALLS: Readonly<Record<CallPhase, () => Specimen>> = {
  'in-office-queue': () => arrived({}, { at: DAY }),
  'with-office': () => {
    const specimen = arrived({}, { at: DAY })
    specimen.caller.officeAnswers()
    return specimen
  },
  'choosing-property': () => arrived({ line: '+19995550000' }),
  'choosing-language': () => arrived({ line: LINE.mesa }),
  'asking-urgency': () => arrived(),
  joining: known,
  'speaking-freely': silent,
  'taking-statement': urgent,
  holding: onHold,
  'giving-number': () => {
    const specimen = onHold()
    specimen.story.wait(2)
    specimen.caller.presses('2')
    return specimen
  },
  talking: inTalk,
  'after-talk': () => {
    const specimen = inTalk()
    specimen.story.phone('ana').hangsUp()
    return specimen
  },
  transferring: () => transferring('2'),
  transferred: () => {
    const specimen = transferring('3')
    specimen.story.transfer().answers().joins()
    specimen.caller.joins()
    return specimen
  },
  'after-transfer': () => {
    const specimen = transferring('2')
    const dan = specimen.story.transfer().answers().presses('1').joins()
    specimen.caller.joins()
    dan.ends(16)
    return specimen
  },
  'seeing-off': () => {
    const specimen = transferring('2')
    specimen.story.transfer().answers()
    specimen.caller.hangsUp()
    return specimen
  },
  'taking-message': () => {
    const specimen = arrived()
    specimen.caller.presses('3')
    return specimen
  },
  leaving: () => {
    const specimen = onHold()
    specimen.story.wait(2)
    specimen.caller.presses('2', '1')
    return specimen
  },
  saving: () => {
    const specimen = urgent()
    specimen.caller.listens().hangsUp()
    return specimen
  },
  'in-failsafe': () => {
    const specimen = onHold()
    const channel: ObservedChannel = { state: 'up', inApp: false, bridge: null }
    const seen = { at: specimen.story.driver.now(), channels: { [specimen.caller.channel]: channel }, recordings: {} }
    specimen.story.driver.take({ type: 'observed', stream: specimen.caller.id, seen })
    return specimen
  },
}

/** Ana has pressed 1 with the caller gone. */
export function callingBack(): Specimen {
  const specimen = onHold()
  specimen.caller.hangsUp()
  specimen.story.phone('ana').answers().presses('1')
  return specimen
}

/** Ana has owned it for twenty minutes, and said nothing about it since. */
export function reminded(): Specimen {
  const specimen = inTalk()
  specimen.caller.hangsUp()
  specimen.story.phone('ana').hangsUp()
  specimen.story.wait(20 * 60)
  return specimen
}

export const INCIDENTS: Readonly<Record<IncidentPhase, () => Specimen>> = {
  ringing: onHold,
  pausing: () => {
    const plan = smallPlan({ ladder: ladder([rung(['ben'])], { passes: 2 }) })
    const specimen = arrived({ trunk: TRUNK.carrier }, { plan })
    specimen.caller.presses('1', '*')
    specimen.story.phone('ben').declines()
    return specimen
  },
  connecting: () => {
    const specimen = onHold()
    specimen.story.phone('ana').answers().presses('1')
    return specimen
  },
  talking: inTalk,
  'calling-back': callingBack,
  'talking-back': () => {
    const specimen = callingBack()
    specimen.story.resident().rings().answers().joins()
    specimen.story.phone('ana').joins()
    return specimen
  },
  'call-back-menu': () => {
    const specimen = callingBack()
    specimen.story.resident().isBusy()
    return specimen
  },
  acknowledged: () => {
    const specimen = inTalk()
    specimen.story.phone('ana').hangsUp()
    return specimen
  },
  reminding: reminded,
  'asking-outcome': () => {
    const specimen = inTalk()
    specimen.caller.hangsUp()
    return specimen
  },
  resolved: () => {
    const specimen = inTalk()
    specimen.caller.hangsUp()
    specimen.story.phone('ana').presses('1')
    return specimen
  },
  unreached: () => {
    const specimen = arrived()
    specimen.caller.presses('6')
    return specimen
  },
}
