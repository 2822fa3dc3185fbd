// On hold the caller has asked to be called back: the number is read to them and confirmed, or typed anew, or typed at all. Only a number
// that the box may call is taken (dialling/may-dial.ts). Who manages none says it instead. The ladder goes on meanwhile.
import { mayCallBack } from '../dialling/may-dial.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { digits, phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type E164 } from '../world/ids.ts'
import { KEY_SECONDS } from './asking.ts'
import { askStatement, mailboxOf } from './asking-statement.ts'
import type { Call, CallBase } from './call.ts'
import { base, gone, type Handler, type In, leave, SAYING_SECONDS, speak, tell } from './events.ts'
import { hungUp } from './leaving.ts'

/** A number is asked for so often, and so often read back without a key. */
const ROUNDS = 3
const CONFIRM_ROUNDS = 2
/** After the last digit, for those who press no pound, seconds. */
const TYPING_SECONDS = 6
/** Nobody's number is longer. */
const MOST_DIGITS = 20

type Giving = In<'giving-number'>
type Asked = CallBase & Pick<Giving, 'mailbox'>

/** From the hold: the caller's own number first, when the box may call it. */
export function askNumber(at: At, call: CallBase): Decision<Call> {
  const may = mayCallBack(at.plan, call.callerNumber)
  if (may.yes) return confirm(at, call, may.number, 1, 1)
  if (call.callerNumber === null) return type(at, call, 1, 'number-hidden')
  return first({ facts: [refused(call.callerNumber, may.why)] }, type(at, call, 1, 'number-own-wrong'))
}

/** Reads the number back. `asked`: how often one was typed or asked for. */
function confirm(at: At, call: Asked, number: E164, asked: number, round: number): Decision<Call> {
  return ask(at, call, { step: 'confirming', asked, round, number, digits: '' }, 'number-confirm', [
    ...phrase(at.plan, call.language, 'number-confirm'),
    ...digits(call.language, number),
    ...phrase(at.plan, call.language, 'number-confirm-keys'),
  ])
}

function type(at: At, call: Asked, asked: number, opening: PhraseKey | null): Decision<Call> {
  return ask(at, call, { step: 'typing', asked, round: 1, number: null, digits: '' }, opening ?? 'number-type', [
    ...(opening === null ? [] : phrase(at.plan, call.language, opening)),
    ...phrase(at.plan, call.language, 'number-type'),
  ])
}

function ask(
  at: At,
  call: Asked,
  about: Pick<Giving, 'step' | 'asked' | 'round' | 'number' | 'digits'>,
  why: PhraseKey,
  speech: readonly Speech[],
): Decision<Call> {
  if (call.incident === null) throw new Error(`call ${call.id} has no incident to be called back for`)
  const said = speak(call, speech)
  const { incident, mailbox } = call
  return decision<Call>(
    {
      ...said.call,
      phase: 'giving-number',
      incident,
      ...about,
      ...(mailbox === undefined ? {} : { mailbox }),
      playback: said.playback,
      until: after(at.now, SAYING_SECONDS),
    },
    { facts: [{ kind: 'asked', question: 'number', round: about.asked, why }], commands: said.commands },
  )
}

export const numberAsked: Handler<'giving-number', 'playbackFinished'> = (at, call, { playback }) =>
  playback === call.playback ? decision<Call>({ ...call, playback: null, until: after(at.now, KEY_SECONDS) }) : null

export const numberKey: Handler<'giving-number', 'digit'> = (at, call, { digit }) =>
  call.step === 'confirming' ? confirmKey(at, call, digit) : typedKey(at, call, digit)

function confirmKey(at: At, call: Giving, digit: string): Decision<Call> {
  if (digit === '1') return first({ facts: [pressed(digit, 'the number is right')] }, confirmed(at, call, 'pressed 1'))
  if (digit === '2') return first({ facts: [pressed(digit, 'another number')] }, type(at, still(call), call.asked, null))
  const ignored: FactBody = { kind: 'key-ignored', digit, why: 'the number was being confirmed' }
  return first({ facts: [ignored] }, confirm(at, still(call), call.number ?? '', call.asked, call.round))
}

