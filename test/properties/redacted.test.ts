// Whatever has happened, and whoever wrote names and numbers: what is redacted names nobody, and the
// core decides it again wherever it decides the original again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { recordingOf } from '../../src/cli/export/recording-of.ts'
import { redactEvidence } from '../../src/cli/export/redact/redact-turns.ts'
import { callId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { replayTurns } from '../../src/store/read/replay-call.ts'
import { act, openOutside, step } from '../support/arbitrary-inputs.ts'
import { openDriver } from '../support/driver.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { howOften } from '../support/how-often.ts'
import { LINE, PHONE, PLAN_HASH, smallPlan, TRUNK } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-redacted-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const plan = smallPlan()
/** Words of their own, so that a person called Ana is not found in a manager. */
const NAMED = new RegExp(
  `(?<![a-z0-9])(${[
    'Rosalind',
    ...Object.values(plan.people).flatMap(({ id, name }) => [id, name]),
    ...Object.values(plan.properties).flatMap(({ id, name }) => [id, name]),
    ...Object.values(plan.trunks).map(({ host }) => host ?? 'no-host'),
    ...[...Object.values(PHONE), '+13125550142', '+13125550000'].map(number => number.slice(-7)),
  ]
    .map(text => text.replaceAll('.', '\\.'))
    .join('|')})(?![a-z0-9])`,
  'i',
)

/** Of a state. Its letters may be anybody's name. */
const HASH = /"[\w-]{22}\\?"/g

test('of any calls', () => {
  let decided = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), steps => {
      const journal = openFollowed(join(mkdtempSync(join(directory, 'run-')), 'journal.db'))
      journal.keepPlan(PLAN_HASH, plan, {})
      const driver = openDriver({ plan, onTurn: turn => journal.commit([turn]) })
      const outside = openOutside()
      const rosalind = { do: 'arrive', trunk: TRUNK.carrier, line: LINE.oak, number: '+13125550142', text: 'ROSALIND' } as const
      for (const one of [rosalind, ...steps.slice(0, steps.length / 2), rosalind, ...steps]) act(driver, outside, one)
      const arrived = driver.turns.flatMap(({ input }) => (input.type === 'arrived' ? [callId(input.channel)] : []))
      for (const id of arrived) {
        const { incidents = [] } = journal.past.callStory(id)?.call ?? {}
        const evidence = journal.past.evidence(id, [id, ...incidents.map(incident => incident.id)])
        const was = replayTurns(recordingOf(evidence), takeTurn)
        const redacted = redactEvidence(evidence, {})
        const is = replayTurns(recordingOf(redacted.evidence), takeTurn)
        const { turns, plans, facts } = redacted.evidence
        const text = `${[...plans.values()].map(({ json }) => json)} ${JSON.stringify(turns)} ${JSON.stringify(facts)}`
        expect(NAMED.exec(text.replaceAll(HASH, ''))?.[0] ?? null).toBeNull()
        if (was.same && was.upTo === undefined)
          expect({ id, is, from: redacted.notDecided }).toMatchObject({ is: { same: true }, from: null })
        decided += is.turns
      }
      journal.close()
    }),
    { numRuns: howOften(3) },
  )
  expect(decided).toBeGreaterThan(20)
})

test('a number that was typed, one that is refused, and reasons that people wrote', () => {
  const journal = openFollowed(join(mkdtempSync(join(directory, 'run-')), 'journal.db'))
  journal.keepPlan(PLAN_HASH, plan, {})
  const story = tell({ plan, onTurn: turn => journal.commit([turn]) })
  const caller = story.arrives()
  caller.presses('1', '*')
  story.wait(2)
  caller.presses('2', '2', ...'88', '#')
  caller.presses(...'9005550111', '#')
  caller.presses(...'3125550188', '#', '1')
  caller.listens().hangsUp()
  story.phone('ana').answers().presses('5').hangsUp()
  const { id: incident } = story.incident()
  story.driver.take({ type: 'resolvedByHand', stream: incident, who: 'Pat', why: 'Ann Lee says it is dry', outcome: 'going-out' })
  story.wait(24 * 3600 + 60)
  const whole = (): ReturnType<typeof redactEvidence> =>
    redactEvidence(journal.past.evidence(caller.id, [caller.id, incident]), {})
  const redacted = whole()
  const text = JSON.stringify([redacted.evidence.turns, redacted.evidence.facts])
  expect(text).not.toMatch(/Ann Lee|Pat|5550111|5550188/)
  expect(redacted.notDecided).toBeNull()
  expect(replayTurns(recordingOf(redacted.evidence), takeTurn)).toMatchObject({ same: true, erasedParts: false })
  const facts = redacted.evidence.facts.map(({ fact }) => fact)
  expect(facts.filter(({ kind }) => kind === 'number-refused' || kind === 'number-confirmed')).toMatchObject([
    { callerNumber: expect.stringMatching(/^\d\d$/) },
    { callerNumber: expect.stringMatching(/^900555\d{4}$/) },
    { callerNumber: expect.stringMatching(/^\+1312555\d{4}$/) },
  ])

  journal.eraseCall(caller.id)
  const erased = whole()
  expect(JSON.stringify(erased.evidence.facts)).toContain('(erased)')
  expect(replayTurns(recordingOf(erased.evidence), takeTurn)).toMatchObject({ same: true, erasedParts: true })
  journal.close()
})
