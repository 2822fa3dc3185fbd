// The transition table of a call to the phone desk: every phase answers every event on purpose, with a handler or with the reason why
// nothing happens. docs/call-states.md is printed from this value and the table tests walk it.
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { askAgain, questionDue, questionKey, questionSaid } from './asking.ts'
import { channelBack, hungUpConnected, itIsLent, lookAtIncident, observedConnected, passOn, takenBack } from './connected.ts'
import type { Desk } from './desk.ts'
import {
  base,
  type DeskEvent,
  type DeskEventType,
  type Event,
  gone,
  type Handler,
  type In,
  type LivePhase,
  leave,
} from './events.ts'
import { failsafeDue, intoFailsafe, leftFailsafe } from './in-failsafe.ts'
import { messagesFound, noMessagesCame } from './messages.ts'
import { hungUpNotice, noticeAsked, noticeDue, noticeFailed, noticeRecorderKey, noticeSpoken } from './notice.ts'
import { isElsewhere, isLetGo, itIsDescribed, itIsNoted, itIsTaken, itIsYours } from './open-incidents.ts'
import { askPinAgain, backAtDesk, pinChecked, pinOverdue } from './recognising.ts'

interface Ignored {
  readonly ignored: string
}
export type DeskTable = { readonly [P in LivePhase]: { readonly [E in DeskEventType]: Handler<P, E> | Ignored } }

function ignore<E extends DeskEventType>(ignored: string, ...events: readonly E[]): { [K in E]: Ignored } {
  return Object.fromEntries(events.map(event => [event, { ignored }])) as { [K in E]: Ignored }
}

type Live = In<LivePhase>

function hungUp(at: At, desk: Live, event: Event<'ended'>): Decision<Desk> {
  return gone(at, desk, event.fax ? 'a fax tone' : desk.phase === 'leaving' ? 'the call was over' : 'hung up')
}

function commandFailed(at: At, desk: Live, event: Event<'commandFailed'>): Decision<Desk> {
  const failed: FactBody = { kind: 'command-failed', command: event.command, why: event.reason }
  if (event.gone) return first({ facts: [failed] }, gone(at, desk, 'the channel is gone'))
  if (event.command !== 'say') return decision<Desk>(desk, { facts: [failed] })
  // Whoever can't be spoken to would wait in silence: they call again.
  const until = after(at.now, 10)
  return decision<Desk>(
    { ...base(desk), phase: 'leaving', playback: '', until },
    { facts: [failed], commands: [{ do: 'hangUp', channel: desk.id }] },
  )
}

/** After a start or a reconnect, or back from the dead-man's switch: keys are lost, so whatever was asked is asked again. */
function observed(at: At, desk: Live, event: Event<'observed'>): Decision<Desk> {
  const channel = event.seen.channels[desk.id]
  const found: FactBody = { kind: 'recovered', found: channel?.state ?? 'gone', why: 'looked up after the daemon was away' }
  if (desk.phase === 'connected') return first({ facts: [found] }, observedConnected(at, desk, channel))
  if (event.seen.note && (!channel || channel.state === 'gone'))
    return first(
      { facts: [found] },
      andThen(intoFailsafe(at, desk), next => leftFailsafe(at, next as In<'in-failsafe'>)),
    )
  if (!channel || channel.state === 'gone')
    return first({ facts: [found] }, desk.phase === 'in-failsafe' ? leftFailsafe(at, desk) : gone(at, desk, 'hung up meanwhile'))
  if (!channel.inApp)
    return first({ facts: [found] }, channel.inFailsafe ? intoFailsafe(at, desk) : gone(at, desk, 'no longer ours'))
  return first({ facts: [found] }, again(at, desk))
}

/** What could not be done on the channel is the incident's business, unless there is no channel any more. */
function failedConnected(at: At, desk: In<'connected'>, event: Event<'commandFailed'>): Decision<Desk> {
  if (!event.gone) return passOn(desk, event)
  const ended = { type: 'ended', channel: desk.id, cause: 0, sip: null, fax: false } as const
  return first(
    { facts: [{ kind: 'command-failed', command: event.command, why: event.reason }] },
    hungUpConnected(at, desk, ended),
  )
}

