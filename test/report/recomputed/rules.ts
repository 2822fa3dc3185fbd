// Rules of the weeks that are recomputed: those shipped, with what they lack (an absence, an
// override, a rung of nobody, an office that rings for long); and those that come into force in the
// last hours (a new line, hours that nobody covers, another rotation).
import type { Plan, Schedule } from '../../../src/core/plan/plan.ts'
import type { E164 } from '../../../src/core/world/ids.ts'

const NOBODY = { targets: [{ kind: 'role', id: 'night-watch' }], mode: 'each', ringSeconds: 20, tries: 1 } as const

const TRANSFER = { do: 'transfer', say: { en: 'the manager' }, ringSeconds: 20, otherwise: { do: 'menu' } } as const

/** `day`: an ISO date in these weeks. `officeRings`: for so many seconds. */
export function rulesOf(shipped: Plan, day: string, officeRings: number): Plan {
  const oak = property(shipped, 'oak-creek')
  const arizona = ladder(shipped, 'arizona-emergencies')
  const backup = schedule(shipped, 'texas-backup')
  const away = { from: `${day}T12:00`, to: `${day}T23:30`, zone: backup.zone, substitute: 'kim-lane' }
  const lee = { ...person(shipped, 'lee-park'), absences: [away] }
  const dana = { from: `${day}T06:00`, to: `${day}T20:00`, do: 'replace', person: 'dana-reyes', by: 'pat-quinn' } as const
  const [first, ...rest] = arizona.rungs
  if (first === undefined || oak.office === null) throw new Error('other rules are shipped')
  const residents = known(shipped.menus['texas-residents'])
  const manager = { ...TRANSFER, to: { person: 'pat-quinn' } } as const
  return {
    ...shipped,
    people: { ...shipped.people, 'lee-park': lee },
    menus: { ...shipped.menus, 'texas-residents': { ...residents, options: { ...residents.options, 6: manager } } },
    schedules: { ...shipped.schedules, 'texas-backup': { ...backup, overrides: [dana] } },
    ladders: { ...shipped.ladders, 'arizona-emergencies': { ...arizona, rungs: [first, NOBODY, ...rest] } },
    properties: { ...shipped.properties, 'oak-creek': { ...oak, office: { ...oak.office, ringSeconds: officeRings } } },
  }
}

/** By day nobody is on call for Arizona; a line that nobody has called yet. */
export function laterRules(plan: Plan): Plan {
  const arizona = schedule(plan, 'arizona-maintenance')
  const night = [{ from: 18 * 60, to: 7 * 60 }]
  const windows = { mon: night, tue: night, wed: night, thu: night, fri: night, sat: night, sun: night }
  const rotations = arizona.rotations.slice(1).map(rotation => ({ ...rotation, windows }))
  const only = { ...ladder(plan, 'arizona-emergencies'), rungs: ladder(plan, 'arizona-emergencies').rungs.slice(0, 1) }
  const line = { trunk: null, number: '+15125550103' as E164, property: 'oak-creek' }
  return {
    ...plan,
    lines: [...plan.lines, line],
    schedules: { ...plan.schedules, 'arizona-maintenance': { ...arizona, rotations, fallback: null } },
    ladders: { ...plan.ladders, 'arizona-emergencies': only },
  }
}

function property(plan: Plan, id: string) {
  return known(plan.properties[id])
}

function person(plan: Plan, id: string) {
  return known(plan.people[id])
}

function ladder(plan: Plan, id: string) {
  return known(plan.ladders[id])
}

function schedule(plan: Plan, id: string): Schedule {
  return known(plan.schedules[id])
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('other rules are shipped')
  return found
}
