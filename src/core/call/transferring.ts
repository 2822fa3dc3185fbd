// A key of the menu connects the caller with a person or a line of the rules: the telephones are rung one after the other while the caller
// hears it ring, and what follows when nobody takes it. Who answers is briefed in transfer-briefing.ts; the talk is transferred.ts.
import { DIAL_SECONDS, resultOf } from '../leg/leg.ts'
import { resolveTargets } from '../plan/on-call.ts'
import type { Key, Option } from '../plan/plan.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { phrase } from '../words/speech.ts'
import type { Command, Speech } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { AttemptResult, FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { transferLegId } from '../world/our-legs.ts'
import type { Call, CallBase, TransferLeg, TransferTo } from './call.ts'
import { base, type Handler, type In, propertyOf, speak } from './events.ts'
import { roomForTransfer } from './room-for-transfer.ts'
import { askUrgency } from './saying-menu.ts'
import { speakFreely } from './speaking-freely.ts'
import { takeMessage } from './taking-message.ts'
import { urgentMatter } from './urgent.ts'

export type TransferOption = Extract<Option, { do: 'transfer' }>
export type Transferring = In<'transferring'>

/** A caller who is rung for hears a word so often: it also renews their dead-man's switch, which can't be done during a sound. */
const WORD_SECONDS = 15
/** The PBX's own limit on dialling and ringing comes so much after ours, seconds. */
const LIMIT_SECONDS = 10

/** Which key of which menu, in which of its rounds. */
export interface Pressed {
  readonly menu: string
  readonly key: Key
  readonly round: number
}

export function beginTransfer(at: At, call: CallBase, option: TransferOption, pressed: Pressed): Decision<Call> {
  const whom = 'person' in option.to ? option.to.person : option.to.number
  const began: FactBody = { kind: 'transfer-began', whom, why: `key ${pressed.key} in menu ${pressed.menu}` }
  const left: CallBase = { ...base(call), outcome: 'caller-left' }
  const found = telephones(at, left, option)
  if (typeof found === 'string')
    return first({ facts: [began] }, nobodyTookIt(at, left, option, pressed, 'transfer-failed', found))
  const busy = found.find(({ person }) => person !== null && at.around.engaged(person, call.id) !== null)
  if (busy !== undefined) {
    const why = `${busy.person} is busy with another call`
    return first({ facts: [began] }, nobodyTookIt(at, left, option, pressed, 'transfer-busy', why))
  }
  const opening = phrase(at.plan, call.language, 'transfer-begins', { what: option.say[call.language] ?? '' })
  return first({ facts: [began] }, ringNext(at, left, option, pressed, found, opening))
}

/** Whoever is meant now, with all their telephones in order; or why nobody is. */
function telephones(at: At, call: CallBase, { to }: TransferOption): readonly TransferTo[] | string {
  const trunks = propertyOf(at, call).outbound
  if ('number' in to) return [{ person: null, phone: to.number, trunks, why: 'a number of the rules' }]
  const people = resolveTargets(at.plan, [{ kind: 'person', id: to.person }], at.now)
  const found = people.flatMap(({ person, why }) =>
    (at.plan.people[person]?.phones ?? []).map(
      (phone): TransferTo => ({ person, phone, trunks, why: why.replace('in the rung', 'by the key') }),
    ),
  )
  return found.length === 0 ? `${to.person} is away, and nobody stands in` : found
}

/** Rings the first of these telephones; without any left, nobody took it. `opening`: what the caller hears before it rings. */
function ringNext(
  at: At,
  call: CallBase,
  option: TransferOption,
  pressed: Pressed,
  to: readonly TransferTo[],
  opening: readonly Speech[],
  ended: PhraseKey = 'transfer-failed',
): Decision<Call> {
  const [next, ...more] = to
  if (next === undefined) return nobodyTookIt(at, call, option, pressed, ended, 'nobody took it')
  const room = roomForTransfer(at, call, next.trunks)
  if (room.full !== null) return nobodyTookIt(at, call, option, pressed, 'transfer-failed', room.full)
  const [trunk = '', ...trunks] = room.trunks
  return dial(at, call, option, { ...pressed, more }, { ...next, trunks }, trunk, opening)
}

function dial(
  at: At,
  call: CallBase,
  option: TransferOption,
  pressed: Pressed & { readonly more: readonly TransferTo[] },
  to: TransferTo,
  trunk: string,
  opening: readonly Speech[],
): Decision<Call> {
  const id = transferLegId(call.id, call.nextLeg ?? 1)
  const leg: TransferLeg = { id, to, trunk, dialledAt: at.now, state: 'dialling', heard: false, said: 0, dice: 0, confirm: null }
  const said = speak(call, [...opening, { kind: 'ringback' }])
  const { menu, key, round, more } = pressed
  return decision<Call>(
    {
      ...{ ...said.call, nextLeg: (call.nextLeg ?? 1) + 1, phase: 'transferring', menu, key, round, more, leg },
      ...{ bridge: `talk-${id}`, in: [], nextWordAt: after(at.now, WORD_SECONDS), until: after(at.now, DIAL_SECONDS) },
    },
    {
      facts: [{ kind: 'transfer-dialled', leg: id, person: to.person, phone: to.phone, trunk, why: to.why }],
      commands: [dialCommand(at, call, leg, option), ...said.commands],
    },
  )
}

/** Staff see the box's one number, as always; anybody outside sees the property's. */
export function dialCommand(at: At, call: CallBase, { id, to, trunk }: TransferLeg, option: TransferOption): Command {
  const { callerId, name } = to.person === null ? propertyOf(at, call) : at.plan.box
  return {
    ...{ do: 'dial', channel: id, trunk, number: to.phone, callerId, callerName: name },
    timeoutSeconds: DIAL_SECONDS + option.ringSeconds + LIMIT_SECONDS,
  }
}

export function optionOf(at: At, { menu, key }: Pick<Transferring, 'menu' | 'key'>): TransferOption {
  const option = at.plan.menus[menu]?.options[key]
  if (option?.do !== 'transfer') throw new Error(`key ${key} of the menu ${menu} transfers nobody`)
  return option
}

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
        ...{ ...call, leg: { ...leg, state: 'ringing' }, until: after(at.now, optionOf(at, call).ringSeconds) },
        nextWordAt: call.nextWordAt > at.now ? call.nextWordAt : after(at.now, 1),
      })
    case 'ringing':
      if (!leg.heard && leg.to.trunks.length > 0)
        return cut(at, call, 'congestion', `trunk ${leg.trunk} gave no sign of ringing`, 'over')
      return cut(at, call, 'no-answer', 'the ring time is over', 'next')
    case 'briefing':
      return cut(at, call, 'no-key', 'no key within the accept time: not an answer', 'next')
    case 'joining':
      return cut(at, call, 'unknown', 'the two could not be connected in time', 'none')
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
  const phase = leg.state === 'joining' ? 'briefing' : leg.state
  const result = resultOf({ phase }, event.cause, event.sip)
  const why = WHY[result] ?? 'the telephone stopped ringing without an answer'
  const on = result === 'congestion' ? 'over' : leg.state === 'joining' ? 'none' : 'next'
  return over(at, call, result, why, on, event)
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
    // Nothing could be said to whoever picked up: better no answer than silence.
    const soon = event.command === 'say' && leg.state === 'briefing' ? { until: after(at.now, 1) } : {}
    return decision<Call>({ ...call, ...soon }, { facts: [failed] })
  }
  const decided = over(at, call, event.command === 'dial' ? 'congestion' : 'hung-up', event.reason, 'over')
  return first({ facts: [failed] }, decided)
}

