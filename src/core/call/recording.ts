// What the three recorded phases share: the request is said, the recorder starts, `#` ends it, `*` throws it away and begins again,
// hanging up keeps what was said. Used by the transition table for speaking-freely, taking-statement and taking-message.
import { beep, phrase } from '../words/speech.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type Seconds } from '../world/ids.ts'
import type { Call } from './call.ts'
import { base, type Event, gone, type In, newRecording, propertyOf, SAYING_SECONDS, speak } from './events.ts'

export type RecordedPhase = 'speaking-freely' | 'taking-statement' | 'taking-message'
type RecordedCall = In<RecordedPhase>

/** Silence that ends a recording, seconds. */
const MAX_SILENCE: Seconds = 6
/** So often a caller may begin again. */
const MOST_AGAIN = 4
/** A recording that comes so near to its limit has reached it, ms. */
const NEARLY_MS = 500

/** What a recording is called after. */
export const RECORDED = {
  'speaking-freely': 'free-speech',
  'taking-statement': 'statement',
  'taking-message': 'message',
} as const satisfies Record<RecordedPhase, string>

/** The request has been said: record. */
export function requestSaid(at: At, call: RecordedCall, event: Event<'playbackFinished'>): Decision<Call> | null {
  return call.step === 'asking' && event.playback === call.playback ? startRecorder(at, call) : null
}

/** Nobody said that the request was over: record all the same. */
export function recorderDue(at: At, call: RecordedCall): Decision<Call> | null {
  return call.step === 'asking' ? startRecorder(at, call) : null
}

/** The recorder ran past its limit and the PBX never said so. */
export function neverEnded(call: RecordedCall): Event<'recordingFailed'> {
  return { type: 'recordingFailed', channel: call.id, recording: call.recording, reason: 'the PBX did not say that it ended' }
}

function startRecorder(at: At, call: RecordedCall): Decision<Call> {
  const maxSeconds = longest(at, call)
  return decision<Call>(
    { ...call, step: 'recording', began: at.now, until: after(at.now, maxSeconds + 10) },
    {
      facts: [{ kind: 'statement-began', recording: call.recording, why: 'the tone was heard' }],
      commands: [{ do: 'record', channel: call.id, recording: call.recording, maxSeconds, maxSilenceSeconds: MAX_SILENCE }],
    },
  )
}

/** While recording `#` ends it and `*` begins again; every other key is part of the recording. */
export function recordingKey(at: At, call: RecordedCall, { digit }: Event<'digit'>): Decision<Call> | null {
  if (call.step === 'asking') return null
  if (digit === '*') return beginAgain(at, call)
  if (digit !== '#') return null
  return decision<Call>(call, {
    facts: [{ kind: 'key-pressed', digit, meaning: 'done speaking', why: 'while recording' }],
    commands: [{ do: 'stopRecording', channel: call.id, recording: call.recording }],
  })
}

/** Thrown away, and told so. The last time it can be done the caller hears that it is the last; then the key is part of the recording. */
function beginAgain(at: At, call: RecordedCall): Decision<Call> {
  const times = (call.again ?? 0) + 1
  if (times > MOST_AGAIN) {
    const why = `the caller has begun again ${MOST_AGAIN} times`
    return decision<Call>(call, { facts: [{ kind: 'key-ignored', digit: '*', why }] })
  }
  const taken = newRecording(call, RECORDED[call.phase])
  const prompt = times === MOST_AGAIN ? 'record-again-last' : 'record-again'
  const said = speak(taken.call, [...phrase(at.plan, call.language, prompt), ...beep()])
  const { nextRecording, nextPlayback } = said.call
  const facts: FactBody[] = [
    { kind: 'key-pressed', digit: '*', meaning: 'begin again', why: 'while recording' },
    { kind: 'recording-discarded', recording: call.recording, why: 'the caller begins again' },
  ]
  return decision<Call>(
    {
      ...call,
      nextRecording,
      nextPlayback,
      step: 'asking',
      playback: said.playback,
      recording: taken.recording,
      again: times,
      discarded: call.recording,
      until: after(at.now, SAYING_SECONDS),
    },
    { facts, commands: [{ do: 'discardRecording', channel: call.id, recording: call.recording }, ...said.commands] },
  )
}

/** The caller hung up while speaking: the file is still to come, and counts. */
export function hungUpRecording(at: At, call: RecordedCall, event: Event<'ended'>): Decision<Call> {
  // What a fax machine sings is no message, and nobody is rung for it.
  if (call.step === 'asking' || event.fax) return gone(at, call, event.fax ? 'fax' : leavingOutcome(call), 'the caller hung up')
  const mailbox = mailboxFor(call)
  const { recording, phase } = call
  return decision<Call>({ ...base(call), phase: 'saving', what: RECORDED[phase], mailbox, recording, until: after(at.now, 5) })
}

export function mailboxFor(call: RecordedCall): string | null {
  return ('mailbox' in call ? call.mailbox : undefined) ?? null
}

/** How this recording came out, for the caller to be told: cut short by the PBX, or as long as there is room for. */
export function cameOut(at: At, call: RecordedCall, event: Event<'recordingFinished'>): 'cut' | 'full' | 'whole' {
  if (event.cut) return 'cut'
  // By the clock: silence that a telephone does not send is not in the file, but counts.
  return call.began !== undefined && at.now - call.began >= longest(at, call) * 1000 - NEARLY_MS ? 'full' : 'whole'
}

/** Milliseconds of speech. Asterisk counts whole seconds, and hears one of them in silence: never more than there is without it. */
export function spokenMs({ ms, speechMs }: Event<'recordingFinished'>): number {
  return Math.min(speechMs ?? ms, ms)
}

/** What a fact says of the file. */
export function fileOf({ sha256, cut }: Event<'recordingFinished'>): { readonly sha256?: string; readonly cut?: true } {
  return { ...(sha256 === undefined ? {} : { sha256 }), ...(cut === undefined ? {} : { cut }) }
}

function leavingOutcome(call: RecordedCall): Call['outcome'] {
  return call.phase === 'taking-statement' ? call.outcome : 'missed'
}

function longest(at: At, call: RecordedCall): Seconds {
  const { statement, message } = propertyOf(at, call)
  return call.phase === 'taking-message' ? message.maxSeconds : statement.maxSeconds
}
