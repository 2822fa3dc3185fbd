// kill -9 of the daemon at many moments of the standard story (urgent, rung 1 does not answer, rung 2 accepts, they talk), restarted at
// once. The moments are drawn from a seed: NIGHTBELL_SEED and NIGHTBELL_RUNS repeat or lengthen a run.
import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { csvFields } from '../../src/ari/witness.ts'
import type { Leg } from '../laboratory/leg.ts'
import { line, phone } from '../laboratory/rules.ts'
import { type Scene, startScene, story } from '../laboratory/scene.ts'
import { chance } from './chance.ts'

const SEED = Number(process.env.NIGHTBELL_SEED ?? 20_261_123)
const RUNS = Number(process.env.NIGHTBELL_RUNS ?? 25)
/** The story lasts about so long, ms: menu, 4 s of ringing, an answer, a briefing, a talk. */
const STORY_MS = 9500

const random = chance(SEED)
const moments = Array.from({ length: RUNS }, (_, n) => Math.round(((n + random()) * STORY_MS) / RUNS))
const seen: string[] = []
let scene: Scene

beforeAll(async () => {
  scene = await startScene()
  await scene.startDaemon()
})
beforeEach(() => scene.mark())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(`${story(scene.facts())}\n${scene.daemonLog().slice(-4000)}`)
  await scene.lab.reset()
  expect(await scene.lab.box.leftovers()).toEqual([])
})
afterAll(async () => {
  console.log(`seed ${SEED}, ${RUNS} kills:\n${seen.join('\n')}`)
  await scene?.stop()
})

/** Whom the caller ends up talking to: a technician (900 Hz) or whoever the failsafe reached (1300 Hz). */
function hearsSomebody(call: Leg): Promise<'technician' | 'failsafe'> {
  return Promise.any([
    call.hearsTone(900, { forMs: 600, timeout: 90_000 }).then(() => 'technician' as const),
    call.hearsTone(1300, { forMs: 600, timeout: 90_000 }).then(() => 'failsafe' as const),
  ])
}

test.each(moments.map((ms, n) => [n + 1, ms]))('kill %i, %i ms into the story', { timeout: 150_000 }, async (n, ms) => {
  const { lab, facts, ask } = scene
  lab.phone(phone.ana).rings()
  // A key that fell into the gap is lost; whoever hears the briefing anew presses it again.
  const ben = lab.phone(phone.ben).answers({ after: 1500 }).hearing()
  for (let again = 0; again < 3; again++) ben.pauses(again === 0 ? 400 : 2500).presses('1')
  ben.plays(900)
  lab.phone(phone.failsafe).answers().hearing().presses('1').plays(1300)
  const killed = new Promise<void>((resolve, reject) => {
    setTimeout(() => {
      scene
        .killDaemon()
        .then(() => scene.startDaemon())
        .then(resolve, reject)
    }, ms)
  })
  const call = await lab.resident.calls(line.closed, { callerId: `+1512777${String(2000 + n)}` })
  await call.answered()
  await call.hears()
  const pressing = pressUntilRung(call)
  const whom = await hearsSomebody(call)
  await pressing
  await killed
  await call.hangsUp()
  await call.ended()
  if (whom === 'technician') await scene.fact('left', {}, 1)
  // The technician would now be asked what became of it.
  await Promise.all(ben.legs.map(leg => leg.hangsUp()))
  const legs = facts().flatMap(f => (f.kind === 'dialled' ? [f.leg] : []))
  const rung = [phone.ana, phone.ben].flatMap(number => lab.phone(number).legs.map(leg => `${number} ${leg.id}`))
  expect(new Set(legs).size).toBe(legs.length)
  // A leg is a ring at most once: there are never more rings than attempts.
  expect(rung.length).toBeLessThanOrEqual(legs.length)
  const dials = legsDialled(readFileSync(lab.box.witness, 'utf8'))
  expect(dials.filter((id, k) => dials.indexOf(id) !== k)).toEqual([])
  expect(await lab.box.leftovers()).toEqual([])
  expect(scene.replayAgrees().differing).toEqual([])
  expect(ask(reader => reader.verifyChain())).toMatchObject({ intact: true })
  seen.push(
    `${String(ms).padStart(5)} ms: talks to the ${whom}, attempts ${legs.length}, rings ${rung.length}, ${last(scene, ms)}`,
  )
})

async function pressUntilRung(call: Leg): Promise<void> {
  for (let n = 0; n < 12 && call.end === undefined; n++) {
    if (scene.facts().some(f => f.kind === 'opened' || f.kind === 'in-failsafe')) return
    await call.presses('1')
    await new Promise(resolve => setTimeout(resolve, 1500))
  }
}

/** What was the newest fact when the daemon died, as far as the clock of the journal tells. */
function last({ facts }: Scene, ms: number): string {
  const all = facts()
  const first = all[0]?.at ?? 0
  const before = all.findLast(f => f.at - first <= ms - 200)
  return `killed after "${before?.kind ?? 'nothing'}"`
}

/** Ids of the legs that the box's Asterisk itself says were begun; the telephones' own count of rings is compared besides. */
function legsDialled(witness: string): string[] {
  return witness.split('\n').flatMap(text => {
    const fields = csvFields(text)
    return fields?.[0] === 'CHAN_START' && fields[2]?.startsWith('i-') ? [fields[2]] : []
  })
}
