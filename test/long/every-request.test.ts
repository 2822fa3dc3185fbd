import { expect, test } from 'vitest'
import { fatesOf, told } from '../support/never-silent.ts'
import { SCENES } from '../support/scenes.ts'

test.each(SCENES.map(scene => [scene.name, scene] as const))('%s: whichever request fails, nobody is in silence', async (_name, scene) => {
  const wrong: string[] = []
  for (const { name, fates } of await fatesOf(scene)) {
    const found = await told(scene, fates())
    wrong.push(...found.wrong.map(what => `${name}: ${what}`))
  }
  expect(wrong).toEqual([])
}, 600_000)
