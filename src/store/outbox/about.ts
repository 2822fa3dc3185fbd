// What a post is about, as the journal knows it now: the message, the incident, or what a digest's time has brought.
// Called by open-outbox.ts when a post is due. Null when the journal does not know it.
import { isForOwner, type NoticeWay, OWNER_EVENTS } from '../../core/notices/events.ts'
import type {
  About,
  Caller,
  DigestAbout,
  EmergencyAbout,
  IncidentAbout,
  KnownIncident,
  LogAnchor,
  MessageAbout,
  MissedAbout,
  ReportAbout,
  TrunkAbout,
} from '../../core/notices/post.ts'
import type { EmergencyFact, TrunkTroubleFact } from '../../core/world/facts.ts'
import type { CallId, EpochMs, IncidentId, StandingId, TrunkStreamId } from '../../core/world/ids.ts'
import { allOf, sqlFor } from '../journal/statements.ts'
import { listCalls } from '../read/list-calls.ts'
import type { Stored } from '../read/stored.ts'
import { turnAt } from '../read/turn-at.ts'
import { headOf } from '../verify/anchor.ts'
import type { OutboxTable } from './outbox-tables.ts'

/** Calls that a digest lists one by one. */
const LISTED = 300

interface Pointers {
  readonly number_turn: number | null
  readonly number_n: number | null
  readonly name_turn: number | null
  readonly name_n: number | null
}

export interface AboutReader {
  readonly aboutOf: (row: OutboxTable) => About | null
  /** A person's name by the newest rules. */
  readonly nameOf: (person: string) => string
  /** Before the first turn the log has no head, and nothing to anchor. */
  readonly hasTurns: () => boolean
  /** Who was in the first rules of the journal, or null while it has none. */
  readonly firstPeople: () => ReadonlySet<string> | null
}

export function aboutReader(from: Stored): AboutReader {
  const nameOf = (person: string) => from.newestPlan()?.people[person]?.name ?? person
  const aboutOf = ({ event, property, subject, made_at }: OutboxTable): About | null => {
    if (event === 'message') {
      const [message] = messages(from, { recording: subject })
      return message === undefined ? null : { event: 'message', ...message }
    }
    if (ofIncident(event)) {
      const [incident] = incidents(from, { id: subject })
      const unheard = isForOwner(event) ? { unheard: unheardOf(from, subject, made_at) } : {}
      const late = event === 'late' ? lateOf(from, subject) : {}
      return incident === undefined ? null : { event, ...unheard, ...late, ...incident }
    }
    if (event === 'emergency' || event === 'emergency-test') return emergency(from, event, subject)
    if (event === 'trunk') return trunk(from, subject)
    if (event === 'missed') return missed(from, subject)
    if (event === 'anchor') {
      const anchor = anchorOf(from)
      return anchor === null ? null : { event: 'anchor', anchor }
    }
    if (event === 'contact-card') return { event, person: subject }
    if (event === 'report') return (JSON.parse(subject) as KeptReport).about
    const [since = 0, until = 0] = subject.split('-').map(Number)
    return event === 'digest' ? digest(from, property, since as EpochMs, until as EpochMs) : null
  }
  return { aboutOf, nameOf, hasTurns: () => headOf(from.db) !== null, firstPeople: () => firstPeople(from) }
}

/** By what is known of the rules that were in force; journals of before have only the rules. */
function firstPeople({ db, plan }: Stored): ReadonlySet<string> | null {
  const [first] = [
    ...allOf(db, sqlFor.selectFrom('in_force').select('hash').orderBy('n').limit(1)),
    ...allOf(db, sqlFor.selectFrom('plan').select('hash').orderBy('kept').limit(1)),
  ]
  const rules = plan(first?.hash ?? null)
  return rules === null ? null : new Set(Object.keys(rules.people))
}

/** A report as the outbox keeps it: nothing of a caller is in it. */
export interface KeptReport {
  readonly due: EpochMs
  readonly about: ReportAbout
}

const OF_INCIDENT = ['opened', 'acknowledged', 'late', 'unreached', 'resolved', 'storm', ...OWNER_EVENTS] as const

