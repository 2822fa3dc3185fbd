// The whole daemon in virtual time: the real turn queue, lanes, deadlines, recovery and auditor against the simulated exchange and
// scripted people. The same seed gives the same story. Used by the tests and by `nightbell simulate`.
import type { Plan } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Turn } from '../core/world/world.ts'
import { openAlarms } from '../daemon/alarms.ts'
import { type Daemon, startDaemon } from '../daemon/daemon.ts'
import type { Journal, Log } from '../daemon/ports.ts'
import { type Chance, openChance } from './chance.ts'
import { type Connection, type Faults, NO_FAULTS, openConnection } from './connection.ts'
import { type Dialplan, openDialplan } from './dialplan.ts'
import { type Exchange, openExchange } from './exchange.ts'
import { type Silence, watchHearing } from './hearing.ts'
import { type MemoryJournal, openMemoryJournal } from './memory-journal.ts'
import type { Office, Resident, Telephone } from './people.ts'
import { type OwnRecording, openSimulatedVoice } from './spoken-sounds.ts'
import { openVirtualClock, type VirtualClock } from './virtual-clock.ts'
import { waitingMessages } from './waiting-messages.ts'

export interface SimulationOptions {
  readonly plan: Plan
  readonly at: EpochMs
  readonly seed?: number
  readonly residents?: readonly Resident[]
  readonly telephones?: readonly Telephone[]
  readonly office?: Office
  readonly faults?: Faults
  /** Trunks over which every dial ends in congestion. */
  readonly trunksDown?: readonly string[]
  readonly trunksRefusing?: readonly string[]
  readonly trunksSilent?: readonly string[]
  /** Recordings that stand in for a text, and take longer than its words, or shorter. */
  readonly ownRecordings?: readonly OwnRecording[]
  readonly log?: Log
  /** The daemon's journal; one in memory without it, which then stays empty. */
  readonly store?: Journal
  /** How often the failsafe's notes are looked for, seconds; a story without a daemon that dies has none, and may look rarely. */
  readonly spoolSeconds?: number
  /** Somebody who is up and in the daemon's care hears nothing: told again and again, as long as it lasts. */
  readonly onSilence?: (silence: Silence) => void
  /** After every committed turn of whichever daemon. */
  readonly onTurn?: (turn: Turn, daemon: Daemon) => void
}

export interface Simulation {
  readonly clock: VirtualClock
  readonly exchange: Exchange
  readonly dialplan: Dialplan
  readonly journal: MemoryJournal
  readonly chance: Chance
  /** The daemon that runs now, if one does. */
  daemon(): Daemon | null
  start(): void
  /** As with kill -9: whatever it was about to do, it does not do. */
  kill(): void
  /** Dies after so many more turns: committed, and not acted upon. */
  killAfterTurns(turns: number): void
  /** The connection to the exchange breaks for so many seconds. */
  cutFor(seconds: number): void
  run(seconds: number): Promise<void>
}

const SPOOL_SECONDS = 5
const PLAN_HASH = 'simulated-plan'
/** Everybody's at the phone desk, in every story. */
export const SIMULATED_PIN = '25800'
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }

export function openSimulation(options: SimulationOptions): Simulation {
  const clock = openVirtualClock(options.at)
  const chance = openChance(options.seed ?? 1)
  const exchange = openExchange(clock, chance)
  const journal = openMemoryJournal()
  const store = options.store ?? journal
  const voice = openSimulatedVoice(options.ownRecordings)
  const dialplan = openDialplan({
    ...{
      exchange,
      plan: options.plan,
      planHash: PLAN_HASH,
      telephones: options.telephones ?? [],
      trunksDown: options.trunksDown ?? [],
      trunksRefusing: options.trunksRefusing ?? [],
      trunksSilent: options.trunksSilent ?? [],
    },
    office: options.office ?? { answersAfter: null, talksFor: 60 },
  })
  let running: { daemon: Daemon; connection: Connection; end: () => void } | null = null
  if (options.onSilence) watchHearing(exchange, options.onSilence)
  let turnsLeft = Number.POSITIVE_INFINITY

  for (const resident of options.residents ?? []) clock.after(resident.at, () => void dialplan.arrives(resident))

  /** What watchSpool does for the real one: at once, and every so often. */
  function importNotes(daemon: Daemon): void {
    if (running?.daemon !== daemon) return
    for (const note of dialplan.notes()) daemon.push(withEnded(note))
    clock.after(options.spoolSeconds ?? SPOOL_SECONDS, () => importNotes(daemon))
  }

  /** The daemon may have had this call, and given it up. */
  function withEnded(note: Input): Input {
    const ended = note.type === 'imported' ? journal.endedCall(note.channel) : null
    return note.type !== 'imported' || ended === null ? note : { ...note, ended }
  }

  function start(): void {
    if (running) return
    const lease = clock.lease()
    const connection = openConnection(exchange, dialplan, options.faults ?? NO_FAULTS)
    const log = options.log ?? SILENT
    const daemon: Daemon = startDaemon({
      telephony: connection.telephony,
      witness: connection.witness,
      voice,
      clock: lease.clock,
      journal: {
        ...store,
        commit(turns) {
          store.commit(turns)
          turnsLeft -= turns.length
          if (turnsLeft <= 0) kill()
        },
      },
      log,
      alarms: openAlarms({ clock: lease.clock, log }),
      plan: { hash: PLAN_HASH, plan: options.plan, sources: {} },
      desk: {
        checkPin: (_pinFrom, typed) => (typed === SIMULATED_PIN ? 'right' : 'wrong'),
        waitingMessages: async () => waitingMessages(journal.facts()),
      },
      onTurn: turn => options.onTurn?.(turn, daemon),
    })
    running = { daemon, connection, end: lease.end }
    connection.connect()
    importNotes(daemon)
  }

  function kill(): void {
    turnsLeft = Number.POSITIVE_INFINITY
    running?.connection.die()
    running?.end()
    running = null
  }

  return {
    clock,
    exchange,
    dialplan,
    journal,
    chance,
    start,
    kill,
    daemon: () => running?.daemon ?? null,
    killAfterTurns(turns) {
      turnsLeft = turns
    },
    cutFor(seconds) {
      const now = running
      if (!now) return
      now.connection.cut('the line was cut')
      clock.after(seconds, () => now.connection.connect())
    },
    run: seconds => clock.runUntil((clock.now() + seconds * 1000) as EpochMs),
  }
}
