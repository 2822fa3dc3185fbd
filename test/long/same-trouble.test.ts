// The same trouble twice, on the real PBX: a second call about an open incident is told so, adds words, insists, or is another trouble.
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene({
  rules: ports => {
    const all = laboratoryRules(ports)
    const box = all['box.yaml']?.replace('same-trouble: never', 'same-trouble: property') ?? ''
    const ladders = all['ladders.yaml']?.replace('ring: 4s', 'ring: 30s').replace('accept: 12s', 'accept: 60s') ?? ''
    return { ...all, 'box.yaml': box, 'ladders.yaml': ladders }
  },
})

async function urgent(callerId: string, holds = true) {
  const call = await scene().lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses('1')
  if (holds) {
    await scene().fact('asked', { question: 'statement' })
    await call.presses('#')
    await scene().fact('held')
  }
  return call
}

test('a second caller joins, and adds words; the technician hears that there are more, and owns it for both', async () => {
  const { lab, fact, facts, state } = scene()
  lab.phone(phone.ana).rings()
  const first = await urgent('+15127770101')
  const second = await urgent('+15127770102', false)
  const joined = await fact('joined')
  await second.hears()
  await second.presses('1')
  await fact('statement-began')
  await second.says('There is water in unit twelve as well.')
  await second.presses('#')
  await fact('statement-added', { stream: joined.stream } as never)
  await second.ended(20_000)
  await fact('left', { outcome: 'joined' })
  expect(facts().filter(each => each.kind === 'opened')).toHaveLength(1)
  const shown = await nightbell(['calls', 'show', String((await fact('left', { outcome: 'joined' })).stream), '--state', state])
  expect(shown.stdout).toContain('Another caller about the same')
  await nightbell(['incidents', 'ack', joined.stream, '--by', 'ben', '--why', 'drives by', '--state', state])
  await fact('acknowledged')
  await first.ended(30_000)
})

test('a second caller insists while it rings: on hold, next in line when the first hangs up, and connected', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers().hearing().presses('1').plays(900)
  const first = await urgent('+15127770103')
  const second = await urgent('+15127770104', false)
  await fact('joined')
  await second.presses('2')
  await fact('insisted')
  await first.hangsUp()
  await fact('caller-left')
  await fact('attempt-ended', { person: 'ana', result: 'no-answer' })
  await fact('bridged', { person: 'ben' })
  await second.hearsTone(900)
  await second.hangsUp()
  await fact('left', { outcome: 'connected' })
  expect(facts().filter(each => each.kind === 'opened')).toHaveLength(1)
  expect(facts().filter(each => each.kind === 'dialled')).toHaveLength(2)
}, 90_000)

test('a second caller insists while the technician talks: somebody else is rung, and both talks go on', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(600)
  lab.phone(phone.ben).answers().hearing().presses('1').plays(900)
  const first = await urgent('+15127770105', false)
  await fact('bridged', { person: 'ana' })
  const second = await urgent('+15127770106', false)
  await fact('joined')
  await second.presses('2')
  const insisted = await fact('insisted')
  expect(insisted.beside).not.toBeNull()
  await fact('passed-over', { person: 'ana' })
  await fact('bridged', { person: 'ben' })
  await second.hearsTone(900)
  await first.hearsTone(600)
  expect(
    facts()
      .filter(each => each.kind === 'dialled')
      .map(each => each.kind === 'dialled' && each.person),
  ).toEqual(['ana', 'ben'])
  await second.hangsUp()
  await first.hangsUp()
  await fact('left', { outcome: 'connected' }, 2)
})

test('mine is something else: an incident of its own', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).rings()
  const first = await urgent('+15127770107')
  const second = await urgent('+15127770108', false)
  await fact('joined')
  await second.presses('3')
  const two = await fact('opened', {}, 2)
  for (const each of [first, second]) await each.hangsUp()
  const { state } = scene()
  const one = await fact('opened')
  for (const { stream } of [one, two])
    await nightbell(['incidents', 'ack', stream, '--by', 'ben', '--why', 'the test is over', '--state', state])
  await fact('acknowledged', {}, 2)
})