function ofIncident(event: string): event is (typeof OF_INCIDENT)[number] {
  return OF_INCIDENT.some(one => one === event)
}

/** Since when it waited when it was late, and for how long it should have at most. */
function lateOf(from: Stored, incident: string): Pick<IncidentAbout, 'late'> {
  const query = sqlFor.selectFrom('fact').select('body').where('stream', '=', incident).where('kind', '=', 'late')
  const [row] = allOf(from.db, query.limit(1))
  if (row === undefined) return {}
  const { calledAt, targetSeconds } = JSON.parse(row.body) as NonNullable<IncidentAbout['late']>
  return { late: { calledAt, targetSeconds } }
}

/** How many statements the owner had not heard when they were told. */
function unheardOf(from: Stored, incident: string, at: number): number {
  const query = sqlFor.selectFrom('fact').select('body').where('stream', '=', incident).where('kind', '=', 'owner-told')
  const told = allOf(from.db, query.orderBy('turn', 'desc')).map(
    row => JSON.parse(row.body) as { at: number; statements?: number },
  )
  return told.find(one => one.at === at)?.statements ?? 0
}

function missed(from: Stored, id: string): MissedAbout | null {
  const query = sqlFor
    .selectFrom('call_row')
    .select(['line', 'arrived_at', 'waited_ms', 'number_turn', 'number_n', 'name_turn', 'name_n'])
    .where('id', '=', id)
  const [row] = allOf(from.db, query)
  if (row === undefined) return null
  const { line, arrived_at, waited_ms } = row
  return {
    event: 'missed',
    call: id as CallId,
    line,
    arrivedAt: arrived_at as EpochMs,
    waitedMs: waited_ms ?? 0,
    caller: callerAt(from, row),
  }
}

/** `subject`: the call, and what is told of it. */
function emergency(from: Stored, event: EmergencyAbout['event'], subject: string): EmergencyAbout | null {
  const [id = '', what = ''] = subject.split(' ')
  const query = sqlFor.selectFrom('fact').select(['kind', 'body']).where('stream', '=', id).where('kind', 'like', 'emergency-%')
  const facts = allOf(from.db, query).map(row => ({ ...(JSON.parse(row.body) as EmergencyFact), kind: row.kind }))
  const told = facts.find(({ kind }) => kind === 'emergency-dialled') ?? facts[0]
  if (told === undefined) return null
  const answered = facts.find(({ kind }) => kind === 'emergency-answered')
  return {
    event,
    id: id as StandingId,
    what: what as EmergencyAbout['what'],
    phone: told.phone,
    dialled: told.dialled,
    calledAt: told.when,
    trunk: answered !== undefined && 'trunk' in answered ? answered.trunk : null,
  }
}

/** `subject`: the trunk's stream, what is told of it, and the time of that fact. */
function trunk(from: Stored, subject: string): TrunkAbout | null {
  const [stream = '', what = '', told = ''] = subject.split(' ')
  const kind = what === 'well' ? 'trunk-well' : 'trunk-trouble'
  const query = sqlFor.selectFrom('fact').select('body').where('stream', '=', stream).where('kind', '=', kind)
  const facts = allOf(from.db, query.orderBy('turn', 'desc')).map(
    row => JSON.parse(row.body) as TrunkTroubleFact & { at: number },
  )
  const fact = facts.find(({ at, trouble }) => String(at) === told && (what === 'well' || trouble === what))
  if (fact === undefined) return null
  return {
    event: 'trunk',
    trunkStream: stream as TrunkStreamId,
    trunk: fact.trunk,
    trouble: fact.trouble,
    since: fact.since,
    ...('until' in fact ? { until: fact.until, reason: '' } : { until: null, reason: fact.reason }),
  }
}

