// What a call costs Asterisk: how many requests each scene makes when nothing fails. A request that is made once more for every
// call, or again and again while somebody waits, is seen here before a load test sees it.
import { expect, test } from 'vitest'
import { told } from '../support/never-silent.ts'
import { SCENES } from '../support/scenes.ts'

test.each([
  ['accepted at once', 20],
  ['the second rung accepts', 30],
  ['everybody is rung at once', 29],
  ['the caller is called back', 36],
  ['a message, begun again', 12],
  ['a transfer to a number', 18],
  ['at the desk: the resident is called back', 44],
  ['a second caller joins, and adds words', 41],
])('%s: %i requests at most', async (name, most) => {
  const scene = SCENES.find(one => one.name.includes(name))
  if (scene === undefined) throw new Error(`there is no scene ${name}`)
  const { requests } = await told(scene)
  const kinds = new Map<string, number>()
  for (const request of requests) {
    const kind = request.split(' ')[0] ?? ''
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  const count = [...kinds.values()].reduce((sum, n) => sum + n, 0)
  expect(count, JSON.stringify([...kinds])).toBeLessThanOrEqual(most)
})
