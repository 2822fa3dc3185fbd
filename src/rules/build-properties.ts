// Properties and their lines as the plan has them: what `defaults:` says, overridden key by key. Called by compile.ts.
import type { Language, Line, Mailbox, Office, Property, Text } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { buildHours } from './build-hours.ts'
import { knownCategory, menusFrom } from './build-menus.ts'
import { buildDigest, buildMailboxes } from './build-notices.ts'
import { buildName, buildText, type Listeners } from './build-texts.ts'
import { error, type Findings, isWritten, keyAt, known, type Path, valueAt } from './findings.ts'
import { DEFAULTS, EMERGENCY_CATEGORY, EMERGENCY_WORDS } from './rule-defaults.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { PropertyRules } from './shapes.ts'

export interface Built {
  readonly properties: Record<string, Property>
  readonly lines: Line[]
}

export function buildProperties(draft: Draft, findings: Findings, all: ReadonlySet<Language>): Built {
  const lines: Line[] = []
  const properties: Record<string, Property> = {}
  const categories = buildCategories(draft, findings, all)
  for (const [id, rules] of right(draft.properties)) {
    for (const [nth, { number, trunk }] of rules.lines.entries()) {
      if (trunk !== undefined) known(findings, 'trunk', trunk, draft.trunks, ['properties', id, 'lines', nth, 'trunk'])
      lines.push({ trunk: trunk ?? null, number, property: id })
    }
    properties[id] = buildProperty(draft, findings, id, rules, categories, all)
  }
  return { properties, lines }
}

function buildProperty(
  draft: Draft,
  findings: Findings,
  id: string,
  rules: PropertyRules,
  categories: Readonly<Record<string, Text>>,
  all: ReadonlySet<Language>,
): Property {
  const { defaults, box } = draft
  const path = ['properties', id]
  const languages = unique(rules.languages ?? defaults.languages ?? [box?.languages?.[0] ?? 'en'])
  const speakers = new Map([...languages, box?.languages?.[0] ?? 'en'].map(language => [language, `\`${id}\``]))
  const mailboxes = buildMailboxes(draft, findings, id, rules)
  const digest = buildDigest(draft, findings, id, rules)
  return {
    id,
    name: rules.name,
    spoken: buildName(findings, rules.spoken ?? rules.name, [...path, 'spoken'], {
      languages: speakers,
      plain: languages[0] ?? 'en',
      all,
    }),
    zone: rules.zone ?? defaults.zone ?? box?.zone ?? 'UTC',
    languages,
    callerId:
      rules['caller-id'] ??
      defaults['caller-id'] ??
      rules.lines.find(line => line.number.startsWith('+'))?.number ??
      box?.['caller-id'] ??
      '',
    hours: buildHours(defaults, rules),
    office: buildOffice(id, rules),
    menu: menuOf(draft, findings, id, rules),
    outbound: outboundOf(draft, findings, id, rules),
    failsafe: rules.failsafe ?? defaults.failsafe ?? box?.failsafe ?? '',
    notices: { recording: rules['recording-notice'] ?? defaults['recording-notice'] ?? false },
    noKey: noKeyOf(draft, findings, id, rules, mailboxes),
    statement: { maxSeconds: rules.statement ?? defaults.statement ?? DEFAULTS.statementSeconds },
    message: {
      maxSeconds: rules.message?.max ?? defaults.message?.max ?? DEFAULTS.messageSeconds,
      minSeconds: rules.message?.min ?? defaults.message?.min ?? DEFAULTS.messageMinSeconds,
    },
    hold: {
      maxSeconds: rules.hold?.max ?? defaults.hold?.max ?? DEFAULTS.holdSeconds,
      wordEverySeconds: rules.hold?.['word-every'] ?? defaults.hold?.['word-every'] ?? DEFAULTS.wordEverySeconds,
    },
    recordTalk: rules['record-talk'] ?? defaults['record-talk'] ?? false,
    mailboxes,
    categories,
    ...(digest === null ? {} : { digest }),
  }
}

function buildOffice(id: string, { office }: PropertyRules): Office | null {
  if (!office) return null
  return {
    queue: `${id}-office`,
    ringSeconds: office.ring ?? DEFAULTS.officeRingSeconds,
    mostWaiting: office['most-waiting'] ?? DEFAULTS.mostWaiting,
    phones: office.phones.map(phone => ({
      id: phone.id,
      contact: phone.contact ?? null,
      ...(phone.password === undefined ? {} : { passwordFrom: phone.password }),
    })),
  }
}

