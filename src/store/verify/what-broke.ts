// Says what is wrong with a turn whose hash is not that of what stands in it. `nextFits`: whether
// the turn after it was written after what stands in this one now; null when it is the last.
import { digestOf } from '../journal/private-parts.ts'
import type { TurnTable } from '../journal/schema.ts'
import { type PartRow, pointersIn } from './parts.ts'

interface Broken {
  readonly turn: TurnTable
  readonly parts: readonly PartRow[]
}

export function whatBroke({ turn, parts }: Broken, nextFits: boolean | null): string {
  const { seq } = turn
  if (nextFits === true) return `the hash of turn ${seq} was changed; what the turn says fits to the turns around it`
  const named = pointersIn(`${turn.input} ${turn.facts}`)
  const there = new Set(parts.map(([, n]) => n))
  const lost = [...named].find(n => !there.has(n))
  if (lost !== undefined) return `private part ${lost} of turn ${seq} is missing`
  const more = [...there].find(n => !named.has(n))
  if (more !== undefined) return `private part ${more} of turn ${seq} was added: nothing in the turn points at it`
  for (const [, n, , digest, salt, body] of parts)
    if (salt !== null && body !== null && digestOf(salt, body) !== digest)
      return `private part ${n} of turn ${seq}, or its digest, was changed`
  if (nextFits === null) return `turn ${seq}, the last one, is not what was written: what it says, or its hash`
  const said = `what turn ${seq} says is not what was written`
  return seq === 1 ? said : `${said}, or turn ${seq - 1} was exchanged`
}
