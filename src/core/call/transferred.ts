// The caller talks with whoever they were transferred to. When the other side hangs up the caller is told, and may go back to the menu; when the
// caller hangs up the other side is let go, with a word if they were still being briefed.
import { phrase } from '../words/speech.ts'
import type { Command } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { transferWordNotSaid } from './before-transfer.ts'
import type { Call, TransferLeg } from './call.ts'
import { base, type Event, gone, type Handler, type In, leave, SAYING_SECONDS, speak } from './events.ts'
import { giveToFailsafe } from './not-spoken-to.ts'
import { askUrgency } from './saying-menu.ts'
import { playbackOf } from './transfer-briefing.ts'
import { notTogether } from './transferring.ts'

/** "Press 1 for the menu" waits so long for a key, seconds. */
const KEY_SECONDS = 8
/** A talk is looked at again so often, seconds. */
const LOOK_SECONDS = 600
/** A last word to somebody whose caller has gone takes no longer, seconds. */
const LAST_WORD_SECONDS = 20

export function transferJoined(
  at: At,
  call: In<'transferring'>,
  event: Event<'enteredBridge' | 'legJoined'>,
): Decision<Call> | null {
  const { leg, bridge, menu } = call
  if (leg.state !== 'joining' || event.bridge !== bridge || call.in.includes(event.channel)) return null
  const present = [...call.in, event.channel]
  if (!present.includes(leg.id) || !present.includes(call.id)) return decision<Call>({ ...call, in: present })
  const { person, phone } = leg.to
  return decision<Call>(
    {
      ...base(call),
      outcome: 'transferred',
      phase: 'transferred',
      menu,
      leg,
      bridge,
      since: at.now,
      lookAgainAt: after(at.now, LOOK_SECONDS),
    },
    { facts: [{ kind: 'transferred', leg: leg.id, person, phone, bridge, why: 'both are in the talk' }] },
  )
}

export const lookAtTransfer: Handler<'transferred', 'due'> = (at, call) =>
  decision<Call>({ ...call, lookAgainAt: after(at.now, LOOK_SECONDS) })

/** The other side hung up, or its line broke. */
export const otherSideLeft: Handler<'transferred', 'legEnded'> = (at, call, { channel, cause }) => {
  const { leg, bridge, since } = call
  if (channel !== leg.id) return null
  const why = `the other side hung up (cause ${cause})`
  const over: FactBody = { kind: 'transfer-over', leg: leg.id, talkedMs: at.now - since, by: 'other', why }
  const commands: Command[] = [{ do: 'leaveTalk', channel: call.id, bridge }]
  return first({ facts: [over], commands }, offerMenu(at, call))
}

export function offerMenu(at: At, call: In<'transferred' | 'after-transfer'>): Decision<Call> {
  const said = speak(call, phrase(at.plan, call.language, 'transfer-over'))
  const until = after(at.now, SAYING_SECONDS)
  return decision<Call>(
    { ...said.call, phase: 'after-transfer', menu: call.menu, playback: said.playback, until },
    { facts: [{ kind: 'told', what: 'transfer-over', why: 'the talk is over' }], commands: said.commands },
  )
}

export const menuOffered: Handler<'after-transfer', 'playbackFinished'> = (at, call, { playback }) =>
  playback === call.playback ? decision<Call>({ ...call, until: after(at.now, KEY_SECONDS) }) : null

export const menuWanted: Handler<'after-transfer', 'digit'> = (at, call, { digit }) =>
  digit === '1'
    ? first(
        { facts: [{ kind: 'key-pressed', digit, meaning: 'back to the menu', why: 'after the transfer' }] },
        askUrgency(at, call, call.menu, 1, []),
      )
    : decision<Call>(call, { facts: [{ kind: 'key-ignored', digit, why: 'after the transfer' }] })

export const noMenuWanted: Handler<'after-transfer', 'due'> = (at, call) =>
  leave(at, call, 'transferred', phrase(at.plan, call.language, 'goodbye'))

/** The caller hung up. Whoever is being briefed hears so; any other telephone just stops. */
export function callerLeftTransfer(at: At, call: In<'transferring' | 'transferred'>, event: Event<'ended'>): Decision<Call> {
  if (call.phase === 'transferred') {
    const { leg, since } = call
    const over: FactBody = {
      kind: 'transfer-over',
      leg: leg.id,
      talkedMs: at.now - since,
      by: 'caller',
      why: 'the caller hung up',
    }
    return gone(at, call, 'transferred', 'the caller hung up', [over])
  }
  const outcome = event.fax ? 'fax' : call.outcome
  if (call.leg.state !== 'briefing') return gone(at, call, outcome, 'the caller hung up', [calledOff(call.leg)])
  const leg: TransferLeg = { ...call.leg, said: call.leg.said + 1 }
  const language = at.plan.people[leg.to.person ?? '']?.language ?? at.plan.box.languages[0] ?? 'en'
  return decision<Call>(
    { ...base(call), outcome, phase: 'seeing-off', leg, until: after(at.now, LAST_WORD_SECONDS) },
    {
      facts: [calledOff(call.leg)],
      commands: [
        { do: 'hush', channel: leg.id },
        { do: 'say', channel: leg.id, playback: playbackOf(leg), speech: phrase(at.plan, language, 'transfer-caller-gone') },
      ],
    },
  )
}

function calledOff({ id, to }: TransferLeg): FactBody {
  const why = 'the caller hung up'
  return { kind: 'transfer-attempt-ended', leg: id, person: to.person, result: 'called-off', cause: null, sip: null, why }
}

/** The word has been said, or would have been by now, or nobody hears it. */
export function seenOff(
  at: At,
  call: In<'seeing-off'>,
  event: Event<'legSaid' | 'legEnded' | 'legFailed' | 'due'>,
): Decision<Call> | null {
  if (event.type === 'legSaid' && event.playback !== playbackOf(call.leg)) return null
  if (event.type !== 'due' && event.channel !== call.leg.id) return null
  return gone(at, call, call.outcome, 'the caller hung up')
}

/** Picked up after everything was over: there is nobody to talk to. */
export function hangUpLeg(_at: At, call: Call, { channel }: Event<'legAnswered'>): Decision<Call> {
  return decision<Call>(call, { commands: [{ do: 'hangUp', channel }] })
}

/** The caller could not be spoken to while it rings, or could not be brought into the talk. */
export function callerNotServed(at: At, call: In<'transferring'>, event: Event<'commandFailed'>): Decision<Call> | null {
  if (event.gone) return null
  if (event.command === 'talk') return notTogether(at, call, event)
  // In the moment in which the two are brought together the talk is what counts.
  if (call.leg.state === 'joining') return transferWordNotSaid(at, call, event)
  return event.command === 'say' ? giveToFailsafe(at, call, event) : null
}

/** One of the two left the bridge again before the other came. */
export function leftTransferBridge(call: In<'transferring'>, { channel, bridge }: Event<'leftBridge'>): Decision<Call> | null {
  if (bridge !== call.bridge || !call.in.includes(channel)) return null
  return decision<Call>({ ...call, in: call.in.filter(id => id !== channel) })
}

/** Another telephone than the one that is talked about; that one is left alone. */
export function strayAnswer(
  at: At,
  call: In<'transferring' | 'transferred' | 'seeing-off'>,
  event: Event<'legAnswered'>,
): Decision<Call> | null {
  return event.channel === call.leg.id ? null : hangUpLeg(at, call, event)
}
