// Reads from an SDP body what it says about audio: codecs, digits, encryption, hold. Pure; ignores
// what it does not understand.

export interface Media {
  /** SDP names such as PCMU, G722; in order of preference, without telephone-event. */
  readonly codecs: readonly string[]
  readonly telephoneEvent: boolean
  /** RTP/AVP, RTP/SAVP, UDP/TLS/RTP/SAVPF. */
  readonly profile: string
  /** Keys are in the SDP (SDES) or negotiated over DTLS. */
  readonly encrypted: 'no' | 'sdes' | 'dtls'
  readonly hold: boolean
  /** Port 0: this side wants no audio. */
  readonly refused: boolean
  /** Where to send audio. */
  readonly address: string
}

const MOST_CODECS = 30
const KNOWN: Readonly<Record<string, string>> = {
  '0': 'PCMU',
  '3': 'GSM',
  '4': 'G723',
  '8': 'PCMA',
  '9': 'G722',
  '15': 'G728',
  '18': 'G729',
}
const NO_CODEC = /^(telephone-event|CN|red)$/i

/**
 * The audio in this body's SDP, also inside a multipart body; null if there is none. Some offer
 * audio twice, encrypted and not. The other side then refuses one; the one left counts.
 */
export function mediaIn(body: string): Media | null {
  const begin = body.search(/^v=0\r?$/m)
  if (begin < 0) return null
  const lines = body.slice(begin).split(/\r?\n/)
  const wanted = lines.findIndex(line => /^m=audio (?!0[ /])/.test(line))
  const first = wanted < 0 ? lines.findIndex(line => line.startsWith('m=audio ')) : wanted
  if (first < 0) return null
  const behind = lines.findIndex((line, n) => n > first && /^(m=|--)/.test(line))
  const own = lines.slice(first, behind < 0 ? undefined : behind)
  const common = lines.slice(
    0,
    lines.findIndex(line => line.startsWith('m=')),
  )
  const [, port = '0', profile = '', formats = ''] = /^m=audio (\d{1,5})\S* (\S+) ?(.*)$/.exec(own[0] ?? '') ?? []
  const named = new Map(
    own.flatMap(line => {
      const [, format, name] = /^a=rtpmap:(\d{1,3}) ([\w.-]{1,30})/.exec(line) ?? []
      return format === undefined || name === undefined ? [] : [[format, name] as const]
    }),
  )
  const names = formats
    .trim()
    .split(/\s+/)
    .slice(0, MOST_CODECS)
    .map(format => named.get(format) ?? KNOWN[format] ?? format.slice(0, 20))
  const has = (start: string): boolean => [...own, ...common].some(line => line.startsWith(start))
  const at = [...own, ...common].find(line => line.startsWith('c='))?.split(' ')[2] ?? ''
  return {
    codecs: names.filter(name => name !== '' && !NO_CODEC.test(name)),
    telephoneEvent: names.some(name => name.toLowerCase() === 'telephone-event'),
    profile: profile.slice(0, 40),
    encrypted: has('a=crypto:') ? 'sdes' : has('a=fingerprint:') ? 'dtls' : 'no',
    hold: has('a=sendonly') || has('a=inactive') || at === '0.0.0.0',
    refused: port === '0',
    address: at === '' ? '' : `${at.slice(0, 60)}:${port}`,
  }
}

/** Codecs, digits, encryption and hold, short enough to fit beside an arrow. */
export function mediaInShort(media: Media): string {
  if (media.refused) return 'no audio'
  return [
    media.codecs.join(' ') || 'no codec',
    ...(media.telephoneEvent ? ['+dtmf'] : ['no dtmf']),
    ...(media.profile.includes('SAVP') ? ['srtp'] : []),
    ...(media.hold ? ['hold'] : []),
  ].join(' ')
}

/** The offer, worded for a sentence. */
export function mediaInWords(media: Media): string {
  const codecs = media.codecs.length === 0 ? 'no codec' : media.codecs.join(', ')
  const encrypted = media.profile.includes('SAVP') ? ' encrypted (SRTP)' : ' unencrypted'
  return `${codecs},${encrypted}${media.encrypted === 'dtls' ? ' with DTLS keys' : ''}`
}
