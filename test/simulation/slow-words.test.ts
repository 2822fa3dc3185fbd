// An administrator's own recording, or a slow voice, may take far longer over what is said before a talk than its text tells. The two come together
// all the same, whichever of them has to wait, and nobody waits in silence. How it is decided: leg/before-talk.ts.
import { describe, expect, test } from 'vitest'
import { PHRASES, type PhraseKey } from '../../src/core/words/phrases.ts'
import { outcomeOf, told } from '../support/never-silent.ts'
import { storyOf } from '../support/night.ts'
import type { Scene } from '../support/scene.ts'
import { SCENES } from '../support/scenes.ts'

const SLOW_MS = 15_000

/** What the technician, or whoever is transferred to, hears before the talk; and what the other side hears. */
const TALKS: readonly (readonly [scene: string, theirs: PhraseKey, others: PhraseKey])[] = [
  ['the second rung accepts, and they talk', 'you-have-it', 'connecting'],
  ['accepted at once, and the talk is recorded', 'you-have-it', 'connecting'],
  ['the caller is called back', 'call-back-answered', 'call-back-hello'],
  ['a transfer to a person', 'transfer-joined', 'connecting'],
  ['somebody at the phone desk takes the caller', 'you-have-it', 'connecting'],
]

describe.each(TALKS)('%s', (name, theirs, others) => {
  const cases: readonly (readonly [PhraseKey, ...PhraseKey[]])[] = [[theirs], [others], [theirs, others]]
  test.each(cases)('%s takes 15 seconds', async (...slow) => {
    const scene = sceneOf(name)
    const healthy = outcomeOf((await told(scene)).story)
    const { wrong, story } = await told(withSlow(scene, slow))
    expect(wrong, storyOf(story)).toEqual([])
    expect(outcomeOf(story), storyOf(story)).toEqual(healthy)
  })
})

test('a word that takes longer than anybody can wait for is cut, and they talk', async () => {
  const scene = sceneOf('the second rung accepts')
  const { wrong, story } = await told(withSlow(scene, ['connecting'], 120_000))
  expect(wrong, storyOf(story)).toEqual([])
  expect(outcomeOf(story), storyOf(story)).toContain('connected')
})

function withSlow(scene: Scene, slow: readonly PhraseKey[], ms = SLOW_MS): Scene {
  const ownRecordings = slow.map(key => ({ text: (PHRASES.en?.[key] ?? '').replace('{property}', 'Oak Creek'), ms }))
  return { ...scene, options: { ...scene.options, ownRecordings } }
}

function sceneOf(name: string): Scene {
  const scene = SCENES.find(one => one.name.includes(name))
  if (!scene) throw new Error(`there is no scene ${name}`)
  return scene
}
