// What an entry is made of besides its own words: the templates that it names, and those which they name. Nothing here knows what a
// value means. Called by inherit.ts (properties) and inherit-kinds.ts (ladders, menus, schedules).
import { error, type Findings, keyAt, known, type Path, valueAt, warning } from './findings.ts'
import { LIMITS } from './limits.ts'
import { ANYTHING, isTreeMap, pathKey, type Tree, type TreeMap } from './read-yaml.ts'

/** Something written elsewhere that holds where the entry itself says nothing. */
export interface Layer {
  readonly tree: TreeMap
  readonly path: Path
}

/** Names that `template:` may have: where each is found, the first of the places first. */
export interface Bases {
  /** For people: `template`, or `template or ladder`. */
  readonly called: string
  readonly sources: readonly Layer[]
  readonly names: ReadonlyMap<string, true>
  /** Paths of what something names. Grows as layers are found. */
  readonly used: Set<string>
  /** The layers beneath each base that leads into no circle, found once. */
  readonly found: Map<string, readonly Layer[]>
  /** A chain that is too long has been told. */
  isTold: boolean
}

export function basesOf(called: string, ...sources: readonly Layer[]): Bases {
  const names = sources.flatMap(({ tree }) => Object.keys(tree))
  return { called, sources, names: new Map(names.map(name => [name, true])), used: new Set(), found: new Map(), isTold: false }
}

/** The layers beneath an entry, the weakest first. `within`: the paths that led here, for circles. */
export function layersOf(
  bases: Bases,
  tree: TreeMap,
  path: Path,
  findings: Findings,
  within: readonly Path[] = [path],
): readonly Layer[] {
  const known = bases.found.get(pathKey(path))
  if (known) return known
  const before = findings.problems.length
  const layers = strongest(layersFound(bases, tree, path, findings, within))
  if (layers.length > LIMITS.templatesOfEntry) {
    tooLong(bases, findings, path, `\`${String(path.at(-1))}\` has more than ${LIMITS.templatesOfEntry} templates`)
    return []
  }
  // What leads into a circle depends on where one comes from.
  if (findings.problems.length === before) bases.found.set(pathKey(path), layers)
  return layers
}

/** One that is named twice counts where it is stronger: there it says all that it says. */
function strongest(layers: readonly Layer[]): readonly Layer[] {
  const paths = new Set<string>()
  return layers
    .toReversed()
    .filter(({ path }) => !paths.has(pathKey(path)) && paths.add(pathKey(path)))
    .toReversed()
}

function tooLong(bases: Bases, findings: Findings, path: Path, message: string): void {
  findings.dropped.add(pathKey([...path, ANYTHING]))
  if (bases.isTold) return
  bases.isTold = true
  error(findings, valueAt(findings, [...path, 'template'], path), message, {
    expected: `templates that name each other at most ${LIMITS.templateChain} deep, and ${LIMITS.templatesOfEntry} for one entry`,
    hint: 'put what they say into fewer templates',
  })
}

function layersFound(bases: Bases, tree: TreeMap, path: Path, findings: Findings, within: readonly Path[]): readonly Layer[] {
  if (within.length > LIMITS.templateChain) {
    tooLong(bases, findings, path, `more than ${LIMITS.templateChain} templates lead here, one naming the next`)
    return []
  }
  return namesIn(tree.template).flatMap((name, nth): readonly Layer[] => {
    findings.work.inherits(findings.work.last())
    const paths = [
      [...path, 'template', nth],
      [...path, 'template'],
    ]
    if (!known(findings, bases.called, name, bases.names, ...paths)) {
      findings.dropped.add(pathKey([...path, ANYTHING]))
      return []
    }
    const source = bases.sources.find(each => Object.hasOwn(each.tree, name))
    const base = source?.tree[name]
    if (!source) return []
    const own = [...source.path, name]
    bases.used.add(pathKey(own))
    const begins = within.findIndex(each => pathKey(each) === pathKey(own))
    if (begins >= 0) {
      error(findings, valueAt(findings, ...paths), `the template \`${name}\` leads back to itself`, {
        expected: 'templates that do not name each other in a circle',
        hint: `the circle is ${[...within.slice(begins).map(each => String(each.at(-1))), name].join(' → ')}`,
      })
      return []
    }
    if (!isTreeMap(base)) return []
    return [...layersOf(bases, base, own, findings, [...within, own]), { tree: base, path: own }]
  })
}

function namesIn(written: Tree | undefined): readonly string[] {
  const list = typeof written === 'string' ? [written] : Array.isArray(written) ? (written as readonly Tree[]) : []
  return list.flatMap(each => (typeof each === 'string' ? [each.trim()] : []))
}

/** Templates are looked at for themselves too, so that a circle among those that nobody names is told; then who names none of them. */
export function checkTemplates(bases: Bases, templates: Layer, of: string, findings: Findings): void {
  for (const [name, tree] of Object.entries(templates.tree))
    if (isTreeMap(tree)) layersOf(bases, tree, [...templates.path, name], findings)
  if (findings.incomplete) return
  for (const name of Object.keys(templates.tree)) {
    const path = [...templates.path, name]
    if (bases.used.has(pathKey(path))) continue
    warning(findings, keyAt(findings, path), `no ${of} uses the template \`${name}\``, {
      hint: `write \`template: ${name}\` in a ${of}, or remove it`,
    })
  }
}

/** Takes a value over whole, and its places with it. */
export function adopted(base: Tree, path: Path, from: Path, findings: Findings): Tree {
  const spot = findings.spots.get(pathKey(from))
  findings.work.inherits(spot?.value ?? findings.work.last())
  if (spot && !findings.spots.has(pathKey(path))) findings.spots.set(pathKey(path), spot)
  if (typeof base !== 'string')
    for (const [key, value] of Object.entries(base)) adopted(value as Tree, [...path, key], [...from, key], findings)
  return base
}

/** What was written in a template and could not be read counts as written in the entry too. */
export function copyDropped(path: Path, from: Path, { dropped }: Findings): void {
  const prefix = `${pathKey(from)}\u0000`
  for (const key of [...dropped]) if (key.startsWith(prefix)) dropped.add(`${pathKey(path)}\u0000${key.slice(prefix.length)}`)
}
