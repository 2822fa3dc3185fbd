// Who is this? The caller ID names a person; over a trunk that is trusted it also proves it, over every other a PIN does. From an office
// telephone, where anybody may stand, the person keys their own number and then the PIN. Wrong PINs lock for a while (wrong-pins.ts):
// that is looked at when a PIN is asked for, and again in the turn that judges it.
import { isOfficePhone, officePhoneNamed } from '../plan/office-phone.ts'
import type { Standing } from '../standing/standing.ts'
import { phrase, digits as sayDigits } from '../words/speech.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, callId } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { Desk, DeskBase, PinQuestion } from './desk.ts'
import { type Handler, leave, nameOf, put, ROUNDS, speak } from './events.ts'
import { mainMenu } from './main-menu.ts'
import { countWrongPin, forgetWrongPins, othersAsked, type PinLock, pinLock, pinQuestion } from './wrong-pins.ts'

/** From the request for the PIN to its last key, seconds. */
const PIN_SECONDS = 30

/** A stranger's trunk leads to nobody's desk, nor does a telephone that the rules do not have. */
export function isDeskLine(at: At, trunk: string, line: string): boolean {
  const phone = officePhoneNamed(trunk)
  if (phone !== null) return line === at.plan.box.desk?.code && isOfficePhone(at.plan, phone)
  if (!Object.hasOwn(at.plan.trunks, trunk)) return false
  const plain = line.replaceAll(/\D/g, '').replace(/^00/, '')
  return at.plan.box.desk?.lines.some(number => number.replaceAll(/\D/g, '') === plain) ?? false
}

export function openDesk(at: At, input: Extract<Input, { type: 'arrived' }>): Decision<Desk> {
  const { trunk, line, callerNumber, callerName, diversion } = input
  const phone = officePhoneNamed(trunk)
  const desk: DeskBase = {
    id: callId(input.channel),
    kind: 'desk',
    plan: input.plan,
    trunk,
    line,
    callerNumber,
    language: at.plan.box.languages[0] ?? 'en',
    arrivedAt: at.now,
    person: null,
    nextPlayback: 1,
    nextRecording: 1,
  }
  const arrived: FactBody = {
    kind: 'arrived',
    trunk,
    line,
    callerNumber,
    callerName,
    diversion,
    why: phone === null ? 'staff called the desk' : `staff called the desk from the office telephone ${phone}`,
  }
  return first({ facts: [arrived], commands: [{ do: 'answer', channel: desk.id }] }, recognise(at, desk))
}

/** Back at the desk after whatever came between: the menu is for those who have proved who they are. */
export function backAtDesk(at: At, desk: DeskBase): Decision<Desk> {
  return desk.person === null ? recognise(at, desk) : mainMenu(at, desk)
}

function recognise(at: At, caller: DeskBase): Decision<Desk> {
  const { trunk, callerNumber } = caller
  const phone = officePhoneNamed(trunk)
  // What an office telephone says of itself names nobody.
  const told = phone === null ? callerNumber : null
  const person = Object.values(at.plan.people).find(({ phones }) => told !== null && phones.includes(told))
  const desk: DeskBase = { ...caller, language: person?.language ?? caller.language }
  if (!person) return put(at, desk, { ask: 'number' }, [...hello(at, desk), ...phrase(at.plan, desk.language, 'desk-number')])
  const trusted = at.plan.box.desk?.trustedTrunks.includes(trunk) ?? false
  return trusted
    ? enter(at, desk, person.id, 'caller-id', `caller ID over the trusted trunk ${trunk}`)
    : askPin(at, desk, person.id, hello(at, desk))
}

function hello(at: At, { language }: DeskBase) {
  return phrase(at.plan, language, 'desk-hello', { box: at.plan.box.name })
}

/** A number was typed: whose cell phone is that? */
export function numberTyped(at: At, desk: Desk, typed: string, round: number): Decision<Desk> {
  const plain = typed.replaceAll(/\D/g, '')
  const person = Object.values(at.plan.people).find(({ phones }) =>
    phones.some(phone => plain.length >= 7 && phone.replaceAll(/\D/g, '').endsWith(plain)),
  )
  const fact: FactBody = {
    kind: 'number-typed',
    number: plain,
    why: officePhoneNamed(desk.trunk) === null ? 'the caller ID is nobody’s' : 'at an office telephone',
  }
  if (person) return first({ facts: [fact] }, askPin(at, { ...desk, language: person.language }, person.id, []))
  const unknown = [...phrase(at.plan, desk.language, 'desk-number-unknown'), ...sayDigits(desk.language, plain)]
  if (round >= ROUNDS)
    return first({ facts: [fact] }, leave(at, desk, unknown, [{ kind: 'desk-refused', person: null, why: 'no number of staff' }]))
  const again = [...unknown, ...phrase(at.plan, desk.language, 'desk-number')]
  return first({ facts: [fact] }, put(at, desk, { ask: 'number' }, again, { round: round + 1 }))
}

