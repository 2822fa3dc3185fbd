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
const LARGE: readonly Section[] = ['people', 'schedules', 'ladders', 'menus', 'properties']
/** What entries inherit from. */
const COMMON: readonly Section[] = ['templates', 'defaults']

/** Looks once over all texts; what is asked afterwards costs what the entries cost. */
export function entriesOf(sources: Readonly<Record<string, string>>): Entries {
  const texts = new Map<string, readonly string[]>()
  const whole: (Cut & { readonly section: Section })[] = []
  /** Each with the lines above the first of its section. */
  const entries = new Map<string, (readonly [head: Cut, own: Cut])[]>()
  for (const [file, text] of Object.entries(sources)) {
    const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)
    texts.set(file, lines)
    for (const { name, from, to } of blocksIn(lines, 0, lines.length)) {
      if (!isSection(name)) continue
      if (!LARGE.includes(name)) whole.push({ section: name, file, from, to })
      else {
        const blocks = blocksIn(lines, from + 1, to)
        const head = { file, from, to: blocks[0]?.from ?? to }
        for (const each of blocks) {
          const key = entryKey(name, each.name)
          const cut = { file, from: each.from, to: each.to }
          entries.set(key, [...(entries.get(key) ?? []), [head, cut]])
        }
      }
    }
  }

  /** And those of the same kind that these name as a template: any word after `template` may be one. */
  function withTemplates(wanted: readonly string[]): ReadonlySet<string> {
    const found = new Set<string>()
    const left = [...wanted]
    for (const key of left) {
      if (found.has(key)) continue
      found.add(key)
      const [section = ''] = key.split(SEPARATOR)
      for (const [, { file, from, to }] of entries.get(key) ?? []) {
        const text = (texts.get(file) ?? []).slice(from, to).join('\n')
        if (!/template/.test(text)) continue
        for (const [word] of text.matchAll(/[\w-]+/g))
          if (entries.has(entryKey(section, word))) left.push(entryKey(section, word))
      }
    }
    return found
  }

  return {
    placesOf(paths) {
      const wanted = withTemplates(paths.map(([section = '', name = '']) => entryKey(String(section), String(name))))
      const cuts = [...wanted].flatMap(key => entries.get(key) ?? []).flat()
      const asked = new Set([...COMMON, ...paths.map(([section]) => section)])
      return placesIn([...whole.filter(({ section }) => asked.has(section)), ...new Set(cuts)], texts)
    },
  }
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
    const indent = line.search(/[^ ]/)
    if (indent < 0 || line[indent] === '#' || (depth >= 0 && indent > depth)) continue
    const [, , name] = /^ *(["']?)([^"'#:][^"':]*)\1 *:(?: |$)/.exec(line) ?? []
    if (name === undefined) continue
    depth = depth < 0 ? indent : depth
    starts.push({ name: name.trim(), from: nth })
  }
  return starts.map((start, nth) => ({ ...start, to: starts[nth + 1]?.from ?? to }))
}

/** The compiler's own places, of what is left of the files; with the lines that they had. */
function placesIn(cuts: readonly Cut[], texts: ReadonlyMap<string, readonly string[]>): Places {
  const numbers = new Map<string, readonly number[]>()
  const files = new Map<string, string>()
  for (const [file, own] of Map.groupBy(cuts, cut => cut.file)) {
    const kept = own
      .toSorted((a, b) => a.from - b.from)
      .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, nth) => from + nth))
    const lines = texts.get(file) ?? []
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
