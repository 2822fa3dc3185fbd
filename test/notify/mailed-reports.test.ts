// Reports that the rules mail: when they are kept, that none is missed and none comes twice, and what
// arrives. Made by the real thread, sent to a real mail server.
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type MailedReport, mailedReports, REPORT_KINDS } from '../../src/core/plan/mailed-reports.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { addDueReports } from '../../src/notify/due-reports.ts'
import { openReportMaker, type ReportMaker } from '../../src/wiring/report-maker.ts'
import { aside } from '../support/followed-journal.ts'
import { openMailServer } from '../support/mail-server.ts'
import { HASH, Office } from './office.ts'

const time = (iso: string) => Date.parse(iso) as EpochMs
const iso = (ms: number) => new Date(ms).toISOString()

const weekly: MailedReport = {
  at: { minute: 420, weekday: 1 },
  reports: ['service'],
  span: 'week',
  by: 'portfolio',
  to: ['manager@oak.test'],
}

let office: Office
let maker: ReportMaker | null = null
afterEach(async () => {
  await maker?.close()
  maker = null
  await office.remove()
})

/** In force since the beginning of March. */
function withReports(own: Readonly<Record<string, MailedReport>>, more: Partial<Plan> = {}, port = 1): void {
  office = new Office(port, { property: { reports: own }, plan: more })
  takePlan(HASH, office.plan, '2026-03-01T12:00:00-06:00')
}

function takePlan(hash: string, plan: Plan, at: string): void {
  office.journal.keepPlan(hash, plan, {})
  office.journal.planInForce?.(hash, time(at), 'changed')
}

const due = (now: string, which: 'on time' | 'missed', plan = office.plan) =>
  addDueReports({ outbox: aside(office.journal.outbox), clock: { now: () => time(now) } }, mailedReports(plan), which)
const kept = () =>
  office.journal.outbox
    .due(time('2027-01-01T00:00:00Z'), 100, 'reports')
    .flatMap(({ about, to, thread }) =>
      about.event === 'report' ? [{ thread, to, from: iso(about.from), until: iso(about.to) }] : [],
    )

describe('what is due', () => {
  test('at its time, once, whoever asks; of the week before, over the change of the clocks', async () => {
    withReports({ weekly })
    expect(await due('2026-03-09T07:00:00-05:00', 'on time')).toBe(1)
    expect(await due('2026-03-09T07:00:00-05:00', 'on time')).toBe(0)
    expect(await due('2026-03-09T09:06:00-05:00', 'missed')).toBe(0)
    // The timer of the minute comes on other days as well.
    expect(await due('2026-03-10T07:00:00-05:00', 'on time')).toBe(0)
    expect(kept()).toEqual([
      {
        thread: `report:property/oak-creek/weekly:${time('2026-03-09T07:00:00-05:00')}`,
        to: 'manager@oak.test',
        from: '2026-03-02T06:00:00.000Z',
        until: '2026-03-09T05:00:00.000Z',
      },
    ])
  })

  test('missed while the daemon was down for weeks: the last one, at the next start, once', async () => {
    withReports({ weekly })
    await due('2026-03-09T07:00:00-05:00', 'on time')
    expect(await due('2026-03-31T11:00:00-05:00', 'missed')).toBe(1)
    expect(await due('2026-03-31T12:06:00-05:00', 'missed')).toBe(0)
    expect(kept().map(({ from }) => from)).toEqual(['2026-03-02T06:00:00.000Z', '2026-03-23T05:00:00.000Z'])
  })

  test('the very first one too, when the rules had it before', async () => {
    withReports({ weekly })
    expect(await due('2026-03-10T11:00:00-05:00', 'missed')).toBe(1)
  })

  test('one that is written into the rules later has missed nothing; nor has one that is moved', async () => {
    withReports({})
    const changed = (report: MailedReport): Plan => {
      const properties = Object.entries(office.plan.properties).map(([id, property]) => {
        return [id, { ...property, reports: { weekly: report } }]
      })
      return { ...office.plan, properties: Object.fromEntries(properties) }
    }
    expect(await due('2026-03-10T11:00:00-05:00', 'missed', changed(weekly))).toBe(0)
    takePlan('later', changed(weekly), '2026-03-10T12:00:00-05:00')
    expect(await due('2026-03-16T08:00:00-05:00', 'missed', changed(weekly))).toBe(1)
    const moved = changed({ ...weekly, at: { minute: 420, weekday: 3 } })
    takePlan('moved', moved, '2026-03-19T12:00:00-05:00')
    expect(await due('2026-03-19T12:00:00-05:00', 'missed', moved)).toBe(0)
    expect(await due('2026-03-25T07:00:00-05:00', 'on time', moved)).toBe(1)
  })

  test('a time that the spring skips: found within the hour', async () => {
    withReports({ daily: { ...weekly, at: { minute: 150 }, span: 'day' } })
    expect(await due('2026-03-08T03:06:00-05:00', 'missed')).toBe(1)
  })

  test('what was sent long ago stays known, and is not sent again', async () => {
    withReports({ monthly: { ...weekly, at: { minute: 420, day: 1 }, span: 'month' } })
    const { outbox } = office.journal
    expect(await due('2026-04-01T07:00:00-05:00', 'on time')).toBe(1)
    for (const { key } of outbox.due(time('2026-04-01T08:00:00-05:00'), 9, 'reports'))
      outbox.sent(key, time('2026-04-01T08:00:00-05:00'))
    outbox.prune(time('2026-06-01T00:00:00Z'))
    expect(await due('2026-04-30T07:06:00-05:00', 'missed')).toBe(0)
    expect(await due('2026-05-01T07:00:00-05:00', 'on time')).toBe(1)
    for (const { key } of outbox.due(time('2026-05-01T08:00:00-05:00'), 9, 'reports'))
      outbox.sent(key, time('2026-05-01T08:00:00-05:00'))
    expect(office.rows()).toHaveLength(2)
    outbox.prune(time('2026-07-01T00:00:00Z'))
    expect(office.rows()).toHaveLength(1)
  })
})

