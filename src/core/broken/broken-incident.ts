// What becomes of an incident whose turn broke, or whose talk broke with somebody else's turn: everybody on the line for it is told, no
// telephone rings on, and the ladder begins its pass again a little later; whoever owns it keeps it. An incident that breaks again and
// again ends, loudly. Called by daemon/broken-turn.ts.
import { base } from '../incident/events.ts'
import type { Incident, IncidentBase } from '../incident/incident.ts'
import { withService } from '../incident/late.ts'
import type { Leg } from '../leg/leg.ts'
import type { Command, Speech } from '../world/commands.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type CallId, type EpochMs, type LegId } from '../world/ids.ts'
import type { Broken } from './broken-call.ts'

/** Breaks within so long are counted together, ms. */
const TOGETHER_MS = 3600_000
/** What breaks so often within that time never works. */
const MOST_BREAKS = 3
/** The ladder begins again so long after the first break and after a further one, seconds. */
const AGAIN_SECONDS = [10, 60] as const
/** Longest last word to somebody on the line, seconds. */
const LAST_WORD_SECONDS = 20
const REMIND_SECONDS = 900
const LOOK_SECONDS = 600
const DAY_SECONDS = 24 * 3600

export interface BrokenIncidentSeen {
  /** A channel that the broken input says is gone. */
  readonly hungUp: string | null
  /** Channels that hear nothing: their words are over, or were never said. */
  readonly silent: ReadonlySet<string>
  readonly speech: readonly Speech[]
}

/** These callers are in the failsafe, or have hung up. Who waits for the same is the next to be connected. */
export function withoutCallers(incident: Incident, left: ReadonlySet<CallId>, why: string): Broken<Incident> {
  const others = (incident.others ?? []).filter(one => !left.has(one.call))
  const mine = incident.caller.now !== 'gone' && left.has(incident.caller.call)
  const rings = incident.phase === 'ringing' || incident.phase === 'pausing'
  const next = mine && rings ? others.find(one => one.now === 'waiting') : undefined
  const known = [...(mine ? [incident.caller] : []), ...(incident.others ?? [])].filter(one => left.has(one.call))
  return {
    state: {
      ...incident,
      ...(incident.others === undefined ? {} : { others: others.filter(one => one !== next) }),
      caller: next ?? (mine ? { ...incident.caller, now: 'gone' } : incident.caller),
    },
    facts: known.map(({ call }): FactBody => ({ kind: 'caller-left', call, why })),
    commands: [],
  }
}

/** Its own turn broke (`counts`), or that of somebody who is in its talk. The callers who leave for it are gone from it already. */
export function brokenIncident(
  incident: Incident,
  at: EpochMs,
  why: string,
  seen: BrokenIncidentSeen,
  counts: boolean,
): Broken<Incident> {
  const before = incident.broken !== undefined && at - incident.broken.at < TOGETHER_MS ? incident.broken.times : 0
  const times = counts ? before + 1 : before
  const ends = times >= MOST_BREAKS
  const legs = settled(incident, at, why, seen, times < 2)
  const kept: IncidentBase = {
    ...base(incident),
    ...legs.state,
    ...(times === 0 ? {} : { broken: { times, at } }),
  }
  const next = ends ? closed(kept, why) : going(incident, kept, at, times, why)
  const broken = { ...next, facts: [...legs.facts, ...next.facts], commands: legs.commands, signals: [] }
  const { state, facts, commands } = withService(incident, { type: 'broke' }, broken, at)
  return { state, facts, commands }
}

/** Nobody has it: that must not go unseen. */
function closed(kept: IncidentBase, why: string): Omit<Broken<Incident>, 'commands'> {
  const unreached: FactBody[] = kept.owner === null ? [{ kind: 'unreached', retryAt: null, why }] : []
  return { state: { ...kept, phase: 'closed' }, facts: unreached }
}

