// Messages by mail, against a real SMTP server: what arrives, and that nothing is lost and nothing delays anybody while the server is
// down, slow, busy or of another opinion.
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { alarmed, Office, type OfficeOptions, until } from './office.ts'

let server: MailServerOfTest
let office: Office
beforeEach(async () => {
  server = await openMailServer()
})
afterEach(async () => {
  await office.remove()
  await server.close()
})

function opened(options: OfficeOptions = {}): Office {
  office = new Office(server.port, options)
  office.open()
  return office
}

/** One mail goes after the other: what else would have come is there before a new message's. */
async function arrivedOnly(...ids: readonly string[]): Promise<void> {
  office.message('last', 1)
  const last = '<message.last-message-1@box.test>'
  await until(() => server.received.some(({ mail }) => mail.messageId === last), 'the last mail')
  expect(server.received.map(({ mail }) => mail.messageId)).toEqual([...ids, last])
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

describe('what arrives', () => {
  test('a mail that a person likes to read, with the audio as it was recorded', async () => {
    const sound = Buffer.from(Array.from({ length: 200_000 }, (_, n) => (n * 7919) % 256))
    opened().message('c1', 0, sound)
    const { mail, to } = await server.mail()
    expect(to).toEqual(['office@oak.test'])
    expect(mail.from?.text).toBe('"Nightbell" <nightbell@box.test>')
    expect(mail.subject).toBe('[Oak Creek] Message from +1 312 555 0142, 1 min 5 s')
    expect(mail.messageId).toBe('<message.c1-message-1@box.test>')
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.text).toBe(`A caller left a message for Oak Creek office.

Property  Oak Creek
When      Sunday, March 8, 2026 at 03:01 CDT
Caller    +1 312 555 0142  "Ann "Annie" Lee"
Length    1 min 5 s
Mailbox   Oak Creek office

The recording is attached.

When it has been dealt with, somebody at the box says so with:
  nightbell messages done c1-message-1
`)
    const [attached] = mail.attachments
    expect(attached).toMatchObject({ filename: 'c1-message-1.wav', contentType: 'audio/wav' })
    expect(sha256(attached?.content ?? Buffer.alloc(0))).toBe(sha256(sound))
  })

  test('a recording that is missing is said, and the mail goes out all the same', async () => {
    opened().message('c1', 0, null)
    const { mail } = await server.mail()
    expect(mail.attachments).toEqual([])
    expect(mail.text).toContain('The recording is missing: c1-message-1.wav is neither kept nor where Asterisk recorded it.')
    expect(office.log.map(({ message }) => message)).toContain('a recording is missing: its mail goes out without it')
  })

  test('a caller who was erased before the mail went out stays erased', async () => {
    await server.close()
    opened().message()
    await until(() => office.log.some(({ level }) => level === 'warn'), 'tried in vain')
    expect(office.journal.eraseCall('c1' as never)).toMatchObject({ erased: 2 })
    await server.open()
    const { mail } = await server.mail()
    expect(mail.subject).toBe('[Oak Creek] Message from (erased), 1 min 5 s')
    expect(JSON.stringify(mail.headerLines) + mail.text).not.toMatch(/5550142|Annie/)
  })

  test('an incident that nobody took is told to whoever gets the digest', async () => {
    opened({ property: { digest: { at: 450, mail: ['manager@oak.test'] } } }).unreached()
    const { mail, to } = await server.mail()
    expect(to).toEqual(['manager@oak.test'])
    expect(mail.subject).toBe('[Oak Creek] URGENT, nobody could be reached: water leak')
    expect(mail.text).toContain('Tried     2 times through the whole ladder')
    expect(mail.text).toContain('nightbell calls show u1')
  })
})

