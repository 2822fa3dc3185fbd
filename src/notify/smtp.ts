// Hands one mail to the mail server of the rules and says what came of it, in words that tell an administrator what to do.
// Called by send-mail.ts and try-out.ts. Never throws, always settles: a server that hangs is left in the end, and it is known whether it had the whole mail by then.
import type { Readable } from 'node:stream'
import type { MailServer } from '../core/plan/plan.ts'
import { type Delivery, type Failure, failed, saidOf } from './delivery.ts'

export interface Mail {
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  /** Who gets this copy. */
  readonly to: string
  /** Who is named as getting it. */
  readonly all: readonly string[]
  readonly subject: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  /** The Message-ID that it answers to: mails with the same one are kept together. */
  readonly answers?: string
  readonly attached: readonly AttachedFile[]
}

/** Read piece by piece while it is sent: to encode ten minutes of sound at once would hold up every call. */
export interface AttachedFile {
  readonly name: string
  /** Such as audio/wav. */
  readonly type: string
  readonly content: Readable
  readonly bytes: number
}

export interface Smtp {
  /** `mostMs`: no single wait is longer, however patient one should be: for tests that somebody waits for. */
  deliver(mail: Mail, mostMs?: number): Promise<Delivery>
}

/**
 * Longest waits, ms, as RFC 5321, 4.5.3.2 wants them: five minutes for the greeting and each command, three for a block of data, ten after the
 * final dot. A server that is left earlier keeps the mail and gets it again. `socket` is for silence at any time; `before` and `after` the
 * final dot bound the whole, however busily the server says nothing.
 */
const TIMES = { dns: 10_000, connection: 300_000, greeting: 300_000, socket: 600_000, before: 900_000, after: 600_000 }
/** A slow line carries at least so much: ten minutes of sound may take a quarter of an hour, as long as they go on. */
const BYTES_PER_MS = 12

export interface SmtpOptions {
  /** What a reference such as `env:MAIL_PASSWORD` means; throws with a clear message when there is none. */
  readonly secret: (reference: string) => string
  /** Divides every wait, for tests. */
  readonly hurry?: number
}

export function openSmtp(server: MailServer, options: SmtpOptions): Smtp {
  return {
    async deliver(mail, mostMs) {
      const progress = { dotSent: false }
      try {
        const said = await handOver(server, mail, options, progress, mostMs)
        return { ok: true, ...saidOf(said) }
      } catch (error) {
        return inWords(error, server, progress.dotSent)
      }
    },
  }
}

interface Progress {
  /** All of the mail is sent: whether the server has it is its answer's to say. */
  dotSent: boolean
}

/** Gives what the server said when it took the mail. */
async function handOver(
  server: MailServer,
  mail: Mail,
  { secret, hurry = 1 }: SmtpOptions,
  progress: Progress,
  mostMs: number | undefined,
): Promise<string> {
  // Loaded for the first mail: a start takes no time for it.
  const { createTransport } = await import('nodemailer')
  const { host, port, login, tls } = { host: server.server, ...server }
  const most = (ms: number): number => Math.min(ms / hurry, mostMs ?? Number.POSITIVE_INFINITY)
  let timer: NodeJS.Timeout | undefined
  let giveUp: (error: Error) => void = () => undefined
  const late = new Promise<never>((_, reject) => {
    giveUp = reject
  })
  function waitFor(ms: number, what: string): void {
    clearTimeout(timer)
    timer = setTimeout(() => giveUp(Object.assign(new Error(`${what} ${ms / 1000} s`), { code: 'ETIMEDOUT' })), ms)
  }
  const transport = createTransport({
    host,
    port,
    secure: port === 465 && tls !== 'never',
    ignoreTLS: tls === 'never',
    requireTLS: tls === 'always' || (tls === 'auto' && login !== null),
    ...(login === null ? {} : { auth: { user: login.user, pass: secret(login.passwordFrom) } }),
    dnsTimeout: most(TIMES.dns),
    connectionTimeout: most(TIMES.connection),
    greetingTimeout: most(TIMES.greeting),
    socketTimeout: most(TIMES.socket),
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: loggerOf(() => {
      progress.dotSent = true
      waitFor(most(TIMES.after), 'no answer after the whole mail for')
    }),
  })
  const bytes = mail.attached.reduce((sum, file) => sum + file.bytes, 0)
  waitFor(most(TIMES.before) + Math.round(bytes / BYTES_PER_MS), 'the mail was not taken within')
  try {
    const sending = transport.sendMail({
      messageId: mail.messageId,
      from: mail.from,
      to: [...mail.all],
      subject: mail.subject,
      text: mail.text,
      ...(mail.answers === undefined ? {} : { inReplyTo: mail.answers, references: mail.answers }),
      headers: mail.headers,
      envelope: { from: mail.from.address, to: [mail.to] },
      attachments: mail.attached.map(({ name: filename, type: contentType, content }) => {
        return { filename, contentType, content }
      }),
    })
    sending.catch(() => undefined)
    const { response } = await Promise.race([sending, late])
    return response
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}

/** Nodemailer logs the end of the data, and tells it in no other way. */
function loggerOf(dotSent: () => void) {
  const quiet = (): void => undefined
  return {
    level: quiet,
    trace: quiet,
    debug: quiet,
    warn: quiet,
    error: quiet,
    fatal: quiet,
    info(entry: unknown) {
      if (Object(entry).tnx === 'message') dotSent()
    },
  }
}

function inWords(error: unknown, { server, port }: MailServer, dotSent: boolean): Delivery {
  const { code = '', responseCode, response, message } = Object(error) as Thrown
  const at = `${server}:${port}`
  const said = response === undefined ? {} : saidOf(response)
  // Nodemailer puts what the server said behind its own words.
  const reason = (message ?? String(error)).replace(response ?? '', '').replace(/[\s:-]+$/, '')
  const so = (toDo: string, whole: boolean, more: Failure = {}): Delivery => failed(reason, toDo, whole, { ...said, ...more })
  if (code === 'EDNS' || code === 'ENOTFOUND')
    return so(`is \`server: ${server}\` spelt right, and does this machine resolve names?`, true)
  if (code === 'EAUTH') return so('check `user` and `password` under `mail:`, and that the server lets this user send', true)
  if (code === 'ETLS' || /certificate|self-signed|SSL/i.test(reason))
    return so(`${at} and this machine do not agree on encryption: install its certificate, or write \`tls: no\``, true)
  // It closes the connection, whatever it was asked (RFC 5321, 3.8).
  if (responseCode === 421) return so('the server is in trouble; it will be tried again', true)
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500)
    return so('the server asks to try again later; it will be', false)
  if (code === 'EENVELOPE' || responseCode !== undefined)
    return so('the server refuses this mail: check the address, and that the server accepts `from`', false, { end: 'refused' })
  if (dotSent) return so(`${at} had the whole mail and gave no clear answer: is it in trouble?`, true, { end: 'uncertain' })
  if (['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'ECONNREFUSED', 'ECONNRESET'].includes(code))
    return so(`${at} does not answer: is it up, is the port right, does a firewall stand between?`, true)
  return so('see the reason; it will be tried again', true)
}

interface Thrown {
  readonly code?: string
  readonly responseCode?: number
  readonly response?: string
  readonly message?: string
}
