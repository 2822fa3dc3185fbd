// What an export proves of itself, and what it takes the log to prove; and the check of the former.
// The hash of a turn covers the whole text of the turn, so there is no short path from a turn to a
// later anchor: to tie the two, one needs the turns between, which are other people's.
import { sha256, turnHash } from '../../store/journal/chain.ts'
import { digestOf } from '../../store/journal/private-parts.ts'
import type { Evidence } from '../../store/read/evidence.ts'

export interface Proof {
  readonly redacted: boolean
  /** The end of the chain when this was made. */
  readonly head: Evidence['head']
  /** Turns that follow one another. `before` is the hash of the turn before the first, `hash` that of the last. */
  readonly runs: readonly Run[]
  readonly proves: readonly string[]
  readonly doesNotProve: readonly string[]
}

interface Run {
  readonly from: number
  readonly to: number
  readonly before: string
  readonly hash: string
}

export function proofOf({ turns, head }: Evidence, redacted: boolean): Proof {
  if (redacted) return { redacted, head, runs: [], proves: [], doesNotProve: [ABOUT_REDACTED] }
  const runs: Run[] = []
  for (const { seq, before, hash } of turns) {
    const last = runs.at(-1)
    if (last?.to === seq - 1) runs[runs.length - 1] = { ...last, to: seq, hash }
    else runs.push({ from: seq, to: seq, before, hash })
  }
  return { redacted, head, runs, proves: PROVES, doesNotProve: DOES_NOT_PROVE }
}

const ABOUT_REDACTED =
  'This copy is redacted: its turns are other texts than those of the log, so they have no hashes, and nothing about the log can be shown with it.'

const PROVES = [
  'Each turn in turns.json has the hash that is made of the hash before it, what stands in it, and the digests of its private parts.',
  'Turns that follow one another (runs) do so without a gap, and each has the hash of the one before in its own.',
  'Each number, name or key that is shown has the digest that the hash of its turn covers. One that was erased or withheld has only the digest.',
  'Each plan has the hash by which the turns name it, and each recording the checksum that a fact of the log says.',
]

const DOES_NOT_PROVE = [
  'That the log is this one: who made this file could have computed every hash in it. Compare it with the log: nightbell log verify --export FILE.',
  'That the log is what it was: compare the log with an anchor that left the box on a later day: nightbell log verify --export FILE --anchor ANCHOR.',
  'That nothing else happened between the runs: the turns between are of other calls, and are not here.',
  'That the rule files are those of the plans: the hash is that of the compiled plan.',
  'That what was written down was true: the log has what the telephone exchange said, and what was decided upon it.',
]

/** What is wrong with the turns of an export that is not redacted; null when they fit. */
export function wrongTurns({ turns, head }: Pick<Evidence, 'turns' | 'head'>): string | null {
  for (const [nth, turn] of turns.entries()) {
    const { seq, before, parts, hash } = turn
    const last = turns[nth - 1]
    if (last !== undefined && last.seq >= seq) return `turn ${seq} is not in its place`
    if (last !== undefined && last.seq === seq - 1 && last.hash !== before) return `turn ${seq} does not follow turn ${last.seq}`
    // The hash covers their digests in this order, and not their numbers.
    if (parts.some(({ n }, place) => n !== place)) return `the private parts of turn ${seq} are not in their places`
    for (const { n, salt, body, digest } of parts)
      if (salt !== null && body !== null && digestOf(salt, body) !== digest)
        return `private part ${n} of turn ${seq} has not its digest`
    if (parts.some(({ salt, body }) => (salt === null) !== (body === null))) return `a private part of turn ${seq} is half there`
    const digests = parts.map(({ digest }) => digest)
    if (turnHash(before, turn, digests) !== hash) return `what turn ${seq} says has not its hash`
  }
  const last = turns.at(-1)
  const fits =
    last === undefined || last.seq < head.seq || (last.seq === head.seq && last.hash === head.hash && last.at === head.at)
  return fits ? null : `the end of the log (turn ${head.seq}) does not fit its last turn`
}

/** What is wrong with its plans; null when each has the hash that names it. */
export function wrongPlan({ plans }: Pick<Evidence, 'plans'>): string | null {
  for (const [hash, { json }] of plans)
    if (/^[0-9a-f]{64}$/.test(hash) && sha256(json) !== hash) return `the plan ${hash.slice(0, 12)} has not its hash`
  return null
}
