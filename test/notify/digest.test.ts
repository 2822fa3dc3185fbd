// The morning digest: when it is due on the property's own clock, that none is missed and none comes twice, and how it reads.
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { DigestAbout } from '../../src/core/notices/post.ts'
import type { Plan, Property } from '../../src/core/plan/plan.ts'
import { callId, type EpochMs, incidentId } from '../../src/core/world/ids.ts'
import type { Outbox } from '../../src/daemon/ports.ts'
import { addDueDigests, latest, openDigests } from '../../src/notify/digests.ts'
import { writeNotice } from '../../src/notify/write-notice.ts'
import { arrival, at, incident, turn } from '../store/example-turns.ts'
import { aside } from '../support/followed-journal.ts'
import { openMailServer } from '../support/mail-server.ts'
import { Office, planWithMail } from './office.ts'

const HALF_PAST_SEVEN = 450
const time = (iso: string) => Date.parse(iso) as EpochMs
const digest = { at: HALF_PAST_SEVEN, mail: ['manager@oak.test'] }

test.each([
  ['just before', 'America/Chicago', 450, '2026-03-10T07:29:59-05:00', '2026-03-09T07:30:00-05:00'],
  ['on the second', 'America/Chicago', 450, '2026-03-10T07:30:00-05:00', '2026-03-10T07:30:00-05:00'],
  ['in the evening', 'America/Chicago', 450, '2026-03-10T23:59:00-05:00', '2026-03-10T07:30:00-05:00'],
  ['in another zone', 'Pacific/Auckland', 450, '2026-03-10T12:00:00-05:00', '2026-03-10T07:30:00+13:00'],
  ['a time that the spring skips', 'America/Chicago', 150, '2026-03-08T12:00:00-05:00', '2026-03-08T03:00:00-05:00'],
  ['a time that comes twice in autumn', 'America/Chicago', 90, '2026-11-01T12:00:00-06:00', '2026-11-01T01:30:00-05:00'],
  ['between the two', 'America/Chicago', 90, '2026-11-01T01:15:00-06:00', '2026-11-01T01:30:00-05:00'],
])('the last time it was due: %s', (_, zone, minute, now, due) => {
  expect(latest(zone, minute, time(now)).until).toBe(time(due))
})

describe('what is due', () => {
  let office: Office
  afterEach(() => office.remove())
  const properties = () => Object.values(office.plan.properties) as Property[]
  const due = (now: string, which: 'on time' | 'missed') =>
    addDueDigests({ outbox: aside(office.journal.outbox), clock: { now: () => time(now) } }, properties(), which)
  /** Everything that waits, by its time. */
  const kept = () =>
    office.journal.outbox
      .due(time('2027-01-01T00:00:00Z'), 100, 'mail')
      .flatMap(({ about }) => (about.event === 'digest' ? [about] : []))

  function quiet(): Office {
    office = new Office(1, { property: { digest } })
    return office
  }

  test('at its time, also after a quiet night; once, whoever asks', async () => {
    quiet()
    expect(await due('2026-03-10T07:30:00-05:00', 'on time')).toBe(1)
    expect(await due('2026-03-10T07:30:01-05:00', 'on time')).toBe(0)
    expect(await due('2026-03-10T09:00:00-05:00', 'missed')).toBe(0)
    expect(kept()).toMatchObject([
      { from: time('2026-03-09T07:30:00-05:00'), until: time('2026-03-10T07:30:00-05:00'), calls: [] },
    ])
  })

  test('missed while the daemon was down: found at start, and it reaches back to the one before', async () => {
    quiet()
    await due('2026-03-08T07:30:00-05:00', 'on time')
    expect(await due('2026-03-10T09:00:00-05:00', 'missed')).toBe(1)
    expect(kept()[1]).toMatchObject({ from: time('2026-03-08T07:30:00-05:00'), until: time('2026-03-10T07:30:00-05:00') })
  })

  test('the very first start misses none; a first night with calls does', async () => {
    quiet()
    expect(await due('2026-03-08T09:00:00-05:00', 'missed')).toBe(0)
    office.message('c1')
    expect(await due('2026-03-08T09:00:00-05:00', 'missed')).toBe(1)
  })

  test('a timer that comes a hair early finds it due all the same', async () => {
    quiet()
    expect(await due('2026-03-10T07:29:59.990-05:00', 'on time')).toBe(1)
    expect(kept()[0]?.until).toBe(time('2026-03-10T07:30:00-05:00'))
  })

  test('what the journal knows is in it: calls of that time, and what waits, however old', () => {
    quiet()
    office.message('c1')
    office.unreached('u1', 200)
    const c = callId('x1')
    const unknown = { kind: 'line-unknown', line: '+15550001111', trunk: 'oak-pbx', why: 'in no rule' } as const
    office.commit(arrival('x1', 300), turn(301, { type: 'due', stream: c }, [], [[c, unknown]]))
    office.journal.outbox.addDigests([{ property: 'oak-creek', from: at(100), until: at(10_000), mail: digest.mail }], at(10_000))
    const [about] = kept()
    expect(about?.calls.map(({ id, unknownLine }) => [id, unknownLine])).toEqual([
      ['u1', false],
      ['x1', true],
    ])
    expect(about?.withoutOutcome).toEqual([])
    expect(about?.unreached).toMatchObject([{ incident: incidentId(callId('u1'), 1), category: 'leak', passes: 2 }])
    expect(about?.messages).toMatchObject([{ recording: 'c1-message-1', caller: { number: '+13125550142' } }])
    expect(about?.more).toBe(0)
    expect(about?.incidents.map(({ category, state }) => [category, state])).toEqual([['leak', 'unreached']])
  })
})

