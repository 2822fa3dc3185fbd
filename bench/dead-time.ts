// How long callers have nobody when the daemon is killed under load and started again at once, with a thousand properties: from the kill to the
// first caller whom the new daemon takes. And what it cost them: who met the failsafe, who was rung twice, what is left. Called by run.ts.
import Database from 'better-sqlite3'
import type { Fact } from '../src/core/world/facts.ts'
import { JOURNAL_FILE } from '../src/store/journal/journal.ts'
import type { BenchBox, Program } from './bench-box.ts'
import { settled, wait } from './load-step.ts'
import { runCallers } from './sipp.ts'
import { factsSince } from './unfinished.ts'
import { endOf, linesSince, type Mark } from './witness-count.ts'

const RATE = 4
/** Between two kills, ms: the dead time and some calls. */
const BETWEEN_MS = 12_000

export interface DeadTime {
  readonly deadMs: readonly number[]
  /** From starting the new process to its "ready". */
  readonly readyMs: readonly number[]
  readonly callers: number
  readonly inFailsafe: number
  /** Incidents whose one telephone was dialled again for no reason. */
  readonly rungTwice: number
  /** Channels and bridges at Asterisk, and calls that live in the journal, when all is over. */
  readonly leftOver: number
}

export async function measureDeadTime(box: BenchBox, state: string, kills: number): Promise<DeadTime> {
  const journal = `${state}/${JOURNAL_FILE}`
  const start = () => box.startDaemon(box.config.silent, state)
  const before = await leftOver(box, null)
  let daemon: Program = await start()
  await daemon.said('words rendered in advance')
  const [from, calls] = [endOf(box.witness), Math.round((RATE * BETWEEN_MS * (kills + 0.7)) / 1000)]
  const over = runCallers(box.directory, { system: 'nightbell', rate: RATE, calls, talkMs: 3000 }, 0)
  const killedAt: number[] = []
  const readyMs: number[] = []
  for (let n = 0; n < kills; n += 1) {
    await wait(BETWEEN_MS / 2)
    await daemon.kill()
    killedAt.push(Date.now())
    daemon = await start()
    readyMs.push(daemon.readyMs)
    await wait(BETWEEN_MS / 2)
  }
  await over
  const left = (await leftOver(box, journal)) - before
  const facts = factsSince(journal, 0).map(({ fact }) => fact)
  const arrivals = facts.filter(({ kind }) => kind === 'arrived').map(({ at }) => at as number)
  await daemon.stop()
  return {
    deadMs: killedAt.map(at => (arrivals.find(arrived => arrived > at) ?? Number.NaN) - at),
    readyMs,
    callers: calls,
    inFailsafe: callersInFailsafe(box.witness, from),
    rungTwice: rungTwice(facts),
    leftOver: left,
  }
}

/**
 * What is there when everybody has hung up and what hung has been cleared away: channels that cannot be, bridges at
 * Asterisk but for those that the daemon always keeps, and calls that live in the journal.
 */
export async function leftOver(box: BenchBox, journal: string | null): Promise<number> {
  await settled(box)
  // The bare script leaves its bridges (b-…) behind when it is overloaded.
  const bridges = (await box.pbx.command('bridge show all')).split('\n').filter(line => !line.startsWith('b-'))
  const withChannels = bridges.filter(line => /\s[1-9]\d*\s+\S+\s+\S+_bridge\s/.test(line))
  const talks = bridges.filter(line => /\s0\s+\S+\s+(simple|softmix|native_rtp)(_bridge)?\s/.test(line))
  return box.stuck.channels + withChannels.length + talks.length + (journal === null ? 0 : liveCalls(journal))
}

/** By Asterisk's own event log: whoever was in the failsafe's part of the dialplan. */
function callersInFailsafe(witness: string, from: Mark): number {
  const lines = linesSince(witness, from)
  const met = lines.filter(line => line.includes('"PJSIP/trunk-callers-') && line.includes('"nightbell-failsafe'))
  return new Set(met.map(line => line.split(',')[2])).size
}

/**
 * Incidents whose one telephone was dialled again without a reason. Whoever answered while the daemon was dead and has hung up since is rung
 * again by rule, and the attempt before counts as unknown.
 */
function rungTwice(facts: readonly Fact[]): number {
  const times = new Map<string, number>()
  for (const fact of facts) {
    const again = fact.kind === 'attempt-ended' && fact.result === 'unknown'
    const change = fact.kind === 'dialled' ? 1 : again ? -1 : 0
    times.set(fact.stream, (times.get(fact.stream) ?? 0) + change)
  }
  return [...times.values()].filter(count => count > 1).length
}

function liveCalls(journal: string): number {
  const db = new Database(journal, { readonly: true })
  const row = db.prepare("select count(*) as n from stream where kind = 'call'").get() as { n: number }
  db.close()
  return row.n
}
