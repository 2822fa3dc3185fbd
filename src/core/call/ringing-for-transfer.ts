// A key of the menu connects the caller with a person or a number of the rules: whose telephones these are now, and one of them is rung while the
// caller hears it ring. What becomes of it is decided in transferring.ts. Called by asking-urgency.ts and by transferring.ts for the next telephone.
import { DIAL_SECONDS } from '../leg/leg.ts'
import { flagOf } from '../leg/ways.ts'
import { resolveTargets } from '../plan/on-call.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { phrase } from '../words/speech.ts'
import type { Command, Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { transferLegId } from '../world/our-legs.ts'
import type { Call, CallBase, TransferLeg, TransferTo } from './call.ts'
import { base, type In, propertyOf, speak } from './events.ts'
import { nobodyTookIt, type Pressed, type TransferOption } from './nobody-took-transfer.ts'
import { roomForTransfer } from './room-for-transfer.ts'

/** A caller who is rung for hears a word so often: it also renews their dead-man's switch, which can't be done during a sound. */
export const WORD_SECONDS = 15
/** The PBX's own limit on dialling and ringing comes so much after ours, seconds. */
const LIMIT_SECONDS = 10

export function beginTransfer(at: At, call: CallBase, option: TransferOption, pressed: Pressed): Decision<Call> {
  const whom = 'person' in option.to ? option.to.person : option.to.number
  const began: FactBody = { kind: 'transfer-began', whom, why: `key ${pressed.key} in menu ${pressed.menu}` }
  const left: CallBase = { ...base(call), outcome: 'caller-left' }
  const found = telephones(at, left, option)
  if (typeof found === 'string')
    return first({ facts: [began] }, nobodyTookIt(at, left, option, pressed, 'transfer-failed', found))
  // A bare number of the rules may have many lines.
  const free = found.filter(({ person, phone }) => person === null || at.around.engaged(person, call.id, phone) === null)
  if (free.length === 0) {
    const why = `${found[0]?.person} is busy with another call`
    return first({ facts: [began] }, nobodyTookIt(at, left, option, pressed, 'transfer-busy', why))
  }
  const opening = phrase(at.plan, call.language, 'transfer-begins', { what: option.say[call.language] ?? '' })
  return first({ facts: [began] }, ringNext(at, left, option, pressed, free, opening))
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
export function ringNext(
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
      ...said.call,
      nextLeg: (call.nextLeg ?? 1) + 1,
      phase: 'transferring',
      menu,
      key,
      round,
      more,
      leg,
      bridge: `talk-${id}`,
      in: [],
      nextWordAt: after(at.now, WORD_SECONDS),
      until: after(at.now, DIAL_SECONDS),
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
    do: 'dial',
    channel: id,
    trunk,
    number: to.phone,
    callerId,
    callerName: name,
    timeoutSeconds: DIAL_SECONDS + option.ringSeconds + LIMIT_SECONDS,
    ...flagOf(to),
  }
}

export function optionOf(at: At, { menu, key }: Pick<In<'transferring'>, 'menu' | 'key'>): TransferOption {
  const option = at.plan.menus[menu]?.options[key]
  if (option?.do !== 'transfer') throw new Error(`key ${key} of the menu ${menu} transfers nobody`)
  return option
}
