// Whatever stands in any text of people, of the rules or of the network: nothing of it is in the bytes
// of a redacted export, whether its turns are decided again or not.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { JOURNAL_FILE } from '../../src/store/journal/journal.ts'
import { nightbell } from '../cli/run-program.ts'
import { act, openOutside, step } from '../support/arbitrary-inputs.ts'
import { DESK, deskPlan } from '../support/desk.ts'
import { type Driver, openDriver } from '../support/driver.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { howOften } from '../support/how-often.ts'
import { LINE, PLAN_HASH, TRUNK } from '../support/plan.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-redacted-words-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What all secrets have in them; no word of the box has. */
const SECRET = /.{0,60}(?:qzx|10\.77\.|fd77:).{0,60}/gi

/** Of a state. Its letters may be anybody's name. */
const HASH = /(?<=")[\w-]{22}(?=\\*")/g

/** A word that nobody has said before, in the shapes that words come in. */
const SHAPES: readonly ((word: string) => string)[] = [
  word => word,
  word => `Mrs ${word.toUpperCase()} of 12B`,
  word => `connect ECONNREFUSED 10.77.${word.length}.3:587`,
  () => 'connect ECONNREFUSED [fd77:1::3]:25',
  word => `getaddrinfo ENOTFOUND mx.${word}.example`,
  word => `550 5.1.1 ${word}@${word}.example has left: ask "${word}", (${word})`,
  word => `https://hooks.${word}.example/T0/${word} answered 404`,
  word => `${word}: pressed 1; the caller hung up, ${word} and İ${word}`,
]

const IDS = ['ana', 'ben', 'cleo', 'dan', 'eve', 'oak-creek', 'lakeside', 'mesa-verde', 'everybody', 'nobody', 'weekly']
const NAMES = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Oak Creek', 'Lakeside', 'Mesa Verde', 'Maple Homes', 'manager', 'more']
const TEXTS = ['water', 'heat', 'lockout', 'Water leak', 'No heat', 'After hours.', 'an emergency']

/** The same names in rules and inputs. */
function renamer(): (json: string) => string {
  const all = [...IDS, ...NAMES, ...TEXTS].map((name, n) => [`"${name}"`, `"qzx${n}${n % 3 === 0 ? '-of' : ''}"`] as const)
  return json => all.reduce((text, [name, secret]) => text.replaceAll(name, secret), json)
}

function secretPlan(rename: (json: string) => string): Plan {
  const plan = deskPlan([TRUNK.carrier])
  const trunks = Object.fromEntries(
    Object.entries(plan.trunks).map(([id, one]) => [id, { ...one, host: `sip.qzx-${id}.example` }]),
  )
  const webhooks = { ops: { id: 'qzx-ops', url: 'https://hooks.qzx.example/T0/x', secretFrom: 'env:QZX' } }
  const closures = [{ name: 'qzx-day', from: '2026-03-01', until: '2026-03-09' }]
  return JSON.parse(rename(JSON.stringify({ ...plan, trunks, webhooks, notUsed: closures })))
}

interface Hand {
  readonly shapes: readonly number[]
  readonly kinds: readonly number[]
  readonly seed: number
}

/** What people and the network say of everything that there is. */
function saidBy(driver: Driver, { shapes, kinds, seed }: Hand): void {
  let nth = 0
  const secret = (): string => SHAPES[shapes[nth % shapes.length] ?? 0]?.(`qzx${seed}w${nth++}`) ?? ''
  const incidents = [...driver.world.incidents.keys()]
  const calls = driver.turns.flatMap(({ input }) => (input.type === 'arrived' ? [input.channel] : []))
  const stream = () => incidents[nth % Math.max(1, incidents.length)] ?? 'i-none'
  const channel = () => calls[nth % Math.max(1, calls.length)] ?? 'none'
  for (const kind of kinds) {
    const who = secret()
    const settled = { type: 'noticeSettled', event: 'acknowledged', stream: stream(), why: secret() }
    const all: readonly object[] = [
      { type: 'resolvedByHand', stream: stream(), who, why: secret(), outcome: 'going-out' },
      { type: 'reopenedByHand', stream: stream(), who, why: secret() },
      { type: 'ownedByHand', stream: stream(), who, why: secret() },
      { ...settled, result: 'sent', way: 'mail', whom: secret(), key: `acknowledged:${stream()}:${who}:${secret()}` },
      { ...settled, result: 'given-up', way: 'webhook', whom: secret(), key: `opened:${stream()}:webhook:${secret()}` },
      { type: 'commandFailed', channel: channel(), command: 'say', gone: false, reason: secret() },
      { type: 'commandFailed', channel: channel(), command: 'hold', gone: false, reason: secret() },
      { type: 'officeAnswered', channel: channel(), member: secret() },
      { type: 'numberChanged', channel: channel(), number: secret() },
      { type: 'holdSet', stream: `s-hold-call-${channel()}`, of: 'call', name: channel(), who, why: secret(), plan: PLAN_HASH },
      { type: 'standingEnded', stream: `s-hold-call-${channel()}`, who, why: secret() },
      { type: 'callErased', stream: channel(), who, because: secret(), incidents: [] },
    ]
    const input = all[kind % all.length]
    if (input !== undefined) driver.take(input as Input)
    driver.wait(kind)
  }
}

