// The rules of the demo and of scripts/lab: two properties, three people, one ladder. The properties lie in time zones where it is
// night and mid-morning right now, so that real office hours decide. Times are short, because somebody is watching.
import { Temporal } from 'temporal-polyfill'
import { addresses, type Ports } from '../../test/laboratory/ports.ts'

export const lines = { oakCreek: '+15125550101', lakeside: '+15125550131' } as const
export const phones = { sam: '+15125550151', dana: '+15125550152', pat: '+15125550155', robin: '+15125550119' } as const
export const officePhones = ['lakeside-desk', 'lakeside-back-office'] as const
/** How a line's property is called in the greeting. */
export const spokenNames: Readonly<Record<string, string>> = {
  [lines.oakCreek]: 'Oak Creek Apartments',
  [lines.lakeside]: 'Lakeside Village',
}
/** What every technician sees. */
export const boxNumber = '+15125550100'

/** Who stands behind a number or the name of an office telephone. */
export const whose: Readonly<Record<string, string>> = {
  [phones.sam]: 'Sam',
  [phones.dana]: 'Dana',
  [phones.pat]: 'Pat',
  [phones.robin]: 'Robin',
  [officePhones[0]]: 'office',
  [officePhones[1]]: 'office',
}

export interface Zones {
  readonly oakCreek: string
  readonly lakeside: string
}

export function zonesFor(now: number): Zones {
  return { oakCreek: zoneWhereItIs(2, now), lakeside: zoneWhereItIs(11, now) }
}

export function demoRules(ports: Ports, { oakCreek, lakeside }: Zones): Record<string, string> {
  const owned = [boxNumber, ...Object.values(lines)].map(number => `"${number}"`).join(', ')
  const trunk = (id: 'carrier-a' | 'carrier-b'): string =>
    `{ host: ${addresses[id]}, port: ${ports.carrierSip}, outbound: yes, owns: [${owned}] }`
  const desk = (id: string): string => `{ id: ${id}, contact: "sip:${id}@${addresses.office}:${ports.carrierSip}" }`
  return {
    'box.yaml': `
box:
  name: Nightbell
  caller-id: "${boxNumber}"
  zone: America/Chicago
  failsafe: [pat, robin]
  unknown-line: oak-creek
trunks:
  carrier-a: ${trunk('carrier-a')}
  carrier-b: ${trunk('carrier-b')}
  # Tests of the laboratory know a third carrier, which only sends calls.
  maple-pbx: { host: ${addresses['maple-pbx']}, port: ${ports.carrierSip} }
categories:
  water-leak: { en: water leak }
  no-heat: { en: no heat }
defaults:
  outbound: [carrier-a, carrier-b]
  menu: residents
  statement: 20s
  message: { max: 30s, min: 1s }
  hold: { max: 2m, word-every: 20s }
  on-no-key: message
`,
    'people.yaml': `
people:
  sam: { name: Sam, phones: ["${phones.sam}"], roles: [technician] }
  dana: { name: Dana, phones: ["${phones.dana}"], roles: [technician] }
  pat: { name: Pat, phones: ["${phones.pat}"], roles: [manager] }
  robin: { name: Robin, phones: ["${phones.robin}"] }
schedules:
  maintenance:
    zone: America/Chicago
    fallback: pat
    rotations: [{ people: [sam], every: week, from: 2026-01-05 08:00 }]
  backup:
    zone: America/Chicago
    rotations: [{ people: [dana], every: week, from: 2026-01-05 08:00 }]
ladders:
  emergencies:
    passes: 2
    pause: 5s
    rungs:
      - { who: maintenance, ring: 6s }
      - { who: backup, ring: 15s }
      - { who: manager, ring: 20s }
`,
    'menus.yaml': `
menus:
  residents:
    keys:
      1: { for: a water leak, escalate: emergencies, category: water-leak }
      2: { for: no heat, escalate: emergencies, category: no-heat }
      4: { for: leasing, message: office }
`,
    'properties.yaml': `
properties:
  oak-creek:
    name: Oak Creek
    spoken: ${spokenNames[lines.oakCreek]}
    zone: ${oakCreek}
    lines: ["${lines.oakCreek}"]
    mailboxes: { office: Oak Creek leasing office }
    hours: { mon-sun: 09:00-18:00 }
  lakeside:
    name: Lakeside
    spoken: ${spokenNames[lines.lakeside]}
    zone: ${lakeside}
    lines: ["${lines.lakeside}"]
    mailboxes: { office: Lakeside leasing office }
    hours: { mon-sun: 09:00-18:00 }
    office: { ring: 5s, phones: [${officePhones.map(desk).join(', ')}] }
`,
  }
}

/** At any moment it is any hour somewhere; the first of these zones in which it is nearest to half past this hour. */
function zoneWhereItIs(hour: number, now: number): string {
  const distance = (zone: string): number => {
    const { hour: h, minute } = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone)
    const apart = Math.abs(h * 60 + minute - (hour * 60 + 30))
    return Math.min(apart, 24 * 60 - apart)
  }
  return zones.reduce((best, zone) => (distance(zone) < distance(best) ? zone : best))
}

const zones = [
  'America/Chicago',
  'America/New_York',
  'America/Denver',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Halifax',
  'America/Sao_Paulo',
  'Atlantic/South_Georgia',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Asia/Riyadh',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Dhaka',
  'Asia/Bangkok',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Brisbane',
  'Pacific/Noumea',
  'Pacific/Fiji',
  'Pacific/Tongatapu',
  'Pacific/Pago_Pago',
] as const
