// The rows of the benchmark's table: what was measured, the aim beside it, whether it is met, and what it was before. Called by run.ts.
import type { System } from './portfolio.ts'
import { mean, type Quantiles, quantiles, type Results, sum, timesText } from './results.ts'

export interface Row {
  readonly what: string
  /** In one run on two quiet cores, before the daemon was made cheaper. */
  readonly before: string
  readonly dialplan: string
  readonly bare: string
  readonly nightbell: string
  readonly aim: string
  /** Null: it has no aim of its own, or was not measured. */
  readonly met: boolean | null
}

/** The sustained rate is found in steps of about this part, so a ratio of two of them is no more precise. */
const RATE_STEP = 0.1

const NEITHER = { dialplan: '–', bare: '–' } as const

export function rowsOf(results: Results): Row[] {
  return [...loadRows(results), ...holdRows(results), ...startRows(results)]
}

function loadRows({ steady, capacity, requests, near, leftAfterLoad }: Results): Row[] {
  const of = (system: System) => {
    const steps = steady.filter(step => step.system === system)
    return {
      completed: sum(steps.map(step => step.completed)),
      calls: sum(steps.map(step => step.calls)),
      asterisk: mean(steps.map(step => step.asteriskMs)),
      own: mean(steps.map(step => step.controllerMs)),
      probes: steps.flatMap(step => step.probes),
    }
  }
  const [dialplan, bare, nightbell] = [of('dialplan'), of('bare'), of('nightbell')]
  const asterisk = nightbell.asterisk / bare.asterisk
  const own = nightbell.own / nightbell.asterisk
  const heard = nightbell.probes.every(ms => ms !== null)
  const rate = steady[0]?.rate ?? 0
  const rows: Row[] = [
    {
      what: `${rate}/s with the two-way probe beside: completed`,
      before: '271 of 600',
      dialplan: `${dialplan.completed} of ${dialplan.calls}`,
      bare: `${bare.completed} of ${bare.calls}`,
      nightbell: `${nightbell.completed} of ${nightbell.calls}`,
      aim: 'all',
      met: nightbell.completed >= nightbell.calls && heard,
    },
    {
      what: "Asterisk's CPU a call",
      before: '60 to 110 ms (2 to 3 × bare script)',
      dialplan: `${dialplan.asterisk.toFixed(1)} ms`,
      bare: `${bare.asterisk.toFixed(1)} ms`,
      nightbell: `${nightbell.asterisk.toFixed(1)} ms (${asterisk.toFixed(2)} × bare script)`,
      aim: '≤ 1.15 × bare script',
      met: asterisk <= 1.15,
    },
    {
      what: "daemon's CPU a call, its threads included",
      before: '21 to 47 ms',
      dialplan: '–',
      bare: `${bare.own.toFixed(1)} ms`,
      nightbell: `${nightbell.own.toFixed(1)} ms (${own.toFixed(2)} of Asterisk's)`,
      aim: "≤ 0.20 of Asterisk's",
      met: own <= 0.2,
    },
    {
      what: `"1" to two-way audio at ${rate}/s, p50 / p99`,
      before: '49 to 822 / 1920 to 3048 ms',
      dialplan: timesText(dialplan.probes),
      bare: timesText(bare.probes),
      nightbell: timesText(nightbell.probes),
      aim: '–',
      met: null,
    },
  ]
  if (near !== null) rows.push(nearRow(near.rate, quantiles(near.probes)))
  rows.push({
    what: 'left over after the load, overload included: channels, bridges, live calls',
    before: '–',
    ...NEITHER,
    nightbell: `${leftAfterLoad}`,
    aim: 'none',
    met: leftAfterLoad === 0,
  })
  if (capacity !== null) {
    const ratio = capacity.sustained.nightbell / capacity.sustained.bare
    rows.unshift({
      what: 'sustained calls a second',
      before: 'below 20 to 27 (bare script 51)',
      dialplan: atLeast(capacity.sustained.dialplan, capacity.failedAt.dialplan),
      bare: atLeast(capacity.sustained.bare, capacity.failedAt.bare),
      nightbell: `${atLeast(capacity.sustained.nightbell, capacity.failedAt.nightbell)} (${ratio.toFixed(2)} × bare script)`,
      aim: `≥ 0.85 × bare script; found in steps of ${RATE_STEP * 100} %, so ${(0.85 * (1 - RATE_STEP)).toFixed(2)} is let pass`,
      met: ratio >= 0.85 * (1 - RATE_STEP),
    })
  }
  if (requests !== null) {
    rows.push({
      what: 'ARI requests a call',
      before: '27',
      dialplan: '–',
      bare: '12',
      nightbell: requests.aCall.toFixed(1),
      aim: '≤ 12',
      met: requests.aCall <= 12,
    })
  }
  return rows
}

