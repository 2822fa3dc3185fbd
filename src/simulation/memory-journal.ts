// A journal in memory, behind the port `Journal`: it keeps what the real one keeps, as text, so that nothing but plain JSON gets
// through. It outlives the simulated daemon that writes it, and can be told to fail.
import type { Plan } from '../core/plan/plan.ts'
import type { Fact } from '../core/world/facts.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { EndedCall } from '../core/world/inputs.ts'
import { ownerOfLeg } from '../core/world/our-legs.ts'
import { isOver, type Stream, type Turn } from '../core/world/world.ts'
import type { Journal } from '../daemon/ports.ts'

export interface MemoryJournal extends Journal {
  readonly turns: () => Turn[]
  readonly facts: () => Fact[]
  /** The call of this channel, if it is over. */
  endedCall(channel: string): EndedCall | null
  /** Commits fail from now on, or work again. */
  fail(failing: boolean): void
}

export function openMemoryJournal(): MemoryJournal {
  const written: string[] = []
  const plans = new Map<string, string>()
  let failing = false
  const turns = (): Turn[] => written.map(text => JSON.parse(text) as Turn)

  return {
    turns,
    facts: () => turns().flatMap(turn => turn.facts),
    fail(now) {
      failing = now
    },
    commit(batch) {
      if (failing) throw new Error('the disk is full')
      written.push(...batch.map(turn => JSON.stringify(turn)))
    },
    keepPlan(hash, plan) {
      plans.set(hash, JSON.stringify(plan))
    },
    liveStreams() {
      const streams = new Map<string, Stream>()
      let lastAt: EpochMs | null = null
      for (const turn of turns()) {
        lastAt = turn.at
        for (const stream of turn.changes) {
          if (isOver(stream)) streams.delete(stream.id)
          else streams.set(stream.id, stream)
        }
      }
      const kept = new Map([...plans].map(([hash, text]) => [hash, JSON.parse(text) as Plan]))
      return { streams: [...streams.values()], plans: kept, lastAt }
    },
    dialledSince: since =>
      turns().flatMap(turn =>
        turn.commands
          .filter(command => command.do === 'dial' && turn.at > since)
          .map(({ channel }) => {
            const owner = turn.changes.find(stream => stream.id === ownerOfLeg(channel))
            return { leg: channel, property: owner && 'property' in owner ? (owner.property ?? '') : '', at: turn.at }
          }),
      ),
    endedCall(channel) {
      const last = turns()
        .flatMap(turn => turn.changes)
        .findLast(stream => stream.id === channel)
      if (last?.kind !== 'call' || !isOver(last)) return null
      return { property: last.property, incident: last.incident, incidents: last.nextIncident - 1 }
    },
    close() {},
  }
}