function going(
  incident: Incident,
  kept: IncidentBase,
  at: EpochMs,
  times: number,
  why: string,
): Omit<Broken<Incident>, 'commands'> {
  const again = after(at, AGAIN_SECONDS[times > 1 ? 1 : 0])
  switch (incident.phase) {
    case 'closed':
      return { state: incident, facts: [] }
    case 'resolved':
      return { state: { ...incident, ...kept, lookAgainAt: after(at, LOOK_SECONDS) }, facts: [] }
    case 'unreached': {
      const { retryAt } = incident
      const later = typeof retryAt === 'number' && retryAt < again ? again : retryAt
      const retry = later === undefined ? {} : { retryAt: later }
      const lookAgainAt = typeof later === 'number' ? later : after(at, LOOK_SECONDS)
      return { state: { ...kept, phase: 'unreached', since: incident.since, ...retry, lookAgainAt }, facts: [] }
    }
    case 'acknowledged':
    case 'reminding':
    case 'asking-outcome': {
      // A reminder that breaks is given up: whoever owns it still does.
      const remindAt = times > 1 ? null : after(at, REMIND_SECONDS)
      const closeAt = incident.phase === 'acknowledged' ? incident.closeAt : after(incident.owner?.at ?? at, DAY_SECONDS)
      const close = closeAt > at ? closeAt : after(at, LOOK_SECONDS)
      const lookAgainAt = remindAt !== null && remindAt < close ? remindAt : close
      return {
        state: { ...kept, phase: 'acknowledged', remindAt, expiresAt: null, closeAt: close, lookAgainAt },
        facts: [],
      }
    }
    default: {
      const pass = 'walk' in incident ? incident.walk.pass - 1 : incident.pass
      const { owner } = kept
      const lost: FactBody[] =
        owner === null ? [] : [{ kind: 'technician-lost', leg: owner.leg, person: owner.person, talkedMs: 0, why }]
      return { state: { ...base({ ...kept, owner: null }), phase: 'pausing', pass, until: again }, facts: lost }
    }
  }
}

type Settled = Broken<Pick<IncidentBase, 'legs' | 'nextPlayback'>>

/** No telephone rings on. Whoever picked up hears a last word, unless it breaks again; a lent channel is the desk's business. */
function settled(incident: Incident, at: EpochMs, why: string, seen: BrokenIncidentSeen, mayTell: boolean): Settled {
  const legs: Record<LegId, Leg> = { ...incident.legs }
  const facts: FactBody[] = []
  const commands: Command[] = []
  let { nextPlayback } = incident

  function end(leg: Omit<Leg, 'phase' | 'deadline'>, onTheLine: boolean): void {
    const { id, dial, trunk, dialledAt, lent } = leg
    const rest = { id, dial, trunk, dialledAt, ...(lent && { lent }) }
    const there = seen.hungUp !== id
    if (!onTheLine || !there || !mayTell || lent) {
      legs[id] = { ...rest, phase: 'over', result: 'unknown', deadline: null }
      if (there && !lent) commands.push({ do: 'hangUp', channel: id })
      return
    }
    const playback = `${id}-p${nextPlayback++}`
    const deadline = after(at, LAST_WORD_SECONDS)
    const { speech } = seen
    legs[id] = { ...rest, phase: 'leaving', result: 'unknown', playback, speech, deadline }
    commands.push({ do: 'hush', channel: id })
    if ('bridge' in incident) commands.push({ do: 'leaveTalk', channel: id, bridge: incident.bridge })
    commands.push({ do: 'say', channel: id, playback, speech })
  }

  const hearsIt = ({ id, deadline }: Leg): boolean =>
    seen.hungUp !== id && !seen.silent.has(id) && (deadline === null || deadline > at)

  for (const leg of Object.values<Leg>(incident.legs)) {
    if (leg.phase === 'over') continue
    if (leg.phase !== 'leaving') facts.push({ ...ended(leg.id, leg.dial.person), why })
    // One that hears a last word already hears it to its end.
    if (leg.phase === 'leaving' && mayTell && hearsIt(leg)) continue
    end(leg, leg.phase === 'briefing' || leg.phase === 'joined')
  }
  if ('resident' in incident) {
    const { id, number, trunk, trunks, answered } = incident.resident
    facts.push({ kind: 'caller-not-reached', leg: id, result: 'unknown', cause: null, sip: null, why })
    end({ id, dial: { person: '', phone: number, trunks, why: 'the caller' }, trunk, dialledAt: at }, answered)
  }
  return { state: { legs, nextPlayback }, facts, commands }
}

function ended(leg: LegId, person: string) {
  return { kind: 'attempt-ended', leg, person, result: 'unknown', cause: null, sip: null } as const
}
