// The daemon dies at any turn, and the PBX may have done anything meanwhile. After one look at it, and with everybody behaving from
// then on, every caller and every telephone comes to an end: nobody waits for ever and nothing keeps ringing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Input } from '../../src/core/world/inputs.ts'
import { act, observation, openOutside, step } from '../support/arbitrary-inputs.ts'
import { type Driver, openDriver, streamsOf } from '../support/driver.ts'
import { ladder, rung, smallPlan } from '../support/plan.ts'

const plan = smallPlan({ ladder: ladder([rung(['ana', 'ben']), rung(['ben', 'dan'], { mode: 'all' })], { passes: 2 }) })

/** Hours that the story may still take before everybody has hung up. */
const PATIENCE_S = 2 * 3600

const looks = fc.array(fc.array(fc.nat(11), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 10 })

test('a crash at any turn, then one look at the PBX, still ends well', () => {
  let lookedAt = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 80 }), looks, (script, seeds) => {
      const driver = openDriver({ plan })
      const outside = openOutside()
      for (const one of script) act(driver, outside, one)
      const behaving = openBehaving(driver)
      const streams = streamsOf(driver.world).length
      for (let n = 0; n < streams; n++) {
        const look = observation(driver, n, seeds[n % seeds.length] ?? [0])
        if (look === null) continue
        lookedAt++
        behaving.take(look)
      }
      behaving.untilQuiet()
      behaving.everybodyHangsUp()
      expect(leftOver(driver)).toEqual([])
    }),
    { numRuns: 200 },
  )
  expect(lookedAt).toBeGreaterThan(100)
}, 60_000)

/** Live calls, and telephones that ring or hold somebody. */
function leftOver(driver: Driver): string[] {
  return [
    ...[...driver.world.calls.values()].map(call => `${call.id} in ${call.phase}`),
    ...[...driver.world.incidents.values()].flatMap(incident =>
      Object.values(incident.legs)
        .filter(leg => leg.phase !== 'over')
        .map(leg => `${leg.id} in ${leg.phase}`),
    ),
  ]
}

/** A PBX and people that do what is asked of them: sounds end, recorders stop, nobody answers, hanging up hangs up. */
function openBehaving(driver: Driver) {
  const told: Input[] = []
  function take(input: Input): void {
    const turn = driver.take(input)
    for (const command of turn.commands) told.push(...answerTo(command))
  }
  function answerTo(command: Driver['turns'][number]['commands'][number]): Input[] {
    const { channel } = command
    switch (command.do) {
      case 'say':
        return [{ type: 'playbackFinished', channel, playback: command.playback, ok: true }]
      case 'record':
        return [{ type: 'recordingFinished', channel, recording: command.recording, ms: 4000, speechMs: 4000 }]
      case 'talk':
        return [{ type: 'enteredBridge', channel, bridge: command.bridge }]
      case 'hangUp':
        return [{ type: 'ended', channel, cause: 16, sip: null, fax: false }]
      case 'queue':
        return [{ type: 'returned', channel, from: 'queue', queueStatus: 'TIMEOUT' }]
      case 'failsafe':
        return [{ type: 'ended', channel, cause: 16, sip: null, fax: false }]
      default:
        return []
    }
  }
  function settle(): void {
    const from = driver.turns.length
    for (let input = told.shift(); input !== undefined; input = told.shift()) {
      if (driver.turns.length - from > 5000) throw new Error('the two talk for ever')
      take(input)
    }
  }
  return {
    take,
    /** Deadline after deadline, as long as anything but a look is due. */
    untilQuiet() {
      const until = driver.now() + PATIENCE_S * 1000
      settle()
      while (driver.now() < until) {
        const had = driver.turns.length
        if (!driver.nextDeadline()) return
        for (const turn of driver.turns.slice(had)) for (const command of turn.commands) told.push(...answerTo(command))
        settle()
      }
    },
    everybodyHangsUp() {
      for (const call of [...driver.world.calls.values()]) {
        take({ type: 'ended', channel: call.id, cause: 16, sip: null, fax: false })
      }
      for (const incident of driver.world.incidents.values()) {
        for (const leg of Object.values(incident.legs)) {
          if (leg.phase === 'joined') take({ type: 'ended', channel: leg.id, cause: 16, sip: null, fax: false })
        }
      }
      const until = driver.now() + PATIENCE_S * 1000
      settle()
      while (driver.now() < until && leftOver(driver).length > 0) {
        const had = driver.turns.length
        if (!driver.nextDeadline()) return
        for (const turn of driver.turns.slice(had)) for (const command of turn.commands) told.push(...answerTo(command))
        settle()
      }
    },
  }
}
