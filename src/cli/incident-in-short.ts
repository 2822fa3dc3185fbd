// What became of an incident, in one line: for the heads of stories, and for exports.
import type { IncidentSummary } from '../store/read/list-calls.ts'
import { duration } from './local-time.ts'
import { oneLine } from './plain-text.ts'
import { OUTCOME_WORDS } from './story-words.ts'

/** Such as `water-leak, taken by Ana Park after 1 min 38 s, resolved by Lee Ortiz after 22 min: fixed by phone`. */
export function incidentInShort(incident: IncidentSummary): string {
  const { category, foldedInto } = incident
  if (foldedInto !== null) return `${category}, one of a storm: told in ${foldedInto}`
  return [category, ...taken(incident), ...ended(incident)].join(', ')
}

const STATES: Readonly<Record<string, string>> = {
  'no-outcome': 'closed without an outcome',
}

/** Who had it first, and who has it now. */
function taken(incident: IncidentSummary): string[] {
  const { owner, ownerName, ownedHow, firstOwner, firstOwnerName, waitedMs, openedAt, resolvedAt } = incident
  if (firstOwner === null || waitedMs === null) return []
  // Somebody who only gave the outcome is named below.
  if (ownedHow === 'resolve' && openedAt + waitedMs === resolvedAt) return []
  const first = `taken by ${nameOf(firstOwnerName ?? firstOwner)} after ${duration(waitedMs)}`
  return owner === null || owner === firstOwner ? [first] : [first, `then by ${nameOf(ownerName ?? owner)}`]
}

function ended(incident: IncidentSummary): string[] {
  const { state, outcome, resolvedAt, resolvedBy, openedAt, owner, ownerName, ownedHow } = incident
  if (state !== 'resolved') return state === 'acknowledged' ? [] : [STATES[state] ?? state]
  const isOther = ownedHow === 'resolve' || (resolvedBy !== owner && resolvedBy !== ownerName)
  const by = resolvedBy === null || !isOther ? '' : ` by ${nameOf(resolvedBy)}`
  const after = resolvedAt === null ? '' : ` after ${duration(resolvedAt - openedAt)}`
  return [`resolved${by}${after}${outcome === null ? '' : `: ${OUTCOME_WORDS[outcome]}`}`]
}

function nameOf(person: string): string {
  return oneLine(person, 40)
}
