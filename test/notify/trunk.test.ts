// Trouble of a trunk, as people and programs outside are told it: whom, how often, in which words, and from the journal to the mail.
import { expect, test } from 'vitest'
import { sentence } from '../../src/cli/story.ts'
import { mayBeTold } from '../../src/core/notices/events.ts'
import { noticesOf } from '../../src/core/notices/notices-of.ts'
import type { Post, TrunkAbout } from '../../src/core/notices/post.ts'
import type { Person, Plan } from '../../src/core/plan/plan.ts'
import { propertiesOver } from '../../src/core/plan/uses-trunk.ts'
import { type EpochMs, trunkStream } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import { webhookBody } from '../../src/notify/webhook-body.ts'
import { writeNotice } from '../../src/notify/write-notice.ts'
import { compileRules } from '../../src/rules/load.ts'
import { at } from '../store/example-turns.ts'
import { openMailServer } from '../support/mail-server.ts'
import { HASH, Office, until } from './office.ts'

const YAML = `
box: { name: N, caller-id: +1 512 555 0100, zone: America/Chicago, failsafe: +1 512 555 0119 }
mail: { server: mail.test, from: n@box.test }
webhooks: { pm: { url: "https://pm.test/" } }
trunks:
  both: { host: 192.0.2.1, outbound: yes, owns: [+1 512 555 0100, +1 512 555 0101, +1 512 555 0102] }
  spare: { host: 192.0.2.2, outbound: yes, owns: [+1 512 555 0100] }
  elm-pbx: { host: 192.0.2.3 }
  fir-pbx: { host: 192.0.2.4, owns: [+1 512 555 0103] }
  nobodys: { host: 192.0.2.5 }
people:
  sam: { name: Sam, phones: [+1 512 555 0151], mail: sam@oak.test }
  max: { name: Max, phones: [+1 512 555 0152], mail: max@all.test, quiet: 21:00-07:00, zone: America/Chicago }
ladders: { all: { rungs: [{ who: sam }], exhausted: { notify: max } } }
menus: { main: { keys: { 1: { for: an emergency, escalate: all } } } }
defaults: { menu: main, on-no-key: escalate, hours: { mon-sun: 00:00-24:00 }, outbound: [both] }
properties:
  oak: { name: Oak, lines: [+1 512 555 0101], digest: { at: 07:00, mail: [office@oak.test, hq@all.test] } }
  elm: { name: Elm, lines: [{ number: +1 512 555 0102, trunk: elm-pbx }], digest: { at: 07:00, mail: hq@all.test } }
  fir: { name: Fir, lines: [+1 512 555 0103], outbound: [spare], caller-id: +1 512 555 0100, notify: [{ on: trunk, webhook: pm }] }
`

function rules(): Plan {
  const compiled = compileRules(new Map([['box.yaml', YAML]]))
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.plan
}

type Trouble = Extract<Input, { type: 'trunkTrouble' }>

function input(trunk: string, more: Partial<Trouble> = {}): Trouble {
  return {
    ...{
      type: 'trunkTrouble',
      stream: trunkStream(trunk),
      plan: HASH,
      trunk,
      trouble: 'unregistered',
      since: at(0),
      until: null,
    },
    ...{ reason: '403 Forbidden; check user, password and realm', ...more },
  }
}

const turnOf = (given: Trouble, seconds = 125) => takeTurn(emptyWorld(), given, at(seconds))

function notices(trunk: string, more: Partial<Trouble> = {}, seconds = 125) {
  const { facts, commands, changes } = turnOf(input(trunk, more), seconds)
  const [fact, ...others] = facts
  if (fact === undefined || others.length + commands.length + changes.length > 0) throw new Error('one fact, and no more')
  expect(mayBeTold(fact)).toBe(true)
  return noticesOf(fact, { property: null, ladder: null }, rules())
}

test.each([
  ['both', ['oak', 'elm']],
  ['spare', ['fir']],
  ['elm-pbx', ['elm']],
  ['fir-pbx', ['fir']],
  // Lines of any trunk may come over it.
  ['nobodys', ['oak', 'fir']],
  ['gone', []],
])('%s is used by %j', (trunk, properties) => {
  expect(propertiesOver(rules(), trunk).map(({ id }) => id)).toEqual(properties)
})

test('the managers and the digest’s addresses of each property that uses it, each address once, quiet hours kept', () => {
  const told = notices('both')
  const seven = Date.parse('2026-03-08T07:00:00-05:00')
  expect(told.map(({ property, tell }) => [property, ...tell.map(({ way, to }) => `${way} ${to}`)])).toEqual([
    ['oak', 'mail max@all.test', 'mail office@oak.test', 'mail hq@all.test'],
  ])
  expect(told[0]?.tell.map(each => each.at)).toEqual([seven, at(125), at(125)])
  expect(notices('elm-pbx').flatMap(({ property, tell }) => [property, ...tell.map(({ to }) => to)])).toEqual([
    ...['elm', 'max@all.test', 'hq@all.test'],
  ])
})

test('a property that has a rule for it tells by that alone; a trunk that the rules do not have tells nobody', () => {
  expect(notices('spare').flatMap(({ tell }) => tell)).toEqual([{ way: 'webhook', to: 'pm', at: at(125) }])
  expect(notices('nobodys').flatMap(({ tell }) => tell.map(({ to }) => to))).toEqual([
    ...['max@all.test', 'office@oak.test', 'hq@all.test', 'pm'],
  ])
  expect(notices('gone')).toEqual([])
})

