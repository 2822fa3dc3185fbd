// The channel is lent to an incident: whatever happens on it goes there, until the incident gives it back. The desk only sees that it is
// not forgotten: who hangs up leaves both. What the incident does with it is decided in incident/connecting-at-desk.ts.
import { phrase } from '../words/speech.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { ObservedChannel } from '../world/inputs.ts'
import type { OnLentChannel } from '../world/signals.ts'
import type { Desk } from './desk.ts'
import { base, type Event, gone, type Handler, type In, toIncident } from './events.ts'
import { intoFailsafe } from './in-failsafe.ts'
import { mainMenu } from './main-menu.ts'
import { askIncident, askOutcome } from './open-incidents.ts'

/** Looked at again so often, seconds, although nothing is due. */
const LOOK_SECONDS = 3600

export const itIsLent: Handler<'asking', 'lent'> = (at, desk) => {
  const { question } = desk
  if (question.ask !== 'incident') return null
  const { incidents, n } = question
  return decision<Desk>({ ...base(desk), phase: 'connected', incidents, n, until: after(at.now, LOOK_SECONDS) })
}

export function passOn(desk: In<'connected'>, event: OnLentChannel): Decision<Desk> {
  return decision<Desk>(desk, { signals: toIncident(desk, event) })
}

/** Done with it: the incident's last words, then on with the list. */
export const channelBack: Handler<'connected', 'givenBack'> = (at, desk, { speech, then }) => {
  const { incidents, n } = desk
  if (then === 'outcome') return askOutcome(at, desk, { ask: 'outcome', incidents, n }, 1, speech)
  return askIncident(at, desk, { ask: 'incident', incidents, n: then === 'next' ? n + 1 : n }, 1, speech)
}

export function hungUpConnected(at: At, desk: In<'connected'>, event: Event<'ended'>): Decision<Desk> {
  return first({ signals: toIncident(desk, event) }, gone(at, desk, event.fax ? 'a fax tone' : 'hung up'))
}

/** The dialplan had taken the line back from a daemon that was silent: the incident stays theirs, and they are back at the desk. */
export function takenBack(at: At, desk: In<'connected'>): Decision<Desk> {
  const { incidents, n } = desk
  const ended = { type: 'ended', channel: desk.id, cause: 16, sip: null, fax: false } as const
  const failed = phrase(at.plan, desk.language, 'call-back-failed')
  return first({ signals: toIncident(desk, ended) }, askIncident(at, desk, { ask: 'incident', incidents, n }, 1, failed))
}

/** The incident looks at the channel itself, and goes on with it where it is still there. */
export function observedConnected(at: At, desk: In<'connected'>, seen: ObservedChannel | undefined): Decision<Desk> {
  if (seen && seen.state !== 'gone') {
    if (seen.inApp) return decision<Desk>(desk)
    const ended = { type: 'ended', channel: desk.id, cause: 16, sip: null, fax: false } as const
    const left = seen.inFailsafe ? intoFailsafe(at, desk) : gone(at, desk, 'no longer ours')
    return first({ signals: toIncident(desk, ended) }, left)
  }
  const told = seen?.state === 'gone' && seen.witness !== 'unreadable' && seen.witness.dialled
  const cause = told ? seen.witness.cause : 0
  return hungUpConnected(at, desk, { type: 'ended', channel: desk.id, cause, sip: null, fax: false })
}

/** The incident that has the channel must be there; without it nobody would ever speak again. */
export const lookAtIncident: Handler<'connected', 'due'> = (at, desk) =>
  at.around.openIncidents().some(({ id }) => id === desk.incidents[desk.n])
    ? decision<Desk>({ ...desk, until: after(at.now, LOOK_SECONDS) })
    : mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-cannot'))
