// A storm over a trunk of twenty channels, four of which are kept free: sixteen callers are let in, the others hear that the line is busy,
// and the technician can still be rung over the same trunk.
import { expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const CALLERS = 40
const CHANNELS = 20
const KEPT_FREE = 4

const scene = useScene({
  rules: ports => {
    const all = laboratoryRules(ports)
    const box = (all['box.yaml'] ?? '')
      .replace('storm: never', 'storm: { callers: 5, within: 10m }')
      .replace('same-trouble: never', 'same-trouble: caller')
      .replace('outbound: [carrier-a, carrier-b]', 'outbound: [carrier-a]')
      .replace('  carrier-a: {', `  carrier-a: { channels: ${CHANNELS}, keep-free: ${KEPT_FREE},`)
    const ladders = all['ladders.yaml']?.replace('ring: 4s', 'ring: 8s') ?? ''
    return { ...all, 'box.yaml': box, 'ladders.yaml': ladders }
  },
})

test('forty callers at once over twenty channels', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers().hearing().presses('5')
  const calls = await Promise.all(
    Array.from({ length: CALLERS }, (_, n) => lab.resident.calls(line.closed, { callerId: `+1512779${String(1000 + n)}` })),
  )
  const inside = (
    await Promise.all(
      calls.map(async call => {
        const there = await call.answered().then(
          () => true,
          () => false,
        )
        if (there) await call.presses('1')
        return there ? [call] : []
      }),
    )
  ).flat()
  expect(inside).toHaveLength(CHANNELS - KEPT_FREE)
  await fact('storm-began')
  // The kept channels carry the legs of the ladder.
  await fact('rang', { person: 'ana' })
  await fact('answered', { person: 'ben' })
  await fact('owned', { person: 'ben' })
  expect(facts().filter(each => each.kind === 'attempt-ended' && each.result === 'congestion')).toEqual([])
  await Promise.all(inside.map(call => call.hangsUp()))
  await fact('over-cap', {}, CALLERS - inside.length)
  await fact('left', {}, CALLERS)
  expect(facts().filter(each => each.kind === 'left')).toHaveLength(CALLERS)
}, 180_000)
