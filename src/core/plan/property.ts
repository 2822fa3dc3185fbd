// A property: its zone, hours, office, mailboxes, limits, and who is told of what. Part of plan.ts.
import type { E164, Seconds } from '../world/ids.ts'
import type { Caps } from './caps.ts'
import type { Failsafe } from './failsafe-ladder.ts'
import type { MailedReport } from './mailed-reports.ts'
import type { Retention } from './retention.ts'
import type { Language, Text } from './spoken.ts'
import type { NoticeRule } from './telling.ts'
import type { Hours } from './when.ts'

export interface Property {
  readonly id: string
  readonly name: string
  /** The name as it should be spoken. */
  readonly spoken: Text
  readonly zone: string
  readonly languages: readonly Language[]
  readonly callerId: E164
  /** What its office telephones show to an emergency number; its caller ID without it. See emergency.ts. */
  readonly emergencyCallerId?: E164
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
  /** Reports of this property that are mailed, by their names. */
  readonly reports?: Readonly<Record<string, MailedReport>>
  /** Telephones that may be rung for it at once and in an hour. */
  readonly dialling?: Caps
  /** Somebody has an urgent matter within so long of the call: see target.ts. */
  readonly target?: Seconds
  /** Categories with one of their own, by category id; null for none. */
  readonly categoryTargets?: Readonly<Record<string, Seconds | null>>
  /** An ordinary call should be answered within this. Only reports read it. */
  readonly answerTarget?: Seconds
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
  /** What it shows to an emergency number; the property's without it. */
  readonly emergencyCallerId?: E164
  /** Networks from which it may register and call. */
  readonly acl?: readonly string[]
}