describe('incidents without an outcome', () => {
  let office: Office
  afterEach(() => office.remove())
  const i = incidentId(callId('u1'), 1)
  const due = { type: 'due', stream: i } as const
  const about = (from: number, until: number): DigestAbout => {
    office.journal.outbox.addDigests([{ property: 'oak-creek', from: at(from), until: at(until), mail: digest.mail }], at(until))
    const found = office.journal.outbox.due(at(10_000_000), 100, 'mail').map(post => post.about)
    return found.findLast(one => one.event === 'digest') as DigestAbout
  }

  test('stand in every digest until somebody says what became of them, and once more when they are closed', () => {
    office = new Office(1, { property: { digest } })
    office.unreached('u1', 200)
    office.commit(turn(400, due, [incident('u1')], [[i, { kind: 'acknowledged', person: 'bob', why: 'pressed 5' }]]))
    expect(about(100, 10_000)).toMatchObject({ unreached: [], withoutOutcome: [{ incident: i, owner: 'Bob Stone' }] })
    // However old.
    expect(about(10_000, 20_000).withoutOutcome).toHaveLength(1)
    const why = 'nobody has said what became of it within a day'
    const closed = incident('u1', { phase: 'closed' })
    office.commit(turn(90_000, due, [closed], [[i, { kind: 'closed-without-outcome', person: 'bob', why }]]))
    expect(about(20_000, 100_000).withoutOutcome).toMatchObject([{ incident: i, state: 'no-outcome' }])
    expect(about(100_000, 200_000).withoutOutcome).toEqual([])
  })

  test('leave it with the outcome', () => {
    office = new Office(1, { property: { digest } })
    office.unreached('u1', 200)
    const resolved = { kind: 'resolved', outcome: 'going-out', by: 'bob', why: 'pressed 2' } as const
    office.commit(turn(400, due, [incident('u1')], [[i, { kind: 'acknowledged', person: 'bob', why: 'pressed 5' }]]))
    office.commit(turn(500, due, [incident('u1')], [[i, resolved]]))
    expect(about(100, 10_000)).toMatchObject({ unreached: [], withoutOutcome: [], incidents: [{ state: 'resolved' }] })
  })
})

