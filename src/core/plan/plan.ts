// The compiled rules: plain, frozen JSON made by src/rules and read by the core. Nothing here is derived from the clock;
// who is on call and whether an office is open are functions of a Plan and a time (on-call.ts, hours.ts).
// Every name that one part uses for another has been checked by the compiler: a look-up in a Plan never misses.

import type { NoticeEvent } from '../notices/events.ts'
import type { NoticeWords, WordedEvent } from '../notices/notice-words.ts'
import type { E164, EpochMs, Seconds } from '../world/ids.ts'
import type { Caps } from './caps.ts'
import type { Failsafe } from './failsafe-ladder.ts'
import type { NumberFormat } from './number-format.ts'
import type { MailServer, SmsGateway, SmsTrunk, Webhook } from './servers.ts'

export type { MailServer, SmsGateway, SmsTrunk, Webhook } from './servers.ts'

import type { Retention } from './retention.ts'

/** A language tag such as `en` or `es`. */
export type Language = string
/** What is spoken, by language. The box's first language is always present. */
export type Text = Readonly<Record<Language, string>>
/** One key of a telephone. */
export type Key = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '*' | '#'

export interface Plan {
  readonly version: 1
  readonly box: Box
  /** Everything the box says that an administrator may word anew, by language and phrase. See words/phrases.ts. */
  readonly phrases: Readonly<Record<Language, Readonly<Record<string, string>>>>
  readonly trunks: Readonly<Record<string, Trunk>>
  /** Which property a dialled number belongs to. `trunk: null` means "on any trunk". */
  readonly lines: readonly Line[]
  readonly properties: Readonly<Record<string, Property>>
  readonly people: Readonly<Record<string, Person>>
  readonly schedules: Readonly<Record<string, Schedule>>
  readonly ladders: Readonly<Record<string, Ladder>>
  readonly menus: Readonly<Record<string, Menu>>
  /** Without it nothing is mailed. */
  readonly mail?: MailServer
  /** Programs elsewhere that are told, by name. */
  readonly webhooks?: Readonly<Record<string, Webhook>>
  /** Without it nobody is sent a text message. */
  readonly sms?: SmsGateway | SmsTrunk
  /** Words of mails and text messages in place of the box's own. */
  readonly notices?: Readonly<Partial<Record<WordedEvent, Partial<NoticeWords>>>>
  /** How long recordings of properties are kept that are in the rules no more. */
  readonly retention?: Retention
}

/** Who is told by a rule: an address or number, or whoever a target is at that time. */
export type Addressee = { readonly kind: 'address'; readonly address: string } | Target

/** Somebody is told at these events, besides those whom mailboxes, digests and ladders name. */
export interface NoticeRule {
  readonly on: readonly NoticeEvent[]
  readonly mail: readonly Addressee[]
  readonly sms: readonly Addressee[]
  readonly webhooks: readonly string[]
  readonly quiet?: Quiet
}

/** People are not told in this window but when it is over. */
export interface Quiet {
  readonly window: Window
  readonly zone: string
  /** Not even that nobody could be reached. */
  readonly unreached?: boolean
}

export interface Box {
  readonly name: string
  /** The one number technicians see. */
  readonly callerId: E164
  readonly languages: readonly Language[]
  /** The IANA zone of the box itself, used where no property is known. */
  readonly zone: string
  /** Rung by the dialplan alone when the daemon is away (failsafe.ts). One number in plans of before. */
  readonly failsafe: E164 | Failsafe
  /** Spoken in the life-safety notice; never dialled. */
  readonly emergencyNumbers: readonly string[]
  /** What callers of an unknown line on a known trunk get: a ladder and a mailbox of last resort. */
  readonly unknownLine: { readonly property: string | null }
  /** Which callers may be called back; without it, numbers of +1. */
  readonly dialling?: DiallingRules
  /** The phone desk that staff dial. */
  readonly desk?: DeskRules
}

