// How many calls a second the daemon decides and keeps on one core, in virtual time: the real turn
// queue, lanes and core, with a journal that only counts, the journal in memory, and the one on
// SQLite; then what one turn costs the SQLite journal alone, and those who follow it. `node
// bench/simulated.ts [calls]`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Turn } from '../src/core/world/world.ts'
import type { Journal } from '../src/daemon/ports.ts'
import { openMemoryJournal } from '../src/simulation/memory-journal.ts'
import type { Person, Reaction, Resident, Telephone } from '../src/simulation/people.ts'
import { openSimulation } from '../src/simulation/simulation.ts'
import { filesBeside } from '../src/store/follow/followers.ts'
import { type Followers, openFollowers } from '../src/store/follow/in-worker.ts'
import { openJournal } from '../src/store/journal/journal.ts'
import { openReading } from '../src/store/read/reader.ts'
import { LINE, NIGHT, PHONE, smallPlan, TRUNK } from '../test/support/plan.ts'

/** Seconds between two calls: mostly one runs at a time. */
const APART = 150

const CALLS = callsAsked(process.argv.slice(2))
const plan = smallPlan()
const directory = mkdtempSync(join(tmpdir(), 'nightbell-simulated-'))

const press = (hears: string, key: string, after: number): Reaction => ({ hears, key, after, does: 'press', always: true })
const technician: Person = {
  reactions: [press('Press 1 to talk now', '1', 3), press('fixed', '1', 1)],
  talksFor: 30,
}
const telephones: readonly Telephone[] = [{ number: PHONE.ana, ways: [{ does: 'answer', after: 4, ...technician }] }]

function callsAsked([calls = '400', ...more]: readonly string[]): number {
  if (/^[1-9]\d*$/.test(calls) && more.length === 0) return Number(calls)
  console.error('It takes one argument, how many calls: node bench/simulated.ts [calls]')
  process.exit(2)
}

/** One in two is urgent and taken at once, the other leaves a message. */
function residents(calls: number): Resident[] {
  return Array.from({ length: calls }, (_, n) => ({
    ...{ at: 1 + n * APART, trunk: TRUNK.carrier, line: LINE.oak, number: `+1312555${String(1000 + (n % 9000))}`, speaksFor: 6 },
    reactions: [n % 2 === 0 ? press('For an emergency', '1', 1) : press('For anything else', '3', 1)],
    staysFor: 120,
  }))
}

interface Run {
  readonly turns: readonly Turn[]
  readonly accepted: number
  readonly messages: number
  readonly cpuMs: number
}

async function simulate(calls: number, store: Journal, followers?: Followers): Promise<Run> {
  const turns: Turn[] = []
  const simulation = openSimulation({
    ...{ plan, at: NIGHT, residents: residents(calls), telephones, spoolSeconds: 3600, store },
    onTurn(turn) {
      turns.push(turn)
      followers?.grown()
    },
  })
  simulation.start()
  const before = process.cpuUsage()
  await simulation.run(calls * APART + 60)
  // Whatever they have not taken yet.
  await followers?.past.message('none')
  const { user, system } = process.cpuUsage(before)
  simulation.kill()
  const facts = turns.flatMap(turn => turn.facts)
  const accepted = facts.filter(({ kind }) => kind === 'accepted').length
  const messages = facts.filter(({ kind }) => kind === 'message-taken').length
  return { turns, accepted, messages, cpuMs: (user + system) / 1000 }
}

function say(what: string, value: string): void {
  console.log(`${what.padEnd(56)} ${value}`)
}

async function told(what: string, calls: number, store: Journal, followers?: Followers): Promise<Run> {
  const run = await simulate(calls, store, followers)
  await followers?.close()
  store.close()
  say(what, `${((calls / run.cpuMs) * 1000).toFixed(0)} calls a second, ${(run.cpuMs / calls).toFixed(2)} ms of CPU each`)
  return run
}

/** Commits these turns again to a new file, so many at a time. */
function commitAll(turns: readonly Turn[], size: number, synchronous: string): void {
  const file = join(directory, `again-${size}-${synchronous}`, 'journal.db')
  const journal = openJournal(file, db => db.pragma(`synchronous = ${synchronous}`))
  journal.keepPlan('simulated-plan', plan, {})
  const [began, before] = [performance.now(), process.cpuUsage()]
  for (let n = 0; n < turns.length; n += size) journal.commit(turns.slice(n, n + size))
  const { user, system } = process.cpuUsage(before)
  const [wall, cpu] = [((performance.now() - began) * 1000) / turns.length, (user + system) / turns.length]
  say(`a turn, ${size} in a commit, synchronous=${synchronous}`, `${wall.toFixed(1)} µs, of them ${cpu.toFixed(1)} µs of CPU`)
  journal.close()
}

/** Makes the lists and the outbox of that journal anew. */
function follow(calls: number, turns: number): void {
  for (const beside of Object.values(filesBeside(file))) rmSync(beside)
  const { loop } = openReading(file)
  for (const beside of Object.values(filesBeside(file))) loop.db(beside)
  const before = process.cpuUsage()
  loop.catchUp(600_000)
  const { user, system } = process.cpuUsage(before)
  const of = (count: number) => (user + system) / count
  say('all that follows, made anew', `${of(turns).toFixed(1)} µs a turn, ${(of(calls) / 1000).toFixed(2)} ms a call`)
  loop.close()
}

const counting: Journal = { ...openMemoryJournal(), commit: () => undefined }
await simulate(Math.min(100, CALLS), counting)
const { turns, accepted, messages } = await told('journal that keeps nothing', CALLS, counting)
await told('journal in memory', CALLS, openMemoryJournal())
const file = join(directory, 'daemon', 'journal.db')
const journal = openJournal(file)
const followers = openFollowers(file)
await followers.past.message('none')
await told('journal on SQLite, with all that follows it', CALLS, journal, followers)
say('of them', `${accepted} accepted, ${messages} messages, ${(turns.length / CALLS).toFixed(1)} turns a call`)
commitAll(turns, 1, 'FULL')
commitAll(turns, 1, 'OFF')
commitAll(turns, 10, 'OFF')
follow(CALLS, turns.length)
rmSync(directory, { recursive: true })
