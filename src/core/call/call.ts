// The state of a call: one caller's channel, what it hears and what is expected of it next.
import type { HearsBefore } from '../leg/before-talk.ts'
import type { Ways } from '../leg/ways.ts'
import type { Key, Language } from '../plan/plan.ts'
import type { PhraseKey } from '../words/phrases.ts'
import type { Speech } from '../world/commands.ts'
import type { Outcome } from '../world/facts.ts'
import { type CallId, type ChannelId, callId, type E164, type EpochMs, type IncidentId, type LegId } from '../world/ids.ts'

export type Call = CallBase & CallPhase
export type CallPhaseName = CallPhase['phase']

export interface CallBase {
  readonly id: CallId
  readonly kind: 'call'
  /** Hash of the plan that the call began with, and keeps. */
  readonly plan: string
  readonly property: string | null
  readonly trunk: string
  readonly line: string
  readonly callerNumber: string | null
  readonly callerName: string | null
  readonly language: Language
  readonly arrivedAt: EpochMs
  readonly incident: IncidentId | null
  readonly nextPlayback: number
  readonly nextRecording: number
  readonly nextIncident: number
  /** Counts the telephones that were rung for this caller; 1 where none was. */
  readonly nextLeg?: number
  /** How the call would be listed if it ended now. */
  readonly outcome: Outcome
}

/** A call that begins now: nobody has spoken to its caller yet. */
export function newCall(
  of: Pick<CallBase, 'plan' | 'trunk' | 'line' | 'callerNumber' | 'callerName'> & { readonly channel: ChannelId },
  where: Pick<CallBase, 'property' | 'language' | 'arrivedAt' | 'outcome'>,
): CallBase {
  const { channel, plan, trunk, line, callerNumber, callerName } = of
  return {
    id: callId(channel),
    kind: 'call',
    plan,
    trunk,
    line,
    callerNumber,
    callerName,
    ...where,
    incident: null,
    nextPlayback: 1,
    nextRecording: 1,
    nextIncident: 1,
  }
}

export type CallPhase =
  | { readonly phase: 'in-office-queue'; readonly since: EpochMs; readonly lookAgainAt: EpochMs }
  | { readonly phase: 'with-office'; readonly lookAgainAt: EpochMs }
  | ({ readonly phase: 'choosing-property' } & Asked)
  | ({ readonly phase: 'choosing-language' } & Asked)
  | ({ readonly phase: 'asking-urgency'; readonly menu: string } & Asked)
  /** Pressed nothing: what is wrong is recorded, and its length decides. */
  | ({ readonly phase: 'speaking-freely' } & Recorded)
  | ({
      readonly phase: 'taking-statement'
      readonly incident: IncidentId
      readonly prompt: PhraseKey
      readonly next: AfterStatement
      /** What is said is a message for this mailbox, too. */
      readonly mailbox?: string
    } & Recorded)
  | {
      readonly phase: 'holding'
      readonly incident: IncidentId
      readonly bridge: string
      readonly since: EpochMs
      readonly nextWordAt: EpochMs
      readonly maxAt: EpochMs
      /** There is no music: it rings instead. */
      readonly plain?: true
      /** Told that nobody came within the maximum; the next word is the last. */
      readonly offered: boolean
    }
  /** Asked to be called back: `number` is read back, or one is typed into `digits`. `asked`, `round`: how often so far. */
  | {
      readonly phase: 'giving-number'
      readonly incident: IncidentId
      readonly step: 'confirming' | 'typing'
      readonly asked: number
      readonly round: number
      readonly number: E164 | null
      readonly digits: string
      /** What is being said, or null once it has been said. */
      readonly playback: string | null
      readonly until: EpochMs
      /** Nobody was reached meanwhile: what is said in the end is a message for this mailbox, too. */
      readonly mailbox?: string
    }
  /** On the way into the talk, or in it. `joinedAt` is null until the PBX says so. */
  | {
      readonly phase: 'talking'
      readonly incident: IncidentId
      readonly bridge: string
      /** A statement that the accept cut short: its file is still to come. */
      readonly cutStatement: string | null
      /** What is heard before the talk: a word, then it rings; absent once on the way into the bridge. */
      readonly playback?: string
      readonly joinedAt: EpochMs | null
      readonly lookAgainAt: EpochMs
    }
  /** The technician hung up: "press 1 if you still need help". */
  | { readonly phase: 'after-talk'; readonly incident: IncidentId; readonly playback: string; readonly until: EpochMs }
  | ({ readonly phase: 'taking-message'; readonly mailbox: string } & Recorded)
  /** A telephone is rung to which the caller is to be connected. `more`: those that come after it; `in`: who is in the bridge already. */
  | {
      readonly phase: 'transferring'
      readonly menu: string
      readonly key: Key
      /** The menu's, when the key was pressed. */
      readonly round: number
      readonly more: readonly TransferTo[]
      readonly leg: TransferLeg
      readonly bridge: string
      /** The first bridge could not be had: this is another one. */
      readonly again?: true
      /** What both hear before the talk; nothing, or absent: both are on their way. */
      readonly hears?: readonly HearsBefore[]
      readonly cutAt?: EpochMs
      readonly in: readonly string[]
      readonly nextWordAt: EpochMs
      readonly until: EpochMs
    }
  /** The caller talks with whoever took it. */
  | {
      readonly phase: 'transferred'
      readonly menu: string
      readonly leg: TransferLeg
      readonly bridge: string
      readonly since: EpochMs
      readonly lookAgainAt: EpochMs
    }
  /** The other side hung up: "press 1 for the menu". */
  | { readonly phase: 'after-transfer'; readonly menu: string; readonly playback: string; readonly until: EpochMs }
  /** Hung up while somebody was being briefed, who hears so. */
  | { readonly phase: 'seeing-off'; readonly leg: TransferLeg; readonly until: EpochMs }
  /** Hears that the trouble is known: add words, insist, or another trouble? */
  | ({ readonly phase: 'joining'; readonly incident: IncidentId; readonly matter: Matter } & Asked)
  /** Hearing a last word; hung up when it has been said. */
  | { readonly phase: 'leaving'; readonly playback: string; readonly speech: readonly Speech[]; readonly until: EpochMs }
  /** Hung up while being recorded: waits for the file, which is kept. */
  | {
      readonly phase: 'saving'
      readonly what: 'free-speech' | 'statement' | 'message'
      readonly mailbox: string | null
      readonly recording: string
      readonly until: EpochMs
    }
  /** `over`: the channel is gone, and the note that the failsafe left of it is awaited. */
  | { readonly phase: 'in-failsafe'; readonly over?: true; readonly matter?: IncidentId; readonly lookAgainAt: EpochMs }
  /** Leaves the world, stays in the journal. */
  | { readonly phase: 'gone' }

