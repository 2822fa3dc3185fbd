// What an administrator does by hand while somebody is on the line for the incident: refused with the name of whoever it is, and nothing changes;
// where telephones only ring, or somebody is being briefed, it is done and they are told.
import { expect, test } from 'vitest'
import { incidentActs } from '../../src/daemon/incident-acts.ts'
import { callingBack, INCIDENTS, inTalk, onHold } from '../support/specimens.ts'
import type { Story } from '../support/story.ts'

async function asked(story: Story, what: 'ack' | 'resolve' | 'reopen') {
  const { world } = story.driver
  const id = story.incident().id
  const acts = incidentActs({
    incident: each => world.incidents.get(each),
    push: input => void story.driver.take(input),
    decided: () => Promise.resolve(),
  })
  return acts[`/incidents/${what}`]?.({ id, who: 'pat', why: 'a test', outcome: 'false-alarm' })
}

test.each([
  ['the two talk', inTalk],
  ['the caller is called back', callingBack],
  ['they are on their way into the talk', INCIDENTS.connecting],
  ['the caller who was called back talks', INCIDENTS['talking-back']],
  ['the technician is asked what now', INCIDENTS['call-back-menu']],
  ['the technician is asked for the outcome', INCIDENTS['asking-outcome']],
] as const)('while %s it is neither resolved nor reopened, and who it is is told', async (_, specimen) => {
  const { story } = specimen()
  const before = story.incident()
  for (const what of ['resolve', 'reopen'] as const)
    expect(await asked(story, what)).toMatchObject({ code: 200, body: { done: 'no', phase: before.phase, by: 'ana' } })
  expect(story.incident()).toEqual(before)
})

test('while somebody is being briefed: resolved, they hear who has it, and nobody is rung', async () => {
  const { story, caller } = onHold()
  const ana = story.phone('ana').answers()
  expect(await asked(story, 'resolve')).toMatchObject({ code: 200, body: { done: 'now', phase: 'resolved' } })
  expect(ana.hears()).toBe('pat has taken it. Thank you.')
  expect(caller.hears()).toMatch(/^pat has taken your call on/)
  expect(story.ringing()).toEqual([])
  expect(await asked(story, 'resolve')).toMatchObject({ body: { done: 'before' } })
})

test('resolved and reopened: rung for again; an incident that is rung for is open already', async () => {
  const { story } = INCIDENTS.resolved()
  story.phone('ana').listens().hangsUp()
  expect(await asked(story, 'reopen')).toMatchObject({ body: { done: 'now' } })
  expect(story.ringing()).toEqual(['ana'])
  expect(await asked(story, 'reopen')).toMatchObject({ body: { done: 'no', phase: 'ringing' } })
})
