// What the daemon needs of the outside: a PBX, a journal, a voice, a clock. Message-shaped and asynchronous, so that the
// simulation, the real Asterisk and a future database can stand behind the same words.
import type { Post, ReportAbout } from '../core/notices/post.ts'
import type { ReportSchedule } from '../core/plan/mailed-reports.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { Command, Speech } from '../core/world/commands.ts'
import type { TrunkTroubleKind } from '../core/world/facts.ts'
import type { ChannelId, EpochMs } from '../core/world/ids.ts'
import type { EmergencyHappened, Input, ObservedChannel, ObservedRecording } from '../core/world/inputs.ts'
import type { ToldNumbers } from '../core/world/told-numbers.ts'
import type { Dialled, Stream, Turn } from '../core/world/world.ts'

/** What the PBX did with one request. `gone`: the channel, playback or bridge it names does not exist (any more). */
export type Done = { readonly ok: true } | { readonly ok: false; readonly gone: boolean; readonly reason: string }

/** The telephone exchange. Requests never throw and always settle. */
export interface Telephony {
  /**
   * Carries out one step of a command. `say` resolves when the PBX has taken the request; that it has been said comes as the
   * input `playbackFinished`. `sounds` are media URIs made by the voice.
   */
  answer(channel: ChannelId): Promise<Done>
  /** `again`: it was asked for before, and may be playing already, which counts as done. */
  play(channel: ChannelId, playback: string, sounds: readonly string[], again?: boolean): Promise<Done>
  stopPlaying(playback: string): Promise<Done>
  record(channel: ChannelId, command: Extract<Command, { do: 'record' }>): Promise<Done>
  stopRecording(recording: string): Promise<Done>
  /** Ends it and throws away what it has, also when it has ended already. */
  discardRecording(recording: string): Promise<Done>
  /** Records all that is heard in a bridge, until the bridge ends. */
  recordBridge(bridge: string, recording: string): Promise<Done>
  /** Makes a bridge unless it exists. `hold` plays music to each member, who hears nobody else; `talk` keeps digits visible. */
  bridge(bridge: string, type: 'hold' | 'talk'): Promise<Done>
  /** All of them or none; whoever is in another bridge leaves it. `gone`: a channel is, not the bridge. */
  addToBridge(bridge: string, ...channels: readonly ChannelId[]): Promise<Done>
  removeFromBridge(bridge: string, channel: ChannelId): Promise<Done>
  destroyBridge(bridge: string): Promise<Done>
  /** Dials and subscribes to the leg's events. An id that is in use already counts as done. */
  dial(command: Extract<Command, { do: 'dial' }>): Promise<Done>
  /** `busy`: whoever was not answered hears the busy tone. */
  hangUp(channel: ChannelId, busy?: boolean): Promise<Done>
  /** Leaves the application for a place in the dialplan, keeping the subscription to the channel's events. */
  continueAt(channel: ChannelId, context: string, extension: string, variables: Readonly<Record<string, string>>): Promise<Done>
  /** Renews the dead-man's switch: without another renewal the dialplan takes the caller over after so many seconds; 0 lifts it. */
  deadMan(channel: ChannelId, seconds: number): Promise<Done>
  /** One look at everything: channels of ours and of callers in our application. */
  snapshot(): Promise<Snapshot>
  /** Whether a recording is stored, still running or absent, and its length. */
  recordingState(recording: string): Promise<ObservedRecording>
}

/** How the PBX bears its load. */
export interface Load {
  /** Requests that it has not answered yet, but for those that wait for a channel to fall silent. */
  unanswered(): number
  /** For so many seconds new callers hear the busy tone. */
  turnAway(seconds: number): Promise<Done>
}

/** What callers said, kept beside the PBX's own files. Never throws, always settles within some seconds. */
export interface Recordings {
  /**
   * Keeps what the PBX has recorded under this name, without the silence around the words unless `asItIs`. `speechMs`: of speech in it,
   * where the PBX listened. Again for the same name gives what is kept.
   */
  keep(recording: string, how: { readonly speechMs: number | null; readonly asItIs?: true }): Promise<KeptRecording>
  /** The caller takes it back: nothing of it is kept, from now on and once the recorder has `ended`. */
  discard(recording: string, ended: Promise<unknown>): Promise<void>
  /** Sees to it that the PBX has the file to play. */
  ready(recording: string): Promise<void>
  /** Nothing of it stays, neither kept nor at the PBX. For what is old enough to go. */
  remove(recording: string): Promise<void>
}

