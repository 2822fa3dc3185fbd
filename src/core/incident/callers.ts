// What the incident hears of its caller: words that were recorded, waiting, hanging up, another number. The ladder never stops
// for any of it.
import { type At, type Decision, decision } from '../world/decision.ts'
import type { Event, Live } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { isOther, nextInLine, otherLeft } from './joined.ts'
import { withNews } from './news.ts'

/** A caller is on the line for it: the first one, or one who joined. */
export function hasCallers({ caller, others = [] }: IncidentBase): boolean {
  return caller.now !== 'gone' || others.length > 0
}

export function statementTaken(at: At, incident: Live, { recording, ms, from }: Event<'statementTaken'>): Decision<Incident> {
  if (incident.statements.some(s => s.recording === recording)) return decision<Incident>(incident)
  const said = { ...incident, statements: [...incident.statements, { recording, ms }] }
  return decision<Incident>(isOther(incident, from) ? withNews(at, said, recording) : said, {
    facts: [
      {
        kind: 'statement-added',
        recording,
        why: isOther(incident, from) ? 'another caller about the same said more' : 'the caller said what is wrong',
      },
    ],
  })
}

/** Who could not be told while they spoke that everybody is busy hears it now. */
export function callerWaiting(_at: At, incident: Live, { from }: Event<'callerWaiting'>): Decision<Incident> | null {
  const isFirst = !isOther(incident, from)
  const waits = isFirst || incident.others?.some(({ call, now }) => call === from && now === 'waiting')
  if (!waits) return null
  const busy = incident.phase === 'ringing' && incident.busyUntil !== null
  return decision<Incident>(isFirst ? { ...incident, caller: { ...incident.caller, now: 'waiting' } } : incident, {
    signals: busy ? [{ to: 'call', id: from ?? incident.caller.call, signal: { type: 'waitingForBusy' } }] : [],
  })
}

export function callerLeft(_at: At, incident: Live, event: Event<'callerLeft'>): Decision<Incident> {
  const other = otherLeft(incident, event)
  if (other !== null) return other
  const next = incident.phase === 'ringing' || incident.phase === 'pausing' ? nextInLine(incident) : null
  const why = `${event.why ?? 'the caller hung up'}; ${next ? 'another one waits for the same' : 'the matter stays'}`
  return decision<Incident>(
    { ...incident, caller: { ...incident.caller, now: 'gone' }, ...next },
    { facts: [{ kind: 'caller-left', call: incident.caller.call, why }] },
  )
}

export function callerNumberChanged(
  _at: At,
  incident: Live,
  { callerNumber, from }: Event<'callerNumberChanged'>,
): Decision<Incident> {
  if (isOther(incident, from)) {
    const others = (incident.others ?? []).map(one => (one.call === from ? { ...one, callerNumber } : one))
    return decision<Incident>({ ...incident, others })
  }
  return decision<Incident>({ ...incident, caller: { ...incident.caller, callerNumber } })
}
