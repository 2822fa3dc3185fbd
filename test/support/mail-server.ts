// A real SMTP server for tests: keeps what it was sent, parsed; can be down, busy (451), hanging, or refuse one address.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Received {
  readonly to: readonly string[]
  readonly mail: ParsedMail
}

/** Forty seconds, in tests whose time runs a hundred times faster. */
const LATE_MS = 400

type Saying = 'ok' | '451' | '550' | 'hang' | 'drop' | 'late'

export interface MailServerOfTest {
  readonly port: number
  readonly received: readonly Received[]
  /** The Message-IDs of all mails that were handed over, whatever was said to them. */
  readonly offered: readonly string[]
  /** The n-th mail, from 1, as soon as it is there. */
  mail(n?: number, withinMs?: number): Promise<Received>
  /** The first mail with such a subject, as soon as it is there. */
  mailAbout(subject: RegExp): Promise<Received>
  /** Waits until a mail has been handed over for the n-th time. */
  offer(n: number): Promise<void>
  /** What it says when a mail has been handed over; `hang` says nothing, `drop` hangs up, `late` says ok after 400 ms. */
  says(what: Saying): void
  refuses(address: string | null): void
  open(): Promise<void>
  close(): Promise<void>
}

export async function openMailServer(login?: { readonly user: string; readonly password: string }): Promise<MailServerOfTest> {
  const port = await freePort()
  const received: Received[] = []
  const waiting: (() => void)[] = []
  let saying: Saying = 'ok'
  let refused: string | null = null
  const offered: string[] = []
  const sockets = new Map<string, Socket>()
  let server: SMTPServer | null = null

  async function when<T>(find: () => T | undefined, what: string, withinMs: number): Promise<T> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const found = find()
      if (found !== undefined) return found
      const left = deadline - performance.now()
      if (left <= 0) throw new Error(`no ${what} within ${withinMs} ms; there are ${offered.length}`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left)
        waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  function make(): SMTPServer {
    return new SMTPServer({
      ...{ authOptional: login === undefined, disabledCommands: login === undefined ? ['STARTTLS', 'AUTH'] : ['STARTTLS'] },
      ...{ allowInsecureAuth: true, logger: false, closeTimeout: 100 },
      onAuth(auth, _session, done) {
        if (auth.username === login?.user && auth.password === login?.password) done(null, { user: auth.username })
        else done(new Error('wrong user or password'))
      },
      onConnect(session, done) {
        const open = [...(server?.connections ?? [])] as unknown as { id: string; _socket: Socket }[]
        const own = open.find(({ id }) => id === session.id)
        if (own !== undefined) sockets.set(session.id, own._socket)
        done()
      },
      onRcptTo({ address }, _session, done) {
        done(address === refused ? Object.assign(new Error('no such mailbox'), { responseCode: 550 }) : null)
      },
      onData(stream, session, done) {
        const parsing = simpleParser(stream)
        void parsing.then(mail => {
          offered.push(mail.messageId ?? '')
          for (const tell of waiting) tell()
          if (saying === 'hang') return
          if (saying === 'drop') return sockets.get(session.id)?.destroy()
          if (saying === '550') return done(Object.assign(new Error('this looks like spam'), { responseCode: 550 }))
          if (saying === '451') return done(Object.assign(new Error('come back later'), { responseCode: 451 }))
          received.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail })
          if (saying === 'late') setTimeout(done, LATE_MS)
          else done()
          for (const tell of waiting) tell()
        })
      },
    })
  }

  const self: MailServerOfTest = {
    port,
    received,
    offered,
    mail: (n = 1, withinMs = 20_000) => when(() => received[n - 1], `${n}. mail`, withinMs),
    mailAbout: subject =>
      when(() => received.find(({ mail }) => subject.test(mail.subject ?? '')), `mail about ${subject}`, 20_000),
    offer: async n => void (await when(() => offered[n - 1], `${n}. mail`, 20_000)),
    says: what => {
      saying = what
    },
    refuses: address => {
      refused = address
    },
    async open() {
      if (server !== null) return
      server = make()
      server.on('error', () => undefined)
      server.listen(port, '127.0.0.1')
      await once(server.server, 'listening')
    },
    async close() {
      const open = server
      server = null
      if (open !== null) await new Promise<void>(resolve => open.close(() => resolve()))
    },
  }
  await self.open()
  return self
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no free port')
  return address.port
}
