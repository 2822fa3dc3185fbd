// Further callers about the same trouble: who joins is counted and may add words; who insists is put on hold and the ladder is rung for
// them; in a storm several incidents become one. The ladder never stops for any of it. Which incident a caller belongs to is known.ts.
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import type { CallId, EpochMs } from '../world/ids.ts'
import type { Signal } from '../world/signals.ts'
import { base, type Event, type In, type Live, nameOf } from './events.ts'
import type { Incident, IncidentBase, IncidentCaller } from './incident.ts'
import { isBusy } from './known.ts'
import { legCut } from './leg-moves.ts'
import { callOffOthers } from './owning.ts'
import { beginPass } from './ringing-rung.ts'

/** So many of the last arrivals are remembered, to see a storm by. */
const REMEMBERED = 50

/** Somebody calls about it too. */
export function join(at: At, incident: Live, event: Event<'join'>): Decision<Incident> {
  const { call, callerNumber, storm, why } = event
  const began = storm !== null && !incident.storm
  const joined: Live = {
    ...incident,
    others: [...without(incident, call), { call, callerNumber, now: 'speaking' }],
    joined: (incident.joined ?? 0) + 1,
    heard: lately(incident, at.now),
    ...(began ? { storm: { since: at.now } } : {}),
  }
  const facts: FactBody[] = [{ kind: 'joined', call, callerNumber, why }]
  if (storm !== null && began) facts.push({ kind: 'storm-began', ...storm, why: `${storm.callers} callers about the same` })
  return decision<Incident>(joined, { facts })
}

/** When callers were heard, this one last. */
function lately(incident: IncidentBase, now: EpochMs): EpochMs[] {
  return [...(incident.heard ?? [incident.openedAt]), now].slice(-REMEMBERED)
}

/** Wants to speak with somebody now. Null where somebody talks: such a caller gets an incident beside this one. */
export function insist(at: At, incident: Live, { call, callerNumber, beside }: Event<'insist'>): Decision<Incident> | null {
  if (beside !== null) {
    const why = `${incident.owner ? nameOf(at, incident.owner.person) : 'somebody'} talks about it now: rung for beside it`
    return decision<Incident>(
      { ...incident, others: without(incident, call) },
      { facts: [{ kind: 'insisted', call, beside, why }] },
    )
  }
  if (isBusy(incident)) return null
  const fact = (why: string): FactBody => ({ kind: 'insisted', call, beside, why })
  const one: IncidentCaller = { call, callerNumber, now: 'waiting' }
  const others = without(incident, call)
  const waits: Live =
    incident.caller.now === 'gone' ? { ...incident, caller: one, others } : { ...incident, others: [...others, one] }
  switch (waits.phase) {
    case 'ringing': {
      const busy: Signal[] = waits.busyUntil === null ? [] : [{ to: 'call', id: call, signal: { type: 'waitingForBusy' } }]
      return decision<Incident>(waits, { facts: [fact('the ladder is being rung already')], signals: busy })
    }
    case 'pausing':
      return first({ facts: [fact('the pause ends')] }, beginPass(at, base(waits), waits.pass + 1, 'a caller insists'))
    case 'unreached':
      return first({ facts: [fact('nobody has it')] }, beginPass(at, base(waits), passOf(waits) + 1, 'a caller insists'))
    case 'reminding':
    case 'acknowledged': {
      const had = waits.owner ? nameOf(at, waits.owner.person) : 'somebody'
      const anew: IncidentBase = { ...base(waits), owner: null, lost: [] }
      // Whoever is being reminded is rung for the caller instead.
      const why = 'a caller insists'
      const stopped = callOffOthers(at, anew, null, 'called-off', why, waits.owner?.person ?? '')
      return first(
        { facts: [fact(`${had} has it, and is not on the line`)] },
        andThen(stopped, i => beginPass(at, i, 1, why)),
      )
    }
    default:
      return null
  }
}

function passOf({ unreached }: In<'unreached'>): number {
  return unreached?.pass ?? 1
}

