// The arguments with which the dialplan hands a caller over (asterisk/extensions.conf, nightbell-arrive), read into the input
// `arrived`. They come in the reduced alphabet of nightbell-reduce; anything else is damage or a forgery. Then nothing in them is
// believed: the number counts as withheld and the line as unknown. Pure; nothing that comes in here can throw.
import type { Input } from '../core/world/inputs.ts'
import { callerName, decoded, plainText } from './arrival-words.ts'
import { divertingNumbers, tellsNumber, toldNumbers } from './told-numbers.ts'

export type Arrival = Omit<Extract<Input, { type: 'arrived' }>, 'type' | 'channel' | 'plan'>

/** Trunk, line, number, name, diversion, history, presentation, called, identity. A dialplan of before has not the last two. */
const ARGUMENTS = 9
const ARGUMENTS_BEFORE = 7
/** 200 bytes, each of them escaped; headers may come several together. */
const LONGEST = 600
const LONGEST_HEADERS = 2200
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
  const [trunk = '', line, number, name, diversion, history, presentation, called, identity] = args
  const dialled = plainText(decoded(line)) ?? ''
  const caller = tellsNumber(number, identity)
  const shown = isShown(presentation, caller !== null && number === '')
  const diverted = divertingNumbers(diversion, history, dialled)
  const told = toldNumbers(called, history, diverted)
  return {
    trunk,
    line: dialled,
    callerNumber: shown ? caller : null,
    callerName: shown ? callerName(name) : null,
    diversion: diverted[0] ?? null,
    ...(told === undefined ? {} : { told }),
  }
}

/** Which of the values are whole headers. */
const HEADERS = new Set([3, 4, 6, 7])

/** Why these arguments cannot be what the dialplan sent, or null. */
function damage(args: readonly string[]): string | null {
  if (args.length !== ARGUMENTS && args.length !== ARGUMENTS_BEFORE)
    return `expected ${ARGUMENTS} arguments from the dialplan, got ${args.length}`
  const [trunk = '', ...values] = args
  if (!TRUNK.test(trunk)) return 'the first argument from the dialplan names no trunk'
  const bad = values.findIndex(
    (value, nth) => value.length > (HEADERS.has(nth) ? LONGEST_HEADERS : LONGEST) || !REDUCED.test(value),
  )
  return bad < 0 ? null : `argument ${bad + 2} from the dialplan is damaged`
}

/** Values of a Privacy header (RFC 3323, RFC 7044) that leave the caller's number in the open. */
const OPEN = new Set(['none', 'session', 'critical', 'history'])

/** The dialplan cuts a longer header. */
const LONGEST_PRIVACY = 40

/**
 * `CALLERID(num-pres)`, a space, the Privacy headers; or `withheld` (nightbell-withheld in the dialplan). Two headers run together,
 * which is no value that can be read. Asterisk heeds the header only beside P-Asserted-Identity; a caller who asks for privacy in any
 * other way has it too. Whatever cannot be read counts as withheld. `unread`: Asterisk has read no number, and a header tells one.
 */
export function isShown(presentation: string | undefined, unread = false): boolean {
  const [told = '', ...privacy] = decoded(presentation).split(/\s+/)
  const asked = privacy.join('').toLowerCase()
  const open = asked === '' || (asked.length < LONGEST_PRIVACY && asked.split(/[;,]/).every(value => OPEN.has(value)))
  return (/^allowed(_|$)/.test(told) || (unread && told === 'unavailable')) && open
}

/** The caller's number in the arguments of a channel that is inside already; null where they do not tell, or it is withheld. */
export function numberIn(stasisArgs: readonly string[] | null): string | null {
  const [what, ...args] = stasisArgs ?? []
  return what === 'arrive' ? readArrival('', args).callerNumber : null
}
