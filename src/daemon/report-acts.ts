// A pay period is closed, asked for through the control socket: its figures become a turn, once. Two
// periods may not have a minute in common, because that would be paid twice. Handed to control.ts by
// run.ts.
import { createHash } from 'node:crypto'
import { type EpochMs, periodId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Turn } from '../core/world/world.ts'
import type { Act, Answered } from './control.ts'
import { untilWritten } from './until-written.ts'

export interface ReportActNeeds {
  /** Those that are closed already, as the journal has them. */
  readonly closed: () => Promise<readonly ClosedBefore[]>
  /** Whether what is decided now is written down at once. */
  readonly isWritten: () => boolean
  readonly now: () => number
  readonly push: (input: Input) => void
}

export interface ClosedBefore {
  readonly period: string
  readonly from: number
  readonly to: number
  readonly closedAt: number
  readonly by: string
}

export interface ReportActs {
  readonly acts: Readonly<Record<string, Act>>
  /** Every turn once it is in the journal. */
  readonly heard: (turn: Pick<Turn, 'input' | 'facts'>) => void
}

export function reportActs({ closed, isWritten, now, push }: ReportActNeeds): ReportActs {
  const written = untilWritten(push)
  /** Asked for, and not in the journal yet. */
  const closing = new Set<ClosedBefore>()

  async function close(asked: unknown): Promise<Answered> {
    const { period, from, to, who, figures } = Object(asked) as Record<string, unknown>
    if (
      !isText(period, 40) ||
      !isTime(from) ||
      !isTime(to) ||
      from >= to ||
      !isText(who, 100) ||
      !areFigures(figures, { period, from, to })
    )
      return refusal(400, 'a period, its two times, who and the figures are expected')
    if (to > now()) return refusal(400, 'the period is not over: nothing was closed')
    if (!isWritten()) return refusal(503, 'the journal can not be written now: nothing was closed')
    const mine = { period, from, to, closedAt: now(), by: who }
    const first = [...closing].find(other => overlap(other, mine))
    if (first !== undefined) return { code: 200, body: { before: first } }
    closing.add(mine)
    try {
      const before = (await closed()).find(other => overlap(other, mine))
      if (before !== undefined) {
        const { period, closedAt, by } = before
        return { code: 200, body: { before: { period, closedAt, by } } }
      }
      const sha256 = createHash('sha256').update(figures).digest('hex')
      const turn = await written.push({
        type: 'periodClosed',
        stream: periodId('people', period),
        report: 'people',
        period,
        since: from,
        until: to,
        who,
        figures,
        hash: sha256,
      })
      if (turn === null) return refusal(503, 'the journal did not write it in time: look at `report people --closed`')
      if (turn.facts.length === 0) return refusal(400, 'the period is not over: nothing was closed')
      return { code: 200, body: { closed: period, sha256 } }
    } finally {
      closing.delete(mine)
    }
  }

  return { acts: { '/report/close': close }, heard: written.heard }
}

interface Times {
  readonly from: number
  readonly to: number
}

function overlap(a: Times, b: Times): boolean {
  return a.from < b.to && b.from < a.to
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longest
}

function isTime(value: unknown): value is EpochMs {
  return Number.isSafeInteger(value)
}

/** As report/people/closed.ts writes them, of this very period: what is not can be shown by no report, and never be taken back. */
function areFigures(text: unknown, of: Times & { readonly period: string }): text is string {
  if (typeof text !== 'string') return false
  try {
    const { version, period, from, to, logBegins, tables } = Object(JSON.parse(text)) as Record<string, unknown>
    if (version !== 2 || period !== of.period || from !== of.from || to !== of.to) return false
    // What was before the log, nobody knows.
    if (typeof logBegins !== 'number' || logBegins >= of.to) return false
    return Array.isArray(tables) && tables.every(isTable)
  } catch {
    return false
  }
}

function isTable(table: unknown): boolean {
  const { id, columns, versions, ids, rows } = Object(table) as Record<string, unknown>
  return typeof id === 'string' && [columns, versions, ids, rows].every(Array.isArray)
}

function refusal(code: number, error: string): Answered {
  return { code, body: { error } }
}
