// What is said about mistakes in the keys with which a trunk speaks SIP, and in those that say where the box stands.
import { expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'
import { formatProblem } from '../../src/rules/problem.ts'

function said(trunk: string, box = ''): string[] {
  const yaml = `
box: { name: N, caller-id: +1 512 555 0100, zone: America/Chicago, failsafe: +1 512 555 0119${box} }
trunks:
  t: { outbound: yes, owns: [+1 512 555 0100], ${trunk} }
`
  const compiled = compileRules(new Map([['box.yaml', yaml]]), { incomplete: true })
  const all = compiled.ok ? compiled.warnings : [...compiled.problems, ...compiled.warnings]
  // What the rest of these short rules leaves out.
  const problems = all.filter(({ message }) => !/^the failsafe|^no property calls out over/.test(message))
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
  ['transport: sctp', ['4:82 | `sctp` cannot stand here | `udp`, `tcp` or `tls`']],
  ['media: encrypted', ['4:78 | `encrypted` cannot stand here | `plain`, `srtp` or `either`']],
  [
    'codecs: [ulaw, g729]',
    [
      '4:86 | the box cannot use the codec `g729` | ulaw, alaw, g722, opus, gsm | the box has no G.729 decoder: ask the carrier for ulaw, alaw, g722 or opus',
    ],
  ],
  ['codecs: PCMU', ['4:79 | the box cannot use the codec `PCMU` | ulaw, alaw, g722, opus, gsm | write ulaw']],
  ['qualify: 5s', ['4:80 | 5s is too short | a duration from 10s to 1h, such as 30s, or no']],
  ['qualify: 0', ['4:80 | `0` is not a duration | a duration from 10s to 1h, such as 30s, or no | write no']],
  ['qualify: 0s', ['4:80 | 0s is too short | a duration from 10s to 1h, such as 30s, or no | write no']],
  ['qualify: 5', ['4:80 | `5` is not a duration | a duration from 10s to 1h, such as 30s, or no | write 5m for minutes']],
  ['auth: { user: box, password: env:A, realm: "My Realm" }', []],
  ...['x[1]', 'x]', 'x{1}', '$x', 'a`b', 'a;b'].map((realm): [string, string[]] => [
    `auth: { user: box, password: env:A, realm: '${realm}' }`,
    [
      `4:114 | \`${realm}\` is not a realm | the words after \`realm=\` in the carrier’s challenge, ` +
        'without the characters " ; $ \\ ` [ ] { }',
    ],
  ]),
  [
    'register: yes',
    ['4:71 | `register` has no `password`, and the trunk has no `auth` | `auth: { user: …, password: env:… }` beside it'],
  ],
  [
    'register: { server: reg.example.com }',
    ['4:71 | `register` has no `password`, and the trunk has no `auth` | `auth: { user: …, password: env:… }` beside it'],
  ],
  ['auth: { user: box@example.com, password: env:A }, register: { user: "+4930901820" }', []],
  [
    'register: { user: box@example.com, password: env:A }',
    [
      '4:89 | `***` is not the name of a SIP account | letters, digits, and . _ + - | write box; the part after @ is `from: { domain: … }`',
    ],
  ],
  ['register: { password: env:A }', ['4:83 | there is a `password` but no `user` | `user` beside it, or neither and an `auth`']],
  [
    'register: { user: line, realm: example.com }',
    [
      '4:71 | `register` has no `password`, and the trunk has no `auth` | `auth: { user: …, password: env:… }` beside it',
      '4:95 | there is a `realm` but no `password` | `password` beside it, or neither and an `auth`',
    ],
  ],
  [
    'proxy: "sbc..example.com:5060"',
    ['4:78 | `sbc..example.com:5060` is not a server | a name or an address, such as sbc.example.com:5060'],
  ],
  [
    'digits: inband, codecs: [opus, gsm]',
    ['4:71 | the tones of keys do not survive opus and gsm | add ulaw to `codecs`, or leave `digits` out'],
  ],
  [
    'transport: tls, port: 5060',
    ['4:93 | 5060 is the usual port without TLS, and `t` speaks tls | leave `port` out, write 5061, or change `transport`'],
  ],
  [
    'port: 5061',
    ['4:77 | 5061 is the usual port for TLS, and `t` speaks udp | leave `port` out, write 5060, or change `transport`'],
  ],
  [
    'transport: tls, proxy: 192.0.2.9',
    [
      '4:94 | the certificate of `t` must bear the address 192.0.2.9, which few do: otherwise no call goes out | write the name that the carrier gives for TLS',
    ],
  ],
  [
    'auth: { user: box, password: hunter2 }',
    [
      '4:100 | a password is written in the rules | where to find it: env:NAME or file:/path | rules are read by many; secrets live elsewhere',
    ],
  ],
  ['auth: { user: "+4930901820000", password: env:A }, from: { user: +15125550100 }', []],
  [
    'match: [192.0.2.1-192.0.2.9]',
    [
      '4:79 | `192.0.2.1-192.0.2.9` is not a network | an address or a network, such as 192.0.2.0/28 | write a range as networks, such as 192.0.2.0/28',
    ],
  ],
  [
    'match: [192.0.2.0/255.255.255.0]',
    [
      '4:79 | `192.0.2.0/255.255.255.0` is not a network | an address or a network, such as 192.0.2.0/28 | write the mask 255.255.255.0 as bits, such as 192.0.2.0/24',
    ],
  ],
  [
    'match: ["192.0.2.1:5060"]',
    [
      '4:79 | `192.0.2.1:5060` is not a network | an address or a network, such as 192.0.2.0/28 | write 192.0.2.1: from which port a call comes does not matter',
    ],
  ],
  [
    'match: [192.0.2.0/28], acl: [10.0.0.0/8]',
    [
      '4:94 | `acl` of `t` keeps out 192.0.2.0/28, an address of the same trunk | write 192.0.2.0/28 into `acl`, or leave `acl` out: calls come from `match` only',
    ],
  ],
  [
    'proxy: "sip:sbc.example.com"',
    [
      '4:78 | `sip:sbc.example.com` is not a server | a name or an address, such as sbc.example.com:5060 | leave out what stands before the colon; `transport` says udp, tcp or tls',
    ],
  ],
  [
    'from: { domain: "example.com:5060" }',
    ['4:87 | `example.com:5060` is not an address | a host name or an IP address, such as 192.0.2.10'],
  ],
  [
    'media: srtp',
    ['4:71 | the keys for the audio of trunk `t` are sent in the clear | with `transport: tls` nobody can read them'],
  ],
  [
    'match-header: { name: "X Account", value: oak }',
    ['4:93 | `X Account` is not the name of a header | a name such as X-Account'],
  ],
  [
    'match-header: { name: X-Account, value: oak }',
    [
      '4:71 | `match-header` of `t` needs addresses, not the name sip.example.com | `match` with the addresses from which its calls come, such as [192.0.2.0/28]',
    ],
  ],
])('%s', (keys, expected) => {
  expect(said(`${HOST}, ${keys}`)).toEqual(expected)
})