/** `over`: the same telephone over the next trunk, where there is one; `next`: the next telephone; `none`: no other. */
type Onwards = 'over' | 'next' | 'none'

export function cut(at: At, call: Transferring, result: AttemptResult, why: string, on: Onwards): Decision<Call> {
  const { id } = call.leg
  const commands: Command[] = [
    { do: 'hush', channel: id },
    ...(call.leg.state === 'joining' ? [{ do: 'leaveTalk', channel: call.id, bridge: call.bridge } as const] : []),
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
    ...{ kind: 'transfer-attempt-ended', leg: leg.id, person, result, cause: event?.cause ?? null, sip: event?.sip ?? null, why },
  }
  const leaving: Command[] =
    leg.state === 'joining' && event !== null ? [{ do: 'leaveTalk', channel: call.id, bridge: call.bridge }] : []
  const option = optionOf(at, call)
  const pressed = { menu, key, round }
  const again = on === 'over' && leg.to.trunks.length > 0 ? [{ ...leg.to, why: `trunk ${leg.trunk}: ${why}` }] : []
  const next = on === 'none' ? [] : [...again, ...more]
  const word = result === 'busy' ? 'transfer-busy' : ANSWERLESS.includes(result) ? 'transfer-nobody' : 'transfer-failed'
  return first({ facts: [ended], commands: leaving }, ringNext(at, base(call), option, pressed, next, [], word))
}

const ANSWERLESS: readonly AttemptResult[] = ['no-answer', 'no-key', 'declined', 'passed-on', 'hung-up']

/** Told honestly, and then what the rules say: the menu once more, a message, or a ladder. */
function nobodyTookIt(
  at: At,
  call: CallBase,
  option: TransferOption,
  pressed: Pressed,
  word: PhraseKey,
  why: string,
): Decision<Call> {
  const whom = 'person' in option.to ? option.to.person : option.to.number
  const failed: FactBody = { kind: 'transfer-failed', whom, why }
  const { otherwise } = option
  const told = first({ facts: [failed] }, decision<CallBase>(call))
  if (otherwise.do === 'menu') {
    const rounds = at.plan.menus[pressed.menu]?.rounds ?? 1
    const next =
      pressed.round <= rounds
        ? askUrgency(at, call, pressed.menu, pressed.round + 1, word)
        : speakFreely(at, call, phrase(at.plan, call.language, word))
    return first(told, next)
  }
  const said = speak(call, phrase(at.plan, call.language, word))
  const on = andThen({ ...told, state: said.call }, c =>
    otherwise.do === 'message'
      ? takeMessage(at, c, otherwise.mailbox)
      : urgentMatter(at, c, {
          ...{ ladder: otherwise.ladder, category: otherwise.category, statement: 'ask' },
          why: `nobody took the transfer: ${why}`,
        }),
  )
  // The word is said, and then whatever comes next: it must not be hushed by that.
  return { ...on, commands: [...said.commands, ...on.commands.filter(({ do: does }) => does !== 'hush')] }
}

/** What the caller's end means for whoever is being rung or talks: called wherever a call ends or leaves the application. */
export function transferLegOf(call: Call): TransferLeg | null {
  return call.phase === 'transferring' || call.phase === 'transferred' ? call.leg : null
}
