// What the thread that reads SIP tells the daemon: small, and no message itself.
import type { Media } from './sdp.ts'

/** How a trunk is, as its SIP shows it. Times in ms since the epoch. */
export interface TrunkSeen {
  readonly transport: string
  /** Where it was heard of or asked last, `address:port`. */
  readonly address: string
  /** `until`: when it ends unless it is renewed. */
  readonly registered: { readonly since: number; readonly last: number; readonly until: number } | null
  readonly notRegistered: { readonly since: number; readonly words: string } | null
  /** The last question whether it is there that was answered. */
  readonly qualify: { readonly at: number; readonly ms: number; readonly words: string } | null
  /** Questions since then that were not. */
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
  /** The number that was called, and that which called, as the trunk spells them. */
  readonly line: string
  readonly caller: string
  readonly offered: string
  readonly callId: string
}

/** What was agreed upon in a dialog; null: that side said nothing of audio yet. */
export interface CallMedia {
  readonly offer: Media | null
  readonly answer: Media | null
  /** Who made the offer. */
  readonly offeredBy: 'us' | 'them' | null
  /** A key has come by SIP INFO. */
  readonly info?: true
}

/** Whether digits can come as RFC 4733: both sides must name it. Null while it is not known. */
export function telephoneEvents({ offer, answer }: CallMedia): boolean | null {
  if (offer === null || answer === null) return null
  return offer.telephoneEvent && answer.telephoneEvent
}

/** How keys come in this dialog; null while it is not known. */
export function howKeysCome(media: CallMedia): 'events' | 'audio' | 'info' | null {
  const events = telephoneEvents(media)
  if (events === null) return null
  return events ? 'events' : media.info ? 'info' : 'audio'
}

/** Somebody has proved a name with its password, or tried a wrong one; so often since the last news. */
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
  /** Requests from addresses that are nobody's, refused since the last news; `unkept`: messages of theirs that were not written down. */
  | {
      readonly type: 'strangers'
      readonly refused: readonly (readonly [address: string, times: number])[]
      readonly unkept: number
    }
  /** Why messages cannot be heard or kept now; null: they can. */
  | { readonly type: 'trouble'; readonly what: string | null }
