// What an administrator does with an incident, asked for through the control socket: it becomes an input, and the answer is what came of it, so
// that of two who own it at once one is told who has it. Called by control.ts; wired by run.ts.
import type { Incident } from '../core/incident/incident.ts'
import type { IncidentId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Act } from './control.ts'

export interface IncidentActNeeds {
  readonly incident: (id: IncidentId) => Incident | undefined
  readonly push: (input: Input) => void
  /** Resolves when everything that was pushed has been decided. */
  readonly decided: () => Promise<void>
}

export function incidentActs({ incident, push, decided }: IncidentActNeeds): Readonly<Record<string, Act>> {
  return {
    '/incidents/ack': async asked => {
      const { id, who, why } = Object(asked) as Record<string, unknown>
      const words = [who, why].every(word => typeof word === 'string' && word !== '' && word.length <= 200)
      if (typeof id !== 'string' || !words) return { code: 400, body: { error: 'an id, who and why are expected' } }
      const found = incident(id as IncidentId)
      if (found === undefined) return { code: 404, body: { error: `no incident ${id.slice(0, 60)} is open` } }
      if (found.owner !== null) return { code: 200, body: { done: 'before', by: found.owner.person } }
      push({ type: 'ownedByHand', stream: id as IncidentId, who: String(who), why: String(why) })
      await decided()
      // Owned with nobody on the line it is closed at once.
      const by = incident(id as IncidentId)?.owner?.person ?? String(who)
      return { code: 200, body: by === who ? { done: 'now', by } : { done: 'before', by } }
    },
  }
}
