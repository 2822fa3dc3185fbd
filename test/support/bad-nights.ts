// Bad nights, one after the other, of one daemon and its real journal: several matters at once, rung for until somebody has them, telephones
// that ring in vain, are busy or congested, people who are wanted for two matters, a restart every night. What is measured are sizes and counts.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'vitest'
import { liveStreams, type Turn } from '../../src/core/world/world.ts'
import { openJournal } from '../../src/store/journal/journal.ts'
import { verifyLog } from '../../src/store/verify/verify-log.ts'
import { accepting, answering, EMERGENCY, night, phone, presses, resident } from './night.ts'
import { LINE, ladder, NIGHT, rung, smallPlan, TRUNK } from './plan.ts'

export interface NightFigures {
  /** Turns that were kept, in the whole night. */
  readonly turns: number
  /** Kept in the last hour, in which nothing happens. */
  readonly idleTurns: number
  /** Telephones that were dialled. */
  readonly dialled: number
  readonly accepted: number
  /** The largest state of a stream that a turn has written, bytes. */
  readonly state: number
  /** The most that one turn has written: states, facts, commands and answers, bytes. */
  readonly turn: number
  /** The most streams that one turn has changed. */
  readonly streams: number
  /** In the world when the night is over. */
  readonly live: number
  readonly plans: number
  readonly dials: number
  /** Bytes of the live states in the journal's file when the night is over, and its files. */
  readonly kept: number
  readonly files: number
}

const DAY_SECONDS = 86_400

function journalFile() {
  const directory = mkdtempSync(join(tmpdir(), 'nightbell-nights-'))
  const file = join(directory, 'journal.db')
  const journal = openJournal(file)
  return {
    journal,
    keptBytes(): number {
      const db = new Database(file, { readonly: true })
      const bytes = db.prepare('select coalesce(sum(length(state)), 0) from stream').pluck().get() as number
      db.close()
      return bytes
    },
    /** The plan of these nights has a made-up hash. */
    wrong: () =>
      verifyLog(file, { anchors: [], views: false })
        .wrong.all()
        .filter(({ check }) => check !== 'plans'),
    files: () => readdirSync(directory).filter(name => statSync(join(directory, name)).isFile()).length,
    remove() {
      journal.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function callers(day: number) {
  const urgent = [presses(EMERGENCY, '1')]
  const at = day * DAY_SECONDS + 60
  const lines = [
    { trunk: TRUNK.carrier, line: LINE.oak },
    { trunk: TRUNK.pbx, line: LINE.lakeside },
    { trunk: TRUNK.carrier, line: LINE.mesa },
  ]
  return lines.flatMap((where, n) => [
    resident({ ...where, at: at + n * 20, number: `+1312555${1000 + n}`, reactions: urgent }),
    // Calls again about the same in the middle of the night.
    resident({ ...where, at: at + 1200 + n, number: `+1312555${1000 + n}`, reactions: urgent, staysFor: 100 }),
  ])
}

export async function badNights(nights: number, hours: number): Promise<NightFigures[]> {
  const urgent = { ...ladder([rung(['ana', 'ben', 'cleo', 'dan'])], { pauseSeconds: 60 }), untilAcknowledged: true }
  const plan = smallPlan({ ladder: urgent })
  const store = journalFile()
  const accepts = accepting({ talksFor: 1200 })
  const figures: NightFigures[] = []
  let now = empty()
  let idle = false
  const story = night({
    plan,
    residents: Array.from({ length: nights }, (_, day) => callers(day)).flat(),
    telephones: [
      phone('ana', { does: 'ring' }),
      phone('ana-home', { does: 'nothing' }),
      phone('ben', { does: 'refuse', as: 'congested', after: 1 }),
      phone('cleo', answering([], { staysFor: 40 })),
      // Takes one matter in about fifty that they are rung for, and is wanted for the others meanwhile.
      phone('dan', ...Array.from({ length: nights * 6 }, () => [accepts, ...Array(49).fill({ does: 'ring' } as const)]).flat()),
      phone('dan-home', { does: 'refuse', as: 'declined', after: 2 }),
    ],
    store: store.journal,
    spoolSeconds: 3600,
    onTurn(turn: Turn) {
      if (turn.ignored !== null) return
      const sizes = turn.changes.map(state => JSON.stringify(state).length)
      now.turns++
      if (idle) now.idleTurns++
      now.dialled += turn.commands.filter(command => command.do === 'dial').length
      now.accepted += turn.facts.filter(fact => fact.kind === 'accepted').length
      now.state = Math.max(now.state, ...sizes)
      now.turn = Math.max(now.turn, JSON.stringify(turn).length)
      now.streams = Math.max(now.streams, turn.changes.length)
    },
  })
  story.start()
  for (let day = 0; day < nights; day++) {
    await story.run(hours * 3600)
    story.kill()
    story.start()
    await story.run(60)
    const open = [...(story.daemon()?.world.incidents.values() ?? [])]
    for (const { id } of open.filter(({ phase }) => phase !== 'resolved')) {
      story.daemon()?.push({ type: 'resolvedByHand', stream: id, who: 'Pat', why: 'the morning', outcome: 'going-out' })
    }
    await story.run(3540)
    idle = true
    await story.run(3600)
    idle = false
    const world = story.daemon()?.world
    if (world === undefined) throw new Error('no daemon runs')
    figures.push({
      ...now,
      ...{ live: liveStreams(world).length, plans: world.plans.size, dials: world.dialled.byLeg.size },
      ...{ kept: store.keptBytes(), files: store.files() },
    })
    expect(store.wrong()).toEqual([])
    now = empty()
    await story.run((NIGHT + (day + 1) * DAY_SECONDS * 1000 - story.clock.now()) / 1000)
  }
  story.daemon()?.stop()
  store.remove()
  return figures
}

function empty() {
  return { turns: 0, idleTurns: 0, dialled: 0, accepted: 0, state: 0, turn: 0, streams: 0 }
}

/** What must hold of each night, however many there were before it. */
export function expectBounded(nights: readonly NightFigures[]): void {
  const [first] = nights
  if (first === undefined) throw new Error('there was no night')
  for (const [n, one] of nights.entries()) {
    const which = `night ${n + 1}: ${JSON.stringify(one)}`
    expect(one.dialled, which).toBeGreaterThan(50)
    expect(one.state, which).toBeLessThan(8000)
    expect(one.turn, which).toBeLessThan(16_000)
    expect(one.streams, which).toBeLessThanOrEqual(6)
    // A telephone is dialled, rings, ends; what is said to callers and by them comes on top.
    expect(one.turns, which).toBeLessThan(one.dialled * 4 + 200)
    expect(one.idleTurns, which).toBeLessThanOrEqual(12)
    expect(one.live, which).toBeLessThanOrEqual(first.live + 6)
    expect(one.plans, which).toBe(first.plans)
    expect(one.kept, which).toBeLessThan(40_000)
    expect(one.files, which).toBe(first.files)
  }
}