test('the timer goes off on the clock of the property’s zone', async () => {
  vi.useFakeTimers({ now: time('2026-03-10T07:29:30-05:00') })
  const office = new Office(1, { property: { digest } })
  let added = 0
  const needs = { outbox: aside(office.journal.outbox), plan: office.plan, clock: { now: () => Date.now() as EpochMs } }
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
  const digests = openDigests({ ...needs, log, added: () => void added++ })
  await vi.advanceTimersByTimeAsync(25_000)
  expect(added).toBe(0)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(added).toBe(1)
  await vi.advanceTimersByTimeAsync(86_400_000)
  expect(added).toBe(2)
  digests.stop()
  vi.useRealTimers()
  expect(office.journal.outbox.lastDigest('oak-creek')).toBe(time('2026-03-11T07:30:00-05:00'))
  await office.remove()
})

test('the digests of a thousand properties are one commit', async () => {
  const office = new Office(1, { property: { digest } })
  const batches: number[] = []
  const { outbox } = office.journal
  const counting: Outbox = {
    ...outbox,
    addDigests(some, now) {
      batches.push(some.length)
      outbox.addDigests(some, now)
    },
  }
  const [one] = Object.values(office.plan.properties)
  if (one === undefined) throw new Error('the office has no property')
  const properties = Array.from({ length: 1000 }, (_, n) => ({ ...one, id: `p-${n}` }))
  const clock = { now: () => time('2026-03-10T07:30:00-05:00') }
  expect(await addDueDigests({ outbox: aside(counting), clock }, properties, 'on time')).toBe(1000)
  expect(await addDueDigests({ outbox: aside(counting), clock }, properties, 'on time')).toBe(0)
  expect(batches).toEqual([1000])
  expect(outbox.lastDigest('p-999')).toBe(clock.now())
  await office.remove()
})

test('sent through the outbox, missed ones at start', async () => {
  const server = await openMailServer()
  const office = new Office(server.port, {
    property: { digest, mailboxes: { office: { id: 'office', name: 'Oak Creek office' } } },
  })
  office.message()
  office.now = time('2026-03-08T08:00:00-05:00')
  office.open()
  const { mail, to } = await server.mail()
  expect(to).toEqual(['manager@oak.test'])
  expect(mail.subject).toBe('[Oak Creek] 1 call, 1 message waiting')
  await office.remove()
  await server.close()
})

const caller = { number: '+15127770004', name: null, erased: false }
const nothing: DigestAbout = {
  ...{ event: 'digest', from: time('2026-03-09T07:30:00-05:00'), until: time('2026-03-10T07:30:00-05:00') },
  ...{ calls: [], more: 0, unreached: [], withoutOutcome: [], incidents: [] },
  ...{ messages: [], givenUp: [], late: [], notRung: { capped: 0, refused: 0 }, anchor: null },
}

function writeDigest(about: DigestAbout, plan: Plan = planWithMail(25)): { subject: string; text: string } {
  const base = {
    key: 'k',
    thread: 'k',
    way: 'mail',
    to: 'a@b.test',
    all: ['a@b.test'],
    attempts: 0,
    property: 'oak-creek',
  } as const
  const post = { ...base, madeAt: about.until, firstAt: about.until, who: null, about }
  const { subject, text } = writeNotice(post, plan, 'none')
  return { subject, text }
}

test('a quiet night reads like one', () => {
  expect(writeDigest(nothing)).toEqual({
    subject: '[Oak Creek] 0 calls, 0 messages waiting',
    text: 'Oak Creek\nMon, Mar 9, 07:30 to Tuesday, March 10, 2026 at 07:30 CDT\n\nCALLS: 0\n  none\n',
  })
})

