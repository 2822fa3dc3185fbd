// Everything the outside can tell the core. An input is plain JSON: it is journalled as it is and decided again by replay.
// Inputs name a channel or a stream; take-turn.ts finds whom it concerns.
import type { NoticeWay } from '../notices/events.ts'
import type { Recorded } from '../plan/retention.ts'
import type { Holdable } from '../standing/standing.ts'
import type { NotCarried } from './emergency-facts.ts'
import type { AttemptResult, IncidentOutcome } from './facts.ts'
import type {
  CallId,
  ChannelId,
  E164,
  EpochMs,
  IncidentId,
  PeriodId,
  Seconds,
  StandingId,
  StreamId,
  TrunkStreamId,
} from './ids.ts'
import type { ToldNumbers } from './told-numbers.ts'
import type { TrunkTroubleKind } from './trunk-facts.ts'

export type Input =
  /** A caller's channel entered the application. `null` where the trunk said nothing. */
  | {
      readonly type: 'arrived'
      readonly channel: ChannelId
      readonly trunk: string
      readonly line: string
      readonly callerNumber: string | null
      readonly callerName: string | null
      readonly diversion: string | null
      readonly told?: ToldNumbers
      /** Why the dialplan's arguments could not be read. Then the number counts as withheld and the line as unknown. */
      readonly unreadable?: string
      /** Hash of the plan in force: the call keeps it. */
      readonly plan: string
      /** Kept waiting before this, because the machine could not keep up, ms. */
      readonly waitedMs?: number
    }
  /** A caller's channel came back from the dialplan: from the office queue, or through the dead-man's switch. */
  | {
      readonly type: 'returned'
      readonly channel: ChannelId
      readonly from: 'queue' | 'deadman'
      readonly queueStatus: string | null
    }
  /** A member of the office queue took the call. */
  | { readonly type: 'officeAnswered'; readonly channel: ChannelId; readonly member: string | null }
  | { readonly type: 'legRinging'; readonly channel: ChannelId }
  /** An outbound leg was answered and is ours. `dice` is 0 to 9, drawn by the shell for in-band confirmation. */
  | { readonly type: 'legAnswered'; readonly channel: ChannelId; readonly dice: number }
  /** On an answered leg somebody, or something, begins to speak, or has ended (core/leg/voices.ts). */
  | { readonly type: 'voice'; readonly channel: ChannelId; readonly now: 'began' | 'ended' }
  /** The answer of this leg's telephone offers no way to send keys over a trunk where none would be heard in the audio. */
  | { readonly type: 'noKeys'; readonly channel: ChannelId }
  /**
   * `again`: the same key a moment after the last one. `early`: before the question that is asked now could be heard. `by`: no telephone-event was agreed
   * upon in this call, so that it came in the audio, or by SIP INFO; without it nothing is known, or it came as RFC 4733.
   */
  | {
      readonly type: 'digit'
      readonly channel: ChannelId
      readonly digit: string
      readonly by?: 'audio' | 'info'
      readonly again?: true
      readonly early?: true
    }
  /** The channel is gone. `cause` is the Q.850 cause, `sip` the SIP status where one is known. */
  | {
      readonly type: 'ended'
      readonly channel: ChannelId
      readonly cause: number
      readonly sip: number | null
      readonly fax: boolean
    }
  | { readonly type: 'playbackFinished'; readonly channel: ChannelId; readonly playback: string; readonly ok: boolean }
  | ({
      readonly type: 'recordingFinished'
      readonly channel: ChannelId
      readonly recording: string
      /** Milliseconds of the file as it is kept, and of speech in it where the PBX measured it. */
      readonly ms: number
      readonly speechMs: number | null
    } & KeptFile)
  | { readonly type: 'recordingFailed'; readonly channel: ChannelId; readonly recording: string; readonly reason: string }
  | { readonly type: 'enteredBridge'; readonly channel: ChannelId; readonly bridge: string }
  | { readonly type: 'leftBridge'; readonly channel: ChannelId; readonly bridge: string }
  /** The far end was transferred: the number to call back is now this one. */
  | { readonly type: 'numberChanged'; readonly channel: ChannelId; readonly number: string | null }
  /** A command could not be carried out. `gone` when the PBX says that the channel does not exist. */
  | {
      readonly type: 'commandFailed'
      readonly channel: ChannelId
      readonly command: string
      readonly gone: boolean
      readonly reason: string
      /** Of a command about one. */
      readonly bridge?: string
      /** It was never sent: the gate would not have this number rung at all, or there is no room for it now. Decided within a turn. */
      readonly refused?: 'number' | 'room'
    }
  /** A call that the dialplan's failsafe looked after while the daemon was away. Times in ms since the epoch. */
  | {
      readonly type: 'imported'
      readonly channel: ChannelId
      readonly plan: string
      readonly trunk: string
      readonly line: string
      readonly property: string
      readonly callerNumber: string | null
      readonly callerName: string | null
      readonly diversion: string | null
      readonly told?: ToldNumbers
      /** `forwarded`: a telephone that the failsafe rang sent its call back to a line. */
      readonly outcome: 'left' | 'message' | 'accepted' | 'fax' | 'full' | 'forwarded'
      /** Which cap turned the caller away; only with `full`. */
      readonly cap?: string
      /** The failsafe's number that was rung last. */
      readonly rung: string
      /** Every telephone that it rang, in order; absent in notes of before. */
      readonly rang?: readonly RangOutside[]
      readonly recording: string | null
      readonly ms: number
      readonly sha256?: string
      readonly arrivedAt: number
      readonly endedAt: number
      /** The daemon had this call once, and it was over before the note was read. */
      readonly ended?: EndedCall
    }
  /** A recording is kept now: of this call, if it could not be kept at once, or a talk of this incident, which is over. */
  | {
      readonly type: 'recordingKept'
      readonly stream: CallId | IncidentId
      readonly recording: string
      readonly ms: number
      readonly sha256: string
    }
  /** Somebody of the office has dealt with a message. `stream` is the call that left it, long over by now. */
  | { readonly type: 'messageDone'; readonly stream: CallId; readonly recording: string; readonly who: string }
  /** The caller of this call, which is over, is erased. `incidents`: of the call; while one is open the number is needed. */
  | {
      readonly type: 'callErased'
      readonly stream: CallId
      readonly who: string
      /** Why, in the words of whoever asked; nothing of the caller. */
      readonly because?: string
      readonly incidents: readonly IncidentId[]
      /** Holds under which the call would be. The turn knows which of them stand. */
      readonly wouldHold?: readonly StandingId[]
      /** Private parts of its incidents that go with it, as turn and number: added when it is written. */
      readonly repeated?: readonly (readonly [turn: number, n: number])[]
      /** By rule. `endedAt`: when the call and its incidents were over. */
      readonly rule?: { readonly endedAt: EpochMs; readonly keepSeconds: Seconds }
    }
  /** A recording of this call or incident is older than the rules keep it. `incidents`: others in which it may be played. */
  | {
      readonly type: 'overAge'
      readonly stream: CallId | IncidentId
      readonly recording: string
      readonly what: Recorded
      readonly takenAt: EpochMs
      readonly keepSeconds: Seconds
      readonly incidents: readonly IncidentId[]
      /** Its caller was erased by them: it goes however young it is. */
      readonly erasedBy?: string
      /** Holds under which it would be. The turn knows which of them stand. */
      readonly wouldHold?: readonly StandingId[]
    }
  /** What the dialplan tells of an emergency call of an office telephone. `stream`: `emergencyId` of its channel. `plan`: hash of the rules in force. */
  | {
      readonly type: 'emergencyCall'
      readonly stream: StandingId
      /** The same for the same row of the event log, which may be read twice. */
      readonly key: string
      readonly plan: string
      readonly phone: string
      readonly property: string
      readonly dialled: string
      readonly test: boolean
      readonly when: EpochMs
      readonly happened: EmergencyHappened
    }
  /** Somebody puts a call, incident, person or property on legal hold. `stream`: `holdId` of it. `plan`: hash of the rules in force. */
  | {
      readonly type: 'holdSet'
      readonly stream: StandingId
      readonly of: Holdable
      readonly name: string
      readonly who: string
      readonly why: string
      readonly plan: string
    }
  /** Somebody outside was told of a call, an incident, an emergency call or a trunk, or could not be for a day. `key`: of the outbox. */
  | {
      readonly type: 'noticeSettled'
      readonly result: 'sent' | 'given-up'
      readonly stream: CallId | IncidentId | StandingId | TrunkStreamId
      readonly key: string
      readonly event: string
      readonly way: NoticeWay
      readonly whom: string
      readonly why: string
    }
  /** Somebody at the command line owns an incident: a person of the rules, or whoever they say. */
  | { readonly type: 'ownedByHand'; readonly stream: IncidentId; readonly who: string; readonly why: string }
  /** Somebody at the command line says what became of an incident, or that it is not done after all. */
  | {
      readonly type: 'resolvedByHand'
      readonly stream: IncidentId
      readonly who: string
      readonly why: string
      readonly outcome: IncidentOutcome
    }
  | { readonly type: 'reopenedByHand'; readonly stream: IncidentId; readonly who: string; readonly why: string }
  /** Somebody closes a pay period that is over, with what a report said of it. */
  | {
      readonly type: 'periodClosed'
      readonly stream: PeriodId
      readonly report: 'people'
      readonly period: string
      readonly since: EpochMs
      readonly until: EpochMs
      readonly who: string
      /** Canonical JSON, and the sha256 of this text. */
      readonly figures: string
      readonly hash: string
    }
  /** Asterisk has refused a call of this trunk for its media. */
  | {
      readonly type: 'mediaRefused'
      readonly stream: TrunkStreamId
      readonly trunk: string
      readonly line: string
      readonly caller: string | null
      readonly offered: string
      readonly status: number
      readonly dialog: string
    }
  /** A trunk is in trouble, and people are to be told; or it is well again, with `until`. `plan`: hash of the rules in force. */
  | {
      readonly type: 'trunkTrouble'
      readonly stream: TrunkStreamId
      readonly plan: string
      readonly trunk: string
      readonly trouble: TrunkTroubleKind
      readonly since: EpochMs
      readonly until: EpochMs | null
      readonly reason: string
    }
  /** Somebody has ended what stood: a change of duty, a notice, a hold. */
  | { readonly type: 'standingEnded'; readonly stream: StandingId; readonly who: string; readonly why: string }
  /** What was typed at the desk compared with the person's PIN. `none`: nothing was typed; `unreadable`: the PIN can't be looked up. */
  | { readonly type: 'pinChecked'; readonly channel: ChannelId; readonly result: 'right' | 'wrong' | 'none' | 'unreadable' }
  /** The messages that wait, oldest first, as the desk asked for them. */
  | { readonly type: 'messagesFound'; readonly channel: ChannelId; readonly messages: readonly DeskMessage[] }
  /** The stream's deadline has come. `plan`: hash of the rules in force, for an unreached incident, whose next pass takes them, and for a hold. */
  | { readonly type: 'due'; readonly stream: StreamId; readonly plan?: string }
  /** The machine's clock went forward by so many ms at once. */
  | { readonly type: 'clockJumped'; readonly stream: StreamId; readonly ms: number }
  /** What the PBX holds of this stream, looked up after a start or a reconnect. */
  | { readonly type: 'observed'; readonly stream: StreamId; readonly seen: Observation }

