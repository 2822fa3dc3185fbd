// The transition table of a call: every phase answers every event on purpose, with a handler or with the reason why nothing
// happens. docs/call-states.md is printed from this value and the table tests walk it.
import { type At, type Decision, decision } from '../world/decision.ts'
import { KEY_SECONDS, questionSaid } from './asking.ts'
import { urgencyDue, urgencyKey, urgencySaid } from './asking-urgency.ts'
import { enterTalk, waitForTalk, wordHeard, wordNotSaid } from './before-talk.ts'
import { transferWordHeard } from './before-transfer.ts'
import type { Call } from './call.ts'
import { languageDue, languageKey } from './choosing-language.ts'
import { propertyDue, propertyKey } from './choosing-property.ts'
import { type CallEvent, type CallEventType, type Event, gone, type Handler, type In, type LivePhase } from './events.ts'
import { exhaustedWhileGiving, hungUpGiving, numberAsked, numberDue, numberKey } from './giving-number.ts'
import { exhaustedOnHold, holdBusy, holdDue, holdKey } from './holding.ts'
import { abandoned, officeAnswered, officeTalkOver, queueEnded, queueRefused } from './in-office-queue.ts'
import { joiningDue, joiningKey, moved } from './joining.ts'
import { commandFailed, failsafeOver, hungUp, lastWordSaid, lookAgain, noNote, numberChanged } from './leaving.ts'
import { asHeard } from './leg-events.ts'
import { failsafeRefused, holdNotSaid, lastWordNotSaid, noMusic, notSpokenTo } from './not-spoken-to.ts'
import { backFromDeadMan, observed } from './observed.ts'
import { hungUpRecording, neverEnded, recorderDue, recordingKey, requestSaid } from './recording.ts'
import { neverRecorded, nothingSaved, savedAfterHangup } from './saving.ts'
import { freeSpeechFailed, freeSpeechTaken } from './speaking-freely.ts'
import { messageFailed, messageTaken } from './taking-message.ts'
import { exhaustedWhileSpeaking, lateStatement, statementFailed, statementKey, statementTaken } from './taking-statement.ts'
import {
  connect,
  connectAgain,
  joined,
  notJoined,
  satisfied,
  stillNeedsHelp,
  stillThere,
  takenOver,
  talkEnded,
  technicianLost,
  together,
} from './talking.ts'
import { transferAnswered, transferKey, transferSaid } from './transfer-briefing.ts'
import {
  callerLeftTransfer,
  callerNotServed,
  hangUpLeg,
  leftTransferBridge,
  lookAtTransfer,
  menuOffered,
  menuWanted,
  noMenuWanted,
  otherSideLeft,
  seenOff,
  strayAnswer,
  transferJoined,
} from './transferred.ts'
import { transferDue, transferLegEnded, transferLegFailed, transferRings } from './transferring.ts'

export interface Ignored {
  readonly ignored: string
}
export type CallTable = { readonly [P in LivePhase]: { readonly [E in CallEventType]: Handler<P, E> | Ignored } }

/** The same reason for several events. */
function ignore<E extends CallEventType>(ignored: string, ...events: readonly E[]): { [K in E]: Ignored } {
  return Object.fromEntries(events.map(event => [event, { ignored }])) as { [K in E]: Ignored }
}

/** What every phase answers alike, unless it says otherwise. */
const everywhere = {
  ended: hungUp,
  numberChanged,
  commandFailed,
  observed,
  returned: (at: At, call: In<LivePhase>) => backFromDeadMan(at, call),
  ...ignore('the office is not being rung', 'officeAnswered'),
  ...ignore('nothing is being recorded', 'recordingFinished', 'recordingFailed'),
  ...ignore('only the talk counts', 'enteredBridge', 'leftBridge'),
  ...ignore('the caller is not on the way into a talk', 'connectAgain', 'waitForTalk', 'enterTalk', 'together'),
  moved,
  // Of a telephone that was rung for the caller, and is no concern of theirs any more.
  legAnswered: hangUpLeg,
  ...ignore('no telephone is rung for this caller', 'legRinging', 'legDigit', 'legEnded', 'legSaid', 'legJoined', 'legFailed'),
} as const