test.each([
  [
    'host: "sip.example.com:5061"',
    [
      '4:54 | `sip.example.com:5061` is an address and a port | a host name or an IP address, such as 192.0.2.10 | write `host: sip.example.com` and `port: 5061`',
    ],
  ],
  [
    'host: sip.example.com.',
    ['4:54 | `sip.example.com.` is not an address | a host name or an IP address, such as 192.0.2.10 | write sip.example.com'],
  ],
  [
    'host: "sip:sip.example.com"',
    ['4:54 | `sip:sip.example.com` is not an address | a host name or an IP address, such as 192.0.2.10 | write sip.example.com'],
  ],
  [
    'host: _sip._udp.example.com',
    [
      '4:54 | `_sip._udp.example.com` is not an address | a host name or an IP address, such as 192.0.2.10 | write `host: example.com` without `port`: then SRV records are looked up',
    ],
  ],
  [
    'host: 192.0.2.0/28',
    [
      '4:54 | `192.0.2.0/28` is not an address | a host name or an IP address, such as 192.0.2.10 | write `match: [192.0.2.0/28]`, and under `host` where calls go to',
    ],
  ],
  ['host: example..com', ['4:54 | `example..com` is not an address | a host name or an IP address, such as 192.0.2.10']],
  [
    'host: 192.0.2.1, transport: tls',
    [
      '4:54 | the certificate of `t` must bear the address 192.0.2.1, which few do: otherwise no call goes out | write the name that the carrier gives for TLS',
    ],
  ],
  ['host: 0.0.0.0', ['4:54 | 0.0.0.0 is the address of nobody | the address of the other side']],
  [
    'host: "2001:db8::1"',
    ["4:54 | the box cannot reach 2001:db8::1: it speaks IPv4 only | the carrier's IPv4 address, or its name"],
  ],
  [
    `${LOGIN}, acl: [10.0.0.0/8], match-header: { name: X-Account, value: oak }`,
    [
      '4:106 | `match-header` and `login` exclude each other | `login` where the other side registers with the box, the other keys where the box goes to it',
    ],
  ],
  [
    'login: { user: a+b, password: env:A }, acl: [10.0.0.0/8]',
    ['4:63 | `a+b` cannot be the user of a `login` | letters, digits, and . _ -'],
  ],
  ['match: [192.0.2.1]', ['4:6 | this trunk has no `host` | `host`, or `login` where the other side registers with the box']],
  [
    `${LOGIN}`,
    [
      '4:48 | `login` of `t` has no `transport: tls`: whoever listens can find its password | `transport: tls`, or an `acl` of private networks, such as [192.168.0.0/16]',
    ],
  ],
  [
    `${LOGIN}, transport: tls, host: 192.0.2.1`,
    [
      '4:103 | `host` and `login` exclude each other | `login` where the other side registers with the box, the other keys where the box goes to it',
    ],
  ],
  [`${LOGIN}, acl: [10.0.0.0/8]`, []],
  [
    'login: { user: trunk-a, password: env:A }, transport: tls',
    ['4:57 | `trunk-a` is a name that the box itself uses | another name'],
  ],
])('%s', (keys, expected) => {
  expect(said(keys)).toEqual(expected)
})

