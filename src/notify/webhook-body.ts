// The JSON that a webhook receives. Its shape is a promise (docs/notifications.md): keys are only ever added, and `version` says when one
// must change. Pure. What is said of the incident is what is known when it is sent; `event` and `at` say what happened and when.
import type {
  Caller,
  EmergencyAbout,
  Gathered,
  IncidentAbout,
  LogAnchor,
  MessageAbout,
  MissedAbout,
  Post,
  TrunkAbout,
} from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import { propertiesOver } from '../core/plan/uses-trunk.ts'
import { type Names, namesOf } from './words.ts'

export function webhookBody(post: Post, plan: Plan): object {
  const names = namesOf(plan, post.property)
  const { about } = post
  return {
    version: 1,
    id: post.key,
    event: about.event,
    at: iso(post.madeAt),
    property: isOfAll(about.event) ? null : { id: post.property, name: names.property, zone: names.zone },
    by: post.who,
    ...('incident' in about ? ofIncident(about, names) : about.event === 'message' ? ofMessage(about, names) : {}),
    ...(about.event === 'missed' ? ofMissed(about) : {}),
    ...('what' in about ? ofEmergency(about) : {}),
    ...(about.event === 'trunk' ? ofTrunk(about, plan) : {}),
    ...(about.event === 'anchor' ? { log: ofLog(about.anchor) } : {}),
    ...(post.gathered === undefined ? {} : { gathered: ofMany(post.gathered) }),
  }
}

function ofIncident(about: IncidentAbout, names: Names): object {
  return {
    incident: {
      id: about.incident,
      category: { id: about.category, name: names.category(about.category) },
      state: about.state,
      openedAt: iso(about.openedAt),
      passes: about.passes,
      owner: about.owner,
      ownedAt: about.ownedAt === null ? null : iso(about.ownedAt),
      statement: about.statement,
      ...(about.late && { late: { calledAt: iso(about.late.calledAt), targetSeconds: about.late.targetSeconds } }),
    },
    call: ofCall(about.call, about.caller),
  }
}

function ofMessage(about: MessageAbout, names: Names): object {
  return {
    message: {
      id: about.recording,
      mailbox: { id: about.mailbox, name: names.mailbox(about.mailbox) },
      takenAt: iso(about.takenAt),
      seconds: Math.round(about.ms / 1000),
      recorded: about.lost !== null ? 'nothing' : about.cut ? 'beginning' : 'whole',
    },
    call: ofCall(about.call, about.caller),
  }
}

/** `call` is the last of them. */
function ofMany({ count, from, until }: Gathered): object {
  return { count, from: iso(from), until: iso(until) }
}

function ofMissed(about: MissedAbout): object {
  const { line, arrivedAt, waitedMs } = about
  const rest = { line, arrivedAt: iso(arrivedAt), waitedSeconds: Math.round(waitedMs / 1000) }
  return { call: { ...ofCall(about.call, about.caller), ...rest } }
}

function ofEmergency({ id, what, phone, dialled, calledAt, trunk }: EmergencyAbout): object {
  return { emergency: { id, phone, dialled, calledAt: iso(calledAt), state: what, trunk } }
}

/** `until` is null while it lasts, and where it has no end of its own. */
function ofTrunk({ trunk, trouble, since, until, reason }: TrunkAbout, plan: Plan): object {
  const properties = propertiesOver(plan, trunk).map(({ id }) => id)
  const over = until === null ? {} : { until: iso(until) }
  return { trunk: { id: trunk, trouble, since: iso(since), until: null, ...over, reason, properties } }
}

/** Not of one property. */
function isOfAll(event: string): boolean {
  return event === 'anchor' || event === 'trunk'
}

function ofLog({ seq, at, hash }: LogAnchor): object {
  return { seq, at: iso(at), hash }
}

/** A number that is null was withheld, unless it was erased. */
function ofCall(id: string, { number, name, erased }: Caller): object {
  return { id, number, name, erased }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
