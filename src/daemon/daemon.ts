// The daemon: puts the turn queue, the lanes, the deadlines, recovery and the auditor together around one world.
// Called by run.ts with real parts, by the simulation with simulated ones.
import { HOUR_MS } from '../core/dialling/caps.ts'
import type { Plan } from '../core/plan/plan.ts'
import { isHold } from '../core/standing/hold.ts'
import { isBriefed } from '../core/world/briefed.ts'
import type { ChannelId, EpochMs, StreamId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { rememberDial } from '../core/world/late-dials.ts'
import { emptyWorld, keep, liveStreams, streamOf, type Turn, type World } from '../core/world/world.ts'
import type { Alarm, Alarms } from './alarms.ts'
import { alarmOf } from './alarms-of-facts.ts'
import { openAuditor } from './auditor.ts'
import { every, inMs } from './clock.ts'
import { openDeadlines } from './deadlines.ts'
import { type DeskAids, openDeskHelp } from './desk-help.ts'
import { inOurCare } from './in-our-care.ts'
import { openKeylessTrunks } from './keyless-trunks.ts'
import { openKeys } from './keys.ts'
import { openLanes } from './lanes.ts'
import { openPace } from './pace.ts'
import type { Clock, HowKeysCome, Journal, Load, Log, PlanTexts, Telephony, TelephonyEvents, Voice, Witness } from './ports.ts'
import { recover } from './recover.ts'
import { openRefusedCalls } from './refused-calls.ts'
import { openTurnQueue } from './turn-queue.ts'

/** How often every dead-man's switch is renewed, ms: it is renewed where little is left. */
const RENEW_MS = 14_000
const AUDIT_MS = 30_000
/** After a look at the PBX that failed. */
const LOOK_AGAIN_MS = 1000
/** Away for so long it is an alarm, ms: a reload of Asterisk is none. */
const AWAY_MS = 10_000
/** The loss of the connection is noticed so long after the first request that fails for it, ms. */
const LOSS_NOTICED_MS = 150

const AWAY = { kind: 'asterisk-away', what: 'Asterisk is away: callers are with its failsafe' }

const NO_LOAD: Load = { unanswered: () => 0, turnAway: async () => ({ ok: true }) }

export interface DaemonNeeds {
  readonly telephony: Telephony & TelephonyEvents
  readonly witness: Witness
  readonly voice: Voice
  readonly journal: Journal
  readonly clock: Clock
  readonly log: Log
  readonly alarms: Alarms
  readonly plan: {
    readonly hash: string
    readonly plan: Plan
    readonly sources: Readonly<Record<string, string>>
    readonly texts?: PlanTexts
  }
  /** What the phone desk needs of the outside; without it no PIN is right and no message is found. */
  readonly desk?: DeskAids
  /** Channels of which the failsafe has left a note that is not read yet. */
  readonly notes?: () => Promise<ReadonlySet<ChannelId>>
  /** How keys come in this call, by its SIP; null while nothing is known. */
  readonly howKeysCome?: (channel: ChannelId) => HowKeysCome | null
  /** Without it nobody is kept waiting at the door. */
  readonly load?: Load
  /** Every turn as it is decided; for the simulation and tests. */
  readonly onTurn?: (turn: Turn) => void
  /** Every turn once it is in the journal. */
  readonly onWritten?: (turn: Turn) => void
}

export interface Daemon {
  /** The daemon has looked at the PBX and answers calls; resolves once, at the first connection. */
  readonly ready: Promise<void>
  readonly world: World
  push(input: Input): void
  /** From now on new calls live by this plan; those that run keep theirs. Throws when the journal cannot keep it. */
  takePlan(plan: DaemonNeeds['plan']): void
  connected(): { readonly version: string; readonly since: number } | null
  journalMode(): 'journal' | 'memory'
  alarms(): readonly Alarm[]
  stop(): void
  /** Turns that the journal does not have; after `stop` they are lost unless they are kept elsewhere. */
  unwritten(): readonly Turn[]
}

export function startDaemon(needs: DaemonNeeds): Daemon {
  const { telephony, journal, clock, log, alarms } = needs
  const world = restoredWorld(needs)
  /** The plan of the start, while the journal has not kept it: no turn is written before it. */
  let owed: DaemonNeeds['plan'] | null = needs.plan
  try {
    keepOwed()
  } catch (error) {
    log.error({ error: String(error) }, 'the journal can not keep the rules of the start yet')
  }
  let inForce = needs.plan.hash
  let awaySince = clock.now()
  let connected: { version: string; since: number } | null = null
  let waiting: Input[] | null = []
  /** Counts the losses, so that a look that was taken over a lost connection is not believed. */
  let connection = 0
  let stopped = false
  let isReady = (): void => {}
  const ready = new Promise<void>(resolve => {
    isReady = resolve
  })

  const howKeysCome = needs.howKeysCome ?? (() => null)
  const keys = openKeys(clock, howKeysCome)
  const keyless = openKeylessTrunks({ world, howKeysCome, clock, push: hear })
  const refusedCalls = openRefusedCalls(clock)
  const lanes = openLanes({ telephony, voice: needs.voice, clock, log, report, began: keys.began })
  /** Deadlines that came while the PBX was out of sight: what they lead to waits for the look, too. */
  const overdue = new Set<StreamId>()
  const deadlines = openDeadlines(
    clock,
    stream => {
      if (waiting === null) push(dueOf(stream))
      else overdue.add(stream)
    },
    stream => streamOf(world, stream) !== undefined,
  )
  const queue = openTurnQueue({
    world,
    journal: {
      commit(turns) {
        keepOwed()
        journal.commit(turns)
      },
    },
    clock,
    log,
    carryOut: commands => lanes.carryOut(commands.filter(command => !deskHelp.does(command))),
    asHeard: keys.heard,
    // What calls need comes first: a mistake in what is only watched must not cost a deadline.
    onTurn(turn) {
      for (const stream of turn.changes) deadlines.arm(stream)
      // A deadline that changed nothing must not be the stream's last one.
      if (turn.input.type === 'due') deadlines.soon(turn.input.stream)
      keys.asked(turn.commands)
      for (const fact of turn.facts) {
        const alarm = alarmOf(fact)
        if (alarm !== null) alarms.happened(alarm, alarm.standsMs)
      }
      needs.onTurn?.(turn)
      refusedCalls.see(turn)
      keyless.see(turn)
    },
    onWritten: turn => needs.onWritten?.(turn),
  })
  const deskHelp = openDeskHelp({
    world,
    clock,
    aids: needs.desk,
    push,
    hush: channel => lanes.carryOut([{ do: 'hush', channel }]),
  })
  const auditor = openAuditor({ ...needs, world })
  const pace = openPace({ load: needs.load ?? NO_LOAD, clock, log, tell: hear })

  alarms.from(() => [
    ...auditor.wrong(),
    ...pace.alarms(),
    ...refusedCalls.wrong(),
    ...keyless.wrong(),
    ...(queue.mode() === 'memory' ? queue.alarms().map(alarm => ({ kind: 'journal-in-memory', ...alarm })) : []),
    ...(connected === null && clock.now() - awaySince >= AWAY_MS ? [{ ...AWAY, since: awaySince }] : []),
  ])

  /** An unreached incident rings again by the rules in force; a hold outlives those that it was set under. */
  function dueOf(stream: StreamId): Input {
    const isForToday = isHold(stream) || streamOf(world, stream)?.phase === 'unreached'
    return { type: 'due', stream, ...(isForToday ? { plan: inForce } : {}) }
  }

  function keepOwed(): void {
    if (owed === null) return
    const { hash, plan, sources, texts } = owed
    journal.keepPlan(hash, plan, sources, texts)
    journal.planInForce?.(hash, clock.now(), 'the daemon started')
    owed = null
  }

  /** A jump of the clock comes before what it would change. */
  function push(input: Input): void {
    clock.look()
    queue.push(input)
  }

  clock.onJump(ms => {
    log.warn({ ms }, 'the clock jumped forward: deadlines move along')
    for (const { id: stream } of liveStreams(world)) queue.push({ type: 'clockJumped', stream, ms })
  })

  function takePlan({ hash, plan, sources, texts }: DaemonNeeds['plan']): void {
    journal.keepPlan(hash, plan, sources, texts)
    world.plans.set(hash, plan)
    const used = new Set<string>([hash, inForce, ...liveStreams(world).map(stream => stream.plan)])
    // Inputs that still wait may name an older one.
    if (waiting === null) for (const old of world.plans.keys()) if (!used.has(old)) world.plans.delete(old)
    inForce = hash
    owed = null
    journal.planInForce?.(hash, clock.now(), 'changed rules were taken')
  }

  /** Nothing is decided about telephones while there is no way to ring them: deadlines too wait until Asterisk is back. */
  function hear(input: Input): void {
    if (waiting === null) push(input)
    else waiting.push(input)
  }

  /** What failed only because Asterisk is away is no news about a call: the next look tells what became of it. */
  function report(input: Input): void {
    if (input.type !== 'commandFailed' || input.gone) {
      hear(input)
      return
    }
    inMs(clock, LOSS_NOTICED_MS, () => {
      if (connected !== null) hear(input)
    })
  }

  telephony.onInput(told => {
    if (told.type === 'voice' && !isBriefed(world, told.channel)) return
    const input = keys.heard(told)
    lanes.heard(input)
    if (!deskHelp.takes(input)) pace.hear(input)
  })
  // Whoever was recorded can be bridged now: the file may take its time.
  telephony.onRecorderEnded?.((channel, recording) =>
    lanes.heard({ type: 'recordingFinished', channel, recording, ms: 0, speechMs: null }),
  )
  telephony.onLost(reason => {
    log.error({ reason }, 'the connection to Asterisk is lost')
    if (connected !== null) awaySince = clock.now()
    connected = null
    connection++
    waiting ??= []
  })
  telephony.onReplaced(() => {
    alarms.begin({ kind: 'replaced', what: 'another daemon took the application over: this one does nothing more' })
    stop()
  })
  telephony.onConnected(({ version }) => void lookAround(version))

  /** Everything that happens meanwhile waits until the look has been taken. */
  async function lookAround(version: string): Promise<void> {
    waiting ??= []
    const mine = connection
    try {
      const inputs = await recover({ ...needs, world })
      if (stopped || connection !== mine) return
      const late = [...overdue].map(dueOf)
      for (const input of [...inputs, ...(waiting ?? []), ...late]) push(input)
      overdue.clear()
      waiting = null
      connected = { version, since: clock.now() }
      log.info({ version, calls: world.calls.size, incidents: world.incidents.size }, 'ready')
      isReady()
    } catch (error) {
      log.error({ error: String(error) }, 'the PBX could not be looked at; trying again')
      if (!stopped && connection === mine) inMs(clock, LOOK_AGAIN_MS, () => connection === mine && void lookAround(version))
    }
  }

  async function audit(): Promise<void> {
    if (connected === null) return
    try {
      const inputs = await auditor.look()
      for (const input of inputs) push(input)
    } catch (error) {
      log.warn({ error: String(error) }, 'the auditor could not look')
    }
  }

  for (const stream of liveStreams(world)) deadlines.arm(stream)
  const stopTimers = [every(clock, RENEW_MS, () => lanes.renew(inOurCare(world))), every(clock, AUDIT_MS, () => void audit())]

  function stop(): void {
    if (stopped) return
    stopped = true
    for (const stopTimer of stopTimers) stopTimer()
    queue.stop()
    deadlines.stop()
  }

  return {
    ready,
    world,
    push,
    takePlan,
    connected: () => connected,
    journalMode: () => queue.mode(),
    alarms: alarms.now,
    stop,
    unwritten: () => queue.unwritten(),
  }
}

/** The streams that were live at the last commit, with the plans that they keep, and the plan in force. */
function restoredWorld({ journal, plan, clock }: DaemonNeeds): World {
  const world = emptyWorld()
  const { streams, plans } = journal.liveStreams()
  for (const [hash, old] of plans) world.plans.set(hash, old)
  world.plans.set(plan.hash, plan.plan)
  for (const stream of streams) keep(world, stream)
  const since = (clock.now() - HOUR_MS) as EpochMs
  for (const one of journal.dialledSince?.(since) ?? []) rememberDial(world.dialled, one)
  return world
}
