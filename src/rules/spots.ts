// Where everything stands, put together from many files. A file that was read before has its
// places as numbers, in the order of its tree. Nobody asks for most of them, so a place is made
// when it is asked for. Used by merge.ts.
import { pathKey, type Spot, type Spots, type Tree, type TreeMap } from './read-yaml.ts'

/**
 * Of a value and all that it holds, in the order of the tree: line and column of its key (0, 0:
 * none) and of itself. As one text: most of them are never looked at.
 */
export type Places = string
/** Of every section its own place, then those of each of its entries. */
export type FilePlaces = readonly (readonly Places[])[]

export interface AllSpots extends Spots {
  /** Takes over what is not known yet. */
  join(own: ReadonlyMap<string, Spot>): void
  /** The same of a file that was read before. */
  joinKept(file: string, tree: TreeMap, places: FilePlaces): void
}

interface Entry {
  readonly file: string
  readonly tree: Tree
  readonly places: Places
}

/** Numbers for one place. */
const SIZE = 4

export function openSpots(): AllSpots {
  const now = new Map<string, Spot>()
  /** By the path of the entry: a section and a name. */
  const later = new Map<string, Entry>()
  const look = (key: string): Spot | undefined => {
    if (later.size === 0) return undefined
    const path = entryPath(key)
    const entry = later.get(path)
    if (entry === undefined) return undefined
    return path.length === key.length ? spotAt(entry, 0) : spotIn(entry, key.slice(path.length + 1))
  }
  const has = (key: string): boolean => now.has(key) || look(key) !== undefined
  const add = (key: string, spot: Spot): void => {
    if (!has(key)) now.set(key, spot)
  }
  const writeOut = (path: string): void => {
    const entry = later.get(path)
    later.delete(path)
    if (entry) for (const [key, spot] of spotsIn(entry, path)) add(key, spot)
  }
  return {
    get: key => now.get(key) ?? look(key),
    has,
    set: (key, spot) => now.set(key, spot),
    delete(key) {
      writeOut(entryPath(key))
      return now.delete(key)
    },
    keys() {
      for (const path of [...later.keys()]) writeOut(path)
      return now.keys()
    },
    join(own) {
      for (const [key, spot] of own) add(key, spot)
    },
    joinKept(file, tree, places) {
      for (const [nth, [section, body]] of Object.entries(tree).entries()) {
        const [own = '', ...entries] = places[nth] ?? []
        add(section, spotAt({ file, tree: '', places: own }, 0))
        for (const [at, [name, value]] of Object.entries(body).entries()) {
          const path = pathKey([section, name])
          const entry = { file, tree: value as Tree, places: entries[at] ?? '' }
          // Two files may share an entry: then what the first one says counts.
          if (has(path)) for (const [key, spot] of spotsIn(entry, path)) add(key, spot)
          else later.set(path, entry)
        }
      }
    },
  }
}

/** Those of one file that was read before. */
export function keptSpots(file: string, tree: TreeMap, places: FilePlaces): Spots {
  const spots = openSpots()
  spots.joinKept(file, tree, places)
  return spots
}

/** Null when something has no place: then the file is read anew the next time. */
export function placesIn(tree: TreeMap, spots: ReadonlyMap<string, Spot>): FilePlaces | null {
  let isWhole = true
  const numbers = (path: string): number[] => {
    const spot = spots.get(path)
    if (!spot) isWhole = false
    const { key = null, value = { line: 0, column: 0 } } = spot ?? {}
    return [key?.line ?? 0, key?.column ?? 0, value.line, value.column]
  }
  const within = (path: string, value: Tree): number[] => [
    ...numbers(path),
    ...partsOf(value).flatMap(([name, part]) => within(pathKey([path, name]), part)),
  ]
  const places = Object.entries(tree).map(([section, body]) => {
    if (typeof body === 'string' || Array.isArray(body)) isWhole = false
    const entries = partsOf(body).map(([name, value]) => within(pathKey([section, name]), value).join(' '))
    return [numbers(section).join(' '), ...entries]
  })
  return isWhole ? places : null
}

const SEPARATOR = pathKey(['', ''])

function entryPath(key: string): string {
  const end = key.indexOf(SEPARATOR, key.indexOf(SEPARATOR) + 1)
  return end < 0 ? key : key.slice(0, end)
}

function partsOf(tree: Tree): [string, Tree][] {
  return typeof tree === 'string' ? [] : Object.entries(tree)
}

function spotIn(entry: Entry, rest: string): Spot | undefined {
  let at = 0
  let value = entry.tree
  for (const step of rest.split(SEPARATOR)) {
    if (typeof value === 'string' || !Object.hasOwn(value, step)) return undefined
    at++
    const parts = value as Readonly<Record<string, Tree>>
    for (const name of Object.keys(parts)) {
      if (name === step) break
      at += sizeOf(parts[name] ?? '')
    }
    value = parts[step] ?? ''
  }
  return spotAt(entry, at)
}

function sizeOf(tree: Tree): number {
  return typeof tree === 'string' ? 1 : Object.values(tree).reduce((sum: number, part: Tree) => sum + sizeOf(part), 1)
}

function spotsIn(entry: Entry, path: string): [string, Spot][] {
  const all: [string, Spot][] = []
  const walk = (key: string, value: Tree): void => {
    all.push([key, spotAt(entry, all.length)])
    for (const [name, part] of partsOf(value)) walk(pathKey([key, name]), part)
  }
  walk(path, entry.tree)
  return all
}

function spotAt({ file, places }: Entry, nth: number): Spot {
  let from = 0
  for (let left = nth * SIZE; left > 0; left--) from = places.indexOf(' ', from) + 1
  const [keyLine = 0, keyColumn = 0, line = 1, column = 1] = places
    .slice(from, from + LONGEST)
    .split(' ', SIZE)
    .map(Number)
  return { key: keyLine === 0 ? null : { file, line: keyLine, column: keyColumn }, value: { file, line, column } }
}

/** More than four numbers have: a file has four million characters at most. */
const LONGEST = 40