export type KeptRecording =
  /** `recordedMs`: before the silence was taken away; unknown when it was kept before. `cut`: the disk was full before the end. */
  | { readonly state: 'kept'; readonly ms: number; readonly recordedMs?: number; readonly sha256: string; readonly cut?: true }
  /** Nobody says a word in it. It stays where the PBX put it. */
  | { readonly state: 'silent'; readonly recordedMs: number; readonly cut?: true }
  /** It is only where the PBX put it. */
  | { readonly state: 'not-kept'; readonly ms: number; readonly why: string; readonly cut?: true }
  /** The PBX could not write a word of it. */
  | { readonly state: 'nothing'; readonly why: string }
  /** There is no file, or the PBX keeps it on another machine. */
  | { readonly state: 'missing'; readonly why: string }

export interface Snapshot {
  readonly channels: readonly {
    readonly id: ChannelId
    readonly state: 'ringing' | 'up' | 'down'
    /** The arguments of its Stasis() application, when it is in ours. */
    readonly stasisArgs: readonly string[] | null
    /** The dialplan's failsafe looks after it. */
    readonly inFailsafe: boolean
    readonly bridge: string | null
  }[]
  readonly bridges: readonly { readonly id: string; readonly channels: readonly ChannelId[] }[]
}

/** What Asterisk's own event log says of a leg that is not there any more. */
export interface Witness {
  of(channel: ChannelId): Promise<ObservedChannel>
}

/** Inputs from the PBX, in the order of their happening; `connected` after every (re)connect, `lost` when the socket is gone. */
export interface TelephonyEvents {
  onInput(listener: (input: Input) => void): void
  /** A recorder has stopped; what became of its file follows as an input, once it is kept. */
  onRecorderEnded?(listener: (channel: ChannelId, recording: string) => void): void
  onConnected(listener: (about: { readonly version: string }) => void): void
  onLost(listener: (reason: string) => void): void
  /** Another daemon took the application over: this one must stop, and does nothing more on the PBX. */
  onReplaced(listener: () => void): void
  /** The input that a channel in the application would have made when it entered, from its `stasisArgs` of a snapshot. */
  enteredAs(channel: ChannelId, stasisArgs: readonly string[]): Input | null
}

/** What a plan and its files are kept as, each in pieces, written in another thread: putting them into words takes too long on the main one. */
export interface PlanTexts {
  readonly plan: readonly string[]
  readonly sources: readonly string[]
}

/** The journal. A batch is one durable commit, all or nothing. */
export interface Journal {
  commit(turns: readonly Turn[]): void
  keepPlan(hash: string, plan: Plan, sources: Readonly<Record<string, string>>, texts?: PlanTexts): void
  /** Ahead of `keepPlan`, in many small commits, so that keeping a large plan holds nothing up. Rejects when it cannot be kept. */
  keepPlanSlowly?(hash: string, texts: PlanTexts, breathe: () => Promise<unknown>): Promise<void>
  /** From this moment new calls live by this plan. */
  planInForce?(hash: string, at: EpochMs, why: string): void
  /** The streams that were live at the last commit, and the plans that they began with. */
  liveStreams(): {
    readonly streams: readonly Stream[]
    readonly plans: ReadonlyMap<string, Plan>
    readonly lastAt: EpochMs | null
  }
  /** Telephones that were dialled since then, for the caps of an hour. */
  dialledSince?(at: EpochMs): readonly Dialled[]
  close(): void
}

/** At once, or later. */
export type Awaitable<T> = T | Promise<T>

/** What is answered in another thread, or by another machine one day. Rejects where that fails. */
export type Async<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never
}

export interface NewDigest {
  readonly property: string
  readonly from: EpochMs
  readonly until: EpochMs
  readonly mail: readonly string[]
}

