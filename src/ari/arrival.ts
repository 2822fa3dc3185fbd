// The arguments with which the dialplan hands a caller over (asterisk/extensions.conf, nightbell-arrive), read into the input
// `arrived`. They come in the reduced alphabet of nightbell-reduce; anything else is damage or a forgery. Then nothing in them is
// believed: the number counts as withheld and the line as unknown. Pure; nothing that comes in here can throw.
import type { Input } from '../core/world/inputs.ts'
import { callerName, callerNumber, decoded, divertingNumber, plainText } from './arrival-words.ts'

export type Arrival = Omit<Extract<Input, { type: 'arrived' }>, 'type' | 'channel' | 'plan'>

/** Trunk, line, number, name, diversion, history, presentation. */
const ARGUMENTS = 7
/** 200 bytes, each of them escaped. */
const LONGEST = 600
/** A line of the rules keeps its plus. */
const REDUCED = /^[0-9A-Za-z%_.!~*'+-]*$/
/** Of the rules: a trunk, or `phone:` and an office telephone. */
const TRUNK = /^(phone:)?[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
/** `PJSIP/trunk-carrier-a-0000002f` */
const OF_TRUNK = /^PJSIP\/trunk-(.+)-[0-9a-f]{8}$/

export function readArrival(channelName: string, args: readonly string[]): Arrival {
  const unreadable = damage(args)
  if (unreadable !== null) {
    const trunk = OF_TRUNK.exec(channelName)?.[1] ?? ''
    return { trunk, line: '', callerNumber: null, callerName: null, diversion: null, unreadable }
  }
  const [trunk = '', line, number, name, diversion, history, presentation] = args
  const dialled = plainText(decoded(line)) ?? ''
  const shown = isShown(presentation)
  return {
    trunk,
    line: dialled,
    callerNumber: shown ? callerNumber(number) : null,
    callerName: shown ? callerName(name) : null,
    diversion: divertingNumber(diversion, history, dialled),
  }
}

/** Why these arguments cannot be what the dialplan sent, or null. */
function damage(args: readonly string[]): string | null {
  if (args.length !== ARGUMENTS) return `expected ${ARGUMENTS} arguments from the dialplan, got ${args.length}`
  const [trunk = '', ...values] = args
  if (!TRUNK.test(trunk)) return 'the first argument from the dialplan names no trunk'
  const bad = values.findIndex(value => value.length > LONGEST || !REDUCED.test(value))
  return bad < 0 ? null : `argument ${bad + 2} from the dialplan is damaged`
}

/** Values of a Privacy header (RFC 3323, RFC 7044) that leave the caller's number in the open. */
const OPEN = new Set(['none', 'session', 'critical', 'history'])

/** The dialplan cuts a longer header. */
const LONGEST_PRIVACY = 40

/**
 * `CALLERID(num-pres)`, a space, the Privacy headers; or `withheld` (nightbell-withheld in the dialplan). Two headers run together,
 * which is no value that can be read. Asterisk heeds the header only beside P-Asserted-Identity; a caller who asks for privacy in any
 * other way has it too. Whatever cannot be read counts as withheld.
 */
export function isShown(presentation: string | undefined): boolean {
  const [told = '', ...privacy] = decoded(presentation).split(/\s+/)
  const asked = privacy.join('').toLowerCase()
  const open = asked === '' || (asked.length < LONGEST_PRIVACY && asked.split(/[;,]/).every(value => OPEN.has(value)))
  return /^allowed(_|$)/.test(told) && open
}

/** The caller's number in the arguments of a channel that is inside already; null where they do not tell, or it is withheld. */
export function numberIn(stasisArgs: readonly string[] | null): string | null {
  const [what, ...args] = stasisArgs ?? []
  return what === 'arrive' ? readArrival('', args).callerNumber : null
}
