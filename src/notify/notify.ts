// Everything that tells people outside: mail through the outbox, digests, lamps. Opened by run.ts beside the daemon and told by it that
// something happened; nothing here can delay a call.
import { readFile } from 'node:fs/promises'
import type { Post } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Turn } from '../core/world/world.ts'
import type { Clock, Lamps, Log, Outbox } from '../daemon/ports.ts'
import { openDigests } from './digests.ts'
import { type LampKeeper, openLampKeeper } from './lamps.ts'
import { openOutboxLoop } from './outbox-loop.ts'
import { type Delivery, openSmtp, type Smtp } from './smtp.ts'
import { writeMail } from './write-mail.ts'

const WEEK_MS = 7 * 86_400_000
const LAMPS_MS = 30_000

export interface NotifyNeeds {
  readonly outbox: Outbox
  readonly lamps: Lamps
  readonly plan: Plan
  /** Where Asterisk keeps its recordings. */
  readonly recordings: string
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  readonly secret: (reference: string) => string
  /** Divides every wait, and shortens patience, for tests. */
  readonly hurry?: number
}

export interface Notify {
  /** To be called with every turn, before or after its commit. */
  heard(turn: Pick<Turn, 'facts'>): void
  readonly lamps: Pick<LampKeeper, 'connected' | 'lost'>
  /** What an administrator should know, newest first. */
  alarms(): readonly { readonly since: number; readonly what: string }[]
  stop(): Promise<void>
}

export function openNotify(needs: NotifyNeeds): Notify {
  const { outbox, plan, clock, log } = needs
  const smtp =
    plan.mail === undefined
      ? null
      : openSmtp(plan.mail, { secret: needs.secret, ...(needs.hurry ? { patienceMs: 60_000 / needs.hurry } : {}) })
  const loop = openOutboxLoop({
    ...{ outbox, clock, log, deliver: post => deliver(needs, smtp, post) },
    ...(needs.hurry ? { hurry: needs.hurry } : {}),
  })
  const lamps = openLampKeeper({ outbox, lamps: needs.lamps, plan, log })
  // What the PBX refused, or a journal that was late, is looked at again.
  const again = setInterval(() => lamps.changed(), LAMPS_MS / (needs.hurry ?? 1))
  const digests = openDigests({ outbox, plan, clock, log, added: () => loop.wake() })
  return {
    heard({ facts }) {
      if (
        !facts.some(
          ({ kind }) => kind === 'message-taken' || kind === 'message-done' || kind === 'unreached' || kind === 'retries-over',
        )
      )
        return
      // After the commit, which follows at once.
      setImmediate(() => {
        loop.wake()
        lamps.changed()
      })
    },
    lamps,
    alarms() {
      try {
        return outbox.troubles((clock.now() - WEEK_MS) as EpochMs)
      } catch (error) {
        return [{ since: clock.now(), what: `the outbox can not be read: ${String(error)}` }]
      }
    },
    async stop() {
      clearInterval(again)
      digests.stop()
      await loop.stop()
    },
  }
}

async function deliver({ plan, recordings, log }: NotifyNeeds, smtp: Smtp | null, post: Post): Promise<Delivery> {
  if (smtp === null || plan.mail === undefined) {
    const toDo = 'write `mail:` with `server` and `from` into the rules again'
    return { ok: false, reason: 'the rules name no mail server', toDo, server: true }
  }
  const { about } = post
  try {
    const sound = about.event === 'message' ? await soundOf(recordings, about.recording) : null
    if (about.event === 'message' && sound === null)
      log.error({ recording: about.recording, recordings }, 'a recording is missing: its mail goes out without it')
    const written = writeMail(post, plan, about.event !== 'message' ? 'none' : sound === null ? 'missing' : 'attached')
    const { from } = plan.mail
    return await smtp.deliver({
      ...{ to: post.to, all: post.all, from: { name: plan.box.name, address: from }, sound, ...written },
      messageId: `<${post.thread.replaceAll(/[^A-Za-z0-9.-]/g, '.')}@${from.slice(from.lastIndexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Nightbell': about.event },
    })
  } catch (error) {
    return { ok: false, reason: String(error), toDo: 'this is a mistake in Nightbell: please report it', server: false }
  }
}

/** Null when it is not there. */
async function soundOf(directory: string, recording: string): Promise<{ name: string; content: Buffer } | null> {
  if (!/^[A-Za-z0-9-]+$/.test(recording)) return null
  try {
    return { name: `${recording}.wav`, content: await readFile(`${directory}/${recording}.wav`) }
  } catch {
    return null
  }
}