const hand = fc.record({
  shapes: fc.array(fc.nat(SHAPES.length - 1), { minLength: 3, maxLength: 9 }),
  kinds: fc.array(fc.nat(11), { minLength: 12, maxLength: 24 }),
  seed: fc.nat(1000),
})

test('nothing of it is in a redacted export', async () => {
  const rename = renamer()
  const plan = secretPlan(rename)
  const hash = planHash(plan)
  let looked = 0
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 20, maxLength: 60 }),
    hand,
    fc.boolean(),
    async (steps, by, other) => {
      const state = mkdtempSync(join(directory, 'run-'))
      const journal = openFollowed(join(state, JOURNAL_FILE))
      journal.keepPlan(hash, plan, { 'box.yaml': 'qzx: of the rules' })
      const commit = (turn: Turn): unknown => {
        const facts = other
          ? turn.facts.map(fact => (fact.kind === 'opened' ? { ...fact, category: 'qzx-other' } : fact))
          : turn.facts
        return journal.commit([JSON.parse(JSON.stringify({ ...turn, facts }).replaceAll(`"${PLAN_HASH}"`, `"${hash}"`))])
      }
      const inner = openDriver({ plan, onTurn: commit })
      const driver: Driver = {
        ...inner,
        take: input => inner.take(withSecrets(JSON.parse(rename(JSON.stringify(input))), by.seed)),
      }
      const outside = openOutside()
      for (const channel of ['1600000000.1', '1600000001.2']) {
        const caller = { callerNumber: '+13125550142', callerName: '', diversion: null, plan: PLAN_HASH }
        driver.take({ type: 'arrived', channel, trunk: TRUNK.carrier, line: LINE.oak, ...caller })
        for (const digit of ['1', '*']) driver.take({ type: 'digit', channel, digit })
      }
      for (const one of steps.slice(0, steps.length / 2)) if (one.do !== 'nonsense') act(driver, outside, one)
      saidBy(driver, by)
      for (const one of steps.slice(steps.length / 2)) if (one.do !== 'nonsense') act(driver, outside, one)
      saidBy(driver, { ...by, seed: by.seed + 1 })
      const calls = journal.past.listCalls({ limit: 100 })
      journal.close()
      for (const { id } of calls.slice(-3)) {
        const file = join(state, `${id}.zip`)
        expect(await nightbell(['calls', 'export', id, file, '--redact'], { NIGHTBELL_STATE: state })).toMatchObject({ code: 0 })
        const text = Object.entries(unzipSync(readFileSync(file))).map(([name, bytes]) => `${name} ${Buffer.from(bytes)}`)
        expect(text.flatMap(one => one.replaceAll(HASH, '').match(SECRET) ?? [])).toEqual([])
        looked++
      }
    },
  )
  await fc.assert(property, { numRuns: howOften(6) })
  expect(looked).toBeGreaterThan(10)
})

/** Callers, and trunks and lines that nobody knows. */
function withSecrets(input: Input, seed: number): Input {
  if (input.type !== 'arrived') return input
  const diversion = `<sip:qzx${seed}@qzx.example>;reason=unknown`
  const odd = seed % 5 === 0 && input.line !== DESK
  const line = odd ? `qzx-line-${seed} of a stranger` : input.line
  const unreadable = seed % 7 === 0 ? { unreadable: `qzx${seed} is no number` } : {}
  return { ...input, line, callerName: `Qzx${seed} Lee`, diversion, ...unreadable }
}
