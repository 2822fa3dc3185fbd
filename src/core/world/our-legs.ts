// Which of our telephones is this channel? The one place that knows how the legs that we dial are named, and whose they are. Asked by
// everything that is told of a channel: translation, lanes, recovery, the auditor, turns. A new kind of leg is one line here.
import type { CallId, ChannelId, IncidentId, LegId } from './ids.ts'

/** A telephone that we dialled, and the stream that all its events go to. */
export type OurLeg =
  /** Of an incident: somebody on call, or the caller who is called back. The incident knows which. */
  | { readonly kind: 'incident'; readonly stream: IncidentId }
  /** To whom a caller is transferred. */
  | { readonly kind: 'transfer'; readonly stream: CallId }

export function legId(incident: IncidentId, nth: number): LegId {
  return `${incident}.${nth}` as LegId
}

export function transferLegId(call: CallId, nth: number): LegId {
  return `t-${call}.${nth}` as LegId
}

/** What this channel is to us, or null when it is no leg of ours. */
export function ourLeg(channel: ChannelId): OurLeg | null {
  const [, kind = '', stream = ''] = /^(t-|(?=i-))(.+)\.\d+$/.exec(channel) ?? []
  if (stream === '') return null
  return kind === 't-' ? { kind: 'transfer', stream: stream as CallId } : { kind: 'incident', stream: stream as IncidentId }
}

/** The stream that events of this leg go to, or null when the channel is no leg of ours. */
export function ownerOfLeg(channel: ChannelId): IncidentId | CallId | null {
  return ourLeg(channel)?.stream ?? null
}

export function isOurLeg(channel: ChannelId): boolean {
  return ourLeg(channel) !== null
}
