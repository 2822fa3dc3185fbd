// Where a few rules of a large portfolio are written, without reading all of it: the entries that
// are asked for are cut out of the texts, with what all entries may inherit from, and go the way of
// the compiler (merge.ts, inherit.ts, places.ts). For texts that were compiled before, such as the
// journal's; in others something may be missing, never wrong. Called by whoever tells a story.
import type { RulePath } from '../core/plan/on-call.ts'
import type { Findings } from './findings.ts'
import { inherit } from './inherit.ts'
import { keepsNothing } from './kept-pieces.ts'
import { openWork } from './limits.ts'
import { readPortfolio } from './merge.ts'
import { type Places, placesOf } from './places.ts'
import type { Place } from './problem.ts'
import { SECTIONS, type Section } from './sections.ts'

export interface Entries {
  /** The places of these entries: a section and a name, or a longer path in them. */
  placesOf(paths: readonly RulePath[]): Places
}

/** Lines of one file, counted from 0; `to` is the first that belongs no more. */
interface Cut {
  readonly file: string
  readonly from: number
  readonly to: number
}

/** With so many names that they are cut out one by one; the others are taken whole. */
const LARGE: readonly string[] = ['people', 'schedules', 'ladders', 'menus', 'properties']
/** What entries inherit from. */
const COMMON: readonly string[] = ['templates', 'defaults']

export function entriesOf(sources: Readonly<Record<string, string>>): Entries {
  const indexed = new Map<string, Indexed>()
  const holding = new Map<string, readonly Indexed[]>()

  function indexOf(file: string, text: string): Indexed {
    const known = indexed.get(file) ?? indexedFile(file, text)
    indexed.set(file, known)
    return known
  }

  /** Most files of a large portfolio do not even hold the word. */
  function filesWith(word: string): readonly Indexed[] {
    const known = holding.get(word)
    if (known !== undefined) return known
    const found = Object.entries(sources).flatMap(([file, text]) => (text.includes(word) ? [indexOf(file, text)] : []))
    holding.set(word, found)
    return found
  }

  /** These, and those of the same kind that they name as a template. */
  function entriesWithTemplates(wanted: readonly string[]): readonly Cut[] {
    const found = new Map<string, readonly Cut[]>()
    const left = [...wanted]
    for (const key of left) {
      if (found.has(key)) continue
      const [section = '', name = ''] = key.split(SEPARATOR)
      const entries = filesWith(name).flatMap(({ lines, entries }) =>
        (entries.get(key) ?? []).map(([head, own]) => ({ head, own, text: lines.slice(own.from, own.to).join('\n') })),
      )
      found.set(
        key,
        entries.flatMap(({ head, own }) => [head, own]),
      )
      for (const { text } of entries) left.push(...templatesIn(text).map(template => entryKey(section, template)))
    }
    return [...found.values()].flat()
  }

  return {
    placesOf(paths) {
      const names = paths.map(([section = '', name = '']) => entryKey(String(section), String(name)))
      const cuts = entriesWithTemplates([...new Set(names)])
      const asked = new Set([...COMMON, ...paths.map(([section]) => String(section)).filter(isSmall)])
      const whole = [...asked].flatMap(section => filesWith(section).flatMap(({ whole }) => whole.get(section) ?? []))
      return placesIn([...new Set([...whole, ...cuts])], indexed)
    },
  }
}

interface Indexed {
  readonly lines: readonly string[]
  /** Of sections that are not large. */
  readonly whole: ReadonlyMap<string, readonly Cut[]>
  /** Of large sections: the lines above the first entry, and those of the entry. */
  readonly entries: ReadonlyMap<string, readonly (readonly [head: Cut, own: Cut])[]>
}

function indexedFile(file: string, text: string): Indexed {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)
  const whole = new Map<string, Cut[]>()
  const entries = new Map<string, (readonly [head: Cut, own: Cut])[]>()
  for (const { name, from, to } of blocksIn(lines, 0, lines.length)) {
    if (!isSection(name)) continue
    if (isSmall(name)) {
      whole.set(name, [...(whole.get(name) ?? []), { file, from, to }])
      continue
    }
    const blocks = blocksIn(lines, from + 1, to)
    const head = { file, from, to: blocks[0]?.from ?? to }
    for (const each of blocks) {
      const key = entryKey(name, each.name)
      entries.set(key, [...(entries.get(key) ?? []), [head, { file, from: each.from, to: each.to }]])
    }
  }
  return { lines, whole, entries }
}

/** `template: name`, or a list of them in either of YAML's ways; more than there are does no harm. */
function templatesIn(text: string): readonly string[] {
  const written = text.matchAll(/template["']? *:\s*(\[[^\]]*\]|[^\n]*(?:\n *-[^\n]*)*)/g)
  return [...written].flatMap(([, names = '']) => names.match(/[\w-]+/g) ?? [])
}

function isSmall(section: string): boolean {
  return !LARGE.includes(section)
}

function isSection(name: string): name is Section {
  return Object.hasOwn(SECTIONS, name)
}

const SEPARATOR = '\u0000'

function entryKey(section: string, name: string): string {
  return `${section}${SEPARATOR}${name}`
}

interface Block {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** `name:` at the depth of the first one, each with what stands deeper below it. */
function blocksIn(lines: readonly string[], from: number, to: number): Block[] {
  const starts: { name: string; from: number }[] = []
  let depth = -1
  for (let nth = from; nth < to; nth++) {
    const line = lines[nth] ?? ''
    // Most lines stand deeper.
    if (depth >= 0 && line.startsWith(' '.repeat(depth + 1))) continue
    const indent = line.search(/[^ ]/)
    if (indent < 0 || line[indent] === '#') continue
    const [, , name] = /^ *(["']?)([^"'#:][^"':]*)\1 *:(?: |$)/.exec(line) ?? []
    if (name === undefined) continue
    depth = depth < 0 ? indent : depth
    starts.push({ name: name.trim(), from: nth })
  }
  return starts.map((start, nth) => ({ ...start, to: starts[nth + 1]?.from ?? to }))
}

/** The compiler's own places, of what is left of the files; with the lines that they had. */
function placesIn(cuts: readonly Cut[], indexed: ReadonlyMap<string, Indexed>): Places {
  const numbers = new Map<string, readonly number[]>()
  const files = new Map<string, string>()
  for (const [file, own] of Map.groupBy(cuts, cut => cut.file)) {
    const kept = own
      .toSorted((a, b) => a.from - b.from)
      .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, nth) => from + nth))
    const lines = indexed.get(file)?.lines ?? []
    numbers.set(file, kept)
    files.set(file, kept.map(nth => lines[nth] ?? '').join('\n'))
  }
  const portfolio = readPortfolio(files)
  const { spots, dropped } = portfolio
  const findings: Findings = { spots, dropped, problems: [], incomplete: true, work: openWork(), kept: keepsNothing }
  inherit(portfolio, findings)
  const places = placesOf(spots)
  const asWritten = (place: Place | null): Place | null => {
    const line = place === null ? undefined : numbers.get(place.file)?.[place.line - 1]
    return place === null || line === undefined ? null : { ...place, line: line + 1 }
  }
  return {
    placeOf: (...paths) => asWritten(places.placeOf(...paths)),
    placeOfHours: (property, by) => asWritten(places.placeOfHours(property, by)),
  }
}
