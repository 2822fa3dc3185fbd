// The turn queue against a journal that fails: commit first and commands after, one commit a batch, memory mode after two seconds, and
// afterwards every turn in its order. The last tests have a real SQLite file behind them whose disk is full.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Command } from '../../src/core/world/commands.ts'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld, keep, type Turn, type World } from '../../src/core/world/world.ts'
import { openTurnQueue, type TurnQueue } from '../../src/daemon/turn-queue.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { openVirtualClock, type VirtualClock } from '../../src/simulation/virtual-clock.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { LINE, NIGHT, PLAN_HASH, smallPlan, TRUNK } from '../support/plan.ts'
import { keptLog } from './fake-telephony.ts'

let world: World
let clock: VirtualClock
let log: ReturnType<typeof keptLog>
let commits: (readonly Turn[])[]
let carried: Command[]
let happened: string[]
/** Told when they were in the journal. */
let told: string[]
let full: boolean
let queue: TurnQueue

beforeEach(() => {
  world = emptyWorld()
  world.plans.set(PLAN_HASH, smallPlan())
  clock = openVirtualClock(NIGHT)
  log = keptLog()
  commits = []
  carried = []
  happened = []
  told = []
  full = false
  queue = openOn(turns => {
    if (full) throw new Error('database or disk is full')
    commits.push([...turns])
  })
})

function openOn(commit: (turns: readonly Turn[]) => void): TurnQueue {
  return openTurnQueue({
    ...{ world, clock, log, onTurn: () => {} },
    onWritten: turn => told.push(turn.input.type),
    journal: {
      commit(turns) {
        commit(turns)
        happened.push(`commit ${turns.length}`)
      },
    },
    carryOut(commands) {
      if (commands.length > 0) happened.push('commands')
      carried.push(...commands)
    },
  })
}

const arrives = (channel: string): Input => ({
  ...{ type: 'arrived', channel, trunk: TRUNK.carrier, line: LINE.oak, plan: PLAN_HASH },
  ...{ callerNumber: null, callerName: null, diversion: null },
})
const presses = (channel: string, digit: string): Input => ({ type: 'digit', channel, digit })
const seconds = (n: number): Promise<void> => clock.runUntil((clock.now() + n * 1000) as EpochMs)
/** Channels in the order in which their arrival was written. */
const written = (): string[] => commits.flat().flatMap(turn => (turn.input.type === 'arrived' ? [turn.input.channel] : []))

test('inputs that arrive together are one commit, and commands come after it', async () => {
  for (const channel of ['a', 'b', 'c']) queue.push(arrives(channel))
  expect(happened).toEqual([])
  await seconds(0)
  expect(happened).toEqual(['commit 3', 'commands'])
  expect(carried.map(command => command.channel)).toEqual(expect.arrayContaining(['a', 'b', 'c']))
})

test('the second input of a batch is decided on what the first one did', async () => {
  queue.push(arrives('a'))
  queue.push(presses('a', '1'))
  await seconds(0)
  expect(commits.map(turns => turns.length)).toEqual([2])
  expect(carried.map(command => command.do)).toContain('dial')
})

test('a commit that fails: nothing is carried out; when it works again, everything is, once and in order', async () => {
  full = true
  queue.push(arrives('a'))
  await seconds(1)
  queue.push(arrives('b'))
  await seconds(0.5)
  expect(carried).toEqual([])
  expect(queue.mode()).toBe('journal')
  full = false
  await seconds(0.2)
  expect(written()).toEqual(['a', 'b'])
  expect(commits).toHaveLength(1)
  const dones = carried.map(command => `${command.do} ${command.channel}`)
  expect(dones.filter(done => done.startsWith('answer'))).toEqual(['answer a', 'answer b'])
  await seconds(5)
  expect(carried).toHaveLength(dones.length)
})

test('after two seconds calls go on in memory; later the turns are written in order, and the journal is trusted again', async () => {
  full = true
  queue.push(arrives('a'))
  await seconds(2.5)
  expect(queue.mode()).toBe('memory')
  expect(carried.map(command => command.do)).toContain('answer')
  queue.push(presses('a', '1'))
  queue.push(arrives('b'))
  await seconds(0)
  expect(carried.map(command => command.do)).toContain('dial')
  expect(commits).toEqual([])
  // Nobody outside acts on what is not in the journal: a file that was removed would be missing from a story that never said so.
  expect(told).toEqual([])
  full = false
  await seconds(1.5)
  expect(told).toEqual(['arrived', 'digit', 'arrived'])
  expect(queue.mode()).toBe('journal')
  expect(commits.flat().map(turn => turn.input.type)).toEqual(['arrived', 'digit', 'arrived'])
  expect(log.messages).toEqual([
    'the journal can not be written',
    'memory mode: calls go on, their turns wait to be written',
    'the journal can be written again',
  ])
})

