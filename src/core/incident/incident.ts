// The state of an incident: an urgent matter, its ladder, its telephones, its talk and its callers. It outlives its callers.
import type { HearsBefore } from '../leg/before-talk.ts'
import type { Dial, Leg } from '../leg/leg.ts'
import type { Ways } from '../leg/ways.ts'
import type { IncidentOutcome } from '../world/facts.ts'
import type { CallId, E164, EpochMs, IncidentId, LegId } from '../world/ids.ts'

export type Incident = IncidentBase & IncidentPhase
export type IncidentPhaseName = IncidentPhase['phase']

export interface IncidentBase {
  readonly id: IncidentId
  readonly kind: 'incident'
  /** Hash of the plan that this pass of the ladder began with. */
  readonly plan: string
  readonly property: string
  readonly category: string
  readonly ladder: string
  readonly openedAt: EpochMs
  readonly caller: IncidentCaller
  readonly statements: readonly { readonly recording: string; readonly ms: number }[]
  readonly legs: Readonly<Record<LegId, Leg>>
  readonly nextLeg: number
  readonly nextPlayback: number
  readonly owner: { readonly person: string; readonly at: EpochMs; readonly leg: LegId } | null
  /** Since when nobody could be reached, and how often the ladder was rung again for it. */
  readonly unreached?: { readonly since: EpochMs; readonly retries: number; readonly pass: number }
  /** People whose line broke after they accepted, and were rung once more for it. */
  readonly lost: readonly string[]
  /** Further callers about the same who are on the line. `waiting`: they insist, and hold; `speaking`: they hear or say something. */
  readonly others?: readonly IncidentCaller[]
  /** How many joined, whether they are still there or not. */
  readonly joined?: number
  /** When the last of its callers called, the first one included, as far as a storm is seen by it. */
  readonly heard?: readonly EpochMs[]
  readonly storm?: { readonly since: EpochMs }
  /** The incident about the same that was being talked about when this one was opened. */
  readonly beside?: IncidentId
  /** What further callers have said since somebody has it. */
  readonly news?: News
  /** From which moment on it is late, while nobody has it and its rules have a target: see late.ts. */
  readonly service?: { readonly calledAt: EpochMs; readonly lateAt: EpochMs }
  /** How often its turns broke lately: see broken/broken-incident.ts. */
  readonly broken?: { readonly times: number; readonly at: EpochMs }
}

/** Words that the owner has not heard yet. `untold`: so many of them they have not been told of. */
export interface News {
  readonly unheard: readonly string[]
  readonly untold: number
  readonly toldAt: EpochMs | null
}

export interface IncidentCaller {
  readonly call: CallId
  readonly callerNumber: string | null
  /** `speaking`: giving a statement. `waiting`: on hold or between. `gone`: hung up. */
  readonly now: 'speaking' | 'waiting' | 'gone'
}

/** On what occasion somebody is asked for the outcome. */
export type Asked = 'after-talk' | 'reminder' | 'expiry' | 'added-words'

/** What the owner can be told of by text message. */
export type Texted = 'reminder' | 'added-words'

/** The leg to a caller who is called back. Not among `legs`, which are technicians'. */
export interface ResidentLeg extends Ways {
  readonly id: LegId
  readonly number: E164
  readonly trunk: string
  readonly rings: boolean
  readonly answered: boolean
}

/** One try of one rung. Waves are rung one after the other, the telephones of a wave together. */
export interface Walk {
  readonly pass: number
  readonly rung: number
  readonly try: number
  readonly waves: readonly (readonly Dial[])[]
  /** People busy with another incident when their turn came, to be rung when they are free. */
  readonly passedOver: readonly Dial[]
  /** People who passed this on: not rung again on this rung. */
  readonly done: readonly string[]
}

