// A night with many callers: 50 calls, five at a time, residents and telephones behaving as chance has it. At the end nothing is left on
// the PBX, every call has an outcome, and every stored call decides the same again. The seed gives the same mixture, not the same order.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Leg } from '../laboratory/leg.ts'
import type { Phone } from '../laboratory/phone.ts'
import { line, phone } from '../laboratory/rules.ts'
import { type Scene, startScene } from '../laboratory/scene.ts'
import { chance } from './chance.ts'

const SEED = Number(process.env.NIGHTBELL_SEED ?? 20_261_123)
const CALLS = Number(process.env.NIGHTBELL_CALLS ?? 50)
const AT_A_TIME = 5
const PHONES = [phone.ana, phone.ben, phone.cleo, phone.cleo2, phone.failsafe, 'office-1', 'office-2']
const LINES = [line.closed, line.closed, line.closed, line.brief, line.urgent, line.open, line.spanish]

const random = chance(SEED)
let scene: Scene

beforeAll(async () => {
  scene = await startScene()
  await scene.startDaemon()
})
afterAll(() => scene?.stop())

function oneOf<T>(things: readonly T[]): T {
  return things[Math.floor(random() * things.length)] as T
}

/** How a telephone behaves from now on, for as long as nobody says otherwise. */
function behave(telephone: Phone): void {
  const after = 300 + Math.round(random() * 2500)
  oneOf<() => unknown>([
    () => telephone.rings(),
    () => telephone.busy(),
    () => telephone.declines(),
    () => telephone.unavailable(),
    () => telephone.answers({ after }),
    () => telephone.answersWithVoicemail({ after }),
    () => telephone.answers({ after }).hearing().presses('1').hangsUpAfter(3000),
    () => telephone.answers({ after }).hearing().presses('1').plays(900).hangsUpAfter(22_000),
    () => telephone.answers({ after }).hearing().presses('2'),
    () => telephone.answers({ after }).hearing().presses('5'),
    () => telephone.answers({ after }).hearing().presses('39*1'),
    () => telephone.answers({ after }).hangsUpAfter(700),
  ])()
}

async function aResident(n: number): Promise<string> {
  for (const number of PHONES) if (random() < 0.4) behave(scene.lab.phone(number))
  const keys = oneOf(['1', '1', '1#', '3', '4', '2', '5', '9', '11111', '', '1#1', '1#2'])
  const patience = 2000 + random() * 28_000
  const call = await scene.lab.resident.calls(oneOf(LINES), { callerId: `+1512778${1000 + n}`, recorded: false })
  // A caller hangs up whatever is happening, at the latest when patience is at an end.
  const leaves = setTimeout(() => void call.hangsUp(), patience)
  await talks(call, keys).catch(() => undefined)
  await call.ended(60_000)
  clearTimeout(leaves)
  return keys
}

async function talks(call: Leg, keys: string): Promise<void> {
  await call.answered(patienceOf(call))
  for (const key of keys) {
    await call.presses(key)
    await new Promise(resolve => setTimeout(resolve, random() * 1500))
  }
  if (random() < 0.5) await call.says('There is water in my kitchen, please send somebody.')
}

function patienceOf(call: Leg): number {
  return call.end === undefined ? 30_000 : 0
}

test(`${CALLS} calls, ${AT_A_TIME} at a time`, { timeout: 900_000 }, async () => {
  const began = performance.now()
  let next = 0
  const line = async (): Promise<void> => {
    while (next < CALLS) await aResident(next++)
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, line))
  // What the ladders still do for callers who left comes to its end by itself.
  expect(await scene.lab.box.leftovers(120_000)).toEqual([])
  const facts = scene.facts()
  const arrived = facts.filter(f => f.kind === 'arrived')
  const outcomes = new Map<string, number>()
  for (const f of facts) if (f.kind === 'left') outcomes.set(f.outcome, (outcomes.get(f.outcome) ?? 0) + 1)
  const results = new Map<string, number>()
  for (const f of facts) if (f.kind === 'attempt-ended') results.set(f.result, (results.get(f.result) ?? 0) + 1)
  console.log(
    `seed ${SEED}: ${arrived.length} of ${CALLS} calls arrived, ${facts.length} facts, ${Math.round((performance.now() - began) / 1000)} s\n` +
      `calls: ${listed(outcomes)}\nattempts: ${listed(results)}`,
  )
  expect(facts.filter(f => f.kind === 'left')).toHaveLength(arrived.length)
  expect(arrived.length).toBeGreaterThan(CALLS * 0.9)
  const dialled = facts.flatMap(f => (f.kind === 'dialled' ? [f.leg] : []))
  const ended = facts.flatMap(f => (f.kind === 'attempt-ended' ? [f.leg] : []))
  const taken = facts.flatMap(f => (f.kind === 'accepted' ? [f.leg] : []))
  expect(new Set(dialled).size).toBe(dialled.length)
  expect(dialled.filter(leg => !ended.includes(leg) && !taken.includes(leg))).toEqual([])
  expect(facts.filter(f => f.kind === 'in-failsafe')).toEqual([])
  expect(scene.daemonLog()).not.toContain('the core broke')
  expect(scene.daemonLog()).not.toContain('the auditor found something wrong')
  expect(scene.replayAgrees().differing).toEqual([])
  expect(scene.ask(reader => reader.verifyChain())).toMatchObject({ intact: true })
})

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([what, n]) => `${what} ${n}`).join(', ')
}
