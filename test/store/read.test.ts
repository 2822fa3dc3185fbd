// Queries over a journal: lists, stories, look-ups, the chain, and deciding a call again.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld, type Turn } from '../../src/core/world/world.ts'
import { JournalError } from '../../src/store/journal/journal-error.ts'
import { openReader, type Reader } from '../../src/store/read/reader.ts'
import type { TakeTurn } from '../../src/store/read/replay-call.ts'
import type { FollowedJournal } from '../support/followed-journal.ts'
import { openIncidents } from '../support/incidents-of.ts'
import { arrival, at, call, closing, exampleNight, incident, PLAN, RESIDENT, RESIDENT_NAME, turn } from './example-turns.ts'
import { useJournal } from './journal-of-test.ts'

let file: string
let journal: FollowedJournal
let reader: Reader
const here = useJournal()
beforeEach(() => {
  ;({ file, journal, reader } = here())
})

describe('lists', () => {
  test('newest first, with caller, outcome, zone and incident', () => {
    journal.commit(exampleNight('1772956790.7'))
    journal.commit([arrival('1772956999.8', 209)])
    const [live, ended] = reader.listCalls({ limit: 10 })
    expect(live).toMatchObject({ id: '1772956999.8', outcome: null, leftAt: null, incidents: [] })
    expect(ended).toEqual({
      id: '1772956790.7',
      property: 'oak-creek',
      propertyName: 'Oak Creek',
      zone: 'America/Chicago',
      trunk: 'oak-pbx',
      line: '+13125550100',
      callerNumber: RESIDENT,
      callerName: RESIDENT_NAME,
      erased: false,
      arrivedAt: at(0),
      leftAt: at(110),
      waitedMs: 110_000,
      outcome: 'connected',
      incidents: [
        {
          id: 'i-1772956790.7',
          call: callId('1772956790.7'),
          category: 'leak',
          ladder: 'emergencies',
          state: 'acknowledged',
          foldedInto: null,
          owner: 'bob',
          ownerName: 'Bob Stone',
          firstOwner: 'bob',
          firstOwnerName: 'Bob Stone',
          openedAt: at(5),
          waitedMs: 45_000,
          ownedHow: 'key-1',
          outcome: null,
          resolvedAt: null,
          resolvedBy: null,
        },
      ],
    })
  })

  test('filters', () => {
    journal.commit([...exampleNight('c1'), arrival('c2', 300)])
    const ids = (filter: object) => reader.listCalls({ limit: 10, ...filter }).map(one => one.id)
    expect(ids({ property: 'oak-creek' })).toEqual(['c2', 'c1'])
    expect(ids({ property: 'elm' })).toEqual([])
    expect(ids({ since: at(300) })).toEqual(['c2'])
    expect(ids({ until: at(300) })).toEqual(['c1'])
    expect(ids({ outcome: 'connected' })).toEqual(['c1'])
    expect(ids({ outcome: 'live' })).toEqual(['c2'])
    expect(ids({ limit: 1 })).toEqual(['c2'])
    expect(reader.knownNames('property')).toEqual(['oak-creek'])
  })

  test('open incidents', () => {
    journal.commit([...exampleNight('c1'), ...exampleNight('c2'), closing('c1')])
    expect(openIncidents(reader)).toMatchObject([{ id: 'i-c2', call: 'c2', state: 'acknowledged', owner: 'bob', passes: 1 }])
  })

  test('had since the key that took it, though the end of the talk acknowledges it once more', () => {
    journal.commit(exampleNight('c1'))
    const i = incidentId(callId('c1'), 1)
    const acknowledged = (seconds: number, person: string) =>
      turn(seconds, { type: 'due', stream: i }, [incident('c1')], [[i, { kind: 'acknowledged', person, why: 'talked' }]])
    const had = () => openIncidents(reader).map(({ owner, ownedAt }) => [owner, ownedAt])
    journal.commit([acknowledged(110, 'bob')])
    expect(had()).toEqual([['bob', at(50)]])
    journal.commit([acknowledged(200, 'maria')])
    expect(had()).toEqual([['maria', at(200)]])
  })
})

