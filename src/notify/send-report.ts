// Mails a report: text in the mail, HTML attached. `makeReports` makes it when it is sent.
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Found, Post, ReportAbout } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import { type Delivery, failed } from './delivery.ts'
import { mailId } from './send-mail.ts'
import type { AttachedFile, Smtp } from './smtp.ts'
import { oneLine } from './words.ts'

/** One report in its forms. */
export interface MadeReport {
  /** Service */
  readonly title: string
  /** Oak Creek; group texas */
  readonly scope: string
  /** November 2026 (America/Chicago) */
  readonly span: string
  /** service-2026-11-01 */
  readonly name: string
  readonly text: string
  /** UTF-8: for a thousand properties some millions of characters, encoded where it was made. */
  readonly html: Uint8Array
  /** Its tables that have rows. */
  readonly found: readonly Found[]
}

export type MakeReports = (about: ReportAbout) => Promise<readonly MadeReport[]>

/** A long text would hold up calls while it is encoded, and nobody reads it in a mail. */
const MOST_TEXT = 60_000
const PIECE = 16_384

export async function sendReport(
  post: Post,
  about: ReportAbout,
  plan: Plan,
  smtp: Smtp | null,
  makeReports: MakeReports,
): Promise<Delivery> {
  if (smtp === null || plan.mail === undefined)
    return failed('the rules name no mail server', 'write `mail:` with `server` and `from` into the rules again', true)
  let made: readonly MadeReport[]
  try {
    made = await makeReports(about)
  } catch (error) {
    const toDo = 'see whether `nightbell report` says more; it will be tried again'
    return failed(`the report could not be made: ${error instanceof Error ? error.message : String(error)}`, toDo, false)
  }
  const { from } = plan.mail
  return smtp.deliver({
    messageId: mailId(post.thread, from),
    from: { name: plan.box.name, address: from },
    to: post.to,
    all: post.all,
    subject: subjectOf(plan.box.name, made),
    text: textOf(made),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Nightbell': about.event },
    attached: made.map(attachedFile),
  })
}

const LONGEST_SUBJECT = 200
const LONGEST_NAME = 60

/** All are of the same properties and the same time. A long name is cut; the time is whole. */
export function subjectOf(box: string, made: readonly Pick<MadeReport, 'title' | 'scope' | 'span'>[]): string {
  const [first] = made
  const what = `[${oneLine(box, LONGEST_NAME)}] ${made.map(({ title }) => title).join(', ')}`
  if (first === undefined) return what
  const when = `, ${first.span}`
  const room = Math.max(1, LONGEST_SUBJECT - what.length - when.length - 2)
  return `${what}: ${oneLine(first.scope, room)}${when}`
}

function textOf(made: readonly MadeReport[]): string {
  return shortened(made.map(one => one.text).join('\n\n'))
}

export function shortened(text: string): string {
  if (text.length <= MOST_TEXT) return text
  const end = text.lastIndexOf('\n', MOST_TEXT)
  return `${text.slice(0, end)}\n…\nThis is not all of it: the attached page is.\n`
}

export function attachedFile({ name, html }: MadeReport): AttachedFile {
  const content = Readable.from(piecesOf(html))
  return { name: `${name}.html`, type: 'text/html; charset=utf-8', content, bytes: html.length }
}

/** A piece at a time, and calls in between: to encode a large page at once would hold them up. */
async function* piecesOf(html: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < html.length; at += PIECE) {
    yield html.subarray(at, at + PIECE)
    await setImmediate()
  }
}