describe('two recipients', () => {
  const two = {
    property: { mailboxes: { office: { id: 'office', name: 'Office', mail: ['a@oak.test', 'b@oak.test'] } } },
  }

  test('each gets a copy of the same mail', async () => {
    opened(two).message()
    await server.mail(2)
    expect(server.received.map(({ to }) => to[0]).sort()).toEqual(['a@oak.test', 'b@oak.test'])
    expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(1)
    expect(server.received.map(({ mail }) => [mail.to].flat()[0]?.text)).toEqual(Array(2).fill('a@oak.test, b@oak.test'))
  })

  test('an address that is refused does not keep the other waiting, and gets its copy once it is right', async () => {
    server.refuses('a@oak.test')
    opened(two).message()
    expect((await server.mail()).to).toEqual(['b@oak.test'])
    await until(() => office.log.some(({ fields }) => /no such mailbox/.test(String(fields.reason))), 'refused')
    expect(office.log.find(({ level }) => level === 'warn')?.fields.toDo).toBe(
      'the server refuses this mail: check the address, and that the server accepts `from`',
    )
    server.refuses(null)
    expect((await server.mail(2)).to).toEqual(['a@oak.test'])
  })
})

describe('a server in trouble', () => {
  test('down, then up: delivered once', async () => {
    await server.close()
    opened().message()
    await until(() => office.log.filter(({ level }) => level === 'warn').length >= 2, 'tried twice')
    expect(office.log.find(({ level }) => level === 'warn')).toMatchObject({
      message: 'a notice could not be sent; trying again',
      fields: { toDo: `127.0.0.1:${server.port} does not answer: is it up, is the port right, does a firewall stand between?` },
    })
    await server.open()
    await server.mail()
    await arrivedOnly('<message.c1-message-1@box.test>')
    expect(server.offered.filter(id => id === '<message.c1-message-1@box.test>')).toHaveLength(1)
  })

  test('answers 451: offered again under the same Message-ID until it is taken', async () => {
    server.says('451')
    opened().message()
    await server.offer(3)
    server.says('ok')
    await server.mail()
    expect(new Set(server.offered)).toEqual(new Set(['<message.c1-message-1@box.test>']))
    await arrivedOnly('<message.c1-message-1@box.test>')
  })

  test('hangs with one mail: nobody waits for it, and the others go out beside it', async () => {
    server.says('hang')
    opened().message('c1')
    await server.offer(1)
    server.says('ok')
    for (let n = 2; n < 22; n++) office.message(`c${n}`, n)
    await server.mail(20, 30_000)
    expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(20)
    expect(server.offered.filter(id => id === '<message.c1-message-1@box.test>')).toHaveLength(1)
  })

  test('answers forty seconds after the last dot: gets the mail once', async () => {
    server.says('late')
    opened().message('c1')
    await server.mail()
    await until(() => office.log.some(({ message }) => message === 'a notice was sent'), 'marked')
    server.says('ok')
    await arrivedOnly('<message.c1-message-1@box.test>')
    expect(server.offered).toHaveLength(2)
  })

  test('takes a mail and hangs up without a word: repeated three times, hours apart, under the same Message-ID, then given up', async () => {
    server.says('drop')
    opened().message('c1')
    for (const [n, hours] of [2, 4, 8].entries()) {
      await server.offer(n + 1)
      await until(() => office.log.filter(({ level }) => level === 'warn').length === n + 1, 'known to be uncertain')
      const next = office.journal.outbox.lanes((office.clock.now() + (hours * 36_000 - 5000)) as never)
      expect(next).toEqual([])
      office.now += hours * 36_000
    }
    await server.offer(4)
    await until(() => office.told.some(({ kind }) => kind === 'notice-given-up'), 'given up')
    expect(office.told).toMatchObject([{ why: expect.stringContaining('whether it was taken is not known') }])
    expect(new Set(server.offered)).toEqual(new Set(['<message.c1-message-1@box.test>']))
    office.now += 5 * 86_400_000
    server.says('ok')
    await arrivedOnly()
  })

  test('refuses a mail after its last dot: said in its words, and the next is not kept waiting', async () => {
    server.says('550')
    opened().message('c1')
    await until(() => office.log.some(({ fields }) => /this looks like spam/.test(String(fields.reason))), 'refused')
    server.says('ok')
    office.message('c2', 1)
    await server.mail()
    expect(server.received[0]?.mail.messageId).toBe('<message.c2-message-1@box.test>')
  })

  test('hangs while the daemon stops: it stops all the same', async () => {
    server.says('hang')
    opened().message()
    await server.offer(1)
    const began = performance.now()
    await office.notify?.stop()
    expect(performance.now() - began).toBeLessThan(4000)
  })

  test('wants a password: from the environment, and without it says which is missing', async () => {
    await server.close()
    server = await openMailServer({ user: 'box', password: 'geheim' })
    opened({ mail: { login: { user: 'box', passwordFrom: 'env:MAIL_PASSWORD' } } }).message()
    await until(() => office.log.some(({ level }) => level === 'warn'), 'no password')
    expect(office.log.find(({ level }) => level === 'warn')?.fields.reason).toBe(
      'env:MAIL_PASSWORD: set the environment variable MAIL_PASSWORD',
    )
    await office.remove()
    opened({ mail: { login: { user: 'box', passwordFrom: 'env:MAIL_PASSWORD' } }, env: { MAIL_PASSWORD: 'falsch' } }).message()
    await until(() => office.log.some(({ fields }) => /`user` and `password`/.test(String(fields.toDo))), 'a wrong password')
    await office.remove()
    opened({ mail: { login: { user: 'box', passwordFrom: 'env:MAIL_PASSWORD' } }, env: { MAIL_PASSWORD: 'geheim' } }).message()
    await server.mail()
  })

  test('a password is never sent over an open line unless the rules say `tls: no`', async () => {
    await server.close()
    server = await openMailServer({ user: 'box', password: 'geheim' })
    const mail = { tls: 'auto', login: { user: 'box', passwordFrom: 'env:MAIL_PASSWORD' } } as const
    opened({ mail, env: { MAIL_PASSWORD: 'geheim' } }).message()
    await until(() => office.log.some(({ level }) => level === 'warn'), 'refused to send')
    expect(office.log.find(({ level }) => level === 'warn')?.fields.toDo).toMatch(/encryption/)
    expect(server.received).toEqual([])
  })

  test('does not exist: says to look at the name', async () => {
    opened({ mail: { server: 'mail.invalid' } }).message()
    await until(() => office.log.some(({ level }) => level === 'warn'), 'no such server')
    expect(office.log.find(({ level }) => level === 'warn')?.fields.toDo).toMatch(/spelt right/)
  })
})

