// The contact card goes to people who are new in the rules, once, through a real mail server: over restarts, a server that is down, and changes of the rules.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person, Plan } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { Office, planWithMail } from './office.ts'

let server: MailServerOfTest
let office: Office
beforeEach(async () => {
  server = await openMailServer()
})
afterEach(async () => {
  await office.remove()
  await server.close()
})

const person = (id: string, more: Partial<Person> = {}): Person =>
  ({ ...{ id, name: `Name of ${id}`, phones: [], roles: [], mail: `${id}@oak.test` }, ...more }) as Person

const withPeople = (...people: readonly Person[]): Partial<Plan> => ({
  people: { ...planWithMail(1).people, ...Object.fromEntries(people.map(one => [one.id, one])) },
})

/** The rules of before came into force first; these are in force now. */
function opened(before: Partial<Plan>, now: Partial<Plan>, mail: { readonly contactCard?: boolean } = {}): void {
  office = new Office(server.port, { plan: now, mail })
  office.journal.keepPlan('before', planWithMail(server.port, { plan: before }), {})
  office.journal.planInForce?.('before', 1 as EpochMs, 'the first rules')
  office.open()
}

/** What else would have come is there before a message that is left afterwards. */
async function arrived(n: number): Promise<readonly string[]> {
  office.message('last', 1)
  await server.mail(n + 1)
  return server.received.filter(({ mail }) => mail.headers.get('x-nightbell') === 'contact-card').map(({ to }) => to.join())
}

test('only who is new is mailed the card, in their language, and never again', async () => {
  opened(withPeople(person('kim')), withPeople(person('kim'), person('ana', { language: 'es' }), person('bo', {})))
  await server.mail(2)
  await office.notify?.stop()
  office.open()
  expect([...(await arrived(2))].sort()).toEqual(['ana@oak.test', 'bo@oak.test'])
  const [ana, bo] = ['ana', 'bo'].map(id => server.received.find(({ to }) => to[0] === `${id}@oak.test`)?.mail)
  expect(ana?.subject).toBe('[Nightbell] Guarde este contacto en su teléfono')
  expect(bo?.subject).toBe('[Nightbell] Save this contact on your telephone')
  expect(bo?.text).toContain('Emergency Bypass')
  const [card] = bo?.attachments ?? []
  expect(card).toMatchObject({ filename: 'contact.vcf', contentType: 'text/vcard' })
  expect(card?.content.toString()).toMatch(/^BEGIN:VCARD\r\nVERSION:3\.0\r\n/)
})

test('it is remembered when everything else that was sent is forgotten', async () => {
  opened(withPeople(), withPeople(person('bo')))
  await server.mail(1)
  office.journal.outbox.prune((office.clock.now() + 1_000_000) as EpochMs)
  await office.notify?.stop()
  office.open()
  expect(await arrived(1)).toEqual(['bo@oak.test'])
})

test('the rules can say no', async () => {
  opened(withPeople(), withPeople(person('bo')), { contactCard: false })
  expect(await arrived(0)).toEqual([])
})
