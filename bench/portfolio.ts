// The rules that the benchmark's daemon runs on: a thousand properties, each with a line, a menu, a ladder and one technician of its
// own, so that a technician is never busy with another call. Everything is spoken alike, so that few sounds have to be made.
import { mkdirSync, writeFileSync } from 'node:fs'

export const ADDRESSES = { box: '127.0.0.1', callers: '127.0.0.2', phones: '127.0.0.3', probe: '127.0.0.4' } as const
export const PORTS = { sip: 6950, http: 6951, callers: 6952, phones: 6953, probe: 6954, guard: 6955, relay: 6956 } as const
export const RTP = { from: 50_000, to: 57_999 } as const

/** The first ones take the load, the last ones the probe's calls. */
export const LOAD_PROPERTIES = 900
export const PROPERTIES = 1000

/** Phrases that make the flow longer by speech alone. */
export const SILENT = ['hold-begins', 'you-have-it', 'connecting'] as const

export type System = 'dialplan' | 'bare' | 'nightbell'

/** What is dialled to reach the n-th property, or its like in the other systems. */
export function lineOf(system: System, n: number): string {
  const number = 1000 + n
  if (system === 'nightbell') return `+1512555${number}`
  return `${system === 'dialplan' ? '88' : '77'}${number}`
}

/** A portfolio of ordinary size for the callers on hold: each property has many lines and as many technicians on one rung. */
const ON_HOLD_PROPERTIES = 50
const ON_HOLD_PEOPLE = 500
const EACH = ON_HOLD_PEOPLE / ON_HOLD_PROPERTIES

/** A property apart, for the probe's callers. */
export const KEYS_LINE = lineOf('nightbell', ON_HOLD_PEOPLE)

/** The rules of fifty properties and one; the first five hundred lines and telephones of the thousand. */
export function writeOnHoldRules(directory: string): Map<string, string> {
  const numbers = (n: number): number[] => Array.from({ length: EACH }, (_, nth) => n + nth * ON_HOLD_PROPERTIES)
  const list = (all: readonly string[]): string => `[${all.join(', ')}]`
  return write(directory, [
    ['box.yaml', box(SILENT)],
    ['people.yaml', each('people', person, ON_HOLD_PEOPLE + 1)],
    [
      'ladders.yaml',
      `${each(
        'ladders',
        n => `l${n}: { passes: 1, rungs: [{ who: ${list(numbers(n).map(p => `p${p}`))}, ring: 110s }] }`,
        ON_HOLD_PROPERTIES,
      )}  ${ladder(ON_HOLD_PEOPLE)}\n`,
    ],
    ['menus.yaml', `${each('menus', menu, ON_HOLD_PROPERTIES)}  ${menu(ON_HOLD_PEOPLE)}\n`],
    [
      'properties.yaml',
      `${each(
        'properties',
        n => property(n, list(numbers(n).map(line => `"${lineOf('nightbell', line)}"`)), 'phones'),
        ON_HOLD_PROPERTIES,
      )}  ${property(ON_HOLD_PEOPLE, `["${KEYS_LINE}"]`, 'phones')}\n`,
    ],
  ])
}

/** Writes the rules as files and gives them back by name. */
export function writeRules(directory: string, silent: readonly string[], count = PROPERTIES): Map<string, string> {
  const outbound = (n: number) => (n < LOAD_PROPERTIES ? 'phones' : 'probe')
  return write(directory, [
    ['box.yaml', box(silent)],
    ['people.yaml', each('people', person, count)],
    ['ladders.yaml', each('ladders', ladder, count)],
    ['menus.yaml', each('menus', menu, count)],
    ['properties.yaml', each('properties', n => property(n, `["${lineOf('nightbell', n)}"]`, outbound(n)), count)],
  ])
}

function write(directory: string, entries: readonly (readonly [string, string])[]): Map<string, string> {
  const files = new Map(entries)
  mkdirSync(directory, { recursive: true })
  for (const [name, text] of files) writeFileSync(`${directory}/${name}`, text)
  return files
}

/**
 * Each call is a trouble of its own: properties and callers' numbers come again in a long run, and a caller whose trouble is open
 * already would join it and never reach the telephone.
 */
function box(silent: readonly string[]): string {
  const trunk = (id: 'callers' | 'phones' | 'probe', rest: string): string =>
    `  ${id}: { host: ${ADDRESSES[id]}, port: ${PORTS[id]}, channels: 2000, per-second: 1000${rest} }`
  const outbound = ', outbound: yes, owns: ["+15125570100"]'
  return `
box: { name: Nightbell, caller-id: "+15125570100", zone: America/Chicago, failsafe: [p0, p1] }
trunks:
${trunk('callers', '')}
${trunk('phones', outbound)}
${trunk('probe', outbound)}
categories:
  water-leak: { say: water leak, same-trouble: never }
defaults:
  caller-id: "+15125570100"
  hours: { mon-sun: closed }
  storm: never
phrases:
  en: { ${silent.map(phrase => `${phrase}: ""`).join(', ')} }
`
}

function person(n: number): string {
  return `p${n}: { name: Ana, phones: ["+1512556${1000 + n}"] }`
}

function ladder(n: number): string {
  return `l${n}: { passes: 1, rungs: [{ who: p${n}, ring: 110s }] }`
}

function menu(n: number): string {
  return `m${n}: { keys: { 1: { for: a water leak, escalate: l${n}, category: water-leak } } }`
}

function property(n: number, lines: string, outbound: string): string {
  return `court-${n}: { name: Court ${n}, spoken: Oak Creek, lines: ${lines}, menu: m${n}, outbound: [${outbound}] }`
}

function each(section: string, entry: (n: number) => string, count = PROPERTIES): string {
  return `${section}:\n${Array.from({ length: count }, (_, n) => `  ${entry(n)}`).join('\n')}\n`
}
