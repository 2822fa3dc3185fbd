// What calls, incidents and the phone desk tell each other within one turn, and what is set or ended that stands. take-turn.ts delivers them breadth-first.
import type { IncidentCaller } from '../incident/incident.ts'
import type { Text } from '../plan/plan.ts'
import type { StandingWhat } from '../standing/standing.ts'
import type { Speech } from './commands.ts'
import type { IncidentOutcome } from './facts.ts'
import type { CallId, ChannelId, E164, EpochMs, IncidentId, StandingId } from './ids.ts'
import type { Input } from './inputs.ts'

export type CallSignal =
  /** Somebody accepted: go into the talk. */
  | { readonly type: 'connect'; readonly bridge: string; readonly person: string }
  /** The other one still hears a word: it rings until they have. */
  | { readonly type: 'waitForTalk'; readonly bridge: string }
  /** Both have heard theirs. */
  | { readonly type: 'enterTalk'; readonly bridge: string }
  /** The bridge could not be had: into this one. */
  | { readonly type: 'connectAgain'; readonly bridge: string }
  /** Both are in the talk. */
  | { readonly type: 'together'; readonly bridge: string }
  /** Somebody owns it without talking. */
  | { readonly type: 'owned'; readonly person: string }
  | { readonly type: 'technicianLost'; readonly person: string }
  | { readonly type: 'talkEnded'; readonly person: string }
  | { readonly type: 'waitingForBusy' }
  /** `mailbox`: what the caller adds is a message there, too. */
  | { readonly type: 'exhausted'; readonly mailbox?: string }
  /** The call's incident became part of this one. */
  | { readonly type: 'moved'; readonly incident: IncidentId }

/** `from`: the call that says it; without it, the first caller. */
export type IncidentSignal = ToIncident & { readonly from?: CallId }

type ToIncident =
  | {
      readonly type: 'open'
      readonly call: CallId
      /** When that call came in. */
      readonly calledAt: EpochMs
      readonly plan: string
      readonly property: string
      readonly category: string
      readonly ladder: string
      readonly callerNumber: string | null
      readonly callerNow: 'speaking' | 'waiting'
      readonly why: string
      /** About the same; its technician talks just now. */
      readonly beside?: IncidentId
    }
  /** Another caller has the same trouble. `storm`: with them it is one, or it is one already. */
  | {
      readonly type: 'join'
      readonly call: CallId
      readonly callerNumber: string | null
      readonly storm: { readonly callers: number; readonly withinSeconds: number } | null
      readonly why: string
    }
  /** Such a caller must speak with somebody. `beside`: the incident that was opened for them, because this one is talked about. */
  | { readonly type: 'insist'; readonly call: CallId; readonly callerNumber: string | null; readonly beside: IncidentId | null }
  /** A storm: become part of that one. */
  | { readonly type: 'fold'; readonly into: IncidentId }
  | {
      readonly type: 'foldIn'
      readonly callers: readonly IncidentCaller[]
      readonly statements: readonly { readonly recording: string; readonly ms: number }[]
      readonly heard: readonly EpochMs[]
      /** Telephones were rung for it, or about to be. */
      readonly rang: boolean
      readonly of: IncidentId
    }
  | { readonly type: 'statementTaken'; readonly recording: string; readonly ms: number }
  | { readonly type: 'callerWaiting' }
  /** What is said before the talk was said. `failed`: it could not be. */
  | { readonly type: 'callerHeard'; readonly bridge: string; readonly failed: boolean }
  | { readonly type: 'callerJoined'; readonly channel: ChannelId; readonly bridge: string }
  | { readonly type: 'callerNotJoined'; readonly bridge: string; readonly why: string }
  /** `why`: when it was not by hanging up. */
  | { readonly type: 'callerLeft'; readonly why?: string }
  /** Somebody accepted the caller outside the application, in the dialplan's failsafe. */
  | { readonly type: 'takenOutside'; readonly by: string }
  /** Somebody at the phone desk wants to own it. The desk hears whether they do. */
  | { readonly type: 'takenAtDesk'; readonly person: string; readonly desk: CallId }
  /** They want to be connected to its caller, and own it if nobody does. `phone`: their own, to ring them when the line breaks. */
  | {
      readonly type: 'connectAtDesk'
      readonly person: string
      readonly desk: CallId
      readonly trunk: string
      readonly phone: E164 | null
    }
  /** They are about to be connected to the caller of another: their telephones ring for this one no more. */
  | { readonly type: 'letGo'; readonly person: string; readonly desk: CallId; readonly other: IncidentId }
  /** The desk is to tell them about it, after these words; or only what was said. */
  | {
      readonly type: 'describe'
      readonly desk: CallId
      readonly before: readonly Speech[]
      readonly round: number
      readonly what: 'all' | 'statements'
    }
  /** What happens on the channel that somebody at the desk has lent. */
  | OnLentChannel
  /** Somebody at the phone desk says what became of it. */
  | { readonly type: 'resolvedAtDesk'; readonly person: string; readonly desk: CallId; readonly outcome: IncidentOutcome }
  | { readonly type: 'stillNeedsHelp' }
  /** A telephone or a channel of a trunk that others had is free (free-again.ts). */
  | { readonly type: 'somebodyIsFree' }
  /** The caller whom a technician is calling back has called. */
  | { readonly type: 'callerCameBack'; readonly call: CallId; readonly callerNumber: string | null }
  | { readonly type: 'callerNumberChanged'; readonly callerNumber: string | null }

