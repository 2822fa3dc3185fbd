// What a call costs the core when 10 and when 1,000 other streams are live, in time: `node bench/growth.ts`.
// The ordinary tests hold the same in counted steps (test/core/same-cost.test.ts).
import { settle, type Turn, type World } from '../src/core/world/world.ts'
import { houseOf, STANDARD_CALLS, takeCall } from '../test/support/full-house.ts'

const HOUSES = [10, 1000]
const ROUNDS = 2000

/** The calls are over at the end, but for the incident: what it leaves behind leaves, too. */
function microseconds(world: World, call: readonly Turn[]): number {
  const start = process.hrtime.bigint()
  const turns = takeCall(world, call)
  const took = Number(process.hrtime.bigint() - start) / 1000
  const left = new Map(turns.flatMap(turn => turn.changes.map(stream => [stream.id, stream] as const)))
  for (const turn of turns.slice(-1)) settle(world, { ...turn, commands: [], changes: [...left.values()].map(over) })
  return took
}

function over<S extends { readonly kind: string; readonly phase: string }>(stream: S): S {
  const phase = stream.kind === 'incident' ? 'closed' : stream.kind === 'standing' ? 'ended' : 'gone'
  return { ...stream, phase }
}

/** The houses take turns, so that neither is warmer than the other. */
function medians(call: readonly Turn[]): number[] {
  const worlds = HOUSES.map(houseOf)
  const rounds = Array.from({ length: ROUNDS }, () => worlds.map(world => microseconds(world, call)))
  return HOUSES.map((_, n) => rounds.map(round => round[n] ?? 0).sort((a, b) => a - b)[ROUNDS / 2] ?? 0)
}

for (const [name, tell] of Object.entries(STANDARD_CALLS)) {
  const call = tell()
  const [few = 0, many = 0] = medians(call)
  const told = `10 live: ${Math.round(few)} µs, 1,000 live: ${Math.round(many)} µs`
  console.log(`${name} (${call.length} turns): ${told}, ratio ${(many / few).toFixed(2)}`)
}
