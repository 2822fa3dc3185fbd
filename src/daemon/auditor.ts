// Asserts all the time that what the streams claim exists on the PBX, and that nothing of ours is there without a stream. What is
// wrong in two looks running is an alarm until a look finds it no more, and is repaired by the ordinary recovery of that stream.
import { type ChannelId, callId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { isOurLeg, ownerOfLeg } from '../core/world/our-legs.ts'
import { deadlineOf, liveStreams, type Stream, streamOf } from '../core/world/world.ts'
import type { Wrong } from './alarms.ts'
import type { Snapshot } from './ports.ts'
import { channelsOf, observe, type RecoverNeeds, sorted, type There, unusedBridges } from './recover.ts'

/** A deadline that is so long past was missed, ms. */
const MISSED_MS = 10_000

export interface Auditor {
  /** Looks once; gives the inputs that repair what was wrong twice. */
  look(): Promise<Input[]>
  /** What the last look found wrong for the second time. */
  wrong(): readonly Wrong[]
}

export function openAuditor(needs: RecoverNeeds): Auditor {
  let suspected = new Set<string>()
  let wrong: readonly Wrong[] = []

  return {
    async look() {
      const snapshot = await needs.telephony.snapshot()
      const there = sorted(snapshot, await needs.notes?.())
      const found = suspicions(needs, snapshot, there)
      const certain = found.filter(s => suspected.has(s.what))
      suspected = new Set(found.map(s => s.what))
      wrong = certain.map(({ what }) => ({ kind: 'audit', about: what, what }))
      const inputs: Input[] = []
      for (const { what, stream, channel, bridge } of certain) {
        needs.log.error({ what }, 'the auditor found something wrong')
        if (stream) inputs.push(await observe(needs, there, stream))
        else if (channel !== undefined) inputs.push(...(await ofNobody(needs, snapshot, channel)))
        else if (bridge !== undefined) await needs.telephony.destroyBridge(bridge)
      }
      return inputs
    },
    wrong: () => wrong,
  }
}

/** A caller whom nobody knows is taken in, or goes to the failsafe; anything else is hung up. */
async function ofNobody({ telephony }: RecoverNeeds, snapshot: Snapshot, channel: ChannelId): Promise<Input[]> {
  const args = snapshot.channels.find(c => c.id === channel)?.stasisArgs ?? null
  const input = args === null || isOurLeg(channel) ? null : telephony.enteredAs(channel, args)
  if (input?.type === 'arrived' || input?.type === 'returned') return [input]
  await telephony.hangUp(channel)
  return []
}

interface Suspicion {
  readonly what: string
  readonly stream?: Stream
  readonly channel?: ChannelId
  readonly bridge?: string
}

function suspicions({ world, clock }: RecoverNeeds, snapshot: Snapshot, there: There): Suspicion[] {
  const streams = liveStreams(world)
  const found: Suspicion[] = []
  for (const stream of streams) {
    const deadline = deadlineOf(stream)
    if (deadline === null || deadline < clock.now() - MISSED_MS)
      found.push({ what: `${stream.id} in ${stream.phase} missed its deadline`, stream })
    for (const channel of channelsOf(stream, there)) {
      if (!there.channels.has(channel) && stream.phase !== 'saving')
        found.push({ what: `${stream.id} claims channel ${channel}, which is gone`, stream })
    }
  }
  for (const { id, stasisArgs } of snapshot.channels) {
    const owner = ownerOfLeg(id)
    const known = owner === null ? stasisArgs === null || streamOf(world, callId(id)) : streamOf(world, owner)
    if (!known) found.push({ what: `channel ${id} belongs to nobody`, channel: id })
  }
  for (const bridge of unusedBridges(world, snapshot)) found.push({ what: `bridge ${bridge} belongs to nobody`, bridge })
  return found
}
