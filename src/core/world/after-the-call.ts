// What is told of a call or incident that may be long over: a message that somebody has dealt with, a recording that is kept now, one that is to go. Each is
// a fact of it and no more: there is no state left to change. What the input says is known to whoever makes it. Called by take-turn.ts.
import { holdsOn, standingHold } from '../standing/hold.ts'
import type { FactBody } from './facts.ts'
import { type EpochMs, isIncident, type StandingId, type StreamId } from './ids.ts'
import type { Input } from './inputs.ts'
import { streamOf, type Turn, type World } from './world.ts'

type Told<T extends Input['type']> = Extract<Input, { type: T }>

export function messageDone(input: Told<'messageDone'>, now: EpochMs): Turn {
  const { stream, recording, who } = input
  return only(input, now, stream, { kind: 'message-done', recording, by: who, why: '' })
}

/** Whoever follows the journal forgets the caller too. */
export function callErased(world: World, input: Told<'callErased'>, now: EpochMs): Turn {
  const { stream, who, incidents, rule } = input
  const open = [stream, ...incidents].find(id => streamOf(world, id) !== undefined)
  if (open !== undefined) return nothing(input, now, `${open} is not over: the caller's number is needed`)
  const held = holdOver(world, input)
  if (held !== null) return nothing(input, now, `${held} stands: nobody is erased`)
  if (rule !== undefined && rule.endedAt + rule.keepSeconds * 1000 > now) return nothing(input, now, 'it is not old enough')
  const byRule = rule === undefined ? undefined : `the rules keep callers for ${daysText(rule.keepSeconds)}`
  const why = byRule ?? input.because ?? 'no reason was given'
  return only(input, now, stream, { kind: 'caller-erased', by: who, why })
}

/** A talk is kept when it is over; of a call only what could not be kept at once, for want of room or time. */
export function recordingKept(input: Told<'recordingKept'>, now: EpochMs): Turn {
  const { stream, recording, ms, sha256 } = input
  const why = isIncident(stream) ? 'the talk is over' : 'it could not be kept at once'
  return only(input, now, stream, { kind: 'recording-kept', recording, ms, sha256, why })
}

/**
 * A recording is older than the rules keep it, or its caller was erased: it goes, unless a call or incident that could still play it is open. The fact comes
 * first; the file is removed by whoever made the input, once the turn is in the journal.
 */
export function overAge(world: World, input: Told<'overAge'>, now: EpochMs): Turn {
  const { stream, recording, what, takenAt, keepSeconds, incidents, erasedBy } = input
  const open = [stream, ...incidents].find(id => streamOf(world, id) !== undefined)
  if (open !== undefined) return nothing(input, now, `${open} is not over: the recording may still be played`)
  const held = holdOver(world, input)
  if (held !== null) return nothing(input, now, `${held} stands: nothing is removed`)
  if (erasedBy === undefined && takenAt + keepSeconds * 1000 > now) return nothing(input, now, 'it is not old enough')
  const why = erasedBy === undefined ? `the rules keep ${what} for ${daysText(keepSeconds)}` : `${erasedBy} erased the caller`
  return only(input, now, stream, { kind: 'recording-removed', recording, what, takenAt, why })
}

/** Asked within the turn: a hold that was set a moment ago counts. */
function holdOver({ standing }: World, { stream, incidents, wouldHold = [] }: Told<'overAge' | 'callErased'>): StandingId | null {
  return standingHold(standing, [...holdsOn(stream, incidents), ...wouldHold])
}

/** The shell knows whether it was closed before. */
export function periodClosed(input: Told<'periodClosed'>, now: EpochMs): Turn {
  const { stream, report, period, since, until, who, hash } = input
  if (until > now) return nothing(input, now, 'the period is not over')
  return only(input, now, stream, { kind: 'period-closed', report, period, since, until, by: who, hash, why: 'asked for' })
}

/** A call that never was one here. */
export function mediaRefused(input: Told<'mediaRefused'>, now: EpochMs): Turn {
  const { stream, type: _, ...rest } = input
  return only(input, now, stream, {
    kind: 'media-refused',
    ...rest,
    why: `Asterisk answered ${input.status}: nothing offered fits`,
  })
}

/** The shell knows what was told before, and how long it lasts: daemon/trunk-notices.ts. */
export function trunkTrouble({ until, ...input }: Told<'trunkTrouble'>, now: EpochMs): Turn {
  const { stream, trunk, trouble, since, reason } = input
  const of = { trunk, trouble, since }
  return only({ ...input, until }, now, stream, {
    ...of,
    ...(until === null
      ? { kind: 'trunk-trouble' as const, reason, why: lastsText(trouble) }
      : { kind: 'trunk-well' as const, until, why: reason }),
  })
}

function lastsText(trouble: Told<'trunkTrouble'>['trouble']): string {
  return trouble === 'unregistered' || trouble === 'away' ? 'it lasts longer than two minutes' : 'it has happened several times'
}

export function only(input: Input, at: EpochMs, stream: StreamId, fact: FactBody): Turn {
  return { input, at, seen: [], changes: [], facts: [{ ...fact, stream, at }], commands: [], ignored: null }
}

function nothing(input: Input, at: EpochMs, why: string): Turn {
  return { input, at, seen: [], changes: [], facts: [], commands: [], ignored: why }
}

function daysText(seconds: number): string {
  const days = Math.round((seconds / 86_400) * 10) / 10
  return days === 1 ? '1 day' : `${days} days`
}
