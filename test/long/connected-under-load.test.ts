// Several calls a second, each accepted and talked on, while the daemon is killed twice: whom the log calls connected, and only those, were
// together in a talk by Asterisk's own record (CEL BRIDGE_ENTER), and no command of ours failed for good.
import { readFileSync } from 'node:fs'
import { setTimeout as pass } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvFields } from '../../src/ari/witness.ts'
import { laboratoryRules } from '../laboratory/rules.ts'
import { type Scene, startScene, story } from '../laboratory/scene.ts'

const PROPERTIES = 40
const CALLS = Number(process.env.NIGHTBELL_CALLS ?? 120)
const CALLS_A_SECOND = 4
/** Nobody is waited for longer than this, ms. */
const PATIENCE = 60_000

const each = Array.from({ length: PROPERTIES }, (_, n) => n)
const lineOf = (n: number): string => `+1512557${1000 + n}`
const phoneOf = (n: number): string => `+1512558${1000 + n}`

const people = each.map(n => `  t${n}: { name: T${n}, phones: ["${phoneOf(n)}"] }`)
const ladders = each.map(n => `  l${n}: { passes: 3, accept: 20s, rungs: [{ who: t${n}, ring: 15s }] }`)
const menus = each.map(n => `  m${n}: { keys: { 1: { for: urgent, escalate: l${n}, category: water-leak } } }`)
const properties = each.map(
  n => `  p${n}:
    name: Place ${n}
    zone: America/Chicago
    lines: ["${lineOf(n)}"]
    menu: m${n}
    mailboxes: { office: Office ${n} }
    hours: { mon-sun: closed }`,
)

let scene: Scene
beforeAll(async () => {
  scene = await startScene({
    recorded: false,
    rules: ports => {
      const all = laboratoryRules(ports)
      const owns = each.map(n => `"${lineOf(n)}"`).join(', ')
      return {
        ...all,
        'box.yaml': (all['box.yaml'] ?? '').replaceAll('owns: [', `owns: [${owns}, `),
        'people.yaml': `${all['people.yaml']}`.replace('\npeople:\n', `\npeople:\n${people.join('\n')}\n`),
        'ladders.yaml': `${all['ladders.yaml']}${ladders.join('\n')}\n`,
        'menus.yaml': `${all['menus.yaml']}${menus.join('\n')}\n`,
        'properties.yaml': `${all['properties.yaml']}${properties.join('\n')}\n`,
      }
    },
  })
  await scene.startDaemon()
})
afterAll(() => scene?.stop())

test(`${CALLS} calls, ${CALLS_A_SECOND} a second, two kills`, { timeout: 600_000 }, async () => {
  for (const n of each)
    scene.lab.phone(phoneOf(n)).answers({ after: 200 }).hearing().pauses(300).presses('1').pauses(2500).presses('1')
  const talks = watchTalks()
  const calling: Promise<void>[] = []
  for (let n = 0; n < CALLS; n++) {
    calling.push(resident(n, talks))
    await pass(1000 / CALLS_A_SECOND)
    if (n === Math.floor(CALLS / 3) || n === Math.floor((CALLS * 2) / 3)) {
      await scene.killDaemon()
      await scene.startDaemon()
    }
  }
  await Promise.all(calling)
  talks.stop()
  expect(await scene.lab.box.leftovers(PATIENCE)).toEqual([])
  const facts = scene.facts()
  const told = facts.flatMap(fact => (fact.kind === 'bridged' ? [`${fact.call} ${fact.leg}`] : []))
  const connected = facts.flatMap(fact => (fact.kind === 'connected' ? [String(fact.stream)] : []))
  const met = together(readFileSync(scene.lab.box.witness, 'utf8'))
  console.log(`${CALLS} calls: ${met.length} talks by Asterisk's record, ${told.length} by the log`)
  expect([...new Set(told)].sort(), story(facts)).toEqual(met)
  expect([...new Set(connected)].sort()).toEqual([...new Set(met.map(pair => pair.split(' ')[0]))].sort())
  expect(met.length).toBeGreaterThan(CALLS * 0.8)
  expect(facts.filter(fact => fact.kind === 'command-failed' && fact.command === 'talk')).toEqual([])
})

/** Calls, presses 1, skips the statement, and hangs up a moment after the talk began. */
async function resident(n: number, talks: ReturnType<typeof watchTalks>): Promise<void> {
  const callerId = `+1512779${1000 + n}`
  const call = await scene.lab.resident.calls(lineOf(n % PROPERTIES), { callerId, recorded: false })
  try {
    await call.answered()
    for (let again = 0; again < 20 && !talks.opened(callerId) && call.end === undefined; again++) {
      await call.presses('1')
      await pass(1500)
    }
    await call.presses('#')
    for (let waited = 0; waited < PATIENCE && !talks.began(callerId) && call.end === undefined; waited += 250) await pass(250)
    await pass(1500)
  } catch {
    // Cut off, or never answered: what became of it is in the log and in Asterisk's record.
  }
  await call.hangsUp().catch(() => undefined)
  await Promise.all(scene.lab.phone(phoneOf(n % PROPERTIES)).legs.map(leg => leg.hangsUp().catch(() => undefined)))
}

/** Reads the log for all of them together. */
function watchTalks() {
  const openedBy = new Set<string>()
  const beganBy = new Set<string>()
  const timer = setInterval(() => {
    const facts = scene.facts()
    const numbers = new Map(
      facts.flatMap(fact => (fact.kind === 'arrived' ? [[String(fact.stream), fact.callerNumber ?? '']] : [])),
    )
    for (const fact of facts) {
      if (fact.kind === 'opened') openedBy.add(numbers.get(fact.call) ?? '')
      if (fact.kind === 'bridged') beganBy.add(numbers.get(fact.call) ?? '')
    }
  }, 700)
  return {
    opened: (number: string) => openedBy.has(number),
    began: (number: string) => beganBy.has(number),
    stop: () => clearInterval(timer),
  }
}

/** Caller and leg that were in the same talk, by Asterisk's own record. */
function together(witness: string): string[] {
  const inside = new Map<string, Set<string>>()
  const met = new Set<string>()
  for (const line of witness.split('\n')) {
    const fields = csvFields(line)
    const [event, , channel = ''] = fields ?? []
    if (event !== 'BRIDGE_ENTER' && event !== 'BRIDGE_EXIT') continue
    const { bridge_id: bridge = '' } = JSON.parse(fields?.at(-1) || '{}') as { bridge_id?: string }
    if (!bridge.startsWith('talk-')) continue
    const there = inside.get(bridge) ?? new Set()
    inside.set(bridge, there)
    if (event === 'BRIDGE_EXIT') {
      there.delete(channel)
      continue
    }
    for (const other of there) {
      const [leg, call] = [channel, other].sort((one, two) => Number(two.startsWith('i-')) - Number(one.startsWith('i-')))
      met.add(`${call} ${leg}`)
    }
    there.add(channel)
  }
  return [...met].sort()
}