function menuOf(draft: Draft, findings: Findings, id: string, rules: PropertyRules): string {
  const menu = rules.menu ?? draft.defaults.menu
  if (menu === undefined) {
    if (isWritten(findings, ['properties', id, 'menu']) || isWritten(findings, ['defaults', 'menu'])) return ''
    error(findings, keyAt(findings, ['properties', id]), `\`${id}\` has no \`menu\``, {
      expected: 'a line `menu: …` here or under `defaults:`',
    })
    return ''
  }
  known(findings, 'menu', menu, draft.menus, ...both(id, rules.menu, ['menu']))
  return menu
}

function outboundOf(draft: Draft, findings: Findings, id: string, property: PropertyRules): readonly string[] {
  const written = property.outbound ?? draft.defaults.outbound
  if (!written) return right(draft.trunks).flatMap(([trunk, each]) => (each.outbound ? [trunk] : []))
  for (const [nth, trunk] of written.entries()) {
    const paths = [...both(id, property.outbound, ['outbound', nth]), ...both(id, property.outbound, ['outbound'])]
    if (!known(findings, 'trunk', trunk, draft.trunks, ...paths)) continue
    const rules = draft.trunks.get(trunk)
    const wrong = rules?.outbound === undefined && isWritten(findings, ['trunks', trunk, 'outbound'])
    if (rules && !rules.outbound && !wrong) {
      error(findings, valueAt(findings, ...paths), `trunk \`${trunk}\` carries no outbound calls`, {
        hint: `write \`outbound: yes\` in trunk \`${trunk}\`, if its carrier agrees`,
      })
    }
  }
  return unique(written)
}

function noKeyOf(
  draft: Draft,
  findings: Findings,
  id: string,
  rules: PropertyRules,
  mailboxes: Readonly<Record<string, Mailbox>>,
): Property['noKey'] {
  const written = rules['on-no-key'] ?? draft.defaults['on-no-key'] ?? 'message'
  const paths = both(id, rules['on-no-key'], ['on-no-key'])
  const ids = Object.keys(mailboxes)
  if (written === 'message') return { do: 'message', mailbox: ids.includes('office') ? 'office' : (ids[0] ?? 'office') }
  if (written === 'escalate') {
    const menu = rules.menu ?? draft.defaults.menu ?? ''
    const reached = menusFrom(draft.menus, menu)
    const options = reached.flatMap(each => Object.values(draft.menus.get(each)?.keys ?? {}))
    const ladder = options.find(option => option.escalate !== undefined)?.escalate
    if (ladder === undefined && reached.every(each => draft.menus.get(each))) {
      error(findings, valueAt(findings, ...paths), `no key of menu \`${menu}\` escalates, so the ladder is not known`, {
        hint: 'write on-no-key: { escalate: name-of-a-ladder }',
      })
    }
    return { do: 'escalate', ladder: ladder ?? '', category: EMERGENCY_CATEGORY }
  }
  if ('message' in written) {
    known(
      findings,
      'mailbox',
      written.message,
      new Map(ids.map(each => [each, true])),
      ...paths.map(path => [...path, 'message']),
    )
    return { do: 'message', mailbox: written.message }
  }
  known(findings, 'ladder', written.escalate, draft.ladders, ...paths.map(path => [...path, 'escalate']))
  if (written.category !== undefined) knownCategory(draft, findings, written.category, [...(paths[0] ?? []), 'category'])
  return { do: 'escalate', ladder: written.escalate, category: written.category ?? EMERGENCY_CATEGORY }
}

/** Where a key of a property stands: in the property, or under `defaults:`. */
function both(id: string, own: unknown, path: Path): readonly Path[] {
  return [own === undefined ? ['defaults', ...path] : ['properties', id, ...path]]
}

function buildCategories(draft: Draft, findings: Findings, all: ReadonlySet<Language>): Record<string, Text> {
  const first = draft.box?.languages?.[0] ?? 'en'
  const languages = new Map<Language, string>([[first, 'the box']])
  for (const [id, rules] of right(draft.properties)) {
    for (const language of rules.languages ?? draft.defaults.languages ?? [])
      if (!languages.has(language)) languages.set(language, `\`${id}\``)
  }
  const listeners: Listeners = { languages, plain: first, all }
  const categories: Record<string, Text> = { [EMERGENCY_CATEGORY]: EMERGENCY_WORDS }
  for (const [id, written] of right(draft.categories))
    categories[id] = buildText(findings, written, ['categories', id], listeners)
  return categories
}
