// Each turn of each story breaks, while it is decided or written; and from each on, all of them. What must hold is in
// test/simulation/broken-turns.test.ts.
import { expect, test } from 'vitest'
import { BREAKS, breaksOf, wrongWhenBroken } from '../support/breaking.ts'
import { SCENES } from '../support/scenes.ts'

test.each(SCENES.map(scene => [scene.name, scene] as const))('%s', { timeout: 300_000 }, async (_name, scene) => {
  const wrong: string[] = []
  for (const how of BREAKS) {
    const most = await breaksOf(scene, how)
    for (let nth = 1; nth <= most; nth++) wrong.push(...(await wrongWhenBroken(scene, how, nth)))
  }
  expect(wrong).toEqual([])
})