/** A night with everything in it that a digest tells. */
function badNight(): DigestAbout {
  const one = { caller, line: '+13125550100', unknownLine: false, owner: null, category: null }
  const night = (hour: string) => time(`2026-03-10T${hour}:00-05:00`)
  return {
    ...nothing,
    calls: [
      { ...one, id: callId('a'), arrivedAt: night('01:00'), outcome: 'message' },
      { ...one, id: callId('b'), arrivedAt: night('02:14'), outcome: 'unreached', category: 'leak' },
      { ...one, id: callId('c'), arrivedAt: night('03:00'), outcome: 'connected', category: 'leak', owner: 'Bob Stone' },
      { ...one, id: callId('d'), arrivedAt: night('04:00'), outcome: 'failsafe', caller: { ...caller, number: null } },
      { ...one, id: callId('e'), arrivedAt: night('05:00'), outcome: 'missed', unknownLine: true, line: '+15550001111' },
      { ...one, id: callId('f'), arrivedAt: night('06:00'), outcome: 'message' },
    ],
    unreached: [
      {
        ...{ incident: incidentId(callId('b'), 1), call: callId('b'), caller, category: 'leak', openedAt: night('02:14') },
        ...{ state: 'unreached', passes: 2, owner: null, ownedAt: null, statement: null },
      },
    ],
    incidents: [
      {
        ...{ incident: incidentId(callId('b'), 1), call: callId('b'), caller, category: 'leak', openedAt: night('02:14') },
        ...{ state: 'unreached', passes: 2, owner: null, ownedAt: null, statement: null },
      },
      {
        ...{ incident: incidentId(callId('c'), 1), call: callId('c'), caller, category: 'leak', openedAt: night('03:00') },
        ...{ state: 'acknowledged', passes: 1, owner: 'Bob Stone', ownedAt: night('03:02'), statement: null },
      },
    ],
    messages: [
      {
        call: callId('a'),
        caller,
        mailbox: 'office',
        recording: 'a-message-1',
        takenAt: night('01:01'),
        ms: 45_000,
        cut: false,
        lost: null,
      },
    ],
    withoutOutcome: [
      {
        ...{ incident: incidentId(callId('c'), 1), call: callId('c'), caller, category: 'leak', openedAt: night('03:00') },
        ...{ state: 'acknowledged', passes: 1, owner: 'Bob Stone', ownedAt: night('03:02'), statement: null },
      },
    ],
    givenUp: [{ at: night('04:30'), way: 'webhook', to: 'pm', event: 'opened' }],
    late: [{ since: night('04:40'), way: 'mail', to: 'kim@oak.test', event: 'unreached' }],
    notRung: { capped: 2, refused: 1 },
  }
}

test('exceptions first, then calls by how they ended, then what waits', () => {
  const { subject, text } = writeDigest(badNight())
  expect(subject).toBe('[Oak Creek] 1 matter nobody has; 1 without an outcome; 6 calls, 1 message waiting')
  expect(text).toBe(`Oak Creek
Mon, Mar 9, 07:30 to Tuesday, March 10, 2026 at 07:30 CDT

LOOK AT THESE FIRST
  NOBODY HAS IT: water leak, Tue, Mar 10, 02:14, caller +1 512 777 0004 (nightbell incidents show i-b)
  NO OUTCOME, Bob Stone took it: water leak, Tue, Mar 10, 03:00, caller +1 512 777 0004 (nightbell incidents show i-c)
  Could not be told: the webhook pm (opened), given up Tue, Mar 10, 04:30
  Not told yet: mail to kim@oak.test (unreached), tried since Tue, Mar 10, 04:40
  Nightbell was away: Tue, Mar 10, 04:00, caller hidden
  Line +15550001111 is in no rule: Tue, Mar 10, 05:00, caller +1 512 777 0004
  Somebody was not rung at once 2 times: the caps of the rules were reached
  1 caller could not be called back: the rules do not allow their number

CALLS: 6
     1  nobody could be reached
     1  looked after by the telephone system while Nightbell was away
     1  left without saying anything
     2  left a message
     1  connected to a technician

INCIDENTS: 2
  Tue, Mar 10, 02:14  water leak  +1 512 777 0004  NOBODY HAS IT
  Tue, Mar 10, 03:00  water leak  +1 512 777 0004  Bob Stone took it after 2 min, no outcome yet

MESSAGES WAITING: 1
  Tue, Mar 10, 01:01  +1 512 777 0004  45 s  Oak Creek office  a-message-1

CALL BY CALL
  Tue, Mar 10, 01:00  +1 512 777 0004  left a message
  Tue, Mar 10, 02:14  +1 512 777 0004  water leak: nobody could be reached
  Tue, Mar 10, 03:00  +1 512 777 0004  water leak: connected to a technician (Bob Stone)
  Tue, Mar 10, 04:00  hidden  looked after by the telephone system while Nightbell was away
  Tue, Mar 10, 05:00  +1 512 777 0004  left without saying anything
  Tue, Mar 10, 06:00  +1 512 777 0004  left a message
`)
})