const noSound = ignore('nothing that matters is being said', 'playbackFinished')
const noIncident = ignore(
  'the call has no incident that waits',
  'connect',
  'owned',
  'technicianLost',
  'talkEnded',
  'waitingForBusy',
  'exhausted',
)
const noTalk = ignore('there is no talk', 'technicianLost', 'talkEnded')
const noKeys = ignore('no key is expected', 'digit')

/** What is said there is all that the caller hears. */
const hearsOnlyWords = {
  commandFailed: (at: At, call: In<LivePhase>, event: Event<'commandFailed'>) =>
    notSpokenTo(at, call, event) ?? commandFailed(at, call, event),
} as const

const record = {
  playbackFinished: requestSaid,
  ended: hungUpRecording,
  digit: recordingKey,
} as const

export const callTable = {
  'in-office-queue': {
    ...everywhere,
    ...noSound,
    ...noIncident,
    ...noKeys,
    officeAnswered,
    returned: queueEnded,
    ended: abandoned,
    commandFailed: (at, call, event) => (event.gone ? null : queueRefused(at, call, event)) ?? commandFailed(at, call, event),
    due: lookAgain,
  },
  'with-office': {
    ...everywhere,
    ...noSound,
    ...noIncident,
    ...noKeys,
    returned: officeTalkOver,
    ended: officeTalkOver,
    due: lookAgain,
  },
  'choosing-property': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noIncident,
    playbackFinished: (at, call, event) => questionSaid(at, call, event, KEY_SECONDS),
    digit: propertyKey,
    due: propertyDue,
  },
  'choosing-language': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noIncident,
    playbackFinished: (at, call, event) => questionSaid(at, call, event, KEY_SECONDS),
    digit: languageKey,
    due: languageDue,
  },
  'asking-urgency': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noIncident,
    playbackFinished: urgencySaid,
    digit: urgencyKey,
    due: urgencyDue,
  },
  joining: {
    ...everywhere,
    ...hearsOnlyWords,
    ...noIncident,
    playbackFinished: (at, call, event) => questionSaid(at, call, event, KEY_SECONDS),
    digit: joiningKey,
    due: joiningDue,
  },
  transferring: {
    ...everywhere,
    ...noIncident,
    playbackFinished: transferWordHeard,
    ended: callerLeftTransfer,
    digit: (_at, call, { digit }) =>
      decision<Call>(call, { facts: [{ kind: 'key-ignored', digit, why: 'while being connected' }] }),
    commandFailed: (at, call, event) => callerNotServed(at, call, event) ?? commandFailed(at, call, event),
    enteredBridge: transferJoined,
    leftBridge: (_at, call, event) => leftTransferBridge(call, event),
    legRinging: transferRings,
    legAnswered: (at, call, event) => transferAnswered(at, call, event) ?? strayAnswer(at, call, event),
    legDigit: transferKey,
    legEnded: transferLegEnded,
    legSaid: (at, call, event) => transferSaid(at, call, event) ?? transferWordHeard(at, call, event),
    legJoined: transferJoined,
    legFailed: transferLegFailed,
    due: transferDue,
  },
  transferred: {
    ...everywhere,
    ...noIncident,
    ...noSound,
    ended: callerLeftTransfer,
    ...ignore('the two are talking', 'digit', 'legDigit', 'legSaid', 'legJoined', 'legRinging'),
    legAnswered: strayAnswer,
    legEnded: otherSideLeft,
    due: lookAtTransfer,
  },
  'after-transfer': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noIncident,
    playbackFinished: menuOffered,
    digit: menuWanted,
    due: noMenuWanted,
  },
  'seeing-off': {
    ...everywhere,
    ...noIncident,
    ...noSound,
    ...noKeys,
    observed: (at, call) => gone(at, call, call.outcome, 'the caller hung up'),
    ...ignore('the caller has hung up', 'ended', 'commandFailed', 'returned'),
    legAnswered: strayAnswer,
    legSaid: seenOff,
    legEnded: seenOff,
    legFailed: seenOff,
    due: seenOff,
  },
  'speaking-freely': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noIncident,
    ...record,
    recordingFinished: freeSpeechTaken,
    recordingFailed: freeSpeechFailed,
    due: (at, call) => recorderDue(at, call) ?? freeSpeechFailed(at, call, neverEnded(call)),
  },
  'taking-statement': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noTalk,
    ...record,
    digit: statementKey,
    recordingFinished: statementTaken,
    recordingFailed: statementFailed,
    due: (at, call) => recorderDue(at, call) ?? statementFailed(at, call, neverEnded(call)),
    connect,
    owned: takenOver,
    exhausted: exhaustedWhileSpeaking,
    waitingForBusy: { ignored: 'the caller is speaking' },
  },
  holding: {
    ...everywhere,
    ...noSound,
    ...noTalk,
    commandFailed: (at, call, event) =>
      noMusic(at, call, event) ?? holdNotSaid(at, call, event) ?? commandFailed(at, call, event),
    digit: holdKey,
    due: holdDue,
    recordingFinished: (_at, call, event) => lateStatement(call, event),
    connect,
    owned: takenOver,
    waitingForBusy: holdBusy,
    exhausted: exhaustedOnHold,
  },
  'giving-number': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noTalk,
    ended: hungUpGiving,
    playbackFinished: numberAsked,
    digit: numberKey,
    due: numberDue,
    recordingFinished: (_at, call, event) => lateStatement(call, event),
    connect,
    owned: takenOver,
    exhausted: exhaustedWhileGiving,
    waitingForBusy: { ignored: 'the caller is giving a number' },
  },
  talking: {
    ...everywhere,
    ...noKeys,
    playbackFinished: wordHeard,
    waitForTalk,
    enterTalk,
    enteredBridge: joined,
    together,
    connectAgain,
    commandFailed: (at, call, event) =>
      notJoined(at, call, event) ?? wordNotSaid(at, call, event) ?? commandFailed(at, call, event),
    recordingFinished: (_at, call, event) => lateStatement(call, event),
    due: lookAgain,
    technicianLost,
    talkEnded,
    owned: takenOver,
    ...ignore('the caller is in the talk', 'connect', 'waitingForBusy', 'exhausted'),
  },
  'after-talk': {
    ...everywhere,
    ...hearsOnlyWords,
    playbackFinished: stillThere,
    digit: stillNeedsHelp,
    due: satisfied,
    connect,
    owned: takenOver,
    ...ignore('the talk is over', 'technicianLost', 'talkEnded', 'waitingForBusy', 'exhausted'),
  },
  'taking-message': {
    ...everywhere,
    ...hearsOnlyWords,
    ...noIncident,
    ...record,
    recordingFinished: messageTaken,
    recordingFailed: messageFailed,
    due: (at, call) => recorderDue(at, call) ?? messageFailed(at, call, neverEnded(call)),
  },
  leaving: {
    ...everywhere,
    ...noKeys,
    commandFailed: (at, call, event) => lastWordNotSaid(at, call, event) ?? commandFailed(at, call, event),
    playbackFinished: lastWordSaid,
    due: lastWordSaid,
    recordingFinished: (_at, call, event) => lateStatement(call, event),
    connect,
    ...ignore('the caller is hearing a last word', 'owned', 'technicianLost', 'talkEnded', 'waitingForBusy', 'exhausted'),
  },
  saving: {
    ...everywhere,
    ...noSound,
    ...noIncident,
    ...noKeys,
    recordingFinished: savedAfterHangup,
    recordingFailed: nothingSaved,
    due: nothingSaved,
    commandFailed: neverRecorded,
    ...ignore('the caller has hung up', 'ended', 'returned'),
  },
  'in-failsafe': {
    ...everywhere,
    ...noSound,
    ...noIncident,
    ...noKeys,
    ended: failsafeOver,
    commandFailed: (at, call, event) => failsafeRefused(at, call, event) ?? commandFailed(at, call, event),
    due: (at, call) => (call.over ? noNote(at, call) : lookAgain(at, call)),
  },
} as const satisfies CallTable

/** Decides one event for one call. `ignored` says why nothing happened. */
export function decideCall(at: At, call: In<LivePhase>, told: CallEvent): Decision<Call> | Ignored {
  const event = asHeard(call, told)
  const row: Readonly<Record<CallEventType, unknown>> = callTable[call.phase]
  if (!(event.type in row)) return { ignored: `${event.type} means nothing to a call` }
  const entry = row[event.type] as Ignored | ((at: At, call: Call, event: CallEvent) => Decision<Call> | null) | undefined
  if (entry === undefined) return { ignored: `${event.type} is nothing that a call hears of` }
  if (typeof entry !== 'function') return entry
  return entry(at, call, event) ?? { ignored: `${event.type} does not concern what is going on in ${call.phase}` }
}
