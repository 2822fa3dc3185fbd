// What the thread that reads SIP reports to the daemon: small news, never whole messages.
import type { Media } from './sdp.ts'

/** A trunk's state, as seen in its SIP. Times in ms since the epoch. */
export interface TrunkSeen {
  readonly transport: string
  /** The address last seen or last asked, `address:port`. */
  readonly address: string
  /** `until`: when it expires unless it is renewed. */
  readonly registered: { readonly since: number; readonly last: number; readonly until: number } | null
  readonly notRegistered: { readonly since: number; readonly words: string } | null
  /** The last OPTIONS that was answered. */
  readonly qualify: { readonly at: number; readonly ms: number; readonly words: string } | null
  /** OPTIONS since then without an answer. */
  readonly unanswered: { readonly since: number; readonly times: number } | null
  readonly lastRefusal: Refusal | null
}

export interface Refusal {
  readonly at: number
  /** INVITE, REGISTER. */
  readonly method: string
  /** `out`: it refused us; `in`: we refused it. */
  readonly way: 'in' | 'out'
  /** `403 Forbidden; Reason: …`. */
  readonly words: string
  readonly callId: string
}

export interface MediaRefused {
  readonly trunk: string
  readonly at: number
  readonly status: number
  /** The called and the calling number, in the trunk's format. */
  readonly line: string
  readonly caller: string
  readonly offered: string
  readonly callId: string
}

/** What a dialog negotiated; null: no audio from that side yet. */
export interface CallMedia {
  readonly offer: Media | null
  readonly answer: Media | null
  /** Who made the offer. */
  readonly offeredBy: 'us' | 'them' | null
  /** A key arrived by SIP INFO. */
  readonly info?: true
}

/** Whether digits can arrive as RFC 4733: both sides must offer it. Null while unknown. */
export function telephoneEvents({ offer, answer }: CallMedia): boolean | null {
  if (offer === null || answer === null) return null
  return offer.telephoneEvent && answer.telephoneEvent
}

/** How keys arrive in this dialog; null while unknown. */
export function howKeysCome(media: CallMedia): 'events' | 'audio' | 'info' | null {
  const events = telephoneEvents(media)
  if (events === null) return null
  return events ? 'events' : media.info ? 'info' : 'audio'
}

/** Right or wrong passwords of one user from one address, counted since the last news. */
export interface PasswordNews {
  readonly right: boolean
  readonly user: string
  readonly address: string
  /** The last time. */
  readonly at: number
  readonly times: number
}

export type SipNews =
  | { readonly type: 'passwords'; readonly passwords: readonly PasswordNews[] }
  | { readonly type: 'trunk'; readonly trunk: string; readonly seen: TrunkSeen }
  | { readonly type: 'media-refused'; readonly refused: MediaRefused }
  | { readonly type: 'media'; readonly callId: string; readonly media: CallMedia }
  /**
   * Requests from unknown addresses, rejected since the last news; `unkept`: their messages that
   * were not kept.
   */
  | {
      readonly type: 'strangers'
      readonly refused: readonly (readonly [address: string, times: number])[]
      readonly unkept: number
    }
  /** Why messages cannot be received or kept now; null: they can. */
  | { readonly type: 'trouble'; readonly what: string | null }
