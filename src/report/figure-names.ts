// The names by which figures are asked for: `--calls NAME` lists what a figure counts, and the JSON
// shows the name beside each. Of a table it is COLUMN:ROW; of figures for several groups FIGURE:GROUP.
import type { Cell, CountedIds, FigureSection, Group, Report, TableSection } from './report.ts'

/** offered; offered:no-heat of a group; now:offered where spans are compared. */
export function nameOfFigure({ compares, suffix = '' }: FigureSection, figure: string, { key }: Group): string {
  if (compares) return `${key}:${figure}${suffix}`
  return key === '' ? figure : `${figure}:${key}`
}

/** A figure that counts no calls, incidents, attempts or messages: how it is made, in words. */
export interface MadeOf {
  readonly counts: null
  readonly formula: string
}

/** What each figure and each cell of the report counts, by its name. */
export function countedIn({ sections }: Report): ReadonlyMap<string, CountedIds | MadeOf> {
  const words = sections.flatMap(section => (section.show === 'table' ? ofColumns(section) : []))
  const counted = sections.flatMap(section => (section.show === 'figures' ? ofFigures(section) : [...(section.counted ?? [])]))
  return new Map<string, CountedIds | MadeOf>([...words, ...counted])
}

function ofColumns({ columns, ids = [] }: TableSection): readonly (readonly [string, MadeOf])[] {
  return columns.flatMap(({ id, formula }) =>
    formula === undefined ? [] : ids.map(row => [`${id}:${row}`, { counts: null, formula }] as const),
  )
}

/** Of several groups each, and all of them together. */
function ofFigures(section: FigureSection): readonly (readonly [string, CountedIds])[] {
  return section.rows.flatMap(({ definition: { id, counts }, figures }) => {
    const each = section.groups.map((group, n) => {
      return [nameOfFigure(section, id, group), { counts, ids: figures[n]?.ids ?? [] }] as const
    })
    if (section.compares) return each
    // One call may be in several groups.
    const all = { counts, ids: [...new Set(figures.flatMap(({ ids }) => ids))] }
    return [[id, all] as const, ...each]
  })
}

/** What stands in a closed table in place of what is counted today. */
export interface ClosedWith {
  readonly value: Cell
  readonly at: number
  readonly by: string
}

/** Null where the figure is not of a closed period. */
export function closedWith({ sections }: Report, figure: string): ClosedWith | null {
  for (const section of sections) {
    if (section.show !== 'table' || section.closed === undefined || !section.counted?.has(figure)) continue
    const { columns, ids = [], rows, closed } = section
    const column = columns.findIndex(({ id }) => figure.startsWith(`${id}:`))
    // A column that is newer than the closing.
    if (column < 0) return null
    const row = ids.indexOf(figure.slice(figure.indexOf(':') + 1))
    return { value: rows[row]?.[column] ?? null, ...closed }
  }
  return null
}
