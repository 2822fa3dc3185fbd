// The daemon dies at any turn, and the PBX may have done anything meanwhile. After one look at it, and with everybody behaving from
// then on, every caller and every telephone comes to an end: nobody waits for ever and nothing keeps ringing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Command } from '../../src/core/world/commands.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { act, observation, openOutside, step } from '../support/arbitrary-inputs.ts'
import { deskPlan, messages } from '../support/desk.ts'
import { type Driver, openDriver, streamsOf } from '../support/driver.ts'
import { howOften } from '../support/how-often.ts'
import { ladder, rung } from '../support/plan.ts'

const told = { reminderSeconds: 100, remindBy: 'call', addedWords: 'call' } as const
const rungs = [rung(['ana', 'ben']), rung(['ben', 'dan'], { mode: 'all' })]
const plan = deskPlan(['carrier'], { ladder: ladder(rungs, { passes: 2, ...told }) })

/** Hours that the story may still take before everybody has hung up. */
const PATIENCE_S = 2 * 3600
const MOMENT_S = 2

const looks = fc.array(fc.array(fc.nat(11), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 10 })

test('a crash at any turn, then one look at the PBX, still ends well', () => {
  let lookedAt = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }), looks, (script, seeds) => {
      const told: Input[] = []
      let crashed = false
      const driver = openDriver({
        plan,
        onTurn: turn => crashed && told.push(...turn.commands.flatMap(answersTo)),
      })
      const outside = openOutside()
      for (const one of script) act(driver, outside, one)
      crashed = true
      const behaving = openBehaving(driver, told)
      const streams = streamsOf(driver.world).length
      for (let n = 0; n < streams; n++) {
        const look = observation(driver, n, seeds[n % seeds.length] ?? [0])
        if (look === null) continue
        lookedAt++
        driver.take(look)
      }
      behaving.untilQuiet()
      behaving.everybodyHangsUp()
      expect(leftOver(driver)).toEqual([])
    }),
    { numRuns: howOften(40) },
  )
  expect(lookedAt).toBeGreaterThan(20)
})

/** Live calls, and telephones that ring or hold somebody. */
function leftOver(driver: Driver): string[] {
  return [
    ...[...driver.world.calls.values(), ...driver.world.desks.values()].map(call => `${call.id} in ${call.phase}`),
    ...[...driver.world.incidents.values()].flatMap(incident =>
      Object.values(incident.legs)
        .filter(leg => leg.phase !== 'over')
        .map(leg => `${leg.id} in ${leg.phase}`),
    ),
  ]
}

/** A PBX and people that do what is asked of them: sounds end, recorders stop, nobody answers, hanging up hangs up. */
function openBehaving(driver: Driver, told: Input[]) {
  /** Everything that is reported takes a moment; deadlines fire on the way. */
  function settle(until: number): void {
    while (told.length > 0 && driver.now() < until) {
      driver.wait(MOMENT_S)
      const next = told.shift()
      if (next) driver.take(next)
    }
  }
  function quiet(done: () => boolean): void {
    const until = driver.now() + PATIENCE_S * 1000
    settle(until)
    while (driver.now() < until && !done() && driver.nextDeadline()) settle(until)
  }
  return {
    untilQuiet: () => quiet(() => driver.world.calls.size + driver.world.desks.size === 0),
    everybodyHangsUp() {
      const joined = [...driver.world.incidents.values()].flatMap(incident =>
        Object.values(incident.legs).filter(leg => leg.phase === 'joined'),
      )
      for (const { id } of [...driver.world.calls.values(), ...driver.world.desks.values(), ...joined]) {
        driver.take({ type: 'ended', channel: id, cause: 16, sip: null, fax: false })
      }
      quiet(() => leftOver(driver).length === 0)
    },
  }
}

/** What the PBX reports of a command that it carries out. */
function answersTo(command: Command): Input[] {
  const { channel } = command
  switch (command.do) {
    case 'say':
      return [{ type: 'playbackFinished', channel, playback: command.playback, ok: true }]
    case 'record':
      return [{ type: 'recordingFinished', channel, recording: command.recording, ms: 4000, speechMs: 4000 }]
    case 'talk':
      return [{ type: 'enteredBridge', channel, bridge: command.bridge }]
    case 'takePin':
      return [{ type: 'pinChecked', channel, result: 'right' }]
    case 'findMessages':
      return [{ type: 'messagesFound', channel, messages: messages(2) }]
    case 'hangUp':
    case 'failsafe':
      return [{ type: 'ended', channel, cause: 16, sip: null, fax: false }]
    case 'queue':
      return [{ type: 'returned', channel, from: 'queue', queueStatus: 'TIMEOUT' }]
    default:
      return []
  }
}