describe('the mail', () => {
  test('has the text, and the same as a page that needs nothing else', async () => {
    const server = await openMailServer()
    const ofBox = { ...weekly, by: 'property', to: ['kim@oak.test', 'lee@oak.test'] } as const
    const ofGroup = { ...weekly, group: 'texas', reports: ['exceptions', 'service'], to: ['pat@oak.test'] } as const
    withReports({ weekly }, { reports: { all: ofBox, group: ofGroup } }, server.port)
    maker = openReportMaker({ journal: join(office.directory, 'journal.db'), now: () => office.clock.now() })
    const made: string[] = []
    office.makeReports = about => {
      made.push(about.property ?? 'box')
      return maker?.make(about) ?? Promise.resolve([])
    }
    office.message('c1')
    office.message('c2', 300)
    office.missed('c3', 600)
    office.now = time('2026-03-09T07:00:01-05:00')
    office.open()
    try {
      // Two more tell the office of its messages.
      await server.mail(6, 20_000)
      const mails = server.received.map(({ to, mail }) => ({ to: to.join(), mail }))
      const toManager = mails.find(({ to }) => to === 'manager@oak.test')?.mail
      expect(toManager?.subject).toBe('[Nightbell] Service: Oak Creek, 2 to 8 March 2026 (America/Chicago)')
      expect(toManager?.headers.get('x-nightbell')).toBe('report')
      expect(toManager?.messageId).toMatch(/^<report\.property\.oak-creek\.weekly\.\d+@box\.test>$/)
      expect(toManager?.text).toContain('Service: Oak Creek\n2026-03-02 00:00 -06:00 to 2026-03-09 00:00 -05:00')
      expect(toManager?.text).toMatch(/^Offered +3 /m)
      const [page, ...none] = toManager?.attachments ?? []
      expect(none).toEqual([])
      expect([page?.filename, page?.contentType]).toEqual(['service-2026-03-02.html', 'text/html'])
      const html = page?.content.toString('utf8') ?? ''
      expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/)
      expect(html).toContain('>Offered</th><td role="cell" class="number">3</td>')
      const [kim, lee] = ['kim', 'lee'].map(who => mails.find(({ to }) => to === `${who}@oak.test`)?.mail)
      expect(kim?.messageId).toBe(lee?.messageId)
      expect(kim?.attachments[0]?.checksum).toBe(lee?.attachments[0]?.checksum)
      const pat = mails.find(({ to }) => to === 'pat@oak.test')?.mail
      expect(pat?.subject).toBe('[Nightbell] Exceptions, Service: group texas, 2 to 8 March 2026 (America/New_York)')
      expect(pat?.text).toMatch(/^Exceptions: group texas$/m)
      expect(kim?.subject).toBe('[Nightbell] Service: all properties, 2 to 8 March 2026 (America/New_York)')
    } finally {
      await office.close()
      await server.close()
      office.reopen()
    }
  })

  test('that can not be made is tried again, and says why', async () => {
    const server = await openMailServer()
    withReports({ weekly }, {}, server.port)
    let tries = 0
    office.makeReports = async () => {
      tries += 1
      if (tries === 1) throw new Error('the disk is away')
      return [
        {
          title: 'Service',
          scope: 'all properties',
          span: 'a week',
          name: 'service',
          text: `${'a line\n'.repeat(20_000)}`,
          html: Buffer.from('<!doctype html>'),
          found: [],
        },
      ]
    }
    office.now = time('2026-03-09T07:00:01-05:00')
    office.open()
    try {
      const { mail } = await server.mail(1, 20_000)
      expect(tries).toBe(2)
      expect(mail.text?.length).toBeLessThan(70_000)
      expect(mail.text).toMatch(/This is not all of it: the attached page is\.\s*$/)
      expect(JSON.stringify(office.log)).toContain('the report could not be made: the disk is away')
    } finally {
      await office.close()
      await server.close()
      office.reopen()
    }
  })
})

test('a thread that has nothing to read says so, and the next one is asked', async () => {
  withReports({ weekly })
  maker = openReportMaker({ journal: join(office.directory, 'nothing.db'), now: () => 0 })
  const about = { event: 'report', reports: ['service'], by: 'portfolio', property: null, group: null, zone: 'UTC' } as const
  const asked = { ...about, from: 0 as EpochMs, to: 1 as EpochMs }
  await expect(maker.make(asked)).rejects.toThrow(/nothing\.db/)
  await expect(maker.make(asked)).rejects.toThrow(/nothing\.db/)
})

test('every kind of report is made, also where its journal is closed by then', async () => {
  withReports({ weekly })
  office.message('c1')
  office.missed('c2', 300)
  const now = time('2026-03-20T07:00:00-05:00')
  maker = openReportMaker({ journal: join(office.directory, 'journal.db'), now: () => now })
  const span = { from: time('2026-03-01T00:00:00-06:00'), to: now, zone: 'America/Chicago' }
  const about = { event: 'report', by: 'portfolio', property: null, group: null, ...span } as const
  const made = await maker.make({ ...about, reports: REPORT_KINDS })
  expect(made.map(({ name }) => name.split('-')[0])).toEqual([...REPORT_KINDS])
  for (const { text, html } of made) {
    expect(text).toMatch(/\S/)
    expect(Buffer.from(html).toString()).toMatch(/^<!doctype html>/)
  }
})
