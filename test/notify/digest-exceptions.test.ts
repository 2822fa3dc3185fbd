// A digest is the first page of the report of exceptions: it counts what that found, and has it
// attached. Where the report can't be made, the digest goes out all the same.
import { afterEach, expect, test } from 'vitest'
import type { MakeReports } from '../../src/notify/send-report.ts'
import { openMailServer } from '../support/mail-server.ts'
import { Office } from './office.ts'

const PAGE = '<!doctype html><title>Exceptions</title>'
const made: MakeReports = async () => [
  {
    title: 'Exceptions',
    scope: 'Oak Creek',
    span: 'a day',
    name: 'exceptions-2026-03-08',
    text: '',
    html: Buffer.from(PAGE),
    found: [
      { table: 'unreached', rows: 1 },
      { table: 'escalated', rows: 3 },
      { table: 'gaps', rows: 1 },
    ],
  },
]

let server: Awaited<ReturnType<typeof openMailServer>>
let office: Office
afterEach(async () => {
  await office.remove()
  await server.close()
})

async function digest(makeReports: MakeReports) {
  server = await openMailServer()
  const property = { digest: { at: 450, mail: ['manager@oak.test'] }, mailboxes: {} }
  office = new Office(server.port, { property })
  office.makeReports = makeReports
  office.message()
  office.now = Date.parse('2026-03-08T08:00:00-05:00')
  office.open()
  return server.mail()
}

test('it counts what was found, and the page is attached', async () => {
  const { mail } = await digest(made)
  expect(mail.text).toMatch(/LOOK AT THESE FIRST\n {2}3 urgent matters went past rung 1\n {2}1 gap in the next 14 days/)
  const [page] = mail.attachments
  expect(page?.filename).toBe('exceptions-2026-03-08.html')
  expect(page?.content.toString()).toBe(PAGE)
})

test('a report that can not be made keeps no digest', async () => {
  const { mail } = await digest(async () => {
    throw new Error('the disk is away')
  })
  expect(mail.text).toMatch(/MESSAGES WAITING/)
  expect(mail.attachments).toEqual([])
  expect(office.log.map(({ message }) => message)).toContain(
    'the report of exceptions could not be made: the digest goes out without it',
  )
})
