// Properties and their lines as the plan has them: what `defaults:` and templates say is in their rules already (inherit.ts). Called by
// compile.ts.
import { menusOfProperty } from '../core/plan/menu-now.ts'
import type { Language, Line, Mailbox, Office, Property, Text } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { diallingCaps } from './build-caps.ts'
import { buildFailsafe } from './build-failsafe.ts'
import { buildHours } from './build-hours.ts'
import { knownCategory, menusFrom } from './build-menus.ts'
import { buildDigest, buildMailboxes } from './build-notices.ts'
import { buildNotify } from './build-notify.ts'
import { buildPropertyReports } from './build-reports.ts'
import { buildRetention } from './build-retention.ts'
import { buildService } from './build-service.ts'
import { targetNames } from './build-targets.ts'
import { buildName, buildText, type Listeners } from './build-texts.ts'
import { buildCaps } from './build-trunks.ts'
import { error, type Findings, isWritten, keyAt, known, valueAt } from './findings.ts'
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
  const names = targetNames(draft)
  for (const [id, rules] of right(draft.properties)) {
    for (const [nth, { number, trunk }] of rules.lines.entries()) {
      if (trunk !== undefined) known(findings, 'trunk', trunk, draft.trunks, ['properties', id, 'lines', nth, 'trunk'])
      lines.push({ trunk: trunk ?? null, number, property: id })
    }
    const notify = buildNotify(draft, findings, names, id, rules, rules.zone ?? draft.box?.zone ?? 'UTC')
    const property = buildProperty(draft, findings, id, rules, categories, all)
    properties[id] = notify === null ? property : { ...property, notify }
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
  const { box } = draft
  const path = ['properties', id]
  const languages = unique(rules.languages ?? [box?.languages?.[0] ?? 'en'])
  const speakers = new Map([...languages, box?.languages?.[0] ?? 'en'].map(language => [language, `\`${id}\``]))
  const menus = menusOf(draft, findings, id, rules)
  const mailboxes = buildMailboxes(draft, findings, id, rules)
  const digest = buildDigest(draft, findings, id, rules)
  const reports = buildPropertyReports(draft, findings, id, rules)
  return {
    id,
    name: rules.name,
    spoken: buildName(findings, rules.spoken ?? rules.name, [...path, 'spoken'], {
      languages: speakers,
      plain: languages[0] ?? 'en',
      all,
    }),
    zone: rules.zone ?? box?.zone ?? 'UTC',
    languages,
    callerId: rules['caller-id'] ?? rules.lines.find(line => line.number.startsWith('+'))?.number ?? box?.['caller-id'] ?? '',
    ...(rules['emergency-caller-id'] === undefined ? {} : { emergencyCallerId: rules['emergency-caller-id'] }),
    hours: buildHours(rules),
    office: buildOffice(id, rules),
    ...menus,
    outbound: outboundOf(draft, findings, id, rules),
    failsafe: rules.failsafe
      ? buildFailsafe(draft, findings, rules.failsafe, [...path, 'failsafe'])
      : buildFailsafe(draft, findings, box?.failsafe, ['box', 'failsafe']),
    notices: { recording: rules['recording-notice'] ?? false },
    noKey: noKeyOf(draft, findings, id, rules, menus, mailboxes),
    statement: { maxSeconds: rules.statement ?? DEFAULTS.statementSeconds },
    message: {
      maxSeconds: rules.message?.max ?? DEFAULTS.messageSeconds,
      minSeconds: rules.message?.min ?? DEFAULTS.messageMinSeconds,
    },
    hold: {
      maxSeconds: rules.hold?.max ?? DEFAULTS.holdSeconds,
      wordEverySeconds: rules.hold?.['word-every'] ?? DEFAULTS.wordEverySeconds,
    },
    recordTalk: rules['record-talk'] ?? false,
    ...buildRetention(rules.retention),
    ...buildCaps(rules),
    mailboxes,
    categories,
    ...troubleOf(draft, rules),
    ...buildService(draft, rules),
    ...(rules.groups === undefined ? {} : { groups: unique(rules.groups) }),
    ...(rules.dialling === undefined ? {} : { dialling: diallingCaps(rules.dialling) }),
    ...(digest === null ? {} : { digest }),
    ...(reports === null ? {} : { reports }),
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
      ...(phone.acl === undefined ? {} : { acl: phone.acl }),
      ...(phone['emergency-caller-id'] === undefined ? {} : { emergencyCallerId: phone['emergency-caller-id'] }),
    })),
  }
}

