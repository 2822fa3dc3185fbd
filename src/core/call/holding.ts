// The caller waits with music and a spoken word now and then: never silence, never for ever. Keys: 1 leave a message, 2 be called
// back. At the maximum the caller is told that they may hang up; the ladder goes on either way.
import type { PhraseKey } from '../words/phrases.ts'
import { digits, phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { askStatement } from './asking-statement.ts'
import type { Call, CallBase } from './call.ts'
import { base, type Handler, type In, leave, propertyOf, speak } from './events.ts'
import { askNumber } from './giving-number.ts'

/** Everybody on hold is in this bridge: a talk takes them straight out of it. */
const HOLD_BRIDGE = 'nightbell-hold'
/** After the offer at the maximum, the line is closed kindly so many seconds later. */
const OFFER_SECONDS = 30
/** Without music a word is said so often, seconds. */
const PLAIN_WORD_SECONDS = 15
/** Whoever presses 1 again and again in the menu does not mean the 1 of the hold, which begins meanwhile, ms. */
const TOO_SOON_MS = 1500

/** `held`: the hold that goes on, so that its maximum does not begin anew. `before`: what is said first. */
export function hold(
  at: At,
  call: CallBase,
  word: PhraseKey,
  held: In<'holding'> | null = null,
  before: readonly Speech[] = [],
): Decision<Call> {
  if (call.incident === null) throw new Error(`call ${call.id} has no incident to wait for`)
  const { maxSeconds, wordEverySeconds } = propertyOf(at, call).hold
  const said = speak(call, [...before, ...phrase(at.plan, call.language, word)])
  const bridge = HOLD_BRIDGE
  return decision<Call>(
    {
      ...said.call,
      phase: 'holding',
      incident: call.incident,
      bridge,
      since: held?.since ?? at.now,
      nextWordAt: after(at.now, held?.offered ? OFFER_SECONDS : wordEverySeconds),
      maxAt: held?.maxAt ?? after(at.now, maxSeconds),
      offered: held?.offered ?? false,
    },
    {
      facts: [{ kind: 'held', why: word }],
      // The word first: it can be heard while the music is still to come.
      commands: [...said.commands, { do: 'hold', channel: call.id, bridge }],
    },
  )
}

export const holdDue: Handler<'holding', 'due'> = (at, call) => {
  if (at.now >= call.maxAt && !call.offered) {
    return word(
      at,
      { ...call, offered: true, nextWordAt: after(at.now, OFFER_SECONDS) },
      call.callerNumber ? 'hold-max' : 'hold-no-number',
    )
  }
  if (at.now < call.nextWordAt) return null
  if (call.offered) return unhold(call, letGo(at, call))
  const { wordEverySeconds } = propertyOf(at, call).hold
  // What rings can't have its switch renewed but by the next word.
  const every = call.plain ? Math.min(wordEverySeconds, PLAIN_WORD_SECONDS) : wordEverySeconds
  return word(at, { ...call, nextWordAt: after(at.now, every) }, 'hold-word')
}

/** Says a word into the hold; the music comes back after it. */
function word(at: At, call: In<'holding'>, key: PhraseKey): Decision<Call> {
  // Without music it rings on after the word.
  const said = speak(call, [...phrase(at.plan, call.language, key), ...(call.plain ? [{ kind: 'ringback' } as const] : [])])
  return decision<Call>(
    { ...call, nextPlayback: said.call.nextPlayback },
    { facts: [{ kind: 'told', what: key, why: 'on hold' }], commands: said.commands },
  )
}

export const holdBusy: Handler<'holding', 'waitingForBusy'> = (at, call) => word(at, call, 'hold-busy')

export const holdKey: Handler<'holding', 'digit'> = (at, call, { digit }) => {
  if (digit === '1' && at.now < call.since + TOO_SOON_MS)
    return decision<Call>(call, { facts: [{ kind: 'key-ignored', digit, why: 'pressed before the keys could be heard' }] })
  if (digit === '1') return pressed(digit, 'leave a message', unhold(call, askStatement(at, call, 'message-prompt', 'goodbye')))
  if (digit === '2') return pressed(digit, 'be called back', unhold(call, askNumber(at, call)))
  return first({ facts: [{ kind: 'key-ignored', digit, why: 'on hold' }] }, word(at, call, 'wrong-key'))
}

/** The caller goes; whoever takes the incident has their number and their words. */
function letGo(at: At, call: CallBase): Decision<Call> {
  if (call.callerNumber === null) return askStatement(at, call, 'callback-no-number', 'goodbye')
  const { language } = call
  return leave(at, call, 'callback', [
    ...phrase(at.plan, language, 'callback-promised'),
    ...digits(language, call.callerNumber),
    ...phrase(at.plan, language, 'callback-goodbye'),
  ])
}

/** Nobody on call was reached: said so, and asked what they should know. */
export const exhaustedOnHold: Handler<'holding', 'exhausted'> = (at, call, { mailbox }) => {
  const untaken: CallBase = { ...base(call), outcome: 'unreached' }
  return unhold(call, askStatement(at, untaken, 'nobody-reached-statement', 'last-word', 'nobody-reached', mailbox))
}

function pressed(digit: string, meaning: string, on: Decision<Call>): Decision<Call> {
  const fact: FactBody = { kind: 'key-pressed', digit, meaning, why: 'on hold' }
  return first({ facts: [fact] }, on)
}

/** Out of the music first; a prompt that is being said is stopped. */
function unhold(call: In<'holding'>, on: Decision<Call>): Decision<Call> {
  const commands = [
    { do: 'hush', channel: call.id },
    { do: 'unhold', channel: call.id, bridge: call.bridge },
  ] as const
  return first({ commands }, on)
}
