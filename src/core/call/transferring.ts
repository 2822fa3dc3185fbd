// A telephone is being rung for the caller: it rings, ends, is not answered, cannot be dialled; then the same over another trunk, the next telephone,
// or nobody took it. Who answers is briefed in transfer-briefing.ts; the talk is transferred.ts. Called by the transition table.
import { type Came, endOf, howUnrung, looksLikeTheirs } from '../leg/leg.ts'
import { unsentOver, whatIsLeft, whyOver } from '../leg/ways.ts'
import { phrase } from '../words/speech.ts'
import type { Command } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { AttemptResult, FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { transferWordNotSaid, transferWordsDue } from './before-transfer.ts'
import type { Call, TransferLeg } from './call.ts'
import { base, type Event, type Handler, type In, speak } from './events.ts'
import { optionOf, ringNext, WORD_SECONDS } from './ringing-for-transfer.ts'

export type Transferring = In<'transferring'>

export const transferRings: Handler<'transferring', 'legRinging'> = (at, call, { channel }) => {
  const { leg } = call
  if (channel !== leg.id || (leg.state !== 'dialling' && leg.state !== 'ringing') || leg.heard) return null
  const until = leg.state === 'dialling' ? after(at.now, optionOf(at, call).ringSeconds) : call.until
  return decision<Call>(
    { ...call, leg: { ...leg, state: 'ringing', heard: true }, until },
    { facts: [{ kind: 'transfer-rings', leg: leg.id, why: 'the telephone rings' }] },
  )
}

export const transferDue: Handler<'transferring', 'due'> = (at, call) => {
  const { leg } = call
  if (at.now < call.until) return at.now < call.nextWordAt ? null : stillRinging(at, call)
  switch (leg.state) {
    case 'dialling':
      return decision<Call>({
        ...call,
        leg: { ...leg, state: 'ringing' },
        until: after(at.now, optionOf(at, call).ringSeconds),
        nextWordAt: call.nextWordAt > at.now ? call.nextWordAt : after(at.now, 1),
      })
    case 'ringing':
      if (!leg.heard && whatIsLeft(leg.to, at.plan.trunks).trunks.length > 0)
        return cut(at, call, 'congestion', `trunk ${leg.trunk} gave no sign of ringing`, 'over')
      return cut(at, call, 'no-answer', 'the ring time is over', 'next')
    case 'briefing':
      return cut(at, call, 'no-key', 'no key within the accept time: not an answer', 'next')
    case 'joining':
      return transferWordsDue(at, call) ?? notConnected(at, call, 'the two could not be connected in time')
  }
}

/** Never a dead line: a word, and it rings on. */
function stillRinging(at: At, call: Transferring): Decision<Call> {
  if (call.leg.state === 'joining') return decision<Call>({ ...call, nextWordAt: call.until })
  return ringOn(at, call, [{ kind: 'told', what: 'transfer-still', why: 'while it rings' }])
}

export function ringOn(at: At, call: Transferring, facts: readonly FactBody[] = []): Decision<Call> {
  const said = speak(call, [...phrase(at.plan, call.language, 'transfer-still'), { kind: 'ringback' }])
  return decision<Call>(
    { ...call, nextPlayback: said.call.nextPlayback, nextWordAt: after(at.now, WORD_SECONDS) },
    { facts, commands: said.commands },
  )
}

/** The telephone ended by itself: busy, declined, dead, or tired of ringing. */
export const transferLegEnded: Handler<'transferring', 'legEnded'> = (at, call, event) => {
  const { leg } = call
  if (event.channel !== leg.id) return null
  const came = cameTo(leg)
  const { trunks } = whatIsLeft(leg.to, at.plan.trunks)
  const { result, over: overWhy } = endOf(came, event, { trunk: leg.trunk, trunks })
  const unrung = looksLikeTheirs(came, event) && result !== 'dead-number'
  const why = unrung ? howUnrung(event) : (WHY[result] ?? 'the telephone stopped ringing without an answer')
  const on = overWhy !== null ? 'over' : leg.state === 'joining' ? 'none' : 'next'
  return over(at, call, result, why, on, event)
}

function cameTo({ state, heard }: TransferLeg): Came {
  if (state === 'briefing' || state === 'joining') return 'answered'
  return heard ? 'rang' : 'unrung'
}

const WHY: Readonly<Partial<Record<AttemptResult, string>>> = {
  busy: 'the telephone is busy',
  declined: 'the call was declined',
  'dead-number': 'the number is not in service',
  congestion: 'the trunk could not carry the call',
  'hung-up': 'hung up without a key',
}

/** A dial that could not be sent, or that the gate would not have. */
export const transferLegFailed: Handler<'transferring', 'legFailed'> = (at, call, event) => {
  const { leg } = call
  if (event.channel !== leg.id) return null
  const failed: FactBody = { kind: 'command-failed', command: event.command, why: event.reason }
  if (event.refused !== undefined) return over(at, call, 'refused', event.reason, 'none')
  if (event.command !== 'dial' && !event.gone) {
    if (event.command === 'talk') return notTogether(at, call, event) ?? decision<Call>(call, { facts: [failed] })
    const together = transferWordNotSaid(at, call, event)
    if (together !== null) return together
    // Nothing could be said to whoever picked up: better no answer than silence.
    if (event.command === 'say' && leg.state === 'briefing')
      return first({ facts: [failed] }, cut(at, call, 'no-key', 'nothing could be said to them', 'next'))
    return decision<Call>(call, { facts: [failed] })
  }
  const unsent = event.command === 'dial' ? { ...call, leg: { ...leg, to: unsentOver(leg.to, leg.trunk) } } : call
  const decided = over(at, unsent, event.command === 'dial' ? 'congestion' : 'hung-up', event.reason, 'over')
  return first({ facts: [failed] }, decided)
}

/** One of the two could not be brought into the talk: both into another bridge; then it is over. */
export function notTogether(at: At, call: Transferring, event: Event<'commandFailed' | 'legFailed'>): Decision<Call> | null {
  const { channel, command, reason, bridge = call.bridge } = event
  if (call.leg.state !== 'joining' || bridge !== call.bridge || call.in.includes(channel)) return null
  const failed: FactBody = { kind: 'command-failed', command, why: reason }
  if (call.again) return first({ facts: [failed] }, notConnected(at, call, 'the two could not be connected'))
  const over = `${bridge}-again`
  const commands: Command[] = [
    { do: 'talk', channel: call.leg.id, bridge: over },
    { do: 'talk', channel: call.id, bridge: over },
    { do: 'leaveTalk', channel: call.id, bridge },
  ]
  return decision<Call>({ ...call, bridge: over, in: [], again: true }, { facts: [failed], commands })
}

/** Both are told: the caller has the menu again, and the other telephone is let go with a word. */
function notConnected(at: At, call: Transferring, why: string): Decision<Call> {
  const { id, to, said } = call.leg
  const language = at.plan.people[to.person ?? '']?.language ?? at.plan.box.languages[0] ?? 'en'
  const speech = phrase(at.plan, language, to.person === null ? 'transfer-failed' : 'connect-failed')
  const commands: Command[] = [
    { do: 'leaveTalk', channel: call.id, bridge: call.bridge },
    { do: 'hush', channel: id },
    { do: 'dismiss', channel: id, playback: `${id}-p${said + 1}`, speech },
  ]
  return first({ commands }, over(at, call, 'unknown', why, 'none'))
}

/** `over`: the same telephone over the next trunk, where there is one; `next`: the next telephone; `none`: no other. */
type Onwards = 'over' | 'next' | 'none'

export function cut(at: At, call: Transferring, result: AttemptResult, why: string, on: Onwards): Decision<Call> {
  const { id } = call.leg
  const commands: Command[] = [
    { do: 'hush', channel: id },
    { do: 'hangUp', channel: id },
  ]
  return first({ commands }, over(at, call, result, why, on))
}

export function over(
  at: At,
  call: Transferring,
  result: AttemptResult,
  why: string,
  on: Onwards,
  event: { readonly cause: number; readonly sip: number | null } | null = null,
): Decision<Call> {
  const { leg, menu, key, round, more } = call
  const { person } = leg.to
  const ended: FactBody = {
    kind: 'transfer-attempt-ended',
    leg: leg.id,
    person,
    result,
    cause: event?.cause ?? null,
    sip: event?.sip ?? null,
    why,
  }
  const leaving: Command[] =
    leg.state === 'joining' && event !== null ? [{ do: 'leaveTalk', channel: call.id, bridge: call.bridge }] : []
  const option = optionOf(at, call)
  const pressed = { menu, key, round }
  const left = whatIsLeft(leg.to, at.plan.trunks)
  const again = on === 'over' && left.trunks.length > 0 ? [{ ...left, why: whyOver(left, `trunk ${leg.trunk}: ${why}`) }] : []
  const next = on === 'none' ? [] : [...again, ...more]
  const word = result === 'busy' ? 'transfer-busy' : ANSWERLESS.includes(result) ? 'transfer-nobody' : 'transfer-failed'
  return first({ facts: [ended], commands: leaving }, ringNext(at, base(call), option, pressed, next, [], word))
}

const ANSWERLESS: readonly AttemptResult[] = ['no-answer', 'no-key', 'declined', 'passed-on', 'hung-up']
