// Which records belong to whom: a report for the whole portfolio, a group, properties, categories,
// people. Calls and incidents are those of the person who had the incident first.
import type { ReportPart } from '../core/plan/mailed-reports.ts'
import { kindOf } from './call-kinds.ts'
import { nameOfPerson, nameOfProperty } from './names.ts'
import type { CallRecord, IncidentRecord, MessageRecord, Records } from './records.ts'
import type { Grouped } from './report.ts'

export type By = ReportPart

export interface Choice {
  readonly properties: readonly string[] | null
  /** By which groups these were chosen. */
  readonly groups?: readonly string[]
  readonly category: string | null
  readonly person: string | null
}

/** Only what the choice names. */
export function chosen(records: Records, choice: Choice): Records {
  const { properties, category, person } = choice
  if (properties === null && category === null && person === null) return records
  const wanted = properties === null ? null : new Set(properties)
  const isOfThem = (one: Keyed) =>
    (wanted === null || (one.property !== null && wanted.has(one.property))) && (person === null || one.person === person)
  const isIn = (one: Keyed) => isOfThem(one) && (category === null || one.category === category)
  const before = (of: Records | null) => (of === null ? null : chosen(of, choice))
  return {
    ...records,
    properties,
    before: before(records.before),
    yearBefore: before(records.yearBefore),
    calls: records.calls.filter(isIn),
    incidents: records.incidents.filter(one => isIn(keyedIncident(one))),
    ...(category === null ? {} : { ofAllCategories: records.incidents.filter(one => isOfThem(keyedIncident(one))) }),
    attempts: records.attempts.filter(isIn),
    allAttempts: records.allAttempts ?? records.attempts,
    messages: records.messages.filter(one => isIn(keyedMessage(one))),
  }
}

interface Keyed {
  readonly property: string | null
  readonly category: string | null
  readonly person: string | null
}

function keyedIncident({ property, category, firstOwner }: IncidentRecord): Keyed {
  return { property, category, person: firstOwner }
}

/** A message is of no category, and nobody had it. */
function keyedMessage({ property }: MessageRecord): Keyed {
  return { property, category: null, person: null }
}

/** By name: parts that have records, and all properties or groups. The whole for `portfolio`. */
export function groupsOf(records: Records, by: By): readonly Grouped[] {
  switch (by) {
    case 'portfolio':
      return [{ key: '', name: 'All', records }]
    case 'property':
      return partsOf(
        records,
        ({ property }) => [property ?? ''],
        key => nameOfProperty(records.plan, key),
        { propertiesOf: key => [key], known: propertiesOf(records) },
      )
    case 'group':
      return partsOf(
        records,
        ({ property }) => groupsOfProperty(records.plan.properties[property ?? '']?.groups),
        key => (key === '' ? '(no group)' : key),
        { propertiesOf: key => propertiesIn(records, key), known: groupsIn(records) },
      )
    case 'category':
      return partsOf(
        records,
        ({ category }) => [category ?? ''],
        key => (key === '' ? '(none)' : key),
      ).map(part => ({ ...part, records: { ...part.records, ofAllCategories: records.ofAllCategories ?? records.incidents } }))
    case 'person':
      return partsOf(
        records,
        ({ person }) => [person ?? ''],
        key => (key === '' ? '(nobody)' : (nameOfPerson(records.plan, key) ?? key)),
      )
  }
}

function propertiesOf({ plan, properties }: Records): readonly string[] {
  return properties ?? Object.keys(plan.properties)
}

function groupsIn(records: Records): readonly string[] {
  return propertiesOf(records).flatMap(id => groupsOfProperty(records.plan.properties[id]?.groups))
}

/** Of a group, or of none, among those that were chosen. */
function propertiesIn({ plan, properties }: Records, group: string): readonly string[] {
  return Object.values(plan.properties).flatMap(({ id, groups }) => {
    const isChosen = properties === null || properties.includes(id)
    return isChosen && groupsOfProperty(groups).includes(group) ? [id] : []
  })
}

function groupsOfProperty(groups: readonly string[] = []): readonly string[] {
  return groups.length === 0 ? [''] : groups
}

interface About {
  /** Whose rules hold for the part. */
  readonly propertiesOf: (key: string) => Records['properties']
  /** They have a row, also without records. */
  readonly known: readonly string[]
}

function partsOf(
  records: Records,
  keysOf: (of: Keyed) => readonly string[],
  nameOfKey: (key: string) => string,
  { propertiesOf, known }: About = { propertiesOf: () => records.properties, known: [] },
): readonly Grouped[] {
  const parts = split(records, keysOf)
  const before = records.before === null ? null : split(records.before, keysOf)
  const yearBefore = records.yearBefore === null ? null : split(records.yearBefore, keysOf)
  /** Of the span of these records, also where the part has none in it. */
  const of = (all: Parts | null, key: string, base: Records | null): Records | null =>
    all === null || base === null ? null : (all.get(key) ?? { ...base, ...NOTHING })
  // As it is asked for: what belongs to no part, too.
  const none = parts.has('none') ? '(none)' : 'none'
  return [...new Set([...known, ...parts.keys()])]
    .map(key => ({
      key: key === '' ? none : key,
      name: nameOfKey(key),
      records: {
        ...(parts.get(key) ?? { ...records, ...NOTHING }),
        properties: propertiesOf(key),
        before: of(before, key, records.before),
        yearBefore: of(yearBefore, key, records.yearBefore),
      },
    }))
    .sort((a, b) => a.name.localeCompare(b.name))
}

type Parts = ReadonlyMap<string, Records>

const NOTHING = { calls: [], incidents: [], attempts: [], messages: [] } as const

function split(records: Records, keysOf: (of: Keyed) => readonly string[]): Parts {
  const calls = byKey(records.calls, keysOf)
  const incidents = byKey(records.incidents, one => keysOf(keyedIncident(one)))
  const attempts = byKey(records.attempts, keysOf)
  const messages = byKey(records.messages, one => keysOf(keyedMessage(one)))
  const ofAll = records.ofAllCategories && byKey(records.ofAllCategories, one => keysOf(keyedIncident(one)))
  // A stranger who was refused, or a telephone that was rung in vain, makes no part.
  const offered = byKey(records.calls.filter(isOffered), keysOf)
  const keys = new Set([offered, incidents, messages].flatMap(part => [...part.keys()]))
  return new Map(
    [...keys].map(key => [
      key,
      {
        ...records,
        calls: calls.get(key) ?? [],
        incidents: incidents.get(key) ?? [],
        ...(ofAll && { ofAllCategories: ofAll.get(key) ?? [] }),
        attempts: attempts.get(key) ?? [],
        messages: messages.get(key) ?? [],
      },
    ]),
  )
}

function isOffered(call: CallRecord): boolean {
  return kindOf(call) !== 'not-offered'
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
