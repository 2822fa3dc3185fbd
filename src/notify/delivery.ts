// What came of handing one notice to a server, in words that tell an administrator what to do. Shared by all ways.

export type Delivery = Taken | NotTaken

export interface Taken {
  readonly ok: true
  /** What the server said to it. */
  readonly said?: string
}

export interface NotTaken {
  readonly ok: false
  /** In the box's own words: it becomes a fact, so nothing of a caller may be in it. */
  readonly reason: string
  /** What the server said. */
  readonly said?: string
  readonly toDo: string
  /** The whole server is in trouble, not this notice alone. */
  readonly server: boolean
  /**
   * `refused`: the server does not want this one. `uncertain`: it may have taken it; to send it again may tell somebody twice.
   * Neither: it has not taken it, and may later.
   */
  readonly end?: 'refused' | 'uncertain'
  /** The server wants to be left alone for so long, ms. */
  readonly retryAfterMs?: number
}

export type Failure = Omit<NotTaken, 'ok' | 'reason' | 'toDo' | 'server'>

/** So much of what a server said is kept, characters. */
export const SAID = 500

export function failed(reason: string, toDo: string, server: boolean, more: Failure = {}): NotTaken {
  return { ok: false, reason: oneLine(reason).slice(0, 300), toDo, server, ...more }
}

/** What a server said, as it is kept: one line, and not more than is read. */
export function saidOf(text: string): { readonly said?: string } {
  const said = oneLine(text).slice(0, SAID)
  return said === '' ? {} : { said }
}

/** Both, for people. */
export function answerText({ reason, said }: Pick<NotTaken, 'reason' | 'said'>): string {
  return said === undefined ? reason : `${reason}: ${said}`
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()
}
