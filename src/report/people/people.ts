// The report of people: who was on call for how long, who was woken, who answered how soon, and
// whether it is shared fairly. How each is counted is in definitions.ts and docs/reports.md. Of a
// period that was closed the closed figures are shown, and what would differ today as corrections.
import { schedulesOf } from '../../core/plan/ladders-of.ts'
import type { Plan } from '../../core/plan/plan.ts'
import type { Choice } from '../groups.ts'
import type { AttemptRecord, DutyRecords, Records } from '../records.ts'
import type { Grouped, Section, TableSection } from '../report.ts'
import { responses } from './attempts.ts'
import { closedSections, frozenFigures } from './closed.ts'
import { duties, peopleOfSchedules } from './on-duty.ts'
import { nightsWoken, ringsOf } from './rings.ts'
import {
  answersTable,
  attemptsTable,
  compare,
  equityTable,
  hoursTable,
  nightsTable,
  plannedTable,
  scheduleTable,
} from './tables.ts'

const WEEKS = 4
const WEEK_MS = 7 * 86_400_000

export function peopleReport(groups: readonly Grouped[], asked: Choice): readonly Section[] {
  const records = groups[0]?.records
  if (records === undefined) return []
  const duty = records.duty()
  const found = [...figures(records, duty, asked), planned(records, duty, asked)]
  const { span } = records
  const sections = closedSections(found, { span, whole: isWhole(asked) }, duty.closed)
  return asked.person === null ? sections : sections.map(section => ofPerson(section, asked.person ?? ''))
}

/** By the newest rules that know the property. */
function zonesOf(plan: Plan, { rules }: DutyRecords): (property: string | null) => string {
  const plans = [plan, ...rules.toReversed().map(then => then.plan)]
  return id => plans.find(({ properties }) => properties[id ?? ''])?.properties[id ?? '']?.zone ?? plan.box.zone
}

/** Only such a report is closed. */
function isWhole({ properties, category }: Choice): boolean {
  return properties === null && category === null
}

/** What is closed with a period, as text: everything but what is planned. */
export function figuresToClose(records: Records, period: string): string {
  const duty = records.duty()
  const tables = figures(records, duty, { properties: null, category: null, person: null })
  return frozenFigures(tables, { period, ...records.span, logBegins: duty.logBegins })
}

function figures(records: Records, duty: DutyRecords, asked: Choice): readonly TableSection[] {
  const { span, now, attempts, plan } = records
  const stretch = { from: span.from, to: Math.min(span.to, now) }
  const before = chosenBefore(duty.attemptsBefore, asked)
  const done = duties(duty, stretch, wantedOf(asked))
  const rings = ringsOf(before, attempts, zonesOf(plan, duty))
  const resolved = records.incidents.filter(({ resolvedAt }) => isIn(resolvedAt, span))
  const dutiesOf = Map.groupBy(done, ({ person }) => person)
  const ringsBy = Map.groupBy(rings, ({ person }) => person)
  const attemptsOf = Map.groupBy(attempts, ({ person }) => person)
  const responsesOf = Map.groupBy(responses(before, attempts), ({ person }) => person)
  const resolvedOf = Map.groupBy(resolved, ({ resolvedBy }) => resolvedBy)
  const members = peopleOfSchedules(duty, stretch)
  const wanted = wantedOf(asked)(plan)
  const shared = [...members].filter(([schedule]) => wanted === null || wanted.has(schedule))
  const onCall = [...new Set([...dutiesOf.keys(), ...shared.flatMap(([, all]) => [...all])])].sort(compare)
  const rungToo = rings.filter(({ counts }) => counts).map(({ person }) => person)
  const known = new Set(duty.rules.flatMap(({ plan: then }) => Object.keys(then.people)))
  const tried = [...attemptsOf.keys(), ...[...resolvedOf.keys()].filter(by => by !== null && known.has(by))]
  const rung = [...new Set([...onCall, ...rungToo])].sort(compare)
  const reached = [...new Set(tried.filter(person => person !== null))].sort(compare).map(person => ({
    person,
    attempts: attemptsOf.get(person) ?? [],
    responses: responsesOf.get(person) ?? [],
    resolved: resolvedOf.get(person) ?? [],
  }))
  return [
    hoursTable(onCall, dutiesOf),
    scheduleTable(done),
    nightsTable(rung.map(person => ({ person, rings: ringsBy.get(person) ?? [], duties: dutiesOf.get(person) ?? [] }))),
    attemptsTable(reached),
    answersTable(reached),
    equityTable(shared.sort(([a], [b]) => compare(a, b)).map(([schedule, people]) => share(schedule, [...people].sort(compare)))),
  ]

  function share(schedule: string, people: readonly string[]) {
    return {
      schedule,
      people: people.map(person => {
        const own = (dutiesOf.get(person) ?? []).filter(each => each.schedule === schedule)
        // A night of which the first ring was before the span has been counted there.
        const woken = (ringsBy.get(person) ?? []).filter(
          ({ at, counts }) => !counts || own.some(({ from, to }) => from <= at && at < to),
        )
        const ms = own.reduce((sum, { from, to }) => sum + to - from, 0)
        return { person, ms, nights: nightsWoken(woken).map(({ leg }) => leg) }
      }),
    }
  }
}

function planned({ now, plan }: Records, { changes }: DutyRecords, asked: Choice): TableSection {
  const stretch = { from: now, to: now + WEEKS * WEEK_MS }
  const rules = [{ ...stretch, plan }]
  const standing = changes.filter(({ endedAt }) => endedAt === null)
  return plannedTable(duties({ rules, changes: standing }, stretch, wantedOf(asked)), WEEKS)
}

/** The schedules that the ladders of the chosen properties ring; null for all. */
function wantedOf({ properties }: Choice): (plan: Plan) => ReadonlySet<string> | null {
  if (properties === null) return () => null
  return plan => new Set(properties.flatMap(id => [...(plan.properties[id] ? schedulesOf(plan, plan.properties[id]) : [])]))
}

function chosenBefore(attempts: readonly AttemptRecord[], { properties, category }: Choice): readonly AttemptRecord[] {
  return attempts.filter(
    one => (properties === null || properties.includes(one.property ?? '')) && (category === null || one.category === category),
  )
}

function isIn(at: number | null, { from, to }: { readonly from: number; readonly to: number }): boolean {
  return at !== null && at >= from && at < to
}

/** The rows of one person; a table that is not of people stays as it is. */
function ofPerson(section: TableSection, person: string): TableSection {
  const at = section.columns.findIndex(({ id }) => id === 'person')
  if (at < 0) return section
  const keep = section.rows.flatMap((row, nth) => (row[at] === person ? [nth] : []))
  return {
    ...section,
    rows: section.rows.filter((_, nth) => keep.includes(nth)),
    ids: (section.ids ?? []).filter((_, nth) => keep.includes(nth)),
  }
}

/** Everybody of whom a report may tell. */
export function knownPeople({ plan, duty, attempts }: Records): readonly string[] {
  const people = [plan, ...duty().rules.map(then => then.plan)].flatMap(each => Object.keys(each.people))
  return [...new Set([...people, ...attempts.flatMap(({ person }) => person ?? [])])]
}
