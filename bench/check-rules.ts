// The rules that bench/check.ts checks: a thousand properties in a thousand files, each with its line, hours, holidays, menu, ladder and a
// schedule of its own: two rotations, an override, people with absences, so that 52 weeks of coverage are real work.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const PROPERTIES = 1000

/** Of so many of the properties. */
export function writeCheckedRules(directory: string, properties = PROPERTIES): void {
  mkdirSync(join(directory, 'properties'), { recursive: true })
  writeFileSync(join(directory, 'box.yaml'), box(properties))
  for (let n = 0; n < properties; n++) writeFileSync(join(directory, 'properties', `court-${n}.yaml`), property(n))
}

const lineOf = (n: number): string => `+1512555${1000 + n}`

export function box(properties = PROPERTIES): string {
  const owns = Array.from({ length: properties }, (_, n) => `      - "${lineOf(n)}"`).join('\n')
  return `box: { name: Nightbell, caller-id: "+15125570100", zone: America/Chicago, failsafe: [pat-quinn, ana-0] }
trunks:
  carrier:
    host: 192.0.2.10
    outbound: yes
    owns:
      - "+15125570100"
${owns}
categories: { water-leak: water leak }
defaults:
  hours: { mon-fri: 09:00-18:00, sat: 10:00-16:00 }
  holidays: { 4th Thursday of November: Thanksgiving, December 25: Christmas Day }
people:
  pat-quinn: { name: Pat Quinn, phones: ["+15125570101"], roles: [manager], absences: [{ from: 2026-02-01 08:00, to: 2026-02-10 08:00 }] }
`
}

const ZONES = ['America/Chicago', 'America/Denver', 'America/New_York', 'America/Los_Angeles', 'America/Phoenix']

export function property(n: number): string {
  const phone = (nth: number): string => `"+1512556${1000 + n}", "+1512${557 + nth}${1000 + n}"`
  const zone = ZONES[n % ZONES.length]
  return `people:
  ana-${n}: { name: Ana ${n}, phones: [${phone(1)}] }
  ben-${n}: { name: Ben ${n}, phones: [${phone(2)}] }
  cleo-${n}:
    name: Cleo ${n}
    phones: [${phone(3)}]
    absences:
      - { from: 2026-12-20 12:00, to: 2026-12-27 12:00, substitute: ana-${n} }
schedules:
  nights-${n}:
    zone: ${zone}
    rotations:
      - people: [ana-${n}, ben-${n}, cleo-${n}]
        every: week
        from: 2026-01-05 08:00
        during: { mon-fri: 18:00-08:00, sat-sun: 00:00-24:00 }
      - people: [cleo-${n}, ana-${n}]
        every: day
        from: 2026-01-05 08:00
        during: { mon-fri: 08:00-18:00 }
    overrides:
      - { from: 2026-12-24 18:00, to: 2026-12-26 08:00, replace: ana-${n}, by: ben-${n} }
ladders:
  emergencies-${n}:
    rungs:
      - who: nights-${n}
        tries: 2
      - who: [ben-${n}, { role: manager }]
        mode: all
menus:
  residents-${n}:
    keys:
      1: { for: a water leak, escalate: emergencies-${n}, category: water-leak }
      2: { for: anything else, message: office }
properties:
  court-${n}:
    name: Court ${n}
    zone: ${zone}
    lines: ["${lineOf(n)}"]
    menu: residents-${n}
    hours: { sat: 10:00-14:00 }
    closures:
      - { from: 2026-12-02 12:00, to: 2026-12-03 09:00, name: Repair }
`
}
