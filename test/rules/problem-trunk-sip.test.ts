// What is said about mistakes in the keys with which a trunk speaks SIP, and in those that say where the box stands.
import { expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'

function said(trunk: string, box = ''): string[] {
  const yaml = `
box: { name: N, caller-id: +1 512 555 0100, zone: America/Chicago, failsafe: +1 512 555 0119${box} }
trunks:
  t: { outbound: yes, owns: [+1 512 555 0100], ${trunk} }
`
  const compiled = compileRules(new Map([['box.yaml', yaml]]))
  const problems = (compiled.ok ? compiled.warnings : compiled.problems).filter(p => !p.message.startsWith('no file has'))
  return problems.map(({ line, column, message, expected, hint }) =>
    [`${line}:${column}`, message, expected, hint].filter(Boolean).join(' | '),
  )
}

const HOST = 'host: sip.example.com'
const LOGIN = 'login: { user: oak, password: env:A }'
const ACCOUNT = '{ user: box, password: env:A }'

test.each([
  ['transport: tls, media: srtp, codecs: [g722, opus]', []],
  [`auth: ${ACCOUNT}, register: yes, proxy: "sbc.example.com:5080", from: { user: box, domain: example.com }, qualify: no`, []],
  [`register: { user: box, password: env:A, realm: example.com, server: reg.example.com }`, []],
  ['transport: sctp', ['4:72 | `sctp` cannot stand here | `udp`, `tcp` or `tls`']],
  ['media: encrypted', []],
  ['codecs: [ulaw, g729]', []],
  ['codecs: PCMU', []],
  ['qualify: 5s', []],
  ['register: yes', []],
  ['register: { server: reg.example.com }', []],
  ['auth: { user: box@example.com, password: env:A }', []],
  ['auth: { user: box, password: hunter2 }', []],
  ['proxy: "sip:sbc.example.com"', []],
  ['from: { domain: "example.com:5060" }', []],
  ['media: srtp', []],
  ['match-header: { name: "X Account", value: oak }', []],
  ['match-header: { name: X-Account, value: oak }', []],
])('%s', (keys, expected) => {
  expect(said(`${HOST}, ${keys}`)).toEqual(expected)
})

test.each([
  ['host: "sip.example.com:5061"', []],
  ['match: [192.0.2.1]', []],
  [`${LOGIN}`, []],
  [`${LOGIN}, transport: tls, host: 192.0.2.1`, []],
  [`${LOGIN}, acl: [10.0.0.0/8]`, []],
  ['login: { user: trunk-a, password: env:A }, transport: tls', []],
])('%s', (keys, expected) => {
  expect(said(keys)).toEqual(expected)
})

test.each([
  [', public: 192.168.1.7, local: [192.168.1.0/24]', []],
  [', public: 203.0.113.9', []],
  [', public: 203.0.113.9, local: [office.example.com]', []],
  [', public: office.example.com, local: [192.168.1.0/24, 10.0.0.0/33]', []],
  [', tls: { certificate: /etc/nightbell/box.pem }', []],
  [', tls: { certificate: box.pem, key: /etc/nightbell/box.key }', []],
])('box%s', (keys, expected) => {
  expect(said(HOST, keys)).toEqual(expected)
})