describe('one call', () => {
  test('its story is told with that of its incident, private fields in their places', () => {
    journal.commit(exampleNight('c1'))
    journal.commit(exampleNight('c2'))
    const story = reader.callStory(callId('c1'))
    expect(story?.facts.map(({ fact }) => `${fact.stream} ${fact.kind}`)).toEqual([
      'c1 arrived',
      'c1 identified',
      'c1 asked',
      'c1 key-pressed',
      'i-c1 opened',
      'i-c1 pass-began',
      'i-c1 rung-began',
      'i-c1 dialled',
      'i-c1 rang',
      'i-c1 attempt-ended',
      'i-c1 rung-began',
      'i-c1 dialled',
      'i-c1 answered',
      'i-c1 accepted',
      'i-c1 bridged',
      'c1 connected',
      'c1 left',
      'i-c1 talk-ended',
      'i-c1 attempt-ended',
    ])
    expect(story?.facts[0]?.fact).toMatchObject({ callerNumber: RESIDENT, callerName: RESIDENT_NAME, diversion: null })
    expect(reader.plan(story?.rules ?? null)?.people.bob?.name).toBe('Bob Stone')
  })

  test('is found by its id, its beginning or its end, its incident or a leg; never by a wildcard', () => {
    journal.commit([...exampleNight('1772.10'), arrival('1772.20'), arrival('1799.30')])
    expect(reader.findCall('1772.10')).toEqual({ found: 'one', id: '1772.10' })
    expect(reader.findCall('.30')).toEqual({ found: 'one', id: '1799.30' })
    expect(reader.findCall('1799')).toEqual({ found: 'one', id: '1799.30' })
    expect(reader.findCall('1772')).toEqual({ found: 'several', ids: ['1772.20', '1772.10'] })
    expect(reader.findCall('i-1772.10')).toEqual({ found: 'one', id: '1772.10' })
    expect(reader.findCall('i-1772.10.2')).toEqual({ found: 'one', id: '1772.10' })
    // Of whom they were transferred to.
    expect(reader.findCall('t-1772.10.1')).toEqual({ found: 'one', id: '1772.10' })
    for (const nothing of ['%', '_', '*', '', ' ', '9', "' or 1=1 --"])
      expect(reader.findCall(nothing)).toEqual({ found: 'none' })
  })

  test('an erased caller is told as erased', () => {
    journal.commit([...exampleNight('c1'), closing('c1')])
    journal.eraseCall(callId('c1'))
    expect(reader.callStory(callId('c1'))?.facts[0]?.fact).toMatchObject({
      callerNumber: '(erased)',
      callerName: '(erased)',
      diversion: null,
    })
    expect(reader.listCalls({ limit: 1 })[0]).toMatchObject({ callerNumber: null, callerName: null, erased: true })
  })

  test('tail gives what came after a turn', () => {
    journal.commit(exampleNight('c1'))
    const before = reader.lastTurn()
    expect(reader.tail(before)).toEqual({ facts: [], upTo: before })
    journal.commit([arrival('c2')])
    expect(reader.tail(before)).toMatchObject({
      upTo: before + 1,
      facts: [{ call: 'c2', property: 'oak-creek', zone: 'America/Chicago' }, {}, {}],
    })
    expect(reader.turnBeforeLastFacts(4)).toBe(before - 1)
    expect(reader.turnBeforeLastFacts(4000)).toBe(0)
  })
})

describe('the chain', () => {
  test('is intact after commits one by one and in batches, and after erasing', () => {
    for (const one of exampleNight('c1')) journal.commit([one])
    const later = exampleNight('c2').map(one => ({ ...one, at: at(200 + (one.at - at(0)) / 1000) }))
    journal.commit([...later, closing('c1')])
    expect(reader.verifyChain()).toMatchObject({ intact: true, turns: 15, erasedParts: 0 })
    journal.eraseCall(callId('c1'))
    expect(reader.verifyChain()).toMatchObject({ intact: true, turns: 16, erasedParts: 3 })
  })

  test.each([
    ['a fact', "update turn set facts = replace(facts, 'no-answer', 'no-anxwer') where seq = 4", 4],
    ['the kind of a fact', `update turn set facts = replace(facts, '"opened"', '"rang"') where seq = 2`, 2],
    ['an input', `update turn set input = replace(input, '"1"', '"2"') where seq = 2`, 2],
    ['a time', 'update turn set at = at + 1 where seq = 3', 3],
    ['an answer', `update turn set seen = '[1]' where seq = 3`, 3],
    ['a state hash', "update turn set changes = json_set(changes, '$[0][2]', 'x') where seq = 5", 5],
    ['what belongs to one text and is put into the next', "update turn set seen = '', facts = seen || facts where seq = 3", 3],
    ['a private part', `update private set body = '"+13125550143"' where turn = 1 and n = 0`, 1],
    ['a private part and its digest', `update private set body = '"x"', digest = 'x' where turn = 1 and n = 0`, 1],
    ['a turn that is gone', 'delete from turn where seq = 3', 3],
    ['a turn at the start', 'delete from private; delete from turn where seq = 1', 1],
  ])('shows %s that was changed', (_, sql, where) => {
    journal.commit(exampleNight('c1'))
    const vandal = new Database(file)
    vandal.exec(sql)
    vandal.close()
    expect(reader.verifyChain()).toMatchObject({ intact: false, turn: where })
  })
})

