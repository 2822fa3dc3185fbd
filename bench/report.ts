// The benchmark's table for people, on the terminal and in docs/benchmarks.md. Called by run.ts; the results go to --json as they are.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Row, rowsOf } from './aims.ts'
import type { Step } from './load-step.ts'
import type { System } from './portfolio.ts'
import { mean, type Results, timesText } from './results.ts'

const DOCUMENT = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url))
const [FROM, TO] = ['<!-- measured: written by node bench/run.ts --write -->', '<!-- /measured -->']
const NAMES: Readonly<Record<System, string>> = {
  dialplan: 'plain dialplan',
  bare: 'bare ARI script',
  nightbell: 'Nightbell',
}
/** Kinds of requests that are shown. */
const MOST_KINDS = 14

/** Markdown, which can be read as it is. */
export function reportText(results: Results): string {
  const { steady, requests, onHold, capacity, near } = results
  const head = ['in one run', 'before', 'plain dialplan', 'bare ARI script', 'Nightbell', 'aim', 'met']
  const cells = ({ what, before, dialplan, bare, nightbell, aim, met }: Row) => {
    return [what, before, dialplan, bare, nightbell, aim, met === null ? '–' : met ? 'yes' : '**no**']
  }
  const steps = [...steady, ...(capacity?.steps ?? []), ...(near ? [near] : [])]
  return [
    `${results.startedAt.slice(0, 10)}, commit ${results.commit}, ${results.machine}, Asterisk ${results.asterisk}, Node ${results.node};`,
    `it took ${(results.tookSeconds / 60).toFixed(1)} minutes; load average ${results.loadBefore} before, ${results.loadAfter} after;`,
    `others used ${percent(mean(steps.map(step => step.others)))} of the cores during the load.`,
    '',
    ...[head, head.map(() => '---'), ...rowsOf(results).map(cells)].map(row => `| ${row.join(' | ')} |`),
    '',
    `In the journal, "1" to both in the talk, every call at the steady rate: ${timesText(results.acceptMs)}.`,
    ...(requests ? ['', `Requests of one call: ${kindsText(requests.kinds)}.`] : []),
    ...(onHold && onHold.why.length > 0 ? ['', `Callers by what happened last: ${onHold.why.join('; ')}.`] : []),
  ].join('\n')
}

/** What is missed, a line each. */
export function missed(results: Results): string[] {
  const rows = rowsOf(results).filter(({ met }) => met === false)
  return rows.map(({ what, nightbell, aim }) => `missed: ${what}: ${nightbell} (aim: ${aim})`)
}

export function writeReport(results: Results): void {
  const text = readFileSync(DOCUMENT, 'utf8')
  const [from, to] = [text.indexOf(FROM), text.indexOf(TO)]
  if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no place for the results: ${FROM}`)
  writeFileSync(DOCUMENT, `${text.slice(0, from + FROM.length)}\n${reportText(results)}\n${text.slice(to)}`)
}

export function stepText(step: Step): string {
  const { system, rate, calls, completed, late, asteriskMs, controllerMs, ours, others, why } = step
  const parts = [
    NAMES[system].padEnd(16),
    `${rate}/s`.padStart(5),
    `${completed}/${calls} completed`.padStart(20),
    ...(late > 0 ? [`${late} answered late`] : []),
    `Asterisk ${asteriskMs.toFixed(1)} ms`,
    `controller ${controllerMs.toFixed(1)} ms a call`,
    `cores: ours ${percent(ours)}, others ${percent(others)}`,
  ]
  return [`  ${parts.join('  ')}`, ...why.map(line => `      ${line}`)].join('\n')
}

function kindsText(kinds: readonly (readonly [string, number])[]): string {
  return kinds
    .slice(0, MOST_KINDS)
    .map(([kind, times]) => `${times.toFixed(1)} × ${kind}`)
    .join('; ')
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`
}
