// Servers and gateways elsewhere through which people are told: webhooks, text messages, mail. Part of the plan, see plan.ts.
import type { E164 } from '../world/ids.ts'

export interface Webhook {
  readonly id: string
  readonly url: string
  /** Where the secret that signs is found; without it nothing is signed. */
  readonly secretFrom?: string
  readonly ok?: Success
  /** It gets the head of the log once a day, at this minute of the box's clock. */
  readonly anchor?: number
}

/**
 * What the body of an answer looks like when the server has taken it: a pattern that is found in it (core/notices/pattern.ts), or fields
 * of JSON, `messages.0.status`, with the values that they may have.
 */
export type Success = string | Readonly<Record<string, readonly string[]>>

/** How a text message is handed to a gateway over HTTP. `{to}`, `{text}`, `{key}` and `{secret}` stand in url, headers and body. */
export interface SmsGateway {
  readonly url: string
  readonly method: 'POST' | 'PUT' | 'GET'
  readonly headers: Readonly<Record<string, string>>
  /** A text as it is sent, or fields. */
  readonly body?: string | Readonly<Record<string, string>>
  /** Whether fields are sent as a form; otherwise as JSON. */
  readonly form: boolean
  /** With a user, the secret is sent as their password (HTTP Basic). */
  readonly user?: string
  readonly secretFrom?: string
  readonly ok?: Success
}

/** An experiment: text messages as SIP MESSAGE over a trunk, shown as coming from this number. */
export interface SmsTrunk {
  readonly trunk: string
  readonly from: E164
}

export interface MailServer {
  readonly server: string
  readonly port: number
  /** The address that everything is sent from. */
  readonly from: string
  readonly login: { readonly user: string; readonly passwordFrom: string } | null
  /** `auto`: encrypted where the server offers it, and always when there is a password to send. */
  readonly tls: 'always' | 'never' | 'auto'
  /** Whether people who are new in the rules are mailed the contact card: yes, unless it is false. */
  readonly contactCard?: boolean
}
