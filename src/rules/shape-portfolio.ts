// Shapes every entry of the portfolio by itself. An entry whose contents are wrong keeps its name (with null), so that
// whoever uses the name is not told that it does not exist. Called by compile.ts.

import { z } from 'zod'
import { type Findings, passes, report } from './findings.ts'
import type { Portfolio } from './merge.ts'
import { problemAt } from './problem.ts'
import { isTreeMap, pathKey } from './read-yaml.ts'
import type { Section } from './sections.ts'
import { type MailRules, mailShape } from './shape-notices.ts'
import { type NoticeRules, noticesShape, type SmsRules, smsShape, type WebhookRules, webhookShape } from './shape-notify.ts'
import { NAME, simpleName } from './shape-parts.ts'
import { shapeEntry } from './shape-problems.ts'
import { type BoxReportRules, boxReport } from './shape-reports.ts'
import type { CategoryRules } from './shape-trouble.ts'
import {
  type BoxRules,
  boxShape,
  categoryShape,
  type DefaultsRules,
  defaultsShape,
  KINDS,
  type LadderRules,
  ladderShape,
  type MenuRules,
  menuShape,
  PARTS,
  type PersonRules,
  type PhraseRules,
  type PropertyRules,
  personShape,
  phrasesShape,
  propertyShape,
  type ScheduleRules,
  scheduleShape,
  type TemplateRules,
  type TrunkRules,
  templateShape,
  trunkShape,
} from './shapes.ts'

export type Entries<T> = ReadonlyMap<string, T | null>

export interface Draft {
  readonly box: BoxRules | null
  readonly mail: MailRules | null
  readonly sms: SmsRules | null
  readonly webhooks: Entries<WebhookRules>
  readonly reports: Entries<BoxReportRules>
  readonly notices: NoticeRules | null
  readonly defaults: DefaultsRules
  readonly templates: Entries<TemplateRules>
  readonly phrases: Entries<PhraseRules>
  readonly categories: Entries<CategoryRules>
  readonly trunks: Entries<TrunkRules>
  readonly people: Entries<PersonRules>
  readonly schedules: Entries<ScheduleRules>
  readonly ladders: Entries<LadderRules>
  readonly menus: Entries<MenuRules>
  readonly properties: Entries<PropertyRules>
}

export function shapePortfolio(portfolio: Portfolio, findings: Findings): Draft {
  const entries = <T>(section: Section, shape: z.ZodType<T>, pattern: RegExp = NAME, but: readonly string[] = []): Entries<T> => {
    const map = new Map<string, T | null>()
    for (const [name, tree] of Object.entries(portfolio.sections[section])) {
      if (but.includes(name)) continue
      const path = [section, name]
      passes(findings, path)
      if (!pattern.test(name)) report(findings, wrongName(findings, path, section))
      const { value, problems } = shapeEntry(shape, tree, path, findings)
      report(findings, ...problems)
      map.set(name, value)
    }
    return map
  }
  const templates = (): Entries<TemplateRules> => {
    const all = entries('templates', templateShape, NAME, KINDS)
    for (const kind of KINDS) {
      const tree = portfolio.sections.templates[kind]
      if (tree === undefined) continue
      const path = ['templates', kind]
      const { problems } = shapeEntry<unknown>(z.record(z.string(), PARTS[kind]), tree, path, findings)
      report(findings, ...problems)
      for (const name of isTreeMap(tree) ? Object.keys(tree) : [])
        if (!NAME.test(name)) report(findings, wrongName(findings, [...path, name], 'templates'))
    }
    return all
  }
  const whole = <T>(section: Section, shape: z.ZodType<T>): T | null => {
    const { value, problems } = shapeEntry(shape, portfolio.sections[section], [section], findings)
    report(findings, ...problems)
    return value
  }
  const isWritten = (section: Section) => Object.keys(portfolio.sections[section]).length > 0
  return {
    box: isWritten('box') ? whole('box', boxShape) : null,
    mail: isWritten('mail') ? whole('mail', mailShape) : null,
    sms: isWritten('sms') ? whole('sms', smsShape) : null,
    webhooks: entries('webhooks', webhookShape),
    reports: entries('reports', boxReport),
    notices: isWritten('notices') ? whole('notices', noticesShape) : null,
    defaults: whole('defaults', defaultsShape) ?? {},
    templates: templates(),
    phrases: entries('phrases', phrasesShape, /^[a-z]{2,3}(-[A-Z]{2})?$/),
    categories: entries('categories', categoryShape),
    trunks: entries('trunks', trunkShape),
    people: entries('people', personShape),
    schedules: entries('schedules', scheduleShape),
    ladders: entries('ladders', ladderShape),
    menus: entries('menus', menuShape),
    properties: entries('properties', propertyShape),
  }
}

function wrongName(findings: Findings, path: readonly string[], section: Section) {
  const spot = findings.spots.get(pathKey(path))
  const place = spot?.key ?? spot?.value ?? { file: '', line: 1, column: 1 }
  const simple = simpleName(path.at(-1) ?? '')
  return problemAt(place, 'error', `\`${path.at(-1)}\` cannot be a name`, {
    expected:
      section === 'phrases' ? 'a language tag such as en or es' : 'a letter, then small letters, digits and dashes, 40 at most',
    hint: section !== 'phrases' && NAME.test(simple) ? `write ${simple}` : undefined,
  })
}

/** The entries whose contents are right. */
export function right<T>(entries: Entries<T>): [string, T][] {
  return [...entries].flatMap(([name, value]) => (value === null ? [] : [[name, value] as [string, T]]))
}
