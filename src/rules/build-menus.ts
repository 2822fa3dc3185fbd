// Menus as the plan has them. A menu may serve several properties: it must speak all their languages, and the mailboxes
// and categories that it names must exist for each of them. Called by compile.ts.
import { menusOfProperty } from '../core/plan/menu-now.ts'
import type { Key, Language, Menu, Option, Property } from '../core/plan/plan.ts'
import { buildText, type Listeners } from './build-texts.ts'
import { buildTransfer, knownMailbox } from './build-transfers.ts'
import { type Findings, known, type Path } from './findings.ts'
import { DEFAULTS, EMERGENCY_CATEGORY } from './rule-defaults.ts'
import { type Draft, type Entries, right } from './shape-portfolio.ts'
import type { MenuRules, OptionRules } from './shapes.ts'

export function buildMenus(
  draft: Draft,
  findings: Findings,
  properties: readonly Property[],
  all: ReadonlySet<Language>,
): Record<string, Menu> {
  const users = usersOf(draft.menus, properties)
  const menus: Record<string, Menu> = {}
  for (const [id, rules] of right(draft.menus)) {
    const path = ['menus', id]
    const serves = users.get(id) ?? []
    const listeners = listenersOf(draft, serves, all)
    const options: Partial<Record<Key, Option>> = {}
    for (const [key, option] of Object.entries(rules.keys)) {
      const built = buildOption(draft, findings, option, [...path, 'keys', key], listeners, serves)
      if (built) options[key as Key] = built
    }
    menus[id] = {
      id,
      greeting: rules.greeting === undefined ? {} : buildText(findings, rules.greeting, [...path, 'greeting'], listeners),
      options,
      keySeconds: rules['key-wait'] ?? DEFAULTS.keySeconds,
      rounds: rules.rounds ?? DEFAULTS.rounds,
    }
  }
  return menus
}

function buildOption(
  draft: Draft,
  findings: Findings,
  rules: OptionRules,
  path: Path,
  listeners: Listeners,
  serves: readonly Property[],
): Option | null {
  const say = buildText(findings, rules.for, [...path, 'for'], listeners)
  if (rules.escalate !== undefined) {
    known(findings, 'ladder', rules.escalate, draft.ladders, [...path, 'escalate'])
    if (rules.category !== undefined) knownCategory(draft, findings, rules.category, [...path, 'category'])
    return { do: 'escalate', say, ladder: rules.escalate, category: rules.category ?? EMERGENCY_CATEGORY }
  }
  if (rules.message !== undefined) {
    const mailbox = rules.message
    knownMailbox(findings, mailbox, [...path, 'message'], serves)
    return { do: 'message', say, mailbox }
  }
  if (rules.submenu !== undefined) {
    known(findings, 'menu', rules.submenu, draft.menus, [...path, 'submenu'])
    return { do: 'submenu', say, menu: rules.submenu }
  }
  const { transfer } = rules
  if (transfer !== undefined) return buildTransfer(draft, findings, { ...rules, transfer }, say, path, serves)
  if (rules.say !== undefined) return { do: 'say', say, text: buildText(findings, rules.say, [...path, 'say'], listeners) }
  return null
}

export function knownCategory(draft: Draft, findings: Findings, category: string, path: Path): void {
  if (category !== EMERGENCY_CATEGORY) known(findings, 'category', category, draft.categories, path)
}

function listenersOf(draft: Draft, serves: readonly Property[], all: ReadonlySet<Language>): Listeners {
  const languages = new Map<Language, string>()
  for (const property of serves)
    for (const language of property.languages) if (!languages.has(language)) languages.set(language, `\`${property.id}\``)
  const firsts = new Set(serves.map(property => property.languages[0]))
  const only = [...firsts][0] ?? draft.box?.languages?.[0] ?? 'en'
  return { languages, plain: firsts.size > 1 ? null : only, all }
}

function usersOf(menus: Entries<MenuRules>, properties: readonly Property[]): Map<string, Property[]> {
  const users = new Map<string, Property[]>()
  for (const property of properties) {
    const reached = new Set(menusOfProperty(property).flatMap(menu => menusFrom(menus, menu)))
    for (const menu of reached) users.set(menu, [...(users.get(menu) ?? []), property])
  }
  return users
}

/** A menu and all that it leads to, nearest first. */
export function menusFrom(menus: Entries<MenuRules>, start: string): readonly string[] {
  const found = new Set([start])
  for (const id of found) {
    for (const option of Object.values(menus.get(id)?.keys ?? {})) if (option.submenu !== undefined) found.add(option.submenu)
  }
  return [...found]
}
