// The office is being rung by the PBX's own queue. It answers, or the queue ends without an answer and the call is ours, or the
// caller gives up: a missed call.
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody, OverflowReason } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import type { Call } from './call.ts'
import { base, type Event, gone, type Handler, type In } from './events.ts'
import { overflow } from './office-first.ts'

export const officeAnswered: Handler<'in-office-queue', 'officeAnswered'> = (at, call, { member }) => withOffice(at, call, member)

export function withOffice(at: At, call: In<'in-office-queue'>, member: string | null): Decision<Call> {
  return decision<Call>(
    { ...base(call), outcome: 'office-answered', phase: 'with-office', lookAgainAt: after(at.now, 600) },
    { facts: [{ kind: 'office-answered', member, waitedMs: at.now - call.since, why: 'the office picked up' }] },
  )
}

export const queueEnded: Handler<'in-office-queue', 'returned'> = (at, call, { from, queueStatus }) => {
  const status = from === 'queue' && queueStatus ? queueStatus : 'UNKNOWN'
  const why = REASONS[status]?.why ?? `the queue ended with ${status}`
  return officeDidNotAnswer(at, call, status, why)
}

/** The call could not even be queued: the menu, at once. */
export const queueRefused: Handler<'in-office-queue', 'commandFailed'> = (at, call, event) =>
  event.command === 'queue' ? officeDidNotAnswer(at, call, 'REFUSED', `the call could not be queued: ${event.reason}`) : null

export function officeDidNotAnswer(at: At, call: In<'in-office-queue'>, status: string, why: string): Decision<Call> {
  const unanswered: FactBody = { kind: 'office-unanswered', status, waitedMs: at.now - call.since, why }
  return first({ facts: [unanswered] }, overflow(at, call, REASONS[status]?.reason ?? 'no-answer', why))
}

export const abandoned: Handler<'in-office-queue', 'ended'> = (at, call, event) =>
  gone(at, call, event.fax ? 'fax' : 'missed', `the caller hung up after ${seconds(at.now - call.since)} in the office queue`)

/** The office's talk is over, whoever hung up. */
export function officeTalkOver(at: At, call: In<'with-office'>, event: Event<'ended' | 'returned'>): Decision<Call> {
  return event.type === 'ended'
    ? gone(at, call, 'office-answered', 'the talk with the office ended')
    : decision<Call>({ ...call, lookAgainAt: after(at.now, 10) }, { commands: [{ do: 'hangUp', channel: call.id }] })
}

/** Queue() says how it ended in QUEUESTATUS (Asterisk, app_queue). */
const REASONS: Readonly<Record<string, { readonly reason: OverflowReason; readonly why: string }>> = {
  TIMEOUT: { reason: 'no-answer', why: 'nobody in the office answered in time' },
  FULL: { reason: 'saturated', why: 'the office queue is full' },
  JOINEMPTY: { reason: 'blocked', why: 'no office telephone is reachable' },
  LEAVEEMPTY: { reason: 'blocked', why: 'no office telephone is reachable any more' },
  JOINUNAVAIL: { reason: 'saturated', why: 'every office telephone is busy or paused' },
  LEAVEUNAVAIL: { reason: 'saturated', why: 'every office telephone is busy or paused by now' },
  CONTINUE: { reason: 'no-answer', why: 'the office declined the call' },
  WITHDRAW: { reason: 'no-answer', why: 'the call was withdrawn from the office queue' },
  REFUSED: { reason: 'blocked', why: 'the call could not be queued' },
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`
}
