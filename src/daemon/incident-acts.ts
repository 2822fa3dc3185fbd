// What an administrator does with an incident, asked for through the control socket: it becomes an input, and the answer is what came of it, so
// that of two who own it at once one is told who has it. Handed to control.ts by run.ts.
import type { Incident } from '../core/incident/incident.ts'
import { INCIDENT_OUTCOMES, type IncidentOutcome } from '../core/world/facts.ts'
import type { IncidentId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Act } from './control.ts'

export interface IncidentActNeeds {
  readonly incident: (id: IncidentId) => Incident | undefined
  readonly push: (input: Input) => void
  /** Resolves when everything that was pushed has been decided. */
  readonly decided: () => Promise<void>
}

type Asked = { readonly id: IncidentId; readonly who: string; readonly why: string } & Readonly<Record<string, unknown>>

export function incidentActs({ incident, push, decided }: IncidentActNeeds): Readonly<Record<string, Act>> {
  /** Checks what all acts have in common, and that the incident is there. */
  const act =
    (does: (asked: Asked, found: Incident) => Promise<Awaited<ReturnType<Act>>>): Act =>
    async body => {
      const asked = Object(body) as Asked
      const words = [asked.who, asked.why].every(word => typeof word === 'string' && word.trim() !== '' && word.length <= 200)
      if (typeof asked.id !== 'string' || !words) return { code: 400, body: { error: 'an id, who and why are expected' } }
      const found = incident(asked.id)
      if (found === undefined) return { code: 404, body: { error: `no incident ${asked.id.slice(0, 60)} is open` } }
      return does(asked, found)
    }

  return {
    '/incidents/ack': act(async ({ id, who, why }, found) => {
      if (found.owner !== null) return { code: 200, body: { done: 'before', by: found.owner.person, phase: found.phase } }
      push({ type: 'ownedByHand', stream: id, who, why })
      await decided()
      const by = incident(id)?.owner?.person ?? who
      return { code: 200, body: by === who ? { done: 'now', by } : { done: 'before', by } }
    }),
    '/incidents/resolve': act(async ({ id, who, why, outcome }, found) => {
      if (!isOutcome(outcome)) return { code: 400, body: { error: `an outcome is expected: ${INCIDENT_OUTCOMES.join(', ')}` } }
      if (found.phase === 'resolved') return { code: 200, body: { done: 'before', phase: found.phase } }
      push({ type: 'resolvedByHand', stream: id, who, why, outcome })
      await decided()
      const now = incident(id)
      if (now?.phase === 'resolved') return { code: 200, body: { done: 'now', phase: now.phase } }
      return { code: 200, body: { done: 'no', phase: now?.phase, ...onTheLine(now) } }
    }),
    '/incidents/reopen': act(async ({ id, who, why }, found) => {
      push({ type: 'reopenedByHand', stream: id, who, why })
      await decided()
      const done = found.owner !== null && incident(id)?.owner === null
      return { code: 200, body: { done: done ? 'now' : 'no', phase: found.phase, ...(done ? {} : onTheLine(found)) } }
    }),
  }
}

/** Who talks, or is asked, for it at this moment. */
function onTheLine(incident: Incident | undefined): { readonly by?: string } {
  const leg = incident !== undefined && 'leg' in incident ? incident.legs[incident.leg] : undefined
  return leg === undefined ? {} : { by: leg.dial.person }
}

function isOutcome(outcome: unknown): outcome is IncidentOutcome {
  return INCIDENT_OUTCOMES.some(one => one === outcome)
}
