// The branded names and numbers of the core, and how one id is made from another.
// A call's id is the id of its Asterisk channel; an incident's id comes from the call that opened it; a leg's id, which is
// also its channel id, comes from its incident and a count kept in the state (our-legs.ts). So an id exists before it is used, and is never used twice.
declare const brand: unique symbol
type Branded<T, B extends string> = T & { readonly [brand]: B }

export type CallId = Branded<string, 'CallId'>
export type IncidentId = Branded<string, 'IncidentId'>
export type LegId = Branded<string, 'LegId'>
/** Something that staff set and that stands until it ends: standing/standing.ts. */
export type StandingId = Branded<string, 'StandingId'>
/** Any channel of the PBX: a call's or a leg's. */
export type ChannelId = string
/** A pay period that was closed. It has no state: there is only its fact. */
export type PeriodId = Branded<string, 'PeriodId'>
/** Of what happens to a trunk outside of any call. It has no state: there are only facts. */
export type TrunkStreamId = Branded<string, 'TrunkStreamId'>
export type StreamId = CallId | IncidentId | StandingId | PeriodId | TrunkStreamId
/** Milliseconds since 1970-01-01T00:00Z; never goes back within one journal. */
export type EpochMs = Branded<number, 'EpochMs'>
export type Seconds = number
/** A number in international form, `+` and 7 to 15 digits (ITU-T E.164). */
export type E164 = string

export function callId(channel: ChannelId): CallId {
  return channel as CallId
}

export function incidentId(call: CallId, nth: number): IncidentId {
  return `i-${call}${nth === 1 ? '' : `-${nth}`}` as IncidentId
}

export function isIncident(stream: string): stream is IncidentId {
  return stream.startsWith('i-')
}

export function isStanding(stream: string): stream is StandingId {
  return stream.startsWith('s-')
}

export function isPeriod(stream: string): stream is PeriodId {
  return stream.startsWith('p-')
}

export function periodId(report: 'people', period: string): PeriodId {
  return `p-${report}-${period}` as PeriodId
}

export function isTrunkStream(stream: string): stream is TrunkStreamId {
  return stream.startsWith('trunk-')
}

export function trunkStream(trunk: string): TrunkStreamId {
  return `trunk-${trunk}` as TrunkStreamId
}

/** One of each kind and name: setting it again replaces it. */
export function standingId(kind: 'duty' | 'notice' | 'pins', name: string): StandingId {
  return `s-${kind}-${name}` as StandingId
}

export function after(now: EpochMs, seconds: Seconds): EpochMs {
  return (now + Math.round(seconds * 1000)) as EpochMs
}

/** Recordings are files on the PBX: letters, digits and dashes only. */
export function recordingName(stream: StreamId, what: string, nth: number): string {
  return `${stream.replaceAll(/[^A-Za-z0-9]/g, '-')}-${what}-${nth}`
}
