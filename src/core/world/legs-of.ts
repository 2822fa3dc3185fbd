// Every telephone that a stream has dialled and that may still be on the line, whatever kind of stream it is: for counting what a trunk
// carries and what the box rings (load.ts), and for the gate (dialling/clear-to-dial.ts). A new kind of leg is one line here.
import type { Leg } from '../leg/leg.ts'
import type { ChannelId } from './ids.ts'
import type { Stream } from './stream.ts'

export interface LiveLeg {
  readonly id: ChannelId
  readonly trunk: string
}

export function legsOf(stream: Stream): LiveLeg[] {
  if (stream.kind === 'call')
    return stream.phase === 'transferring' || stream.phase === 'transferred' || stream.phase === 'seeing-off' ? [stream.leg] : []
  if (stream.kind !== 'incident') return []
  // A channel that the phone desk has lent was not dialled: it is counted as the caller that it is.
  const people = Object.values<Leg>(stream.legs).filter(leg => leg.phase !== 'over' && !leg.lent)
  return 'resident' in stream ? [...people, stream.resident] : people
}

/** The trunk on which whoever called in is still on the line. */
export function inboundTrunk(stream: Stream): string | null {
  if (stream.kind !== 'call' && stream.kind !== 'desk') return null
  if (stream.phase === 'gone' || stream.phase === 'saving' || stream.phase === 'seeing-off') return null
  return stream.phase === 'in-failsafe' && stream.over ? null : stream.trunk
}

/** The key that every telephone which the box rings has. */
export const ANYWHERE = 'anywhere'

export function ofProperty(property: string): string {
  return `of ${property}`
}

/** Keys: every telephone that it rings or talks on counts for the box and for its property. */
export function ringsFor(stream: Stream): readonly string[] {
  const property = 'property' in stream ? stream.property : null
  return legsOf(stream).flatMap(() => (property === null ? [ANYWHERE] : [ANYWHERE, ofProperty(property)]))
}

/** Keys: the trunk of whoever called in, and of every telephone. */
export function carriedBy(stream: Stream): readonly string[] {
  const inbound = inboundTrunk(stream)
  return [...(inbound === null ? [] : [inbound]), ...legsOf(stream).map(leg => leg.trunk)]
}
