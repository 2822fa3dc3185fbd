// From which addresses calls are taken: too wide, shared, or in which an office telephone stands. `check` says what to write.
import { describe, expect, test } from 'vitest'
import { networkOf, overlap } from '../../src/core/plan/network.ts'
import { broken, told } from './small-rules.ts'

const HOST = '    host: 192.0.2.10\n'

describe('match', () => {
  test.each(['0.0.0.0/0', '0.0.0.0/1', '64.0.0.0/7', '::/0', '2000::/3'])('%s is too wide', network => {
    expect(told(broken(HOST, `${HOST}    match: ["${network}"]\n`))).toEqual([
      expect.stringMatching(
        /^9:13 error: the network \S+ is too wide: everybody in it would be trusted as the trunk `carrier-a` \| the carrier's own addresses/,
      ),
    ])
  })
  test.each([
    '198.51.100.0/24',
    '8.0.0.0/8',
    '10.0.0.0/8',
    '127.0.0.0/8',
    'fc00::/7',
    '2001:db8::/32',
    'sip.example.com',
  ])('%s may stand there', network => {
    expect(told(broken(HOST, `${HOST}    match: ["${network}"]\n`))).toEqual([])
  })
  test.each([
    ['300.1.1.1', 'is not an address'],
    ['192.0.2.0/33', 'after `/` stand 0 to 32 bits'],
    ['2001:db8::1::2', 'is not an address'],
    ['sip.example.com/24', "a host's name has no `/`"],
  ])('%s is nothing', (network, said) => {
    expect(told(broken(HOST, `${HOST}    match: ["${network}"]\n`)).join()).toContain(said)
  })
})

test('two trunks that share addresses: whose call is it?', () => {
  const both = broken(`  carrier-a:\n${HOST}`, `  other: { host: 192.0.2.9 }\n  carrier-a:\n${HOST}    match: [192.0.2.0/28]\n`)
  expect(told(both).filter(line => line.includes('error'))).toEqual([
    expect.stringMatching(/^10:13 error: 192\.0\.2\.0\/28 is an address of the trunk `other`, too: whose call is it\?/),
  ])
})

test('an acl that lets everybody in is none', () => {
  expect(told(broken(HOST, `${HOST}    acl: [0.0.0.0/0]\n`))).toEqual([
    expect.stringMatching(/^9:11 warning: the network 0\.0\.0\.0\/0 lets nearly everybody in/),
  ])
})

test('an office telephone without a password at the address of a trunk', () => {
  const office = (phone: string) => `    menu: residents\n    hours: { mon: 09:00-17:00 }\n    office: { phones: [${phone}] }\n`
  const phone = '{ id: desk, contact: "sip:desk@192.0.2.10:5060" }'
  expect(told(broken('    menu: residents\n', office(phone)))).toEqual([
    expect.stringMatching(/error: the office telephone `desk` has an address of the trunk `carrier-a`: 192\.0\.2\.10/),
  ])
  expect(told(broken('    menu: residents\n', office('{ id: desk, contact: "sip:desk@192.0.2.11:5060" }')))).toEqual([])
})

test('networks overlap when one holds the other', () => {
  const read = (text: string) => {
    const network = networkOf(text)
    if (!network.ok || network.value === null) throw new Error(text)
    return network.value
  }
  expect(overlap(read('192.0.2.0/28'), read('192.0.2.15'))).toBe(true)
  expect(overlap(read('192.0.2.0/28'), read('192.0.2.16'))).toBe(false)
  expect(overlap(read('2001:db8::/32'), read('2001:db8:0:1::5'))).toBe(true)
  expect(overlap(read('::1'), read('0.0.0.1'))).toBe(false)
})

describe('what a trunk needs beside itself', () => {
  const also = (text: string): string[] => told(broken('people:\n', `${text}people:\n`)).filter(line => line.includes('error'))
  const WHO = 'match-header: { name: X-Account, value: oak }'

  test('two with the same header are not told apart by it, however its name is written', () => {
    const twice = `  one: { host: 192.0.2.20, ${WHO} }\n  two: { host: 192.0.2.20, ${WHO.replace('X-A', 'x-a')} }\n`
    expect(also(twice)).toEqual([expect.stringMatching(/^12:16 error: 192\.0\.2\.20 is an address of the trunk `one`, too/)])
    expect(also(twice.replace('x-account, value: oak', 'X-Account, value: elm'))).toEqual([])
  })

  test('a login over TLS: the box needs a certificate', () => {
    expect(also('  oak: { login: { user: oak, password: env:A }, transport: tls }\n')).toEqual([
      '11:10 error: `oak` logs in over TLS, and the box has no certificate | `tls: { certificate: …, key: … }` under `box:` | without a certificate nobody can open a TLS connection to the box',
    ])
  })
})
