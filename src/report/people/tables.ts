// The tables of the report of people, of what has been found about each of them.
import { INCIDENT_OUTCOMES } from '../../core/world/facts.ts'
import { legsOf } from '../ids.ts'
import { mean, percentile } from '../numbers.ts'
import type { AttemptRecord, IncidentRecord } from '../records.ts'
import type { Cell, TableSection } from '../report.ts'
import { ENDS, endOf, type Response } from './attempts.ts'
import { type PeopleColumn, peopleColumn } from './definitions.ts'
import { eachMinuteOnce, type Sums, sumOf } from './hours.ts'
import type { Duty } from './on-duty.ts'
import { interruptions, longestStretch, nightsWoken, type Ring, rangAt } from './rings.ts'

/** A cell, or a count with what it counted. */
type Filled = Cell | readonly string[]

export interface Row {
  readonly id: string
  readonly cells: Readonly<Partial<Record<PeopleColumn, Filled>>>
}

interface Parts {
  readonly id: string
  readonly title: string
  readonly columns: readonly PeopleColumn[]
  readonly rows: readonly Row[]
  readonly none: string
  readonly notes?: readonly string[]
}

export function table({ id, title, columns, rows, none, notes = [] }: Parts): TableSection {
  const counted = rows.flatMap(row =>
    columns.flatMap(column => {
      const cell = row.cells[column]
      return isList(cell) ? [[`${column}:${row.id}`, { counts: countsOf(column), ids: cell }] as const] : []
    }),
  )
  return {
    show: 'table',
    id,
    title,
    columns: columns.map(peopleColumn),
    rows: rows.map(({ cells }) => columns.map(column => cellOf(cells[column]))),
    none,
    notes,
    ids: rows.map(row => row.id),
    counted: new Map(counted),
  }
}

/** Outcomes are of incidents; all else that is counted are attempts. */
function countsOf(column: PeopleColumn): 'incidents' | 'attempts' {
  return INCIDENT_OUTCOMES.some(outcome => outcome === column) ? 'incidents' : 'attempts'
}

function isList(cell: Filled | undefined): cell is readonly string[] {
  return Array.isArray(cell)
}

function cellOf(cell: Filled | undefined): Cell {
  return isList(cell) ? cell.length : (cell ?? null)
}

const HOUR_MS = 3_600_000
const PART_COLUMNS = ['total', 'weekday', 'night', 'weekend', 'holiday'] as const
const HOW_COLUMNS = ['own', 'override', 'substitute', 'desk'] as const
const NOBODY = 'Nobody was on call.'

export function hoursTable(people: readonly string[], duties: ReadonlyMap<string, readonly Duty[]>): TableSection {
  return table({
    id: 'hours',
    title: 'Hours on call',
    columns: ['person', ...PART_COLUMNS, ...HOW_COLUMNS],
    rows: people.map(person => hoursRow(person, { person }, sumOf(eachMinuteOnce(duties.get(person) ?? [])))),
    none: NOBODY,
    notes: ['A minute on call in several schedules counts once.'],
  })
}

export function scheduleTable(duties: readonly Duty[]): TableSection {
  const groups = Map.groupBy(duties, ({ schedule, person }) => `${schedule}:${person}`)
  const rows = [...groups].map(([id, own]) =>
    hoursRow(id, { schedule: own[0]?.schedule ?? '', person: own[0]?.person ?? '' }, sumOf(own)),
  )
  return table({
    id: 'schedules',
    title: 'Hours on call by schedule',
    columns: ['schedule', 'person', ...PART_COLUMNS, ...HOW_COLUMNS],
    rows: rows.toSorted((a, b) => compare(a.id, b.id)),
    none: NOBODY,
  })
}

export function plannedTable(duties: readonly Duty[], weeks: number): TableSection {
  const groups = Map.groupBy(duties, ({ person }) => person)
  return table({
    id: 'planned',
    title: `Planned for the next ${weeks} weeks`,
    columns: ['person', ...PART_COLUMNS],
    rows: [...groups]
      .map(([person, own]) => hoursRow(person, { person }, sumOf(eachMinuteOnce(own))))
      .toSorted((a, b) => compare(a.id, b.id)),
    none: 'The rules plan nobody.',
    notes: ['By the rules in force now and what stands at the phone desk, from the time of this report on.'],
  })
}

function hoursRow(id: string, cells: Row['cells'], { total, parts, hows }: Sums): Row {
  const hours = Object.entries({ total, ...parts, ...hows }).map(([column, ms]) => [column, ms / HOUR_MS] as const)
  return { id, cells: { ...cells, ...Object.fromEntries(hours) } }
}

