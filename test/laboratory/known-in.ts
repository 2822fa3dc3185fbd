// What an unpacked export tells of the laboratory.
import { CALLER } from './evening.ts'
import { line, phone } from './rules.ts'

type Files = Readonly<Record<string, Uint8Array>>

/** Numbers, people and properties of the laboratory that can be read in these files. */
export function knownIn(files: Files): string[] {
  const numbers = [...Object.values(CALLER), ...Object.values(line), ...Object.values(phone)]
  const spelt = numbers.map(number => [...number.slice(-7)].join('[ ().%-]{0,3}'))
  const names = '\\b(ana|ben|cleo|mia|closed.court|brief.court)\\b|box\\.test'
  const known = new RegExp(`${spelt.join('|')}|${names}`, 'gi')
  return Object.keys(files).flatMap(name => textOf(files, name).match(known) ?? [])
}

export function textOf(files: Files, name: string): string {
  return Buffer.from(files[name] ?? '').toString()
}
