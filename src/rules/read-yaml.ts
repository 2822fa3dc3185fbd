// One YAML text → plain values and the place of each of them, or problems with their places. Called by merge.ts, or by kept-readings.ts in its place.
// Every scalar stays text (YAML's failsafe schema): `+1 512 555 0100`, `09:00` and `no` mean what they say, and a
// shape decides what a text must be. Anchors, aliases, tags and merge keys are refused: rules are read aloud.
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments, Scalar } from 'yaml'
import { type Place, type Problem, placeText, problemAt } from './problem.ts'
import { notText, syntaxProblems, tabProblems } from './yaml-syntax.ts'

export type Tree = string | readonly Tree[] | TreeMap
export interface TreeMap {
  readonly [key: string]: Tree
}

export interface Spot {
  /** Where the key stands; null in a list. */
  readonly key: Place | null
  readonly value: Place
}
/** Where everything stands, by path. */
export type Spots = Pick<Map<string, Spot>, 'get' | 'has' | 'delete' | 'keys'> & { set(key: string, spot: Spot): unknown }
/** Paths that were written but left out, because what stands there was already reported. */
export type Dropped = Set<string>
/** Beneath a path: whatever is missing there may be written somewhere that is not known yet. */
export const ANYTHING = '*'

export interface Reading {
  /** Null when the text cannot be understood: the problems say why. */
  readonly tree: TreeMap | null
  readonly problems: readonly Problem[]
}

const TOO_DEEP = 40

export function pathKey(path: readonly PropertyKey[]): string {
  return path.join('\u0000')
}

export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return typeof tree === 'object' && !Array.isArray(tree)
}

interface Walk {
  readonly text: string
  readonly place: (offset: number) => Place
  readonly spots: Spots
  readonly dropped: Dropped
  readonly problems: Problem[]
}

/** Reads one file. Places are added to `spots`, and what had to be left out to `dropped`. */
export function readYaml(file: string, raw: string, spots: Spots, dropped: Dropped): Reading {
  const top = { file, line: 1, column: 1 }
  const text = raw.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const unreadable = notText(top, text)
  if (unreadable) return { tree: null, problems: [unreadable] }
  if (text.trim() === '') {
    return {
      tree: null,
      problems: [problemAt(top, 'error', 'the file is empty', { hint: 'remove the file, or write rules in it' })],
    }
  }
  let documents: ReturnType<typeof parseAllDocuments>
  // Noise makes an error of nearly every character; their stacks would cost more than the reading.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    documents = parseAllDocuments(text, { uniqueKeys: false, schema: 'failsafe', prettyErrors: false })
  } catch {
    return { tree: null, problems: [problemAt(top, 'error', 'the file is nested too deeply to be read')] }
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
  const place = placesIn(file, text)
  const list = Array.isArray(documents) ? documents : []
  const [document, second] = list
  if (!document) {
    const only = problemAt(top, 'warning', 'the file holds only comments')
    return { tree: {}, problems: [only] }
  }
  const tabs = tabProblems(file, text)
  const wrong = syntaxProblems(list, text, place)
  if (wrong.length > 0) return { tree: null, problems: tabs.length > 0 ? tabs : wrong }
  if (second) {
    const start = place(second.range?.[0] ?? 0)
    return {
      tree: null,
      problems: [problemAt(start, 'error', 'a second document starts here (`---`)', { expected: 'one document in each file' })],
    }
  }
  const walk: Walk = { text, place, spots, dropped, problems: [] }
  const tree = document.contents ? walkNode(document.contents, [], walk) : {}
  if (!isTreeMap(tree)) {
    const found = problemAt(top, 'error', 'the file is not made of `section:` lines', {
      expected: 'sections such as `people:` or `properties:`',
    })
    return { tree: null, problems: [...walk.problems, found] }
  }
  return { tree, problems: walk.problems }
}

/** Counted here: the YAML library's own count of lines goes wrong after some mistakes. */
function placesIn(file: string, text: string): (offset: number) => Place {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return offset => {
    const within = Math.max(0, Math.min(offset, text.length))
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= within) low = middle
      else high = middle - 1
    }
    return { file, line: low + 1, column: within - (starts[low] ?? 0) + 1 }
  }
}

