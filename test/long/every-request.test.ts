// A false exchange that refuses each request of each story once, twice and always, answers it late, or does it and refuses it all the same; and
// all requests of a kind from any moment on. Nobody is in silence, nothing is left over, and what is tried again leads to the same.
import { expect, test } from 'vitest'
import { fatesOf, outcomeOf, told, wrongWith } from '../support/never-silent.ts'
import { SCENES } from '../support/scenes.ts'

const scenes = SCENES.map(scene => [scene.name, scene] as const)

test.each(scenes)('%s: whichever request fails', { timeout: 300_000 }, async (_name, scene) => {
  const alone = await told(scene)
  const healthy = outcomeOf(alone.story)
  const wrong: string[] = []
  for (const failing of fatesOf(alone)) wrong.push(...(await wrongWith(scene, failing, healthy)))
  expect(wrong).toEqual([])
})
