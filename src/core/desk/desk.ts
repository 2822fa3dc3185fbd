// The state of a call to the phone desk: a member of staff, what they hear and what is expected of them next.
import type { Language } from '../plan/plan.ts'
import type { CallId, EpochMs, IncidentId } from '../world/ids.ts'
import type { DeskMessage } from '../world/inputs.ts'

/** A question for a PIN: for whom, and from where. It holds no number of a caller, because the journal keeps it as it is. */
export interface PinQuestion {
  readonly person: string
  /** `own`: one of the person's telephones; `phone:<name>`; `number:<mark>`; `withheld:<line>`. */
  readonly from: string
  readonly line: string
}

export type Desk = DeskBase & DeskPhase
export type DeskPhaseName = DeskPhase['phase']

export interface DeskBase {
  readonly id: CallId
  readonly kind: 'desk'
  /** Hash of the plan in force when the call came. */
  readonly plan: string
  readonly trunk: string
  readonly line: string
  readonly callerNumber: string | null
  readonly language: Language
  readonly arrivedAt: EpochMs
  /** Who this is; null until it has been proved. */
  readonly person: string | null
  readonly nextPlayback: number
  readonly nextRecording: number
}

export type DeskPhase =
  | {
      readonly phase: 'asking'
      readonly question: Question
      /** Keys so far, where a number is asked for. */
      readonly digits: string
      readonly round: number
      /** What is being said, or null once it has been said. */
      readonly playback: string | null
      readonly until: EpochMs
    }
  /** `round`: how often it was asked for without anything coming of it, not even a wrong one. */
  | {
      readonly phase: 'awaiting-pin'
      readonly who: string
      /** Where it is asked; absent in journals of earlier versions. */
      readonly asked?: PinQuestion
      readonly round?: number
      readonly until: EpochMs
    }
  | { readonly phase: 'finding-messages'; readonly until: EpochMs }
  /** The channel is lent to the n-th of the incidents: connected.ts. */
  | { readonly phase: 'connected'; readonly incidents: readonly IncidentId[]; readonly n: number; readonly until: EpochMs }
  | {
      readonly phase: 'recording-notice'
      readonly property: string
      readonly step: 'asking' | 'recording'
      readonly playback: string
      readonly recording: string
      readonly until: EpochMs
    }
  /** `over`: they have hung up, and its note is awaited. */
  | { readonly phase: 'in-failsafe'; readonly over: boolean; readonly until: EpochMs }
  | { readonly phase: 'leaving'; readonly playback: string; readonly until: EpochMs }
  | { readonly phase: 'gone' }

/** What is asked. Those in TYPED take a number that ends with #; the others one key. */
export type Question =
  | { readonly ask: 'number' }
  | { readonly ask: 'main' }
  | { readonly ask: 'schedule'; readonly to: ScheduleUse; readonly page: number }
  | { readonly ask: 'successor'; readonly schedule: string; readonly page: number }
  | { readonly ask: 'duty-hours'; readonly schedule: string; readonly person: string }
  /** `heard`: so many of its statements have been played. */
  | { readonly ask: 'incident'; readonly incidents: readonly IncidentId[]; readonly n: number; readonly heard?: number }
  /** What became of the n-th of them. */
  | { readonly ask: 'outcome'; readonly incidents: readonly IncidentId[]; readonly n: number }
  | { readonly ask: 'message'; readonly messages: readonly DeskMessage[]; readonly n: number }
  | { readonly ask: 'property'; readonly page: number }
  | { readonly ask: 'notice'; readonly property: string }
  | { readonly ask: 'keep-notice'; readonly property: string; readonly recording: string }
  | { readonly ask: 'notice-hours'; readonly property: string; readonly recording: string }

/** What a schedule is chosen for. */
export type ScheduleUse = 'take-over' | 'hand-over' | 'who'

export type Ask = Question['ask']

export function deskDeadline(desk: Desk): EpochMs | null {
  return desk.phase === 'gone' ? null : desk.until
}
