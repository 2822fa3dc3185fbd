// Checks one entry against its shape and says every mistake with its place. What is wrong is taken out and the rest is
// shaped again, so that one typing error hides no other. Called by shape-portfolio.ts.
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Findings } from './findings.ts'
import { didYouMean, namesText, nearest } from './nearest.ts'
import { numberHint } from './parse-number.ts'
import { type Place, type Problem, problemAt } from './problem.ts'
import { ANYTHING, type Dropped, isTreeMap, pathKey, type Spots, type Tree } from './read-yaml.ts'
import { ALLOWED, FORM } from './shape-parts.ts'

export interface Shaped<T> {
  /** Null when too much is missing to go on with. */
  readonly value: T | null
  readonly problems: readonly Problem[]
}

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

export function shapeEntry<T>(
  shape: z.ZodType<T>,
  tree: Tree,
  path: Path,
  findings: Pick<Findings, 'spots' | 'dropped' | 'kept' | 'home'>,
): Shaped<T> {
  const { spots, dropped, kept, home } = findings
  let first: z.ZodSafeParseResult<T> | null = null
  const atOnce = kept<{ readonly value: T } | null>(
    'shape',
    `${path[0] === 'templates' ? path.join(' ') : String(path[0])}\n${JSON.stringify(tree)}`,
    () => {
      first = shape.safeParse(tree)
      // What JSON cannot say is not kept.
      return first.success && isDeepStrictEqual(JSON.parse(JSON.stringify(first.data)), first.data) ? { value: first.data } : null
    },
  )
  if (atOnce !== null) return { value: atOnce.value, problems: [] }
  const problems: Problem[] = []
  const isUnsure = dropped.has(pathKey([...path, ANYTHING]))
  const cuts = new Set<string>()
  let rest = tree
  for (let round = 0; round < 4; round++) {
    const result = (round === 0 ? (first as z.ZodSafeParseResult<T> | null) : null) ?? shape.safeParse(rest)
    if (result.success) return { value: result.data, problems }
    const issues = result.error.issues.flatMap(issue => plainIssues(issue))
    for (const issue of issues) rememberMeant(issue, path, dropped)
    for (const issue of issues) {
      // In a later round, what is missing is what an earlier round took out.
      const missing = issue.code !== 'unrecognized_keys' && treeAt(rest, issue.path) === undefined
      if (isEcho(issue, cuts, path, dropped)) continue
      if (missing && (round > 0 || isUnsure || dropped.has(pathKey([...path, ...issue.path])))) continue
      problems.push(...issueProblems(issue, path, rest, spots, home))
    }
    for (const { path: at } of issues) cuts.add(pathKey(at))
    // What was written and wrong has been told: nobody says later that it is missing.
    for (const { path: at, code } of issues)
      if (code !== 'unrecognized_keys' && at.length > 0) dropped.add(pathKey([...path, ...at]))
    const less = without(rest, issues)
    if (less === null || less === rest) return { value: null, problems }
    rest = less
  }
  return { value: null, problems }
}

/** A union's issue becomes the issues of the alternative that the administrator meant: the one of the same kind. */
function plainIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.filter(errors => !errors.some(error => error.path.length === 0 && error.code === 'invalid_type'))
  // What has mistakes within was a map: a single word was not meant.
  const within = meant.filter(errors => errors.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'))
  // Among alternatives that are maps, the one with the fewest unknown keys.
  const best = (within.length > 0 ? within : meant).sort((a, b) => unknownKeys(a) - unknownKeys(b) || a.length - b.length)[0]
  if (!best) return [issue]
  const [only, ...more] = best
  const also = unionKinds(issue.errors.filter(errors => !meant.includes(errors)))
  // A word that is none of those that could stand here: there may be more than words that could.
  if (only?.code === 'invalid_value' && only.path.length === 0 && more.length === 0 && also !== undefined)
    return [{ ...only, path: issue.path, also } as Issue]
  return best.flatMap(error => plainIssues({ ...error, path: [...issue.path, ...error.path] } as Issue))
}