function walkNode(node: Node, path: readonly PropertyKey[], walk: Walk): Tree {
  const at = walk.place(node.range?.[0] ?? 0)
  if (path.length > TOO_DEEP) {
    walk.problems.push(problemAt(at, 'error', 'this is nested too deeply'))
    return ''
  }
  if (isAlias(node)) {
    walk.problems.push(
      problemAt(at, 'error', `\`*${node.source}\` is an alias`, {
        expected: 'the value itself',
        hint: 'put quotes around a text that begins with `*`',
      }),
    )
    return ''
  }
  if ('anchor' in node && typeof node.anchor === 'string') {
    const stands = walk.text.lastIndexOf(`&${node.anchor}`, node.range?.[0] ?? 0)
    walk.problems.push(
      problemAt(stands < 0 ? at : walk.place(stands), 'error', `\`&${node.anchor}\` is an anchor; rules do not use them`, {
        hint: 'write what is common under `defaults:`, or in a template',
      }),
    )
  }
  if (isSeq(node)) return walkList(node.items as Node[], at, path, walk)
  if (isMap(node)) return walkMap(node.items as Pair<Node, Node | null>[], path, walk)
  return isScalar(node) ? String(node.value ?? '') : ''
}

function walkList(items: readonly Node[], at: Place, path: readonly PropertyKey[], walk: Walk): Tree[] {
  return items.map((item, index) => {
    const itemPath = [...path, index]
    const value = item.range ? walk.place(item.range[0]) : at
    remember(walk, itemPath, { key: null, value })
    if (isEmpty(item))
      walk.problems.push(problemAt(value, 'error', 'an item of this list is empty', { hint: 'write a value, or remove it' }))
    return walkNode(item, itemPath, walk)
  })
}

function walkMap(pairs: readonly Pair<Node, Node | null>[], path: readonly PropertyKey[], walk: Walk): TreeMap {
  const map: Record<string, Tree> = {}
  for (const { key, value } of pairs) {
    const keyAt = walk.place(key?.range?.[0] ?? 0)
    const name = isScalar(key) ? String(key.value ?? '').trim() : null
    const wrong = name === null ? 'a key must be a plain name' : keyProblem(name)
    if (name === null || wrong !== null) {
      walk.problems.push(problemAt(keyAt, 'error', wrong ?? ''))
      continue
    }
    if (Object.hasOwn(map, name)) {
      const first = walk.spots.get(pathKey([...path, name]))?.key
      walk.problems.push(twice(name, keyAt, first ?? keyAt))
      continue
    }
    if (!value || isEmpty(value)) {
      walk.dropped.add(pathKey([...path, name]))
      walk.problems.push(
        problemAt(keyAt, 'error', `nothing is written after \`${name}:\``, { hint: 'write a value, or remove the line' }),
      )
      continue
    }
    const itemPath = [...path, name]
    if (isAlias(value)) {
      walk.dropped.add(pathKey(itemPath))
      walkNode(value, itemPath, walk)
      continue
    }
    remember(walk, itemPath, { key: keyAt, value: walk.place(value.range?.[0] ?? 0) })
    map[name] = walkNode(value, itemPath, walk)
  }
  return map
}

export function twice(name: string, here: Place, first: Place): Problem {
  return problemAt(here, 'error', `\`${name}\` is written twice`, {
    expected: `one \`${name}\`; the first is at ${placeText(first)}`,
  })
}

function keyProblem(name: string): string | null {
  if (name === '') return 'a key is empty'
  if (name === '<<') return 'merge keys (`<<`) are not used in rules; write what is common under `defaults:`, or in a template'
  return name === '__proto__' ? 'this name cannot be used' : null
}

/** Nothing at all, as opposed to an empty text in quotes. */
function isEmpty(node: Node): boolean {
  return isScalar(node) && node.type === Scalar.PLAIN && (node.source ?? '') === ''
}

function remember(walk: Walk, path: readonly PropertyKey[], spot: Spot): void {
  const key = pathKey(path)
  if (!walk.spots.has(key)) walk.spots.set(key, spot)
}
