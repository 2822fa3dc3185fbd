// The alarm about trunks that refuse calls before they ring: by trunk and the number shown, over a day, until one rings again.
import { expect, test } from 'vitest'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { openRefusedCalls } from '../../src/daemon/refused-calls.ts'
import { ladder, NIGHT, PHONE, rung, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

function watched() {
  const story = tell({ plan: smallPlan({ ladder: ladder([rung(['ben']), rung(['cleo'])], { passes: 9, pauseSeconds: 60 }) }) })
  let seen = 0
  const refused = openRefusedCalls({ now: () => story.driver.now() as EpochMs })
  const alarms = () => {
    for (const turn of story.driver.turns.slice(seen)) refused.see(turn)
    seen = story.driver.turns.length
    return refused.wrong()
  }
  story.arrives().presses('1', '*')
  return { story, alarms }
}

test('three within a day are an alarm of that trunk and number, with what to do; the trunk that carries is none', () => {
  const { story, alarms } = watched()
  for (const who of ['ben', 'cleo', 'ben'] as const) {
    expect(alarms()).toEqual([])
    story.phone(who).isRefused()
    story.phone(who).stopsRinging()
    if (who === 'cleo') story.wait(60)
  }
  const [alarm, ...others] = alarms()
  expect(others).toEqual([])
  expect(alarm).toMatchObject({ kind: 'calls-refused', about: 'carrier +15125550199' })
  expect(alarm?.what).toBe(
    `trunk carrier refused 3 calls before they rang, the last to ${PHONE.ben} (SIP 603): ` +
      'your number +15125550199 may be marked as spam; ask the carrier, and register the number with it',
  )
})

test('it ends when that telephone rings over the trunk again, or a day later', () => {
  const { story, alarms } = watched()
  for (let n = 0; n < 2; n++) {
    story.phone('ben').isRefused(1, 404)
    story.phone('ben').stopsRinging()
    story.phone('cleo').isRefused(127, 607)
    story.phone('cleo').stopsRinging()
    story.wait(60)
  }
  expect(alarms()).toMatchObject([{ since: NIGHT }])
  story.phone('ben').rings()
  expect(alarms()).toEqual([])
  story.phone('ben').stopsRinging()
  for (let n = 0; n < 2; n++) story.phone('cleo').isRefused()
  expect(alarms()).toHaveLength(1)
  story.wait(25 * 3600)
  expect(alarms()).toEqual([])
})

test.each([
  ['busy', 17, 486],
  ['switched off', 19, 480],
])('a telephone that is %s is none', (_, cause, sip) => {
  const { story, alarms } = watched()
  for (let n = 0; n < 5; n++) {
    for (const who of ['ben', 'cleo'] as const) {
      story.phone(who).isRefused(cause, sip)
      if (cause === 19) story.phone(who).isRefused(cause, sip)
    }
    story.wait(60)
  }
  expect(alarms()).toEqual([])
})