/** What is said to be missing was there, wrong or mistyped, and was taken out. */
function isEcho(issue: Issue, cuts: ReadonlySet<string>, base: Path, dropped: Dropped): boolean {
  const params = (issue.code === 'custom' ? (issue.params ?? {}) : {}) as { unless?: readonly string[]; at?: string }
  const within = params.at === 'key' ? issue.path.slice(0, -1) : issue.path
  return (params.unless ?? []).some(key => {
    const path = [...within, ...key.split('.')]
    return cuts.has(pathKey(path)) || dropped.has(pathKey([...base, ...path]))
  })
}

/** A mistyped key counts as written, so that nobody complains that the right one is missing. */
function rememberMeant(issue: Issue, path: Path, dropped: Dropped): void {
  if (issue.code !== 'unrecognized_keys') return
  for (const key of issue.keys) {
    const meant = nearest(key, allowedKeys(issue))
    if (meant !== undefined) dropped.add(pathKey([...path, ...issue.path, meant]))
  }
}

function allowedKeys({ message }: Issue): readonly string[] {
  return message.startsWith(ALLOWED) ? message.slice(ALLOWED.length).split(' ') : []
}

function unknownKeys(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0)
}

function issueProblems(issue: Issue, base: Path, tree: Tree, spots: Spots, home: string | undefined): Problem[] {
  const path = [...base, ...issue.path]
  const own = spots.get(pathKey(path))
  const parent = spotAbove(path, spots)
  const last = String(issue.path.at(-1) ?? base.at(-1))
  if (issue.code === 'unrecognized_keys') {
    const allowed = allowedKeys(issue)
    return issue.keys.map(key =>
      problemAt(spots.get(pathKey([...path, key]))?.key ?? parent, 'error', `unknown key \`${key}\``, {
        expected: namesText(allowed, 40),
        hint: didYouMean(key, allowed),
      }),
    )
  }
  const given = treeAt(tree, issue.path)
  if (given === undefined) {
    const owner = issue.path.length > 1 ? issue.path.at(-2) : base.at(-1)
    const whose = typeof owner === 'number' ? 'this item' : `\`${String(owner)}\``
    return [problemAt(parent, 'error', `${whose} has no \`${last}\``, { expected: `a line \`${last}: …\` below it` })]
  }
  const place = own?.value ?? parent
  if (issue.code === 'custom') {
    const params = atHome((issue.params ?? {}) as Params, home)
    const at = params.at === 'key' ? (own?.key ?? place) : placeOfPart(params.wrong, given, path, place, spots)
    return [problemAt(at, 'error', issue.message, params)]
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    const said = isTreeMap(given) ? `\`${last}\` is ${kindOf(given)}` : `\`${String(given)}\` cannot stand here`
    const hint = isTreeMap(given) ? undefined : didYouMean(String(given), values)
    const { also } = issue.message.startsWith(FORM) ? { also: issue.message.slice(FORM.length) } : (issue as { also?: string })
    return [
      problemAt(place, 'error', said, { expected: `${namesText(values)}${also === undefined ? '' : `, or ${also}`}`, hint }),
    ]
  }
  if (issue.code === 'too_small')
    return [problemAt(place, 'error', `the list of \`${last}\` is empty`, { expected: 'at least one' })]
  const expected =
    issue.code === 'invalid_type' ? KINDS[issue.expected] : issue.code === 'invalid_union' ? unionKinds(issue.errors) : undefined
  const what = typeof issue.path.at(-1) === 'number' ? 'this item' : `\`${last}\``
  const isOne = issue.code === 'invalid_type' && issue.expected === 'array' && typeof given === 'string'
  const hint = isOne ? `write [${given}]` : undefined
  const shown = HOLDS_SECRETS.test(last) && typeof given === 'string' ? 'one value' : kindOf(given)
  return [problemAt(place, 'error', `${what} is ${shown}`, { expected, hint })]
}

interface Params {
  readonly expected?: string
  readonly hint?: string | undefined
  readonly at?: string
  readonly wrong?: string
  readonly national?: string
}

/** What a number without its country means where the box is. */
function atHome(params: Params, home: string | undefined): Params {
  return params.national === undefined ? params : { ...params, hint: numberHint(params.national, home) }
}

