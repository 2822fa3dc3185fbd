// Do roles hold where they are meant? The names that people serve, groups that could be taken for a property, and rungs whose role
// nobody has at some property. Called by compile.ts.

import { laddersOf } from '../core/plan/ladders-of.ts'
import { peopleInRole, targetsAt } from '../core/plan/on-call.ts'
import type { Plan, Property } from '../core/plan/plan.ts'
import { error, type Findings, isWritten, keyAt, known, valueAt, warning } from './findings.ts'
import { type Draft, right } from './shape-portfolio.ts'

export function checkRoles(plan: Plan, draft: Draft, findings: Findings): void {
  const groups = new Set(right(draft.properties).flatMap(([, { groups: own }]) => own ?? []))
  const places = new Map([...draft.properties.keys(), ...groups].map(name => [name, true]))
  for (const [id, { groups: own }] of right(draft.properties)) {
    for (const [nth, group] of (own ?? []).entries()) {
      if (!draft.properties.has(group)) continue
      const path = ['properties', id, 'groups']
      error(findings, valueAt(findings, [...path, nth], path), `\`${group}\` is a property, so no group can be called that`, {
        expected: 'a name of its own for the group',
      })
    }
  }
  for (const [id, { serves, roles }] of right(draft.people)) {
    const path = ['people', id, 'serves']
    for (const [nth, name] of (serves ?? []).entries()) known(findings, 'property or group', name, places, [...path, nth], path)
    if (serves !== undefined && roles === undefined && !isWritten(findings, ['people', id, 'roles'])) {
      warning(findings, keyAt(findings, path), `\`${id}\` has no role that could hold anywhere`, {
        hint: '`serves` says where the `roles` of a person hold',
      })
    }
  }
  if (!findings.incomplete && ![...draft.people.values()].includes(null)) checkServed(plan, findings)
}

/** A role that some people have, but nobody who serves the property that rings them. */
function checkServed(plan: Plan, findings: Findings): void {
  if (Object.values(plan.people).every(({ serves }) => serves === undefined)) return
  const unserved = new Map<string, { path: (string | number)[]; role: string; properties: Property[] }>()
  for (const property of Object.values(plan.properties)) {
    for (const ladder of laddersOf(plan, property)) {
      for (const [nth, rung] of (plan.ladders[ladder]?.rungs ?? []).entries()) {
        for (const target of targetsAt(property.id, rung.targets)) {
          if (target.kind !== 'role' || peopleInRole(plan, target).length > 0) continue
          const path = ['ladders', ladder, 'rungs', nth, 'who']
          const key = `${path.join(' ')} ${target.id}`
          const before = unserved.get(key)
          if (before) before.properties.push(property)
          else unserved.set(key, { path, role: target.id, properties: [property] })
        }
      }
    }
  }
  for (const { path, role, properties } of unserved.values()) {
    const [first, ...others] = properties
    const where = `\`${first?.id}\`${others.length === 0 ? '' : ` and ${others.length} more`}`
    warning(findings, valueAt(findings, path), `nobody in the role \`${role}\` serves ${where}: the rung is skipped there`, {
      hint: `write \`${first?.groups?.[0] ?? first?.id}\` under \`serves:\` of somebody in that role`,
    })
  }
}
