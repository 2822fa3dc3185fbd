// Certificates that end soon, have ended, or are not believed: in words, with what to do; and addresses that are refused.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Plan } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { openCertificateWatch } from '../../src/pbx/certificate-watch.ts'
import { renderRefused } from '../../src/pbx/refused-addresses.ts'
import type { Shown } from '../../src/pbx/shown-certificate.ts'
import { makeCertificates } from '../laboratory/field/field.ts'

const DAY = 86_400_000
const directory = mkdtempSync('/tmp/nightbell-certificates-')
let madeAt: number

beforeAll(() => {
  makeCertificates(directory, ['box.example'], 30)
  madeAt = Date.now()
  writeFileSync(`${directory}/other.key`, 'no key')
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function planOf(key = 'box.example.key'): Plan {
  const tls = {
    certificateFile: `${directory}/box.example.pem`,
    keyFile: `${directory}/${key}`,
    authoritiesFile: `${directory}/ca.pem`,
  }
  const trunks = {
    secure: { id: 'secure', host: 'sip.carrier.example', transport: 'tls' },
    plain: { id: 'plain', host: 'udp.carrier.example' },
  }
  return { box: { tls }, trunks } as unknown as Plan
}

async function said(days: number, shown: Shown | null, plan = planOf()): Promise<readonly string[]> {
  const watch = openCertificateWatch({
    plan: () => plan,
    serverOf: async host => ({ host, port: 5061 }),
    shown: async () => shown,
    clock: { now: () => (madeAt + days * DAY) as EpochMs },
  })
  await watch.look()
  watch.stop()
  return watch.alarms().map(({ what }) => what)
}

test('nothing while there are more than two weeks, then the day and what to do, then that it is over', async () => {
  expect(await said(15, null)).toEqual([])
  expect(await said(16.5, null)).toEqual([
    expect.stringMatching(/^the box's certificate ends on .* \(13 days\); renew it, then restart/),
  ])
  expect(await said(31, null)).toEqual([expect.stringMatching(/^the box's certificate ended on .*: TLS is refused; renew it/)])
})

test('a key that does not fit is said, and the certificates of trunks are looked at all the same', async () => {
  const all = await said(0, { end: madeAt + 5.5 * DAY, distrusted: null }, planOf('other.key'))
  expect(all).toEqual([
    expect.stringContaining('TLS does not work: box.tls.key'),
    expect.stringMatching(/^the certificate of trunk secure \(sip\.carrier\.example\) ends on .* \(5 days\); tell the carrier$/),
  ])
})

test('a certificate that is not believed says why', async () => {
  expect(await said(0, { end: madeAt + 90 * DAY, distrusted: 'it is not for a, but for b' })).toEqual([
    'the certificate of trunk secure (sip.carrier.example) is not believed: it is not for a, but for b',
  ])
})

test('refused addresses become an ACL; nothing but addresses gets into it', () => {
  expect(renderRefused(['203.0.113.9', '2001:db8::1', 'x\ntype=endpoint'])).toBe(
    '[nightbell-refused]\ntype=acl\ndeny=2001:db8::1/128\ndeny=203.0.113.9/32\n',
  )
  expect(renderRefused([])).toBe('')
})
