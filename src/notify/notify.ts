// Everything that tells people outside: mail, text messages and webhooks through the outbox, digests, lamps. Opened by run.ts beside the daemon and told by it that
// something happened; nothing here can delay a call.
import { open } from 'node:fs/promises'
import { mayBeTold, type NoticeWay } from '../core/notices/events.ts'
import type { Post } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Turn } from '../core/world/world.ts'
import type { Async, Clock, Lamps, Log, Outbox, Texts, Wrong } from '../daemon/ports.ts'
import { type Delivery, failed } from './delivery.ts'
import { openDigests } from './digests.ts'
import { openCards } from './due-cards.ts'
import { openReports } from './due-reports.ts'
import { hideCaller } from './hide-caller.ts'
import { hideSecrets } from './hide-secrets.ts'
import { type LampKeeper, openLampKeeper } from './lamps.ts'
import { openOutboxLoop } from './outbox-loop.ts'
import { sendCard } from './send-card.ts'
import { sendMail } from './send-mail.ts'
import { attachedFile, type MakeReports, sendReport } from './send-report.ts'
import { sendSms } from './send-sms.ts'
import { type SendNeeds, sendWebhook } from './send-webhook.ts'
import { type AttachedFile, openSmtp, type Smtp } from './smtp.ts'
import { tryOut } from './try-out.ts'
import { type Sound, writeNotice } from './write-notice.ts'

/** What was given up is wrong for a day, and was wrong after that. */
const DAY_MS = 86_400_000
const LAMPS_MS = 30_000
/** So often it is looked whether something was given up or waits for long. */
const LOOK_MS = 5000
/** Longest wait for a webhook's or a gateway's whole answer, ms. */
const HTTP_MS = 60_000

export interface NotifyNeeds {
  readonly outbox: Async<Outbox>
  readonly lamps: Lamps
  readonly texts: Texts
  readonly plan: Plan
  /** Where a recording is, and whether it is as it was kept; null when it is nowhere. */
  readonly find: (recording: string) => Promise<{ readonly file: string; readonly checked: string } | null>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  readonly secret: (reference: string) => string
  readonly push: (input: Input) => void
  /** Makes a report, elsewhere: it takes its time. */
  readonly makeReports: MakeReports
  /** Keys of what is being sent: handed from one to the next when rules change. */
  readonly inFlight: Set<string>
  /** Divides every wait, and shortens patience, for tests. */
  readonly hurry?: number
}

export interface Notify {
  /** To be called with every turn, before or after its commit. */
  heard(turn: Pick<Turn, 'facts'>): void
  /** There may be something to send. */
  wake(): void
  /** Sends a test, at once. */
  tryOut(way: NoticeWay, to: string): Promise<Delivery>
  readonly lamps: Pick<LampKeeper, 'connected' | 'lost'>
  /** What an administrator should know, newest first. */
  alarms(): readonly Wrong[]
  stop(): Promise<void>
}

/** Notices gather for so long before the outbox is asked, ms. */
const GATHER_MS = 200

export function openNotify(given: NotifyNeeds): Notify {
  const { secret, hide } = hideSecrets(given.plan, given.secret)
  const needs: NotifyNeeds = { ...given, secret }
  const { outbox, plan, clock, log } = needs
  const smtp =
    plan.mail === undefined ? null : openSmtp(plan.mail, { secret: needs.secret, ...(needs.hurry ? { hurry: needs.hurry } : {}) })
  const loop = openOutboxLoop({
    ...{
      outbox,
      clock,
      log,
      inFlight: needs.inFlight,
      deliver: async post => hideCaller(hide(await deliver(needs, smtp, post)), post),
    },
    settled: (post, result, why) => settled(needs, post, result, why),
    ...(needs.hurry ? { hurry: needs.hurry } : {}),
  })
  const lamps = openLampKeeper({ outbox, lamps: needs.lamps, plan, log })
  // What the PBX refused, or a journal that was late, is looked at again.
  const again = setInterval(() => lamps.changed(), LAMPS_MS / (needs.hurry ?? 1))
  const digests = openDigests({ outbox, plan, clock, log, added: () => loop.wake() })
  const reports = openReports({ outbox, plan, clock, log, added: () => loop.wake() })
  const cards = openCards({ outbox, plan, clock, log, added: () => loop.wake() })
  /** As it was a moment ago: the outbox is in another thread. */
  let wrong: readonly Wrong[] = []
  async function look(): Promise<void> {
    wrong = await outbox
      .troubles((clock.now() - DAY_MS) as EpochMs)
      .catch((error: unknown) => [{ kind: 'outbox-unreadable', what: `the outbox can not be read: ${String(error)}` }])
  }
  const looking = setInterval(() => void look(), LOOK_MS / (needs.hurry ?? 1))
  void look()
  let soon: NodeJS.Timeout | undefined
  return {
    heard({ facts }) {
      if (facts.some(({ kind }) => kind === 'notice-given-up' || kind === 'notice-sent')) void look()
      if (!facts.some(fact => mayBeTold(fact) || fact.kind === 'message-done')) return
      // Not once for each: every question makes the followers catch up first.
      soon ??= setTimeout(() => {
        soon = undefined
        loop.wake()
        lamps.changed()
      }, GATHER_MS).unref()
    },
    wake: loop.wake,
    tryOut: async (way, to) => hide(await tryOut(way, to, smtp, sendNeeds(needs))),
    lamps,
    alarms: () => wrong,
    async stop() {
      clearInterval(again)
      clearTimeout(soon)
      clearInterval(looking)
      digests.stop()
      reports.stop()
      cards.stop()
      await loop.stop()
    },
  }
}