/** The head of the log is due at these webhooks. */
export interface NewAnchor {
  readonly until: EpochMs
  readonly webhooks: readonly string[]
}

export interface NewReport {
  /** Its id in the rules: see core/plan/mailed-reports.ts. */
  readonly schedule: string
  /** Empty for the box. */
  readonly property: string
  readonly due: EpochMs
  readonly about: ReportAbout
  readonly mail: readonly string[]
}

/** The contact card for a person of the rules. */
export interface NewCard {
  readonly person: string
  readonly mail: string
}

/** What is to be told to people outside: a row is made of the fact that causes it, once that is in the journal. May throw. */
export interface Outbox {
  /** The lanes in which something is due. */
  lanes(now: EpochMs): readonly string[]
  /** Those of a lane whose time has come: that nobody was reached first, then the oldest. */
  due(now: EpochMs, most: number, lane: string): readonly Post[]
  /** `said`: what the server answered. */
  sent(key: string, at: EpochMs, said?: string | null): void
  later(key: string, next: EpochMs, how: TriedInVain): void
  givenUp(key: string, at: EpochMs, reason: string): void
  /** Tries it again from now on, for another day; false when it was sent, or is not known. */
  again(key: string, at: EpochMs): boolean
  /** What was tried in vain in this lane is due now, unless its wait is firm. */
  hasten(lane: string, at: EpochMs): void
  /** What was sent, but is no fact yet. */
  unnoted(most: number): readonly Post[]
  /** Forgets some of what was over before then. */
  prune(before: EpochMs): void
  /** The end of the time that the property's last digest covered, or null. */
  lastDigest(property: string): EpochMs | null
  /** Whether anybody called the property in that time. */
  hadCalls(property: string, from: EpochMs, until: EpochMs): boolean
  /** Keeps digests to be sent, unless they are there already: all of them in one commit. */
  addDigests(digests: readonly NewDigest[], at: EpochMs): void
  /** The same for anchors; none while the log has no turn. */
  addAnchors(anchors: readonly NewAnchor[], at: EpochMs): void
  /** When the report that was kept last for this schedule was due, or null. */
  lastReport(schedule: string): EpochMs | null
  /** Whether the rules that were in force at that time mailed this report then. */
  reportStood(schedule: ReportSchedule, at: EpochMs): boolean
  /** Keeps reports to be mailed, unless they are there already: all of them in one commit. */
  addReports(reports: readonly NewReport[], at: EpochMs): void
  /**
   * Keeps the contact card to be mailed to these, but to nobody twice, and to nobody who was in the journal's first rules. False while there
   * are no rules in the journal.
   */
  addCards(people: readonly NewCard[], at: EpochMs): boolean
  /** What was given up since then, and what has been tried often in vain. */
  troubles(
    since: EpochMs,
  ): readonly { readonly kind: string; readonly about: string; readonly since: number; readonly what: string }[]
  /** How many messages wait to be dealt with, by property and mailbox. */
  waitingMessages(): readonly { readonly property: string; readonly mailbox: string; readonly count: number }[]
}

export interface TriedInVain {
  /** What came of it, and what the server said. */
  readonly answer: string
  /** It must not be tried before its time. */
  readonly firm: boolean
  /** It may have been taken. */
  readonly uncertain: boolean
}

/** Sets the message lamp of an office telephone. Never throws. */
export interface Lamps {
  setLamp(phone: string, waiting: number): Promise<Done>
}

/** Sends a text message over a trunk. Done means that Asterisk took it; whether the carrier did is not told. Never throws. */
export interface Texts {
  sendText(trunk: { readonly id: string; readonly host: string; readonly port?: number }, text: TextMessage): Promise<Done>
}

export interface TextMessage {
  readonly from: string
  readonly to: string
  readonly body: string
}

/** Makes sounds of speech. Never throws: what cannot be spoken is left out and logged. */
export interface Voice {
  /** Media URIs for the PBX, in order. */
  soundsFor(speech: readonly Speech[]): Promise<readonly string[]>
}

