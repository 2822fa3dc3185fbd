// What happens to an incident and its telephones, as rows. Part of the follower `calls`.
import type { Fact, IncidentFact } from '../../core/world/facts.ts'
import { type CallTableRows, newAttempt, planOf, type Told, talked } from './told.ts'

const NOBODYS = { owner: null, owned_at: null, outcome: null, resolved_at: null, resolved_by: null }

export function incidentFact(rows: CallTableRows, told: Told, fact: Fact & IncidentFact): void {
  const id = fact.stream
  switch (fact.kind) {
    case 'opened':
      opened(rows, told, fact)
      return
    case 'pass-began':
      rows.incidents.set(id, { pass: fact.pass })
      rows.incidents.add(id, { passes: 1 })
      // A caller insists on a person: the incident has no owner until they take it.
      if (hasOwner(rows, id)) rows.incidents.set(id, { ...NOBODYS, state: 'ringing' })
      return
    case 'rung-began':
      rows.incidents.set(id, { rung: fact.rung })
      if (fact.try === 1) rows.incidents.add(id, { rungs: 1 })
      return
    case 'rung-skipped':
      rows.incidents.set(id, { rung: fact.rung })
      rows.incidents.add(id, { skipped: 1 })
      return
    case 'accepted':
      owned(rows, id, fact.person, fact.at)
      rows.incidents.set(id, { owned_how: 'key-1' })
      rows.attempts.first(fact.leg, { taken_at: fact.at })
      return
    case 'owned':
      owned(rows, id, fact.person, fact.at)
      rows.incidents.set(id, { owned_how: fact.how })
      rows.attempts.first(fact.leg, { taken_at: fact.at })
      return
    case 'acknowledged':
      owned(rows, id, fact.person, fact.at)
      return
    case 'resolved': {
      const { outcome, by } = fact
      // Nobody had it: now they have, for long enough to say what became of it.
      if ((rows.incidents.get(id)?.owner ?? null) === null) {
        owned(rows, id, by, fact.at)
        rows.incidents.set(id, { owned_how: 'resolve' })
      }
      rows.incidents.set(id, { state: 'resolved', outcome, resolved_at: fact.at, resolved_by: by })
      return
    }
    case 'closed-without-outcome':
      rows.incidents.set(id, { state: 'no-outcome' })
      return
    case 'reopened':
      rows.incidents.add(id, { reopened: 1 })
      rows.incidents.set(id, { ...NOBODYS, state: 'ringing', unreached_since: null })
      return
    case 'technician-lost':
      talked(rows, fact)
      rows.incidents.set(id, { ...NOBODYS, state: 'ringing' })
      return
    case 'talk-ended':
      talked(rows, fact)
      return
    case 'acknowledgement-expired':
    case 'given-back':
      rows.incidents.set(id, { ...NOBODYS, state: 'ringing' })
      return
    case 'still-needs-help':
      rows.incidents.set(id, { ...NOBODYS, state: 'ringing' })
      link(rows, fact.call, id)
      return
    case 'folded':
      rows.incidents.set(id, { ...NOBODYS, state: 'folded' })
      return
    case 'late':
      rows.incidents.first(id, { late_at: fact.at })
      return
    case 'unreached':
      rows.incidents.set(id, { ...NOBODYS, state: 'unreached', unreached_since: fact.at })
      rows.incidents.first(id, { unreached_at: fact.at })
      return
    case 'still-unreached':
      rows.incidents.set(id, { retries: fact.retries })
      return
    case 'folded-in':
      rows.incidents.add(id, { folded_in: 1 })
      return
    case 'statement-added': {
      const before = rows.incidents.get(id)?.statements ?? ''
      rows.incidents.set(id, { statements: `${before} ${fact.recording}`.trim() })
      return
    }
    case 'bridged':
      link(rows, fact.call, id)
      rows.calls.first(fact.call, { human_at: fact.at })
      return
    case 'joined':
      rows.incidents.add(id, { joined: 1 })
      link(rows, fact.call, id)
      return
    case 'caller-came-back':
    case 'insisted':
    case 'caller-left':
      link(rows, fact.call, id)
      return
    case 'dialled':
      dialled(rows, fact)
      return
    case 'rang':
      rows.attempts.first(fact.leg, { rang_at: fact.at })
      return
    case 'answered':
      rows.attempts.first(fact.leg, { answered_at: fact.at })
      return
    case 'attempt-ended': {
      const { leg, result, sip, cause } = fact
      rows.attempts.set(leg, { ended_at: fact.at, result, sip, cause })
      return
    }
  }
}

type Of<K extends IncidentFact['kind']> = Extract<Fact & IncidentFact, { kind: K }>

function opened(rows: CallTableRows, told: Told, fact: Of<'opened'>): void {
  const { stream: id, call, property, category, ladder } = fact
  rows.incidents.insert({
    id,
    plan: planOf(told),
    call,
    property,
    category,
    ladder,
    opened_at: fact.at,
    arrived_at: rows.calls.get(call)?.arrived_at ?? fact.at,
    state: 'ringing',
    passes: 0,
    pass: 0,
    rung: 0,
    rungs: 0,
    skipped: 0,
    owner: null,
    owned_at: null,
    owned_how: null,
    waited_ms: null,
    first_owner: null,
    first_owned_at: null,
    first_pass: null,
    first_rung: null,
    first_rungs: null,
    late_at: null,
    unreached_at: null,
    unreached_since: null,
    retries: 0,
    reopened: 0,
    joined: 0,
    folded_in: 0,
    statements: '',
    outcome: null,
    resolved_at: null,
    resolved_by: null,
  })
  link(rows, call, id)
}

function owned(rows: CallTableRows, id: string, person: string, at: number): void {
  const row = rows.incidents.get(id)
  // The end of a talk acknowledges once more what a key has taken: they have had it since the key.
  const since = row?.owner === person ? row.owned_at : at
  rows.incidents.set(id, { state: 'acknowledged', owner: person, owned_at: since })
  if (row === undefined || row.first_owned_at !== null) return
  rows.incidents.set(id, {
    first_owner: person,
    first_owned_at: at,
    waited_ms: at - row.opened_at,
    first_pass: row.pass,
    first_rung: row.rung,
    first_rungs: row.rungs,
  })
}

function hasOwner(rows: CallTableRows, id: string): boolean {
  return rows.incidents.get(id)?.state === 'acknowledged'
}

function link(rows: CallTableRows, call: string, incident: string): void {
  rows.links.insert({ call, incident })
  const category = rows.incidents.get(incident)?.category
  if (category !== undefined) rows.calls.set(call, { category })
}

function dialled(rows: CallTableRows, fact: Of<'dialled'>): void {
  const { leg, stream, person, phone, trunk, why } = fact
  const incident = rows.incidents.get(stream)
  // While somebody has it, only they are rung for it. The words of the reason may change.
  const isReminder = hasOwner(rows, stream)
  rows.attempts.insert(
    newAttempt({
      leg,
      stream,
      property: incident?.property ?? null,
      category: incident?.category ?? null,
      person,
      phone,
      trunk,
      why,
      pass: isReminder ? null : (incident?.pass ?? null),
      rung: isReminder ? null : (incident?.rung ?? null),
      reminder: isReminder ? 1 : 0,
      dialled_at: fact.at,
    }),
  )
}
