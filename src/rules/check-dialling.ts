// Telephones of the rules that the box would not ring (core/dialling/may-dial.ts): said here, before it comes to that. Called by compile.ts.
import { mayRingRules } from '../core/dialling/telephones.ts'
import type { Plan } from '../core/plan/plan.ts'
import { asWritten, isInUse, whyNotWorthIt } from '../core/plan/telephone-numbers.ts'
import { error, type Findings, isMistaken, type Path, valueAt, warning } from './findings.ts'

export function checkDialling(plan: Plan, findings: Findings): void {
  for (const { id, phones } of Object.values(plan.people)) {
    for (const [nth, phone] of phones.entries()) {
      // Nearly all may be rung: where they stand does not matter then.
      if (whyNot(plan, phone) === null && isInUse(phone)) continue
      const path = ['people', id, 'phones']
      if (isMistaken(findings, [...path, nth], path)) continue
      wouldRing(plan, findings, phone, `of \`${id}\` would never be rung`, [[...path, nth], path])
    }
  }
  for (const { id, options } of Object.values(plan.menus)) {
    for (const [key, option] of Object.entries(options)) {
      if (option?.do !== 'transfer' || !('number' in option.to)) continue
      wouldRing(plan, findings, option.to.number, 'is nobody to transfer to', [['menus', id, 'keys', key, 'transfer']])
    }
  }
}

function wouldRing(plan: Plan, findings: Findings, number: string, what: string, paths: readonly Path[]): void {
  const why = whyNot(plan, number)
  if (why === null && !isInUse(number)) maybeWrong(findings, number, paths)
  if (why === null) return
  const { countries } = plan.box.dialling ?? {}
  error(findings, valueAt(findings, ...paths), `${number} ${what}: ${why}`, {
    expected: why.includes('country that')
      ? `a number that begins with ${countries?.join(' or ')}, or its country under \`box: dialling: countries\``
      : 'a telephone that a human being answers',
  })
}

/** The gate of the box lets through whatever the rules name; here is said what should not be in them. */
function whyNot(plan: Plan, number: string): string | null {
  return mayRingRules(plan, number) ?? whyNotWorthIt(number, plan.box.dialling?.countries)
}

function maybeWrong(findings: Findings, number: string, paths: readonly Path[]): void {
  warning(findings, valueAt(findings, ...paths), `${asWritten(number)} is in no range of numbers that is known to be in use`, {
    hint: 'is a digit wrong? A range may be new: nightbell rings the number all the same',
  })
}