describe('replay', () => {
  /** Decides what the example turns say; a stand-in for the core, which has its own replay tests. */
  function deciding(turns: readonly Turn[], change: (turn: Turn) => Turn = one => one): TakeTurn {
    return (_, input, now) => {
      const found = turns.find(one => one.at === now && JSON.stringify(one.input) === JSON.stringify(input))
      if (found === undefined) throw new Error(`no such input at ${now}: ${JSON.stringify(input)}`)
      return change(found)
    }
  }

  test('the same decisions are the same', () => {
    const night = exampleNight('c1')
    journal.commit(night)
    expect(reader.replayCall(callId('c1'), deciding(night))).toEqual({ same: true, turns: 7, streams: 2, erasedParts: false })
  })

  test('another fact is shown with turn, time and both words', () => {
    const night = exampleNight('c1')
    journal.commit(night)
    const other = deciding(night, one => ({
      ...one,
      facts: one.facts.map(fact => (fact.kind === 'rang' ? { ...fact, why: 'a guess' } : fact)),
    }))
    const replay = reader.replayCall(callId('c1'), other)
    expect(replay).toMatchObject({
      same: false,
      turns: 2,
      firstDifference: { turn: 3, at: at(8), what: 'facts', input: 'legRinging' },
    })
    if (!replay.same) {
      expect(replay.firstDifference.recorded).toContain('the carrier says so')
      expect(replay.firstDifference.decided).toContain('a guess')
    }
  })

  test('another state is shown, and a throw is a difference', () => {
    const night = exampleNight('c1')
    journal.commit(night)
    const other = deciding(night, one => (one.at === at(40) ? { ...one, changes: [incident('c1', { nextLeg: 9 })] } : one))
    expect(reader.replayCall(callId('c1'), other)).toMatchObject({ same: false, firstDifference: { turn: 5, what: 'states' } })
    expect(reader.replayCall(callId('c1'), deciding([]))).toMatchObject({
      same: false,
      turns: 0,
      firstDifference: { turn: 1, what: 'threw' },
    })
  })

  test('takes in every stream that shared a turn, and of what moves everybody only what concerns them', () => {
    const i1 = incidentId(callId('c1'), 1)
    // An input of a later day that names nobody and moves everybody.
    const everybody = { type: 'clockStepped', byMs: 5000 } as unknown as Input
    const stepped = turn(55, everybody, [incident('c1'), incident('c9'), call('c9')])
    // The second caller joins the first one's incident; the ninth has nothing to do with them.
    const joins = turn(52, { type: 'digit', channel: 'c2', digit: '1' }, [call('c2', { incident: i1 }), incident('c1')])
    const turns = [
      ...exampleNight('c1').slice(0, 6),
      arrival('c2', 51),
      joins,
      arrival('c9', 53),
      exampleNight('c9')[1] as Turn,
      stepped,
    ]
    journal.commit(turns)
    const asked: string[] = []
    const decide = deciding(turns, one => ({ ...one, changes: one.changes.filter(stream => !stream.id.endsWith('c9')) }))
    const replay = reader.replayCall(callId('c2'), (world, input, now, look) => {
      asked.push(input.type)
      return decide(world, input, now, look)
    })
    expect(asked).toEqual(['arrived', 'digit', 'legRinging', 'due', 'legAnswered', 'digit', 'arrived', 'digit', 'clockStepped'])
    expect(replay).toEqual({ same: true, turns: 9, streams: 3, erasedParts: false })
  })

  test('works on erased callers: their presence counts, not their number', () => {
    const night = [...exampleNight('c1'), closing('c1')]
    journal.commit(night)
    journal.eraseCall(callId('c1'))
    const asked: Input[] = []
    const decide: TakeTurn = (_, input, now) => {
      asked.push(input)
      return night.find(one => one.at === now && one.input.type === input.type) ?? takeTurn(emptyWorld(), input, now)
    }
    expect(reader.replayCall(callId('c1'), decide)).toEqual({ same: true, turns: 9, streams: 2, erasedParts: true })
    expect(asked[0]).toMatchObject({ type: 'arrived', callerNumber: '+13122220100', callerName: '+13122220101', diversion: null })
    const withheld: TakeTurn = (world, input, now) => {
      const turn = decide(world, input, now)
      return { ...turn, facts: turn.facts.map(fact => (fact.kind === 'opened' ? { ...fact, callerNumber: null } : fact)) }
    }
    expect(reader.replayCall(callId('c1'), withheld)).toMatchObject({
      same: false,
      erasedParts: true,
      firstDifference: { turn: 2 },
    })
  })

  test('a plan that is missing is said', () => {
    journal.commit(exampleNight('c1'))
    const vandal = new Database(file)
    vandal.exec('delete from plan')
    vandal.close()
    expect(reader.replayCall(callId('c1'), deciding([]))).toMatchObject({
      firstDifference: { what: 'plan missing', recorded: PLAN },
    })
  })
})

describe('a journal that cannot be read', () => {
  test('is missing, or empty', () => {
    expect(() => openReader(join(here().directory, 'nowhere', 'journal.db'))).toThrow(/There is no journal at/)
    new Database(join(here().directory, 'empty.db')).close()
    expect(() => openReader(join(here().directory, 'empty.db'))).toThrow(JournalError)
  })
})
