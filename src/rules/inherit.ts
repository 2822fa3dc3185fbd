// What a property does not say itself, it has from its templates, and what those do not say, from `defaults:`: key by key, and in
// maps (hours, holds, mailboxes, …) deep. Done on what is written, before any of it is read, so that the place of every value stays
// where it was written. Called by compile.ts; nothing here knows what a value means, but for days of hours and holidays.
import type { Findings, Path } from './findings.ts'
import { inheritKind } from './inherit-kinds.ts'
import { adopted, basesOf, checkTemplates, copyDropped, type Layer, layersOf } from './layers.ts'
import type { Portfolio } from './merge.ts'
import { parseHoliday } from './parse-holiday.ts'
import { parseDays } from './parse-hours.ts'
import { isTreeMap, pathKey, type Tree, type TreeMap } from './read-yaml.ts'
import type { Section } from './sections.ts'
import { INHERITED, KINDS, type Kind } from './shapes.ts'

/** Keys of one property alone: nobody else has them. */
const OWN_ONLY: ReadonlySet<string> = new Set(['name', 'spoken', 'lines', 'template'])
/** Maps that mean one thing and are never mixed. */
const WHOLE: ReadonlySet<string> = new Set(['on-no-key', 'storm', 'failsafe'])

export interface Inheritance {
  /** With every property, ladder, menu and schedule complete. */
  readonly portfolio: Portfolio
  /** Ladders, menus and schedules that others have as their template. */
  readonly copied: Readonly<Record<Kind, ReadonlySet<string>>>
}

/** Places of what is inherited are added to the findings. */
export function inherit(portfolio: Portfolio, findings: Findings): Inheritance {
  const { sections } = portfolio
  const kinds = Object.fromEntries(KINDS.map(kind => [kind, inheritKind(kind, portfolio, findings)])) as Record<
    Kind,
    ReturnType<typeof inheritKind>
  >
  const { schedules, ladders, menus } = kinds
  const complete: Record<Section, TreeMap> = {
    ...sections,
    schedules: schedules.entries,
    ladders: ladders.entries,
    menus: menus.entries,
    properties: inheritProperties(portfolio, findings),
  }
  return {
    portfolio: { ...portfolio, sections: complete },
    copied: { schedules: schedules.copied, ladders: ladders.copied, menus: menus.copied },
  }
}

function inheritProperties({ sections }: Portfolio, findings: Findings): TreeMap {
  const { defaults } = sections
  const common = Object.fromEntries(Object.entries(defaults).filter(([key]) => INHERITED.includes(key)))
  const own = Object.fromEntries(Object.entries(sections.templates).filter(([name]) => !KINDS.includes(name as Kind)))
  const templates: Layer = { tree: own, path: ['templates'] }
  const bases = basesOf('template', templates)
  const properties: Record<string, Tree> = {}
  for (const [id, tree] of Object.entries(sections.properties)) {
    const path = ['properties', id]
    const layers = isTreeMap(tree) ? [{ tree: common, path: ['defaults'] }, ...layersOf(bases, tree, path, findings)] : []
    properties[id] = layers.reduceRight<Tree>(
      (written, layer) => (isTreeMap(written) ? under(written, path, layer, findings) : written),
      tree,
    )
  }
  checkTemplates(bases, templates, 'property', findings)
  return properties
}

function under(own: TreeMap, path: Path, { tree, path: from }: Layer, findings: Findings): TreeMap {
  const whole: Record<string, Tree> = { ...own }
  for (const [key, value] of Object.entries(tree)) {
    if (OWN_ONLY.has(key)) continue
    // What is common to all office telephones does not give anybody an office.
    if (key === 'office' && own.office === undefined) continue
    whole[key] = beneath(own[key], [...path, key], value, [...from, key], findings)
  }
  copyDropped(path, from, findings)
  return whole
}

/** `own` with what `base` has besides; the places of what comes from `base` are copied. */
function beneath(own: Tree | undefined, path: Path, base: Tree, from: Path, findings: Findings): Tree {
  const name = String(path[2])
  const depth = path.length - 3
  if (own === undefined) return adopted(base, path, from, findings)
  if (name === 'closures' && depth === 0) return added(own, path, base, from, findings)
  const short = depth === 1 && name === 'mailboxes' ? 'name' : depth === 0 && name === 'menu' ? 'closed' : null
  if (short !== null && typeof base === 'string' && isTreeMap(own)) {
    return beneath(own, path, long(base, from, short, findings), from, findings)
  }
  // A mailbox that is only a name says nothing of who is mailed; a menu that is only a name is the one at all times.
  if (short === 'name' && typeof own === 'string' && isTreeMap(base)) {
    return beneath(long(own, path, short, findings), path, base, from, findings)
  }
  if (!isTreeMap(own) || !isTreeMap(base) || WHOLE.has(name) || (name === 'holidays' && depth === 1)) return own
  const missing =
    name === 'hours' && depth === 0
      ? daysLeft(base, own, path, from, findings)
      : name === 'holidays' && depth === 0
        ? holidaysLeft(base, own)
        : base
  const inherited = Object.entries(missing).map(([key, value]): [string, Tree] => [
    key,
    beneath(own[key], [...path, key], value, [...from, key], findings),
  ])
  // A property's own holidays come first: of two rules for the same day the first one counts. Elsewhere the common comes first.
  const parts = name === 'holidays' ? [own, Object.fromEntries(inherited)] : [Object.fromEntries(inherited), own]
  return { ...parts[0], ...parts[1], ...Object.fromEntries(inherited) }
}

/** Closures add up: those of all properties close each of them. */
function added(own: Tree, path: Path, base: Tree, from: Path, findings: Findings): Tree {
  if (!Array.isArray(own) || !Array.isArray(base)) return own
  for (const [nth, value] of base.entries()) adopted(value, [...path, own.length + nth], [...from, nth], findings)
  return [...own, ...base]
}

/** `Name` is short for `{ key: Name }`. */
function long(tree: string, path: Path, key: string, { spots }: Findings): TreeMap {
  const spot = spots.get(pathKey(path))
  const inner = pathKey([...path, key])
  if (spot && !spots.has(inner)) spots.set(inner, { key: null, value: spot.value })
  return { [key]: tree }
}

/** The days of `base` that `own` does not speak of, under keys that say only them. */
function daysLeft(base: TreeMap, own: TreeMap, path: Path, from: Path, findings: Findings): TreeMap {
  const spoken = new Set(Object.keys(own).flatMap(key => daysOf(key) ?? []))
  return Object.fromEntries(
    Object.entries(base).flatMap(([key, value]): [string, Tree][] => {
      const days = daysOf(key)
      const left = days?.filter(day => !spoken.has(day)) ?? []
      if (days === null || left.length === days.length) return own[key] === undefined ? [[key, value]] : []
      if (left.length === 0) return []
      const less = left.join(', ')
      adopted(value, [...path, less], [...from, key], findings)
      return [[less, value]]
    }),
  )
}

function daysOf(key: string): readonly string[] | null {
  const days = parseDays(key)
  return days.ok ? days.value : null
}

function holidaysLeft(base: TreeMap, own: TreeMap): TreeMap {
  const spoken = new Set(Object.keys(own).flatMap(key => holidayOf(key) ?? []))
  return Object.fromEntries(Object.entries(base).filter(([key]) => !spoken.has(holidayOf(key) ?? key)))
}

function holidayOf(key: string): string | null {
  const when = parseHoliday(key)
  return when.ok ? when.value.key : null
}