describe('for a day', () => {
  test('often in vain is an alarm, and so is a mail that was given up', async () => {
    await server.close()
    opened().message()
    await until(() => (office.notify?.alarms().length ?? 0) > 0, 'an alarm')
    expect(office.notify?.alarms()[0]?.what).toMatch(/^1 notice waits, tried 5 times or more; the last answer: .*ECONNREFUSED/)
    office.now += 86_400_000
    await until(() => office.log.some(({ message }) => message === 'a notice was given up after a day'), 'given up')
    await alarmed(office, /^mail to office@oak.test about message of oak-creek was given up: /)
    await server.open()
    await arrivedOnly()
  })
})

describe('the outbox', () => {
  test('survives a restart', async () => {
    office = new Office(server.port)
    office.message()
    await office.close()
    office.reopen()
    office.open()
    expect((await server.mail()).mail.messageId).toBe('<message.c1-message-1@box.test>')
  })

  test('what was sent stays sent, also when projections are rebuilt and the same message is told twice', async () => {
    opened().message()
    await server.mail()
    await until(() => office.log.some(({ message }) => message === 'a notice was sent'), 'marked')
    office.journal.loseViews()
    office.message()
    await office.close()
    office.reopen()
    office.open()
    await arrivedOnly('<message.c1-message-1@box.test>')
  })

  test('a turn that could not be committed mails nothing', async () => {
    opened()
    office.journal.close()
    expect(() => office.message()).toThrow()
    office.reopen()
    await office.notify?.stop()
    office.open()
    await arrivedOnly()
  })
})
