// One message in a journal, and what became of telling it: sent, held by quiet hours, tried in vain, given up. For tests of the outbox.
import { callId } from '../../src/core/world/ids.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { arrival, at, call, turn } from '../store/example-turns.ts'
import type { FollowedJournal } from '../support/followed-journal.ts'
import { planWithMail } from './office.ts'

const HASH = 'plan-of-the-outbox'

export function prepared(journal: FollowedJournal): void {
  const quiet = { window: { from: 1260, to: 420 }, zone: 'America/Chicago' }
  const kim = { kind: 'address', address: 'kim@oak.test' } as const
  const text = { kind: 'address', address: '+13125550301' } as const
  journal.keepPlan(
    HASH,
    planWithMail(25, {
      property: {
        notify: [
          { on: ['message'], mail: [kim], sms: [], webhooks: ['pm'], quiet },
          { on: ['message'], mail: [], sms: [text], webhooks: [] },
        ],
      },
      plan: {
        webhooks: { pm: { id: 'pm', url: 'https://pm.test' } },
        sms: { url: 'https://sms.test', method: 'POST', headers: {}, form: false },
      },
    }),
    {},
  )
  journal.commit(messageOf('c1'))
  const recording = 'c1-message-1'
  journal.outbox.later(`message:${recording}:office@oak.test`, at(1000), {
    ...{ answer: 'connect ECONNREFUSED', firm: false, uncertain: false },
  })
  journal.outbox.sent(`message:${recording}:sms:+13125550301`, at(90))
  journal.outbox.givenUp(`message:${recording}:webhook:pm`, at(1900), 'pm.test answered 500')
}

/** A caller of this box leaves a message. */
export function messageOf(id: string): Turn[] {
  const recording = `${id}-message-1`
  const input = { type: 'recordingFinished', channel: id, recording, ms: 45_000, speechMs: null } as const
  const taken = { kind: 'message-taken', mailbox: 'office', recording, ms: 45_000, why: 'the caller left a message' } as const
  const turns: Turn[] = [arrival(id), turn(80, input, [call(id)], [[callId(id), taken]])]
  return turns.map(one => ({ ...one, changes: one.changes.map(stream => ({ ...stream, plan: HASH })) }))
}
