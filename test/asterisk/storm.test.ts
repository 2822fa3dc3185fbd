// A storm on the real PBX: forty residents of one property call at once about the same. One incident, the technician is rung once, and
// every caller hears what is known and has an outcome.
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { openIncidents } from '../support/incidents-of.ts'

const CALLERS = 40

const scene = useScene({
  rules: ports => {
    const all = laboratoryRules(ports)
    const box = (all['box.yaml'] ?? '')
      .replace('storm: never', 'storm: { callers: 5, within: 10m }')
      .replace('same-trouble: never', 'same-trouble: caller')
    const ladders = all['ladders.yaml']?.replace('ring: 4s', 'ring: 20s').replace('accept: 12s', 'accept: 60s') ?? ''
    return { ...all, 'box.yaml': box, 'ladders.yaml': ladders }
  },
})

test('forty callers at once', async () => {
  const { lab, fact, facts } = scene()
  // She answers when the storm is told, so that it is known how often she was rung.
  const ana = lab.phone(phone.ana)
  ana.rings()
  const began = performance.now()
  const calls = await Promise.all(
    Array.from({ length: CALLERS }, async (_, n) => {
      const call = await lab.resident.calls(line.closed, { callerId: `+1512778${String(1000 + n)}` })
      await call.answered()
      await call.presses('1')
      return call
    }),
  )
  await fact('storm-began')
  await fact('joined', {}, CALLERS - 4)
  const joinedMs = performance.now() - began
  const open = facts().filter(each => each.kind === 'opened')
  const folded = facts().filter(each => each.kind === 'folded')
  expect(open.length - folded.length).toBe(1)
  expect(facts().filter(each => each.kind === 'storm-began')).toHaveLength(1)
  const incident = facts().find(each => each.kind === 'storm-began')?.stream ?? ''
  expect(
    scene()
      .ask(openIncidents)
      .map(({ id }) => id),
  ).toEqual([incident])
  const rung = facts().flatMap(each => (each.kind === 'dialled' ? [each.person] : []))
  expect(rung).toEqual(['ana'])
  // Half of them hang up at once, the others when they have heard that it is known.
  await Promise.all(calls.slice(0, CALLERS / 2).map(call => call.hangsUp()))
  scene().lab.phone(phone.ben).answers().hearing().presses('5')
  await fact('left', {}, CALLERS / 2)
  await Promise.all(calls.slice(CALLERS / 2).map(call => call.hears()))
  await Promise.all(calls.slice(CALLERS / 2).map(call => call.hangsUp()))
  await fact('left', {}, CALLERS)
  const outcomes = new Map<string, number>()
  for (const each of facts()) if (each.kind === 'left') outcomes.set(each.outcome, (outcomes.get(each.outcome) ?? 0) + 1)
  console.log(
    `${CALLERS} callers joined within ${Math.round(joinedMs)} ms; outcomes ${JSON.stringify([...outcomes])}; opened ${open.length}, folded ${folded.length}`,
  )
  expect([...outcomes.values()].reduce((a, b) => a + b, 0)).toBe(CALLERS)
  await fact('owned', { person: 'ben' })
  await fact('acknowledged')
  expect(facts().flatMap(each => (each.kind === 'dialled' ? [each.person] : []))).toEqual(['ana', 'ben'])
}, 180_000)
