// When somebody is told, and who, by the rules: quiet hours over midnight and over a change of the clocks, and who stands for whom.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noticesOf } from '../../src/core/notices/notices-of.ts'
import { tellAt } from '../../src/core/notices/quiet-hours.ts'
import type { NoticeRule, Plan, Quiet } from '../../src/core/plan/plan.ts'
import type { FactBody } from '../../src/core/world/facts.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import { call, incident } from '../store/example-turns.ts'
import { howOften } from '../support/how-often.ts'
import { planWithMail } from './office.ts'

const time = (iso: string) => Date.parse(iso) as EpochMs
const night: Quiet = { window: { from: 21 * 60, to: 7 * 60 }, zone: 'America/Chicago' }
const early: Quiet = { window: { from: 6 * 60, to: 9 * 60 }, zone: 'America/Chicago' }
const strict: Quiet = { ...night, unreached: true }

test.each<[string, readonly (Quiet | undefined)[], 'message' | 'unreached', string, string]>([
  ['by day at once', [night], 'message', '2026-03-10T12:00:00-05:00', '2026-03-10T12:00:00-05:00'],
  ['in the evening until morning', [night], 'message', '2026-03-10T21:00:00-05:00', '2026-03-11T07:00:00-05:00'],
  ['after midnight until the same morning', [night], 'message', '2026-03-11T02:14:00-05:00', '2026-03-11T07:00:00-05:00'],
  ['the end itself is not quiet', [night], 'message', '2026-03-11T07:00:00-05:00', '2026-03-11T07:00:00-05:00'],
  ['the rule’s and then the person’s', [night, early], 'message', '2026-03-11T02:14:00-05:00', '2026-03-11T09:00:00-05:00'],
  ['over the spring change', [night], 'message', '2026-03-07T23:00:00-06:00', '2026-03-08T07:00:00-05:00'],
  ['over the autumn change', [night], 'message', '2026-10-31T23:00:00-05:00', '2026-11-01T07:00:00-06:00'],
  ['nobody was reached: at once', [night], 'unreached', '2026-03-11T02:14:00-05:00', '2026-03-11T02:14:00-05:00'],
  ['unless they say otherwise', [undefined, strict], 'unreached', '2026-03-11T02:14:00-05:00', '2026-03-11T07:00:00-05:00'],
])('%s', (_, quiet, event, now, then_) => {
  expect(tellAt(quiet, event, time(now))).toBe(time(then_))
})

const at = time('2026-03-11T02:14:00-05:00')
const morning = time('2026-03-11T07:00:00-05:00')
const i = incidentId(callId('c1'), 1)

function planWith(notify: NoticeRule[], more: Partial<Plan> = {}): Plan {
  const plan = planWithMail(25, { property: { notify, digest: { at: 450, mail: ['digest@oak.test'] } } })
  const person = (id: string, rest: object) => ({
    id,
    name: id,
    phones: [],
    language: 'en',
    roles: ['manager'],
    absences: [],
    ...rest,
  })
  return {
    ...plan,
    webhooks: { pm: { id: 'pm', url: 'http://127.0.0.1:1/' } },
    sms: { url: 'http://127.0.0.1:1/', method: 'POST', headers: {}, form: false },
    people: {
      mia: person('mia', { mail: 'mia@oak.test', sms: '+13125550301', quiet: night }),
      max: person('max', { mail: 'max@oak.test' }),
    },
    ladders: {
      emergencies: {
        ...{ id: 'emergencies', rungs: [], passes: 1, pauseSeconds: 0, acceptSeconds: 30 },
        notify: [{ kind: 'role', id: 'manager' }],
      },
    },
    ...more,
  } as Plan
}

function told(plan: Plan, fact: FactBody) {
  const ofCall = fact.kind === 'message-taken' || fact.kind === 'left'
  const stream = ofCall ? call('c1') : incident('c1')
  return noticesOf(
    { ...fact, stream: stream.id, at },
    { property: stream.property, ladder: ofCall ? null : incident('c1').ladder },
    plan,
  ).map(({ key, event, who, tell }) => ({
    ...{ key, event, who },
    tell: tell.map(({ way, to, at: when }) => `${way} ${to}${when === at ? '' : when === morning ? ' at seven' : ` at ${when}`}`),
  }))
}

const everything: NoticeRule = {
  ...{ on: ['opened', 'acknowledged', 'message', 'missed', 'unreached', 'resolved'], webhooks: ['pm'], quiet: night },
  ...{ mail: [{ kind: 'role', id: 'manager' }], sms: [{ kind: 'address', address: '+13125550999' }] },
}
const rows = ['webhook pm', 'mail mia@oak.test at seven', 'mail max@oak.test at seven', 'sms +13125550999 at seven']

