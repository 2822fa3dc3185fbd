// Whom a fact is to be told to, by which way and when, by the rules that its call or incident lives by. Pure. Called by the store's
// follower of notices (store/outbox/notices.ts), so that whatever was committed will be told.
import { laddersOf } from '../plan/ladders-of.ts'
import { peopleThere, targetsAt } from '../plan/on-call.ts'
import type { Addressee, Person, Plan, Property, Quiet, Target } from '../plan/plan.ts'
import { propertiesOver } from '../plan/uses-trunk.ts'
import type { Fact, FactKind, TrunkTroubleFact } from '../world/facts.ts'
import type { EpochMs } from '../world/ids.ts'
import { isForOwner, type NoticeEvent, type NoticeWay } from './events.ts'
import type { EmergencyAbout } from './post.ts'
import { tellAt } from './quiet-hours.ts'

export interface Notice {
  /** The same for everybody who is told the same; who asks twice gets one. */
  readonly key: string
  readonly event: NoticeEvent
  readonly property: string
  /** The recording of a message, the incident, or the call: where the store looks for the rest. */
  readonly subject: string
  /** Whose deed it is, where it is somebody's: a person of the rules, or whoever they said they are. */
  readonly who: string | null
  readonly tell: readonly Told[]
}

/** One address that is told. `at`: not before. */
export interface Told {
  readonly way: NoticeWay
  readonly to: string
  readonly at: EpochMs
}

type Happening = Omit<Notice, 'property' | 'tell'>

/** The property of the fact's own call or incident after the turn, and the ladder of an incident; a trunk is of no property. */
export interface Whose {
  readonly property: string | null
  readonly ladder: string | null
}

export function noticesOf(fact: Fact, { property: id, ladder }: Whose, plan: Plan): Notice[] {
  if (fact.kind === 'trunk-trouble' || fact.kind === 'trunk-well') return ofTrunk(fact, plan)
  const property = plan.properties[id ?? '']
  const happening = property === undefined ? null : happeningOf(fact)
  if (property === undefined || happening === null) return []
  const mailbox = fact.kind === 'message-taken' || fact.kind === 'message-lost' ? fact.mailbox : null
  const owner = fact.kind === 'owner-told' ? fact.person : null
  const tell = toldOf(plan, property, happening.event, { mailbox, ladder, owner }, fact.at)
  return tell.length === 0 ? [] : [{ ...happening, property: property.id, tell }]
}

/** To the people of every property that uses it, each address once: by the property that lets it be told first. */
function ofTrunk(fact: Fact & TrunkTroubleFact, plan: Plan): Notice[] {
  const { stream, kind, trouble, at } = fact
  const about = { mailbox: null, ladder: null }
  const told = propertiesOver(plan, fact.trunk).flatMap(property =>
    toldOf(plan, property, 'trunk', about, at).map(each => ({ ...each, property: property.id })),
  )
  const tell = Map.groupBy(once(told), ({ property }) => property)
  const what = kind === 'trunk-well' ? 'well' : trouble
  const happening = { key: `${stream}:${what}:${at}`, event: 'trunk', subject: `${stream} ${what} ${at}`, who: null } as const
  return [...tell].map(([property, all]) => ({ ...happening, property, tell: all.map(({ property: _, ...each }) => each) }))
}

/** The mailbox of a message, the ladder of an incident, the owner to whom alone it is said. */
export interface Concerned {
  readonly mailbox: string | null
  readonly ladder: string | null
  readonly owner?: string | null
}

/** Everybody who is told of such an event now: of a message in this mailbox, of an incident that climbs this ladder. */
export function toldOf(plan: Plan, property: Property, event: NoticeEvent, about: Concerned, now: EpochMs): Told[] {
  const tell = [...always(plan, property, event, about, now), ...byRules(plan, property, event, now)]
  return once(tell).filter(({ way }) => way === 'webhook' || (way === 'mail' ? plan.mail : plan.sms) !== undefined)
}

function happeningOf(fact: Fact): Happening | null {
  const { stream, at } = fact
  // `resolved` is told as soon as incidents know it.
  const { kind, person, by } = fact as { readonly kind: string; readonly person?: string; readonly by?: string }
  const who = person ?? by ?? null
  switch (kind) {
    case 'opened':
      return { key: `opened:${stream}`, event: 'opened', subject: stream, who: null }
    // A keypress is followed by the end of the talk, which says the same once more of the same person.
    case 'accepted':
    case 'owned':
    case 'acknowledged':
      return { key: `acknowledged:${stream}:${who}`, event: 'acknowledged', subject: stream, who }
    case 'late':
      return { key: `late:${stream}`, event: 'late', subject: stream, who: null }
    // Told once at the beginning and once at the end of the retries, not at each of them.
    case 'unreached':
    case 'retries-over':
      return { key: `${kind}:${stream}:${at}`, event: 'unreached', subject: stream, who: null }
    case 'storm-began':
      return { key: `storm:${stream}:${at}`, event: 'storm', subject: stream, who: null }
    case 'resolved':
      return { key: `resolved:${stream}:${at}`, event: 'resolved', subject: stream, who }
  }
  if (fact.kind === 'owner-told')
    return fact.by === 'sms' ? { key: `${fact.of}:${stream}:${at}`, event: fact.of, subject: stream, who: fact.person } : null
  if (fact.kind === 'message-taken' || fact.kind === 'message-lost')
    return { key: `message:${fact.recording}`, event: 'message', subject: fact.recording, who: null }
  if (fact.kind === 'left' && fact.outcome === 'missed')
    return { key: `missed:${stream}`, event: 'missed', subject: stream, who: null }
  return emergencyOf(fact)
}