/** Whether it is said by one who joined. The first caller may be one: back from the failsafe, which counted as leaving. */
export function isOther(incident: Live, from: CallId | undefined): from is CallId {
  if (from === undefined) return false
  return from !== incident.caller.call || (incident.others ?? []).some(one => one.call === from)
}

/** A caller who is not the first one hung up, or has another trouble. Null when it is the first one. */
export function otherLeft(incident: Live, { from, why }: Event<'callerLeft'>): Decision<Incident> | null {
  if (!isOther(incident, from)) return null
  return decision<Incident>(
    { ...incident, others: without(incident, from) },
    { facts: [{ kind: 'caller-left', call: from, why: `${why ?? 'hung up'}; one who had joined` }] },
  )
}

/** Whoever insisted first is the one to be connected, now that the first caller is gone. */
export function nextInLine(incident: IncidentBase): Pick<IncidentBase, 'caller' | 'others'> | null {
  const next = incident.others?.find(one => one.now === 'waiting')
  return next === undefined ? null : { caller: next, others: without(incident, next.call) }
}

/** A storm: this one is nothing of its own any more. Its telephones stop, its callers and their words go to the other. */
export function fold(_at: At, incident: In<'ringing' | 'pausing' | 'unreached'>, { into }: Event<'fold'>): Decision<Incident> {
  const { id, phase, statements } = incident
  const why = `one storm: now part of ${into}`
  const cut = Object.values(incident.legs)
    .filter(leg => leg.phase !== 'over')
    .reduce<Decision<IncidentBase>>(
      (done, leg) => {
        const next = legCut(done.state, leg, { result: 'called-off', why })
        return first({ facts: done.facts, commands: done.commands }, next)
      },
      decision<IncidentBase>(base(incident)),
    )
  // A first caller who still speaks goes on hold afterwards.
  const opener: IncidentCaller = incident.caller.now === 'gone' ? incident.caller : { ...incident.caller, now: 'waiting' }
  const callers = [opener, ...(incident.others ?? [])].filter(one => one.now !== 'gone')
  const heard = incident.heard ?? [incident.openedAt]
  const signals: Signal[] = [
    { to: 'incident', id: into, signal: { type: 'foldIn', callers, statements, heard, rang: phase !== 'unreached', of: id } },
    ...callers.map((one): Signal => ({ to: 'call', id: one.call, signal: { type: 'moved', incident: into } })),
  ]
  const { state, facts, commands } = cut
  return decision<Incident>(
    { ...base(state), others: [], caller: { ...incident.caller, now: 'gone' }, phase: 'closed' },
    {
      facts: [...facts, { kind: 'folded', into, why }],
      commands,
      signals,
    },
  )
}

export function foldIn(at: At, incident: Live, { callers, statements, heard, rang, of }: Event<'foldIn'>): Decision<Incident> {
  const all = [...(incident.heard ?? [incident.openedAt]), ...heard].sort((a, b) => a - b).slice(-REMEMBERED)
  const merged: Live = {
    ...incident,
    others: [...(incident.others ?? []), ...callers],
    statements: [...incident.statements, ...statements],
    joined: (incident.joined ?? 0) + 1,
    heard: all,
  }
  const next = incident.caller.now === 'gone' && incident.owner === null ? nextInLine(merged) : null
  const why = `${of} is the same storm`
  // Whoever has it already is on the way: those who wait hear so.
  const owner = incident.owner
  const told: Signal[] =
    owner === null
      ? []
      : callers.map(({ call }) => ({ to: 'call', id: call, signal: { type: 'owned', person: nameOf(at, owner.person) } }))
  const whole: Live = { ...merged, ...next }
  const folded = { facts: [{ kind: 'folded-in', of, why } satisfies FactBody], signals: told }
  // A storm never ends a ringing.
  if (rang && whole.phase === 'unreached') return first(folded, beginPass(at, base(whole), passOf(whole) + 1, why))
  return decision<Incident>(whole, folded)
}

function without(incident: IncidentBase, call: CallId): readonly IncidentCaller[] {
  return (incident.others ?? []).filter(one => one.call !== call)
}
