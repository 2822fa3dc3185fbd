// Mail, lamps and digests: what the plan gets of them, and everything that `check` reports when one is wrong.
import { describe, expect, test } from 'vitest'
import { broken, compile, SMALL, told } from './small-rules.ts'

const MAIL = 'mail:\n  server: smtp.example.com\n  from: box@example.com\n'
const OFFICE = '    office: { phones: [{ id: desk, contact: sip:desk@192.0.2.61 }] }\n    hours: { mon-fri: 09:00-18:00 }\n'

/** The small rules with a mail server above and these lines at the end of the property (from line 47 on). */
function rules(property: string, mail = MAIL) {
  return compile(mail + SMALL + property)
}

describe('the plan', () => {
  test('has no server, no addresses and no digest where none is written', () => {
    const compiled = compile(SMALL)
    if (!compiled.ok) throw new Error('this should compile')
    expect(compiled.plan).not.toHaveProperty('mail')
    expect(compiled.plan.properties['oak-creek']).not.toHaveProperty('digest')
    expect(compiled.plan.properties['oak-creek']?.mailboxes).toEqual({ office: { id: 'office', name: 'Office' } })
  })

  test('has everything that is written, once', () => {
    const compiled = rules(
      `${OFFICE}    mailboxes: { office: { name: Office, mail: [a@example.com, a@example.com], lamp: desk }, leasing: Leasing }\n    digest: { at: 6:05, mail: m@example.com }\n`,
      `${MAIL}  port: 465\n  user: box\n  password: env:MAIL\n  tls: yes\n`,
    )
    expect(told(compiled).filter(line => !line.includes('no key leads to the mailbox `leasing`'))).toEqual([])
    if (!compiled.ok) return
    expect(compiled.plan.mail).toEqual({
      ...{ server: 'smtp.example.com', port: 465, from: 'box@example.com', tls: 'always' },
      login: { user: 'box', passwordFrom: 'env:MAIL' },
    })
    expect(compiled.plan.properties['oak-creek']).toMatchObject({
      mailboxes: {
        office: { id: 'office', name: 'Office', mail: ['a@example.com'], lamp: ['desk'] },
        leasing: { id: 'leasing', name: 'Leasing' },
      },
      digest: { at: 365, mail: ['m@example.com'] },
    })
  })

  test('takes a digest from `defaults:`, key by key', () => {
    const compiled = compile(
      `${MAIL}defaults:\n  digest: { at: 06:00, mail: all@example.com }\n${SMALL}    digest: { at: 08:00 }\n`,
    )
    expect(told(compiled)).toEqual([])
    if (compiled.ok) expect(compiled.plan.properties['oak-creek']?.digest).toEqual({ at: 480, mail: ['all@example.com'] })
  })
})

test.each<[string, string, string[]]>([
  [
    'a bad address',
    '    digest: { mail: managers }\n',
    ['47:21 error: `managers` is not a mail address | an address such as office@example.com | -'],
  ],
  [
    'an address with a name',
    '    digest: { mail: [Kim Lane <kim@example.com>] }\n',
    [
      '47:22 error: `Kim Lane <kim@example.com>` is not a mail address | an address such as office@example.com | write kim@example.com',
    ],
  ],
  [
    'two addresses in one text',
    '    digest:\n      mail: a@example.com, b@example.com\n',
    [
      '48:13 error: `a@example.com, b@example.com` is not a mail address | an address such as office@example.com | write several as a list: [one@example.com, two@example.com]',
    ],
  ],
  [
    'a bad time',
    '    digest: { at: 25:00, mail: m@example.com }\n',
    ['47:19 error: `25:00` is not a time of day | a time from 00:00 to 23:59, such as 07:30 | -'],
  ],
  [
    'a time in American',
    '    digest: { at: 7:30am, mail: m@example.com }\n',
    ['47:19 error: `7:30am` is not a time of day | a time from 00:00 to 23:59, such as 07:30 | write 07:30'],
  ],
  [
    'a digest for nobody',
    '    digest: { at: 07:30 }\n',
    ['47:5 error: nobody is mailed the digest of `oak-creek` | `mail` with an address, here or under `defaults:` | -'],
  ],
  [
    'an unknown lamp',
    `${OFFICE}    mailboxes: { office: { name: Office, lamp: dest } }\n`,
    ['49:48 error: there is no office telephone `dest` | `desk` | did you mean `desk`?'],
  ],
  [
    'the second of two lamps',
    `${OFFICE}    mailboxes: { office: { name: Office, lamp: [desk, dsek] } }\n`,
    ['49:55 error: there is no office telephone `dsek` | `desk` | did you mean `desk`?'],
  ],
  [
    'a lamp without an office',
    '    mailboxes: { office: { name: Office, lamp: desk } }\n',
    ['47:48 error: `oak-creek` has no office telephone that could light a lamp | `office` with `phones` | -'],
  ],
  [
    'a mistyped key of a mailbox',
    '    mailboxes: { office: { name: Office, mial: a@example.com } }\n',
    ['47:42 error: unknown key `mial` | `name`, `mail` or `lamp` | did you mean `mail`?'],
  ],
])('%s', (_, property, expected) => {
  expect(told(rules(property))).toEqual(expected)
})

test.each<[string, string, string[]]>([
  [
    'a server without a name',
    'mail:\n  from: box@example.com\n',
    ['1:1 error: `mail` has no `server` | a line `server: …` below it | -'],
  ],
  [
    'a server that is no host',
    'mail:\n  server: smtp://example.com\n  from: box@example.com\n',
    ['2:11 error: `smtp://example.com` is not an address | a host name or an IP address, such as 192.0.2.10 | -'],
  ],
  [
    'a password in the rules',
    `${MAIL}  user: box\n  password: secret\n`,
    [
      '5:13 error: a password is written in the rules | where to find it: env:NAME or file:/path | rules are read by many; secrets live elsewhere',
    ],
  ],
  [
    'a user without a password',
    `${MAIL}  user: box\n`,
    ['4:3 error: there is a `user` but no `password` | `user` and `password` together, or neither | -'],
  ],
  [
    'a port that is none',
    `${MAIL}  port: 0\n`,
    ['4:9 error: `0` is not a number from 1 to 65535 | a number from 1 to 65535 | -'],
  ],
])('%s', (_, mail, expected) => {
  expect(told(compile(mail + SMALL))).toEqual(expected)
})

test('addresses without a server, once for each place', () => {
  const lines = '    mailboxes: { office: { name: Office, mail: a@example.com } }\n    digest: { mail: m@example.com }\n'
  expect(told(broken('name: Nightbell', 'name: Nightbell', lines))).toEqual([
    '44:42 error: there is no mail server to send this through | a section `mail:` with `server` and `from` | -',
    '45:15 error: there is no mail server to send this through | a section `mail:` with `server` and `from` | -',
  ])
})

test('addresses of a server whose entry is wrong are not complained of as well', () => {
  expect(told(rules('    digest: { mail: m@example.com }\n', 'mail:\n  server: smtp.example.com\n'))).toEqual([
    '1:1 error: `mail` has no `from` | a line `from: …` below it | -',
  ])
})
