// Incidents as text and as JSON: the list, and the story of one. Used by incidents.ts.
import type { Plan } from '../core/plan/plan.ts'
import type { IncidentStory, OpenIncident } from '../store/read/open-incidents.ts'
import type { Reader } from '../store/read/reader.ts'
import { CliFailure, EXIT } from './io.ts'
import { dateAndTime, duration, localTime } from './local-time.ts'
import { OUTCOMES } from './outcomes.ts'
import { count, oneLine } from './plain-text.ts'
import { OUTCOME_WORDS } from './story-words.ts'

/** The incident that is meant, or a failure that says that there is none. */
export function theIncident(reader: Reader, wanted: string): IncidentStory {
  const story = reader.incidentStory(wanted)
  if (story !== null) return story
  throw new CliFailure(EXIT.no, `There is no incident ${oneLine(wanted, 60)}. \`nightbell incidents list --all\` shows the ids.`)
}

export const NEXT = { late: 'late', retry: 'rung again', reminder: 'reminded', expiry: 'expires', closing: 'closed' } as const

/** How somebody took it. `key-1-c…`: key 1, with the caller gone. */
const HOW: Readonly<Record<string, string>> = {
  'key-1': 'key 1',
  'key-1-c': 'key 1',
  'key-5': 'key 5',
  desk: 'phone desk',
  'by-hand': 'command line',
  resolve: 'by saying what became of it',
}

export function stateOf({ state, foldedInto, retries, outcome, owner, open, lateAt }: OpenIncident): string {
  const late = lateAt !== null && owner === null && open ? ', late' : ''
  if (state === 'unreached') return `unreached${retries === 0 ? '' : `, ${count(retries, 'retry', 'retries')}`}${late}`
  if (foldedInto !== null) return `part of ${foldedInto}`
  return outcome === null ? `${state}${late}` : OUTCOME_WORDS[outcome]
}

export function ownerOf({ owner, ownerName, ownedHow }: OpenIncident): string {
  if (owner === null) return 'nobody'
  const how = HOW[ownedHow ?? ''] ?? 'failsafe'
  return `${oneLine(ownerName ?? owner, 30)} (${how})`
}

/** All that is told before the timeline. */
export function incidentHead({ incident, calls }: Pick<IncidentStory, 'incident' | 'calls'>, plan: Plan | null): string {
  const { zone } = incident
  const at = (ms: number) => dateAndTime(ms, zone)
  const category = Object.values(plan?.properties[incident.property]?.categories[incident.category] ?? {})[0] ?? incident.category
  const lines = [
    `Incident ${incident.id}: ${oneLine(category, 60)}, ${oneLine(incident.propertyName ?? incident.property, 60)}`,
    `Opened ${at(incident.openedAt)}, ladder ${incident.ladder}, ${count(incident.passes, 'pass', 'passes')} so far`,
    ...now(incident, at),
    `${count(calls.length, 'caller')}:`,
    ...calls.map(call => {
      const who = call.erased ? '(erased)' : oneLine(call.callerNumber ?? 'a withheld number', 40)
      const end = call.outcome === null ? 'still on the line' : OUTCOMES[call.outcome]
      return `  ${at(call.arrivedAt)}  ${who}  ${call.id}  ${end}`
    }),
    ...(incident.statements.length === 0
      ? []
      : [`${count(incident.statements.length, 'statement')}: ${incident.statements.join(', ')}`]),
  ]
  return `${lines.join('\n')}\n\n`
}

/** What has become of it, and what happens next. */
function now(incident: OpenIncident, at: (ms: number) => string): string[] {
  const { state, foldedInto, outcome, owner, unreachedSince, lateAt, retries, next, resolvedAt, resolvedBy } = incident
  const lines: string[] = []
  if (owner === null && unreachedSince !== null)
    lines.push(`Nobody has it: unreached since ${at(unreachedSince)}, ${count(retries, 'retry', 'retries')} so far`)
  else if (foldedInto !== null) lines.push(`One of a storm: what became of it is told in ${foldedInto}`)
  else if (owner === null) lines.push(`Nobody has it: ${state}`)
  lines.push(...taken(incident, at))
  if (lateAt !== null) lines.push(`Late since ${at(lateAt)}: nobody had it by then`)
  const by = resolvedBy === null ? '' : ` by ${oneLine(resolvedBy, 40)}`
  if (outcome !== null) lines.push(`Resolved${by}${resolvedAt === null ? '' : ` ${at(resolvedAt)}`}: ${OUTCOME_WORDS[outcome]}`)
  else if (state === 'no-outcome') lines.push('Closed without an outcome')
  else if (owner !== null) lines.push(`No outcome yet${state === 'acknowledged' ? '' : ` (${state})`}`)
  if (next !== null) lines.push(`Next: ${NEXT[next.what]} ${at(next.at)}`)
  return lines
}

/** By whom, when and how soon; the first time, too, where it was taken more than once. */
function taken(incident: OpenIncident, at: (ms: number) => string): string[] {
  const { owner, ownedAt, openedAt, firstOwner, firstOwnerName, waitedMs } = incident
  const first = waitedMs === null ? null : openedAt + waitedMs
  const soon = waitedMs === null ? '' : `, after ${duration(waitedMs)}`
  const before =
    first === null || first === ownedAt
      ? []
      : [`First taken by ${oneLine(firstOwnerName ?? firstOwner ?? '', 30)} ${at(first)}${soon}`]
  if (owner === null) return before
  return [...before, `${ownerOf(incident)} took it${ownedAt === null ? '' : ` ${at(ownedAt)}${before.length === 0 ? soon : ''}`}`]
}

export function withLocalTimesOf<I extends OpenIncident>(one: I) {
  const local = (ms: number | null) => (ms === null ? null : localTime(ms, one.zone).iso)
  return {
    ...one,
    openedLocal: local(one.openedAt),
    ownedLocal: local(one.ownedAt),
    resolvedLocal: local(one.resolvedAt),
    lateLocal: local(one.lateAt),
    next: one.next === null ? null : { ...one.next, local: local(one.next.at) },
  }
}