test('many inputs while the journal fails: it is asked again once in a while, not once for each of them', async () => {
  let asked = 0
  queue = openOn(() => {
    asked++
    throw new Error('database or disk is full')
  })
  for (let n = 0; n < 50; n++) {
    queue.push(arrives(`c${n}`))
    await seconds(0.01)
  }
  asked = 0
  await seconds(10)
  expect(asked).toBeLessThan(40)
})

test('a core that breaks on one input loses no other caller: that one goes to the failsafe', async () => {
  queue.push(arrives('a'))
  await seconds(0)
  const call = world.calls.get(callId('a'))
  if (call === undefined) throw new Error('no call')
  keep(world, { ...call, plan: 'a plan that nobody has' })
  queue.push(presses('a', '1'))
  queue.push(arrives('b'))
  await seconds(0)
  expect(carried).toContainEqual({ do: 'failsafe', channel: 'a' })
  expect(world.calls.get(callId('a'))?.phase).toBe('in-failsafe')
  expect(world.calls.get(callId('b'))?.phase).toBe('asking-urgency')
})

test('stopping writes what is left, takes nothing more, and says whether the journal would have it', async () => {
  queue.push(arrives('a'))
  expect(queue.stop()).toBe(true)
  expect(written()).toEqual(['a'])
  queue.push(arrives('b'))
  await seconds(1)
  expect(written()).toEqual(['a'])
})

test('stopping with a full disk does not go on trying for ever', async () => {
  full = true
  queue.push(arrives('a'))
  await seconds(3)
  expect(queue.stop()).toBe(false)
  const before = log.messages.length
  full = false
  await seconds(10)
  expect(log.messages).toHaveLength(before)
})

/** Refuses every turn about this, as SQLite refuses a value. */
function refusing(isWrong: (turn: Turn) => boolean, kind?: string): void {
  queue = openOn(turns => {
    if (turns.some(isWrong)) throw Object.assign(new Error('NOT NULL constraint failed'), { kind })
    commits.push([...turns])
  })
}

const keyOf = (channel: string) => (turn: Turn) =>
  turn.input.type === 'digit' && turn.input.channel === channel && turn.commands.length > 0
const broke = () => commits.flat().flatMap(turn => turn.facts.filter(fact => fact.kind === 'core-broke'))

test.each([
  'mistake',
  undefined,
])('a turn that can not be written (%s) costs its call; the rest of the batch is written', async kind => {
  refusing(keyOf('a'), kind)
  for (const channel of ['a', 'b', 'c']) queue.push(arrives(channel))
  await seconds(0)
  for (const channel of ['a', 'b', 'c']) queue.push(presses(channel, '1'))
  await seconds(1)
  expect(queue.mode()).toBe('journal')
  expect(queue.alarms()).toEqual([])
  expect(carried).toContainEqual({ do: 'failsafe', channel: 'a' })
  expect(carried).not.toContainEqual({ do: 'failsafe', channel: 'b' })
  expect(world.calls.get(callId('a'))?.phase).toBe('in-failsafe')
  expect(world.calls.get(callId('c'))?.phase).toBe('taking-statement')
  expect(broke()).toMatchObject([{ stream: 'a', input: 'digit', in: 'writing' }])
  const keys = commits.flat().flatMap(turn => (turn.input.type === 'digit' ? [turn.input.channel] : []))
  expect(keys).toEqual(expect.arrayContaining(['b', 'c']))
  queue.push(arrives('d'))
  await seconds(0)
  expect(written()).toEqual(['a', 'b', 'c', 'd'])
  expect(queue.stop()).toBe(true)
})

test('what the refused turn had begun is taken care of: its incident is rung for all the same', async () => {
  refusing(keyOf('a'))
  queue.push(arrives('a'))
  await seconds(0)
  queue.push(presses('a', '1'))
  await seconds(0)
  const [incident] = world.incidents.values()
  expect(incident).toMatchObject({ phase: 'pausing', caller: { now: 'gone' } })
  queue.push({ type: 'due', stream: incident?.id as never })
  await seconds(11)
  queue.push({ type: 'due', stream: incident?.id as never })
  await seconds(0)
  expect(carried.map(command => command.do)).toContain('dial')
})

test('whatever is written for a call is refused: the call leaves the world, and the others go on', async () => {
  refusing(turn => turn.facts.some(fact => fact.kind !== 'core-broke' && fact.stream === callId('a')))
  queue.push(arrives('a'))
  queue.push(arrives('b'))
  await seconds(1)
  expect(world.calls.has(callId('a'))).toBe(false)
  expect(carried).toContainEqual({ do: 'failsafe', channel: 'a' })
  expect(written()).toContain('b')
  expect(queue.unwritten()).toEqual([])
})

test('not even that it left the world can be written: its caller goes to the failsafe all the same', async () => {
  refusing(turn => turn.facts.every(fact => fact.kind !== 'core-broke') || turn.changes.length > 0)
  queue.push(arrives('a'))
  await seconds(1)
  expect(world.calls.size).toBe(0)
  expect(carried).toEqual([{ do: 'failsafe', channel: 'a' }])
  expect(queue.unwritten()).toEqual([])
})

