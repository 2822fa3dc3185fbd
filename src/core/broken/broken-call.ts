// What becomes of a caller whose turn broke: that is our own mistake, and the dialplan's failsafe takes them over. It uses as little of the
// core as it can, because the core has just broken. Called by daemon/broken-turn.ts.
import type { Call } from '../call/call.ts'
import { base, leaveBridge } from '../call/events.ts'
import type { Command } from '../world/commands.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs } from '../world/ids.ts'

export interface Broken<S> {
  readonly state: S
  readonly facts: readonly FactBody[]
  readonly commands: readonly Command[]
}

/** The failsafe has a caller for so long before anybody looks, seconds. */
const LOOK_SECONDS = 600

/** `hungUp`: the broken input itself says so. `here`: it says that the caller is in the application. */
export function brokenCall(call: Call, at: EpochMs, why: string, seen: { hungUp: boolean; here: boolean }): Broken<Call> {
  if (seen.hungUp || call.phase === 'saving' || call.phase === 'seeing-off') return left(call, at, why, leaveBridge(call))
  // It breaks there, too: the dialplan goes on alone, and its note of the call is read when it is over.
  if (call.phase === 'in-failsafe') return left(call, at, why, seen.here ? [{ do: 'failsafe', channel: call.id }] : [])
  const matter = 'incident' in call ? call.incident : null
  return {
    state: {
      ...base(call),
      incident: null,
      outcome: 'failsafe',
      phase: 'in-failsafe',
      lookAgainAt: after(at, LOOK_SECONDS),
      ...(matter === null ? {} : { matter }),
    },
    facts: [{ kind: 'in-failsafe', why }],
    commands: [
      { do: 'hush', channel: call.id },
      ...stopRecorder(call),
      ...leaveBridge(call),
      { do: 'failsafe', channel: call.id },
    ],
  }
}

function left(call: Call, at: EpochMs, why: string, commands: readonly Command[]): Broken<Call> {
  const outcome = call.phase === 'saving' || call.phase === 'seeing-off' ? call.outcome : 'failsafe'
  return {
    state: { ...base(call), outcome, phase: 'gone' },
    facts: [...lost(call, why), { kind: 'left', outcome, phase: call.phase, waitedMs: at - call.arrivedAt, why }],
    commands,
  }
}

/** The office sees that somebody called, and calls back. */
function lost(call: Call, why: string): FactBody[] {
  const recorded = call.phase === 'saving' || (call.phase === 'taking-message' && call.step === 'recording') ? call : null
  if (recorded === null || recorded.mailbox === null) return []
  return [{ kind: 'message-lost', mailbox: recorded.mailbox, recording: recorded.recording, why }]
}

function stopRecorder(call: Call): Command[] {
  const runs = 'step' in call && call.step === 'recording'
  return runs ? [{ do: 'stopRecording', channel: call.id, recording: call.recording }] : []
}
