// Is this trouble known already? Which open incident a further caller belongs to, by the rules of its category, and what they may be
// told of it. Pure; asked through around.ts, and its answer is journalled, so no number of a caller is in it.
import type { SameTrouble } from '../plan/plan.ts'
import type { EpochMs, IncidentId, Seconds } from '../world/ids.ts'
import type { Incident } from './incident.ts'

export interface TroubleQuestion {
  readonly property: string
  readonly category: string
  /** The caller's, or null where it says nothing about who calls. */
  readonly number: string | null
  readonly rule: SameTrouble
  /** So many callers of one category within so many seconds are a storm. */
  readonly storm: { readonly callers: number; readonly withinSeconds: Seconds } | null
  /** Wants to speak with somebody: an incident that has nobody in a talk is better. */
  readonly insists: boolean
}

export interface KnownTrouble {
  readonly id: IncidentId
  readonly category: string
  readonly since: EpochMs
  readonly owner: string | null
  /** The same number opened it, or insisted in it. */
  readonly own: boolean
  readonly ringing: boolean
  /** A technician talks in it: an insisting caller can't be added. */
  readonly busy: boolean
  /** In a storm, or with this caller it is one: how many callers there were in its time. */
  readonly storm: number | null
  /** It begins with this caller. */
  readonly begins: boolean
  /** Incidents of the same storm that nobody has: they become one with it. */
  readonly fold: readonly IncidentId[]
}

export function knownTrouble(incidents: Iterable<Incident>, question: TroubleQuestion, now: EpochMs): KnownTrouble | null {
  const { property, category, number, rule, insists } = question
  if (rule === 'never') return null
  const here = [...incidents].filter(i => i.phase !== 'closed' && i.phase !== 'resolved' && i.property === property)
  const same = here.filter(i => i.category === category)
  const callers = stormOf(same, question, now)
  const isOwn = (i: Incident) => number !== null && numbersOf(i).includes(number)
  const fits = here.filter(i => isOwn(i) || (i.category === category && (rule === 'property' || callers !== null)))
  const rank = (i: Incident) =>
    (insists && isBusy(i) ? 8 : 0) + (isOwn(i) ? 0 : 4) + (i.category === category ? 0 : 2) + (i.storm ? 0 : 1)
  const [found] = fits.sort((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt)
  if (found === undefined) return null
  const storm = found.category === category ? callers : null
  const begins = storm !== null && !same.some(i => i.storm)
  return {
    id: found.id,
    category: found.category,
    since: found.openedAt,
    owner: found.owner?.person ?? null,
    own: isOwn(found),
    ringing: found.phase === 'ringing',
    busy: isBusy(found),
    storm,
    begins,
    fold: begins ? same.filter(i => i.id !== found.id && canFold(i)).map(({ id }) => id) : [],
  }
}

/** How many callers called about it lately, this one included, if that is a storm; null otherwise. */
function stormOf(same: readonly Incident[], { storm }: TroubleQuestion, now: EpochMs): number | null {
  if (storm === null) return null
  const from = now - storm.withinSeconds * 1000
  const lately = same.flatMap(i => i.heard ?? [i.openedAt]).filter(at => at > from).length
  const goesOn = lately > 0 && same.some(i => i.storm)
  return goesOn || lately + 1 >= storm.callers ? lately + 1 : null
}

/** Phases in which a technician is on the line. */
const ON_THE_LINE: readonly Incident['phase'][] = [
  'connecting',
  'talking',
  'calling-back',
  'talking-back',
  'call-back-menu',
  'asking-outcome',
]

/** A technician is on the line, or the one who talked with them still is. */
export function isBusy(incident: Incident): boolean {
  const { phase, caller } = incident
  return ON_THE_LINE.includes(phase) || (phase === 'acknowledged' && caller.now !== 'gone')
}

/** Nobody has it, and nobody is being briefed. */
function canFold({ phase, legs }: Incident): boolean {
  if (phase !== 'ringing' && phase !== 'pausing' && phase !== 'unreached') return false
  return Object.values(legs).every(leg => leg.phase !== 'briefing')
}

export function numbersOf({ caller, others = [] }: Incident): (string | null)[] {
  return [caller.callerNumber, ...others.flatMap(one => (one.now === 'waiting' ? [one.callerNumber] : []))]
}
