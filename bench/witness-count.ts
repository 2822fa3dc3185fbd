// Counts completed calls from Asterisk's own event log, alike for all three systems: a call is complete when its caller and its
// telephone entered the same bridge. Called by the measurements. The daemon gives the log a new file when it is large: `.1` is the one before.
import { existsSync, readFileSync, statSync } from 'node:fs'

/** A place in the event log, whatever its file is called by now. */
export interface Mark {
  readonly inode: number
  readonly bytes: number
}

const PARTS = ['', '.1', '.2', '.3']

export function endOf(witness: string): Mark {
  const found = statSync(witness, { throwIfNoEntry: false })
  return { inode: found?.ino ?? 0, bytes: found?.size ?? 0 }
}

/** What was written after this. */
export function linesSince(witness: string, { inode, bytes }: Mark): string[] {
  const files = PARTS.map(part => `${witness}${part}`).filter(file => existsSync(file))
  const marked = files.findIndex(file => statSync(file).ino === inode)
  const newer = files.slice(0, marked < 0 ? files.length : marked).map(file => readFileSync(file))
  const older = marked < 0 ? [] : [readFileSync(files[marked] ?? '').subarray(bytes)]
  return Buffer.concat([...older, ...newer.reverse()])
    .toString('utf8')
    .split('\n')
}

/** Bridges that both a caller and a telephone entered. */
export function bridgedSince(witness: string, from: Mark): number {
  const sides = new Map<string, { caller: boolean; telephone: boolean }>()
  for (const line of linesSince(witness, from)) {
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
