// The transition table of an incident: every phase answers every event on purpose, with a handler or with the reason why nothing
// happens. docs/call-states.md is printed from this value and the table tests walk it.
import { type At, andThen, type Decision, decision } from '../world/decision.ts'
import { ownedByHand, takenAlready, takenAtDesk, takenOutside } from './accepting.ts'
import { hungUpWithIt, menuDue, menuKey, menuNotSaid, menuSaid, talkBackEnded, talkBackKey } from './after-calling-back.ts'
import {
  answeredTooLate,
  attemptEnded,
  commandNoted,
  dialFailed,
  keyTooLate,
  lastWordToLeg,
  legsDue,
  rang,
  ringingDue,
  settledLegEnded,
} from './attempts.ts'
import { callerHeard, wordHeard, wordNotSaid } from './before-talk.ts'
import { answered, briefingKey, briefingSaid, briefingVoice, keysImpossible } from './briefing.ts'
import { callerLeft, callerNumberChanged, callerWaiting, statementTaken } from './callers.ts'
import {
  bothJoined,
  callBackDue,
  callBackLegEnded,
  callBackNotHeard,
  callBackRefused,
  callerAnswered,
  callerCameBack,
  callerRings,
  stopCalling,
} from './calling-back.ts'
import { connectAtDesk, describe, letGo } from './connecting-at-desk.ts'
import {
  base,
  type Event,
  type Handler,
  type IncidentEvent,
  type IncidentEventType,
  type Live,
  type LivePhase,
  lookAgain,
} from './events.ts'
import type { Incident } from './incident.ts'
import { fold, foldIn, insist, join, otherLeft } from './joined.ts'
import { onlyLate, withService } from './late.ts'
import { callBackNotJoined, callerNotJoined, leftAgain, legNotJoined } from './not-connected.ts'
import { briefingNotSaid, legNotSpokenTo, outcomeNotAsked } from './not-spoken-to.ts'
import { observed } from './observed.ts'
import {
  outcomeDue,
  outcomeKey,
  outcomeLegEnded,
  reopenedByHand,
  resolvedAtDesk,
  resolvedByHand,
  resolvedDue,
} from './outcome.ts'
import {
  acknowledgedDue,
  callerLeftOwner,
  ownerIsFree,
  reminderAnswered,
  reminderDue,
  reminderLegEnded,
  reminderRefused,
  reminderRings,
} from './reminding.ts'
import { retryDue } from './retrying.ts'
import { beginPass, somebodyIsFree } from './ringing-rung.ts'
import { withoutSettled } from './settled.ts'
import {
  callerLeftConnecting,
  callerLeftTalk,
  joined,
  lookAtTalk,
  notJoined,
  stillNeedsHelp,
  talkKey,
  talkLegEnded,
} from './talking.ts'
import { textSettled } from './texting.ts'

export interface Ignored {
  readonly ignored: string
}
export type IncidentTable = { readonly [P in LivePhase]: { readonly [E in IncidentEventType]: Handler<P, E> | Ignored } }

function ignore<E extends IncidentEventType>(ignored: string, ...events: readonly E[]): { [K in E]: Ignored } {
  return Object.fromEntries(events.map(event => [event, { ignored }])) as { [K in E]: Ignored }
}

/** What every phase answers alike, unless it says otherwise. */
const everywhere = {
  legAnswered: answeredTooLate,
  digit: keyTooLate,
  ended: settledLegEnded,
  playbackFinished: lastWordToLeg,
  commandFailed: (at: At, incident: Live, event: Event<'commandFailed'>) =>
    legNotSpokenTo(at, incident, event) ?? commandNoted(at, incident, event),
  observed,
  statementTaken,
  callerWaiting,
  callerLeft,
  callerNumberChanged,
  join,
  insist,
  foldIn,
  letGo,
  describe,
  ...ignore('somebody has it already: it stays an incident of its own', 'fold'),
  ...ignore('no telephone is being rung', 'legRinging'),
  ...ignore('nobody is being briefed', 'voice', 'noKeys'),
  ...ignore('nobody has accepted', 'enteredBridge', 'leftBridge', 'callerJoined', 'callerNotJoined', 'callerHeard'),
  ...ignore('nobody has talked yet', 'stillNeedsHelp'),
  ...ignore('nobody is calling the caller back', 'callerCameBack'),
  ...ignore('it can be resolved when nobody is on the line for it', 'resolvedByHand'),
  ...ignore('it is open, and needs no reopening', 'reopenedByHand'),
  ...ignore('somebody has it already', 'takenOutside', 'ownedByHand'),
  ...ignore('it waits for nobody who is busy', 'somebodyIsFree'),
  ...ignore('that somebody outside was told is a fact, and changes nothing here', 'noticeSettled'),
} as const

