// Steps of a simulation: what one promised is kept before the next, however long the chain of it is.
import { expect, test } from 'vitest'
import { stepByStep } from '../../src/simulation/step-by-step.ts'

async function chain(links: number, atTheEnd: () => void): Promise<void> {
  for (let n = 0; n < links; n++) await Promise.resolve()
  process.nextTick(() => void Promise.resolve().then(atTheEnd))
}

test('what a step promised is kept before the next one begins', async () => {
  const told: string[] = []
  let nth = 0
  await stepByStep(() => {
    nth++
    told.push(`step ${nth}`)
    const mine = nth
    void chain(100, () => told.push(`kept ${mine}`))
    return nth < 200 ? 'goes on' : 'done'
  })
  const kept = told.filter(each => each.startsWith('kept'))
  expect(kept.length).toBeGreaterThanOrEqual(199)
  for (let n = 1; n < 200; n++) expect(told.indexOf(`kept ${n}`)).toBe(told.indexOf(`step ${n}`) + 1)
})

test('a step that throws ends it, and whoever waits is told', async () => {
  let steps = 0
  const steady = stepByStep(() => {
    steps++
    if (steps === 3) throw new Error('a mistake')
    return 'goes on'
  })
  await expect(steady).rejects.toThrow('a mistake')
  await new Promise(resolve => setImmediate(resolve))
  expect(steps).toBe(3)
})
