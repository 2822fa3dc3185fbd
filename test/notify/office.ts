// A box with a mail server, a journal on disk and the real notify, for the tests of this directory: calls leave messages by turns that are
// written here, time runs a hundred times faster, and what is logged is kept.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MailServer, Plan, Property } from '../../src/core/plan/plan.ts'
import type { Fact } from '../../src/core/world/facts.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld, type Turn } from '../../src/core/world/world.ts'
import type { Done, Log, Texts } from '../../src/daemon/ports.ts'
import { type Notify, openNotify } from '../../src/notify/notify.ts'
import type { MakeReports } from '../../src/notify/send-report.ts'
import { locate } from '../../src/recordings/locate.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { arrival, at, call, examplePlan, gone, incident, turn } from '../store/example-turns.ts'
import { aside, type FollowedJournal, openFollowed } from '../support/followed-journal.ts'

export const HASH = 'plan-with-mail'

export interface OfficeOptions {
  readonly mail?: Partial<MailServer>
  readonly property?: Partial<Property>
  readonly plan?: Partial<Plan>
  readonly env?: Readonly<Record<string, string>>
}

export function planWithMail(port: number, { mail, property, plan: more }: OfficeOptions = {}): Plan {
  const plan = examplePlan()
  const oak = plan.properties['oak-creek'] as Property
  const mailboxes = { office: { id: 'office', name: 'Oak Creek office', mail: ['office@oak.test'], lamp: ['desk'] } }
  return {
    ...{ ...plan, ...more },
    mail: { server: '127.0.0.1', port, from: 'nightbell@box.test', login: null, tls: 'never', ...mail },
    properties: { 'oak-creek': { ...oak, mailboxes, ...property } },
  }
}

export class Office {
  readonly directory = mkdtempSync(join(tmpdir(), 'nightbell-office-'))
  readonly recordings = join(this.directory, 'recordings')
  readonly log: { readonly level: string; readonly fields: Record<string, unknown>; readonly message: string }[] = []
  readonly lamps: string[] = []
  readonly inFlight = new Set<string>()
  /** Text messages over a trunk; the first one is refused. */
  readonly texts: string[] = []
  /** The facts that notify itself has caused. */
  readonly told: Fact[] = []
  readonly plan: Plan
  readonly #env: Readonly<Record<string, string>>
  /** Makes the reports that are mailed. */
  makeReports: MakeReports = async () => []
  journal: FollowedJournal
  notify: Notify | null = null
  now = at(120) as number
  #started = performance.now()

  constructor(port: number, options: OfficeOptions = {}) {
    this.plan = planWithMail(port, options)
    this.#env = options.env ?? {}
    mkdirSync(this.recordings)
    this.journal = this.#open()
  }

