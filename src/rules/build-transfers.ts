// A key that transfers the caller: to whom, how long it rings there, and what follows when nobody takes it. A person is named; a telephone number
// must be written in full. Called by build-menus.ts.
import type { Option, Otherwise, Property, Text } from '../core/plan/plan.ts'
import { error, type Findings, isWritten, known, type Path, valueAt } from './findings.ts'
import { didYouMean, namesText } from './nearest.ts'
import { parseNumber } from './parse-number.ts'
import { DEFAULTS, EMERGENCY_CATEGORY } from './rule-defaults.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { OptionRules } from './shapes.ts'

type Transfer = Extract<Option, { do: 'transfer' }>

export function buildTransfer(
  draft: Draft,
  findings: Findings,
  rules: OptionRules & { readonly transfer: string },
  say: Text,
  path: Path,
  serves: readonly Property[],
): Transfer | null {
  const to = transferTo(draft, findings, rules.transfer, [...path, 'transfer'])
  if (to === null) return null
  const otherwise = otherwiseOf(draft, findings, rules, [...path, 'otherwise'], serves)
  return { do: 'transfer', say, to, ringSeconds: rules.ring ?? DEFAULTS.transferRingSeconds, otherwise }
}

function transferTo(draft: Draft, findings: Findings, whom: string, path: Path): Transfer['to'] | null {
  const place = valueAt(findings, path)
  if (/^[+\d(]/.test(whom)) {
    const number = parseNumber(whom, findings.home)
    if (number.ok) return { number: number.value }
    error(findings, place, number.message, { expected: number.expected, hint: number.hint })
    return null
  }
  const rules = draft.people.get(whom)
  if (rules !== undefined) {
    if (rules !== null && rules.phones === undefined && !isWritten(findings, ['people', whom, 'phones'])) {
      error(findings, place, `\`${whom}\` has no telephone: nobody can be transferred to them`, {
        expected: `\`phones\` for \`${whom}\``,
      })
      return null
    }
    return { person: whom }
  }
  if (findings.incomplete) return null
  const roles = right(draft.people).flatMap(([, person]) => person.roles ?? [])
  const kind = draft.schedules.has(whom) ? 'schedule' : roles.includes(whom) ? 'role' : draft.ladders.has(whom) ? 'ladder' : null
  if (kind !== null) {
    error(findings, place, `\`${whom}\` is a ${kind}: a caller is transferred to one person or number`, {
      expected: 'a person, or a telephone number',
      hint: 'whoever is on call is rung with `escalate`',
    })
    return null
  }
  const names = [...draft.people.keys()]
  error(findings, place, `there is no person \`${whom}\` to transfer to`, {
    expected: `${namesText(names)}, or a telephone number such as "+1 512 555 0170"`,
    hint: didYouMean(whom, names),
  })
  return null
}

function otherwiseOf(
  draft: Draft,
  findings: Findings,
  { otherwise }: OptionRules,
  path: Path,
  serves: readonly Property[],
): Otherwise {
  if (otherwise === undefined || otherwise === 'menu') return { do: 'menu' }
  if ('message' in otherwise) {
    knownMailbox(findings, otherwise.message, [...path, 'message'], serves)
    return { do: 'message', mailbox: otherwise.message }
  }
  const { escalate: ladder, category = EMERGENCY_CATEGORY } = otherwise
  known(findings, 'ladder', ladder, draft.ladders, [...path, 'escalate'])
  if (category !== EMERGENCY_CATEGORY) known(findings, 'category', category, draft.categories, [...path, 'category'])
  return { do: 'escalate', ladder, category }
}

/** Each property that the menu serves needs the mailbox. */
export function knownMailbox(findings: Findings, mailbox: string, path: Path, serves: readonly Property[]): void {
  for (const property of serves) {
    const names = Object.keys(property.mailboxes)
    if (names.includes(mailbox)) continue
    error(findings, valueAt(findings, path), `\`${property.id}\` has no mailbox \`${mailbox}\``, {
      expected: namesText(names),
      hint:
        didYouMean(mailbox, names) ??
        `write \`${mailbox}\` under \`mailboxes:\` of the property, or under \`defaults: mailboxes:\` for all properties`,
    })
  }
}
