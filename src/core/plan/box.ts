// The box itself, and the lines that its trunks bring. Part of plan.ts.
import type { E164, Seconds } from '../world/ids.ts'
import type { Caps } from './caps.ts'
import type { Failsafe } from './failsafe-ladder.ts'
import type { Language } from './spoken.ts'

export interface Box {
  readonly name: string
  /** The one number technicians see. */
  readonly callerId: E164
  readonly languages: readonly Language[]
  /** The IANA zone of the box itself, used where no property is known. */
  readonly zone: string
  /** Rung by the dialplan alone when the daemon is away (failsafe.ts). One number in plans of before. */
  readonly failsafe: E164 | Failsafe
  /** Spoken in the life-safety notice, and carried for office telephones (emergency.ts); the box itself dials none. */
  readonly emergencyNumbers: readonly string[]
  /** Dialled at office telephones to try emergency calls out, such as 933. */
  readonly emergencyTestNumbers?: readonly string[]
  /** What callers of an unknown line on a known trunk get: a ladder and a mailbox of last resort. */
  readonly unknownLine: { readonly property: string | null }
  /** Which callers may be called back; without it, numbers of +1. */
  readonly dialling?: DiallingRules
  /** The phone desk that staff dial. */
  readonly desk?: DeskRules
  /** Its address as the internet sees it, or a name for it, where a router stands before it. */
  readonly public?: string
  /** Networks that reach it without that router. */
  readonly local?: readonly string[]
  readonly tls?: BoxTls
}

/** Paths of PEM files. */
export interface BoxTls {
  readonly certificateFile?: string
  readonly keyFile?: string
  /** The authorities whose certificates are believed; the system's without it. */
  readonly authoritiesFile?: string
  readonly port?: number
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

export interface Line {
  readonly trunk: string | null
  readonly number: string
  readonly property: string
}
