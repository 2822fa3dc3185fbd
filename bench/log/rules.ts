// The rules of the history: properties in four time zones, each with an office, a schedule, a ladder
// of three rungs and people of its own, so that what happens at one has nothing to do with another.
// Names and numbers hold the property's number, by which scenes.ts makes one property of another.
import type { Plan } from '../../src/core/plan/plan.ts'
import { compileRules } from '../../src/rules/load.ts'

/** How many of a property's number stand in names and telephone numbers. */
const DIGITS = 4
export const MOST_PROPERTIES = 1000
export const TRUNK = 'carrier'
const ZONES = ['America/Chicago', 'America/New_York', 'America/Phoenix', 'America/Los_Angeles'] as const

/** What a property does of another one must have the same zone. */
export const ZONES_APART = ZONES.length

export function numbered(property: number): string {
  return String(property).padStart(DIGITS, '0')
}

export function zoneOf(property: number): string {
  return ZONES[property % ZONES.length] ?? 'UTC'
}

/** A telephone number of the property. The digit before its number says whose. */
function number(kind: 2 | 3 | 7, property: number, nth: number): string {
  return `+1512${kind}${numbered(property)}${String(nth).padStart(2, '0')}`
}

export const lineOf = (property: number): string => number(2, property, 0)
export const residentOf = (property: number, nth: number): string => number(7, property, nth)
/** Both technicians of the rotation, the second with two telephones, the backup, and the manager. */
export const phonesOf = (property: number): string[] => [0, 1, 2, 3, 4].map(nth => number(3, property, nth))

/** The texts of the rule files. `ringSeconds`: what changes when new rules come into force. */
export function rulesOf(properties: number, ringSeconds: number): Map<string, string> {
  const each = (entry: (id: string, n: number) => string): string =>
    Array.from({ length: properties }, (_, n) => `  ${entry(numbered(n), n)}`).join('\n')
  return new Map([
    ['box.yaml', BOX],
    ['people.yaml', `people:\n${each(people)}\n`],
    ['schedules.yaml', `schedules:\n${each(schedule)}\n`],
    ['ladders.yaml', `ladders:\n${each(id => ladder(id, ringSeconds))}\n`],
    ['menus.yaml', `menus:\n${each(menu)}\n`],
    ['properties.yaml', `properties:\n${each(property)}\n`],
  ])
}

export function planOf(sources: ReadonlyMap<string, string>): { plan: Plan; hash: string } {
  const compiled = compileRules(sources)
  if (!compiled.ok) throw new Error(compiled.problems.map(({ message }) => message).join('\n'))
  return compiled
}

const BOX = `
box: { name: Nightbell, caller-id: "+15125550100", zone: America/Chicago, failsafe: [boss-0000] }
trunks:
  ${TRUNK}: { host: 127.0.0.2, channels: 2000, per-second: 1000, outbound: yes, owns: ["+15125550100"] }
  spare: { host: 127.0.0.3, channels: 2000, per-second: 1000, outbound: yes, owns: ["+15125550100"] }
categories:
  water-leak: { say: water leak }
  no-heat: { say: no heat or no cooling }
  lockout: { say: lockout }
defaults:
  caller-id: "+15125550100"
  outbound: [${TRUNK}, spare]
  hours: { mon-fri: "09:00-18:00", sat: "10:00-16:00", sun: closed }
  hold: { max: 20m, word-every: 25s }
`

function people(id: string, n: number): string {
  const [first, second, home, backup, boss] = phonesOf(n)
  return [
    `tech-${id}-1: { name: Ana Tech, phones: ["${first}"] }`,
    `tech-${id}-2: { name: Ben Tech, phones: ["${second}", "${home}"] }`,
    `tech-${id}-3: { name: Cleo Tech, phones: ["${backup}"] }`,
    `boss-${id}: { name: Dan Boss, phones: ["${boss}"] }`,
  ].join('\n  ')
}

/** Two of them in turn: four weeks later it is the same one again. */
function schedule(id: string, n: number): string {
  const rotation = `{ people: [tech-${id}-1, tech-${id}-2], every: week, from: "2015-01-04 08:00" }`
  return `crew-${id}: { zone: ${zoneOf(n)}, rotations: [${rotation}] }`
}

function ladder(id: string, ringSeconds: number): string {
  const rungs = `[{ who: crew-${id}, tries: 2 }, { who: tech-${id}-3 }, { who: [tech-${id}-3, boss-${id}], mode: all }]`
  return `urgent-${id}: { passes: 3, pause: 30s, ring: ${ringSeconds}s, rungs: ${rungs} }`
}

function menu(id: string): string {
  const urgent = (say: string, category: string) => `{ for: ${say}, escalate: urgent-${id}, category: ${category} }`
  return (
    `menu-${id}: { keys: { 1: ${urgent('a water leak', 'water-leak')}, 2: ${urgent('no heat or no cooling', 'no-heat')}, ` +
    `3: ${urgent('being locked out', 'lockout')}, 4: { for: leasing or anything else, message: office } } }`
  )
}

function property(id: string, n: number): string {
  const office = `office: { ring: 20s, phones: [{ id: desk-${id}, contact: "sip:desk@127.0.0.4" }] }`
  return (
    `court-${id}: { name: Court ${id}, spoken: Oak Creek, zone: ${zoneOf(n)}, lines: ["${lineOf(n)}"], ` +
    `menu: menu-${id}, ${office}, mailboxes: { office: { name: Office } } }`
  )
}
