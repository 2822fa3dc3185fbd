// Words for a line that is indented wrongly: where it could stand, and which of two lines that do not agree is to be moved.
// Called by yaml-layout.ts, which knows which keys and lists are open above the line.
import type { Mistake } from './yaml-mistakes.ts'

export interface Row {
  readonly number: number
  readonly column: number
  readonly offset: number
  readonly content: string
}

/** Keys, or items of a list, that stand one below the other. */
export interface Level {
  readonly kind: 'keys' | 'list'
  readonly column: number
  readonly first: Row
  last: Row
  rows: number
  /** The last one has no value yet: it may stand below. */
  isOpen: boolean
  /** The one before the last never got a value. */
  wasOpen: boolean
  /** So did the first one. */
  firstWasOpen: boolean
  /** What stood open further right until the last one came. */
  closed: readonly Level[]
  readonly isAfterDash: boolean
}

/** What is open above a line: `before` it came, and what is `left` at its column. */
export interface Above {
  readonly before: readonly Level[]
  readonly left: readonly Level[]
  /** So far a key's own lines are indented in this file. */
  readonly step: number
  /** The column of the line after it, and of the next one that does not belong to it. */
  readonly after: number
  readonly next: number
}

export interface Told {
  readonly mistake: Mistake
  /** What stands further left than this is not in doubt. */
  readonly unsure: number
}

/** A line that fits nowhere: it is moved, or the line above with which it does not agree. */
export function outOfLine(above: Above, row: Row, isDash: boolean): Told | null {
  return lineAboveMoved(above, row, isDash) ?? valueTwice(above, row, isDash) ?? lineMoved(above, row, isDash)
}

/** The line above stands wrong, when this one stands where one step further in, or what it interrupts, says. */
function lineAboveMoved({ before, left, step, after, next }: Above, row: Row, isDash: boolean): Told | null {
  const top = left.at(-1)
  const outer = left.at(-2)
  const kind = isDash ? 'list' : 'keys'
  const root = before[0]
  if (!top) {
    const column = root?.isOpen ? row.column - step : row.column
    return root && column === 0 ? { mistake: moved(root.first, row, 0), unsure: 1 } : null
  }
  // The key before it is left without a value.
  if (top.wasOpen && top.kind === 'keys' && row.column === top.column + step)
    return { mistake: moved(top.last, row, row.column), unsure: top.column }
  // It is the first below its key, too far left.
  if (top.rows === 1 && !top.isAfterDash && outer && outer.column + step === row.column && row.column > top.column)
    return { mistake: moved(top.first, row, row.column), unsure: outer.column + 1 }
  // It is the first item of a list.
  const item = before.findLastIndex(({ isAfterDash, rows }) => isAfterDash && rows === 1)
  const [list, parent] = [before[item - 1], before[item - 2]]
  const dash = isDash ? row.column : row.column - (/^-\s+/.exec(list?.first.content ?? '')?.[0].length ?? 0)
  if (list?.rows === 1 && parent && left.includes(parent) && parent.column + step === dash && list.column !== dash)
    return { mistake: moved(list.first, row, dash), unsure: parent.column + 1 }
  const deep = before[left.length]
  // It stands as far right as what belongs to it.
  if (deep?.firstWasOpen && top.column + step === row.column && deep.kind === kind)
    return { mistake: moved(deep.first, row, row.column), unsure: top.column + 1 }
  const isDeep = deep?.rows === 1 && !deep.isAfterDash && top.column + step === row.column && deep.kind === kind
  // It stands further right than what belongs to it.
  const last = before.at(-1)
  if (last?.isOpen && last.column > row.column && row.column - step === top.column + step)
    return { mistake: moved(last.last, row, row.column - step), unsure: top.column + 1 }
  // It stands between lines that belong together, or this one does.
  if (row.column > top.column && top.closed.some(level => level.column === row.column && level.kind === kind)) {
    const mistake = moved(top.last, row, row.column)
    const others = [
      next === row.column && !(opens(row) && after === row.column) ? '' : `, or ${spaces(top.column)} in line ${row.number}`,
      isDeep ? `, or ${spaces(row.column)} in line ${deep.first.number}` : '',
    ]
    return { mistake: { ...mistake, expected: [mistake.expected, ...others].join('') }, unsure: top.column }
  }
  // It is the first below its key, too far right.
  return isDeep ? { mistake: moved(deep.first, row, row.column), unsure: top.column + 1 } : null
}

