// Where the benchmark's Asterisk lives, and its files made from rules. Called by bench-box.ts and boot.ts.
import { mkdirSync } from 'node:fs'
import { findAsterisk } from '../src/pbx/installation.ts'
import { placesFor } from '../src/pbx/launch.ts'
import { renderPbx } from '../src/pbx/render.ts'
import { type PbxPlace, settingsOfPlan } from '../src/pbx/settings-of-plan.ts'
import { compileRules } from '../src/rules/load.ts'
import { ADDRESSES, PORTS, RTP } from './portfolio.ts'

export function installation() {
  return findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT)
}

export function makePlace(directory: string): PbxPlace {
  const place: PbxPlace = {
    directory: `${directory}/box`,
    sip: { address: ADDRESSES.box, port: PORTS.sip },
    http: { address: ADDRESSES.box, port: PORTS.http },
    ari: { user: 'nightbell', password: 'bench' },
    rtp: RTP,
    soundsDirectory: `${directory}/prompts`,
    spoolDirectory: `${directory}/import`,
  }
  for (const each of [place.soundsDirectory, place.spoolDirectory]) {
    mkdirSync(each, { recursive: true })
  }
  return place
}

/** Asterisk's files by name. */
export function filesOf(rules: Map<string, string>, place: PbxPlace): Readonly<Record<string, string>> {
  const compiled = compileRules(rules)
  if (!compiled.ok) {
    throw new Error(compiled.problems.map(p => `${p.file}:${p.line}: ${p.message}`).join('\n'))
  }
  const settings = settingsOfPlan(compiled.plan, place, name => name)
  return renderPbx(settings, placesFor(installation()))
}

export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
