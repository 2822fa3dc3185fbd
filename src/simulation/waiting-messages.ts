// The messages that nobody has dealt with, as the real store tells them, from the facts of a story. For the simulated phone desk.
import type { Fact } from '../core/world/facts.ts'
import type { CallId } from '../core/world/ids.ts'
import type { DeskMessage } from '../core/world/inputs.ts'

export function waitingMessages(facts: readonly Fact[]): DeskMessage[] {
  const done = new Set(facts.flatMap(fact => (fact.kind === 'message-done' ? [fact.recording] : [])))
  const property = new Map(facts.flatMap(fact => (fact.kind === 'identified' ? [[fact.stream, fact.property] as const] : [])))
  return facts.flatMap(fact => {
    if (fact.kind !== 'message-taken' || done.has(fact.recording)) return []
    const { recording, mailbox, ms, at: takenAt } = fact
    return [{ recording, call: fact.stream as CallId, property: property.get(fact.stream) ?? '', mailbox, takenAt, ms }]
  })
}
