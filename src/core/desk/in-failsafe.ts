// The daemon was silent for so long that the dialplan's failsafe looks after this member of staff. What it did is told by its note, which
// comes after they have hung up; so the call stays until then, and ends once.
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { Desk } from './desk.ts'
import { base, gone, type In, toIncident } from './events.ts'

/** Looked at so often, seconds, and how long a note may take once they have hung up. */
const LOOK_SECONDS = 3600
const NOTE_SECONDS = 60

export function intoFailsafe(at: At, desk: Desk): Decision<Desk> {
  const fact: FactBody = { kind: 'in-failsafe', why: 'found in the dialplan’s failsafe: the daemon was silent for too long' }
  return decision<Desk>(
    { ...base(desk), phase: 'in-failsafe', over: false, until: after(at.now, LOOK_SECONDS) },
    { facts: [fact] },
  )
}

export function leftFailsafe(at: At, desk: In<'in-failsafe'>): Decision<Desk> {
  return decision<Desk>({ ...desk, over: true, until: after(at.now, NOTE_SECONDS) })
}

export function failsafeDue(at: At, desk: In<'in-failsafe'>): Decision<Desk> {
  if (desk.over) return gone(at, desk, 'hung up in the failsafe, which left no note')
  return decision<Desk>({ ...desk, until: after(at.now, LOOK_SECONDS) })
}

/** The note: what they said there is kept as a message. */
export function noteOfFailsafe(
  at: At,
  desk: Desk,
  { recording, ms, sha256 }: Extract<Input, { type: 'imported' }>,
): Decision<Desk> {
  const kept = sha256 === undefined ? {} : { sha256 }
  const { state, facts } = gone(at, desk, 'the failsafe’s note says so')
  const ended = { type: 'ended', channel: desk.id, cause: 16, sip: null, fax: false } as const
  const message: FactBody[] =
    recording === null
      ? []
      : [{ kind: 'message-taken', mailbox: 'office', recording, ms, ...kept, why: 'recorded by the dialplan’s failsafe' }]
  return decision<Desk>(state, {
    facts: [...message, ...facts],
    signals: desk.phase === 'connected' ? toIncident(desk, ended) : [],
  })
}
