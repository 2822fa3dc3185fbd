// How whoever owns an incident is reminded, and told of what further callers say: by text message where the box can send one, unless the rules
// say otherwise. Called by build-ladders.ts.
import type { Ladder } from '../core/plan/plan.ts'
import { type Findings, isWritten, type Path, valueAt, warning } from './findings.ts'
import { DEFAULTS } from './rule-defaults.ts'
import type { Draft } from './shape-portfolio.ts'
import type { LadderRules } from './shapes.ts'

export function buildReminder(rules: LadderRules): Pick<Ladder, 'reminderSeconds' | 'remindBy' | 'addedWords'> {
  const { after = DEFAULTS.reminderSeconds, by: remindBy = 'sms' } = partsOf(rules)
  return {
    reminderSeconds: rules.reminder === 'never' ? null : after,
    remindBy,
    addedWords: rules['added-words'] ?? remindBy,
  }
}

function partsOf({ reminder }: LadderRules) {
  return reminder === undefined || reminder === 'never' ? {} : reminder
}

/** Text messages that are written down, where the box can send none. What many ladders inherit is told once. */
export function checkTexts({ sms }: Draft, findings: Findings, ladder: string, rules: LadderRules): void {
  if (sms !== null || isWritten(findings, ['sms'])) return
  const wanted: Path[] = []
  if (partsOf(rules).by === 'sms') wanted.push(['reminder', 'by'])
  if (rules['added-words'] === 'sms') wanted.push(['added-words'])
  for (const key of wanted) {
    const place = valueAt(findings, ['ladders', ladder, ...key], ['defaults', ...key])
    const message = 'the box can send no text message: owners are rung instead'
    const same = (one: { readonly line: number; readonly file: string; readonly message: string }) =>
      one.message === message && one.line === place.line && one.file === place.file
    if (!findings.problems.some(same)) warning(findings, place, message, { hint: 'write `sms:` with a gateway, or `call` here' })
  }
}