export type IncidentPhase =
  | { readonly phase: 'ringing'; readonly walk: Walk; readonly busyUntil: EpochMs | null; readonly lookAgainAt: EpochMs }
  | { readonly phase: 'pausing'; readonly pass: number; readonly until: EpochMs }
  /** Accepted: both sides are on their way into the talk bridge. */
  | {
      readonly phase: 'connecting'
      readonly walk: Walk
      readonly leg: LegId
      readonly bridge: string
      /** The first bridge could not be had: this is another one. */
      readonly again?: true
      /** What both hear before the talk; nothing, or absent: both are on their way. */
      readonly hears?: readonly HearsBefore[]
      readonly cutAt?: EpochMs
      readonly in: readonly string[]
      readonly until: EpochMs
    }
  | {
      readonly phase: 'talking'
      readonly walk: Walk
      readonly leg: LegId
      readonly bridge: string
      /** The technician hung up so soon that the caller decides, by staying or going, whether it was lost. */
      readonly quit: boolean
      readonly since: EpochMs
      readonly lookAgainAt: EpochMs
    }
  /** Accepted with the caller gone: they are being rung, and the technician listens. `in`: who is in the bridge already. */
  | {
      readonly phase: 'calling-back'
      readonly walk: Walk
      readonly leg: LegId
      readonly bridge: string
      /** The first bridge could not be had: this is another one. */
      readonly again?: true
      /** The ringing that the technician hears until then, by the name under which it plays. */
      readonly listens?: string
      /** What both hear before the talk, once the caller has answered. */
      readonly hears?: readonly HearsBefore[]
      readonly cutAt?: EpochMs
      readonly resident: ResidentLeg
      readonly in: readonly string[]
      readonly until: EpochMs
    }
  /** The technician and the caller who was called back. */
  | {
      readonly phase: 'talking-back'
      readonly walk: Walk
      readonly leg: LegId
      readonly bridge: string
      readonly resident: ResidentLeg
      readonly since: EpochMs
      readonly lookAgainAt: EpochMs
    }
  /** The caller was not reached: the technician is asked what to do. */
  | {
      readonly phase: 'call-back-menu'
      readonly walk: Walk
      readonly leg: LegId
      /** What is being said: the keys are said again after it. */
      readonly playback?: string
      readonly until: EpochMs
    }
  /**
   * Owned, and nothing is known of its outcome. The owner is reminded at `remindAt` and rung at `expiresAt`; null: they are not.
   * `text`: a text message is on its way to them; if it is not known to be sent by then, they are rung.
   * `waits`: something is due, and cannot be done while somebody is on the line for it, their telephone is busy, or there is no room.
   */
  | {
      readonly phase: 'acknowledged'
      readonly waits?: true
      readonly text?: { readonly of: Texted; readonly until: EpochMs }
      readonly remindAt: EpochMs | null
      readonly expiresAt: EpochMs | null
      readonly closeAt: EpochMs
      readonly lookAgainAt: EpochMs
    }
  /** The owner is being rung, to be asked for the outcome. */
  | {
      readonly phase: 'reminding'
      readonly leg: LegId
      readonly asked: Exclude<Asked, 'after-talk'>
      readonly until: EpochMs
    }
  /** The owner is on the line, and asked for the outcome. */
  | {
      readonly phase: 'asking-outcome'
      readonly leg: LegId
      readonly asked: Asked
      readonly round: number
      readonly until: EpochMs
    }
  /** Done. Can be reopened until it leaves the world. */
  | { readonly phase: 'resolved'; readonly outcome: IncidentOutcome; readonly lookAgainAt: EpochMs }
  /** `retryAt`: when the ladder is rung again; null when it is not. */
  | {
      readonly phase: 'unreached'
      readonly since: EpochMs
      readonly retryAt?: EpochMs | null
      readonly lookAgainAt: EpochMs
    }
  /** Nothing more will happen: leaves the world, stays in the journal. */
  | { readonly phase: 'closed' }

/** When the incident wants to be looked at again; null only when it is closed. */
export function incidentDeadline(incident: Incident): EpochMs | null {
  const step = stepDue(incident)
  const late = incident.phase === 'closed' ? undefined : incident.service?.lateAt
  return late !== undefined && (step === null || late < step) ? late : step
}

/** When its phase, or one of its telephones, wants the next step. */
export function stepDue(incident: Incident): EpochMs | null {
  const own = ownDeadline(incident)
  let first = own
  for (const leg of Object.values(incident.legs)) {
    if (leg.deadline !== null && (first === null || leg.deadline < first)) first = leg.deadline
  }
  return first
}

function ownDeadline(incident: Incident): EpochMs | null {
  switch (incident.phase) {
    case 'ringing':
    case 'talking':
    case 'talking-back':
    case 'resolved':
    case 'acknowledged':
    case 'unreached':
      return incident.lookAgainAt
    case 'pausing':
    case 'connecting':
    case 'calling-back':
    case 'call-back-menu':
    case 'reminding':
    case 'asking-outcome':
      return incident.until
    case 'closed':
      return null
  }
}
