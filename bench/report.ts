// The benchmark's results as tables for people. Called by run.ts; the same results go to --json as they are.
import type { Capacity } from './capacity.ts'
import type { Step } from './load-step.ts'
import type { OnHold } from './on-hold.ts'
import type { System } from './portfolio.ts'
import type { StartUp } from './start-up.ts'

export interface Results {
  readonly machine: string
  readonly asterisk: string
  readonly node: string
  readonly startedAt: string
  readonly loadBefore: string
  readonly loadAfter: string
  /** At the steady rate: several steps a system. */
  readonly steady: readonly Step[]
  /** From the turn of "1" to the turn in which both are in the talk, ms, every call of Nightbell's steady steps. */
  readonly acceptMs: readonly number[]
  /** The same with the confirmation phrases as shipped. */
  readonly shipped: { readonly step: Step; readonly acceptMs: readonly number[] } | null
  readonly capacity: Capacity | null
  readonly rssAfterLoadMb: number
  readonly onHold: OnHold | null
  readonly startUp: StartUp | null
}

const NAMES: Readonly<Record<System, string>> = { dialplan: 'plain dialplan', bare: 'bare ARI script', nightbell: 'Nightbell' }
const SYSTEMS: readonly System[] = ['dialplan', 'bare', 'nightbell']

export function reportText(results: Results): string {
  return [
    `Machine: ${results.machine}; Asterisk ${results.asterisk}; Node ${results.node}; ${results.startedAt}`,
    `Load average before: ${results.loadBefore}; after: ${results.loadAfter}`,
    '',
    ...steadyText(results),
    ...(results.capacity ? capacityText(results.capacity) : []),
    ...holdText(results),
    ...startText(results),
  ].join('\n')
}

export function stepText({ system, rate, calls, completed, asteriskMs, controllerMs, ours, others }: Step): string {
  return table([
    [
      NAMES[system].padEnd(16),
      `${rate}/s`.padStart(5),
      `${completed}/${calls} completed`.padStart(20),
      `Asterisk ${asteriskMs.toFixed(1)} ms`,
      `controller ${controllerMs.toFixed(1)} ms a call`,
      `cores: ours ${percent(ours)}, others ${percent(others)}`,
    ],
  ])
}

function steadyText({ steady, acceptMs, shipped }: Results): string[] {
  const rate = steady[0]?.rate ?? 0
  const rows = SYSTEMS.map(system => {
    const steps = steady.filter(step => step.system === system)
    const probes = steps.flatMap(step => step.probes)
    const [asterisk, own] = [mean(steps.map(s => s.asteriskMs)), mean(steps.map(s => s.controllerMs))]
    return [
      NAMES[system],
      `${sum(steps.map(s => s.completed))}/${sum(steps.map(s => s.calls))}`,
      asterisk.toFixed(1),
      system === 'dialplan' ? '-' : own.toFixed(1),
      system === 'dialplan' ? '-' : `1/${(asterisk / own).toFixed(1)}`,
      mean(steps.map(s => s.totalMs)).toFixed(1),
      timesText(probes),
      `${percent(mean(steps.map(s => s.ours)))}, ${percent(mean(steps.map(s => s.others)))}`,
    ]
  })
  const head = [
    '',
    'completed',
    'Asterisk ms/call',
    'own ms/call',
    'own/Asterisk',
    '"1" to two-way audio, ms',
    'cores: ours, others',
  ]
  const total = (system: System): number => mean(steady.filter(s => s.system === system).map(s => s.totalMs))
  const ours = steady.find(step => step.system === 'nightbell')
  return [
    `At ${rate} calls a second (aim: own CPU at most 1/5 of Asterisk's; "1" to two-way audio under 150 ms):`,
    table([head, ...rows]),
    `If only CPU were the limit, Nightbell / bare script in calls a second: ${(total('bare') / total('nightbell')).toFixed(2)}`,
    ...(ours ? [`Nightbell's journal, "1" to both in the talk: ${timesText(acceptMs)}`] : []),
    ...(shipped
      ? [
          `With the confirmation phrases as shipped ("You have it. Connecting."): audio ${timesText(shipped.step.probes)}; journal ${timesText(shipped.acceptMs)}`,
        ]
      : []),
    '',
  ]
}

function capacityText({ sustained, failedAt, steps }: Capacity): string[] {
  const rows = SYSTEMS.map(system => [
    NAMES[system],
    `${sustained[system]}/s`,
    failedAt[system] === null ? 'none' : `${failedAt[system]}/s`,
  ])
  const others = mean(steps.map(step => step.others))
  const ratio = sustained.bare > 0 ? (sustained.nightbell / sustained.bare).toFixed(2) : 'unknown'
  return [
    'Sustained without a failed call:',
    table([['', 'sustained', 'first failing rate'], ...rows]),
    `Nightbell / bare script: ${ratio} (aim: at least 0.9); others used ${percent(others)} of the cores meanwhile`,
    '',
  ]
}

function holdText({ onHold, rssAfterLoadMb }: Results): string[] {
  return [
    `Daemon's memory after the load: ${rssAfterLoadMb.toFixed(0)} MB`,
    ...(onHold
      ? [
          `With ${onHold.holding} of ${onHold.callers} callers on hold: ${onHold.withMb.toFixed(0)} MB, before them ${onHold.beforeMb.toFixed(0)} MB (aim: under 200 MB)`,
        ]
      : []),
  ]
}

function startText({ startUp }: Results): string[] {
  if (startUp === null) return []
  const times = (ms: readonly number[]): string => `${quantile(ms, 0.5).toFixed(0)} ms (${ms.map(m => m.toFixed(0)).join(', ')})`
  return [
    `Start to ready: example rules ${times(startUp.example)}, ${startUp.exampleMb.toFixed(0)} MB; 1,000 properties ${times(startUp.thousand)}, ${startUp.thousandMb.toFixed(0)} MB`,
  ]
}

function timesText(all: readonly (number | null)[]): string {
  const ms = all.filter(one => one !== null)
  const never = all.length - ms.length
  if (ms.length === 0) return never > 0 ? `none of ${never}` : '-'
  const text = `p50 ${quantile(ms, 0.5).toFixed(0)}, p99 ${quantile(ms, 0.99).toFixed(0)}, max ${Math.max(...ms).toFixed(0)} (n ${ms.length})`
  return never > 0 ? `${text}, ${never} without` : text
}

/** Nearest rank. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0)
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()).join('\n')
}
