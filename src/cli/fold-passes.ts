// The ladder is climbed again and again, and each pass is as the one before: a story tells such a pass once, and says of the others how
// often, until when, and who was rung. Called by simulate.ts; nothing is folded that differs, and nothing of what follows a pass.
import type { Fact } from '../core/world/facts.ts'
import type { EpochMs, StreamId } from '../core/world/ids.ts'

export interface SamePasses {
  readonly kind: 'same-passes'
  readonly stream: StreamId
  readonly at: EpochMs
  readonly until: EpochMs
  readonly times: number
  /** The numbers of the first and the last of them. */
  readonly passes: readonly [number, number]
  /** From the beginning of one to the beginning of the next, ms; null for a single one. */
  readonly every: number | null
  /** How often each person was rung. */
  readonly rung: ReadonlyMap<string, number>
  /** Who outside was told in that time. */
  readonly told: readonly string[]
}

export type Line = Fact | SamePasses

interface Pass {
  readonly from: number
  readonly to: number
  /** What makes it the same as another; null where somebody else has a part in it. */
  readonly sign: string | null
}

/** What comes whenever its time has come, whatever pass it is. */
const AFTER: ReadonlySet<string> = new Set(['late', 'unreached', 'retries-over', 'notice-sent', 'closed-without-outcome'])
/** What ends a pass and says no more than that it goes on. */
const ENDINGS: ReadonlySet<string> = new Set(['pass-exhausted', 'still-unreached'])
/** In these a pass may differ and still be the same: when, which one, and by which names. */
const PASSING: ReadonlySet<string> = new Set(['at', 'why', 'leg', 'pass', 'retries', 'retryAt', 'key', 'waitedMs', 'talkedMs'])

export function foldPasses(facts: readonly Fact[]): readonly Line[] {
  const lines: Line[] = []
  const passes = passesOf(facts)
  let open: Pass | null = null
  let same: Fact[][] = []
  const flush = (): void => {
    if (same.length > 0) lines.push(summary(same))
    same = []
  }
  let next = 0
  for (const pass of passes) {
    for (; next < pass.from; next++) lines.push(facts[next] as Fact)
    const all = facts.slice(pass.from, pass.to)
    next = pass.to
    if (pass.sign === null || pass.sign !== open?.sign) {
      flush()
      open = pass
      lines.push(...all)
      continue
    }
    same.push(all)
    const after = all.filter(fact => isAfter(fact) && !ENDINGS.has(fact.kind))
    if (after.length === 0) continue
    flush()
    // Who was told is in the summary.
    lines.push(...after.filter(({ kind }) => kind !== 'notice-sent'))
  }
  flush()
  lines.push(...facts.slice(next))
  return lines
}

/** From each beginning of a pass to the next one. */
function passesOf(facts: readonly Fact[]): readonly Pass[] {
  const starts = facts.flatMap((fact, at) => (fact.kind === 'pass-began' ? [at] : []))
  return starts.map((from, nth) => {
    const to = starts[nth + 1] ?? facts.length
    const all = facts.slice(from, to)
    const isAlone = all.every(({ stream }) => stream === all[0]?.stream)
    const body = all.filter(fact => !isAfter(fact) && !ENDINGS.has(fact.kind))
    return { from, to, sign: isAlone ? signOf(body) : null }
  })
}

/** What follows a pass and is told by itself. */
function isAfter({ kind }: Fact): boolean {
  return AFTER.has(kind)
}

/** Telephones that are rung together answer in any order. */
function signOf(body: readonly Fact[]): string {
  const told = body.map(fact => JSON.stringify(Object.entries(fact).filter(([field]) => !PASSING.has(field))))
  return told.sort().join('\n')
}

function summary(same: readonly (readonly Fact[])[]): SamePasses {
  const facts = same.flat()
  const [first] = facts
  const lastBegan = same.at(-1)?.[0]?.at
  if (first === undefined || lastBegan === undefined) throw new Error('there is no pass to tell of')
  const passes = facts.flatMap(fact => (fact.kind === 'pass-began' ? [fact.pass] : []))
  const rung = new Map<string, number>()
  for (const fact of facts) if (fact.kind === 'dialled') rung.set(fact.person, (rung.get(fact.person) ?? 0) + 1)
  const bodies = facts.filter(fact => !isAfter(fact))
  return {
    ...{
      kind: 'same-passes',
      stream: first.stream,
      at: first.at,
      until: bodies.at(-1)?.at ?? first.at,
      times: same.length,
      rung,
      passes: [passes[0] ?? 1, passes.at(-1) ?? 1],
    },
    every: same.length === 1 ? null : (lastBegan - first.at) / (same.length - 1),
    told: [...new Set(facts.flatMap(fact => (fact.kind === 'notice-sent' ? [fact.whom] : [])))],
  }
}
