// Who is new in the rules and is to be mailed the contact card: asked whenever rules come into force, and at every start. The outbox remembers
// to whom it was mailed. Opened by notify.ts for each plan; sending is the outbox's.
import type { DigestNeeds } from './digests.ts'

/** The outbox may be out of reach for a moment; at the first start of all, the rules are not in the journal yet. */
const AGAIN_MS = 60_000

export function openCards({ outbox, plan, clock, log, added }: DigestNeeds): { stop(): void } {
  const people = Object.values(plan.people).flatMap(({ id, mail }) => (mail === undefined ? [] : [{ person: id, mail }]))
  const nobody = plan.mail === undefined || plan.mail.contactCard === false || people.length === 0
  let again: NodeJS.Timeout | undefined
  let isStopped = false

  async function ask(): Promise<void> {
    try {
      if (await outbox.addCards(people, clock.now())) return added()
    } catch (error) {
      log.error({ error: String(error) }, 'the contact card for new people can not be kept; trying again within a minute')
    }
    if (!isStopped) again = setTimeout(() => void ask(), AGAIN_MS).unref()
  }
  if (!nobody) void ask()
  return {
    stop() {
      isStopped = true
      clearTimeout(again)
    },
  }
}
