// To which category and to whom each call, incident and attempt belongs, from the raw facts.
import { attemptsOf } from './attempts.ts'
import { incidentsOf } from './incidents.ts'
import { type Asked, factsOf } from './raw.ts'

export interface Part {
  readonly category: string | null
  /** Who had it first; of an attempt, whom it rang. */
  readonly person: string | null
}

export function partsOf(asked: Asked): (counts: string, id: string) => Part {
  const { raw } = asked
  const { of } = factsOf(raw)
  const { category, firstOwner, openedAt } = incidentsOf(asked)
  const matters = mattersByCall(raw)
  const attempts = new Map(attemptsOf(asked).map(one => [one.id, one]))
  const ofIncident = (id: string): Part => ({ category: category(id), person: firstOwner(id) })
  const ofCall = (id: string): Part => {
    const its = matters.get(id) ?? []
    const last = its.at(-1)
    if (last === undefined) return { category: null, person: null }
    const alike = its
      .filter(one => category(one) === category(last) && firstOwner(one) !== null)
      .toSorted((a, b) => openedAt(a) - openedAt(b))
    return { category: category(last), person: alike.length === 0 ? null : firstOwner(alike.at(-1) ?? '') }
  }
  const ofAttempt = (id: string): Part => {
    const attempt = attempts.get(id)
    const opened = of(attempt?.stream ?? '').find(({ kind }) => kind === 'opened')
    return { category: (opened?.category as string | undefined) ?? null, person: attempt?.person ?? null }
  }
  return (counts, id) => (counts === 'calls' ? ofCall(id) : counts === 'incidents' ? ofIncident(id) : ofAttempt(id))
}

/** The incidents that each call opened or was joined to, in the order of time. */
function mattersByCall({ streams }: Asked['raw']): ReadonlyMap<string, readonly string[]> {
  const facts = [...streams.values()].flat().filter(({ kind }) => kind === 'opened' || kind === 'joined')
  const inOrder = facts.toSorted((a, b) => a.at - b.at)
  const byCall = Map.groupBy(inOrder, ({ call }) => call as string)
  return new Map([...byCall].map(([call, all]) => [call, all.map(({ stream }) => stream)]))
}