export interface Rung {
  readonly person: string
  readonly rings: readonly Ring[]
  readonly duties: readonly Duty[]
}

export function nightsTable(people: readonly Rung[]): TableSection {
  return table({
    id: 'nights',
    title: 'Interruptions and nights',
    columns: ['person', 'interruptions', 'nights-woken', 'longest-stretch'],
    rows: people.map(({ person, rings, duties }) => ({
      id: person,
      cells: {
        person,
        interruptions: interruptions(rings).map(({ leg }) => leg),
        'nights-woken': nightsWoken(rings).map(({ leg }) => leg),
        'longest-stretch': longestStretch(rings, duties),
      },
    })),
    none: 'Nobody was on call or rung.',
  })
}

export interface Attempted {
  readonly person: string
  readonly attempts: readonly AttemptRecord[]
  readonly responses: readonly Response[]
  /** Whose outcome they gave in the span. */
  readonly resolved: readonly IncidentRecord[]
}

export function attemptsTable(people: readonly Attempted[]): TableSection {
  const ends = [...(Object.keys(ENDS) as (keyof typeof ENDS)[]), 'reminded' as const, 'running' as const]
  return table({
    id: 'attempts',
    title: 'Attempts',
    columns: ['person', 'attempts', 'rang', ...ends],
    rows: people.map(({ person, attempts }) => {
      const by = Map.groupBy(attempts, endOf)
      const counted = ends.map(end => [end, legsOf(by.get(end) ?? [])] as const)
      const rang = legsOf(attempts.filter(attempt => rangAt(attempt) !== null))
      return { id: person, cells: { person, attempts: legsOf(attempts), rang, ...Object.fromEntries(counted) } }
    }),
    none: 'Nobody was rung.',
  })
}

export function answersTable(people: readonly Attempted[]): TableSection {
  return table({
    id: 'answers',
    title: 'Responses and outcomes',
    columns: ['person', 'taken', 'response-p50', 'response-p90', 'talk', ...INCIDENT_OUTCOMES],
    rows: people.map(({ person, attempts, responses, resolved }) => {
      const values = responses.map(({ ms }) => ms)
      const outcomes = INCIDENT_OUTCOMES.map(given => {
        return [given, resolved.filter(({ outcome }) => outcome === given).map(({ id }) => id)] as const
      })
      const cells: Row['cells'] = {
        person,
        taken: responses.map(({ id }) => id),
        'response-p50': percentile(values, 0.5),
        'response-p90': percentile(values, 0.9),
        talk: attempts.reduce((sum, { talkedMs }) => sum + (talkedMs ?? 0), 0),
        ...Object.fromEntries(outcomes),
      }
      return { id: person, cells }
    }),
    none: 'Nobody was rung.',
  })
}

export interface Shared {
  readonly schedule: string
  readonly people: readonly { readonly person: string; readonly ms: number; readonly nights: readonly string[] }[]
}

export function equityTable(schedules: readonly Shared[]): TableSection {
  return table({
    id: 'equity',
    title: 'Equity',
    columns: [
      ...(['schedule', 'people', 'hours-mean', 'hours-most', 'hours-by', 'hours-ratio'] as const),
      ...(['nights-mean', 'nights-most', 'nights-by', 'nights-ratio'] as const),
    ],
    rows: schedules.map(({ schedule, people }) => {
      const hours = largest(people.map(({ person, ms }) => ({ person, value: ms / HOUR_MS })))
      const nights = largest(people.map(one => ({ person: one.person, value: one.nights.length })))
      const woken = people.find(({ person }) => person === nights.by)?.nights ?? []
      return {
        id: schedule,
        cells: {
          schedule,
          people: people.length,
          'hours-mean': hours.mean,
          'hours-most': hours.most,
          'hours-by': hours.by,
          'hours-ratio': hours.ratio,
          ...{
            'nights-mean': nights.mean,
            'nights-most': nights.most === null ? null : woken,
            'nights-by': nights.by,
            'nights-ratio': nights.ratio,
          },
        },
      }
    }),
    none: 'No schedule has a rotation.',
    notes: ['Between the people of a schedule’s rotations; whoever only stepped in is not among them.'],
  })
}

/** `by`: who has the most; nobody where it is nothing. */
function largest(values: readonly { readonly person: string; readonly value: number }[]) {
  const average = mean(values.map(({ value }) => value))
  const [first] = values.toSorted((a, b) => b.value - a.value)
  if (first === undefined || !average) return { mean: average, most: first?.value ?? null, by: null, ratio: null }
  return { mean: average, most: first.value, by: first.person, ratio: first.value / average }
}

/** The same on every machine, whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
