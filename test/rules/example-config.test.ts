// The example portfolio that is shipped in config/: it compiles without a word, and says what its comments promise.
import { expect, test } from 'vitest'
import { isOpen } from '../../src/core/plan/hours.ts'
import { resolveTargets } from '../../src/core/plan/on-call.ts'
import type { Plan } from '../../src/core/plan/plan.ts'
import { loadRules } from '../../src/rules/load.ts'
import { time } from '../plan/build.ts'
import { told } from './small-rules.ts'

function examplePlan(): Plan {
  const loaded = loadRules('config')
  expect(told(loaded)).toEqual([])
  if (!loaded.ok) throw new Error('the example rules do not compile')
  return loaded.plan
}

test('three properties, each with its lines', () => {
  const { lines, properties } = examplePlan()
  expect(Object.keys(properties)).toEqual(['lakeside', 'mesa-verde', 'oak-creek'])
  expect(lines).toEqual([
    { trunk: 'lakeside-pbx', number: '+15125550131', property: 'lakeside' },
    { trunk: null, number: '+16025550141', property: 'mesa-verde' },
    { trunk: null, number: '+15125550101', property: 'oak-creek' },
    { trunk: null, number: '+15125550102', property: 'oak-creek' },
  ])
})

test('a property as the plan has it, defaults included', () => {
  const { week, dates, yearly, ...rest } = {
    ...examplePlan().properties['oak-creek'],
    ...examplePlan().properties['oak-creek']?.hours,
  }
  expect(rest).toMatchObject({
    id: 'oak-creek',
    name: 'Oak Creek',
    spoken: { en: 'Oak Creek Apartments' },
    zone: 'America/Chicago',
    languages: ['en'],
    callerId: '+15125550101',
    office: {
      queue: 'oak-creek-office',
      ringSeconds: 20,
      phones: [
        { id: 'oak-creek-desk', contact: 'sip:desk@192.0.2.61' },
        { id: 'oak-creek-back-office', contact: 'sip:back-office@192.0.2.62' },
      ],
    },
    menu: 'texas-residents',
    outbound: ['carrier-a', 'carrier-b'],
    failsafe: {
      who: [
        { kind: 'person', id: 'pat-quinn' },
        { kind: 'person', id: 'kim-lane' },
      ],
      ringSeconds: 25,
      passes: 2,
    },
    notices: { recording: false },
    noKey: { do: 'message', mailbox: 'office' },
    statement: { maxSeconds: 45 },
    message: { maxSeconds: 180, minSeconds: 2 },
    hold: { maxSeconds: 1200, wordEverySeconds: 25 },
    recordTalk: false,
    mailboxes: {
      office: { id: 'office', name: 'Oak Creek leasing office' },
      maintenance: { id: 'maintenance', name: 'Oak Creek maintenance' },
    },
    categories: { 'water-leak': { en: 'water leak', es: 'fuga de agua' } },
  })
  expect(week).toMatchObject({ mon: [{ from: 540, to: 1080 }], sat: [{ from: 600, to: 960 }], sun: [] })
  expect(dates?.['2027-07-05']).toEqual({ name: 'Independence Day (observed)', windows: [] })
  expect(yearly).toContainEqual({
    on: { plusDays: 0, month: 11, nth: 4, weekday: 'thu' },
    name: 'Thanksgiving',
    windows: [],
  })
})

test('on Thanksgiving at 2:14 the night crew is rung, the others follow', () => {
  const plan = examplePlan()
  const now = time('2026-11-26 02:14 -06:00')
  expect(plan.properties['oak-creek'] && isOpen(plan.properties['oak-creek'], now).why).toBe('closed: Thanksgiving (2026-11-26)')
  const rungs = plan.ladders['texas-emergencies']?.rungs ?? []
  expect(rungs.map(rung => resolveTargets(plan, rung.targets, now).map(({ person }) => person))).toEqual([
    ['dana-reyes'],
    ['lee-park'],
    ['pat-quinn', 'kim-lane'],
  ])
})

test('two languages where the property has two', () => {
  const plan = examplePlan()
  expect(plan.properties['mesa-verde']?.spoken).toEqual({ en: 'Mesa Verde', es: 'Mesa Verde' })
  expect(plan.menus['arizona-residents']?.options[2]?.say).toEqual({
    en: 'leasing, or anything else',
    es: 'alquileres o cualquier otro asunto',
  })
  expect(plan.menus['texas-residents']?.options[3]?.say).toEqual({ en: 'a repair that can wait' })
})