function again(at: At, desk: Live): Decision<Desk> {
  switch (desk.phase) {
    case 'asking':
      return askAgain(at, desk, desk.round)
    case 'awaiting-pin':
      return askPinAgain(at, desk)
    case 'leaving':
      // They could not be hung up: not in silence until that works.
      return leave(at, desk, [])
    default:
      return backAtDesk(at, desk)
  }
}

function goodbyeSaid(at: At, desk: In<'leaving'>, event: Event<'playbackFinished' | 'due'>): Decision<Desk> | null {
  if (event.type === 'playbackFinished' && event.playback !== desk.playback) return null
  return decision<Desk>({ ...desk, until: after(at.now, 10) }, { commands: [{ do: 'hangUp', channel: desk.id }] })
}

const everywhere = {
  ended: hungUp,
  commandFailed,
  observed,
  returned: again as (at: At, desk: Live) => Decision<Desk>,
  ...ignore('nothing that matters is being said', 'playbackFinished'),
  ...ignore('nothing is being recorded', 'recordingFinished', 'recordingFailed'),
  ...ignore('no PIN is awaited', 'pinChecked'),
  ...ignore('no messages were asked for', 'messagesFound'),
  ...ignore(
    'nothing was asked of an incident',
    ...(['yours', 'taken', 'noted', 'described', 'isLetGo', 'isElsewhere', 'lent', 'givenBack', 'channelGone'] as const),
  ),
  ...ignore('nobody is to be talked with', 'enteredBridge', 'leftBridge'),
} as const

const noKeys = ignore('no key is expected', 'digit')

export const deskTable = {
  asking: {
    ...everywhere,
    playbackFinished: questionSaid,
    digit: questionKey,
    due: questionDue,
    yours: itIsYours,
    taken: itIsTaken,
    noted: itIsNoted,
    described: itIsDescribed,
    isLetGo,
    isElsewhere,
    lent: itIsLent,
  },
  'awaiting-pin': {
    ...everywhere,
    ...ignore('the PIN is gathered outside, so that it stands in no journal', 'digit'),
    pinChecked,
    due: pinOverdue,
  },
  'finding-messages': { ...everywhere, ...noKeys, messagesFound, due: noMessagesCame },
  connected: {
    ...everywhere,
    digit: (_at, desk, event) => passOn(desk, event),
    playbackFinished: (_at, desk, event) => passOn(desk, event),
    enteredBridge: (_at, desk, event) => passOn(desk, event),
    leftBridge: (_at, desk, event) => passOn(desk, event),
    commandFailed: failedConnected,
    ended: hungUpConnected,
    givenBack: channelBack,
    channelGone: (at, desk, { cause }) =>
      hungUpConnected(at, desk, { type: 'ended', channel: desk.id, cause, sip: null, fax: false }),
    returned: takenBack,
    due: lookAtIncident,
  },
  'recording-notice': {
    ...everywhere,
    ended: hungUpNotice,
    playbackFinished: noticeAsked,
    digit: noticeRecorderKey,
    recordingFinished: noticeSpoken,
    recordingFailed: noticeFailed,
    due: noticeDue,
  },
  'in-failsafe': {
    ...everywhere,
    ...noKeys,
    commandFailed: { ignored: 'nothing is done there by the application' },
    ended: leftFailsafe,
    due: failsafeDue,
    returned: (at, desk) => backAtDesk(at, desk),
  },
  leaving: { ...everywhere, ...noKeys, playbackFinished: goodbyeSaid, due: goodbyeSaid },
} as const satisfies DeskTable

/** Decides one event for one call to the desk. `ignored` says why nothing happened. */
export function decideDesk(at: At, desk: Live, event: DeskEvent): Decision<Desk> | Ignored {
  const row: Readonly<Record<string, unknown>> = deskTable[desk.phase]
  const entry = row[event.type] as Ignored | ((at: At, desk: Live, event: DeskEvent) => Decision<Desk> | null) | undefined
  if (entry === undefined) return { ignored: `${event.type} is nothing that the desk hears of` }
  if (typeof entry !== 'function') return entry
  return entry(at, desk, event) ?? { ignored: `${event.type} does not concern what is going on in ${desk.phase}` }
}
