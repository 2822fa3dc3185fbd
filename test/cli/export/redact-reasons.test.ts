// What people wrote, and what the network said, is in no redacted export: neither as it was said nor
// within a reason of the box, and also where turns are not decided again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { recordingOf } from '../../../src/cli/export/recording-of.ts'
import { openRedacter } from '../../../src/cli/export/redact/redact.ts'
import { redactEvidence } from '../../../src/cli/export/redact/redact-turns.ts'
import { openStandIns } from '../../../src/cli/export/redact/stand-ins.ts'
import type { Plan } from '../../../src/core/plan/plan.ts'
import type { Input } from '../../../src/core/world/inputs.ts'
import { takeTurn } from '../../../src/core/world/take-turn.ts'
import type { Turn } from '../../../src/core/world/world.ts'
import { replayTurns } from '../../../src/store/read/replay-call.ts'
import { openFollowed } from '../../support/followed-journal.ts'
import { PLAN_HASH, smallPlan } from '../../support/plan.ts'
import { tell } from '../../support/story.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-reasons-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

type Written = (turn: Turn) => Turn
type Story = ReturnType<typeof tell>

/** Another version decided otherwise here. */
const otherCategory: Written = turn => ({
  ...turn,
  facts: turn.facts.map(fact => (fact.kind === 'opened' ? { ...fact, category: 'heat' } : fact)),
})
const asIs: Written = turn => turn

/** One call with an incident, and what happens to both. */
function exported(happens: (story: Story, incident: string, call: string) => void, written: Written, plan: Plan = smallPlan()) {
  const journal = openFollowed(join(mkdtempSync(join(directory, 'run-')), 'journal.db'))
  journal.keepPlan(PLAN_HASH, plan, {})
  const story = tell({ plan, onTurn: turn => journal.commit([written(turn)]) })
  const caller = story.arrives({ name: 'Annabel Leesome' })
  caller.presses('1', '*')
  const { id } = story.incident()
  happens(story, id, caller.id)
  const evidence = journal.past.evidence(caller.id, [caller.id, id])
  const redacted = redactEvidence(evidence, {})
  journal.close()
  const { turns, plans, facts } = redacted.evidence
  const text = JSON.stringify([turns, facts, [...plans.values()].map(({ json }) => json)])
  return { evidence, redacted, text, facts: facts.map(({ fact }) => fact) }
}

const take = (story: Story, input: object) => story.driver.take(input as Input)

function settled(why: string, n: number) {
  return (story: Story, stream: string) => {
    const whom = { key: `unreached:${stream}:1773126000000:owner@acme.example`, whom: 'owner@acme.example' }
    take(story, {
      type: 'noticeSettled',
      result: n % 2 ? 'sent' : 'given-up',
      stream,
      event: 'unreached',
      way: 'mail',
      why,
      ...whom,
    })
  }
}

