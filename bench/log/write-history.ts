// Makes years of history of one simulated month: every property gets, month after month, what some
// property of its time zone did in the simulation, four local weeks later each time, so that
// weekdays, office hours and rotations agree and summer time comes and goes. The turns are written
// by the journal itself, in the order of their time, and the real followers make the lists.
// Called by log.ts.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { EpochMs } from '../../src/core/world/ids.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { openHeap } from '../../src/simulation/heap.ts'
import { type Followers, openFollowers } from '../../src/store/follow/in-worker.ts'
import { JOURNAL_FILE, openJournal, type SqliteJournal } from '../../src/store/journal/journal.ts'
import { openReading } from '../../src/store/read/reader.ts'
import { planOf, rulesOf, ZONES_APART, zoneOf } from './rules.ts'
import { type Again, openScenes, type Scene, turnAgain } from './scenes.ts'
import { MONTH_BEGINS, MONTH_DAYS, simulateMonth } from './stories.ts'

/** Different calls: so many are simulated at most. */
const SIMULATED = 2000
const CALLS_A_MONTH = 8
/** Ten years; a longer history has more calls in each month. */
const MOST_MONTHS = 130
/** The history ends about here: in January 2026. */
const LAST_MONTH = 26
const BATCH = 400
/** Packs for each batch: they hold more turns than a batch writes. */
const PACKS = 8
/** New rules come into force so often. */
const MONTHS_OF_A_PLAN = 6
/** Turns that would come next, for the measurement of the writer. */
const NEXT_TURNS = 12_000

export interface Wanted {
  readonly calls: number
  readonly properties: number
}

export interface Written extends Wanted {
  readonly turns: number
  readonly facts: number
  readonly months: number
  readonly simulatedSeconds: number
  readonly writtenSeconds: number
  /** After the writing: what the followers still had to take. */
  readonly followedSeconds: number
}

interface Copy {
  readonly scene: Scene
  readonly again: Again
  next: number
}

export async function writeHistory(directory: string, wanted: Wanted, say: (text: string) => void): Promise<Written> {
  const began = performance.now()
  const first = planOf(rulesOf(wanted.properties, ringSecondsOf(0)))
  const strips = await simulated(first.plan, wanted)
  const simulatedSeconds = since(began)
  say(`a month simulated in ${simulatedSeconds.toFixed(0)} s`)

  const file = join(directory, JOURNAL_FILE)
  const journal = openJournal(file, db => db.pragma('synchronous = OFF'))
  const followers = openFollowers(file)
  const packing = openPacking(followers, journal)
  const counted = { calls: 0, turns: 0, facts: 0, months: monthsOf(wanted) }
  const next: string[] = []
  let batch: Turn[] = []
  function flush(): void {
    journal.commit(batch)
    batch = []
    followers.grown()
    packing.more()
  }
  for (const turn of turnsOf(strips, wanted, counted.months, journal)) {
    if (counted.calls >= wanted.calls) {
      // What is under way stays as it is.
      if (batch.length > 0) flush()
      next.push(JSON.stringify(turn))
      if (next.length >= NEXT_TURNS) break
      continue
    }
    batch.push(turn)
    counted.turns++
    counted.facts += turn.facts.length
    counted.calls += turn.facts.filter(({ kind }) => kind === 'arrived').length
    if (batch.length < BATCH) continue
    flush()
    // The followers' thread is heard in between.
    await new Promise(setImmediate)
    if (counted.turns % (250 * BATCH) === 0) say(`${counted.calls} calls, ${counted.facts} facts, ${since(began).toFixed(0)} s`)
  }
  await packing.all()
  journal.close()
  writeFileSync(join(directory, 'next-turns.json'), `[${next.join(',\n')}]`)
  const writtenSeconds = since(began) - simulatedSeconds
  await followers.close()
  followAll(file)
  const whole = openJournal(file)
  whole.oldPagesGone()
  whole.close()
  return {
    ...wanted,
    ...counted,
    simulatedSeconds,
    writtenSeconds,
    followedSeconds: since(began) - simulatedSeconds - writtenSeconds,
  }
}

