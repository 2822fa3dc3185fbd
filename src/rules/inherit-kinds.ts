// What a ladder, a menu or a schedule does not say itself, it has from its templates (one under `templates:`, or another of its kind), and
// what those do not say, from `defaults:`: key by key, in maps deep, lists whole. Called by inherit.ts, before anything is read, so that
// every value keeps the place where it was written.
import { error, type Findings, keyAt, type Path } from './findings.ts'
import { adopted, basesOf, checkTemplates, copyDropped, type Layer, layersOf } from './layers.ts'
import type { Portfolio } from './merge.ts'
import { placeText } from './problem.ts'
import { isTreeMap, pathKey, type Tree, type TreeMap } from './read-yaml.ts'
import { ASKING_KEYS, CLIMBING_KEYS, type Kind, OPTION_DOES } from './shapes.ts'

/** Keys that stand in `defaults:` itself, from the time before `defaults: { ladders: … }`. */
const BARE: Readonly<Record<Kind, readonly string[]>> = { schedules: [], ladders: CLIMBING_KEYS, menus: ASKING_KEYS }
const CALLED: Readonly<Record<Kind, string>> = { schedules: 'schedule', ladders: 'ladder', menus: 'menu' }

/** Of these only one can be said: whoever says one of them has nothing of the others from below. */
const PASSES = [['passes'], ['until']]
const BESIDE: Readonly<Partial<Record<(typeof OPTION_DOES)[number], readonly string[]>>> = {
  escalate: ['category'],
  transfer: ['ring', 'otherwise'],
}
const ACTIONS = OPTION_DOES.map(does => [does, ...(BESIDE[does] ?? [])])

export interface Inherited {
  readonly entries: Readonly<Record<string, Tree>>
  /** Names that serve others as a template. */
  readonly copied: ReadonlySet<string>
}

export function inheritKind(kind: Kind, { sections }: Portfolio, findings: Findings): Inherited {
  const written = sections[kind]
  const templates: Layer = { tree: mapIn(sections.templates[kind]), path: ['templates', kind] }
  const called = CALLED[kind]
  const bases = basesOf(`template or ${called}`, templates, { tree: written, path: [kind] })
  const common = commonLayers(kind, sections.defaults, findings)
  const entries: Record<string, Tree> = {}
  for (const [id, tree] of Object.entries(written)) {
    const path = [kind, id]
    const layers = isTreeMap(tree) ? [...common, ...layersOf(bases, tree, path, findings)] : []
    entries[id] = layers.reduceRight((own, layer) => under(own, path, layer, findings), tree)
  }
  checkTemplates(bases, templates, called, findings)
  const copied = Object.keys(written).filter(id => bases.used.has(pathKey([kind, id])))
  return { entries, copied: new Set(copied) }
}

function mapIn(tree: Tree | undefined): TreeMap {
  return isTreeMap(tree) ? tree : {}
}

function commonLayers(kind: Kind, defaults: TreeMap, findings: Findings): readonly Layer[] {
  const bare = Object.fromEntries(Object.entries(defaults).filter(([key]) => BARE[kind].includes(key)))
  const nested = mapIn(defaults[kind])
  for (const key of Object.keys(bare)) {
    if (nested[key] === undefined) continue
    const first = keyAt(findings, ['defaults', key])
    error(findings, keyAt(findings, ['defaults', kind, key]), `\`${key}\` is written twice`, {
      expected: `one default for all ${kind}; the other is at ${placeText(first)}`,
    })
  }
  return [
    { tree: bare, path: ['defaults'] },
    { tree: nested, path: ['defaults', kind] },
  ]
}

function under(own: Tree, path: Path, { tree, path: from }: Layer, findings: Findings): Tree {
  const { template: _, ...base } = tree
  copyDropped(path, from, findings)
  return beneath(own, path, base, from, findings)
}

/** `own` with what `base` has besides; the places of what comes from `base` are copied. */
function beneath(own: Tree | undefined, path: Path, base: Tree, from: Path, findings: Findings): Tree {
  if (own === undefined) return adopted(base, path, from, findings)
  if (path[0] === 'schedules' && path.length === 3 && path[2] === 'overrides') return added(own, path, base, from, findings)
  if (!isTreeMap(own) || !isTreeMap(base)) return own
  const inherited = Object.entries(withoutRivals(own, base, path)).map(([key, value]): [string, Tree] => [
    key,
    beneath(own[key], [...path, key], value, [...from, key], findings),
  ])
  return { ...Object.fromEntries(inherited), ...own, ...Object.fromEntries(inherited) }
}

function withoutRivals(own: TreeMap, base: TreeMap, path: Path): TreeMap {
  const isOption = path[0] === 'menus' && path.length === 4 && path[2] === 'keys'
  const rivals = isOption ? ACTIONS : path[0] === 'ladders' && path.length === 2 ? PASSES : []
  const meant = rivals.find(([key = '']) => own[key] !== undefined)
  if (!meant) return base
  return Object.fromEntries(Object.entries(base).filter(([key]) => meant.includes(key) || !rivals.flat().includes(key)))
}

/** Overrides add up, those of the template first: what a schedule says itself has the last word. */
function added(own: Tree, path: Path, base: Tree, from: Path, findings: Findings): Tree {
  if (!Array.isArray(own) || !Array.isArray(base)) return own
  moveItems(path, own as readonly Tree[], base.length, findings)
  for (const [nth, value] of base.entries()) adopted(value, [...path, nth], [...from, nth], findings)
  return [...base, ...own]
}

/** The places of a list's items, `by` further down. */
function moveItems(path: Path, own: readonly Tree[], by: number, findings: Findings): void {
  const move = (tree: Tree, from: Path, to: Path): void => {
    const spot = findings.spots.get(pathKey(from))
    if (spot) {
      findings.spots.delete(pathKey(from))
      findings.spots.set(pathKey(to), spot)
    }
    if (typeof tree === 'string') return
    for (const [key, value] of Object.entries(tree)) move(value as Tree, [...from, key], [...to, key])
  }
  for (const [nth, item] of [...own.entries()].reverse()) move(item, [...path, nth], [...path, nth + by])
}