function nearRow(rate: number, { p99, never }: Quantiles): Row {
  return {
    what: `"1" to two-way audio at 0.7 of what is sustained (${rate}/s), p99`,
    before: '–',
    ...NEITHER,
    nightbell: `${p99.toFixed(0)} ms${never > 0 ? `, ${never} never` : ''}`,
    aim: 'p99 ≤ 100 ms',
    met: p99 <= 100 && never === 0,
  }
}

function atLeast(sustained: number, failedAt: number | null): string {
  return failedAt === null ? `${sustained} or more` : `${sustained}`
}

function holdRows({ onHold, idleMb, rssAfterLoadMb }: Results): Row[] {
  const idle: Row = {
    what: 'memory: idle with 1,000 properties',
    before: '228 MB',
    ...NEITHER,
    nightbell: `${idleMb.toFixed(0)} MB`,
    aim: '≤ 150 MB',
    met: idleMb <= 150,
  }
  const after: Row = {
    what: 'memory after the load',
    before: '400 MB',
    ...NEITHER,
    nightbell: `${rssAfterLoadMb.toFixed(0)} MB`,
    aim: '–',
    met: null,
  }
  if (onHold === null) return [idle, after]
  const keys = quantiles(onHold.keyMs)
  return [
    {
      what: `callers on hold of ${onHold.callers} who called`,
      before: '200 of 500',
      ...NEITHER,
      nightbell: `${onHold.holding}`,
      aim: 'all',
      met: onHold.holding >= onHold.callers,
    },
    {
      what: "a further caller's key meanwhile: to the next sound, p50 / p99",
      before: '–',
      ...NEITHER,
      nightbell: timesText(onHold.keyMs),
      aim: 'p99 ≤ 150 ms',
      met: keys.p99 <= 150 && keys.never === 0,
    },
    idle,
    {
      what: `memory: ${onHold.holding} on hold`,
      before: '333 MB with 200',
      ...NEITHER,
      nightbell: `${onHold.withMb.toFixed(0)} MB`,
      aim: '≤ 200 MB',
      met: onHold.withMb <= 200,
    },
    after,
  ]
}

function startRows({ startUp, dead, checkMs, simulatedASecond, growth }: Results): Row[] {
  const deadMs = quantiles(dead.deadMs)
  return [
    startRow('start to ready, 3 / 1,000 properties', startUp.example.again, startUp.thousand.again),
    startRow('the very first start, with a new journal', startUp.example.first, startUp.thousand.first),
    {
      what: `dead after kill -9 at 4 calls/s, 1,000 properties, ${dead.deadMs.length} times: median / worst`,
      before: '4.1 to 10.9 s',
      ...NEITHER,
      nightbell: `${seconds(deadMs.p50)} / ${seconds(deadMs.most)} s`,
      aim: '≤ 1 s',
      met: deadMs.most <= 1000,
    },
    {
      what: 'of these callers: met the failsafe; rung twice; left over',
      before: '37 to 47 of 160; 0; 0',
      ...NEITHER,
      nightbell: `${dead.inFailsafe} of ${dead.callers}; ${dead.rungTwice}; ${dead.leftOver}`,
      aim: 'nobody rung twice, nothing left',
      met: dead.rungTwice === 0 && dead.leftOver === 0,
    },
    {
      what: 'check after one file of 1,000 changed',
      before: '3.3 s',
      ...NEITHER,
      nightbell: `${seconds(checkMs)} s`,
      aim: '≤ 0.5 s',
      met: checkMs <= 500,
    },
    {
      what: 'simulated calls a second in a busy house, one core, with the SQLite store',
      before: '55, one at a time',
      ...NEITHER,
      nightbell: simulatedASecond.toFixed(0),
      aim: '≥ 500',
      met: simulatedASecond >= 500,
    },
    {
      what: 'a call with 1,000 others live, over one with 10 (time in the core)',
      before: '–',
      ...NEITHER,
      nightbell: growth.toFixed(2),
      aim: '≤ 1.2',
      met: growth <= 1.2,
    },
  ]
}

function startRow(what: string, few: readonly number[], many: readonly number[]): Row {
  const [{ p50: example }, { p50: thousand }] = [quantiles(few), quantiles(many)]
  return {
    what,
    before: '1.4 / 2.6 s',
    ...NEITHER,
    nightbell: `${seconds(example)} / ${seconds(thousand)} s`,
    aim: '≤ 0.5 / ≤ 1 s',
    met: example <= 500 && thousand <= 1000,
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2)
}
