// What facts of several kinds of streams have in common: how an attempt ended, a reason, a file, who was told outside, what was kept or removed.
// Used by the files beside it that say which facts there are.
import type { NoticeWay } from '../notices/events.ts'
import type { Recorded } from '../plan/retention.ts'
import type { ChannelId, EpochMs } from './ids.ts'

/** How an attempt ended, or why it was not made. */
export type AttemptResult =
  | 'accepted'
  | 'owned'
  | 'passed-on'
  | 'no-answer'
  | 'busy'
  | 'declined'
  | 'dead-number'
  | 'congestion'
  | 'no-key'
  | 'hung-up'
  | 'taken-by-another'
  | 'called-off'
  | 'refused'
  | 'unknown'

export interface Why {
  readonly why: string
}

/** `sha256`: of the kept file. `cut`: only the beginning could be recorded. */
export interface OfFile {
  readonly sha256?: string
  readonly cut?: true
}

/** A number that the box must not call, or not now. `leg`: where it had been decided already. */
export type DialRefused = { readonly kind: 'dial-refused'; readonly callerNumber: string; readonly leg?: ChannelId } & Why

/** Somebody outside was told, or could not be for a day. `key` is that of the outbox. */
interface Noticed extends Why {
  readonly key: string
  readonly event: string
  readonly way: NoticeWay
  readonly whom: string
}
export type NoticeFact = ({ readonly kind: 'notice-sent' } & Noticed) | ({ readonly kind: 'notice-given-up' } & Noticed)

/** The machine's clock went forward by so many ms at once: deadlines moved along. */
export type ClockFact = { readonly kind: 'clock-jumped'; readonly ms: number } & Why

/** The file of a talk is kept, or that of a message or statement that could not be kept at once. */
export type KeptFact = {
  readonly kind: 'recording-kept'
  readonly recording: string
  readonly ms: number
  readonly sha256: string
} & Why

/** A recording was older than the rules keep it: it is no more. `takenAt`: when it was made. */
export type RemovedFact = {
  readonly kind: 'recording-removed'
  readonly recording: string
  readonly what: Recorded
  readonly takenAt: EpochMs
} & Why

/** Our own mistake: this input could not be decided, or what was decided could not be kept. What became of the stream is in `why`. */
export type BrokeFact = {
  readonly kind: 'core-broke'
  readonly input: string
  readonly in: 'deciding' | 'writing'
} & Why