export interface DiallingRules extends Caps {
  /** Beginnings of the numbers that may be called, such as `+1`. */
  readonly countries: readonly string[]
  /** Beginnings that may not, whatever `countries` says. */
  readonly refuse: readonly string[]
}

export interface DeskRules {
  /** Numbers that are the desk's, whichever trunk they come over. */
  readonly lines: readonly string[]
  /** What staff dial at an office telephone, such as `*1`; nothing leads to the desk from there without it. */
  readonly code?: string
  /** Trunks whose caller ID proves who calls. Over all others a PIN is asked. */
  readonly trustedTrunks: readonly string[]
  /** Wrong PINs in a row before the person is locked out, and for how long, seconds. */
  readonly tries: number
  readonly lockSeconds: Seconds
}

export interface Trunk {
  readonly id: string
  readonly host: string
  readonly port: number
  /** Addresses or networks from which calls of this trunk come. */
  readonly match: readonly string[]
  /** May carry outbound legs. Order of preference is a property's `outbound`. */
  readonly outbound: boolean
  /** Numbers that may be sent as caller ID over this trunk. */
  readonly owns: readonly E164[]
  readonly digits: 'rfc4733' | 'inband'
  readonly register: { readonly user: string; readonly passwordFrom: string } | null
  /** Networks from which its calls are taken at all; anywhere that `match` knows without it. */
  readonly acl?: readonly string[]
  /** Calls that the trunk carries at once, both ways. */
  readonly channels?: number
  /** Of these, so many are not for callers: the technician's telephone must still be rung. */
  readonly keepFree?: number
  /** Callers that are let in within one hour of the clock. */
  readonly perHour?: number
  /** How the carrier spells numbers; in international form without it. */
  readonly numbers?: NumberFormat
  /** The header that tells the carrier which of its numbers calls, besides From. */
  readonly callerIdBy?: 'p-asserted-identity' | 'remote-party-id'
}

export interface Line {
  readonly trunk: string | null
  readonly number: string
  readonly property: string
}

export interface Property {
  readonly id: string
  readonly name: string
  /** The name as it should be spoken. */
  readonly spoken: Text
  readonly zone: string
  readonly languages: readonly Language[]
  readonly callerId: E164
  readonly hours: Hours
  readonly office: Office | null
  /** The menu at closed hours, and whenever no other one is written. menu-now.ts says which applies. */
  readonly menu: string
  readonly menuWhen?: { readonly open?: string; readonly holiday?: string }
  /** The parts of the portfolio that it belongs to. */
  readonly groups?: readonly string[]
  /** Trunks for outbound legs, most preferred first. */
  readonly outbound: readonly string[]
  readonly failsafe: E164 | Failsafe
  readonly notices: { readonly recording: boolean }
  /** What three seconds of speech or more after two silent rounds become. */
  readonly noKey:
    | { readonly do: 'message'; readonly mailbox: string }
    | { readonly do: 'escalate'; readonly ladder: string; readonly category: string }
  /** Longest statement, seconds. */
  readonly statement: { readonly maxSeconds: Seconds }
  readonly message: { readonly maxSeconds: Seconds; readonly minSeconds: Seconds }
  readonly hold: { readonly maxSeconds: Seconds; readonly wordEverySeconds: Seconds }
  readonly recordTalk: boolean
  /** How long its recordings are kept; for ever without it. */
  readonly retention?: Retention
  /** Callers of its lines who are let in at once, and within one hour of the clock. */
  readonly caps?: { readonly atOnce?: number; readonly perHour?: number }
  readonly mailboxes: Readonly<Record<string, Mailbox>>
  /** Spoken names of categories, by category id. */
  readonly categories: Readonly<Record<string, Text>>
  readonly digest?: Digest
  /** Telephones that may be rung for it at once and in an hour. */
  readonly dialling?: Caps
  /** Who else is told, and when. */
  readonly notify?: readonly NoticeRule[]
  /** Categories in which a further caller does not only join by their number. */
  readonly sameTrouble?: Readonly<Record<string, SameTrouble>>
  /** So many callers of one category within so many seconds are a storm. Without it there is none. */
  readonly storm?: { readonly callers: number; readonly withinSeconds: Seconds }
}