test.each([
  [
    ', public: 192.168.1.7, local: [192.168.1.0/24]',
    [
      '2:103 | nobody on the internet reaches 192.168.1.7 | the address that the router has towards the internet, or a name for it',
    ],
  ],
  [
    ', public: 203.0.113.9',
    [
      '2:95 | `public` needs `local`: which networks are on this side of the router? | `local: [192.168.1.0/24]` beside it, with the networks of the box and of its telephones',
    ],
  ],
  [
    ', public: auto, local: [192.168.1.0/24]',
    [
      '2:103 | `auto` is no name that the internet knows | the address that the router has towards the internet, or a name for it',
    ],
  ],
  [
    ', public: 0.0.0.0, local: [192.168.1.0/24]',
    ['2:103 | nobody on the internet reaches 0.0.0.0 | the address that the router has towards the internet, or a name for it'],
  ],
  [
    ', public: "2001:db8::1", local: [192.168.1.0/24]',
    [
      '2:103 | 2001:db8::1 is of no use: the box speaks IPv4 only | the address that the router has towards the internet, or a name for it',
    ],
  ],
  [
    ', public: 203.0.113.9, local: 0.0.0.0/0',
    [
      '2:123 | the network 0.0.0.0/0 is too wide: half the internet would count as beside the box | the networks on this side of the router, such as 192.168.1.0/24',
    ],
  ],
  [
    ', public: 203.0.113.9, local: [office.example.com]',
    ['2:124 | `office.example.com` is a name, not a network | a network, such as 192.168.1.0/24'],
  ],
  [
    ', public: office.example.com, local: [192.168.1.0/24, 10.0.0.0/33]',
    ['2:147 | `10.0.0.0/33` is no network: after `/` stand 0 to 32 bits | a network, such as 192.168.1.0/24'],
  ],
  [
    ', tls: { certificate: /etc/nightbell/box.pem }',
    ['2:102 | there is a `certificate` but no `key` | `certificate` and `key` together'],
  ],
  [
    ', tls: { certificate: box.pem, key: /etc/nightbell/box.key }',
    ['2:115 | `box.pem` is not the path of a file | a path such as /etc/nightbell/tls/box.pem'],
  ],
  [
    ', public: 203.0.113.9, local: [192.168.1.0/24, 203.0.113.0/24]',
    [
      '2:103 | 203.0.113.9 lies in a network that is `local` | if the box itself has this address, leave `public` out; otherwise write only the networks on this side of the router under `local`',
    ],
  ],
])('box%s', (keys, expected) => {
  expect(said(HOST, keys)).toEqual(expected)
})

test('a carrier that counts as beside the box', () => {
  expect(said('host: 198.51.100.7', ', public: 203.0.113.9, local: [192.168.1.0/24, 198.51.100.0/24]')).toEqual([
    '2:140 | `t` counts as local, and is told an address that it may not reach | write only the networks on this side of the router under `local`',
  ])
})

function saidOfPhones(phones: string, trunk = HOST): string[] {
  const yaml = `
box: { name: N, caller-id: +1 512 555 0100, zone: America/Chicago, failsafe: +1 512 555 0119 }
trunks:
  c: { outbound: yes, owns: [+1 512 555 0100], ${trunk} }
defaults: { hours: { mon-fri: 09:00-17:00 } }
properties:
  oak: { name: Oak, lines: [+1 512 555 0100], office: { phones: [${phones}] } }
`
  const compiled = compileRules(new Map([['box.yaml', yaml]]), { incomplete: true })
  return (compiled.ok ? [] : compiled.problems)
    .filter(({ message }) => !/^`oak` /.test(message))
    .map(({ line, column, message, expected }) => `${line}:${column} | ${message} | ${expected}`)
}

const OFFICE = `${LOGIN}, acl: [10.0.0.0/8]`

