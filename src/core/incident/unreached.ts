// The ladder is exhausted, and that is not the end: the incident stays open, and says when it is rung for again (retrying.ts). When the time
// for retries is over it still stays open, for people to see. Called by ringing-rung.ts.
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs } from '../world/ids.ts'
import { base, ladderOf, lookAgain, tellCaller } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'

/** The last pass is over and nobody took it. */
export function unreached(at: At, incident: IncidentBase, pass: number): Decision<Incident> {
  const before = incident.unreached
  const { unreachedMailbox: mailbox } = ladderOf(at, incident)
  const now = { since: before?.since ?? at.now, retries: before?.retries ?? 0, pass }
  const retryAt = nextRetry(at, incident, now)
  const kept = { ...base(incident), unreached: now, phase: 'unreached', since: now.since, retryAt } as const
  return decision<Incident>(
    { ...kept, lookAgainAt: soonerOf(lookAgain(at.now), retryAt) },
    {
      facts: [factOf(before !== undefined, now.retries, retryAt)],
      signals: tellCaller(incident, { type: 'exhausted', ...(mailbox === undefined ? {} : { mailbox }) }),
    },
  )
}

function factOf(again: boolean, retries: number, retryAt: EpochMs | null): FactBody {
  if (!again) return { kind: 'unreached', retryAt, why: 'stays open until a person owns it' }
  return retryAt === null
    ? { kind: 'retries-over', retries, why: 'the time for retries is over; it stays open until a person owns it' }
    : { kind: 'still-unreached', retries, retryAt, why: 'nobody took it this time either' }
}

/** Whether another retry begins within the time for them. */
function nextRetry(at: At, incident: IncidentBase, { since }: { readonly since: EpochMs }): EpochMs | null {
  const { retry } = ladderOf(at, incident)
  if (!retry) return null
  const next = after(at.now, retry.everySeconds)
  return next <= after(since, retry.forSeconds) ? next : null
}

export function soonerOf(look: EpochMs, retryAt: EpochMs | null): EpochMs {
  return retryAt !== null && retryAt < look ? retryAt : look
}