/** Where a part of a text stands, or of one of the texts of a list. */
function placeOfPart(part: string | undefined, given: Tree, path: Path, place: Place, spots: Spots): Place {
  if (part === undefined) return place
  const texts: readonly [Tree, Place | undefined][] = Array.isArray(given)
    ? (given as readonly Tree[]).map((each, nth) => [each, spots.get(pathKey([...path, nth]))?.value])
    : [[given, place]]
  for (const [text, at] of texts)
    if (at && typeof text === 'string' && text.includes(part)) return { ...at, column: at.column + text.indexOf(part) }
  return place
}

/** What somebody writes in the place of these may be a login or an address with one: it is not repeated. */
const HOLDS_SECRETS = /^(register|mail|sms|headers|webhooks|password|secret|pin)$/

const KINDS: Readonly<Record<string, string>> = {
  string: 'one value',
  array: 'a list, each item after a dash',
  object: 'keys with values, each on its own line',
  record: 'names with values, each on its own line',
}

function unionKinds(alternatives: readonly (readonly Issue[])[]): string | undefined {
  const kinds = alternatives.flatMap(errors =>
    errors.flatMap(error => (error.code === 'invalid_type' ? [KINDS[error.expected]] : [])),
  )
  return [...new Set(kinds.filter(kind => kind !== undefined))].join(', or ') || undefined
}

function kindOf(tree: Tree): string {
  return typeof tree === 'string' ? `one value, \`${tree}\`` : isTreeMap(tree) ? 'a map of keys' : 'a list'
}

function spotAbove(path: Path, spots: Spots): Place {
  for (let length = path.length; length > 0; length--) {
    const spot = spots.get(pathKey(path.slice(0, length)))
    if (spot) return length === path.length ? spot.value : (spot.key ?? spot.value)
  }
  return { file: '', line: 1, column: 1 }
}

function treeAt(tree: Tree, path: Path): Tree | undefined {
  let at: Tree | undefined = tree
  for (const step of path) {
    if (at === undefined || typeof at === 'string') return undefined
    at = Array.isArray(at) ? at[Number(step)] : Object.hasOwn(at, step) ? (at as Record<PropertyKey, Tree>)[step] : undefined
  }
  return at
}

/** What is to become of a part of the tree, and of its parts. */
interface Cut {
  isGone: boolean
  standIn: string | null
  readonly within: Map<PropertyKey, Cut>
}

/** The tree without what these issues complain of, or with what stands in for it; null when nothing can be taken out. */
function without(tree: Tree, issues: readonly Issue[]): Tree | null {
  const root = newCut()
  for (const issue of issues) {
    const { standIn } = (issue.code === 'custom' ? (issue.params ?? {}) : {}) as { standIn?: string }
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) cutAt(root, [...issue.path, key]).isGone = true
    else if (standIn !== undefined) cutAt(root, issue.path).standIn = standIn
    else cutAt(root, issue.path).isGone = true
  }
  return root.isGone ? null : pruned(tree, root)
}

function newCut(): Cut {
  return { isGone: false, standIn: null, within: new Map() }
}

function cutAt(root: Cut, path: Path): Cut {
  let at = root
  for (const step of path) {
    const next = at.within.get(step) ?? newCut()
    at.within.set(step, next)
    at = next
  }
  return at
}

function pruned(tree: Tree, cut: Cut): Tree | null {
  if (cut.standIn !== null) return cut.standIn
  if (typeof tree === 'string' || cut.within.size === 0) return tree
  let isChanged = false
  const part = (value: Tree, step: PropertyKey): Tree | null => {
    const own = cut.within.get(step)
    const less = own === undefined ? value : own.isGone ? null : pruned(value, own)
    if (less !== value) isChanged = true
    return less
  }
  if (Array.isArray(tree)) {
    // Places are told by position, so an item of a list cannot be taken out; its entry is given up.
    const items = tree.map((each: Tree, nth) => part(each, nth))
    return items.includes(null) ? null : isChanged ? (items as Tree[]) : tree
  }
  const entries: [string, Tree][] = []
  for (const [key, value] of Object.entries(tree)) {
    const less = part(value, key)
    if (less !== null) entries.push([key, less])
    else if (cut.within.get(key)?.isGone !== true) return null
  }
  return isChanged ? Object.fromEntries(entries) : tree
}
