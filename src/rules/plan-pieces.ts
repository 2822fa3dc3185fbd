// A plan, cut into pieces of JSON that are small enough to be parsed between two telephone calls: the main thread must not stand still
// while the plan of a thousand properties is taken over. Cut by load-worker.ts, put together by load-aside.ts.
import type { Plan } from '../core/plan/plan.ts'

/** Some entries of one part of the plan; `json` is an object, a list, or anything whole. */
export interface PlanPiece {
  readonly part: string
  readonly kind: 'entries' | 'items' | 'whole'
  readonly json: string
}

/** Characters of one piece, about: parsed in less than a millisecond. */
const PIECE_LENGTH = 40_000

export function piecesOf(plan: Plan): PlanPiece[] {
  return Object.entries(plan).flatMap(([part, value]): PlanPiece[] => {
    if (Array.isArray(value)) {
      const items = value.map(item => JSON.stringify(item))
      return grouped(items).map(group => ({ part, kind: 'items', json: `[${group.join(',')}]` }))
    }
    if (typeof value !== 'object' || value === null) return [{ part, kind: 'whole', json: JSON.stringify(value) }]
    const entries = Object.entries(value).flatMap(([key, entry]) =>
      entry === undefined ? [] : [`${JSON.stringify(key)}:${JSON.stringify(entry)}`],
    )
    return grouped(entries).map(group => ({ part, kind: 'entries', json: `{${group.join(',')}}` }))
  })
}

/** At least one group, so that an empty part is there too. */
function grouped(texts: readonly string[]): string[][] {
  const groups: string[][] = [[]]
  let length = 0
  for (const text of texts) {
    if (length > PIECE_LENGTH) {
      groups.push([])
      length = 0
    }
    groups.at(-1)?.push(text)
    length += text.length
  }
  return groups
}

/** The plan as one JSON, in parts: exactly what JSON.stringify gives. */
export function textsOf(pieces: readonly PlanPiece[]): readonly string[] {
  return pieces.map(({ part, kind, json }, nth) => {
    const isFirst = pieces[nth - 1]?.part !== part
    const isLast = pieces[nth + 1]?.part !== part
    const name = isFirst ? `${nth === 0 ? '{' : ','}${JSON.stringify(part)}:` : ','
    const inside = kind === 'whole' ? json : json.slice(isFirst ? 0 : 1, isLast ? json.length : -1)
    return `${name}${inside}${nth === pieces.length - 1 ? '}' : ''}`
  })
}

/** `breathe` lets others run between two pieces. The order of everything is that of the plan. */
export async function planFrom(pieces: readonly PlanPiece[], breathe: () => Promise<void>): Promise<Plan> {
  const plan: Record<string, unknown> = {}
  for (const { part, kind, json } of pieces) {
    const value: unknown = JSON.parse(json)
    if (kind === 'whole') plan[part] = value
    else if (kind === 'items') plan[part] = appended(plan[part] as unknown[] | undefined, value as unknown[])
    else plan[part] = Object.assign((plan[part] as object | undefined) ?? {}, value)
    await breathe()
  }
  return plan as unknown as Plan
}

/** In its place: a list that is copied for each piece is a long one in the end. */
function appended(list: unknown[] | undefined, more: readonly unknown[]): unknown[] {
  const all = list ?? []
  for (const one of more) all.push(one)
  return all
}
