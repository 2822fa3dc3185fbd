// Who outside is told in a story, and when, by the very code that fills the outbox of the real box: every server takes everything at once, and
// quiet hours are kept. Used by one-call.ts.
import { noticesOf, type Whose } from '../core/notices/notices-of.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Fact } from '../core/world/facts.ts'
import { after, type CallId, type IncidentId } from '../core/world/ids.ts'
import type { Turn } from '../core/world/world.ts'
import type { Daemon } from '../daemon/daemon.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A mail or a text is taken by its server so soon, seconds. */
const SENT = 2

export interface Outside {
  tell(turn: Turn, daemon: Daemon, clock: VirtualClock): void
  /** Something is still to be told, after quiet hours. */
  waits(): boolean
}

export function openOutside(plan: Plan): Outside {
  const asked = new Set<string>()
  let waiting = 0
  return {
    waits: () => waiting > 0,
    tell(turn, daemon, clock) {
      for (const fact of turn.facts) {
        for (const { key, event, tell } of noticesOf(fact, whoseOf(turn, fact), plan))
          for (const { way, to, at } of tell) {
            const one = `${key} ${way} ${to}`
            if (asked.has(one)) continue
            asked.add(one)
            waiting++
            clock.at(after(at, SENT), () => {
              waiting--
              const about = fact.stream as CallId | IncidentId
              daemon.push({ type: 'noticeSettled', result: 'sent', stream: about, key: one, event, way, whom: to, why: '' })
            })
          }
      }
    },
  }
}

function whoseOf({ changes }: Turn, { stream }: Fact): Whose {
  const whose = changes.find(({ id }) => id === stream)
  if (whose?.kind !== 'call' && whose?.kind !== 'incident') return { property: null, ladder: null }
  return { property: whose.property, ladder: whose.kind === 'incident' ? whose.ladder : null }
}
