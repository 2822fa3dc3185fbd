// Whose dead-man's switch is renewed: everybody on the line with the box alone. Called by daemon.ts every few seconds. Who talks with a person,
// is recorded or is rung has a switch of another kind, or none. A new phase of a call in which the box speaks belongs here.
import type { Call } from '../core/call/call.ts'
import type { Desk } from '../core/desk/desk.ts'
import type { ChannelId } from '../core/world/ids.ts'
import type { World } from '../core/world/world.ts'

/** Channels in the application that the dialplan must take over if we fall silent: not those that talk, record or are rung. */
export function inOurCare(world: World): Set<ChannelId> {
  const channels = new Set<ChannelId>()
  for (const call of world.calls.values()) {
    if (needsRenewal(call)) channels.add(call.id)
    const briefed = (call.phase === 'transferring' && call.leg.state === 'briefing') || call.phase === 'seeing-off'
    if (briefed) channels.add(call.leg.id)
  }
  for (const desk of world.desks.values()) if (listensToDesk(desk)) channels.add(desk.id)
  for (const incident of world.incidents.values()) {
    for (const leg of Object.values(incident.legs)) if (leg.phase === 'briefing' || leg.phase === 'leaving') channels.add(leg.id)
    // On the line with the box alone: listening while the caller is rung, asked what next, asked for the outcome.
    const { phase } = incident
    if (phase === 'calling-back' || phase === 'call-back-menu' || phase === 'asking-outcome') channels.add(incident.leg)
  }
  return channels
}

/** A channel that is lent to an incident is looked after as a leg of it. */
function listensToDesk(desk: Desk): boolean {
  return desk.phase === 'recording-notice' ? desk.step === 'asking' : desk.phase !== 'connected' && desk.phase !== 'in-failsafe'
}

function needsRenewal(call: Call): boolean {
  switch (call.phase) {
    case 'choosing-property':
    case 'choosing-language':
    case 'asking-urgency':
    case 'holding':
    case 'giving-number':
    case 'after-talk':
    case 'after-transfer':
    case 'leaving':
      return true
    case 'transferring':
      return call.leg.state !== 'joining'
    case 'speaking-freely':
    case 'taking-statement':
    case 'taking-message':
      return call.step === 'asking'
    default:
      return false
  }
}