  #open(): FollowedJournal {
    const journal = openFollowed(join(this.directory, 'journal.db'))
    journal.keepPlan(HASH, this.plan, {})
    return journal
  }

  readonly clock = { now: () => Math.round(this.now + performance.now() - this.#started) as EpochMs }

  open(): Notify {
    const keep = (level: string) => (fields: object, message: string) =>
      void this.log.push({ level, fields: { ...fields }, message })
    const log: Log = { debug: () => undefined, info: keep('info'), warn: keep('warn'), error: keep('error') }
    const setLamp = async (phone: string, waiting: number): Promise<Done> => {
      this.lamps.push(`${phone} ${waiting}`)
      return { ok: true }
    }
    const sendText: Texts['sendText'] = async ({ id }, { from, to, body }) => {
      this.texts.push(`${id} ${from} ${to}: ${body}`)
      return this.texts.length > 1 ? { ok: true } : { ok: false, gone: false, reason: '404 Endpoint not found' }
    }
    this.notify = openNotify({
      ...{ outbox: aside(this.journal.outbox), lamps: { setLamp }, texts: { sendText }, plan: this.plan },
      find: async recording => {
        const located = await locate(recording, this.journal.past.checksum(recording), { kept: this.recordings, pbx: null })
        return located.file === null ? null : { file: located.file, checked: located.checked }
      },
      ...{ clock: this.clock, log, hurry: 100 },
      secret: reference => {
        const value = this.#env[reference.slice(4)]
        if (value === undefined) throw new Error(`${reference}: set the environment variable ${reference.slice(4)}`)
        return value
      },
      makeReports: async about => this.makeReports(about),
      inFlight: this.inFlight,
      push: input => {
        const turn = takeTurn(emptyWorld(), input, this.clock.now())
        this.journal.commit([turn])
        this.told.push(...turn.facts)
      },
    })
    return this.notify
  }

  commit(...turns: Turn[]): void {
    const mine = turns.map(one => ({ ...one, changes: one.changes.map(stream => ({ ...stream, plan: HASH })) }))
    this.journal.commit(mine)
    for (const one of mine) this.notify?.heard(one)
  }

  /** A caller leaves a message; gives the name of its recording. */
  message(id = 'c1', seconds = 0, sound: Buffer | null = Buffer.from(`RIFF of ${id}`)): string {
    const recording = `${id}-message-1`
    if (sound !== null) writeFileSync(join(this.recordings, `${recording}.wav`), sound)
    const c = callId(id)
    const input = { type: 'recordingFinished', channel: id, recording, ms: 65_000, speechMs: null } as const
    const taken = { kind: 'message-taken', mailbox: 'office', recording, ms: 65_000, why: 'the caller left a message' } as const
    const left = { kind: 'left', outcome: 'message', phase: 'leaving', waitedMs: 90_000, why: 'hung up' } as const
    const over = { type: 'ended', channel: id, cause: 16, sip: null, fax: false } as const
    this.commit(arrival(id, seconds), turn(seconds + 80, input, [call(id)], [[c, taken]]))
    this.commit(turn(seconds + 90, over, [gone(id)], [[c, left]]))
    return recording
  }

  /** An urgent call that nobody has taken a minute and a half after it came in. */
  late(id = 'u1'): void {
    const [c, i] = [callId(id), incidentId(callId(id), 1)]
    const opened = { call: c, property: 'oak-creek', category: 'leak', ladder: 'emergencies', callerNumber: '+13125550142' }
    const key = { type: 'digit', channel: id, digit: '1' } as const
    const late = { kind: 'late', calledAt: at(0), targetSeconds: 90, why: 'nobody has it within its target' } as const
    this.commit(
      arrival(id, 0),
      turn(5, key, [call(id), incident(id)], [[i, { kind: 'opened', ...opened, why: 'pressed 1' }]]),
      turn(90, { type: 'due', stream: i }, [incident(id)], [[i, late]]),
    )
  }

  /** An urgent call that nobody took. */
  unreached(id = 'u1', seconds = 0, name?: string): void {
    const [c, i] = [callId(id), incidentId(callId(id), 1)]
    const opened = { call: c, property: 'oak-creek', category: 'leak', ladder: 'emergencies', callerNumber: '+13125550142' }
    const key = { type: 'digit', channel: id, digit: '1' } as const
    this.commit(
      ...(name === undefined ? [arrival(id, seconds)] : [named(arrival(id, seconds), name)]),
      turn(seconds + 5, key, [call(id), incident(id)], [[i, { kind: 'opened', ...opened, why: 'pressed 1' }]]),
      turn(
        seconds + 6,
        { type: 'due', stream: i },
        [incident(id)],
        [1, 2].map(pass => [i, { kind: 'pass-began', pass, why: '' }]),
      ),
      turn(seconds + 90, { type: 'due', stream: i }, [incident(id)], [[i, { kind: 'unreached', why: 'no rung is left' }]]),
    )
  }

  /** Somebody who said nothing and hung up. */
  missed(id: string, seconds = 0): void {
    const left = { kind: 'left', outcome: 'missed', phase: 'asking-urgency', waitedMs: 9000, why: 'hung up' } as const
    const over = { type: 'ended', channel: id, cause: 16, sip: null, fax: false } as const
    this.commit(arrival(id, seconds), turn(seconds + 9, over, [gone(id)], [[callId(id), left]]))
  }

  /** The keys of everything that the outbox still knows. */
  rows(): string[] {
    const reader = openReader(join(this.directory, 'journal.db'))
    const items = reader.listOutbox({ all: true, limit: 100, now: 0 })
    reader.close()
    return items.map(({ key }) => key)
  }

  async close(): Promise<void> {
    await this.notify?.stop()
    this.notify = null
    this.journal.close()
  }

  reopen(): void {
    this.journal = this.#open()
  }

  async remove(): Promise<void> {
    await this.close()
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/** The same arrival of a caller of another name. */
function named(one: Turn, callerName: string): Turn {
  const facts = one.facts.map(fact => (fact.kind === 'arrived' ? { ...fact, callerName } : fact))
  return { ...one, facts }
}

export async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

/** The newest alarm says this, a moment later: the outbox is asked for what is wrong with it every so often. */
export function alarmed(office: Office, what: RegExp): Promise<void> {
  return until(() => what.test(office.notify?.alarms()[0]?.what ?? ''), `an alarm like ${what}`)
}
