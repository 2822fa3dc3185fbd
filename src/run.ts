// `nightbell run`: the real parts put together (rules, journal, voice, Asterisk), and the daemon started on them. How changed rules come into force is in
// wiring/rules-in-force.ts. Called by main.ts. Resolves with the exit code when the daemon has been told to stop.
import { existsSync, mkdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { connectAri } from './ari/connect.ts'
import { openNoteLog } from './ari/failsafe-notes.ts'
import { forgetAside } from './ari/forget-aside.ts'
import { forgetCaller } from './ari/forget-caller.ts'
import { openWitness } from './ari/witness.ts'
import type { Plan } from './core/plan/plan.ts'
import { isHold, standingHold } from './core/standing/hold.ts'
import { callId } from './core/world/ids.ts'
import type { Input } from './core/world/inputs.ts'
import { streamOf } from './core/world/world.ts'
import { openAlarms } from './daemon/alarms.ts'
import { callActs } from './daemon/call-acts.ts'
import { openCallerRetention } from './daemon/caller-retention.ts'
import { checkPin } from './daemon/check-pin.ts'
import { clockAlarms, openClock } from './daemon/clock.ts'
import { openControl, refuseSecond } from './daemon/control.ts'
import { startDaemon } from './daemon/daemon.ts'
import { deskActs } from './daemon/desk-acts.ts'
import { holdActs } from './daemon/hold-acts.ts'
import { incidentActs } from './daemon/incident-acts.ts'
import { messageActs } from './daemon/message-acts.ts'
import { outboxActs } from './daemon/outbox-acts.ts'
import { openOverload } from './daemon/overload.ts'
import { openPacking } from './daemon/pack-turns.ts'
import type { Log } from './daemon/ports.ts'
import { reportActs } from './daemon/report-acts.ts'
import { openRetention } from './daemon/retention.ts'
import { type Notify, openNotify } from './notify/notify.ts'
import { readConnection } from './pbx/connection.ts'
import { watchNotes } from './pbx/import-notes.ts'
import { keepLogsSmall } from './pbx/keep-logs-small.ts'
import { makePrivate } from './pbx/make-private.ts'
import { secretOf } from './pbx/secrets.ts'
import { openLateKeeper } from './recordings/keep-late.ts'
import { keptIn } from './recordings/locate.ts'
import { openShelf } from './recordings/shelf.ts'
import type { LoadedAside } from './rules/load-aside.ts'
import type { Problem } from './rules/problem.ts'
import { howKeysCome } from './sip/news.ts'
import { openFollowers } from './store/follow/in-worker.ts'
import { JOURNAL_FILE, openJournal } from './store/journal/journal.ts'
import { openVoice } from './voice/voice.ts'
import { beginRules, type FirstRules, lastPlan, rememberRules } from './wiring/first-rules.ts'
import { hearSip } from './wiring/hear-sip.ts'
import { type LastGood, lastGoodRules } from './wiring/last-good-rules.ts'
import { openLog } from './wiring/log.ts'
import { openReportMaker } from './wiring/report-maker.ts'
import { openRulesInForce } from './wiring/rules-in-force.ts'
import { keepUnwritten, takeInUnwritten } from './wiring/unwritten-turns.ts'
import { watchTrunks } from './wiring/watch-trunks.ts'

/** Nobody hears more than so many messages in a row on the telephone. */
const DESK_MESSAGES = 20

export interface RunOptions {
  readonly config: string
  readonly state: string
  readonly pbx: string
  readonly version: string
  readonly logLevel: string
  /** Where secrets named `env:NAME` are found. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Calls back whenever the process is asked to take changed rules (SIGHUP). */
  readonly onReload: (listener: () => void) => void
  /** Resolves when the process is asked to end. */
  readonly stopped: Promise<string>
  readonly stderr: (text: string) => void
  /** The rules, where whoever starts the process has begun with them already. */
  readonly rules?: FirstRules
}

/** What is not needed for the first call waits no longer, ms. */
const FIRST_MS = 1000

/**
 * Exit codes: 0 stopped as asked, 1 the rules are wrong and no older ones are known, 2 it could not start, 4 another daemon took
 * over, 5 stopped with turns that the journal does not have.
 */
export async function runDaemon(options: RunOptions): Promise<number> {
  let now = (): number => Date.now()
  const log: Log = openLog(options.logLevel, () => now())
  const ended = new AbortController()
  void options.stopped.then(() => ended.abort())
  const begun = options.rules ?? beginRules(options, ended.signal)
  const journalFile = `${options.state}/${JOURNAL_FILE}`
  const mayStart = begun.remembered !== null && existsSync(journalFile)
  const early = mayStart ? null : await begun.load()
  // Nothing has begun yet.
  if (ended.signal.aborted) return 0
  if (early?.ok === false && !existsSync(journalFile)) return refuse(early.problems, options)
  const connection = readConnection(options.pbx)
  mkdirSync(options.state, { recursive: true, mode: 0o700 })
  for (const directory of [options.state, options.pbx])
    makePrivate(directory, path => log.error({ path }, 'others can read this, and it belongs to another user: chown it'))
  const socket = `${options.state}/control.sock`
  await refuseSecond(socket)

  // What is kept on this machine: the journal, recordings, words; and the clock that goes on from the journal's.
  const journal = openJournal(journalFile)
  takeInUnwritten(options.state, journal, log)
  const last = begun.remembered === null || early !== null ? null : lastPlan(journal, begun.remembered)
  const loaded: LoadedAside = last?.rules ?? early ?? (await begun.load())
  const clock = openClock(journal.liveStreams().lastAt)
  now = clock.now
  const lastGood = loaded.ok ? null : lastGoodRules(journalFile)
  const rules = loaded.ok ? loaded : lastGood?.rules
  const problems = loaded.ok ? [] : loaded.problems
  if (rules === undefined) {
    journal.close()
    clock.stop()
    return ended.signal.aborted ? 0 : refuse(problems, options)
  }
  if (lastGood !== null) takeLastGood(lastGood, problems, options, log)
  const alarms = openAlarms({ clock, log })
  const followers = openFollowers(journalFile)
  const sip = hearSip({ state: options.state, connection, plan: rules.plan, clock, log })
  const { past, outbox } = followers
  const shelf = openShelf({ kept: keptIn(options.state), pbx: connection.recordings, log, now: clock.now })
  const voice = await openVoice({
    directory: connection.sounds,
    recordings: `${options.config}/recordings`,
    ready: shelf.ready,
    log,
  })
  const witness = openWitness({ file: connection.witness, log })
  const overload = openOverload({ clock, log })
  const notes = openNoteLog({
    file: connection.witness,
    position: `${options.state}/notes-read.json`,
    log,
    onOverload: overload.heard,
  })

  // What administrators and the office ask through the control socket.
  const push = (input: Input): void => daemon.push(input)
  const erasing = callActs({
    ...{ callerOf: past.callerOf, recordings: past.recordingsOfCall, push },
    oldPagesGone: async () => (await followers.oldPagesGone()) && journal.oldPagesGone(),
    forget: caller => forgetCaller(connection.witness, caller).then(() => sip.forget([caller])),
    coveredBy: past.coveredBy,
    heldBy: holds => standingHold(daemon.world.standing, holds),
    waits: async recording => (await past.message(recording))?.doneAt === null,
    isWritten: () => daemon.journalMode() === 'journal',
  })
  const holding = holdActs({
    standing: id => daemon.world.standing.get(id),
    callersOf: past.callersOf,
    plan: () => inForce.hash(),
    isWritten: () => daemon.journalMode() === 'journal',
    push,
  })
  const closing = reportActs({
    ...{ closed: past.closedPeriods, now: clock.now, push },
    isWritten: () => daemon.journalMode() === 'journal',
  })
  const acts = {
    ...messageActs({ message: past.message, push }),
    ...erasing.acts,
    ...holding.acts,
    ...closing.acts,
    '/reload': async () => {
      const body = await inForce.reload.now('nightbell reload')
      await trunks.look()
      return { code: 200, body }
    },
    ...incidentActs({
      push,
      incident: id => daemon.world.incidents.get(id),
      decided: () => new Promise(resolve => clock.soon(() => clock.soon(resolve))),
    }),
    ...outboxActs({
      outbox,
      now: clock.now,
      wake: () => notify.wake(),
      tryOut: (way, to) => notify.tryOut(way, to),
      log,
    }),
    '/trunks': async () => ({ code: 200, body: sip.told(daemon.world, await ari.unreachableTrunks()) }),
    ...deskActs({ stands: id => !isHold(id) && daemon.world.standing.has(id), push }),
  }
  // Before Asterisk is touched: of two daemons that start in the same moment, the second must not take the application over.
  const control = await openControl(socket, { status, unready, acts }).catch((error: unknown) => {
    voice.close()
    void shelf.close()
    void sip.close()
    void followers.close()
    journal.close()
    throw error
  })

  // Asterisk, whoever tells people outside, and the rules that both follow.
  const ari = connectAri({
    ...{ ...connection.ari, app: 'nightbell', log, witness, recordings: shelf },
    planHash: () => inForce.hash(),
  })
  const inFlight = new Set<string>()
  const reportMaker = openReportMaker({ journal: journalFile, now: () => clock.now() })
  const openTelling = (plan: Plan): Notify =>
    openNotify({
      ...{ outbox, lamps: ari, texts: ari, plan, clock, log },
      find: async recording => shelf.find(recording, await past.checksum(recording)),
      secret: reference => secretOf(reference, options.env).reveal(),
      push,
      makeReports: reportMaker.make,
      inFlight,
    })
  let notify = openTelling(rules.plan)
  const inForce = openRulesInForce({
    ...{ first: rules, problems, seen: loaded.seen ?? null, config: options.config, pbx: options.pbx },
    ...{ connection, env: options.env, journal, clock, log, alarms, unlooked: last !== null },
    pieces: `${options.state}/rules-pieces`,
    remember: right => rememberRules(options, right),
    firstRefused: found => last !== null && takeLastGood(last, found, options, log),
    reloadModule: ari.reloadModule,
    takePlan: changed => daemon.takePlan(changed),
    async taken(plan) {
      sip.takePlan(plan)
      void voice.prepare(plan)
      await notify.stop()
      notify = openTelling(plan)
      void trunks.look()
      if (daemon.connected() !== null) notify.lamps.connected()
    },
  })

  // The daemon.
  const desk = {
    checkPin: (pinFrom: string, typed: string) => checkPin(() => secretOf(pinFrom, options.env).reveal(), typed),
    waitingMessages: () => past.waitingMessages(DESK_MESSAGES),
  }
  const daemon = startDaemon({
    telephony: ari,
    load: ari,
    witness,
    voice,
    journal,
    clock,
    log,
    alarms,
    plan: rules,
    desk,
    howKeysCome: channel => {
      const media = sip.mediaOf(channel)
      return media === null ? null : howKeysCome(media)
    },
    notes: async () => new Set((await notes.unsettled()).map(({ channel }) => channel)),
    onWritten: turn => {
      followers.grown()
      notify.heard(turn)
      retention.heard(turn)
      erasing.heard(turn)
      holding.heard(turn)
      closing.heard(turn)
    },
  })
  sip.tells(daemon.push)
  ari.onDialog(sip.channel)
  ari.onConnected(({ restarted }) => {
    if (restarted) inForce.restarted()
    notify.lamps.connected()
  })
  ari.onLost(() => notify.lamps.lost())

  // What works beside it: nothing here can delay a call.
  const imports = watchNotes({
    notes,
    spool: connection.spool,
    recordings: connection.recordings,
    keep: recording => shelf.keep(recording, { speechMs: null }),
    plan: inForce.hash,
    log,
    push: daemon.push,
    hasImported: channel => journal.hasImported(channel),
    isToBeLookedAt: channel => daemon.connected() === null && streamOf(daemon.world, callId(channel)) !== undefined,
    endedCall: channel => journal.endedCall(channel),
    written: () => daemon.journalMode() === 'journal',
  })
  void daemon.ready.then(imports.look)
  void daemon.ready.then(inForce.bringToAsterisk).then(() => trunks.look())
  const late = openLateKeeper({ unkept: past.unkept, shelf, isBeingRecorded: ari.isBeingRecorded, push, log })
  ari.onTalkRecorded(late.look)
  const retention = openRetention({
    plan: inForce.plan,
    overAge: past.listOverAge,
    isWritten: () => daemon.journalMode() === 'journal',
    push,
    remove: shelf.remove,
    clock,
    log,
  })
  const callerRetention = openCallerRetention({
    plan: inForce.plan,
    due: past.callersOverAge,
    isHeld: holds => standingHold(daemon.world.standing, holds) !== null,
    forget: callers => forgetAside(connection.witness, callers).then(() => sip.forget(callers)),
    clean: async () => (await followers.oldPagesGone()) && followers.journalPagesGone(),
    isWritten: () => daemon.journalMode() === 'journal',
    push,
    clock,
    log,
  })
  const packing = openPacking({
    oldTurns: past.oldTurns,
    keep: journal.keepPacked,
    isWritten: () => daemon.journalMode() === 'journal',
    clock,
    log,
  })
  const trunks = watchTrunks({
    ...{ ari, plan: inForce.plan, hash: inForce.hash, told: past.trunksTold, push: daemon.push },
    ...{ pbx: options.pbx, sip, clock, log, alarms },
  })
  const sources = [overload.alarms, followers.wrong, shelf.alarms, voice.alarms, () => notify.alarms(), () => clockAlarms(clock)]
  for (const source of sources) alarms.from(source)
  const logs = keepLogsSmall({ witness: connection.witness, log })
  const startedAt = clock.now()
  if (last === null && loaded.ok) rememberRules(options, loaded)
  // Calls come first: what works the machine waits until they are answered, or until Asterisk is seen to be away.
  const later: { watching?: { stop(): void } } = {}
  void Promise.race([daemon.ready, pause(FIRST_MS)]).then(() => {
    if (ended.signal.aborted) return
    later.watching = inForce.watch()
    void voice.prepare(inForce.plan())
  })
  options.onReload(() => void inForce.reload.now('SIGHUP').catch(() => {}))

  function status(): object {
    return {
      version: options.version,
      pid: process.pid,
      startedAt,
      asterisk: { connected: daemon.connected() !== null, ...(daemon.connected() ?? { version: null, since: null }) },
      plan: inForce.told(),
      journal: { mode: daemon.journalMode(), turns: journal.turns() },
      live: { calls: daemon.world.calls.size, incidents: daemon.world.incidents.size },
      strangers: { lastHour: sip.strangers().lastHour, shutOut: sip.floods().length },
      ready: unready().length === 0,
      alarms: alarms.now(),
      past: alarms.was(),
    }
  }

  /** A call that arrives now would go to the failsafe, or to nobody. */
  function unready(): readonly string[] {
    return daemon.connected() === null ? ['Nightbell is not connected to Asterisk'] : []
  }

  // Until somebody ends it.
  const replaced = new Promise<string>(resolve => ari.onReplaced(() => resolve('replaced')))
  const why = await Promise.race([options.stopped, replaced])
  log.info({ why }, 'stopping')
  later.watching?.stop()
  await trunks.stop()
  alarms.stop()
  retention.stop()
  callerRetention.stop()
  packing.stop()
  imports.stop()
  logs.stop()
  late.stop()
  daemon.stop()
  const unwritten = daemon.unwritten()
  const kept = keepUnwritten(options.state, unwritten, log)
  await Promise.all([ari.close(), control.close(), notify.stop()])
  await reportMaker.close()
  voice.close()
  await shelf.close()
  await sip.close()
  await followers.close()
  journal.close()
  clock.stop()
  if (unwritten.length > 0) {
    log.error({ turns: unwritten.length, kept, lost: unwritten.length - kept }, 'stopped with turns that are not in the journal')
    return 5
  }
  return why === 'replaced' ? 4 : 0
}

function takeLastGood({ rules, at }: LastGood, problems: readonly Problem[], { config, stderr }: RunOptions, log: Log): void {
  for (const { file, line, column, message } of problems) stderr(`${file}:${line}:${column}: ${message}\n`)
  const since = new Date(at).toISOString()
  stderr(`${problems.length} problems in ${config}: the last good rules are in force, ${rules.hash.slice(0, 12)} of ${since}\n`)
  log.error(
    { plan: rules.hash, since, problems: problems.length },
    'the rules are wrong: the last good ones, from the journal, are in force',
  )
}

function refuse(problems: readonly Problem[], { config, stderr }: RunOptions): number {
  for (const { file, line, column, message } of problems) stderr(`${file}:${line}:${column}: ${message}\n`)
  stderr(`${problems.length} problems in ${config}: nothing was started ("nightbell check" shows the lines)\n`)
  return 1
}