function askPin(at: At, desk: DeskBase, person: string, before: ReturnType<typeof phrase>, more: AskMore = {}): Decision<Desk> {
  const { language } = desk
  const pinFrom = at.plan.people[person]?.pinFrom
  const asked = pinQuestion(at.plan, desk, person)
  const lock = pinLock(at, asked, othersAsked(at, desk.id), more.counted)
  if (lock) return refuse(at, desk, asked, lock, before)
  if (pinFrom === undefined)
    return leave(at, desk, phrase(at.plan, language, 'desk-no-pin'), [
      { kind: 'desk-refused', person, why: 'the caller ID is not trusted, and the person has no PIN in the rules' },
    ])
  const said = speak(desk, [...before, ...phrase(at.plan, language, 'desk-pin', { person: nameOf(at, person) })])
  const until = after(at.now, PIN_SECONDS + 15)
  return decision<Desk>(
    { ...said.desk, phase: 'awaiting-pin', who: person, asked, round: more.round ?? 1, until },
    { commands: [...said.commands, { do: 'takePin', channel: desk.id, pinFrom, withinSeconds: PIN_SECONDS }] },
  )
}

interface AskMore {
  readonly round?: number
  /** What this very turn has counted. */
  readonly counted?: readonly Standing[]
}

/** Nothing tells the caller whether the PIN would have been right. */
function refuse(at: At, desk: DeskBase, asked: PinQuestion, lock: PinLock, before: ReturnType<typeof phrase>): Decision<Desk> {
  const why = lock.isCrowded ? lock.why : `locked out after ${lock.why}`
  return leave(
    at,
    desk,
    [...before, ...phrase(at.plan, desk.language, 'desk-locked')],
    [{ kind: 'desk-refused', person: asked.person, why }],
  )
}

export const pinChecked: Handler<'awaiting-pin', 'pinChecked'> = (at, desk, { result }) => {
  const { who, language } = desk
  const asked = desk.asked ?? pinQuestion(at.plan, desk, who)
  const lock = pinLock(at, asked)
  if (lock) return refuse(at, desk, asked, lock, [])
  switch (result) {
    case 'right':
      return first({ signals: forgetWrongPins(at, asked) }, enter(at, desk, who, 'pin', 'the PIN is right'))
    case 'none':
      return leave(at, desk, phrase(at.plan, language, 'nothing-heard'), [
        { kind: 'desk-refused', person: who, why: 'no PIN was typed' },
      ])
    case 'unreadable':
      return leave(at, desk, phrase(at.plan, language, 'desk-no-pin'), [
        { kind: 'desk-refused', person: who, why: 'the PIN cannot be read where the rules say, or has not 5 to 12 digits' },
      ])
    case 'wrong':
      return wrongPin(at, desk, asked)
  }
}

function wrongPin(at: At, desk: Extract<Desk, { phase: 'awaiting-pin' }>, asked: PinQuestion): Decision<Desk> {
  const { who, language, trunk } = desk
  const phone = officePhoneNamed(trunk)
  const why = phone === null ? `typed over trunk ${trunk}` : `typed at the office telephone ${phone}`
  const { signal, standing } = countWrongPin(at, desk, asked, why)
  const wrong = phrase(at.plan, language, 'desk-pin-wrong')
  const locked = pinLock(at, asked, [], [standing])
  if (!locked) return first({ signals: [signal] }, askPin(at, desk, who, wrong, { counted: [standing] }))
  const refused: FactBody = { kind: 'desk-refused', person: who, lockedOut: true, why: locked.why }
  const said = [...wrong, ...phrase(at.plan, language, 'desk-locked')]
  return first({ signals: [signal] }, leave(at, desk, said, [refused]))
}

/** Nothing came of it in time: the shell gathers no keys after a restart. */
export const pinOverdue: Handler<'awaiting-pin', 'due'> = (at, desk) => {
  const { round = 1, who } = desk
  if (round < ROUNDS) return askPin(at, desk, who, [], { round: round + 1 })
  const refused: FactBody = { kind: 'desk-refused', person: who, why: 'no PIN was typed' }
  return leave(at, desk, phrase(at.plan, desk.language, 'nothing-heard'), [refused])
}

export function askPinAgain(at: At, desk: Extract<Desk, { phase: 'awaiting-pin' }>): Decision<Desk> {
  return askPin(at, desk, desk.who, [])
}

function enter(at: At, desk: DeskBase, person: string, how: 'caller-id' | 'pin', why: string): Decision<Desk> {
  const known = { ...desk, person, language: at.plan.people[person]?.language ?? desk.language }
  const open = at.around.openIncidents().filter(({ owner }) => owner === null).length
  const hi = [
    ...phrase(at.plan, known.language, 'desk-you-are', { person: nameOf(at, person) }),
    // The most urgent thing first.
    ...(open === 0 ? [] : phrase(at.plan, known.language, 'desk-open-now', { n: String(open) })),
  ]
  return first({ facts: [{ kind: 'desk-opened', person, how, why }] }, mainMenu(at, known, hi))
}
