// Counts completed calls from Asterisk's own event log, alike for all three systems: a call is complete when its caller and its
// telephone entered the same bridge. Called by the measurements.
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

export function endOf(witness: string): number {
  try {
    return statSync(witness).size
  } catch {
    return 0
  }
}

/** Bridges that both a caller and a telephone entered, from this byte on. */
export function bridgedSince(witness: string, from: number): number {
  const sides = new Map<string, { caller: boolean; telephone: boolean }>()
  for (const line of readFrom(witness, from).split('\n')) {
    if (!line.startsWith('"BRIDGE_ENTER"')) continue
    const bridge = /""bridge_id"":\s*""([^"]+)""/.exec(line)?.[1]
    if (bridge === undefined) continue
    const seen = sides.get(bridge) ?? { caller: false, telephone: false }
    if (line.includes('"PJSIP/trunk-callers-')) seen.caller = true
    if (line.includes('"PJSIP/trunk-phones-')) seen.telephone = true
    sides.set(bridge, seen)
  }
  return [...sides.values()].filter(seen => seen.caller && seen.telephone).length
}

function readFrom(file: string, from: number): string {
  const handle = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(Math.max(0, fstatSync(handle).size - from))
    readSync(handle, buffer, 0, buffer.length, from)
    return buffer.toString('utf8')
  } finally {
    closeSync(handle)
  }
}
