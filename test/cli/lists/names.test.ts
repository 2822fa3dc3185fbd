// By which names and numbers the lists find: callers, people, properties, calls.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { callId } from '../../../src/core/world/ids.ts'
import type { Turn } from '../../../src/core/world/world.ts'
import { arrival, closing, exampleNight } from '../../store/example-turns.ts'
import { NIGHT, PLAN_HASH, smallPlan } from '../../support/plan.ts'
import { tell } from '../../support/story.ts'
import { type Box, box } from '../run-program.ts'

let here: Box
function asking(prepare: () => void): void {
  beforeAll(() => {
    here = box()
    prepare()
  })
  afterAll(() => here.remove())
}

const listed = async (...args: string[]) => {
  const { out } = await here.run(...args, '--json')
  return (JSON.parse(out) as { id: string }[]).map(({ id }) => id)
}

describe('a caller is found', () => {
  asking(() => {
    const plain = arrival('c1', 0, 'Zoë O’Neil')
    const facts = (number: string | null, name: string, one = plain) =>
      one.facts.map(fact => (fact.kind === 'arrived' ? { ...fact, callerNumber: number, callerName: name } : fact))
    here.journal.commit([
      plain,
      { ...arrival('c2', 1), facts: facts('+491701234567', 'Bert 100%', arrival('c2', 1)) },
      { ...arrival('c3', 2), facts: facts(null, '', arrival('c3', 2)) },
      { ...arrival('c4', 3), facts: facts('+13125550000', 'JOSÉ GROẞ', arrival('c4', 3)) },
      { ...arrival('c5', 4), facts: facts('+13125558888', 'Ελλάδα', arrival('c5', 4)) },
    ])
  })

  test.each([
    ['+13125550142', ['c1']],
    ['13125550142', ['c1']],
    ['3125550142', ['c1']],
    ['(312) 555-0142', ['c1']],
    ['312.555.0142', ['c1']],
    ['0013125550142', ['c1']],
    ['5550142', ['c1']],
    ['0142', ['c1']],
    ['3125550', ['c4', 'c1']],
    // A part's zeros are digits like others.
    ['0000', ['c4']],
    ['000', ['c4']],
    ['00142', []],
    // As it is copied from elsewhere.
    ['tel:+1-312-555-0142', ['c1']],
    ['sip:+13125550142@carrier.example;user=phone', ['c1']],
    ['<sip:3125550142@192.0.2.1>', ['c1']],
    ['"ZOË O’NEIL" <+13125550142>', ['c1']],
    ['Zoë <sip:+13125550142@192.0.2.1;user=phone>', ['c1']],
    ['sip:anonymous@anonymous.invalid', ['c3']],
    ['312‑555–0142', ['c1']],
    ['３１２５５５０１４２', ['c1']],
    ['\u200e+1 312 555 0142\u202c', ['c1']],
    ['(312) 555-0142 x12', ['c1']],
    ['312-555-0142 ext. 7', ['c1']],
    ['jose', ['c4']],
    ['josé gross', ['c4']],
    ['ＪＯＳＥ', ['c4']],
    ['ελλάδα', ['c5']],
    ['ΕΛΛΑΔΑ', ['c5']],
    ["o'neil", ['c1']],
    ['+49 170 1234567', ['c2']],
    ['0170 1234567', ['c2']],
    ['zoë', ['c1']],
    ['O’Neil', ['c1']],
    ['100%', ['c2']],
    ['%', ['c2']],
    ['_', []],
    ['withheld', ['c3']],
    ['Anonymous', ['c3']],
    ['5550143', []],
    ["'; drop table caller; --", []],
  ])('%s', async (written, found) => {
    expect(await listed('calls', 'list', '--caller', written)).toEqual(found)
  })

  test('an erased caller is found by nothing', async () => {
    here.journal.commit([...exampleNight('c9'), closing('c9')])
    expect(await listed('calls', 'list', '--caller', 'annie')).toEqual(['c9'])
    here.journal.eraseCall(callId('c9'))
    for (const written of ['annie', 'withheld', '5550142'])
      expect(await listed('calls', 'list', '--caller', written)).not.toContain('c9')
    expect(await listed('incidents', 'list', '--all', '--caller', '5550142')).toEqual([])
  })

  test('by nothing that could be one', async () => {
    for (const written of ['', ' ', 'x'.repeat(100_000)])
      expect(await here.run('calls', 'list', '--caller', written)).toMatchObject({
        code: 2,
        err: expect.stringContaining('write a number, a part of it'),
      })
  })
})

describe('a name', () => {
  asking(() => {
    const plan = smallPlan()
    const people = { ...plan.people, sam: { ...plan.people.ben, id: 'sam', name: 'Ana  Ruiz' } } as typeof plan.people
    const before = { ...plan, people: { ...people, ana: { ...people.ana, name: 'Ana Ruiz' } } } as typeof plan
    const now = { ...plan, people: { ...people, ana: { ...people.ana, name: 'Ana Diaz' } } } as typeof plan
    for (const [plan, hash, channel] of [
      [before, 'before', '1700000000.1'],
      [now, 'now', '1700000100.2'],
    ] as const) {
      here.journal.keepPlan(hash, plan, {})
      const told = (turn: Turn) => JSON.parse(JSON.stringify(turn).replaceAll(PLAN_HASH, hash)) as Turn
      const story = tell({ plan, at: NIGHT, onTurn: turn => here.journal.commit([told(turn)]) })
      story.arrives({ channel }).presses('1', '*')
    }
  })
  const asked = (...args: string[]) => here.run('attempts', 'list', '--count', ...args)

  test('of now, of older rules, in any spelling', async () => {
    for (const written of ['ana', 'ANA', 'Ana Diaz', 'ana  diáz']) expect((await asked('--person', written)).out).toBe('2\n')
  })

  test('that several have is refused, with their ids', async () => {
    expect(await asked('--person', 'ana ruiz')).toMatchObject({
      code: 2,
      err: 'nightbell: 2 people are or were called ana ruiz: ana, sam. Write the id.\n',
    })
  })

  test('that nobody has is said with the nearest name, also beside one that somebody has', async () => {
    expect((await asked('--person', 'diaz')).err).toContain('Did you mean Ana Diaz?')
    const { out, err } = await asked('--property', 'oak-creek', '--property', 'oak-crek')
    expect(err).toContain('No property is called oak-crek. Did you mean oak-creek?')
    expect(out).toBe('2\n')
  })

  test('of a category, a trunk, a mailbox or a group in any case', async () => {
    expect((await asked('--category', 'Water')).out).toBe('2\n')
    expect((await asked('--trunk', 'CARRIER')).out).toBe('2\n')
  })

  test('of a call or incident: a part is enough where one has it', async () => {
    expect((await asked('--of', '.2')).out).toBe('1\n')
    expect(await asked('--of', '17000')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Several calls begin or end with 17000: .*Write more/),
    })
    for (const none of ['nope', 'i-nope', ''])
      expect(await asked('--of', none)).toMatchObject({ code: 2, err: expect.stringContaining('There is no call or incident') })
  })

  test('incidents without an owner are told by the exit code, however they are listed', async () => {
    for (const args of [[], ['--count'], ['--limit', '1'], ['--json'], ['--property', 'oak-creek']])
      expect([args, (await here.run('incidents', 'list', ...args)).code]).toEqual([args, 1])
    for (const args of [['--all'], ['--status', 'ringing'], ['--property', 'mesa-verde']])
      expect([args, (await here.run('incidents', 'list', ...args)).code]).toEqual([args, 0])
  })
})
