// Whom a fact is to be told to, by the rules that its call or incident lives by. Pure. Called by the store within the commit of the
// fact, so that whatever was committed will be told. Further events and ways (webhooks, SMS) belong here.
import type { Plan } from '../plan/plan.ts'
import type { Fact } from '../world/facts.ts'
import type { Stream } from '../world/world.ts'

export interface Notice {
  readonly key: string
  readonly event: 'message' | 'unreached'
  readonly property: string
  /** The recording of a message, or the incident: where the store looks for the rest. */
  readonly subject: string
  readonly mail: readonly string[]
}

/** `stream` is the fact's own, after the turn. */
export function noticesOf(fact: Fact, stream: Stream, plan: Plan): Notice[] {
  if (stream.kind !== 'call' && stream.kind !== 'incident') return []
  const property = plan.properties[stream.property ?? '']
  if (property === undefined || plan.mail === undefined) return []
  if (fact.kind === 'message-taken') {
    const mail = property.mailboxes[fact.mailbox]?.mail ?? []
    const { recording } = fact
    return mail.length === 0
      ? []
      : [{ key: `message:${recording}`, event: 'message', property: property.id, subject: recording, mail }]
  }
  // Told once at the beginning and once at the end of the retries, not at each of them.
  if (fact.kind === 'unreached' || fact.kind === 'retries-over') {
    const mail = property.digest?.mail ?? []
    const key = `${fact.kind}:${stream.id}:${fact.at}`
    return mail.length === 0 ? [] : [{ key, event: 'unreached', property: property.id, subject: stream.id, mail }]
  }
  return []
}
