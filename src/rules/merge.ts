// Several files → one portfolio. Sections may be spread over files as an administrator likes; what is written in two
// files is a problem that names both places. Called by compile.ts.
import type { Reader } from './kept-readings.ts'
import { LIMITS, openWork, type Work } from './limits.ts'
import { didYouMean, namesText } from './nearest.ts'
import { type Place, type Problem, problemAt } from './problem.ts'
import { type Dropped, isTreeMap, pathKey, readYaml, type Spot, type Spots, type Tree, type TreeMap, twice } from './read-yaml.ts'
import { SECTIONS, type Section } from './sections.ts'
import { KINDS, type Kind } from './shapes.ts'
import { type FilePlaces, keptSpots, openSpots } from './spots.ts'
import { valuesIn } from './yaml-syntax.ts'

export interface Portfolio {
  readonly sections: Readonly<Record<Section, TreeMap>>
  readonly spots: Spots
  readonly dropped: Dropped
  readonly problems: readonly Problem[]
  /** Some file could not be understood, so a name that is missing may be written there. */
  readonly incomplete: boolean
}

/** `read` reads one file; it may know it from before (kept-readings.ts). */
export function readPortfolio(files: ReadonlyMap<string, string>, read: Reader = readYaml, work: Work = openWork()): Portfolio {
  const spots = openSpots()
  const dropped: Dropped = new Set()
  const problems: Problem[] = []
  const sections = Object.fromEntries(Object.keys(SECTIONS).map(name => [name, {}])) as Record<Section, Record<string, Tree>>
  let incomplete = false
  let values = 0
  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const fresh = new Map<string, Spot>()
    work.begins({ file, line: 1, column: 1 })
    values += valuesIn(text)
    if (values > LIMITS.values) {
      incomplete = true
      problems.push(tooManyValues({ file, line: 1, column: 1 }))
      break
    }
    const { tree, problems: found, places } = read(file, text, fresh, dropped)
    if (tree) problems.push(...found)
    else {
      // What is wrong in the rest of it, and with names that it may hold, is not known yet.
      problems.push(...found.map((problem, at) => (at === found.length - 1 ? { ...problem, hides: true as const } : problem)))
      incomplete = true
      continue
    }
    const spotAt = placesOfFile(file, tree, places, fresh)
    for (const [name, body] of Object.entries(tree)) {
      if (!isSection(name)) {
        incomplete = true
        const place = spotAt(pathKey([name]))?.key ?? { file, line: 1, column: 1 }
        const known = Object.keys(SECTIONS)
        problems.push(
          problemAt(place, 'error', `there is no section \`${name}\``, {
            expected: namesText(known),
            hint: didYouMean(name, known),
          }),
        )
      } else if (!isTreeMap(body)) {
        incomplete = true
        problems.push(
          problemAt(spotAt(pathKey([name]))?.value ?? { file, line: 1, column: 1 }, 'error', `\`${name}:\` holds no names`, {
            expected: 'names, each on its own line with what belongs to it below',
          }),
        )
      } else {
        mergeInto(sections[name], body, [name], SECTIONS[name], { spotAt, spots, problems })
      }
    }
    if (places) spots.joinKept(file, tree, places)
    else spots.join(fresh)
  }
  return { sections, spots, dropped, problems, incomplete }
}

function tooManyValues(place: Place): Problem {
  const message = `up to the end of this file there are more than ${LIMITS.values} values: it and those after it are not read`
  return problemAt(place, 'error', message, {
    expected: 'fewer rules in this directory',
    hint: 'is a file in this directory that a program made?',
  })
}

type SpotAt = (path: string) => Spot | undefined

/** In this file alone. Asked only where something is wrong. */
function placesOfFile(file: string, tree: TreeMap, places: FilePlaces | undefined, fresh: ReadonlyMap<string, Spot>): SpotAt {
  let spots: Pick<Spots, 'get'> | undefined = places ? undefined : fresh
  return path => {
    spots ??= keptSpots(file, tree, places ?? [])
    return spots.get(path)
  }
}

interface Merging {
  readonly spotAt: SpotAt
  readonly spots: Spots
  readonly problems: Problem[]
}

function mergeInto(target: Record<string, Tree>, body: TreeMap, path: readonly string[], depth: number, merging: Merging): void {
  for (const [name, value] of Object.entries(body)) {
    const itemPath = [...path, name]
    const before = target[name]
    if (!Object.hasOwn(target, name) || before === undefined) {
      target[name] = value
    } else if ((depth > 1 || isShared(itemPath)) && isTreeMap(before) && isTreeMap(value)) {
      const merged = { ...before }
      mergeInto(merged, value, itemPath, depth - 1, merging)
      target[name] = merged
    } else {
      const here = merging.spotAt(pathKey(itemPath))?.key
      const first = merging.spots.get(pathKey(itemPath))?.key
      if (here && first) merging.problems.push(twice(name, here, first))
    }
  }
}

/** `templates: { ladders: … }` may be spread over files as `templates:` itself. */
function isShared([section, name, ...more]: readonly string[]): boolean {
  return section === 'templates' && more.length === 0 && KINDS.includes(name as Kind)
}

function isSection(name: string): name is Section {
  return Object.hasOwn(SECTIONS, name)
}
