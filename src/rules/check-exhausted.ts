// The mailbox in which a ladder that reached nobody leaves a message must be one of every property whose callers climb that ladder. Called by
// compile.ts.

import { laddersOf } from '../core/plan/ladders-of.ts'
import type { Plan } from '../core/plan/plan.ts'
import { knownMailbox } from './build-transfers.ts'
import { type Findings, type Path, valueAt } from './findings.ts'
import { placeText } from './problem.ts'

export function checkExhausted(plan: Plan, findings: Findings): void {
  const told = new Set<string>()
  for (const property of Object.values(plan.properties)) {
    for (const id of laddersOf(plan, property)) {
      const mailbox = plan.ladders[id]?.unreachedMailbox
      if (mailbox === undefined) continue
      const path: Path = ['ladders', id, 'exhausted', 'message']
      // Several ladders may have it from one place.
      const key = `${placeText(valueAt(findings, path))} ${property.id}`
      if (told.has(key)) continue
      told.add(key)
      knownMailbox(findings, mailbox, path, [property])
    }
  }
}
