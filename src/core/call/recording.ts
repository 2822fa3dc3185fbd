// What the three recorded phases share: the request is said, the recorder starts, `#` ends it, hanging up keeps what was said.
// Used by the transition table for speaking-freely, taking-statement and taking-message.
import { type At, type Decision, decision } from '../world/decision.ts'
import { after, type Seconds } from '../world/ids.ts'
import type { Call } from './call.ts'
import { base, type Event, gone, type In, propertyOf } from './events.ts'

export type RecordedPhase = 'speaking-freely' | 'taking-statement' | 'taking-message'
type RecordedCall = In<RecordedPhase>

/** Silence that ends a recording, seconds. */
const MAX_SILENCE: Seconds = 6

/** The request has been said: record. */
export function requestSaid(at: At, call: RecordedCall, event: Event<'playbackFinished'>): Decision<Call> | null {
  return call.step === 'asking' && event.playback === call.playback ? startRecorder(at, call) : null
}

export function startRecorder(at: At, call: RecordedCall): Decision<Call> {
  const maxSeconds = longest(at, call)
  return decision<Call>(
    { ...call, step: 'recording', until: after(at.now, maxSeconds + 10) },
    {
      facts: [{ kind: 'statement-began', recording: call.recording, why: 'the tone was heard' }],
      commands: [{ do: 'record', channel: call.id, recording: call.recording, maxSeconds, maxSilenceSeconds: MAX_SILENCE }],
    },
  )
}

/** While recording `#` ends it; every other key is part of the recording. */
export function recordingKey(_at: At, call: RecordedCall, { digit }: Event<'digit'>): Decision<Call> | null {
  if (call.step === 'asking' || digit !== '#') return null
  return decision<Call>(call, {
    facts: [{ kind: 'key-pressed', digit, meaning: 'done speaking', why: 'while recording' }],
    commands: [{ do: 'stopRecording', channel: call.id, recording: call.recording }],
  })
}

/** The caller hung up while speaking: the file is still to come, and counts. */
export function hungUpRecording(at: At, call: RecordedCall, event: Event<'ended'>): Decision<Call> {
  // What a fax machine sings is no message, and nobody is rung for it.
  if (call.step === 'asking' || event.fax) return gone(at, call, event.fax ? 'fax' : leavingOutcome(call), 'the caller hung up')
  const what = call.phase === 'taking-message' ? 'message' : call.phase === 'taking-statement' ? 'statement' : 'free-speech'
  const mailbox = call.phase === 'taking-message' ? call.mailbox : null
  return decision<Call>({ ...base(call), phase: 'saving', what, mailbox, recording: call.recording, until: after(at.now, 5) })
}

function leavingOutcome(call: RecordedCall): Call['outcome'] {
  return call.phase === 'taking-statement' ? call.outcome : 'missed'
}

function longest(at: At, call: RecordedCall): Seconds {
  const { statement, message } = propertyOf(at, call)
  return call.phase === 'taking-message' ? message.maxSeconds : statement.maxSeconds
}