function typedKey(at: At, call: Giving, digit: string): Decision<Call> {
  if (digit === '#' && call.digits !== '') return typed(at, call)
  if (digit === '*') return type(at, still(call), call.asked, null)
  if (!/^\d$/.test(digit))
    return decision<Call>(call, { facts: [{ kind: 'key-ignored', digit, why: 'a number was being typed' }] })
  const next = { ...call, digits: `${call.digits}${digit}`, playback: null, until: after(at.now, TYPING_SECONDS) }
  // Whoever types over the question has heard enough of it.
  const commands = call.digits === '' ? [{ do: 'hush', channel: call.id } as const] : []
  return next.digits.length >= MOST_DIGITS ? typed(at, next) : decision<Call>(next, { commands })
}

/** Is what was typed a number that the box may call? */
function typed(at: At, call: Giving): Decision<Call> {
  const may = mayCallBack(at.plan, call.digits)
  if (may.yes) return confirm(at, still(call), may.number, call.asked, 1)
  return first({ facts: [refused(call.digits, may.why)] }, askAgain(at, call, 'number-wrong'))
}

function askAgain(at: At, call: Giving, opening: PhraseKey): Decision<Call> {
  if (call.asked < ROUNDS) return type(at, still(call), call.asked + 1, opening)
  const next = call.outcome === 'unreached' ? 'nobody-reached' : 'goodbye'
  return askStatement(at, base(call), 'callback-no-number', next, null, call.mailbox)
}

export const numberDue: Handler<'giving-number', 'due'> = (at, call) => {
  if (call.playback !== null) return decision<Call>({ ...call, playback: null, until: after(at.now, KEY_SECONDS) })
  if (call.step === 'typing') return call.digits === '' ? askAgain(at, call, 'nothing-heard') : typed(at, call)
  if (call.round < CONFIRM_ROUNDS) return confirm(at, still(call), call.number ?? '', call.asked, call.round + 1)
  return confirmed(at, call, 'read back twice, and not contradicted')
}

/** Whoever takes the incident calls this number. */
function confirmed(at: At, call: Giving, why: string): Decision<Call> {
  const { language } = call
  const callerNumber = call.number
  const kept: CallBase = { ...base(call), callerNumber }
  const fact: FactBody = { kind: 'number-confirmed', callerNumber, why }
  const emergency = [...(at.plan.box.emergencyNumbers[0] ?? '911')].join(' ')
  const told: Decision<CallBase> = decision(kept, {
    facts: [fact],
    signals: tell(call, { type: 'callerNumberChanged', callerNumber }),
  })
  return andThen(told, c =>
    call.outcome === 'unreached'
      ? leave(at, c, 'unreached', [
          ...phrase(at.plan, language, 'nobody-reached'),
          ...phrase(at.plan, language, 'last-word', { emergency }),
        ])
      : leave(at, c, 'callback', phrase(at.plan, language, 'callback-goodbye')),
  )
}

/** Whoever hangs up while a number is read back has nothing against it. */
export const hungUpGiving: Handler<'giving-number', 'ended'> = (at, call, event) => {
  const callerNumber = call.number
  if (callerNumber === null) return hungUp(at, call, event)
  const why = 'hung up while it was read back'
  const outcome = call.outcome === 'unreached' ? 'unreached' : 'callback'
  const over = gone(at, { ...call, callerNumber }, outcome, why, [{ kind: 'number-confirmed', callerNumber, why }])
  return { ...over, signals: [...tell(call, { type: 'callerNumberChanged', callerNumber }), ...over.signals] }
}

/** Nobody was reached meanwhile: they finish first, and hear it then. */
export const exhaustedWhileGiving: Handler<'giving-number', 'exhausted'> = (at, call, { mailbox }) =>
  decision<Call>({ ...call, outcome: 'unreached', ...mailboxOf(at, call, mailbox) })

function still(call: Giving): Asked {
  return { ...base(call), ...(call.mailbox === undefined ? {} : { mailbox: call.mailbox }) }
}

/** After a restart: what was typed is gone, and asked for again. */
export function askNumberAgain(at: At, call: Giving): Decision<Call> {
  return call.step === 'confirming'
    ? confirm(at, still(call), call.number ?? '', call.asked, call.round)
    : type(at, still(call), call.asked, null)
}

function refused(callerNumber: string, why: string): FactBody {
  return { kind: 'number-refused', callerNumber, why }
}

function pressed(digit: string, meaning: string): FactBody {
  return { kind: 'key-pressed', digit, meaning, why: 'the number was read back' }
}