/** Nobody has it: whoever wants it, by whichever way, can have it. */
const untilSomebodyHasIt = {
  ...everywhere,
  takenOutside,
  takenAtDesk,
  connectAtDesk,
  ownedByHand,
  fold,
  resolvedByHand,
  resolvedAtDesk,
} as const

/** Somebody is on the line for it, or it is done: the desk hears who has it. */
const onceTaken = {
  ...everywhere,
  takenAtDesk: takenAlready,
  connectAtDesk: takenAlready,
  resolvedAtDesk: takenAlready,
} as const

export const incidentTable = {
  ringing: {
    ...untilSomebodyHasIt,
    legRinging: rang,
    legAnswered: (at, incident, event) => answered(at, incident, event) ?? answeredTooLate(at, incident, event),
    digit: (at, incident, event) => briefingKey(at, incident, event) ?? keyTooLate(at, incident, event),
    voice: briefingVoice,
    noKeys: keysImpossible,
    ended: attemptEnded,
    playbackFinished: (at, incident, event) => briefingSaid(at, incident, event) ?? lastWordToLeg(at, incident, event),
    commandFailed: (at, incident, event) =>
      briefingNotSaid(at, incident, event) ?? legNotSpokenTo(at, incident, event) ?? dialFailed(at, incident, event),
    due: ringingDue,
    somebodyIsFree,
  },
  pausing: {
    ...untilSomebodyHasIt,
    due: (at, incident) =>
      andThen(legsDue(at, incident, null), i =>
        at.now >= incident.until ? beginPass(at, base(i), incident.pass + 1, 'the pause is over') : decision<Incident>(i),
      ),
  },
  connecting: {
    ...onceTaken,
    enteredBridge: joined,
    callerJoined: joined,
    leftBridge: leftAgain,
    callerNotJoined,
    callerHeard,
    playbackFinished: (at, incident, event) => wordHeard(at, incident, event) ?? lastWordToLeg(at, incident, event),
    commandFailed: (at, incident, event) =>
      legNotJoined(at, incident, event) ??
      wordNotSaid(at, incident, event) ??
      legNotSpokenTo(at, incident, event) ??
      commandNoted(at, incident, event),
    ended: talkLegEnded,
    callerLeft: (at, incident, event) => otherLeft(incident, event) ?? callerLeftConnecting(at, incident),
    due: notJoined,
  },
  talking: {
    ...onceTaken,
    ...ignore('they are talking already', 'enteredBridge', 'leftBridge', 'callerJoined'),
    digit: (at, incident, event) => talkKey(at, incident, event) ?? keyTooLate(at, incident, event),
    ended: talkLegEnded,
    callerLeft: (at, incident, event) => otherLeft(incident, event) ?? callerLeftTalk(at, incident),
    due: lookAtTalk,
  },
  'calling-back': {
    ...onceTaken,
    legRinging: callerRings,
    legAnswered: (at, incident, event) => callerAnswered(at, incident, event) ?? answeredTooLate(at, incident, event),
    digit: (at, incident, event) => stopCalling(at, incident, event) ?? keyTooLate(at, incident, event),
    enteredBridge: bothJoined,
    leftBridge: leftAgain,
    playbackFinished: (at, incident, event) => wordHeard(at, incident, event) ?? lastWordToLeg(at, incident, event),
    ended: callBackLegEnded,
    commandFailed: (at, incident, event) =>
      callBackNotJoined(at, incident, event) ??
      callBackRefused(at, incident, event) ??
      callBackNotHeard(at, incident, event) ??
      wordNotSaid(at, incident, event) ??
      legNotSpokenTo(at, incident, event) ??
      commandNoted(at, incident, event),
    callerCameBack,
    due: callBackDue,
  },
  'talking-back': {
    ...onceTaken,
    ...ignore('they are talking already', 'enteredBridge', 'leftBridge', 'callerJoined'),
    digit: (at, incident, event) => talkBackKey(at, incident, event) ?? keyTooLate(at, incident, event),
    ended: talkBackEnded,
    due: (at, incident) => legsDue(at, { ...incident, lookAgainAt: lookAgain(at.now) }, null),
  },
  'call-back-menu': {
    ...onceTaken,
    digit: (at, incident, event) => menuKey(at, incident, event) ?? keyTooLate(at, incident, event),
    ended: hungUpWithIt,
    playbackFinished: (at, incident, event) => menuSaid(at, incident, event) ?? lastWordToLeg(at, incident, event),
    commandFailed: (at, incident, event) =>
      menuNotSaid(at, incident, event) ?? legNotSpokenTo(at, incident, event) ?? commandNoted(at, incident, event),
    callerCameBack,
    due: menuDue,
  },
  acknowledged: {
    ...everywhere,
    takenAtDesk: takenAlready,
    connectAtDesk,
    stillNeedsHelp,
    resolvedByHand,
    resolvedAtDesk,
    reopenedByHand,
    noticeSettled: textSettled,
    callerLeft: callerLeftOwner,
    somebodyIsFree: ownerIsFree,
    due: acknowledgedDue,
  },
  reminding: {
    ...everywhere,
    takenAtDesk: takenAlready,
    connectAtDesk,
    legRinging: reminderRings,
    legAnswered: (at, incident, event) => reminderAnswered(at, incident, event) ?? answeredTooLate(at, incident, event),
    ended: reminderLegEnded,
    commandFailed: (at, incident, event) =>
      reminderRefused(at, incident, event) ?? legNotSpokenTo(at, incident, event) ?? commandNoted(at, incident, event),
    resolvedByHand,
    resolvedAtDesk,
    reopenedByHand,
    due: reminderDue,
  },
  'asking-outcome': {
    ...onceTaken,
    digit: (at, incident, event) => outcomeKey(at, incident, event) ?? keyTooLate(at, incident, event),
    ended: outcomeLegEnded,
    commandFailed: (at, incident, event) =>
      outcomeNotAsked(at, incident, event) ?? legNotSpokenTo(at, incident, event) ?? commandNoted(at, incident, event),
    due: (at, incident) => outcomeDue(at, incident) ?? legsDue(at, incident, null),
  },
  resolved: {
    ...onceTaken,
    ...ignore('it is resolved already', 'resolvedByHand'),
    reopenedByHand,
    due: resolvedDue,
  },
  unreached: {
    ...untilSomebodyHasIt,
    due: (at, incident) =>
      andThen(legsDue(at, incident, null), i => (i.phase === 'unreached' ? retryDue(at, i) : decision<Incident>(i))),
  },
} as const satisfies IncidentTable

/** Decides one event for one incident. `ignored` says why nothing happened. */
export function decideIncident(at: At, incident: Live, event: IncidentEvent): Decision<Incident> | Ignored {
  const late = onlyLate(at, incident, event)
  if (late !== null) return late
  const row: Readonly<Record<IncidentEventType, unknown>> = incidentTable[incident.phase]
  if (!(event.type in row)) return { ignored: `${event.type} means nothing to a telephone of an incident` }
  type Entry = Ignored | ((at: At, incident: Incident, event: IncidentEvent) => Decision<Incident> | null)
  const entry = row[event.type] as Entry | undefined
  if (entry === undefined) return { ignored: `${event.type} is nothing that an incident hears of` }
  if (typeof entry !== 'function') return entry
  const decided = entry(at, incident, event)
  if (decided !== null) return withService(incident, event, { ...decided, state: withoutSettled(decided.state, at.now) }, at.now)
  return { ignored: `${event.type} does not concern what is going on in ${incident.phase}` }
}
