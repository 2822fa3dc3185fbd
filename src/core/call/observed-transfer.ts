// After a start or a reconnect: the telephone to which a caller was being transferred is compared with what the PBX shows, and the ordinary
// transitions bring it on. Called by observed.ts, for callers who are still in the application.
import { playsBefore } from '../leg/before-talk.ts'
import type { Command } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Observation, ObservedChannel } from '../world/inputs.ts'
import type { Call } from './call.ts'
import type { In } from './events.ts'
import { dialCommand, optionOf } from './ringing-for-transfer.ts'
import { brief, bringTogether, playbackOf, transferAnswered } from './transfer-briefing.ts'
import { offerMenu, otherSideLeft, transferJoined } from './transferred.ts'
import { over, ringOn, transferLegEnded } from './transferring.ts'

type Gone = Extract<ObservedChannel, { state: 'gone' }>
type There = Exclude<ObservedChannel, { state: 'gone' }>

export function resumeTransfer(
  at: At,
  call: In<'transferring' | 'transferred'>,
  seen: Observation | null,
  bridge: string | null,
): Decision<Call> {
  const there = seen?.channels[call.leg.id]
  if (call.phase === 'transferred') return talkSeen(at, call, there, bridge)
  // Only the caller came back, through the dead-man's switch.
  if (there === undefined) return call.leg.state === 'joining' ? bringTogether(at, call) : ringOn(at, call)
  const facts = [found(call, there.state)]
  return first({ facts }, there.state === 'gone' ? legGone(at, call, there) : legThere(at, call, there, bridge))
}

function legGone(at: At, call: In<'transferring'>, { witness }: Gone): Decision<Call> {
  const { leg } = call
  if (witness === 'unreadable')
    return over(at, call, 'unknown', 'Asterisk’s event log can’t be read: not rung again under this id', 'next')
  if (!witness.dialled && leg.state === 'dialling') {
    return first({ commands: [dialCommand(at, call, leg, optionOf(at, call))] }, ringOn(at, call))
  }
  if (witness.dialled && witness.answered && (leg.state === 'dialling' || leg.state === 'ringing')) {
    // The dialplan has promised to ring them again.
    const more = [{ ...leg.to, trunks: [leg.trunk, ...leg.to.trunks], why: 'answered while the daemon was away' }, ...call.more]
    return over(at, { ...call, more }, 'unknown', 'answered while the daemon was away: rung again', 'next')
  }
  const cause = witness.dialled ? witness.cause : 0
  return transferLegEnded(at, call, { type: 'legEnded', channel: leg.id, cause, sip: null }) ?? decision<Call>(call)
}

function legThere(at: At, call: In<'transferring'>, seen: There, bridge: string | null): Decision<Call> {
  const { leg } = call
  if (leg.state === 'joining') return joiningSeen(at, call, seen, bridge)
  if (seen.state !== 'up' || !seen.inApp) return ringOn(at, call)
  const ringing = ringOn(at, call)
  if (leg.state === 'briefing') {
    const silence: Command[] = [{ do: 'hush', channel: leg.id, playback: playbackOf(leg) }]
    return first({ ...ringing, commands: [...ringing.commands, ...silence] }, brief(at, ringing.state as In<'transferring'>))
  }
  const answered = { type: 'legAnswered', channel: leg.id, dice: leg.dialledAt % 10 } as const
  const next = transferAnswered(at, ringing.state as In<'transferring'>, answered)
  return next === null ? ringing : first(ringing, next)
}

/** Whoever is not in the bridge yet is brought there. */
function joiningSeen(at: At, call: In<'transferring'>, seen: There, bridge: string | null): Decision<Call> {
  const { leg } = call
  const present = [...(bridge === call.bridge ? [call.id] : []), ...(seen.bridge === call.bridge ? [leg.id] : [])]
  const missing = [call.id, leg.id].filter(id => !(present as string[]).includes(id))
  // No word is said again: what is still heard ends.
  const heard = playsBefore(call.hears, leg.id)
  const silence: Command[] = heard === null ? [] : [{ do: 'hush', channel: leg.id, playback: heard }]
  const commands = [...silence, ...missing.map((channel): Command => ({ do: 'talk', channel, bridge: call.bridge }))]
  const again: In<'transferring'> = { ...call, hears: [], in: [], until: after(at.now, 15), nextWordAt: after(at.now, 15) }
  const joined = present.reduce<Decision<Call>>((done, channel) => {
    const state = done.state
    if (state.phase !== 'transferring') return done
    const next = transferJoined(at, state, { type: 'legJoined', channel, bridge: call.bridge })
    return next === null ? done : first(done, next)
  }, decision<Call>(again))
  return first({ commands }, joined)
}

function talkSeen(at: At, call: In<'transferred'>, there: ObservedChannel | undefined, bridge: string | null): Decision<Call> {
  const { leg } = call
  if (there === undefined) return bridge === call.bridge ? decision<Call>(call) : again(call, [call.id])
  const facts = [found(call, there.state)]
  if (there.state === 'gone') {
    const cause = there.witness !== 'unreadable' && there.witness.dialled ? there.witness.cause : 0
    const left = otherSideLeft(at, call, { type: 'legEnded', channel: leg.id, cause, sip: null })
    return first({ facts }, left ?? offerMenu(at, call))
  }
  const missing = [...(bridge === call.bridge ? [] : [call.id]), ...(there.bridge === call.bridge ? [] : [leg.id])]
  return first({ facts }, again(call, missing))
}

function again(call: In<'transferred'>, missing: readonly string[]): Decision<Call> {
  return decision<Call>(call, { commands: missing.map((channel): Command => ({ do: 'talk', channel, bridge: call.bridge })) })
}

/** Telephones that were rung for this caller, are still there, and belong to nothing any more. */
export function strayLegs(call: Call, next: Call, seen: Observation): Command[] {
  const kept = 'leg' in next ? next.leg.id : null
  const was = 'leg' in call ? call.leg.id : null
  return Object.entries(seen.channels)
    .filter(([id, channel]) => id !== call.id && id !== kept && id !== was && channel.state !== 'gone')
    .map(([channel]) => ({ do: 'hangUp', channel }))
}

function found({ leg }: In<'transferring' | 'transferred'>, what: string): FactBody {
  const whose = leg.to.person === null ? leg.to.phone : `${leg.to.person}'s telephone`
  return { kind: 'recovered', found: `${whose}: ${what}`, why: 'looked up after the daemon was away' }
}