/** A telephone to which a caller is transferred. `person`: null for a bare number of the rules. */
export interface TransferTo extends Ways {
  readonly person: string | null
  readonly phone: E164
  readonly why: string
}

/** That telephone while it is rung and talked on. */
export interface TransferLeg {
  readonly id: LegId
  readonly to: TransferTo
  readonly trunk: string
  readonly dialledAt: EpochMs
  readonly state: 'dialling' | 'ringing' | 'briefing' | 'joining'
  /** It said that it rings. */
  readonly heard: boolean
  /** How many things have been said to it. */
  readonly said: number
  readonly dice: number
  /** The second digit of an accept in band, once 1 was pressed. */
  readonly confirm: Key | null
}

/** What a caller who has given a statement gets next: the hold, a goodbye, or the word that nobody was reached. */
export type AfterStatement = 'hold' | 'goodbye' | 'last-word' | 'nobody-reached' | 'added'

/** What the caller of a known trouble had chosen: what would be opened if theirs is another. */
export interface Matter {
  readonly ladder: string
  readonly category: string
  readonly why: string
  /** What they said instead of pressing a key. */
  readonly said: { readonly recording: string; readonly ms: number } | null
  /** It is known under another category. */
  readonly differs: boolean
}

/** A question with keys: said, repeated on silence, at most `rounds` times. */
export interface Asked {
  readonly round: number
  /** What is being said, or null once it has been said and the key is awaited. */
  readonly playback: string | null
  readonly until: EpochMs
}

/** Something being recorded: first the request is said, then the recorder runs. */
export interface Recorded {
  readonly step: 'asking' | 'recording'
  readonly playback: string
  readonly recording: string
  /** When the recorder began. */
  readonly began?: EpochMs
  /** How often the caller has begun again, and what was thrown away for it last. */
  readonly again?: number
  readonly discarded?: string
  readonly until: EpochMs
}

/** When the call wants to be looked at again; null only when it is gone. */
export function callDeadline(call: Call): EpochMs | null {
  switch (call.phase) {
    case 'in-office-queue':
    case 'with-office':
    case 'talking':
    case 'in-failsafe':
    case 'transferred':
      return call.lookAgainAt
    case 'transferring':
      return call.nextWordAt < call.until ? call.nextWordAt : call.until
    case 'holding':
      return call.nextWordAt < call.maxAt || call.offered ? call.nextWordAt : call.maxAt
    case 'gone':
      return null
    default:
      return call.until
  }
}
