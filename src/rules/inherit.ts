// What a property does not say itself, it has from its templates, and what those do not say, from `defaults:`: key by key, and in
// maps (hours, holds, mailboxes, …) deep. Done on what is written, before any of it is read, so that the place of every value stays
// where it was written. Called by compile.ts; nothing here knows what a value means, but for days of hours and holidays.
import { error, type Findings, keyAt, known, type Path, valueAt, warning } from './findings.ts'
import type { Portfolio } from './merge.ts'
import { parseHoliday } from './parse-holiday.ts'
import { parseDays } from './parse-hours.ts'
import { isTreeMap, pathKey, type Tree, type TreeMap } from './read-yaml.ts'
import { INHERITED } from './shapes.ts'

/** Keys of one property alone: nobody else has them. */
const OWN_ONLY: ReadonlySet<string> = new Set(['name', 'spoken', 'lines', 'template'])
/** Maps that mean one thing and are never mixed. */
const WHOLE: ReadonlySet<string> = new Set(['on-no-key', 'storm'])

interface Layer {
  readonly tree: TreeMap
  readonly path: Path
}

/** The portfolio with every property complete. Places of what a property inherits are added to the findings. */
export function inherit(portfolio: Portfolio, findings: Findings): Portfolio {
  const { defaults, templates } = portfolio.sections
  const common = Object.fromEntries(Object.entries(defaults).filter(([key]) => INHERITED.includes(key)))
  const properties: Record<string, Tree> = {}
  const used = new Set<string>()
  for (const [id, tree] of Object.entries(portfolio.sections.properties)) {
    const path = ['properties', id]
    if (!isTreeMap(tree)) {
      properties[id] = tree
      continue
    }
    const named = layersOf(templates, tree, path, findings, [], used)
    const layers = [{ tree: common, path: ['defaults'] }, ...named]
    properties[id] = layers.reduceRight<TreeMap>((own, layer) => under(own, path, layer, findings), tree)
  }
  for (const [name, tree] of Object.entries(templates))
    if (isTreeMap(tree)) layersOf(templates, tree, ['templates', name], findings, [name], used)
  checkUsed(templates, used, findings)
  return { ...portfolio, sections: { ...portfolio.sections, properties } }
}

/** The templates that this names, and those which they name, the weakest first. `within`: the templates that led here. */
function layersOf(
  templates: TreeMap,
  tree: TreeMap,
  path: Path,
  findings: Findings,
  within: readonly string[],
  used: Set<string>,
): Layer[] {
  const names = new Map(Object.keys(templates).map(name => [name, true]))
  return namesIn(tree.template).flatMap((name, nth): Layer[] => {
    const paths = [
      [...path, 'template', nth],
      [...path, 'template'],
    ]
    if (!known(findings, 'template', name, names, ...paths)) return []
    used.add(name)
    if (within.includes(name)) {
      error(findings, valueAt(findings, ...paths), `the template \`${name}\` leads back to itself`, {
        expected: 'templates that do not name each other in a circle',
        hint: `the circle is ${[...within.slice(within.indexOf(name)), name].join(' → ')}`,
      })
      return []
    }
    const template = templates[name]
    if (!isTreeMap(template)) return []
    const own = ['templates', name]
    return [...layersOf(templates, template, own, findings, [...within, name], used), { tree: template, path: own }]
  })
}

function namesIn(written: Tree | undefined): readonly string[] {
  const list = typeof written === 'string' ? [written] : Array.isArray(written) ? (written as readonly Tree[]) : []
  return list.flatMap(each => (typeof each === 'string' ? [each.trim()] : []))
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

/** Takes a value over whole, and its places with it. */
function adopted(base: Tree, path: Path, from: Path, findings: Findings): Tree {
  const spot = findings.spots.get(pathKey(from))
  if (spot && !findings.spots.has(pathKey(path))) findings.spots.set(pathKey(path), spot)
  if (typeof base !== 'string')
    for (const [key, value] of Object.entries(base)) adopted(value as Tree, [...path, key], [...from, key], findings)
  return base
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

/** What was written in a template and could not be read counts as written in the property too. */
function copyDropped(path: Path, from: Path, { dropped }: Findings): void {
  const prefix = `${pathKey(from)}\u0000`
  for (const key of [...dropped]) if (key.startsWith(prefix)) dropped.add(`${pathKey(path)}\u0000${key.slice(prefix.length)}`)
}

function checkUsed(templates: TreeMap, used: ReadonlySet<string>, findings: Findings): void {
  if (findings.incomplete) return
  for (const name of Object.keys(templates)) {
    if (used.has(name)) continue
    warning(findings, keyAt(findings, ['templates', name]), `no property uses the template \`${name}\``, {
      hint: `write \`template: ${name}\` in a property, or remove it`,
    })
  }
}
