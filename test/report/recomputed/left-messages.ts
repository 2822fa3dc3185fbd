// Messages, when they were left and when somebody dealt with them, from the raw facts.
import { type Asked, factsOf, type RawFact } from './raw.ts'

export interface LeftMessage {
  readonly id: string
  readonly property: string | null
  readonly mailbox: string
  readonly at: number
  readonly doneAt: number | null
}

export function messagesOf({ raw, span, now, property }: Asked) {
  const { propertyOf } = factsOf(raw)
  const facts = [...raw.streams.values()].flat()
  const done = new Map(facts.filter(({ kind }) => kind === 'message-done').map(fact => [fact.recording as string, fact.at]))
  const ours = facts
    .filter(({ kind }) => kind === 'message-taken' || kind === 'message-lost')
    .map(fact => messageOf(fact, propertyOf(fact.stream), done))
    .filter(one => property === null || one.property === property)
  const until = Math.min(span.to, now)
  return {
    taken: ours.filter(({ at }) => at >= span.from && at < span.to),
    /** Not done at the end of the span, or so far. */
    waiting: ours.filter(({ at, doneAt }) => at < span.to && (doneAt ?? Infinity) > until),
    until,
  }
}

function messageOf(fact: RawFact, property: string | null, done: ReadonlyMap<string, number>): LeftMessage {
  const id = fact.recording as string
  return { id, property, mailbox: fact.mailbox as string, at: fact.at, doneAt: done.get(id) ?? null }
}

export function untilDone(all: readonly LeftMessage[]) {
  return all.flatMap(({ id, at, doneAt }) => (doneAt === null ? [] : [{ id, ms: doneAt - at }]))
}
