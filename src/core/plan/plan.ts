// The compiled rules: plain, frozen JSON made by src/rules and read by the core. Nothing here is derived from the clock;
// who is on call and whether an office is open are functions of a Plan and a time (on-call.ts, hours.ts).
// Every name that one part uses for another has been checked by the compiler: a look-up in a Plan never misses.
// What a part holds is in the file of its name; all of them are had from here.
import type { NoticeWords, WordedEvent } from '../notices/notice-words.ts'
import type { Box, Line } from './box.ts'
import type { Ladder } from './ladder.ts'
import type { MailedReport } from './mailed-reports.ts'
import type { Menu } from './menu.ts'
import type { Property } from './property.ts'
import type { Retention } from './retention.ts'
import type { MailServer, SmsGateway, SmsTrunk, Webhook } from './servers.ts'
import type { Language } from './spoken.ts'
import type { Person, Schedule } from './staff.ts'
import type { Trunk } from './trunk.ts'

export type { Box, BoxTls, DeskRules, DiallingRules, Line } from './box.ts'
export type { Ladder, OwnerWay, Retry, Rung } from './ladder.ts'
export type { MailedReport } from './mailed-reports.ts'
export type { Menu, Option, Otherwise } from './menu.ts'
export type { Digest, Mailbox, Office, OfficePhone, Property, SameTrouble } from './property.ts'
export type { MailServer, SmsGateway, SmsTrunk, Webhook } from './servers.ts'
export type { Key, Language, Text } from './spoken.ts'
export type { Absence, Override, Person, Rotation, Schedule, Target } from './staff.ts'
export type { Addressee, NoticeRule } from './telling.ts'
export type { Account, Codec, Registration, Trunk } from './trunk.ts'
export type { Hours, LocalSpan, Observed, Quiet, SpecialDay, Weekday, Window, YearlyRule } from './when.ts'

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
  /** Reports that are mailed, by their names. */
  readonly reports?: Readonly<Record<string, MailedReport>>
  /** Words of mails and text messages in place of the box's own. */
  readonly notices?: Readonly<Partial<Record<WordedEvent, Partial<NoticeWords>>>>
  /** How long recordings of properties are kept that are in the rules no more. */
  readonly retention?: Retention
}
