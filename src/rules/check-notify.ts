// Who is only told, and never rung, is not unused; a webhook that no rule names is. Called by check-ahead.ts and compile.ts.
import type { Plan, Target } from '../core/plan/plan.ts'
import { type Findings, keyAt, warning } from './findings.ts'

/** Everybody that rules about telling name. */
export function toldTargets(plan: Plan, ladders: Iterable<string>): Target[] {
  const rules = Object.values(plan.properties).flatMap(({ notify }) => notify ?? [])
  return [
    ...[...ladders].flatMap(id => plan.ladders[id]?.notify ?? []),
    ...rules.flatMap(({ mail, sms }) => [...mail, ...sms].flatMap(who => (who.kind === 'address' ? [] : [who]))),
  ]
}

export function checkWebhooks(plan: Plan, findings: Findings): void {
  const rules = Object.values(plan.properties).flatMap(({ notify }) => notify ?? [])
  const used = new Set(rules.flatMap(({ webhooks }) => webhooks))
  for (const [id, { anchor }] of Object.entries(plan.webhooks ?? {})) {
    if (anchor !== undefined) continue
    if (used.has(id)) continue
    warning(findings, keyAt(findings, ['webhooks', id]), `nothing is told to the webhook \`${id}\``, {
      hint: `write \`notify: [{ on: [opened], webhook: ${id} }]\` in a property or under \`defaults:\`, or remove it`,
    })
  }
}