test('beginning and end have keys of their own', () => {
  const [began] = notices('both')
  const [ended] = notices('both', { until: at(3000) }, 3120)
  expect([began?.key, ended?.key]).toEqual([`trunk-both:unregistered:${at(125)}`, `trunk-both:well:${at(3120)}`])
})

const began: TrunkAbout = {
  ...{ event: 'trunk', trunkStream: trunkStream('both'), trunk: 'both', trouble: 'unregistered', since: at(0), until: null },
  reason: '403 Forbidden; check user, password and realm',
}

function written(about: TrunkAbout, to = 'hq@all.test', seconds = 125) {
  const luz: Person = { id: 'luz', name: 'Luz', phones: [], language: 'es', roles: [], absences: [], mail: 'luz@oak.test' }
  const plan = rules()
  const post: Post = {
    ...{ key: 'k', thread: 't', way: 'mail', to, all: [to], attempts: 0, property: 'oak', who: null },
    ...{ madeAt: at(seconds), firstAt: 0 as EpochMs, about },
  }
  return { ...writeNotice(post, { ...plan, people: { ...plan.people, luz } }, 'none'), body: webhookBody(post, plan) }
}

test('in English: what it is, since when, why, for whom; then from when to when', () => {
  const { subject, text, sms, unusable, body } = written(began)
  expect(subject).toBe('[N] Trunk both is not registered since 01:59')
  expect(text).toBe(`Trunk both is not registered since 01:59.

Since       Sunday, March 8, 2026 at 01:59 CST
Reason      403 Forbidden; check user, password and realm
Properties  Oak, Elm

Calls may fail to come in or go out over it. The box goes on trying by itself; you are told when it is well again.

How it is now, and what was said over it:
  nightbell trunks
  nightbell trunks trace both
`)
  expect(sms).toBe('N: trunk both is not registered since 01:59. 403 Forbidden; check user, password and realm')
  expect(unusable).toEqual([])
  expect(body).toMatchObject({
    ...{ event: 'trunk', property: null },
    trunk: { id: 'both', trouble: 'unregistered', since: new Date(at(0)).toISOString(), until: null, properties: ['oak', 'elm'] },
  })
  const ended = written({ ...began, until: at(2880), reason: '' }, 'hq@all.test', 3000)
  expect(ended.subject).toBe('[N] Trunk both is registered again; it was not from 01:59 to 03:47')
  expect(ended.text).not.toContain('Reason')
  expect(ended.body).toMatchObject({ trunk: { until: new Date(at(2880)).toISOString() } })
  expect(written({ ...began, until: at(100_000) }).subject).toMatch(/it was not from Sun, Mar 8, 01:59 to 06:46$/)
})

test.each([
  ['away', 'does not answer since 01:59'],
  ['media-refused', 'offers only audio that the box can not take'],
  ['calls-refused', 'refuses our calls before they ring'],
] as const)('%s has its words', (trouble, words) => {
  expect(written({ ...began, trouble }).subject).toBe(`[N] Trunk both ${words}`)
})

test('in Spanish to whoever reads Spanish', () => {
  expect(written(began, 'luz@oak.test').subject).toBe('[N] La troncal both no está registrada desde 01:59')
  expect(written({ ...began, until: at(2880) }, 'luz@oak.test').subject).toBe(
    '[N] La troncal both está registrada otra vez; no lo estuvo de 01:59 a 03:47',
  )
})

test('the story tells it', () => {
  const told = (given: Trouble) => turnOf(given).facts.map(fact => sentence(fact, rules()))
  expect(told(input('both'))).toEqual([
    'Trunk both is not registered, for 2 min 5 s now: 403 Forbidden; check user, password and realm',
  ])
  expect(told(input('both', { until: at(60), reason: '' }))).toEqual(['Trunk both is registered again, after 1 min'])
})

test('from the journal to the mail; the trunk’s story has it, and what was told is known after a restart', async () => {
  const server = await openMailServer()
  const { both: carrier } = rules().trunks
  const office = new Office(server.port, {
    ...{ property: { digest: { at: 420, mail: ['boss@oak.test'] } }, plan: { trunks: carrier === undefined ? {} : { carrier } } },
  })
  try {
    const trunk = 'carrier'
    office.now = at(400)
    office.open()
    office.commit(turnOf(input(trunk)), turnOf(input(trunk, { until: at(180), reason: '' }), 310))
    await server.mail(2)
    expect(server.received.map(({ mail }) => mail.subject).toSorted()).toEqual([
      `[Nightbell] Trunk ${trunk} is not registered since 01:59`,
      `[Nightbell] Trunk ${trunk} is registered again; it was not from 01:59 to 03:02`,
    ])
    await until(() => office.told.length === 2, 'two facts say that it was sent')
    expect(office.told.map(({ kind, stream }) => [kind, stream])).toEqual(Array(2).fill(['notice-sent', `trunk-${trunk}`]))
    expect(office.told.map(fact => sentence(fact, office.plan))).toEqual(
      Array(2).fill('Mail to boss@oak.test about this (trunk) was sent'),
    )
    expect(office.journal.past.trunksTold()).toEqual([
      { trunk, trouble: 'unregistered', since: at(0), at: at(125), isOver: true },
    ])
  } finally {
    await office.remove()
    await server.close()
  }
})
