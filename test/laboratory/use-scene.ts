// What every test file on the real PBX needs: a scene with its daemon, and after each test the proof that no channel and no bridge is
// left, that no telephone had trouble, and that every stored call decides the same again.
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { type Scene, type SceneOptions, startScene, story } from './scene.ts'

export function useScene(options: SceneOptions = {}): () => Scene {
  let scene: Scene | undefined
  const current = (): Scene => {
    if (scene === undefined) throw new Error('the scene has not been started')
    return scene
  }

  beforeAll(async () => {
    scene = await startScene(options)
    await scene.startDaemon()
  })
  beforeEach(() => current().mark())
  afterEach(async ({ task }) => {
    const { lab, facts, replayAgrees, daemonLog } = current()
    if (task.result?.state === 'fail') console.error(`${task.name}:\n${story(facts())}\n${daemonLog().slice(-3000)}`)
    const troubles = lab.troubles()
    await lab.reset()
    await current().endIncidents()
    expect(await lab.box.leftovers()).toEqual([])
    expect(troubles).toEqual([])
    expect(replayAgrees().differing).toEqual([])
  })
  afterAll(() => scene?.stop())
  return current
}
