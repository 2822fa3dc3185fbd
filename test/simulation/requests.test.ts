// What a call costs Asterisk: how many requests each scene makes when nothing fails. A request that is made once more for every
// call, or again and again while somebody waits, is seen here before a load test sees it.
import { expect, test } from 'vitest'
import { told } from '../support/never-silent.ts'
import { SCENES } from '../support/scenes.ts'

test.each([
  ['accepted at once', 19],
  ['the second rung accepts', 30],
  ['everybody is rung at once', 28],
  ['the caller is called back', 31],
  ['a message, begun again', 10],
  ['a transfer to a number', 15],
  ['at the desk: the resident is called back', 36],
  ['a second caller joins, and adds words', 37],
])('%s: %i requests at most', async (name, most) => {
  const scene = SCENES.find(one => one.name.includes(name))
  if (scene === undefined) throw new Error(`there is no scene ${name}`)
  const { requests } = await told(scene)
  const kinds = new Map<string, number>()
  for (const request of requests) {
    const kind = request.split(' ')[0] ?? ''
    // Renewed by the clock, however little happens.
    if (kind !== 'deadMan') kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  const count = [...kinds.values()].reduce((sum, n) => sum + n, 0)
  expect(count, JSON.stringify([...kinds])).toBeLessThanOrEqual(most)
})
