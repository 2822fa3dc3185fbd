// Whether one more telephone may be rung for this caller now, and over which trunk: asked before the gate is (dialling/clear-to-dial.ts), so that
// the caller is told instead of waiting in vain.
import { capReached } from '../dialling/caps.ts'
import { trunkFull } from '../dialling/clear-to-dial.ts'
import type { At } from '../world/decision.ts'
import type { CallBase } from './call.ts'
import { propertyOf } from './events.ts'

export type TransferRoom = { readonly full: null; readonly trunks: readonly string[] } | { readonly full: string }

export function roomForTransfer(at: At, call: CallBase, trunks: readonly string[]): TransferRoom {
  const { dialling } = at.plan.box
  const property = propertyOf(at, call)
  const limited = trunks.some(trunk => at.plan.trunks[trunk]?.channels !== undefined)
  if (!limited && property.dialling === undefined && dialling?.atOnce === undefined && dialling?.perHour === undefined)
    return { full: null, trunks }
  const load = at.around.load(property.id, call.id)
  const capped = capReached(at.plan, property.id, load)
  if (capped !== null) return { full: capped }
  const isFree = (trunk: string): boolean => {
    const channels = at.plan.trunks[trunk]?.channels
    // The caller's own line is one of the calls that the trunk carries.
    return channels === undefined || (load.trunks?.[trunk] ?? 0) + (trunk === call.trunk ? 1 : 0) < channels
  }
  const free = trunks.filter(isFree)
  if (free.length > 0) return { full: null, trunks: free }
  const [trunk = ''] = trunks
  return { full: trunkFull(trunk, at.plan.trunks[trunk]?.channels ?? 0) }
}