export interface Clock {
  /** Milliseconds since the epoch; never goes back. */
  now(): EpochMs
  /** Calls back once, at or soon after `at`, also when the time jumps to it; returns how to cancel. */
  at(at: EpochMs, callback: () => void): () => void
  /** Calls back once, after so many ms, whatever jumps; returns how to cancel. */
  inMs(ms: number, callback: () => void): () => void
  /** The time went forward by so many ms at once: the machine was suspended, or its clock was set. */
  onJump(listener: (ms: number) => void): void
  /** Compares with the machine's clock now: before something is decided that a jump would change. */
  look(): void
  /** Calls back as soon as everything that is happening now is over. */
  soon(callback: () => void): void
}

/** The operational log: static messages, everything variable in the fields. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** What the failsafe tells of one caller it looked after. Read by ari/failsafe-notes.ts. */
export interface FailsafeNote {
  readonly channel: string
  readonly outcome: 'left' | 'message' | 'accepted' | 'fax' | 'full' | 'forwarded'
  /** A WAV file in the spool directory; empty without one. */
  readonly recording: string
  /** The cap of the rules that turned the caller away, as the dialplan names it; empty without one. */
  readonly full: string
  readonly trunk: string
  readonly line: string
  readonly property: string
  readonly rung: string
  /** `number:person:result|…`, in the order of ringing. */
  readonly rang: string
  readonly callerNumber: string | null
  readonly callerName: string | null
  readonly diversion: string | null
  readonly told?: ToldNumbers
  /** Seconds since the epoch. */
  readonly arrivedAt: number
  readonly endedAt: number
}

/** One thing that happened to an emergency call of an office telephone. */
export interface EmergencyRow {
  /** The same however often the row is read. */
  readonly key: string
  /** Of the office telephone. */
  readonly channel: string
  readonly phone: string
  readonly property: string
  readonly dialled: string
  readonly test: boolean
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly happened: EmergencyHappened
}

export interface NoteLog {
  /** Every note that is not settled, the oldest first. Rejects when the event log is there and can't be read. */
  unsettled(): Promise<readonly FailsafeNote[]>
  /** What the last look has found of emergency calls and is not settled, the oldest first. */
  emergencies(): readonly EmergencyRow[]
  /** There is something that the last look has not seen. */
  grown(): boolean
  /** The journal has these: they need not be read again. */
  settle(notes: readonly FailsafeNote[], emergencies?: readonly EmergencyRow[]): void
}

/** What people outside were told last of a trunk. `at`: when; `isOver`: of its end, too. Times in ms since the epoch. */
export interface TrunkTold {
  readonly trunk: string
  readonly trouble: TrunkTroubleKind
  readonly since: number
  readonly at: number
  readonly isOver: boolean
}

export interface Alarm {
  /** A word that stays the same between versions, for scripts: `trunk-away`, `rules-refused`. */
  readonly kind: string
  /** Which trunk, line or recording; empty where there is only one. */
  readonly about: string
  /** In words, for people. */
  readonly what: string
  /** When it began, was last seen, and ended; ms since the epoch. `until` is null while it stands. */
  readonly since: number
  readonly last: number
  readonly until: number | null
  /** How often it began or happened, as long as it is remembered. */
  readonly count: number
}

/** What a source says is wrong now. `since`: when it knows better. */
export type Wrong = Pick<Alarm, 'kind' | 'what'> & Partial<Pick<Alarm, 'about' | 'since'>>

export interface Alarms {
  /** It is wrong from now on, until `end`. Told again, only its words change. */
  begin(wrong: Wrong): void
  end(kind: string, about?: string): void
  /** It happened and has no end of its own: it stands for so many ms after the last time. */
  happened(wrong: Wrong, standsMs?: number): void
  /** Asked again and again what is wrong; what it names no more has ended. */
  from(source: () => readonly Wrong[]): void
  /** What is wrong now, newest first. */
  now(): readonly Alarm[]
  /** What was wrong and is over, newest first. */
  was(): readonly Alarm[]
  stop(): void
}

/** As was agreed upon in the SIP of a call. `audio`: no telephone-event; `info`: nor that, and SIP INFO has come. */
export type HowKeysCome = 'events' | 'audio' | 'info'
