// Hands one mail to the mail server of the rules and says what came of it, in words that tell an administrator what to do.
// Called by send-mail.ts and try-out.ts. Never throws, always settles: a server that hangs is left after a minute, or later where much is sent.
import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { MailServer } from '../core/plan/plan.ts'
import { type Delivery, failed } from './delivery.ts'

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
  readonly sound: SoundFile | null
}

/** Read piece by piece while it is sent: to encode ten minutes of sound at once would hold up every call. */
export interface SoundFile {
  readonly name: string
  readonly content: Readable
  readonly bytes: number
}

export interface Smtp {
  deliver(mail: Mail): Promise<Delivery>
}

/** Longest wait for the network, for the server's first word, and between two words, ms; then for the whole mail. */
const TIMES = { connectionTimeout: 10_000, dnsTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }
const WHOLE_MS = 60_000
/** A slow line carries at least so much: ten minutes of sound may take a quarter of an hour, as long as they go on. */
const BYTES_PER_MS = 12

export interface SmtpOptions {
  /** What a reference such as `env:MAIL_PASSWORD` means; throws with a clear message when there is none. */
  readonly secret: (reference: string) => string
  /** Shorter waits, for tests. */
  readonly patienceMs?: number
}

export function openSmtp(server: MailServer, options: SmtpOptions): Smtp {
  return {
    async deliver(mail) {
      try {
        return await handOver(server, mail, options)
      } catch (error) {
        return inWords(error, server)
      }
    },
  }
}

async function handOver(server: MailServer, mail: Mail, { secret, patienceMs }: SmtpOptions): Promise<Delivery> {
  const { host, port, login, tls } = { host: server.server, ...server }
  const patience = (patienceMs ?? WHOLE_MS) + Math.round((mail.sound?.bytes ?? 0) / BYTES_PER_MS)
  const times = Object.fromEntries(Object.entries(TIMES).map(([name, ms]) => [name, Math.min(ms, patienceMs ?? WHOLE_MS)]))
  const transport = createTransport({
    ...{ host, port, secure: port === 465 && tls !== 'never' },
    ...{ ignoreTLS: tls === 'never', requireTLS: tls === 'always' || (tls === 'auto' && login !== null) },
    ...(login === null ? {} : { auth: { user: login.user, pass: secret(login.passwordFrom) } }),
    ...times,
    ...{ disableFileAccess: true, disableUrlAccess: true },
  })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(`no end after ${patience / 1000} s`), { code: 'ETIMEDOUT' })),
      patience,
    )
  })
  try {
    const sending = transport.sendMail({
      ...{ messageId: mail.messageId, from: mail.from, to: [...mail.all], subject: mail.subject, text: mail.text },
      ...(mail.answers === undefined ? {} : { inReplyTo: mail.answers, references: mail.answers }),
      ...{ headers: mail.headers, envelope: { from: mail.from.address, to: [mail.to] } },
      attachments:
        mail.sound === null ? [] : [{ filename: mail.sound.name, content: mail.sound.content, contentType: 'audio/wav' }],
    })
    sending.catch(() => undefined)
    await Promise.race([sending, late])
    return { ok: true }
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}

function inWords(error: unknown, { server, port }: MailServer): Delivery {
  const { code = '', responseCode, message } = Object(error) as { code?: string; responseCode?: number; message?: string }
  const at = `${server}:${port}`
  const reason = message ?? String(error)
  const so = (toDo: string, whole: boolean): Delivery => failed(reason, toDo, whole)
  if (code === 'EDNS' || code === 'ENOTFOUND')
    return so(`is \`server: ${server}\` spelt right, and does this machine resolve names?`, true)
  if (code === 'EAUTH') return so('check `user` and `password` under `mail:`, and that the server lets this user send', true)
  if (code === 'ETLS' || /certificate|self-signed|SSL/i.test(reason))
    return so(`${at} and this machine do not agree on encryption: install its certificate, or write \`tls: no\``, true)
  if (code === 'EENVELOPE' || (responseCode !== undefined && responseCode >= 500))
    return so('the server refuses this mail: check the address, and that the server accepts `from`', false)
  if (responseCode !== undefined) return so('the server asks to try again later; it will be', false)
  if (['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'ECONNREFUSED', 'ECONNRESET'].includes(code))
    return so(`${at} does not answer: is it up, is the port right, does a firewall stand between?`, true)
  return so('see the reason; it will be tried again', true)
}
