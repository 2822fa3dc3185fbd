// Numbers of benchmarks that need no PBX and are programs of their own, so that nothing of another measurement is in their memory.
// Called by measure.ts.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** On one core, in a busy house, with the SQLite store. */
export function simulatedASecond(calls: number): number {
  return Math.max(...numbersSaid('simulated.ts', [String(calls)], /busy house, journal on SQLite.*?(\d+) calls a second/g))
}

/** What the same call costs with 1,000 others live, over what it costs with 10: the worst kind of call. */
export function growth(): number {
  return Math.max(...numbersSaid('growth.ts', [], /ratio ([\d.]+)/g))
}

/** NaN when it has not said any: it is told as missed. */
function numbersSaid(name: string, args: readonly string[], what: RegExp): number[] {
  const program = fileURLToPath(new URL(name, import.meta.url))
  const { stdout } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
  const found = [...stdout.matchAll(what)].map(match => Number(match[1]))
  return found.length === 0 ? [Number.NaN] : found
}