/** Who belongs to an open incident: everybody of the property and category, the same number, or nobody. */
export type SameTrouble = 'property' | 'caller' | 'never'

export interface Mailbox {
  readonly id: string
  readonly name: string
  /** Who is mailed each message. */
  readonly mail?: readonly string[]
  /** Office telephones whose lamp is lit while a message waits. */
  readonly lamp?: readonly string[]
}

/** The morning report of a property. */
export interface Digest {
  /** Local wall-clock minute of the day. */
  readonly at: number
  readonly mail: readonly string[]
}

export interface Office {
  readonly queue: string
  readonly ringSeconds: Seconds
  /** Callers who may wait for the office at once; one more overflows. */
  readonly mostWaiting: number
  /** Office telephones on the box that the queue rings. */
  readonly phones: readonly OfficePhone[]
}

export interface OfficePhone {
  readonly id: string
  /** A fixed SIP URI, or null when the telephone registers. */
  readonly contact: string | null
  /** Where the password with which it registers is found: `env:NAME` or `file:/path`. */
  readonly passwordFrom?: string
  /** Networks from which it may register and call. */
  readonly acl?: readonly string[]
}

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'
/** Local wall-clock minutes of the day, half-open. `to` <= `from` means the window ends on the next day. */
export interface Window {
  readonly from: number
  readonly to: number
}
export interface Hours {
  readonly week: Readonly<Record<Weekday, readonly Window[]>>
  /** Dates (ISO, in the property's zone) with windows of their own. */
  readonly dates: Readonly<Record<string, SpecialDay>>
  /** Days of every year with windows of their own; a date wins over them, and the first of them over the others. */
  readonly yearly: readonly (SpecialDay & { readonly on: YearlyRule; readonly observed?: Observed })[]
  /** Closed altogether, whatever the day says; in local times of the property's zone. */
  readonly closures: readonly (LocalSpan & { readonly name: string })[]
}
/** A day whose windows replace those of its weekday; none means closed. */
export interface SpecialDay {
  readonly name: string
  readonly windows: readonly Window[]
}
/** Which working day is a holiday too when the day itself is a Saturday or Sunday: Friday or Monday, or always Monday. */
export type Observed = 'nearest' | 'monday'
/** `plusDays`: the day after (1) or before (-1) the one that the rest describes. Months count from 1. */
export type YearlyRule = { readonly plusDays: -1 | 0 | 1; readonly month: number } & (
  | { readonly day: number }
  | { readonly nth: 1 | 2 | 3 | 4 | 'last'; readonly weekday: Weekday }
)
/** Half-open, ISO without an offset. A repeated time means the first one as a start, the last as an end. */
export interface LocalSpan {
  readonly from: string
  readonly to: string
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly phones: readonly E164[]
  readonly language: Language
  readonly roles: readonly string[]
  /** The properties and groups in which their roles hold; everywhere without it (a rover). */
  readonly serves?: readonly string[]
  /** Where the PIN of the phone desk is found: `env:NAME` or `file:/path`. */
  readonly pinFrom?: string
  readonly mail?: string
  /** The number for text messages. */
  readonly sms?: E164
  readonly quiet?: Quiet
  /** While somebody is away nobody rings them, whichever way they are named. */
  readonly absences: readonly Absence[]
}

/** In local times of `zone`. */
export interface Absence extends LocalSpan {
  readonly zone: string
  /** On call in their place; nobody without one. */
  readonly substitute: string | null
}

