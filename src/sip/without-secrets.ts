// Removes from a SIP message what must not be kept: password digests, keys of encrypted audio,
// typed digits and texts. Everything passes through here before it is written. Pure; drops what it
// does not understand.
import { nameOf, partsOf } from './message.ts'

/** The longest kept message, in characters. */
const LONGEST = 6000

/** Of an answer to a challenge, only who answers is kept. */
const SECRET_HEADERS = /^(authorization|proxy-authorization|authentication-info|proxy-authentication-info|identity)$/
const SECRET_WORDS = /\b(response|cnonce|nextnonce|rspauth)\s*=|\bbasic\s/i

/** Most messages have no secrets, and need no line-by-line check. */
const MAY_BE_SECRET =
  /^\s*(?:(?:proxy-)?auth[a-z]*(?:-info)?|identity)\s*:|\b(?:response|cnonce|nextnonce|rspauth)\s*=|\bbasic\s|\bsips?:[^@:;<>\s]*:[^@<>\s]*@/im

export function withoutSecrets(text: string): string {
  const { head, body } = partsOf(text)
  const plain = head.join('\r\n')
  const kept = MAY_BE_SECRET.test(plain) ? head.map(headerKept).join('\r\n') : plain
  const whole = `${kept}\r\n\r\n${bodyKept(body)}`
  return whole.length <= LONGEST ? whole : `${whole.slice(0, LONGEST)}\r\n(cut)`
}

function headerKept(line: string, nth: number): string {
  const colon = line.indexOf(':')
  const name = nth === 0 || colon < 1 ? '' : line.slice(0, colon)
  if (SECRET_HEADERS.test(nameOf(name)) || (nth > 0 && SECRET_WORDS.test(line))) return `${name}: ${challenged(line)}`
  // sip:user:password@host
  return line.replaceAll(/(\bsips?:[^@:;<>\s]*):[^@<>\s]*@/gi, '$1:…@')
}

function challenged(line: string): string {
  const shown = ['username', 'realm'].flatMap(name => {
    const value = new RegExp(`\\b${name}\\s*=\\s*"([^"]{0,100})"`, 'i').exec(line)?.[1]
    return value === undefined ? [] : [`${name}="${value}"`]
  })
  return [/:\s*digest\s/i.test(line) ? 'Digest' : '', ...shown, '(rest not kept)'].filter(part => part !== '').join(' ')
}

/** Only the audio description of a body is kept: texts and typed digits are private. */
function bodyKept(body: string): string {
  if (body === '') return ''
  const begin = body.search(/^v=0\r?$/m)
  if (begin < 0) return `(body of ${body.length} characters not kept)`
  const lines = body.slice(begin).split(/\r?\n/)
  const end = lines.findIndex(line => line.startsWith('--'))
  return lines
    .slice(0, end < 0 ? undefined : end)
    .filter(line => line === '' || /^[a-z]=/.test(line))
    .map(sdpKept)
    .join('\r\n')
}

function sdpKept(line: string): string {
  if (line.startsWith('k=')) return 'k=(not kept)'
  if (/^a=(ice-pwd|key-mgmt)/i.test(line)) return line.replace(/:.*/, ':(not kept)')
  return /^a=crypto:/i.test(line) ? line.replace(/\binline:[^\s;|]+.*/i, 'inline:(not kept)') : line
}