/** The menu at closed hours, and the others where the property has any. Of each it is known that it exists. */
function menusOf(draft: Draft, findings: Findings, id: string, rules: PropertyRules): Pick<Property, 'menu' | 'menuWhen'> {
  const path = ['properties', id, 'menu']
  const written = typeof rules.menu === 'string' ? { closed: rules.menu } : rules.menu
  if (written?.closed === undefined) {
    if (written !== undefined && !isWritten(findings, [...path, 'closed'])) {
      error(findings, keyAt(findings, path), `\`${id}\` has no menu for closed hours`, {
        expected: '`closed: …` beside the others: it stands in for whichever is missing',
      })
    } else if (!isWritten(findings, path) && !isWritten(findings, ['defaults', 'menu'])) {
      error(findings, keyAt(findings, ['properties', id]), `\`${id}\` has no \`menu\``, {
        expected: 'a line `menu: …` here or under `defaults:`',
      })
    }
    return { menu: '' }
  }
  const { closed, open, holiday } = written
  for (const [when, menu] of Object.entries({ closed, open, holiday }))
    if (menu !== undefined) known(findings, 'menu', menu, draft.menus, [...path, when], path)
  if (open === undefined && holiday === undefined) return { menu: closed }
  return { menu: closed, menuWhen: { ...(open === undefined ? {} : { open }), ...(holiday === undefined ? {} : { holiday }) } }
}

function outboundOf(draft: Draft, findings: Findings, id: string, property: PropertyRules): readonly string[] {
  const written = property.outbound
  if (!written) return right(draft.trunks).flatMap(([trunk, each]) => (each.outbound ? [trunk] : []))
  for (const [nth, trunk] of written.entries()) {
    const paths = [
      ['properties', id, 'outbound', nth],
      ['properties', id, 'outbound'],
    ]
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
  menus: Pick<Property, 'menu' | 'menuWhen'>,
  mailboxes: Readonly<Record<string, Mailbox>>,
): Property['noKey'] {
  const written = rules['on-no-key'] ?? 'message'
  const path = ['properties', id, 'on-no-key']
  const ids = Object.keys(mailboxes)
  if (written === 'message') return { do: 'message', mailbox: ids.includes('office') ? 'office' : (ids[0] ?? 'office') }
  if (written === 'escalate') {
    const reached = menusOfProperty(menus).flatMap(each => menusFrom(draft.menus, each))
    const options = reached.flatMap(each => Object.values(draft.menus.get(each)?.keys ?? {}))
    const ladder = options.find(option => option.escalate !== undefined)?.escalate
    if (ladder === undefined && reached.every(each => draft.menus.get(each))) {
      error(findings, valueAt(findings, path), `no key of menu \`${menus.menu}\` escalates, so the ladder is not known`, {
        hint: 'write on-no-key: { escalate: name-of-a-ladder }',
      })
    }
    return { do: 'escalate', ladder: ladder ?? '', category: EMERGENCY_CATEGORY }
  }
  if ('message' in written) {
    known(findings, 'mailbox', written.message, new Map(ids.map(each => [each, true])), [...path, 'message'])
    return { do: 'message', mailbox: written.message }
  }
  known(findings, 'ladder', written.escalate, draft.ladders, [...path, 'escalate'])
  if (written.category !== undefined) knownCategory(draft, findings, written.category, [...path, 'category'])
  return { do: 'escalate', ladder: written.escalate, category: written.category ?? EMERGENCY_CATEGORY }
}

/** Which callers are one trouble, and when many of them are a storm. */
function troubleOf(draft: Draft, { storm }: PropertyRules): Pick<Property, 'sameTrouble' | 'storm'> {
  const said = right(draft.categories).flatMap(([id, { sameTrouble }]) => (sameTrouble === undefined ? [] : [[id, sameTrouble]]))
  const { callers = DEFAULTS.stormCallers, within = DEFAULTS.stormWithinSeconds } = storm === 'never' ? {} : (storm ?? {})
  return {
    ...(said.length === 0 ? {} : { sameTrouble: Object.fromEntries(said) }),
    ...(storm === 'never' ? {} : { storm: { callers, withinSeconds: within } }),
  }
}

function buildCategories(draft: Draft, findings: Findings, all: ReadonlySet<Language>): Record<string, Text> {
  const first = draft.box?.languages?.[0] ?? 'en'
  const languages = new Map<Language, string>([[first, 'the box']])
  for (const [id, rules] of right(draft.properties)) {
    for (const language of rules.languages ?? []) if (!languages.has(language)) languages.set(language, `\`${id}\``)
  }
  const listeners: Listeners = { languages, plain: first, all }
  const categories: Record<string, Text> = { [EMERGENCY_CATEGORY]: EMERGENCY_WORDS }
  for (const [id, written] of right(draft.categories))
    categories[id] = buildText(findings, written.say, ['categories', id, ...(written.long ? ['say'] : [])], listeners)
  return categories
}
