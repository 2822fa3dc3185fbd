// The rules of the laboratory's box, in which every call is a trouble of its own: short times, so that a test does not wait, and
// properties that are always open or always closed, so that it does not matter when it runs. Written as YAML, because the daemon reads YAML.
import { addresses, type Ports } from './ports.ts'

/** Lines, people and their telephones as tests and the demo name them. */
export const line = {
  closed: '+15125550101',
  open: '+15125550103',
  ownPbx: '+15125550102',
  spanish: '+15125550104',
  urgent: '+15125550105',
  brief: '+15125550106',
  unplugged: '+15125550107',
} as const
export const phone = {
  ana: '+15125550151',
  ben: '+15125550152',
  cleo: '+15125550153',
  cleo2: '+15125550154',
  failsafe: '+15125550155',
  failsafe2: '+15125550157',
} as const

/** `extra`: more YAML files, or replacements, by name. */
export function laboratoryRules(ports: Ports, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    'box.yaml': box(ports),
    'people.yaml': people,
    'ladders.yaml': ladders,
    'menus.yaml': menus,
    'properties.yaml': properties(ports),
    ...extra,
  }
}

const numbers = [...Object.values(line), '+15125550100'].join('", "')

function box(ports: Ports): string {
  const carrier = (id: 'carrier-a' | 'carrier-b'): string =>
    `  ${id}: { host: ${addresses[id]}, port: ${ports.carrierSip}, outbound: yes, owns: ["${numbers}"] }`
  return `
box:
  name: Nightbell
  caller-id: "+15125550100"
  zone: America/Chicago
  languages: [en, es]
  failsafe: { who: [fred, gina], ring: 10s }
  unknown-line: closed-court
trunks:
${carrier('carrier-a')}
${carrier('carrier-b')}
  maple-pbx: { host: ${addresses['maple-pbx']}, port: ${ports.carrierSip} }
categories:
  water-leak: { say: { en: water leak, es: fuga de agua }, same-trouble: never }
defaults:
  outbound: [carrier-a, carrier-b]
  menu: residents
  statement: 20s
  message: { max: 20s, min: 1s }
  hold: { max: 60s, word-every: 20s }
  key-wait: 8s
  on-no-key: message
  storm: never
`
}

const people = `
people:
  ana: { name: Ana, phones: ["${phone.ana}"], roles: [everyone] }
  ben: { name: Ben, phones: ["${phone.ben}"], roles: [everyone] }
  cleo: { name: Cleo, phones: ["${phone.cleo}", "${phone.cleo2}"] }
  fred: { name: Fred, phones: ["${phone.failsafe}"] }
  gina: { name: Gina, phones: ["${phone.failsafe2}"] }
schedules:
  first: { zone: America/Chicago, fallback: ana, rotations: [{ people: [ana], every: week, from: 2026-01-05 08:00 }] }
`

const ladders = `
ladders:
  steps:
    passes: 1
    accept: 16s
    rungs:
      - { who: first, ring: 4s }
      - { who: ben, ring: 6s }
  together:
    passes: 1
    accept: 20s
    rungs:
      - { who: { role: everyone }, mode: all, ring: 8s }
  twice:
    passes: 2
    pause: 2s
    accept: 8s
    rungs:
      - { who: cleo, ring: 2s }
      - { who: ben, ring: 2s }
`

const menus = `
menus:
  residents:
    keys:
      1: { for: a water leak, escalate: steps, category: water-leak }
      2: { for: leasing, message: office }
      3: { for: an emergency for everyone, escalate: together, category: water-leak }
      4: { for: an emergency that is tried twice, escalate: twice, category: water-leak }
      5: { for: our hours, say: We are open when we are open. }
  brief:
    key-wait: 2s
    keys:
      1: { for: urgent, escalate: steps, category: water-leak }
  residentes:
    keys:
      1: { for: { en: a water leak, es: una fuga de agua }, escalate: steps, category: water-leak }
      2: { for: { en: leasing, es: alquileres }, message: office }
`

function properties(ports: Ports): string {
  const office = (id: string): string => `{ id: ${id}, contact: "sip:${id}@${addresses.office}:${ports.carrierSip}" }`
  return `
properties:
  closed-court:
    name: Closed Court
    zone: America/Chicago
    lines: ["${line.closed}"]
    mailboxes: { office: Closed Court office }
    hours: { mon-sun: closed }
  open-oaks:
    name: Open Oaks
    zone: America/New_York
    lines: ["${line.open}"]
    mailboxes: { office: Open Oaks office }
    hours: { mon-sun: 00:00-24:00 }
    office: { ring: 4s, most-waiting: 1, phones: [${office('office-1')}, ${office('office-2')}] }
  maple-court:
    name: Maple Court
    zone: America/Los_Angeles
    lines: [{ number: "${line.ownPbx}", trunk: maple-pbx }]
    mailboxes: { office: Maple Court office }
    hours: { mon-sun: 00:00-24:00 }
  sol-court:
    name: Sol Court
    zone: America/Phoenix
    languages: [en, es]
    menu: residentes
    lines: ["${line.spanish}"]
    mailboxes: { office: Sol Court office }
    hours: { mon-sun: closed }
  urgent-court:
    name: Urgent Court
    zone: America/Chicago
    lines: ["${line.urgent}"]
    menu: brief
    mailboxes: { office: Urgent Court office }
    hours: { mon-sun: closed }
    record-talk: yes
    recording-notice: yes
    hold: { max: 12s, word-every: 5s }
    on-no-key: { escalate: steps, category: water-leak }
  brief-court:
    name: Brief Court
    zone: America/Chicago
    lines: ["${line.brief}"]
    menu: brief
    mailboxes: { office: Brief Court office }
    hours: { mon-sun: closed }
  unplugged-place:
    name: Unplugged Place
    zone: America/Chicago
    lines: ["${line.unplugged}"]
    mailboxes: { office: Unplugged Place office }
    hours: { mon-sun: 00:00-24:00 }
    office: { ring: 4s, phones: [{ id: office-9, contact: "sip:office-9@127.0.0.77:5099" }] }
`
}