describe.each([
  ['decided again', asIs],
  ['not decided again', otherCategory],
] as const)('%s', (_, written) => {
  test.each([
    'hooks.acmeproperties.com answered 404',
    'connect ECONNREFUSED 10.1.2.3:587',
    'connect ECONNREFUSED 2001:db8::17:587',
    'altnames: DNS:*.hosterly.example',
    'no such tenant Jane Roe',
  ])('what the network said of a notice: %s', why => {
    const { text, facts } = exported((story, incident) => settled(why, 1)(story, incident), written)
    expect(text).not.toMatch(/acmeprop|acme\.|10\.1\.2|2001:db8|hosterly|Roe/)
    expect(facts.filter(({ kind }) => kind === 'notice-sent')).toMatchObject([{ why: '(left out)' }])
  })

  test('why a command failed', () => {
    const reason = 'no endpoint acme-trunk at 10.1.2.4 for Maplecourt'
    const { text, facts } = exported((story, _incident, call) => {
      take(story, { type: 'commandFailed', channel: call, command: 'hold', gone: false, reason })
    }, written)
    expect(text).not.toMatch(/acme|10\.1\.2|Maplecourt/)
    expect(facts.filter(({ kind }) => kind === 'command-failed')).toMatchObject([{ why: '(left out)' }])
  })

  test('notes by hand, and where the box repeats them', () => {
    const { text, redacted, evidence } = exported((story, stream) => {
      story.phone('ana').answers().presses('5').hangsUp()
      const who = { stream, who: 'Kim SECRETA: of the night' }
      take(story, { type: 'resolvedByHand', ...who, why: 'SECRETB is dry', outcome: 'going-out' })
      story.wait(100)
      take(story, { type: 'reopenedByHand', ...who, why: 'unit 12B Mrs SECRETD' })
      story.wait(30)
      take(story, { type: 'ownedByHand', ...who, why: 'SECRETE goes' })
      const key = `acknowledged:${stream}:${who.who}:webhook:ops`
      take(story, {
        ...{ type: 'noticeSettled', result: 'sent', stream, key, event: 'acknowledged' },
        ...{ way: 'webhook', whom: 'ops', why: '250 SECRETF' },
      })
    }, written)
    expect(text).not.toMatch(/SECRET|12B|Kim/)
    const [is, was] = [redacted.evidence, evidence].map(one => replayTurns(recordingOf(one), takeTurn))
    expect(is?.same).toBe(was?.same)
  })
})

test('the first difference is that of the log: a word of the box is no id of the rules', () => {
  const { redacted, evidence } = exported(() => {}, otherCategory)
  const was = replayTurns(recordingOf(evidence), takeTurn)
  const is = replayTurns(recordingOf(redacted.evidence), takeTurn)
  if (was.same || is.same) throw new Error('it is decided alike')
  expect(was.firstDifference.recorded).toContain('"kind":"opened"')
  expect(is.firstDifference).toMatchObject({ turn: was.firstDifference.turn, what: 'facts' })
  const [recorded, decided] = [is.firstDifference.recorded, is.firstDifference.decided].map(one => JSON.parse(one))
  expect({ ...recorded, category: '' }).toEqual({ ...decided, category: '' })
})

test('what the box composed stays readable', () => {
  const { facts } = exported(story => story.phone('ana').answers().presses('2').hangsUp(), otherCategory)
  expect(facts.find(({ kind }) => kind === 'key-pressed')).toMatchObject({
    meaning: expect.stringMatching(/^urgent: category-\d$/),
  })
  expect(facts.find(({ kind }) => kind === 'leg-key')).toMatchObject({ meaning: 'pass on', why: 'pressed in the briefing' })
  expect(facts.find(({ kind }) => kind === 'attempt-ended')).toMatchObject({ why: expect.stringMatching(/^.{3} pressed 2$/) })
})

test('a mistake of our own is told without its words', () => {
  const broken: Written = turn => ({
    ...turn,
    facts: turn.facts.map(fact =>
      fact.kind === 'opened'
        ? {
            stream: fact.stream,
            at: fact.at,
            kind: 'core-broke',
            input: 'digit',
            in: 'deciding',
            why: 'no person called SECRETG',
          }
        : fact,
    ),
    ignored: turn.facts.some(({ kind }) => kind === 'opened')
      ? 'the core broke on digit: no person called SECRETG'
      : turn.ignored,
  })
  expect(exported(() => {}, broken).text).not.toMatch(/SECRET/)
})

test('a long name within a reason, and letters that have no small form of their own', () => {
  const name = 'The Residences at Maplecourt Crossing on the Hill above Lake Travis, Phase Two, Buildings A to İ'
  const redacter = openRedacter(openStandIns([], new Set(), []), new Map(), [])
  redacter.json({ properties: { oak: { id: 'oak', name } } })
  expect(JSON.stringify(redacter.json({ meaning: `community ${name}`, why: `closed: ${name} has no office hours` }))).not.toMatch(
    /Maplecourt|İ/,
  )
})