/** That it was dialled, and how it went: answered, by nobody carried, or given up by the caller. */
function emergencyOf(fact: Fact): Happening | null {
  const what = EMERGENCY_TOLD[fact.kind]
  if (what === undefined || !('dialled' in fact)) return null
  if (fact.kind === 'emergency-ended' && fact.result !== 'left') return null
  const { stream, test } = fact
  const event = test ? 'emergency-test' : 'emergency'
  return { key: `emergency:${stream}:${what}`, event, subject: `${stream} ${what}`, who: null }
}

const EMERGENCY_TOLD: Readonly<Partial<Record<FactKind, EmergencyAbout['what']>>> = {
  'emergency-dialled': 'dialled',
  'emergency-answered': 'answered',
  'emergency-failed': 'failed',
  'emergency-ended': 'left',
}

/** Without a rule under `notify`: a message goes to its mailbox, and that nobody was reached, or a trunk's trouble, to whoever ladders and digest name. */
function always(plan: Plan, property: Property, event: NoticeEvent, { mailbox, ladder, owner }: Concerned, now: EpochMs): Told[] {
  const mailed = (to: readonly string[] | undefined): Told[] => (to ?? []).map(each => ({ way: 'mail', to: each, at: now }))
  if (event === 'message') return mailed(property.mailboxes[mailbox ?? '']?.mail)
  // No quiet hours: it is their incident.
  if (isForOwner(event)) return told('sms', plan.people[owner ?? '']?.sms, now)
  if (event === 'storm') return mailed(property.digest?.mail)
  if (event === 'trunk' && property.notify?.some(({ on }) => on.includes(event))) return []
  const targets = targetsOf(plan, property, event, ladder)
  if (targets === null) return []
  const people = targets
    .flatMap(each => peopleOf(plan, property, each, now))
    .flatMap(person => {
      const at = tellAt([person.quiet], event, now)
      return [...told('mail', person.mail, at), ...told('sms', person.sms, at)]
    })
  return [...people, ...mailed(property.digest?.mail)]
}

/** Who is told besides the digest's addresses; null where nobody is. In an emergency everybody of every ladder, who is rung and who is told. */
function targetsOf(
  plan: Plan,
  property: Property,
  event: NoticeEvent,
  ladder: string | null,
): readonly (readonly Target[])[] | null {
  if (event === 'unreached') return [plan.ladders[ladder ?? '']?.notify ?? []]
  if (event !== 'emergency' && event !== 'trunk') return null
  const ladders = [...laddersOf(plan, property)].flatMap(id => plan.ladders[id] ?? [])
  return ladders.flatMap(({ rungs, notify = [] }) => [
    ...(event === 'emergency' ? rungs.map(({ targets }) => targets) : []),
    notify,
  ])
}

function byRules(plan: Plan, property: Property, event: NoticeEvent, now: EpochMs): Told[] {
  const rules = (property.notify ?? []).filter(({ on }) => on.includes(event))
  return rules.flatMap(({ mail, sms, webhooks, quiet }) => [
    // Quiet hours are for people.
    ...webhooks.flatMap(name => told('webhook', name, now)),
    ...mail.flatMap(who => toAddressee(plan, property, 'mail', who, quiet, event, now)),
    ...sms.flatMap(who => toAddressee(plan, property, 'sms', who, quiet, event, now)),
  ])
}

function toAddressee(
  plan: Plan,
  property: Property,
  way: 'mail' | 'sms',
  who: Addressee,
  quiet: Quiet | undefined,
  event: NoticeEvent,
  now: EpochMs,
): Told[] {
  if (who.kind === 'address') return told(way, who.address, tellAt([quiet], event, now))
  return peopleOf(plan, property, [who], now).flatMap(person => told(way, person[way], tellAt([quiet, person.quiet], event, now)))
}

/** Who is there; when all of them are away, all of them all the same: somebody must be told. */
function peopleOf(plan: Plan, property: Property, targets: readonly Target[], now: EpochMs): Person[] {
  return peopleThere(plan, targetsAt(property.id, targets), now).flatMap(id => plan.people[id] ?? [])
}

function told(way: NoticeWay, to: string | undefined, at: EpochMs): Told[] {
  return to === undefined ? [] : [{ way, to, at }]
}

/** Each address once, at the earliest of its times. */
function once<T extends Told>(all: readonly T[]): T[] {
  const found = new Map<string, T>()
  for (const each of all) {
    const key = `${each.way} ${each.to}`
    const before = found.get(key)
    if (before === undefined || each.at < before.at) found.set(key, each)
  }
  return [...found.values()]
}