function digest(from: Stored, property: string, since: EpochMs, until: EpochMs): DigestAbout {
  const calls = listCalls(from, { property, since, until, limit: LISTED + 1 })
  const listed = calls.slice(0, LISTED).reverse()
  const unknown = unknownLines(
    from,
    listed.map(call => call.id),
  )
  return {
    event: 'digest',
    from: since,
    until,
    more: calls.length > LISTED ? howMany(from, property, since, until) - LISTED : 0,
    calls: listed.map(call => {
      const incident = call.incidents.at(-1)
      return {
        id: call.id,
        arrivedAt: call.arrivedAt,
        line: call.line,
        outcome: call.outcome,
        caller: { number: call.callerNumber, name: call.callerName, erased: call.erased },
        unknownLine: unknown.has(call.id),
        owner: incident?.ownerName ?? incident?.owner ?? null,
        category: incident?.category ?? null,
      }
    }),
    unreached: incidents(from, { property, owned: false }),
    withoutOutcome: [...incidents(from, { property, owned: true }), ...incidents(from, { property, closedSince: since, until })],
    incidents: incidents(from, { property, since, until }),
    givenUp: givenUp(from, property, since, until),
    late: late(from, property),
    notRung: notRung(from, property, since, until),
    messages: messages(from, { property, done_at: null }),
    anchor: anchorOf(from),
  }
}

function anchorOf({ db }: Stored): LogAnchor | null {
  const head = headOf(db)
  return head === null ? null : { ...head, at: head.at as EpochMs }
}

function messages(
  from: Stored,
  which: { readonly recording: string } | { readonly property: string; readonly done_at: null },
): Omit<MessageAbout, 'event'>[] {
  let query = sqlFor
    .selectFrom('message_row')
    .innerJoin('call_row', 'call_row.id', 'message_row.call')
    .leftJoin('recording_row', 'recording_row.recording', 'message_row.recording')
    .select(['message_row.recording', 'message_row.call', 'mailbox', 'message_row.taken_at', 'message_row.ms', 'cut', 'lost'])
    .select(['number_turn', 'number_n', 'name_turn', 'name_n'])
    .orderBy('message_row.taken_at')
    .limit(LISTED)
  if ('recording' in which) query = query.where('message_row.recording', '=', which.recording)
  else query = query.where('message_row.property', '=', which.property).where('done_at', 'is', null)
  return allOf(from.db, query).map(row => ({
    call: row.call as CallId,
    mailbox: row.mailbox,
    recording: row.recording,
    takenAt: row.taken_at as EpochMs,
    ms: row.ms,
    caller: callerAt(from, row),
    cut: row.cut === 1,
    lost: row.lost,
  }))
}

type Which =
  | { readonly id: string }
  /** Not done, with or without an owner. */
  | { readonly property: string; readonly owned: boolean }
  | { readonly property: string; readonly closedSince: number; readonly until: number }
  | { readonly property: string; readonly since: number; readonly until: number }

function incidents(from: Stored, which: Which): KnownIncident[] {
  let query = sqlFor
    .selectFrom('incident_row')
    .innerJoin('call_row', 'call_row.id', 'incident_row.call')
    .select([
      'incident_row.id',
      'call',
      'incident_row.category',
      'opened_at',
      'state',
      'passes',
      'owner',
      'owned_at',
      'incident_row.plan',
    ])
    .select(['number_turn', 'number_n', 'name_turn', 'name_n'])
    .orderBy('opened_at')
    .limit(LISTED)
  if ('id' in which) query = query.where('incident_row.id', '=', which.id)
  else if ('owned' in which)
    query = query
      .where('incident_row.property', '=', which.property)
      .where('incident_row.id', 'in', eb => eb.selectFrom('stream').select('stream.id'))
      .where('state', '!=', 'resolved')
      .where('owner', which.owned ? 'is not' : 'is', null)
  else if ('closedSince' in which)
    query = query
      .where('incident_row.property', '=', which.property)
      .where('state', '=', 'no-outcome')
      .where('incident_row.id', 'in', eb =>
        eb
          .selectFrom('fact_by_kind as fact')
          .select('fact.stream')
          .where('fact.kind', '=', 'closed-without-outcome')
          .where('fact.turn', '>=', turnAt(from, which.closedSince))
          .where('fact.turn', '<', turnAt(from, which.until)),
      )
  else
    query = query
      .where('incident_row.property', '=', which.property)
      .where('opened_at', '>=', which.since)
      .where('opened_at', '<', which.until)
  return allOf(from.db, query).map(row => ({
    incident: row.id as IncidentId,
    call: row.call as CallId,
    category: row.category,
    openedAt: row.opened_at as EpochMs,
    state: row.state,
    passes: row.passes,
    caller: callerAt(from, row),
    owner: row.owner === null ? null : (from.nameOf(row.plan, 'person', row.owner) ?? row.owner),
    ownedAt: row.owned_at as EpochMs | null,
    statement: 'id' in which ? statementOf(from, row.id, row.call) : null,
  }))
}

