// What log.ts prints: a row for each question with its limit, the yardstick of this machine, and
// what is missed.
import { middle } from '../box-place.ts'
import { quantiles } from '../results.ts'
import { QUESTIONS, type Question, WRITER_RATIO } from './questions.ts'
import type { Warm } from './warm.ts'
import type { Written } from './write-history.ts'
import type { WriterTook } from './writer.ts'

export interface Asked {
  readonly history: Written
  readonly bytes: Readonly<Record<string, number>>
  readonly nodeMs: readonly number[]
  readonly warm: Warm
  /** Null: not built yet. */
  readonly whole: ReadonlyMap<string, readonly number[] | null>
  readonly writer: { readonly of: string; readonly took: WriterTook | null } | null
}

interface Row {
  readonly cells: readonly string[]
  /** Null: it has no limit, or can't be asked yet. */
  readonly met: boolean | null
}

export function rowsOf(asked: Asked): readonly Row[] {
  return [...QUESTIONS.map(question => rowOf(question, asked)), writerRow(asked)]
}

function rowOf(question: Question, { warm, whole, history }: Asked): Row {
  const { name, warmMs, wholeMs, leastFactsASecond } = question
  const [inside, outside] = [warm[name], whole.get(name) ?? null]
  const limit = leastFactsASecond !== undefined ? `≥ ${leastFactsASecond} facts/s` : limits(warmMs, wholeMs)
  if (inside === undefined && outside === null) return { cells: [name, 'not built yet', '–', limit, '–'], met: null }
  const { p50, most } = quantiles(inside ?? [])
  const rate = (history.facts / p50) * 1000
  const wholeTook = outside === null ? Number.NaN : middle(outside)
  const met = [
    ...(leastFactsASecond === undefined || inside === undefined ? [] : [rate >= leastFactsASecond]),
    ...(warmMs === undefined || inside === undefined ? [] : [p95(inside) <= warmMs]),
    ...(wholeMs === undefined || outside === null ? [] : [wholeTook <= wholeMs]),
  ]
  const times = inside === undefined ? '–' : `${ms(p50)} / ${ms(p95(inside))} / ${ms(most)}`
  return {
    cells: [
      name,
      leastFactsASecond === undefined || inside === undefined ? times : `${ms(p50)}: ${Math.round(rate)} facts/s`,
      outside === null ? '–' : ms(wholeTook),
      limit,
      met.length === 0 ? '–' : met.every(Boolean) ? 'yes' : '**no**',
    ],
    met: met.length === 0 ? null : met.every(Boolean),
  }
}

function writerRow({ writer }: Asked): Row {
  const limit = `≤ ${WRITER_RATIO} × alone`
  const name = `a turn committed beside ${writer?.of ?? 'a report'}`
  if (writer === null || writer.took === null) return { cells: [name, 'no turns are left to write', '–', limit, '–'], met: null }
  const { alone, beside } = writer.took
  const ratio = beside / alone
  const cell = `${beside.toFixed(0)} µs, alone ${alone.toFixed(0)} µs: ${ratio.toFixed(2)}`
  return { cells: [name, cell, '–', limit, ratio <= WRITER_RATIO ? 'yes' : '**no**'], met: ratio <= WRITER_RATIO }
}

export function reportText(asked: Asked): string {
  const { history, bytes, nodeMs } = asked
  const head = ['question', 'warm: p50 / p95 / worst', 'whole command', 'limit', 'met']
  const files = Object.entries(bytes).map(([file, size]) => `${file} ${(size / history.calls / 1000).toFixed(1)}`)
  const total = Object.values(bytes).reduce((sum, size) => sum + size, 0)
  return [
    `${history.calls} calls of ${history.properties} properties in ${history.months * 4} weeks: ${history.turns} turns, ${history.facts} facts.`,
    `kB a call: ${(total / history.calls / 1000).toFixed(1)} (${files.join(', ')}).`,
    `Made in ${minutes(history)} minutes: the month simulated in ${history.simulatedSeconds.toFixed(0)} s, ` +
      `written in ${history.writtenSeconds.toFixed(0)} s, followed for ${history.followedSeconds.toFixed(0)} s more.`,
    `The yardstick: \`node -e 0\` takes ${ms(middle(nodeMs))} here.`,
    '',
    ...[head, head.map(() => '---'), ...rowsOf(asked).map(({ cells }) => cells)].map(cells => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n')
}

function minutes({ simulatedSeconds, writtenSeconds, followedSeconds }: Written): string {
  return ((simulatedSeconds + writtenSeconds + followedSeconds) / 60).toFixed(1)
}

function limits(warmMs?: number, wholeMs?: number): string {
  return wholeMs === undefined ? '–' : warmMs === undefined ? `${wholeMs} ms` : `${warmMs} / ${wholeMs} ms`
}

function p95(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1] ?? Number.NaN
}

function ms(value: number): string {
  return value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`
}
