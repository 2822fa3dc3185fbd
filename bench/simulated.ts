// How many calls a second the daemon decides and keeps on one core, in virtual time: the real turn
// queue, lanes and core, with a journal that only counts, the journal in memory, and the one on
// SQLite. In a busy house many calls run at once and several turns share a commit, as in life; in
// a quiet one each turn is a commit of its own. Then what one turn costs the SQLite journal alone,
// and those who follow it. `node bench/simulated.ts [calls]`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Turn } from '../src/core/world/world.ts'
import type { Journal } from '../src/daemon/ports.ts'
import { openMemoryJournal } from '../src/simulation/memory-journal.ts'
import { openSimulation } from '../src/simulation/simulation.ts'
import { filesBeside } from '../src/store/follow/followers.ts'
import { type Followers, openFollowers } from '../src/store/follow/in-worker.ts'
import { openJournal } from '../src/store/journal/journal.ts'
import { openReading } from '../src/store/read/reader.ts'
import { NIGHT } from '../test/support/plan.ts'
import { ALONE, busyHouse, type House, quietHouse } from './simulated-house.ts'

const CALLS = callsAsked(process.argv.slice(2))
/** Of a quiet house, where a call takes long to simulate, and for what one turn costs. */
const FEW = Math.min(400, CALLS)
const directory = mkdtempSync(join(tmpdir(), 'nightbell-simulated-'))

function callsAsked([calls = '3000', ...more]: readonly string[]): number {
  if (/^[1-9]\d*$/.test(calls) && more.length === 0) return Number(calls)
  console.error('It takes one argument, how many calls: node bench/simulated.ts [calls]')
  process.exit(2)
}

interface Run {
  readonly store: Journal
  readonly followers?: Followers
  readonly onTurn?: (turn: Turn) => void
}

const NONE = { turns: 0, commits: 0, accepted: 0, messages: 0 }

async function simulate(
  house: House,
  calls: number,
  { store, followers, onTurn }: Run,
): Promise<typeof NONE & { cpuMs: number }> {
  const counted = { ...NONE }
  const residents = house.residents(calls + 1)
  const simulation = openSimulation({
    plan: house.plan,
    at: NIGHT,
    residents,
    telephones: house.telephones,
    spoolSeconds: 3600,
    store: {
      ...store,
      commit(turns) {
        counted.commits++
        store.commit(turns)
      },
    },
    onTurn(turn) {
      counted.turns++
      for (const { kind } of turn.facts) {
        if (kind === 'accepted') counted.accepted++
        if (kind === 'message-taken') counted.messages++
      }
      onTurn?.(turn)
      followers?.grown()
    },
  })
  simulation.start()
  await simulation.run(ALONE)
  await followers?.past.message('none')
  Object.assign(counted, NONE)
  const before = process.cpuUsage()
  await simulation.run((residents.at(-1)?.at ?? 0) + 60 - ALONE)
  // Whatever they have not taken yet.
  await followers?.past.message('none')
  const { user, system } = process.cpuUsage(before)
  simulation.kill()
  return { ...counted, cpuMs: (user + system) / 1000 }
}

function say(what: string, value: string): void {
  console.log(`${what.padEnd(56)} ${value}`)
}

async function told(what: string, house: House, calls: number, run: Run): Promise<void> {
  const { turns, commits, accepted, messages, cpuMs } = await simulate(house, calls, run)
  await run.followers?.close()
  run.store.close()
  const each = (count: number) => (count / calls).toFixed(1)
  say(what, `${((calls / cpuMs) * 1000).toFixed(0)} calls a second, ${(cpuMs / calls).toFixed(2)} ms of CPU each`)
  say('', `${accepted} accepted, ${messages} messages, ${each(turns)} turns and ${each(commits)} commits a call`)
}

/** With all that follows it, as beside the daemon. */
async function onSqlite(name: string): Promise<{ file: string } & Run> {
  const file = join(directory, name, 'journal.db')
  const store = openJournal(file)
  const followers = openFollowers(file)
  await followers.past.message('none')
  return { file, store, followers }
}

/** Commits these turns again to a new file, so many at a time. */
function commitAll(turns: readonly Turn[], size: number, synchronous: string): void {
  const file = join(directory, `again-${size}-${synchronous}`, 'journal.db')
  const journal = openJournal(file, db => db.pragma(`synchronous = ${synchronous}`))
  journal.keepPlan('simulated-plan', busy.plan, {})
  const [began, before] = [performance.now(), process.cpuUsage()]
  for (let n = 0; n < turns.length; n += size) journal.commit(turns.slice(n, n + size))
  const { user, system } = process.cpuUsage(before)
  const [wall, cpu] = [((performance.now() - began) * 1000) / turns.length, (user + system) / turns.length]
  say(`a turn, ${size} in a commit, synchronous=${synchronous}`, `${wall.toFixed(1)} µs, of them ${cpu.toFixed(1)} µs of CPU`)
  journal.close()
}

/** Makes the lists and the outbox of that journal anew. */
function follow(file: string): void {
  for (const beside of Object.values(filesBeside(file))) rmSync(beside)
  const { loop } = openReading(file)
  for (const beside of Object.values(filesBeside(file))) loop.db(beside)
  const before = process.cpuUsage()
  loop.catchUp(600_000)
  const { user, system } = process.cpuUsage(before)
  say('all that follows, made anew', `${((user + system) / CALLS / 1000).toFixed(2)} ms a call`)
  loop.close()
}

const keepsNothing = (): Journal => ({ ...openMemoryJournal(), commit: () => undefined })
const [busy, quiet] = [busyHouse(), quietHouse()]
/** Of the first calls, which also warm everything. */
const turns: Turn[] = []
await simulate(busy, FEW, { store: keepsNothing(), onTurn: turn => void turns.push(turn) })
await told('busy house, journal that keeps nothing', busy, CALLS, { store: keepsNothing() })
await told('busy house, journal in memory', busy, CALLS, { store: openMemoryJournal() })
const whole = await onSqlite('busy')
await told('busy house, journal on SQLite, all that follows', busy, CALLS, whole)
await told('one call at a time, journal that keeps nothing', quiet, FEW, { store: keepsNothing() })
await told('one call at a time, journal on SQLite, all that follows', quiet, FEW, await onSqlite('quiet'))
commitAll(turns, 1, 'FULL')
commitAll(turns, 1, 'OFF')
commitAll(turns, 10, 'OFF')
follow(whole.file)
rmSync(directory, { recursive: true })
