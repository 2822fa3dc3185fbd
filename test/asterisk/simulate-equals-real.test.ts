// `simulate` and a real call, with the same rules and people who behave alike, tell the same story.
import { expect, test } from 'vitest'
import type { Key } from '../../src/core/plan/plan.ts'
import type { Fact } from '../../src/core/world/facts.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { loadRules } from '../../src/rules/load.ts'
import { type Situation, simulateCall } from '../../src/simulation/one-call.ts'
import type { Way } from '../../src/simulation/people.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()

/** What is told in both, in the same order: whom, what, with what result. Names of channels and recordings differ. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  identified: ['property'],
  overflowed: [],
  'key-pressed': ['digit', 'meaning'],
  opened: ['property', 'category', 'ladder'],
  'pass-began': ['pass'],
  'rung-began': ['pass', 'rung', 'try', 'people'],
  'person-resolved': ['person'],
  dialled: ['person', 'phone', 'trunk'],
  answered: ['person'],
  'leg-key': ['person', 'digit'],
  accepted: ['person'],
  owned: ['person', 'how'],
  bridged: ['person'],
  acknowledged: ['person'],
  'caller-dialled': ['person', 'callerNumber'],
  unreached: [],
}
/** The same, and how each telephone ended. */
const ENDS = { ...TOLD, 'attempt-ended': ['person', 'result'] }

function outline(facts: readonly Fact[], kinds: typeof TOLD = TOLD): string[] {
  return facts.flatMap(fact => {
    const fields = kinds[fact.kind]
    const values = fact as unknown as Readonly<Record<string, unknown>>
    return fields === undefined ? [] : [[fact.kind, ...fields.map(field => JSON.stringify(values[field]))].join(' ')]
  })
}

async function simulated(telephones: Readonly<Record<string, Way>>, more: Partial<Situation> = {}) {
  const rules = loadRules(scene().config)
  if (!rules.ok) throw new Error('the rules of the laboratory are wrong')
  return simulateCall(rules.plan, {
    ...{ property: 'closed-court', at: Date.now() as EpochMs, keys: ['1'] as readonly Key[], seed: 3, says: 0 },
    ...{ telephones: new Map(Object.entries(telephones)), otherwise: { does: 'ring' }, officeAnswersAfter: null },
    ...{ hangsUpAfter: null, trunksDown: [], ...more },
  })
}

const between = (facts: readonly Fact[], from: string, to: string): number => {
  const at = (kind: string): number => facts.find(fact => fact.kind === kind)?.at ?? Number.NaN
  return (at(to) - at(from)) / 1000
}

test('the first does not answer, the second accepts', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers().hearing().presses('1')
  const resident = await lab.resident.calls(line.closed, { callerId: '+13125550142' })
  await resident.answered()
  await resident.presses('1')
  await fact('bridged', { person: 'ben' })
  const told = facts()
  await resident.hangsUp()
  await fact('acknowledged')
  const accepts: Way = { does: 'answer', after: 0, talksFor: 30, reactions: [{ hears: '', after: 1, does: 'press', key: '1' }] }
  const story = await simulated({ [phone.ben]: accepts })
  const real = outline(told)
  expect(real).toContain('bridged "ben"')
  expect(outline(story.facts).slice(0, real.length)).toEqual(real)
  for (const [from, to] of [
    ['opened', 'accepted'],
    ['dialled', 'answered'],
  ] as const)
    expect(Math.abs(between(story.facts, from, to) - between(told, from, to))).toBeLessThan(6)
})

test('the caller hangs up while it rings; the second owns it', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers().hearing().presses('5')
  const resident = await lab.resident.calls(line.closed, { callerId: '+13125550142' })
  await resident.answered()
  await resident.presses('1')
  await fact('rang')
  await resident.hangsUp()
  await fact('acknowledged', { person: 'ben' })
  const owns: Way = { does: 'answer', after: 0, reactions: [{ hears: '', after: 1, does: 'press', key: '5' }] }
  const story = await simulated({ [phone.ben]: owns }, { hangsUpAfter: 8 })
  expect(outline(story.facts)).toEqual(outline(facts()))
})

test('nobody takes it: one declines, one is busy, and it is unreached', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).declines()
  lab.phone(phone.ben).busy()
  const resident = await lab.resident.calls(line.closed, { callerId: '+13125550142' })
  await resident.answered()
  await resident.presses('1')
  await fact('unreached')
  const told = facts()
  await resident.hangsUp()
  const story = await simulated({
    [phone.ana]: { does: 'refuse', as: 'declined', after: 1 },
    [phone.ben]: { does: 'refuse', as: 'busy', after: 0 },
  })
  const real = outline(told, ENDS)
  expect(real.at(-1)).toBe('unreached')
  expect(outline(story.facts, ENDS).slice(0, real.length)).toEqual(real)
  expect(story.unreached).toBe(true)
  expect(Math.abs(between(story.facts, 'opened', 'unreached') - between(told, 'opened', 'unreached'))).toBeLessThan(6)
})

test('a voicemail answers and presses nothing; the second accepts', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).answersWithVoicemail()
  lab.phone(phone.ben).answers().hearing().presses('1')
  const resident = await lab.resident.calls(line.closed, { callerId: '+13125550142' })
  await resident.answered()
  await resident.presses('1')
  await fact('bridged', { person: 'ben' })
  const told = facts()
  await resident.hangsUp()
  await fact('acknowledged')
  const story = await simulated({
    [phone.ana]: { does: 'answer', after: 1, staysFor: 60 },
    [phone.ben]: { does: 'answer', after: 0, talksFor: 30, reactions: [{ hears: '', after: 1, does: 'press', key: '1' }] },
  })
  const real = outline(told, ENDS).filter(each => !each.startsWith('attempt-ended "ben"'))
  expect(real).toContain('attempt-ended "ana" "no-key"')
  expect(outline(story.facts, ENDS).slice(0, real.length)).toEqual(real)
  expect(Math.abs(between(story.facts, 'answered', 'accepted') - between(told, 'answered', 'accepted'))).toBeLessThan(6)
})

test('the caller hangs up; the second presses 1, the caller is rung back, and the two talk', async () => {
  const { lab, fact, facts } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers()
  lab.phone('+13125550142').answers({ after: 5000 })
  const resident = await lab.resident.calls(line.closed, { callerId: '+13125550142' })
  await resident.answered()
  await resident.presses('1')
  await fact('rang')
  await resident.hangsUp()
  const ben = await lab.phone(phone.ben).answered()
  await ben.hears()
  await ben.presses('1')
  await fact('bridged', { person: 'ben' })
  const told = facts()
  await ben.hangsUp()
  await fact('acknowledged', { person: 'ben' })
  const calls: Way = { does: 'answer', after: 0, talksFor: 30, reactions: [{ hears: '', after: 1, does: 'press', key: '1' }] }
  const story = await simulated({ [phone.ben]: calls }, { hangsUpAfter: 8 })
  const real = outline(told)
  expect(real).toContain('caller-dialled "ben" "+13125550142"')
  expect(outline(story.facts).slice(0, real.length)).toEqual(real)
  expect(Math.abs(between(story.facts, 'caller-dialled', 'bridged') - between(told, 'caller-dialled', 'bridged'))).toBeLessThan(6)
})
