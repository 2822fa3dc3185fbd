// What lives on from turn to turn: calls, incidents, staff at the phone desk, and what they have set.
import type { Call } from '../call/call.ts'
import type { Desk } from '../desk/desk.ts'
import type { Incident } from '../incident/incident.ts'
import type { Standing } from '../standing/standing.ts'

export type Stream = Call | Incident | Desk | Standing

/** Nothing more will happen to it: it leaves the world and stays in the journal. */
export function isOver({ phase }: Stream): boolean {
  return phase === 'gone' || phase === 'closed' || phase === 'ended'
}
