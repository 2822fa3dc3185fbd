// What becomes of a member of staff at the phone desk whose turn broke: they are told, and hung up; they can call again. Called by
// daemon/broken-turn.ts.
import type { Desk } from '../desk/desk.ts'
import { base } from '../desk/events.ts'
import type { Command, Speech } from '../world/commands.ts'
import { after, type EpochMs } from '../world/ids.ts'
import type { Broken } from './broken-call.ts'

/** Longest last word, seconds. */
const LAST_WORD_SECONDS = 30

export interface BrokenDeskSeen {
  readonly hungUp: boolean
  readonly here: boolean
  /** Of the talk for which the channel is lent. */
  readonly bridge: string | null
  readonly speech: readonly Speech[]
}

export function brokenDesk(desk: Desk, at: EpochMs, why: string, seen: BrokenDeskSeen): Broken<Desk> {
  const { id } = desk
  if (seen.hungUp) return left(desk, at, why, [])
  if (desk.phase === 'in-failsafe') return left(desk, at, why, seen.here ? [{ do: 'failsafe', channel: id }] : [])
  // They have heard that it is over.
  if (desk.phase === 'leaving') return left(desk, at, why, [{ do: 'hangUp', channel: id }])
  const playback = `${id}-p${desk.nextPlayback}`
  const stop: Command[] =
    desk.phase === 'recording-notice' && desk.step === 'recording'
      ? [{ do: 'stopRecording', channel: id, recording: desk.recording }]
      : []
  return {
    state: {
      ...base(desk),
      nextPlayback: desk.nextPlayback + 1,
      phase: 'leaving',
      playback,
      until: after(at, LAST_WORD_SECONDS),
    },
    facts: [],
    commands: [
      { do: 'hush', channel: id },
      ...stop,
      ...(seen.bridge === null ? [] : [{ do: 'leaveTalk', channel: id, bridge: seen.bridge } as const]),
      { do: 'say', channel: id, playback, speech: seen.speech },
    ],
  }
}

function left(desk: Desk, at: EpochMs, why: string, commands: readonly Command[]): Broken<Desk> {
  return {
    state: { ...base(desk), phase: 'gone' },
    facts: [{ kind: 'left', outcome: 'desk', phase: desk.phase, waitedMs: at - desk.arrivedAt, why }],
    commands,
  }
}
