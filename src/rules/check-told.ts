// Is anybody told at every property? A role may be held by people who serve other properties only, or who have no address. Called by
// compile.ts when nothing else is wrong; all of it is a warning.

import { laddersOf } from '../core/plan/ladders-of.ts'
import { peopleInRole, targetsAt } from '../core/plan/on-call.ts'
import type { Plan, Property, Target } from '../core/plan/plan.ts'
import { type Findings, type Path, valueAt, warning } from './findings.ts'

type Way = 'mail' | 'sms'

export function checkTold(plan: Plan, findings: Findings): void {
  checkLate(plan, findings)
  const ways: readonly Way[] = [...(plan.mail ? (['mail'] as const) : []), ...(plan.sms ? (['sms'] as const) : [])]
  const untold = new Map<string, { place: ReturnType<typeof valueAt>; role: string; what: string; properties: Property[] }>()

  function look(property: Property, targets: readonly Target[], wanted: readonly Way[], paths: readonly Path[]): void {
    for (const target of targetsAt(property.id, targets)) {
      if (target.kind !== 'role' || peopleInRole(plan, target).some(person => wanted.some(way => person[way] !== undefined)))
        continue
      const place = valueAt(findings, ...paths)
      const what = wanted.map(way => `\`${way}\``).join(' or ')
      const key = `${place.file}:${place.line}:${place.column} ${target.id} ${what}`
      const before = untold.get(key)
      if (before) before.properties.push(property)
      else untold.set(key, { place, role: target.id, what, properties: [property] })
    }
  }

  for (const property of Object.values(plan.properties)) {
    for (const ladder of laddersOf(plan, property)) {
      const paths = [
        ['ladders', ladder, 'exhausted', 'notify'],
        ['defaults', 'exhausted', 'notify'],
      ]
      look(property, plan.ladders[ladder]?.notify ?? [], ways, paths)
    }
    for (const [nth, rule] of (property.notify ?? []).entries()) {
      for (const way of ['mail', 'sms'] as const) {
        const targets = rule[way].flatMap(who => (who.kind === 'address' ? [] : [who]))
        look(property, targets, [way], [['properties', property.id, 'notify', nth, way]])
      }
    }
  }
  for (const { place, role, what, properties } of untold.values()) {
    const [first, ...others] = properties
    const where = `\`${first?.id}\`${others.length === 0 ? '' : ` and ${others.length} more`}`
    warning(findings, place, `nobody in the role \`${role}\` who serves ${where} has ${what}: nobody is told there`, {
      hint: `write ${what} in the entry of somebody in that role`,
    })
  }
}

/** A rule that tells what is late, at properties where nothing ever is. Where one of them has a target, the others may want none. */
function checkLate(plan: Plan, findings: Findings): void {
  const rules = new Map<string, { place: ReturnType<typeof valueAt>; properties: Property[] }>()
  for (const property of Object.values(plan.properties)) {
    for (const [nth, { on }] of (property.notify ?? []).entries()) {
      if (!on.includes('late')) continue
      const place = valueAt(findings, ['properties', property.id, 'notify', nth, 'on'])
      const key = `${place.file}:${place.line}:${place.column}`
      const before = rules.get(key)
      if (before) before.properties.push(property)
      else rules.set(key, { place, properties: [property] })
    }
  }
  for (const { place, properties } of rules.values()) {
    const [first, ...others] = properties
    if (properties.some(hasTarget)) continue
    const where = `\`${first?.id}\`${others.length === 0 ? '' : ` and ${others.length} more`}`
    warning(findings, place, `nothing is ever late at ${where}: there is no \`target\``, {
      hint: 'write `target: 10m` there, or under `defaults:`',
    })
  }
}

function hasTarget({ target, categoryTargets = {} }: Property): boolean {
  return target !== undefined || Object.values(categoryTargets).some(own => own !== null)
}
