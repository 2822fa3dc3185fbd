// Nobody hears nothing for more than five seconds, in any story of the house, with a healthy exchange and with one that refuses, delays, or does
// and refuses a request. Here a part of the requests, drawn anew for each scene; test/long/every-request.test.ts tries every one of them.
import { beforeAll, describe, expect, test } from 'vitest'
import { openChance } from '../../src/simulation/chance.ts'
import { fatesOf, outcomeOf, type Told, told, wrongWith } from '../support/never-silent.ts'
import { storyOf } from '../support/night.ts'
import type { Scene } from '../support/scene.ts'
import { SCENES } from '../support/scenes.ts'

/** Of each scene's requests and fates. */
const A_FEW = 4

const scenes = SCENES.map(scene => [scene.name, scene] as const)

describe.each(scenes)('%s', (_name, scene) => {
  let alone: Told
  beforeAll(async () => {
    alone = await told(scene)
  })

  test('nobody is in silence', () => {
    expect(alone.wrong, storyOf(alone.story)).toEqual([])
  })

  test('nor with a false exchange', async () => {
    const healthy = outcomeOf(alone.story)
    const failing = fatesOf(alone)
    const chance = openChance(failing.length)
    const wrong: string[] = []
    for (let n = 0; n < A_FEW; n++) wrong.push(...(await wrongWith(scene, chance.pick(failing), healthy)))
    expect(wrong).toEqual([])
  })
})

test('an accept whose bridge can’t be had: over another bridge, and they talk', async () => {
  const { story } = await told(sceneOf('accepted at once'), request =>
    /^bridge talk-[^ ]*\d talk/.test(request) ? 'refused' : 'done',
  )
  expect(outcomeOf(story)).toContain('connected')
  expect([...story.exchange.met.keys()]).toEqual([expect.stringMatching(/-again$/)])
})

test('no bridge at all: both are told within five seconds, and the ladder goes on', async () => {
  const { story, wrong } = await told(sceneOf('the second rung accepts'), request =>
    request.startsWith('bridge talk-') ? 'refused' : 'done',
  )
  expect(wrong).toEqual([])
  const facts = story.journal.facts()
  const lost = facts.find(({ kind }) => kind === 'technician-lost')
  const accepted = facts.find(({ kind }) => kind === 'accepted')
  expect((lost?.at ?? 0) - (accepted?.at ?? 0)).toBeLessThan(5000)
  expect(facts.find(fact => fact.kind === 'told' && fact.what === 'technician-lost')).toBeDefined()
  expect(facts.filter(fact => fact.kind === 'dialled' && fact.at > (lost?.at ?? 0)).length).toBeGreaterThan(0)
  expect(facts.filter(({ kind }) => kind === 'bridged' || kind === 'connected')).toEqual([])
})

function sceneOf(name: string): Scene {
  const scene = SCENES.find(one => one.name.includes(name))
  if (!scene) throw new Error(`there is no scene ${name}`)
  return scene
}
