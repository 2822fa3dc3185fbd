// Notices that say the same of one property within minutes are one: the first goes at once, the rest is gathered. What is said of incidents and
// messages is neither gathered nor put off.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { tellAlike } from '../../src/core/notices/alike.ts'
import type { NoticeRule } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { webhookBody } from '../../src/notify/webhook-body.ts'
import { writeNotice } from '../../src/notify/write-notice.ts'
import { at } from '../store/example-turns.ts'
import { Office } from './office.ts'

const to = [{ kind: 'address', address: '+13125550301' } as const]
const mail = [{ kind: 'address', address: 'kim@oak.test' } as const]
const rule: NoticeRule = { on: ['missed', 'opened', 'unreached'], mail, sms: to, webhooks: ['pm'] }
const LANES = ['mail', 'sms', 'webhook pm']

let night: Office
function open(more: Partial<NoticeRule> = {}): void {
  const sms = { url: 'https://sms.test', method: 'POST', headers: {}, form: false } as const
  const plan = { sms, webhooks: { pm: { id: 'pm', url: 'https://pm.test' } } }
  night = new Office(1, { property: { notify: [{ ...rule, ...more }] }, plan })
}
beforeEach(() => open())
afterEach(() => night.remove())

/** What is due in a lane at that second, handed over. */
function send(lane: string, seconds: number) {
  const due = night.journal.outbox.due(at(seconds), 99, lane)
  for (const { key } of due) night.journal.outbox.sent(key, at(seconds))
  return due
}

test('fifteen calls of a moment are told twice by each way: the first at once, the others five minutes later', () => {
  for (let n = 0; n < 15; n++) {
    night.missed(`m${n}`, n * 15)
    for (const lane of LANES) expect(send(lane, n * 15 + 9)).toHaveLength(n === 0 ? 1 : 0)
  }
  for (const lane of LANES) {
    expect(send(lane, 300)).toEqual([])
    const [post, ...none] = send(lane, 310)
    expect(none).toEqual([])
    if (post === undefined) throw new Error('nothing is due')
    expect(post).toMatchObject({ gathered: { count: 14, from: at(24), until: at(219) }, about: { call: 'm14' } })
    const { subject, text, sms } = writeNotice(post, night.plan, 'none')
    expect(subject).toBe('[Oak Creek] 14 missed calls within 3 min 15 s')
    expect(text).toContain('14 times within 3 min 15 s')
    expect(sms).toBe(
      'Nightbell, Oak Creek: 14 missed calls within 3 min 15 s, the last at Sun, Mar 8, 03:03 from +1 312 555 0142.',
    )
    expect(webhookBody(post, night.plan)).toMatchObject({ event: 'missed', call: { id: 'm14' }, gathered: { count: 14 } })
  }
})

test('a night of hang-ups is told ever more rarely, and after an hour without any at once again', () => {
  let told = 0
  for (let minute = 0; minute < 480; minute++) {
    night.missed(`m${minute}`, minute * 60)
    told += send('sms', minute * 60 + 30).length
  }
  expect(told).toBeGreaterThan(5)
  expect(told).toBeLessThan(15)
  send('sms', 600 * 60)
  night.missed('late', 700 * 60)
  expect(send('sms', 700 * 60 + 9)).toHaveLength(1)
})

test('held by quiet hours: one in the morning, not one for each', async () => {
  await night.remove()
  open({ quiet: { window: { from: 21 * 60, to: 7 * 60 }, zone: 'America/Chicago' } })
  for (let n = 0; n < 15; n++) night.missed(`m${n}`, n * 600)
  const morning = (Date.parse('2026-03-08T07:00:00-05:00') - at(0)) / 1000
  expect(send('sms', morning - 1)).toEqual([])
  expect(send('sms', morning)).toMatchObject([{ gathered: { count: 15 } }])
})

test('what is under way, or may have been taken, takes nothing in', () => {
  night.missed('m1', 0)
  night.missed('m2', 10)
  const [first] = night.journal.outbox.due(at(9), 9, 'sms')
  night.journal.outbox.later(first?.key ?? '', at(7200), { answer: '', firm: true, uncertain: true })
  night.missed('m3', 20)
  expect(night.journal.outbox.due(at(99_999), 9, 'sms').map(({ gathered }) => gathered?.count ?? 1)).toEqual([2, 1])
})

test('urgent notices are one for each incident, and none waits', () => {
  for (let n = 0; n < 5; n++) night.unreached(`u${n}`, n)
  const due = night.journal.outbox.due(at(100), 99, 'sms')
  expect(due.filter(({ about }) => about.event === 'unreached')).toHaveLength(5)
  expect(due.filter(({ about }) => about.event === 'opened')).toHaveLength(5)
})

test('the wait grows to an hour and not beyond', () => {
  const wait = (round: number) => {
    const told = tellAlike({ round, toldAt: 1000, open: false }, 1001 as EpochMs, 1001 as EpochMs)
    return told.with === 'none' ? (told.at - 1000) / 60_000 : null
  }
  expect([0, 1, 2, 3, 99].map(wait)).toEqual([5, 15, 45, 60, 60])
})