export interface Schedule {
  readonly id: string
  readonly zone: string
  readonly rotations: readonly Rotation[]
  /** Applied one after the other, each to what those before it left. */
  readonly overrides: readonly Override[]
  /** On call when there is nobody else. */
  readonly fallback: string | null
}
/** In local times of the schedule's zone. `replace` does something only while `person` is on call. */
export type Override = LocalSpan & {
  /** Made at the phone desk, by whom and when; absent where it stands in the rules. */
  readonly desk?: { readonly by: string; readonly at: EpochMs }
} & (
    | { readonly do: 'add'; readonly people: readonly string[] }
    | { readonly do: 'remove'; readonly people: readonly string[] }
    | { readonly do: 'replace'; readonly person: string; readonly by: string }
  )
export interface Rotation {
  readonly people: readonly string[]
  readonly every: { readonly count: number; readonly unit: 'hours' | 'days' | 'weeks' | 'months' }
  /** Local date and time of the first handoff, ISO without an offset. */
  readonly from: string
  /** Restricts the rotation to these windows; null means always. */
  readonly windows: Readonly<Record<Weekday, readonly Window[]>> | null
}

export type Target =
  | { readonly kind: 'schedule'; readonly id: string }
  | { readonly kind: 'person'; readonly id: string }
  /** `property`: set where the role is resolved for one (on-call.ts); never in a rung. */
  | { readonly kind: 'role'; readonly id: string; readonly property?: string }

export interface Ladder {
  readonly id: string
  readonly rungs: readonly Rung[]
  readonly passes: number
  /** Passes after the first begin at this rung, counted from 0. */
  readonly repeatFrom?: number
  /** There is no last pass: it goes on until a person owns it. */
  readonly untilAcknowledged?: boolean
  readonly pauseSeconds: Seconds
  /** How an unreached incident is rung for again; without it, it only stays open. */
  readonly retry?: Retry
  /** The owner is rung so long after the keypress to be asked for the outcome; null: never; 20 min where nothing is written. */
  readonly reminderSeconds?: Seconds | null
  /** How the owner is reminded. `sms`: where the box can and they have a number for it, otherwise by a call. A call where nothing is written. */
  readonly remindBy?: OwnerWay
  /** How the owner is told of what further callers have said. They are not where nothing is written. */
  readonly addedWords?: OwnerWay | 'never'
  /** After so long without an outcome the owner is rung again, and then the ladder; never where nothing is written. */
  readonly expiresSeconds?: Seconds | null
  /** Who is told, by mail and text message, that nobody was reached. */
  readonly notify?: readonly Target[]
  /** How long a briefed telephone may think before no key counts as no answer. */
  readonly acceptSeconds: Seconds
}
export type OwnerWay = 'sms' | 'call'
/** One pass every so often, for so long after nobody was reached. */
export interface Retry {
  readonly everySeconds: Seconds
  readonly forSeconds: Seconds
  /** Rungs that are added one by one: the first at the first retry, two at the second. */
  readonly widen: readonly Rung[]
}
export interface Rung {
  readonly targets: readonly Target[]
  readonly mode: 'each' | 'all'
  readonly ringSeconds: Seconds
  readonly tries: number
}

export interface Menu {
  readonly id: string
  readonly greeting: Text
  readonly options: Readonly<Partial<Record<Key, Option>>>
  readonly keySeconds: Seconds
  readonly rounds: number
}
export type Option =
  | { readonly do: 'escalate'; readonly say: Text; readonly ladder: string; readonly category: string }
  | { readonly do: 'message'; readonly say: Text; readonly mailbox: string }
  | { readonly do: 'say'; readonly say: Text; readonly text: Text }
  | { readonly do: 'submenu'; readonly say: Text; readonly menu: string }
  /** Connects the caller with a person, or with a number that is written in the rules. */
  | {
      readonly do: 'transfer'
      readonly say: Text
      readonly to: { readonly person: string } | { readonly number: E164 }
      readonly ringSeconds: Seconds
      readonly otherwise: Otherwise
    }
/** What a caller gets whose transfer nobody took. */
export type Otherwise =
  | { readonly do: 'menu' }
  | { readonly do: 'message'; readonly mailbox: string }
  | { readonly do: 'escalate'; readonly ladder: string; readonly category: string }