export type StandingSignal =
  | {
      readonly type: 'stand'
      readonly plan: string
      readonly what: StandingWhat
      readonly until: EpochMs | null
      readonly by: string
      readonly why: string
    }
  | { readonly type: 'endStanding'; readonly by: string | null; readonly why: string }

/** To a call at the phone desk, about the incident that it wanted to own. */
export type DeskSignal =
  | { readonly type: 'yours'; readonly callerNumber: string | null }
  | { readonly type: 'taken'; readonly by: string }
  | { readonly type: 'noted' }
  /** The channel plays the technician's leg of the incident from now on, until it is given back. */
  | { readonly type: 'lent' }
  | { readonly type: 'givenBack'; readonly speech: readonly Speech[]; readonly then: 'same' | 'outcome' | 'next' }
  /** A look at the PBX showed the incident that the lent channel is gone. */
  | { readonly type: 'channelGone'; readonly cause: number }
  /** Their telephones ring for that incident no more. */
  | { readonly type: 'isLetGo' }
  /** They talk for that incident on another telephone. */
  | { readonly type: 'isElsewhere' }
  | Described

/** An incident in what staff at the desk hear of it. */
export interface Described {
  readonly type: 'described'
  readonly spoken: Text
  readonly category: Text
  readonly openedAt: EpochMs
  readonly callerNumber: string | null
  readonly owner: string | null
  /** `talks`: its owner is on the line for it. `over`: it is done. */
  readonly state: 'open' | 'talks' | 'over'
  /** The caller is on the line. */
  readonly waits: boolean
  /** Further callers about the same. */
  readonly joined: number
  readonly statements: readonly { readonly recording: string; readonly ms: number }[]
  readonly what: 'all' | 'statements'
  readonly before: readonly Speech[]
  readonly round: number
}

export type OnLentChannel = Extract<
  Input,
  { type: 'digit' | 'ended' | 'playbackFinished' | 'enteredBridge' | 'leftBridge' | 'commandFailed' }
>

export type Signal =
  | { readonly to: 'desk'; readonly id: CallId; readonly signal: DeskSignal }
  | { readonly to: 'standing'; readonly id: StandingId; readonly signal: StandingSignal }
  | { readonly to: 'call'; readonly id: CallId; readonly signal: CallSignal }
  | { readonly to: 'incident'; readonly id: IncidentId; readonly signal: IncidentSignal }