/** What the caller said last. */
function statementOf(from: Stored, incident: string, call: string): string | null {
  const query = sqlFor
    .selectFrom('fact')
    .select('body')
    .where('stream', 'in', [incident, call])
    .where('kind', 'in', ['statement-taken', 'statement-added'])
    .orderBy('turn', 'desc')
    .limit(1)
  const [row] = allOf(from.db, query)
  return row === undefined ? null : ((JSON.parse(row.body) as { recording?: string }).recording ?? null)
}

function givenUp(from: Stored, property: string, since: number, until: number): DigestAbout['givenUp'] {
  const query = sqlFor
    .selectFrom('outbox')
    .select(['failed_at', 'way', 'target', 'event'])
    .where('property', '=', property)
    .where('failed_at', '>=', since)
    .where('failed_at', '<', until)
    .orderBy('failed_at')
    .limit(LISTED)
  return allOf(from.db, query).map(({ failed_at, way, target: to, event }) => ({
    at: (failed_at ?? 0) as EpochMs,
    way: way as NoticeWay,
    to,
    event,
  }))
}

/** Tried so often in vain, it is worth a line. */
const OFTEN = 5

function late(from: Stored, property: string): DigestAbout['late'] {
  const query = sqlFor
    .selectFrom('outbox')
    .select(['made_at', 'way', 'target', 'event'])
    .where('property', '=', property)
    .where('next_at', 'is not', null)
    .where('attempts', '>=', OFTEN)
    .orderBy('made_at')
    .limit(LISTED)
  return allOf(from.db, query).map(({ made_at, way, target: to, event }) => ({
    since: made_at as EpochMs,
    way: way as NoticeWay,
    to,
    event,
  }))
}

function notRung(from: Stored, property: string, since: number, until: number): DigestAbout['notRung'] {
  const query = sqlFor
    .selectFrom('fact_by_kind as fact')
    .innerJoin('incident_row', 'incident_row.id', 'fact.stream')
    .select(eb => ['fact.kind', eb.fn.countAll<number>().as('n')])
    .where('incident_row.property', '=', property)
    .where('fact.kind', 'in', ['dial-capped', 'dial-refused'])
    .where('fact.turn', '>=', turnAt(from, since))
    .where('fact.turn', '<', turnAt(from, until))
    .groupBy('fact.kind')
  const found = new Map(allOf(from.db, query).map(({ kind, n }) => [kind, n]))
  return { capped: found.get('dial-capped') ?? 0, refused: found.get('dial-refused') ?? 0 }
}

function callerAt(from: Stored, row: Pointers): Caller {
  const number = from.part(row.number_turn, row.number_n)
  const name = from.part(row.name_turn, row.name_n)
  return { number: number.value, name: name.value, erased: number.erased || name.erased }
}

function unknownLines(from: Stored, calls: readonly string[]): ReadonlySet<string> {
  if (calls.length === 0) return new Set()
  const query = sqlFor.selectFrom('fact').select('stream').where('stream', 'in', calls).where('kind', '=', 'line-unknown')
  return new Set(allOf(from.db, query).map(row => row.stream))
}

function howMany(from: Stored, property: string, since: number, until: number): number {
  const query = sqlFor
    .selectFrom('call_row')
    .select(eb => eb.fn.countAll<number>().as('n'))
    .where('property', '=', property)
    .where('arrived_at', '>=', since)
    .where('arrived_at', '<', until)
  return allOf(from.db, query)[0]?.n ?? 0
}
