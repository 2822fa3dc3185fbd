// Why calls were not completed, from the journal: calls whose caller and telephone never met, by what happened to them last.
// Called by load-step.ts and soak.ts when fewer were completed than were placed.
import type { Fact } from '../src/core/world/facts.ts'
import { openReader } from '../src/store/read/reader.ts'

/** The last so many facts of a call say what became of it. */
const LAST = 3
const MOST = 8

/** Of all calls, by what happened last: for those who should be on hold. */
export function whyUnheld(journal: string): string[] {
  return grouped([...factsByCall(journal, 0).values()].map(lastOf))
}

/** Lines such as `12 × held, dialled, leg-ended (cause 34)`, the most frequent first. */
export function whyUnfinished(journal: string, afterTurn: number, placed: number): string[] {
  const calls = factsByCall(journal, afterTurn)
  const arrived = [...calls.values()].filter(facts => facts.some(({ kind }) => kind === 'arrived'))
  const unmet = arrived.filter(facts => !facts.some(({ kind }) => kind === 'bridged'))
  const never = placed > arrived.length ? [`${placed - arrived.length} × not in the journal at all`] : []
  return [...never, ...grouped(unmet.map(lastOf))]
}

function lastOf(facts: readonly Fact[]): string {
  return facts.slice(-LAST).map(nameOf).join(', ')
}

function grouped(lasts: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const last of lasts) counts.set(last, (counts.get(last) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([last, count]) => `${count} × ${last}`)
}

/** An incident's facts belong to the call that opened it. */
export function factsByCall(journal: string, afterTurn: number): Map<string, Fact[]> {
  const calls = new Map<string, Fact[]>()
  for (const { call, fact } of factsSince(journal, afterTurn)) {
    if (call !== null) calls.set(call, [...(calls.get(call) ?? []), fact])
  }
  return calls
}

export function factsSince(journal: string, afterTurn: number) {
  const reader = openReader(journal)
  try {
    const facts = []
    for (let from = afterTurn; ; ) {
      const page = reader.tail(from)
      facts.push(...page.facts)
      if (page.upTo === from) return facts
      from = page.upTo
    }
  } finally {
    reader.close()
  }
}

function nameOf(fact: Fact): string {
  const about = ['outcome', 'result', 'command', 'cause'].flatMap(key => {
    const value = (fact as unknown as Record<string, unknown>)[key]
    return value === undefined || value === null ? [] : [`${key} ${String(value)}`]
  })
  return about.length === 0 ? fact.kind : `${fact.kind} (${about.join(', ')})`
}