interface OpenSound extends AttachedFile {
  readonly altered: boolean
  close(): Promise<void>
}

async function deliver(needs: NotifyNeeds, smtp: Smtp | null, post: Post): Promise<Delivery> {
  const { about } = post
  if (about.event === 'contact-card') return sendCard(post, about, needs.plan, smtp)
  return about.event === 'report'
    ? sendReport(post, about, needs.plan, smtp, needs.makeReports)
    : deliverNotice(needs, smtp, post)
}

/** A digest is the first page of the report of exceptions, which is attached. */
async function withExceptions(needs: NotifyNeeds, post: Post): Promise<{ post: Post; page: AttachedFile | null }> {
  const { about } = post
  if (about.event !== 'digest' || post.way !== 'mail') return { post, page: null }
  const { from, until: to } = about
  const zone = needs.plan.properties[post.property]?.zone ?? needs.plan.box.zone
  try {
    const asked = { event: 'report', reports: ['exceptions'], by: 'portfolio', group: null } as const
    const [made] = await needs.makeReports({ ...asked, property: post.property, from, to, zone })
    if (made === undefined) return { post, page: null }
    return { post: { ...post, about: { ...about, found: made.found } }, page: attachedFile(made) }
  } catch (error) {
    needs.log.warn({ error: String(error) }, 'the report of exceptions could not be made: the digest goes out without it')
    return { post, page: null }
  }
}

async function deliverNotice(needs: NotifyNeeds, smtp: Smtp | null, given: Post): Promise<Delivery> {
  const { plan, log } = needs
  const { post, page } = await withExceptions(needs, given)
  const http = sendNeeds(needs)
  let sound: OpenSound | null = null
  try {
    if (post.way === 'webhook') return await sendWebhook(post, http)
    const wanted = post.way === 'mail' ? soundWanted(post) : null
    sound = wanted === null ? null : await soundOf(needs, wanted)
    if (wanted !== null && sound === null)
      log.error({ recording: wanted }, 'a recording is missing: its mail goes out without it')
    const written = writeNotice(post, plan, wanted === null ? 'none' : stateOf(sound))
    if (written.unusable.length > 0)
      log.warn(
        { event: post.about.event, parts: written.unusable },
        'words under `notices:` can not be filled; the own words are used',
      )
    return post.way === 'sms' ? await sendSms(post, written.sms, http) : await sendMail(post, plan, smtp, written, page ?? sound)
  } catch (error) {
    return failed(String(error), 'this is a mistake in Nightbell: please report it', false)
  } finally {
    await sound?.close()
  }
}

function stateOf(sound: OpenSound | null): Sound {
  if (sound === null) return 'missing'
  return sound.altered ? 'altered' : 'attached'
}

function sendNeeds({ plan, secret, texts, clock, hurry = 1 }: NotifyNeeds): SendNeeds {
  return { plan, secret, texts, now: () => clock.now(), patienceMs: HTTP_MS / hurry }
}

function soundWanted({ about }: Post): string | null {
  if (about.event === 'message') return about.lost === null ? about.recording : null
  return 'incident' in about ? about.statement : null
}

function streamOf(about: Post['about']) {
  if ('incident' in about) return about.incident
  if ('call' in about) return about.call
  if ('what' in about) return about.id
  return 'trunkStream' in about ? about.trunkStream : null
}

/** The call, incident or trunk learns of it; of the others there is none. */
function settled({ outbox, clock, push }: NotifyNeeds, post: Post, result: 'sent' | 'given-up', why: string): void {
  const { key, way, to: whom, about } = post
  const stream = streamOf(about)
  if (stream !== null) {
    push({ type: 'noticeSettled', result, stream, key, event: about.event, way, whom, why })
  } else if (result === 'given-up') void outbox.givenUp(key, clock.now(), why).catch(() => undefined)
}

/** Null when it is not there. To be closed by whoever asked. */
async function soundOf({ find }: NotifyNeeds, recording: string): Promise<OpenSound | null> {
  try {
    const found = await find(recording)
    if (found === null) return null
    const file = await open(found.file)
    const { size: bytes } = await file.stat()
    const content = file.createReadStream({ autoClose: false })
    return {
      name: `${recording}.wav`,
      type: 'audio/wav',
      content,
      bytes,
      altered: found.checked === 'altered',
      async close() {
        content.destroy()
        await file.close().catch(() => undefined)
      },
    }
  } catch {
    return null
  }
}
