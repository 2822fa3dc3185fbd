// The one gate that every outbound leg passes, whoever decided to dial it: take-turn.ts asks for each `dial` command, in the order of the
// commands, and drops what is refused. Allowed is a telephone of the rules, or the number of the very caller of an open incident; in the
// countries of the rules, never a line of the box, and within the caps. The phases ask beforehand where they can, to do something better than fail.
import type { Plan } from '../plan/plan.ts'
import type { Around } from '../world/around.ts'
import type { Command } from '../world/commands.ts'
import type { ChannelId, E164 } from '../world/ids.ts'
import type { Dialled } from '../world/late-dials.ts'
import type { Stream } from '../world/stream.ts'
import { capReached } from './caps.ts'
import { mayCallBack } from './may-dial.ts'
import { isInRules, mayRingRules } from './telephones.ts'

export type Dial = Extract<Command, { do: 'dial' }>

/** `number`: it may never be rung. `room`: not now, or not over this trunk. */
export type Cleared =
  | { readonly yes: true; readonly property: string }
  | { readonly yes: false; readonly about: 'number' | 'room'; readonly why: string }

export interface Asked {
  readonly plan: Plan
  /** The stream that decided it, as it is after the decision. */
  readonly stream: Stream
  readonly dial: Dial
  /** This leg, and those that the same decision dials after it. */
  readonly pending: readonly ChannelId[]
  /** What this turn dials already. */
  readonly cleared: readonly Dialled[]
}

export function clearToDial({ plan, stream, dial, pending, cleared }: Asked, around: Around): Cleared {
  const why = notThisNumber(plan, stream, dial.number)
  if (why !== null) return { yes: false, about: 'number', why }
  const property = 'property' in stream ? (stream.property ?? '') : ''
  const full = noRoom(plan, property, dial.trunk, trunk =>
    around.room({ channel: dial.channel, property, trunk, pending, cleared }),
  )
  return full === null ? { yes: true, property } : { yes: false, about: 'room', why: full }
}

/** Why this number may never be rung for this stream, or null. */
function notThisNumber(plan: Plan, stream: Stream, number: E164): string | null {
  if (isInRules(plan, number)) return mayRingRules(plan, number)
  if (!isOfItsCaller(plan, stream, number)) return 'it is neither in the rules nor the number of the caller of an open incident'
  const may = mayCallBack(plan, number)
  return may.yes ? null : may.why
}

/** Only an incident calls back, and only its own callers. */
function isOfItsCaller(plan: Plan, stream: Stream, number: E164): boolean {
  if (stream.kind !== 'incident') return false
  return [stream.caller, ...(stream.others ?? [])].some(({ callerNumber }) => isSame(plan, callerNumber, number))
}

function isSame(plan: Plan, told: string | null, number: E164): boolean {
  const may = mayCallBack(plan, told)
  return may.yes && may.number === number
}

/** Why not, by the caps of the box, of the property and of the trunk; nothing is asked where the rules set none. */
function noRoom(plan: Plan, property: string, trunk: string, room: (trunk: string) => ReturnType<Around['room']>): string | null {
  const { dialling } = plan.box
  const channels = plan.trunks[trunk]?.channels
  const capped = dialling?.atOnce !== undefined || dialling?.perHour !== undefined
  if (!capped && channels === undefined && plan.properties[property]?.dialling === undefined) return null
  const there = room(trunk)
  if (channels !== undefined && there.trunk >= channels) return trunkFull(trunk, channels)
  return capReached(plan, property, there)
}

export function trunkFull(trunk: string, channels: number): string {
  return `trunk ${trunk} carries ${channels} calls at once, and has them`
}
