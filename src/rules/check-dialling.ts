// Telephones of the rules that the box would not ring (core/dialling/may-dial.ts): said here, before it comes to that. Called by compile.ts.
import { mayRingRules } from '../core/dialling/may-dial.ts'
import type { Plan } from '../core/plan/plan.ts'
import { error, type Findings, valueAt } from './findings.ts'

export function checkDialling(plan: Plan, findings: Findings): void {
  const { countries } = plan.box.dialling ?? {}
  for (const { id, phones } of Object.values(plan.people)) {
    for (const [nth, phone] of phones.entries()) {
      const why = mayRingRules(plan, phone)
      if (why === null) continue
      const path = ['people', id, 'phones']
      error(findings, valueAt(findings, [...path, nth], path), `${phone} of \`${id}\` would never be rung: ${why}`, {
        expected: why.includes('country')
          ? `a number that begins with ${countries?.join(' or ')}, or its country under \`box: dialling: countries\``
          : 'a telephone that a human being answers',
      })
    }
  }
}
