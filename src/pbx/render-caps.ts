// The dialplan of one trunk between its lines and the common arrival: whether there is still room for one more caller. Also how
// numbers are spelled where the dialplan itself dials. Pure. Called by render-dialplan.ts.
import { spelled } from '../core/plan/number-format.ts'
import type { PbxTrunk } from './settings.ts'

/** What a trunk of which the rules say nothing carries: far more than a storm needs, far less than takes the box down. */
const CHANNELS = 200
/** Of these, kept for ringing technicians, where the trunk carries outbound calls. */
const KEEP_FREE = 20
/** Callers who are let in a second, for long. */
const PER_SECOND = 10
/** So many seconds' worth may come in the same moment. */
const BURST_SECONDS = 5

/** Steps of the context `nightbell-in-<trunk>`, in order. */
export function arrivalSteps(trunk: PbxTrunk): string {
  const { id, channels = CHANNELS, perHour, perSecond = PER_SECOND } = trunk
  const keepFree = trunk.keepFree ?? (trunk.channels === undefined && trunk.outbound ? KEEP_FREE : 0)
  const full = (when: string, cap: string): string =>
    ` same => n,ExecIf($["\${NIGHTBELL_FULL}"="" & ${when}]?Set(NIGHTBELL_FULL=${cap} ${id}))`
  return [
    'exten => s,1,Set(NIGHTBELL_FULL=)',
    ` same => n,Gosub(nightbell-admit,s,1(${id},${perSecond},${perSecond * BURST_SECONDS}))`,
    ` same => n,ExecIf($["\${GOSUB_RETVAL}"="full"]?Hangup(17))`,
    ` same => n,Set(GROUP(nightbell-trunk)=${id})`,
    ` same => n,Set(GROUP(nightbell-in)=${id})`,
    full(`\${GROUP_COUNT(${id}@nightbell-trunk)} > ${channels}`, 'channels'),
    ...(keepFree === 0 ? [] : [full(`\${GROUP_COUNT(${id}@nightbell-in)} > ${channels - keepFree}`, 'channels')]),
    ...(perHour === undefined
      ? []
      : [` same => n,Gosub(nightbell-hour,s,1(trunk-${id}))`, full(`\${GOSUB_RETVAL} > ${perHour}`, 'hour')]),
    ' same => n,Goto(nightbell-arrive,s,1)',
    // Its line was found in another header: it was let in before.
    'exten => s_found,1,Goto(nightbell-arrive,s,found)',
  ].join('\n')
}

/** A dialplan expression: the number in this variable, as the trunk wants it. */
export function spelledVariable(trunk: PbxTrunk, variable: string): string {
  const { numbers } = trunk
  if (numbers === undefined || numbers.out === 'e164') return `\${${variable}}`
  const digits = `\${${variable}:1}`
  const { country, nationalPrefix, foreignPrefix } = numbers
  switch (numbers.out) {
    case 'digits':
      return digits
    case 'international-00':
      return `00${digits}`
    case 'international-011':
      return `011${digits}`
    case 'national':
      return `\${IF($["\${${variable}:1:${country.length}}"="${country}"]?${nationalPrefix}\${${variable}:${country.length + 1}}:${foreignPrefix}${digits})}`
  }
}

/** A number that is known when the files are written. */
export function spelledOut(trunk: PbxTrunk, number: string): string {
  return trunk.numbers === undefined ? number : spelled(trunk.numbers.out, trunk.numbers, number)
}

/** Every way in which the trunk may name a line. */
export function spelledIn(trunk: PbxTrunk, number: string): readonly string[] {
  const usual = number.startsWith('+') ? [number, number.slice(1)] : [number]
  return [...new Set([...usual, ...(trunk.numbers === undefined ? [] : [spelled(trunk.numbers.in, trunk.numbers, number)])])]
}
