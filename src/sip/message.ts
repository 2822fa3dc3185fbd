// Reads the parts of a SIP message that a trace needs. Pure. The text comes from the network:
// whatever it is, this returns a message or null, never throws, and reads a limited number of
// headers.

export interface SipMessage {
  /** Null: a response. */
  readonly method: string | null
  readonly uri: string
  /** 0: a request. */
  readonly status: number
  readonly reason: string
  /** Names in lower case and long form, in message order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly callId: string
  readonly cseq: { readonly nth: number; readonly method: string }
  readonly body: string
}

const MOST_HEADERS = 200
const LONGEST = 500

const LONG_FORM: Readonly<Record<string, string>> = {
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
}

/** Null: not SIP, or without the headers that tie a message to a dialog. */
export function readSip(text: string): SipMessage | null {
  const { head, body } = partsOf(text)
  const [first = '', ...lines] = head
  const answer = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/.exec(first)
  const request = answer === null ? /^([A-Z]{1,20}) (\S{1,500}) SIP\/2\.0$/.exec(first) : null
  if (answer === null && request === null) return null
  const headers = lines.slice(0, MOST_HEADERS).flatMap(headerOf)
  const callId = firstOf(headers, 'call-id')
  const cseq = /^(\d{1,10})\s+([A-Z]{1,20})$/.exec(firstOf(headers, 'cseq'))
  if (callId === '' || callId.length > LONGEST || cseq === null) return null
  return {
    method: request?.[1] ?? null,
    uri: request?.[2] ?? '',
    status: Number(answer?.[1] ?? 0),
    reason: (answer?.[2] ?? '').slice(0, LONGEST),
    headers,
    callId,
    cseq: { nth: Number(cseq[1]), method: cseq[2] ?? '' },
    body,
  }
}

/** Header lines, unfolded, and the body. */
export function partsOf(text: string): { readonly head: string[]; readonly body: string } {
  const end = /\r?\n\r?\n/.exec(text)
  const head = end === null ? text : text.slice(0, end.index)
  const body = end === null ? '' : text.slice(end.index + end[0].length)
  const unfolded = /\n[ \t]/.test(head) ? head.replaceAll(/\r?\n[ \t]+/g, ' ') : head
  return { head: unfolded.split(/\r?\n/), body }
}

function headerOf(line: string): [string, string][] {
  const colon = line.indexOf(':')
  if (colon < 1) return []
  return [[nameOf(line.slice(0, colon)), line.slice(colon + 1).trim()]]
}

/** The long form, in lower case. */
export function nameOf(written: string): string {
  const name = written.trim().toLowerCase()
  return LONG_FORM[name] ?? name
}

/** The first header of this name, or an empty string. */
export function header(message: SipMessage, name: string): string {
  return firstOf(message.headers, name)
}

function firstOf(headers: SipMessage['headers'], name: string): string {
  return headers.find(([known]) => known === name)?.[1] ?? ''
}

/** A quoted name may contain anything, including quotes and brackets. */
const QUOTED = /^\s*"((?:[^"\\]|\\.)*)"/

/** Parses `"Ann" <sip:+1512@host:5060;user=phone>;tag=1`. */
export function partyOf(value: string): { readonly user: string; readonly host: string; readonly name: string } {
  const quoted = QUOTED.exec(value)
  const rest = value.slice(quoted?.[0].length ?? 0)
  const uri = /<([^>]*)>/.exec(rest)?.[1] ?? rest.split(';')[0] ?? ''
  const [, user = '', host = ''] = /^\s*sips?:(?:([^@]*)@)?(\[[^\]]*\]|[^;:?>\s]*)/i.exec(uri) ?? []
  const number = /^\s*tel:([^;>\s]*)/i.exec(uri)?.[1]
  const name = quoted?.[1] ?? /^([^<]*)</.exec(value)?.[1]?.trim() ?? ''
  return { user: number ?? user.split(/[;:]/)[0] ?? '', host, name }
}

/** The user that answers a challenge; null: no credentials. */
export function digestUser(message: SipMessage): string | null {
  const said = header(message, 'authorization') || header(message, 'proxy-authorization')
  if (said === '') return null
  return (/\busername\s*=\s*"([^"]*)"/i.exec(said)?.[1] ?? '').slice(0, LONGEST)
}

/** `tcp`, `tls`, `ws` as the topmost Via names it; empty if there is none. */
export function viaTransport(message: SipMessage): string {
  return /^SIP\s*\/\s*2\.0\s*\/\s*(UDP|TCP|TLS|WSS?)\b/i.exec(header(message, 'via'))?.[1]?.toLowerCase() ?? ''
}

export function tagOf(value: string): string {
  return /;\s*tag=([^;\s>]+)/i.exec(value)?.[1] ?? ''
}

/** `403 Forbidden`, with the Reason and Warning headers. */
export function wordsOf(message: SipMessage): string {
  const more = ['reason', 'warning'].flatMap(name => {
    const value = header(message, name)
    return value === '' ? [] : [`${name === 'reason' ? 'Reason' : 'Warning'}: ${value}`]
  })
  return [`${message.status} ${message.reason}`.trim(), ...more].join('; ').slice(0, LONGEST)
}
