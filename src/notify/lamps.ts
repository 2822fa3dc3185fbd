// Keeps the message lamps of the office telephones true: lit while a message of their mailboxes waits. Asked at every connection to
// the PBX, which forgets its lamps when it restarts, and whenever the number of waiting messages may have changed.
import type { Plan } from '../core/plan/plan.ts'
import type { Async, Lamps, Log, Outbox } from '../daemon/ports.ts'

export interface LampKeeper {
  /** The number of waiting messages may have changed. */
  changed(): void
  /** The PBX may have forgotten everything. */
  connected(): void
  lost(): void
}

export interface LampNeeds {
  readonly outbox: Pick<Async<Outbox>, 'waitingMessages'>
  readonly lamps: Lamps
  readonly plan: Plan
  readonly log: Log
}

export function openLampKeeper({ outbox, lamps, plan, log }: LampNeeds): LampKeeper {
  const phones = phonesWithLamps(plan)
  const shown = new Map<string, number>()
  let working = false
  let again = false
  let isConnected = false

  async function work(): Promise<void> {
    working = true
    do {
      again = false
      try {
        for (const [phone, waiting] of await wanted(phones, outbox)) {
          if (!isConnected || shown.get(phone) === waiting) continue
          const done = await lamps.setLamp(phone, waiting)
          if (done.ok) shown.set(phone, waiting)
          else log.warn({ phone, reason: done.reason }, 'a message lamp could not be set')
        }
      } catch (error) {
        log.error({ error: String(error) }, 'the message lamps can not be looked after')
      }
    } while (again)
    working = false
  }

  function changed(): void {
    if (phones.size === 0 || !isConnected) return
    if (working) again = true
    else void work()
  }

  return {
    changed,
    connected() {
      isConnected = true
      shown.clear()
      changed()
    },
    lost() {
      isConnected = false
    },
  }
}

/** Telephone to the mailboxes whose lamp it is, as `property mailbox`. */
function phonesWithLamps(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const phones = new Map<string, string[]>()
  for (const property of Object.values(plan.properties)) {
    for (const { id, lamp = [] } of Object.values(property.mailboxes)) {
      for (const phone of lamp) phones.set(phone, [...(phones.get(phone) ?? []), `${property.id} ${id}`])
    }
  }
  return phones
}

async function wanted(phones: ReadonlyMap<string, readonly string[]>, outbox: LampNeeds['outbox']): Promise<[string, number][]> {
  const waiting = await outbox.waitingMessages()
  const counts = new Map(waiting.map(({ property, mailbox, count }) => [`${property} ${mailbox}`, count]))
  return [...phones].map(([phone, boxes]) => [phone, boxes.reduce((sum, box) => sum + (counts.get(box) ?? 0), 0)])
}
