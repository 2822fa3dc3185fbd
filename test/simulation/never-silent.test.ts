import { expect, test } from 'vitest'
import { SCENES } from '../support/scenes.ts'
import { storyOf } from '../support/night.ts'
import { told } from '../support/never-silent.ts'

test.each(SCENES.map(scene => [scene.name, scene] as const))('%s: nobody is in silence', async (_name, scene) => {
  const { wrong, story } = await told(scene)
  expect(wrong, storyOf(story)).toEqual([])
})
