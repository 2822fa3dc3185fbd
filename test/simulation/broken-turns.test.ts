// A mistake of our own in any turn of any story, while it is decided or written: nobody is in silence, the world stays sound, everybody has an
// outcome, and nothing is left over. Here some of the turns; test/long/every-turn-breaks.test.ts breaks every one.
import { expect, test } from 'vitest'
import { openChance } from '../../src/simulation/chance.ts'
import { BREAKS, breaksOf, wrongWhenBroken } from '../support/breaking.ts'
import { SCENES } from '../support/scenes.ts'

/** Of each scene, for each way to break. */
const A_FEW = 1

test.each(SCENES.map(scene => [scene.name, scene] as const))('%s', async (_name, scene) => {
  const wrong: string[] = []
  for (const how of BREAKS) {
    const most = await breaksOf(scene, how)
    expect(most).toBeGreaterThan(1)
    const chance = openChance(most)
    for (let n = 0; n < A_FEW; n++) wrong.push(...(await wrongWhenBroken(scene, how, Math.ceil(chance.between(0, most)))))
  }
  expect(wrong).toEqual([])
})