test.each([
  ...['trunk-c', 'trunk-other', 'nightbell-taker', 'udp', 'tcp', 'tls', 'global', 'system'].map(id => [
    id,
    HOST,
    [`7:72 | \`${id}\` is a name that the box itself uses | another name for the office telephone`],
  ]),
  ['c', HOST, ['7:66 | an office telephone cannot be called `c`: a trunk is | a name of its own; the other is at box.yaml:4:3']],
  [
    'oak',
    OFFICE,
    ['7:72 | the login of `c` has the name `oak` already | another name for the telephone, or another `user` for the login'],
  ],
  ['desk', OFFICE, []],
  ['trunks', HOST, []],
] as [string, string, string[]][])('an office telephone with the name %s', (id, trunk, expected) => {
  expect(saidOfPhones(`{ id: ${id}, contact: "sip:desk@192.0.2.61" }`, trunk)).toEqual(expected)
})

const NO_NAMES = 'is a name, not a network | an address or a network, such as 192.0.2.0/28'
const HINT = 'Asterisk looks up no names in `acl`; where the address changes, leave `acl` out'

test.each([
  [`${LOGIN}, transport: tls, acl: [office.example.com]`, ['4:109']],
  [`${LOGIN}, transport: tls, acl: office.example.com`, ['4:108']],
  [`${LOGIN}, transport: tls, acl: [192.0.2.0/28, office.example.com]`, ['4:123']],
  [`${HOST}, acl: [office.example.com]`, ['4:77']],
])('a name in the acl of a trunk: %s', (keys, places) => {
  expect(said(keys)).toEqual(places.map(place => `${place} | \`office.example.com\` ${NO_NAMES} | ${HINT}`))
})

test('a name in the acl of an office telephone', () => {
  expect(saidOfPhones('{ id: desk, password: env:A, acl: [192.0.2.61, office.example.com] }')).toEqual([
    `7:113 | \`office.example.com\` ${NO_NAMES}`,
  ])
})

const SECRET = 'hunter2'

/** As `check` prints it. */
function printed(trunk: string): string {
  const yaml = `trunks:\n  t:\n    host: 192.0.2.1\n    ${trunk}\n`
  const compiled = compileRules(new Map([['box.yaml', yaml]]), { incomplete: true })
  const problems = compiled.ok ? compiled.warnings : [...compiled.problems, ...compiled.warnings]
  return problems.map(problem => formatProblem(problem, yaml)).join('\n')
}

test.each([
  'match-header: { value: "hunter2;x" }',
  'match-header: { name: X-Key, value: "hunter2;x" }',
  'match-header: { value: "hunter2;x", name: X-Key }',
  'match-header: { value: "ab,hunter2;x", name: X-Key }',
  'match-header: { name: "X-Key: hunter2" }',
  'match-header: { name: "X-Key:hunter2", value: a }',
  'match-header: "X-Key: hunter2"',
  'match-header: [{ name: X-Key, value: "hunter2;" }]',
  'match-header: hunter2',
  'match-header: #hunter2',
  'match-header:\n      name: X-Key\n      value: "hunter2;x"',
  'match-header:\n      name: "X-Key: hunter2"\n      value: x',
  'match-header:\n      value: >-\n        hunter2;x',
  'match-header: {\n      name: X-Key,\n      value: "hunter2;x" }',
  'auth: { user: "a b", password: env:A }\n    match-header: { value: "hunter2;x" }',
  'match_header: { value: "hunter2;x" }',
])('what a header must hold is not repeated: %s', trunk => {
  expect(printed(trunk)).toContain('box.yaml:')
  expect(printed(trunk)).not.toContain(SECRET)
})

test.each([
  'match-header: { name: X-Key, value: "a;" }, auth: { user: u, password: hunter2 }',
  'auth: { user: u, password: env:A }, match-header: { name: X-Key }, pin: hunter2',
  'auth: { user: u, password: env:A }, pin: hunter2',
  'auth: { user: u, password: hunter2 }, match-header: { name: X-Key, value: "a;" }',
])('nor is what stands beside it: %s', keys => {
  const yaml = `trunks: { t: { host: 192.0.2.1, ${keys} } }\n`
  const compiled = compileRules(new Map([['box.yaml', yaml]]), { incomplete: true })
  const problems = compiled.ok ? [] : compiled.problems
  expect(problems.length).toBeGreaterThan(0)
  expect(problems.map(problem => formatProblem(problem, yaml)).join('\n')).not.toContain(SECRET)
})

test('the name of a header is shown', () => {
  expect(printed('match-header: { name: X Account, value: "a;" }')).toContain('name: X Account')
  expect(printed('match-header:\n      name: X Account\n      value: a')).toContain('name: X Account')
})