describe('who is told', () => {
  test('by a rule: its quiet hours are for people, not for programs', () => {
    const plan = planWith([everything])
    const opened = { call: callId('c1'), property: 'oak-creek', category: 'leak', ladder: 'emergencies', callerNumber: null }
    expect(told(plan, { kind: 'opened', ...opened, why: '' })).toEqual([
      { key: `opened:${i}`, event: 'opened', who: null, tell: rows },
    ])
    const left = { outcome: 'missed', phase: 'asking-urgency', waitedMs: 9000, why: '' } as const
    expect(told(plan, { kind: 'left', ...left })).toMatchObject([{ key: 'missed:c1', event: 'missed', tell: rows }])
    expect(told(plan, { kind: 'left', ...left, outcome: 'message' })).toEqual([])
  })

  test('that somebody has it, once, however it is said', () => {
    const plan = planWith([everything])
    const leg = `${i}.1` as never
    const accepted = told(plan, { kind: 'accepted', leg, person: 'max', waitedMs: 1, why: '' })
    expect(accepted).toMatchObject([{ key: `acknowledged:${i}:max`, event: 'acknowledged', who: 'max' }])
    expect(told(plan, { kind: 'acknowledged', person: 'max', why: '' })).toEqual(accepted)
  })

  test('nobody reached: whom the ladder names by all their ways, the digest’s address, and the rules, each once and at once', () => {
    const plan = planWith([{ ...everything, on: ['unreached'] }])
    expect(told(plan, { kind: 'unreached', why: '' })).toEqual([
      {
        ...{ key: `unreached:${i}:${at}`, event: 'unreached', who: null },
        tell: [
          ...['mail mia@oak.test', 'sms +13125550301', 'mail max@oak.test', 'mail digest@oak.test'],
          ...['webhook pm', 'sms +13125550999'],
        ],
      },
    ])
  })

  test('a message goes to its mailbox at once, quiet hours or not, and no rule holds that copy', () => {
    const office: NoticeRule = {
      ...everything,
      on: ['message'],
      mail: [{ kind: 'address', address: 'office@oak.test' }],
      sms: [],
    }
    const taken = { kind: 'message-taken', mailbox: 'office', recording: 'r1', ms: 1000, why: '' } as const
    expect(told(planWith([office]), taken)[0]?.tell).toEqual(['mail office@oak.test', 'webhook pm'])
  })

  test('somebody who is away is told when there is nobody else', () => {
    const away = { zone: 'America/Chicago', from: '2026-03-01T00:00', to: '2026-04-01T00:00', substitute: null }
    const plan = planWith([{ ...everything, on: ['unreached'], sms: [], webhooks: [] }])
    const { mia, max } = plan.people as Record<'mia' | 'max', Plan['people'][string]>
    const one = { ...plan, people: { mia, max: { ...max, absences: [away] } } }
    expect(told(one, { kind: 'unreached', why: '' })[0]?.tell).not.toContain('mail max@oak.test')
    const none = { ...plan, people: { mia: { ...mia, absences: [away] }, max: { ...max, absences: [away] } } }
    expect(told(none, { kind: 'unreached', why: '' })[0]?.tell).toContain('mail max@oak.test')
  })

  test('no gateway and no mail server: only the webhook', () => {
    const { mail: _, sms: __, ...rest } = planWith([everything])
    expect(told(rest as Plan, { kind: 'unreached', why: '' })[0]?.tell).toEqual(['webhook pm'])
  })
})

test('minute by minute: nobody is told in their quiet hours, and nobody later than they are over', () => {
  const minute = fc.integer({ min: 0, max: 1439 })
  const quiet = fc
    .record({ from: minute, to: minute, zone: fc.constantFrom('America/Chicago', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC') })
    .filter(({ from, to }) => from !== to)
    .map(({ from, to, zone }): Quiet => ({ window: { from, to }, zone }))
  const start = fc.integer({ min: time('2026-06-01T00:00:00Z') / 60_000, max: time('2026-09-01T00:00:00Z') / 60_000 })
  fc.assert(
    fc.property(quiet, start, (one, minutes) => {
      const now = (minutes * 60_000) as EpochMs
      const found = tellAt([one], 'message', now)
      let at = now as number
      while (isQuiet(one, at)) at += 60_000
      expect(found).toBe(at)
    }),
    { numRuns: howOften(12) },
  )
})

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the clock on the wall shows, read the slow way. Days on which clocks change are left to the table above. */
function isQuiet({ window: { from, to }, zone }: Quiet, at: number): boolean {
  const how = { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', how)
  clocks.set(zone, clock)
  const parts = clock.format(at)
  const [hour = 0, minutes = 0] = parts.split(':').map(Number)
  const shown = hour * 60 + minutes
  return from < to ? from <= shown && shown < to : shown >= from || shown < to
}