test('a turn that can not be written, found after a full disk: its call goes on, and nothing waits behind it', async () => {
  let disk = false
  queue = openOn(turns => {
    if (!disk) throw Object.assign(new Error('database or disk is full'), { kind: 'disk' })
    if (turns.some(keyOf('a'))) throw new Error('NOT NULL constraint failed')
    commits.push([...turns])
  })
  queue.push(arrives('a'))
  queue.push(presses('a', '1'))
  queue.push(arrives('b'))
  await seconds(3)
  expect(queue.mode()).toBe('memory')
  disk = true
  await seconds(2)
  expect(queue.mode()).toBe('journal')
  expect(written()).toEqual(['a', 'b'])
  expect(carried).not.toContainEqual({ do: 'failsafe', channel: 'a' })
  // The journal has what the refused turn made of the world.
  const kept = new Map(commits.flat().flatMap(turn => turn.changes.map(stream => [stream.id, stream.phase])))
  expect(kept.get(callId('a'))).toBe('taking-statement')
  expect([...kept.keys()]).toEqual(expect.arrayContaining([...world.incidents.keys()]))
})

test('what waits in memory mode is asked for in pieces of one size, however much it is', async () => {
  let most = 0
  queue = openOn(turns => {
    most = Math.max(most, turns.length)
    if (full) throw Object.assign(new Error('database or disk is full'), { kind: 'disk' })
    commits.push([...turns])
  })
  full = true
  for (let n = 0; n < 400; n++) {
    queue.push(arrives(`c${n}`))
    await seconds(0.02)
  }
  full = false
  await seconds(2)
  expect(written()).toHaveLength(400)
  expect(most).toBeLessThanOrEqual(50)
})

test.each([
  ['disk', 'the disk does not take the journal'],
  ['lock', 'another process has the journal'],
  ['corrupt', 'the journal is damaged'],
])('trouble of the kind %s has an alarm of its own while it lasts', async (kind, words) => {
  queue = openOn(turns => {
    if (full) throw Object.assign(new Error('so it is'), { kind })
    commits.push([...turns])
  })
  full = true
  queue.push(arrives('a'))
  await seconds(0)
  expect(queue.alarms()).toMatchObject([{ since: NIGHT, what: expect.stringContaining(words) }])
  // A damaged file does not get well within two seconds.
  expect(queue.mode()).toBe(kind === 'corrupt' ? 'memory' : 'journal')
  full = false
  await seconds(10)
  expect(queue.alarms()).toEqual([])
  expect(queue.mode()).toBe('journal')
})

test('a mistake of whoever listens keeps no turn and no command back', async () => {
  const broken = (): never => {
    throw new Error('a listener broke')
  }
  const journal = { commit: (turns: readonly Turn[]) => void commits.push([...turns]) }
  const carryOut = (commands: readonly Command[]) => void carried.push(...commands)
  queue = openTurnQueue({ world, clock, log, journal, carryOut, onTurn: broken, onWritten: broken })
  queue.push(arrives('a'))
  queue.push(arrives('b'))
  await seconds(0)
  expect(written()).toEqual(['a', 'b'])
  expect(carried.map(command => command.channel)).toEqual(expect.arrayContaining(['a', 'b']))
})

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-full-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('a real journal on a full disk: memory mode, then every turn in order, the chain whole and every call decided the same again', async () => {
  const file = join(directory, 'journal.db')
  let db: Database.Database | undefined
  const journal = openJournal(file, opened => {
    db = opened
  })
  const plan = smallPlan()
  const hash = planHash(plan)
  const arrivesBy = (channel: string): Input => ({ ...arrives(channel), plan: hash }) as Input
  world.plans.set(hash, plan)
  journal.keepPlan(hash, plan, {})
  queue = openOn(turns => journal.commit(turns))
  queue.push(arrivesBy('before'))
  await seconds(1)
  const pages = db?.pragma('page_count', { simple: true }) as number
  db?.pragma(`max_page_count = ${pages}`)
  const callers = Array.from({ length: 30 }, (_, n) => `c${n}`)
  for (const channel of callers) {
    queue.push(arrivesBy(channel))
    queue.push(presses(channel, '1'))
    await seconds(0.2)
  }
  expect(queue.mode()).toBe('memory')
  expect(carried.filter(command => command.do === 'answer').map(command => command.channel)).toEqual(['before', ...callers])
  expect(journal.turns()).toBeLessThan(30)
  db?.pragma('max_page_count = 1000000')
  await seconds(2)
  expect(queue.mode()).toBe('journal')
  queue.stop()
  journal.close()
  const reader = openReader(file)
  expect(reader.verifyChain()).toMatchObject({ intact: true })
  const arrivals = reader.tail(0).facts.flatMap(({ fact }) => (fact.kind === 'arrived' ? [fact.stream] : []))
  expect(arrivals).toEqual(['before', ...callers])
  for (const channel of callers) expect(reader.replayCall(callId(channel), takeTurn)).toMatchObject({ same: true })
  reader.close()
})
