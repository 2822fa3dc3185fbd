// The owner of an incident, on the real PBX and the real daemon: reminded by a text message through an HTTP gateway, and told what a neighbour
// adds, by text or by a call that plays it. Two who own it in the same moment: exactly one does, and the other is told who.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askAct } from '../../src/cli/control-client.ts'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { type HttpServerOfTest, openHttpServer } from '../support/http-server.ts'
import { openIncidents } from '../support/incidents-of.ts'
import { nightbell } from '../support/nightbell.ts'

const DESK = '+15125550108'
let texts: HttpServerOfTest
beforeAll(async () => {
  texts = await openHttpServer()
})
afterAll(() => texts.close())
const scene = useScene({ rules })

function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  const box = all['box.yaml']
    ?.replace('same-trouble: never', 'same-trouble: property')
    .replace('  unknown-line: closed-court', `  unknown-line: closed-court\n  desk: { lines: ["${DESK}"] }`)
  const people = all['people.yaml']?.replace(`phones: ["${phone.ana}"]`, `phones: ["${phone.ana}"], sms: "${phone.ana}"`)
  const ladders = all['ladders.yaml']
    ?.replace('  steps:\n', '  steps:\n    reminder: 1m\n')
    .replace('  twice:\n', '  twice:\n    reminder: never\n    added-words: call\n')
    .replaceAll('accept: 12s', 'accept: 60s')
    .replaceAll('accept: 8s', 'accept: 60s')
  return {
    ...all,
    ...{ 'box.yaml': box ?? '', 'people.yaml': people ?? '', 'ladders.yaml': ladders ?? '' },
    'texts.yaml': `sms: { url: "${texts.url}/send", body: { to: "{to}", text: "{text}" } }\n`,
  }
}

async function urgent(key: string, callerId: string) {
  const call = await scene().lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses(key)
  return call
}

async function neighbour(key: string, callerId: string) {
  const call = await urgent(key, callerId)
  await scene().fact('joined')
  await call.presses('1')
  await scene().fact('statement-began')
  await call.says('There is water in unit twelve as well.')
  await call.presses('#')
  await scene().fact('statement-added', { why: 'another caller about the same said more' })
  await call.ended(20_000)
}

const sent = () => texts.taken.map(({ body }) => JSON.parse(body) as { to: string; text: string })

test('by text: what a neighbour adds, and the reminder, which says how to answer; nobody is rung for either', async () => {
  const { lab, fact, facts, state } = scene()
  lab.phone(phone.ana).answers().hearing().presses('5')
  const first = await urgent('1', '+15127770041')
  const { stream } = await fact('owned', { person: 'ana' })
  await first.ended(30_000)
  await neighbour('1', '+15127770042')
  await texts.take(1)
  expect(sent()[0]).toMatchObject({
    to: phone.ana,
    text: expect.stringMatching(/1 caller has said more. To hear it, call .*press 4/),
  })
  await fact('owner-told', { of: 'reminder', by: 'sms' }, 1, 90_000)
  await texts.take(2)
  expect(sent()[1]?.text).toContain(`What became of it? Please call ${DESK} and press 4.`)
  await fact('notice-sent', { event: 'reminder' })
  expect(facts().filter(each => each.kind === 'dialled')).toHaveLength(1)
  const shown = await nightbell(['incidents', 'show', stream, '--state', state])
  expect(shown.stdout).toMatch(/Ana is reminded, by text message/)
  expect(shown.stdout).toMatch(/2 callers:/)
}, 180_000)

test('by a call: the neighbour’s words are played, and a key says what became of it', async () => {
  const { lab, fact } = scene()
  const cleo = lab.phone(phone.cleo)
  cleo.onRing(1).answers().hearing().presses('5')
  cleo.onRing(2).answers().hearing().pauses(6000).presses('2')
  const first = await urgent('4', '+15127770043')
  await fact('owned', { person: 'cleo' })
  await first.ended(30_000)
  await neighbour('4', '+15127770044')
  await fact('owner-told', { of: 'added-words', by: 'call', statements: 1 }, 1, 90_000)
  await fact('resolved', { outcome: 'going-out', by: 'cleo' })
  await cleo.ended(2)
}, 180_000)

test('two own it in the same moment, one by key and one at the command line: exactly one does, the other is told who', async () => {
  const { lab, fact, facts, ask, state } = scene()
  lab.phone(phone.ana).answers()
  const resident = await urgent('1', '+15127770045')
  const ana = await lab.phone(phone.ana).answered()
  await ana.hears()
  const [open] = ask(openIncidents)
  const asked = { id: open?.id ?? '', who: 'ben', why: 'drives by' }
  const [, said] = await Promise.all([ana.presses('5'), askAct(state, '/incidents/ack', asked)])
  await fact('acknowledged')
  await fact('leg-key', { person: 'ana' }, 1, 2000).catch(() => undefined)
  const owners = facts().flatMap(each => (each.kind === 'owned' ? [each.person] : []))
  expect(owners).toHaveLength(1)
  expect(facts().filter(each => each.kind === 'acknowledged')).toHaveLength(1)
  const answer = said.running === true ? said.body : said
  expect(answer).toMatchObject(owners[0] === 'ben' ? { done: 'now', by: 'ben' } : { done: 'before', by: 'ana' })
  await ana.ended()
  await resident.ended(60_000)
  // And the loser at the command line, a moment too late.
  const late = await nightbell(['incidents', 'ack', open?.id ?? '', '--by', 'cleo', '--why', 'too', '--state', state])
  expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining(`${owners[0]} has it already`) })
})

test('owned at the command line while she is being briefed: she hears who has it, and her key changes nothing', async () => {
  const { lab, fact, facts, ask, state } = scene()
  lab.phone(phone.ana).answers()
  const resident = await urgent('1', '+15127770046')
  const ana = await lab.phone(phone.ana).answered()
  await ana.hears()
  const [open] = ask(openIncidents)
  await askAct(state, '/incidents/ack', { id: open?.id ?? '', who: 'ben', why: 'drives by' })
  await ana.presses('5')
  await fact('attempt-ended', { person: 'ana', result: 'called-off' })
  expect(facts().flatMap(each => (each.kind === 'owned' ? [each.person] : []))).toEqual(['ben'])
  await ana.ended()
  await resident.ended(60_000)
})