test('in the language of the person whose address it is', () => {
  const plan = planWithMail(25)
  const luz = { id: 'luz', name: 'Luz', phones: [], language: 'es', roles: [], absences: [], mail: 'a@b.test' }
  const spanish = { ...plan, people: { ...plan.people, luz } }
  expect(writeDigest(nothing, spanish)).toEqual({
    subject: '[Oak Creek] 0 llamadas, 0 mensajes en espera',
    text: 'Oak Creek\nDe lun, 9 de mar, 07:30 a martes, 10 de marzo de 2026, 07:30 CDT\n\nLLAMADAS: 0\n  ninguna\n',
  })
  const { subject, text } = writeDigest(badNight(), spanish)
  expect(subject).toBe('[Oak Creek] 1 asunto sin nadie a cargo; 1 sin resultado; 6 llamadas, 1 mensaje en espera')
  expect(text).toBe(`Oak Creek
De lun, 9 de mar, 07:30 a martes, 10 de marzo de 2026, 07:30 CDT

VEA ESTO PRIMERO
  NADIE SE ENCARGA: water leak, mar, 10 de mar, 02:14, llamó +1 512 777 0004 (nightbell incidents show i-b)
  SIN RESULTADO, Bob Stone se encargó: water leak, mar, 10 de mar, 03:00, llamó +1 512 777 0004 (nightbell incidents show i-c)
  No se pudo avisar: el webhook pm (opened), se dejó de intentar mar, 10 de mar, 04:30
  Todavía sin avisar: correo a kim@oak.test (unreached), se intenta desde mar, 10 de mar, 04:40
  Nightbell no estaba: mar, 10 de mar, 04:00, llamó oculto
  La línea +15550001111 no está en las reglas: mar, 10 de mar, 05:00, llamó +1 512 777 0004
  No se llamó enseguida a alguien 2 veces: se alcanzaron los límites de las reglas
  No se pudo devolver la llamada a 1 persona: las reglas no permiten su número

LLAMADAS: 6
     1  sin encontrar a nadie
     1  con el sistema telefónico, mientras Nightbell no estaba
     1  sin decir nada
     2  con un mensaje
     1  en comunicación con un técnico

ASUNTOS URGENTES: 2
  mar, 10 de mar, 02:14  water leak  +1 512 777 0004  NADIE SE ENCARGA
  mar, 10 de mar, 03:00  water leak  +1 512 777 0004  Bob Stone se encargó a los 2 min, sin resultado todavía

MENSAJES EN ESPERA: 1
  mar, 10 de mar, 01:01  +1 512 777 0004  45 s  Oak Creek office  a-message-1

LLAMADA POR LLAMADA
  mar, 10 de mar, 01:00  +1 512 777 0004  con un mensaje
  mar, 10 de mar, 02:14  +1 512 777 0004  water leak: sin encontrar a nadie
  mar, 10 de mar, 03:00  +1 512 777 0004  water leak: en comunicación con un técnico (Bob Stone)
  mar, 10 de mar, 04:00  oculto  con el sistema telefónico, mientras Nightbell no estaba
  mar, 10 de mar, 05:00  +1 512 777 0004  sin decir nada
  mar, 10 de mar, 06:00  +1 512 777 0004  con un mensaje
`)
})
