// What became of an incident, in one line: for the heads of stories, and for exports.
import type { IncidentSummary } from '../store/read/list-calls.ts'
import { duration } from './local-time.ts'
import { oneLine } from './plain-text.ts'
import { OUTCOME_WORDS } from './story-words.ts'

/** Such as `water-leak, taken by Ana Park after 1 min 38 s, resolved by Lee Ortiz after 22 min: fixed by phone`. */
export function incidentInShort(incident: IncidentSummary): string {
  const { category, state, owner, foldedInto } = incident
  if (foldedInto !== null) return `${category}, one of a storm: told in ${foldedInto}`
  if (owner === null) return `${category}, ${STATES[state] ?? state}`
  return [category, taken(incident), ended(incident)].filter(part => part !== null).join(', ')
}

const STATES: Readonly<Record<string, string>> = {
  'no-outcome': 'closed without an outcome',
}

function taken({ owner, ownerName, waitedMs, ownedHow }: IncidentSummary): string | null {
  // Who only said what became of it is told below.
  if (ownedHow === 'resolve') return null
  return `taken by ${nameOf(ownerName ?? owner)}${waitedMs === null ? '' : ` after ${duration(waitedMs)}`}`
}

function ended(incident: IncidentSummary): string | null {
  const { state, outcome, resolvedAt, resolvedBy, openedAt, owner, ownerName, ownedHow } = incident
  if (state !== 'resolved') return state === 'acknowledged' ? null : (STATES[state] ?? state)
  const isOther = ownedHow === 'resolve' || (resolvedBy !== owner && resolvedBy !== ownerName)
  const by = resolvedBy === null || !isOther ? '' : ` by ${nameOf(resolvedBy)}`
  const after = resolvedAt === null ? '' : ` after ${duration(resolvedAt - openedAt)}`
  return `resolved${by}${after}${outcome === null ? '' : `: ${OUTCOME_WORDS[outcome]}`}`
}

function nameOf(person: string | null): string {
  return oneLine(person ?? 'nobody', 40)
}
