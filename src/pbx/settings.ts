// What the PBX's configuration is made from: one plain value, mapped from the compiled rules by settings-of-plan.ts.
// Read by render.ts. It knows no YAML and no file names of Asterisk's.
import type { BoxTls, Trunk } from '../core/plan/plan.ts'
import type { Secret } from './secrets.ts'

export interface PbxSettings {
  /** Private directory of this instance: etc, lib, run, spool, log beneath it. Absolute. */
  readonly directory: string
  /** 0.0.0.0: every address of the machine. */
  readonly sip: { readonly address: string; readonly port: number }
  /** Address or name towards the internet, where a router stands before the box, and the networks on this side of it. */
  readonly public?: string
  readonly local?: readonly string[]
  readonly tls?: BoxTls
  readonly http: { readonly address: string; readonly port: number }
  readonly ari: { readonly user: string; readonly password: string }
  /** UDP ports for audio, both ends included; a call uses two for each leg. */
  readonly rtp: { readonly from: number; readonly to: number }
  readonly trunks: readonly PbxTrunk[]
  /** trunk null: the line is recognised on every trunk. */
  readonly lines: readonly PbxLine[]
  readonly queues: readonly PbxQueue[]
  readonly officePhones: readonly PbxOfficePhone[]
  /** Whom the dialplan rings when the application is away; properties that are not named have the box's. */
  readonly failsafe: { readonly byProperty: Readonly<Record<string, PbxFailsafe>>; readonly box: PbxFailsafe }
  readonly soundsDirectory: string
  readonly spoolDirectory: string
  readonly emergencyNumbers: readonly string[]
  /** Dialled to try emergency calls out. */
  readonly emergencyTestNumbers?: readonly string[]
  readonly boxCallerId: string
  /** What office telephones dial to reach the phone desk; nothing without it. */
  readonly deskCode?: string
  /** What the failsafe speaks with callers of each property. */
  readonly languages?: Readonly<Record<string, readonly string[]>>
  /** Callers let in at once, and in an hour, by property. */
  readonly caps?: Readonly<Record<string, { readonly atOnce?: number; readonly perHour?: number }>>
}

export interface PbxFailsafe {
  /** Rung one after the other. */
  readonly rungs: readonly { readonly number: string; readonly person: string | null }[]
  readonly ringSeconds: number
  readonly passes: number
  /** Trunks to ring over, most preferred first. */
  readonly trunks: readonly string[]
}

export interface PbxLine {
  readonly trunk: string | null
  readonly number: string
  readonly property: string
}

export interface PbxQueue {
  readonly name: string
  /** Callers who may wait at once; one more is told FULL. */
  readonly mostWaiting?: number
  readonly phones: readonly string[]
  readonly music?: string
}

export interface PbxOfficePhone {
  readonly id: string
  /** A fixed SIP URI; without it the telephone registers with its password. */
  readonly contact?: string
  readonly password?: Secret | string
  /** What its calls to an emergency number show, and the trunks that are tried first; the box's number and any trunk without it. */
  readonly emergency?: { readonly property: string; readonly callerId: string; readonly trunks: readonly string[] }
  /** It has a lamp for waiting messages. */
  readonly lamp?: boolean
  /** Networks from which it may register and call. */
  readonly acl?: readonly string[]
}

/** A trunk of the plan with its passwords; the order of the trunks is the order of preference. */
export type PbxTrunk = Omit<Trunk, 'auth' | 'register' | 'login' | 'owns'> & {
  readonly callerId?: string
  readonly auth?: PbxAccount
  readonly register?: PbxAccount & { readonly server?: string; readonly authUser?: string }
  readonly login?: PbxAccount
}

export interface PbxAccount {
  readonly user: string
  readonly password: Secret | string
  readonly realm?: string
}

/** Where the Asterisk that will read the configuration keeps its modules and sounds. */
export interface AsteriskPlaces {
  readonly modulesDirectory: string
  readonly dataDirectory: string
  readonly musicDirectory: string
}
