// The transition table of a call to the phone desk: every phase answers every event on purpose, with a handler or with the reason why
// nothing happens. docs/call-states.md is printed from this value and the table tests walk it.
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { askAgain, questionDue, questionKey, questionSaid } from './asking.ts'
import type { Desk } from './desk.ts'
import { type DeskEvent, type DeskEventType, type Event, gone, type Handler, type In, type LivePhase } from './events.ts'
import { mainMenu } from './main-menu.ts'
import { messagesFound, noMessagesCame } from './messages.ts'
import { hungUpNotice, noticeAsked, noticeDue, noticeFailed, noticeRecorderKey, noticeSpoken } from './notice.ts'
import { itIsNoted, itIsTaken, itIsYours } from './open-incidents.ts'
import { askPinAgain, pinChecked, pinOverdue } from './recognising.ts'

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
  return decision<Desk>(event.command === 'say' ? { ...desk, until: after(at.now, 1) } : desk, { facts: [failed] })
}

/** After a start or a reconnect, or back from the dead-man's switch: keys are lost, so whatever was asked is asked again. */
function observed(at: At, desk: Live, event: Event<'observed'>): Decision<Desk> {
  const channel = event.seen.channels[desk.id]
  const found: FactBody = { kind: 'recovered', found: channel?.state ?? 'gone', why: 'looked up after the daemon was away' }
  if (!channel || channel.state === 'gone' || !channel.inApp)
    return first({ facts: [found] }, gone(at, desk, 'hung up meanwhile'))
  return first({ facts: [found] }, again(at, desk))
}

function again(at: At, desk: Live): Decision<Desk> {
  switch (desk.phase) {
    case 'asking':
      return askAgain(at, desk, desk.round)
    case 'awaiting-pin':
      return askPinAgain(at, desk)
    case 'leaving':
      return decision<Desk>(desk, { commands: [{ do: 'hangUp', channel: desk.id }] })
    default:
      return mainMenu(at, desk)
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
  ...ignore('nothing was asked of an incident', 'yours', 'taken', 'noted'),
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
  },
  'awaiting-pin': {
    ...everywhere,
    ...ignore('the PIN is gathered outside, so that it stands in no journal', 'digit'),
    pinChecked,
    due: pinOverdue,
  },
  'finding-messages': { ...everywhere, ...noKeys, messagesFound, due: noMessagesCame },
  'recording-notice': {
    ...everywhere,
    ended: hungUpNotice,
    playbackFinished: noticeAsked,
    digit: noticeRecorderKey,
    recordingFinished: noticeSpoken,
    recordingFailed: noticeFailed,
    due: noticeDue,
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
