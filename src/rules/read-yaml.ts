// One YAML text → plain values and the place of each of them, or problems with their places. Called by compile.ts.
// Every scalar stays text (YAML's failsafe schema): `+1 512 555 0100`, `09:00` and `no` mean what they say, and a
// shape decides what a text must be. Anchors, aliases, tags and merge keys are refused: rules are read aloud.
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseAllDocuments, Scalar } from 'yaml'
import { type Place, type Problem, placeText, problemAt } from './problem.ts'

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
export type Spots = Map<string, Spot>

export interface Reading {
  /** Null when the text cannot be understood: the problems say why. */
  readonly tree: TreeMap | null
  readonly problems: readonly Problem[]
}

const TOO_LONG = 4_000_000
const TOO_DEEP = 40

export function pathKey(path: readonly PropertyKey[]): string {
  return path.join('\u0000')
}

export function isTreeMap(tree: Tree | undefined): tree is TreeMap {
  return typeof tree === 'object' && !Array.isArray(tree)
}

interface Walk {
  readonly place: (offset: number) => Place
  readonly spots: Spots
  readonly problems: Problem[]
}

/** Reads one file. Places are added to `spots`; a path that has one already keeps it. */
export function readYaml(file: string, raw: string, spots: Spots): Reading {
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
  const lines = new LineCounter()
  let documents: ReturnType<typeof parseAllDocuments>
  try {
    documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, schema: 'failsafe', prettyErrors: false })
  } catch {
    return { tree: null, problems: [problemAt(top, 'error', 'the file is nested too deeply to be read')] }
  }
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col) }
  }
  const list = Array.isArray(documents) ? documents : []
  const [document, second] = list
  if (!document) {
    const only = problemAt(top, 'warning', 'the file holds only comments')
    return { tree: {}, problems: [only] }
  }
  const tabs = tabProblems(file, text)
  const wrong = list.flatMap(each =>
    each.errors.map(error => problemAt(place(error.pos[0]), 'error', plainWords(error.code, error.message))),
  )
  const tags = list.flatMap(each =>
    each.warnings.map(warning => problemAt(place(warning.pos[0]), 'error', plainWords(warning.code, warning.message))),
  )
  if (wrong.length > 0) return { tree: null, problems: tabs.length > 0 ? tabs : [...wrong, ...tags] }
  if (tags.length > 0) return { tree: null, problems: tags }
  if (second) {
    const start = place(second.range?.[0] ?? 0)
    return {
      tree: null,
      problems: [problemAt(start, 'error', 'a second document starts here (`---`)', { expected: 'one document in each file' })],
    }
  }
  const walk: Walk = { place, spots, problems: [] }
  const tree = document.contents ? walkNode(document.contents, [], walk) : {}
  if (!isTreeMap(tree)) {
    const found = problemAt(top, 'error', 'the file is not made of `section:` lines', {
      expected: 'sections such as `people:` or `properties:`',
    })
    return { tree: null, problems: [...walk.problems, found] }
  }
  return { tree, problems: walk.problems }
}

function notText(top: Place, text: string): Problem | null {
  if (text.length > TOO_LONG) return problemAt(top, 'error', 'the file is longer than 4 MB')
  const junk = /(?![\t\n])[\p{Cc}\uFFFD]/u.exec(text)
  if (!junk) return null
  const before = text.slice(0, junk.index).split('\n')
  const place = { file: top.file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  const code = (junk[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return problemAt(place, 'error', `this is not text: character U+${code}`, { expected: 'a text file in UTF-8' })
}

function tabProblems(file: string, text: string): Problem[] {
  return text.split('\n').flatMap((line, at) => {
    const tab = /^( *)\t/.exec(line)
    if (!tab || line.trim() === '') return []
    const place = { file, line: at + 1, column: (tab[1]?.length ?? 0) + 1 }
    return [problemAt(place, 'error', 'a tab is used to indent this line', { expected: 'spaces' })]
  })
}

const PLAIN_WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab is used to indent this line; write spaces',
  MISSING_CHAR: 'something is not closed here: a quote, a bracket or a colon is missing',
  BAD_INDENT: 'this line is not indented as its neighbours are, or a bracket is not closed',
  BLOCK_AS_IMPLICIT_KEY:
    'two `key: value` pairs on one line, or a line indented too far; put quotes around a text that holds `: `',
  MULTILINE_IMPLICIT_KEY: 'a key that runs over several lines; a `:` is missing, or a line is indented too far',
  BAD_ALIAS: 'a text that begins with `*` needs quotes',
  BAD_SCALAR_START: 'a text that begins with this character needs quotes',
  TAG_RESOLVE_FAILED: 'tags (`!…`) are not used in rules; write the plain value',
}

function plainWords(code: string, message: string): string {
  return PLAIN_WORDS[code] ?? `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
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
    walk.problems.push(
      problemAt(at, 'error', `\`&${node.anchor}\` is an anchor; rules do not use them`, {
        hint: 'write what is common under `defaults:`',
      }),
    )
  }
  if (isSeq(node)) {
    return node.items.map((item, index) => {
      const itemPath = [...path, index]
      const value = walk.place((item as Node).range?.[0] ?? node.range?.[0] ?? 0)
      remember(walk, itemPath, { key: null, value })
      return walkNode(item as Node, itemPath, walk)
    })
  }
  if (isMap(node)) return walkMap(node.items as Pair<Node, Node | null>[], path, walk)
  return isScalar(node) ? String(node.value ?? '') : ''
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
      walk.problems.push(
        problemAt(keyAt, 'error', `nothing is written after \`${name}:\``, { hint: 'write a value, or remove the line' }),
      )
      continue
    }
    const itemPath = [...path, name]
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
  if (name === '<<') return 'merge keys (`<<`) are not used in rules; write what is common under `defaults:`'
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
