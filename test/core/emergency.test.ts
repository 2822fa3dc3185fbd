// An emergency call of an office telephone: over which trunks and with which number, what becomes of it in the log, and who is told outside.
import { expect, test } from 'vitest'
import { noticesOf } from '../../src/core/notices/notices-of.ts'
import { emergencyWays } from '../../src/core/plan/emergency.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import { emergencyId } from '../../src/core/standing/emergency-call.ts'
import type { EmergencyHappened } from '../../src/core/world/inputs.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { emptyWorld } from '../../src/core/world/world.ts'
import { alarmOf } from '../../src/daemon/alarms-of-facts.ts'
import { compileRules } from '../../src/rules/load.ts'
import { NIGHT, PLAN_HASH } from '../support/plan.ts'

const YAML = `
box: { name: N, caller-id: +1 512 555 0100, zone: America/Chicago, failsafe: +1 512 555 0119 }
mail: { server: mail.test, from: n@box.test }
trunks:
  a: { host: 192.0.2.1, outbound: yes, owns: [+1 512 555 0100, +1 512 555 0101] }
  b: { host: 192.0.2.2, outbound: yes, owns: [+1 512 555 0100, +1 512 555 0102] }
  c: { host: 192.0.2.3, outbound: yes, owns: [+1 512 555 0102] }
  in: { host: 192.0.2.4 }
people:
  sam: { name: Sam, phones: [+1 512 555 0151], mail: sam@oak.test, quiet: 00:00-23:59, zone: America/Chicago }
  max: { name: Max, phones: [+1 512 555 0152], mail: max@oak.test }
ladders: { all: { rungs: [{ who: sam }], exhausted: { notify: max } } }
menus: { main: { keys: { 1: { for: an emergency, escalate: all } } } }
defaults: { menu: main, on-no-key: escalate, hours: { mon-sun: 00:00-24:00 } }
properties:
  oak:
    name: Oak
    lines: [+1 512 555 0101]
    outbound: [a, b]
    notify: [{ on: emergency-test, mail: tests@oak.test }]
    office:
      phones:
        - { id: desk, contact: "sip:desk@192.0.2.61" }
        - { id: pool, contact: "sip:pool@192.0.2.62", emergency-caller-id: +1 512 555 0102 }
`

function plan(): Plan {
  const compiled = compileRules(new Map([['box.yaml', YAML]]))
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.plan
}

function told(happened: EmergencyHappened, { test = false, lateMs = 0 } = {}) {
  const of = { phone: 'pool', property: 'oak', dialled: test ? '933' : '911', test, when: (NIGHT - lateMs) as typeof NIGHT }
  const stream = emergencyId('pbx-1.7')
  const turn = takeTurn(emptyWorld(), { type: 'emergencyCall', stream, key: 'k', plan: PLAN_HASH, ...of, happened }, NIGHT)
  const [fact] = turn.facts
  if (fact === undefined || turn.facts.length > 1 || turn.commands.length > 0) throw new Error('one fact, and nothing to be done')
  const notices = noticesOf(fact, { property: 'oak', ladder: null }, plan())
  return { fact, alarm: alarmOf(fact)?.kind ?? null, to: notices.flatMap(({ tell }) => tell.map(one => one.to)), notices }
}

test('first the trunks that own the number, then the others, and none that carries nothing out', () => {
  const oak = plan().properties.oak
  if (oak === undefined) throw new Error('no property')
  expect(emergencyWays(plan(), oak)).toMatchObject([
    { phone: 'desk', callerId: '+15125550101', trunks: [{ id: 'a', owns: true }, { id: 'b', owns: false }, { id: 'c' }] },
    { phone: 'pool', callerId: '+15125550102', trunks: [{ id: 'b', owns: true }, { id: 'c', owns: true }, { id: 'a' }] },
  ])
})

test('who is on call and who is told otherwise hear of it at once, whatever hours are quiet, and of its end', () => {
  const dialled = told({ what: 'dialled' })
  expect(dialled).toMatchObject({ alarm: 'emergency-call', to: ['sam@oak.test', 'max@oak.test'] })
  expect(dialled.notices[0]?.tell.every(({ at }) => at === NIGHT)).toBe(true)
  expect(told({ what: 'answered', trunk: 'b' }).to).toEqual(dialled.to)
  expect(told({ what: 'failed' })).toMatchObject({ alarm: 'emergency-not-carried', to: dialled.to })
  expect(told({ what: 'ended', result: 'left', trunk: 'b' }).to).toEqual(dialled.to)
  expect(told({ what: 'ended', result: 'connected', trunk: 'b' })).toMatchObject({ alarm: null, to: [] })
  expect(told({ what: 'refused', trunk: 'b', status: 'BUSY', cause: 17 })).toMatchObject({ alarm: 'emergency-refused', to: [] })
})

test('a test is no alarm, and told to those alone who want to hear of tests', () => {
  expect(told({ what: 'dialled' }, { test: true })).toMatchObject({ alarm: null, to: ['tests@oak.test'], fact: { test: true } })
})

test('what is heard of late says so', () => {
  expect(told({ what: 'dialled' }, { lateMs: 300_000 }).fact).toMatchObject({
    when: NIGHT - 300_000,
    why: 'heard of 5 min later: Nightbell was away',
  })
})
