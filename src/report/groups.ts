// Which records belong to whom: a report for the whole portfolio, a group, properties, categories.
import type { ReportPart } from '../core/plan/mailed-reports.ts'
import { nameOfProperty } from './names.ts'
import type { Records } from './records.ts'
import type { Grouped } from './report.ts'

export type By = ReportPart

export interface Choice {
  readonly properties: readonly string[] | null
  readonly category: string | null
}

/** Only what the choice names. */
export function chosen(records: Records, { properties, category }: Choice): Records {
  if (properties === null && category === null) return records
  const wanted = properties === null ? null : new Set(properties)
  const isOf = (property: string | null) => wanted === null || (property !== null && wanted.has(property))
  const isIn = (one: { readonly property: string | null; readonly category: string | null }) =>
    isOf(one.property) && (category === null || one.category === category)
  return {
    ...records,
    properties,
    before: records.before === null ? null : chosen(records.before, { properties, category }),
    yearBefore: records.yearBefore === null ? null : chosen(records.yearBefore, { properties, category }),
    calls: records.calls.filter(isIn),
    incidents: records.incidents.filter(isIn),
    attempts: records.attempts.filter(isIn),
    // A message is of no category.
    messages: category === null ? records.messages.filter(({ property }) => isOf(property)) : [],
  }
}

/** The parts that have records, by name; the whole for `portfolio`. */
export function groupsOf(records: Records, by: By): readonly Grouped[] {
  switch (by) {
    case 'portfolio':
      return [{ key: '', name: 'All', records }]
    case 'property':
      return partsOf(
        records,
        ({ property }) => [property ?? ''],
        key => nameOfProperty(records.plan, key),
      )
    case 'group':
      return partsOf(
        records,
        ({ property }) => records.plan.properties[property ?? '']?.groups ?? [''],
        key => (key === '' ? '(no group)' : key),
      )
    case 'category':
      return partsOf(
        records,
        ({ category }) => [category ?? ''],
        key => (key === '' ? '(none)' : key),
      )
  }
}

interface Keyed {
  readonly property: string | null
  readonly category: string | null
}

function partsOf(
  records: Records,
  keysOf: (of: Keyed) => readonly string[],
  nameOfKey: (key: string) => string,
): readonly Grouped[] {
  const parts = split(records, keysOf)
  const before = records.before === null ? null : split(records.before, keysOf)
  const yearBefore = records.yearBefore === null ? null : split(records.yearBefore, keysOf)
  const of = (all: Parts | null, key: string): Records | null =>
    all === null ? null : (all.get(key) ?? { ...records, ...NOTHING })
  return [...parts]
    .map(([key, part]) => ({
      key,
      name: nameOfKey(key),
      records: { ...part, before: of(before, key), yearBefore: of(yearBefore, key) },
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

type Parts = ReadonlyMap<string, Records>

const NOTHING = { calls: [], incidents: [], attempts: [], messages: [] } as const

function split(records: Records, keysOf: (of: Keyed) => readonly string[]): Parts {
  const calls = byKey(records.calls, keysOf)
  const incidents = byKey(records.incidents, keysOf)
  const attempts = byKey(records.attempts, keysOf)
  const messages = byKey(records.messages, message => keysOf({ ...message, category: null }))
  const keys = new Set([calls, incidents, attempts, messages].flatMap(part => [...part.keys()]))
  return new Map(
    [...keys].map(key => [
      key,
      {
        ...records,
        calls: calls.get(key) ?? [],
        incidents: incidents.get(key) ?? [],
        attempts: attempts.get(key) ?? [],
        messages: messages.get(key) ?? [],
      },
    ]),
  )
}

/** One may be in several groups. */
function byKey<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): Map<string, T[]> {
  const parts = new Map<string, T[]>()
  for (const one of all) {
    for (const key of keysOf(one)) {
      const part = parts.get(key)
      if (part === undefined) parts.set(key, [one])
      else part.push(one)
    }
  }
  return parts
}