/** `trunk`: the last that was tried. */
export type EmergencyHappened =
  | { readonly what: 'dialled' | 'failed' }
  | ({ readonly what: 'refused' } & NotCarried)
  | { readonly what: 'answered'; readonly trunk: string }
  | { readonly what: 'ended'; readonly result: 'connected' | 'left'; readonly trunk: string | null }

/** What is known of the file that holds a recording. */
export interface KeptFile {
  /** Of the kept file; absent while the recording is only where the PBX put it. */
  readonly sha256?: string
  /** The PBX could write no more: only the beginning of what was said is there. */
  readonly cut?: true
}

/** A call that is over, as the journal has it. `incidents`: how many it has opened; `incident`: the last that it belonged to. */
export interface EndedCall {
  readonly property: string | null
  readonly incident: IncidentId | null
  readonly incidents: number
}

/** One ring of the dialplan's failsafe. `person`: whose telephone that is by the rules it was rendered from. */
export interface RangOutside {
  readonly phone: E164
  readonly person: string | null
  readonly result: AttemptResult
}

export interface DeskMessage {
  readonly recording: string
  /** Nothing could be recorded: there is only a caller to call back. */
  readonly lost?: true
  readonly call: CallId
  readonly property: string
  readonly mailbox: string
  readonly takenAt: number
  /** How long it is; not told by an older journal. */
  readonly ms?: number
}

/** The PBX as one look at it showed, for the channels and recordings of one stream. */
export interface Observation {
  readonly at: EpochMs
  readonly channels: Readonly<Record<ChannelId, ObservedChannel>>
  readonly recordings: Readonly<Record<string, ObservedRecording>>
  /** The failsafe has left a note of this caller, which is about to be read. */
  readonly note?: true
}

export type ObservedRecording = { readonly state: 'live' | 'stored' | 'absent'; readonly ms: number } & KeptFile

export type ObservedChannel =
  | {
      readonly state: 'ringing' | 'up' | 'down'
      readonly inApp: boolean
      /** In the dialplan's failsafe: no longer in the office queue, and not to be hung up. */
      readonly inFailsafe?: boolean
      readonly bridge: string | null
    }
  /** No such channel. `witness` is what Asterisk's own event log says of it. */
  | {
      readonly state: 'gone'
      readonly witness:
        | { readonly dialled: false }
        | { readonly dialled: true; readonly answered: boolean; readonly cause: number }
        | 'unreadable'
    }