/** A list begins below a key that has a value in its own line. */
function valueTwice({ before, left }: Above, row: Row, isDash: boolean): Told | null {
  const top = left.at(-1)
  if (!isDash || top?.kind !== 'keys' || row.column <= top.column || before.length > left.length) return null
  const key = wordOf(top.last)
  return {
    mistake: {
      ...{
        kind: 'other',
        offset: row.offset,
        message: `a list begins here, and \`${key}\` in line ${top.last.number} has a value already`,
      },
      expected: 'either that value, or the list',
    },
    unsure: top.column + 1,
  }
}

/** The columns to its left and right at which it would fit. */
function lineMoved({ before, step, after }: Above, row: Row, isDash: boolean): Told | null {
  const places = before.flatMap((level, at): { column: number; said: string }[] => {
    const under = `under \`${wordOf(level.last)}\` of line ${level.last.number}`
    const below = { column: level.column + step, said: under }
    const isChild = level.isOpen && at === before.length - 1 && level.column >= row.column
    if ((level.kind === 'list') !== isDash) return isChild ? [below] : []
    const said = level.isAfterDash && level.rows === 1 ? under : `as line ${level.last.number} has`
    return [{ column: level.column, said }, ...(isChild ? [below] : [])]
  })
  const right = places.filter(({ column }) => column > row.column).sort((a, b) => a.column - b.column)
  const nearest = places.filter(({ column }) => column < row.column).sort((a, b) => b.column - a.column)
  const distance = ({ column }: { column: number }) => Math.abs(column - row.column)
  const around = [...right.slice(0, 2), ...nearest.slice(0, 1)].sort((a, b) => distance(a) - distance(b))
  // What belongs to this line shows best where it should stand.
  const first = opens(row) ? places.find(({ column }) => column === after - step && column !== row.column) : undefined
  const meant = first ? [first, ...around.filter(place => place !== first)] : around
  if (meant.length === 0) return null
  const mistake: Mistake = {
    ...{
      kind: 'other',
      offset: row.offset,
      message: `this line is indented by ${spaces(row.column)}, and belongs to nothing above it`,
    },
    expected: meant.map(({ column, said }) => `${spaces(column)}, ${said}`).join(', or '),
  }
  return { mistake, unsure: Math.min(row.column, ...meant.map(({ column }) => column)) }
}

/** The first item of a list has lost its dash: its keys stand where they would after one. */
export function listWithoutDash({ before, left, step }: Above, row: Row): Mistake | null {
  const lost = before[left.length]
  if (lost?.kind !== 'keys' || lost.isAfterDash || lost.column !== row.column + step) return null
  return {
    kind: 'other',
    offset: lost.first.offset,
    message: 'this stands in a list, and a `-` is missing before it',
    hint: `line ${row.number} is the next item of the list`,
  }
}

function moved(line: Row, below: Row, column: number): Mistake {
  return {
    kind: 'other',
    offset: line.offset,
    message: `this line is indented by ${spaces(line.column)}, and \`${wordOf(below)}\` below it by ${below.column}`,
    expected: `${spaces(column)}, ${column === below.column ? `as line ${below.number} has` : `where \`${wordOf(below)}\` belongs to it`}`,
  }
}

/** The value is to follow below it. */
function opens({ content }: Row): boolean {
  return /:\s*(\s#.*)?$/.test(content)
}

function wordOf({ content }: Row): string {
  const word = /^-(?=\s|$)/.exec(content)?.[0] ?? /^.*?:(?=\s|$)/.exec(content)?.[0] ?? content
  return word.slice(0, 40)
}

function spaces(n: number): string {
  return n === 0 ? 'no space' : n === 1 ? '1 space' : `${n} spaces`
}