/** Old turns are packed as the daemon does it, in the followers' thread; here many at a time. */
function openPacking(followers: Followers, journal: SqliteJournal) {
  let asking: Promise<number> | null = null
  async function next(): Promise<number> {
    const packs = await followers.past.oldTurns(PACKS)
    for (const packed of packs) journal.keepPacked(packed)
    asking = null
    return packs.length
  }
  return {
    /** Goes on while turns are written. */
    more(): void {
      asking ??= next()
    },
    async all(): Promise<void> {
      await asking
      while ((await next()) > 0);
    },
  }
}

/** The lists have all that is in the journal, and are of this program's version. */
export function followAll(file: string): void {
  const { loop, reader } = openReading(file)
  while (loop.catchUp(60_000) > 0);
  reader.close()
}

/** What each property of the simulated month did. */
async function simulated(plan: Parameters<typeof simulateMonth>[0]['plan'], { calls, properties }: Wanted) {
  const most = Math.min(SIMULATED, calls)
  const strips = Math.max(ZONES_APART, Math.min(properties, Math.floor(most / CALLS_A_MONTH)))
  const whole = strips - (strips % ZONES_APART)
  const scenes = openScenes()
  await simulateMonth({ plan, properties: whole, calls: most, onTurn: scenes.take })
  return scenes.byProperty()
}

function monthsOf({ calls, properties }: Wanted): number {
  return Math.min(MOST_MONTHS, Math.max(1, Math.ceil(calls / (properties * CALLS_A_MONTH))))
}

/** All turns there are, in the order of their time, without an end. */
function* turnsOf(
  strips: readonly (readonly Scene[])[],
  { calls, properties }: Wanted,
  months: number,
  journal: SqliteJournal,
): Generator<Turn> {
  const each = Math.max(1, Math.round(calls / (months * properties * CALLS_A_MONTH)))
  const running = openHeap<Copy>((one, other) => timeOf(one) - timeOf(other))
  let plan = ''
  for (let month = 0; ; month++) {
    const nth = LAST_MONTH - months + month
    const days = nth * MONTH_DAYS
    if (month % MONTHS_OF_A_PLAN === 0) plan = newRules(journal, properties, month, MONTH_BEGINS + days * DAY_MS)
    for (let property = 0; property < properties; property++) {
      for (let more = 0; more < each; more++) {
        const strip = strips[(property + ZONES_APART * 37 * (nth * each + more + 1000)) % strips.length] ?? []
        for (const scene of strip) {
          const shift = laterBy(scene.at, days, zoneOf(property))
          running.add({ scene, again: { property, shift, days, plan }, next: 0 })
        }
      }
    }
    // In spring, the first scenes of the next month come an hour earlier.
    const until = MONTH_BEGINS + (days + MONTH_DAYS) * DAY_MS - HOUR_MS
    for (let copy = running.first(); copy !== undefined && timeOf(copy) < until; copy = running.first()) {
      running.take()
      const turn = copy.scene.turns[copy.next]
      if (turn !== undefined) yield turnAgain(turn, copy.again)
      copy.next++
      if (copy.next < copy.scene.turns.length) running.add(copy)
    }
  }
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

function timeOf({ scene, again, next }: Copy): number {
  return (scene.turns[next]?.at ?? 0) + again.shift
}

/** So many days later by the clock on the wall, ms. */
function laterBy(at: number, days: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).add({ days }).toInstant().epochMilliseconds - at
}

/** What the rules change every time. */
function ringSecondsOf(month: number): number {
  return 25 + ((month / MONTHS_OF_A_PLAN) % 5)
}

function newRules(journal: SqliteJournal, properties: number, month: number, at: number): string {
  const sources = rulesOf(properties, ringSecondsOf(month))
  const { plan, hash } = planOf(sources)
  journal.keepPlan(hash, plan, Object.fromEntries(sources))
  journal.planInForce?.(hash, at as EpochMs, 'the rules were changed')
  return hash
}

function since(began: number): number {
  return (performance.now() - began) / 1000
}
