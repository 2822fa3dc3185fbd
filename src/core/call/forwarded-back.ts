// A telephone that we ring may be forwarded to one of our own lines. Its call then comes back as if somebody called: a menu would talk with
// the briefing, and nobody would be reached. It is told from a caller by two signs, while we ring a telephone and nobody has taken the
// call there: it was forwarded by that telephone and shows no other caller; or it shows the number that only our calls show.
// A member of staff who calls with their own telephone shows neither. Called by arriving.ts and take-turn.ts.
import { peopleAt, plainNumber, sameNumber } from '../dialling/telephones.ts'
import { everyReading } from '../plan/number-format.ts'
import type { Plan } from '../plan/plan.ts'
import { type At, type Decision, decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, callId } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { RungNow } from '../world/rung-now.ts'
import { type Call, newCall } from './call.ts'

type Arrived = Extract<Input, { type: 'arrived' }>

/** The refusal, or null where this is a caller. */
export function forwardedBack(at: At, input: Arrived): Decision<Call> | null {
  const { plan, now } = at
  const { trunk, line, callerNumber, callerName } = input
  if (!Object.hasOwn(plan.trunks, trunk)) return null
  const numbers = diversionsOf(plan, input)
  const shows = showsOurs(plan, callerNumber)
  const forwarders = numbers.filter(number => shows !== null || callerNumber === null || sameNumber(number, callerNumber))
  const own = shows === 'box' ? { trunk: isLine(plan, callerNumber ?? '') ? trunk : null } : null
  if (forwarders.length === 0 && own === null) return null
  const rung = at.around.rungNow(callId(input.channel), { numbers: forwarders, own })
  if (rung === null) return null
  const call = newCall(input, { property: null, language: plan.box.languages[0] ?? 'en', arrivedAt: now, outcome: 'refused' })
  const { diversion } = input
  return decision<Call>(
    { ...call, phase: 'leaving', playback: '', speech: [], until: after(now, 10) },
    {
      facts: [
        { kind: 'arrived', trunk, line, callerNumber, callerName, diversion, why: 'a call came in' },
        forwardedFact(plan, rung.people, numbers, line),
      ],
      commands: [{ do: 'hangUp', channel: call.id, busy: true }],
    },
  )
}

/** `people`: whose telephones are rung. `numbers`: who forwarded the call; a telephone of the rules among them tells whose it is. */
export function forwardedFact(plan: Plan, people: RungNow['people'], numbers: readonly string[], line: string): FactBody {
  const named = [...new Set(numbers.flatMap(number => peopleAt(plan, number)))]
  const all = named.length > 0 ? named : people.filter(person => person !== null)
  const phones = named.flatMap(person => plan.people[person]?.phones ?? [])
  const phone = phones.find(each => numbers.some(number => sameNumber(number, each))) ?? null
  const who = all.map(person => plan.people[person]?.name ?? person).join(' or ')
  const whose = who === '' ? 'a telephone that is being rung' : `the telephone of ${who}`
  const why = `${whose}${phone === null ? '' : `, ${phone},`} is forwarded to line ${line}: our own call came back`
  return { kind: 'forwarded-back', person: all.length === 1 ? (all[0] ?? null) : null, phone, why }
}

/** Who forwarded it, in the spelling of the rules where the trunk has one of its own. */
export function diversionsOf(
  plan: Plan,
  { trunk, diversion, told }: Pick<Arrived, 'trunk' | 'diversion' | 'told'>,
): readonly string[] {
  const all = [...(diversion === null ? [] : [diversion]), ...(told?.diverted ?? []).map(each => each.diversion)]
  return [...new Set(all.flatMap(number => [number, ...everyReading(plan.trunks[trunk], number)]))]
}

/** A number that telephones that we ring see; or one of a property or carrier, which its office may show, too. */
function showsOurs(plan: Plan, callerNumber: string | null): 'box' | 'property' | null {
  if (callerNumber === null) return null
  const { shown, callerIds } = oursOf(plan)
  if (sameNumber(callerNumber, plan.box.callerId) || shown.has(plainNumber(callerNumber))) return 'box'
  return callerIds.has(plainNumber(callerNumber)) ? 'property' : null
}

function isLine(plan: Plan, number: string): boolean {
  return oursOf(plan).lines.has(plainNumber(number))
}

interface Ours {
  readonly lines: ReadonlySet<string>
  /** In place of the box's number, where a trunk has a `from` of its own. */
  readonly shown: ReadonlySet<string>
  readonly callerIds: ReadonlySet<string>
}

/** Put together once for each plan: a large portfolio has thousands. */
const OURS = new WeakMap<Plan, Ours>()

function oursOf(plan: Plan): Ours {
  const known = OURS.get(plan)
  if (known !== undefined) return known
  const trunks = Object.values(plan.trunks).filter(({ outbound }) => outbound)
  const callerIds = [
    ...Object.values(plan.properties).map(({ callerId }) => callerId ?? ''),
    ...trunks.flatMap(({ owns }) => owns),
  ]
  const found = {
    lines: new Set(plan.lines.map(({ number }) => plainNumber(number))),
    shown: new Set(trunks.flatMap(({ from }) => (from?.user === undefined ? [] : [plainNumber(from.user)]))),
    callerIds: new Set(callerIds.map(plainNumber)),
  }
  OURS.set(plan, found)
  return found
}
