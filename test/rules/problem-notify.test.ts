// Webhooks, text messages, rules under `notify`, and words of one's own: what the plan gets of them, and what `check` reports.
import { expect, test } from 'vitest'
import { compile, SMALL, told } from './small-rules.ts'

const HEAD = `mail: { server: smtp.example.com, from: box@example.com }
sms: { url: https://sms.example.com/send, body: { to: "{to}", text: "{text}" }, secret: env:SMS_KEY }
webhooks: { pm: { url: https://pm.example.com/nightbell, secret: env:PM_SECRET } }
`
const PEOPLE = SMALL.replace(
  '    roles: [manager]\n',
  '    roles: [manager]\n    mail: lee@example.com\n    sms: +1 512 555 0152\n    quiet: 21:00-07:00\n',
)
const ALL = '    notify: [{ on: [opened, unreached], webhook: pm }]\n'

/** These lines at the end of the property: line 50 and on. */
function rules(property: string, head = HEAD, small = PEOPLE) {
  return compile(head + small + property)
}

test('the plan has everything that is written', () => {
  const compiled = rules(
    `    notify:
      - { on: [opened, unreached], webhook: pm }
      - { on: message, mail: [office@example.com, manager], sms: [lee-park, +1 512 555 0159], quiet: { hours: 22:00-06:30, unreached: yes } }
`,
    HEAD,
    PEOPLE.replace('      - who: manager\n', '      - who: manager\n    exhausted: { notify: [manager] }\n'),
  )
  expect(told(compiled)).toEqual([])
  if (!compiled.ok) return
  const { plan } = compiled
  expect(plan.webhooks).toEqual({ pm: { id: 'pm', url: 'https://pm.example.com/nightbell', secretFrom: 'env:PM_SECRET' } })
  expect(plan.sms).toEqual({
    ...{ url: 'https://sms.example.com/send', method: 'POST', headers: {}, form: false, secretFrom: 'env:SMS_KEY' },
    body: { to: '{to}', text: '{text}' },
  })
  expect(plan.people['lee-park']).toMatchObject({
    ...{ mail: 'lee@example.com', sms: '+15125550152' },
    quiet: { window: { from: 1260, to: 420 }, zone: 'America/Chicago' },
  })
  expect(plan.properties['oak-creek']?.notify).toEqual([
    { on: ['opened', 'unreached'], mail: [], sms: [], webhooks: ['pm'] },
    {
      on: ['message'],
      mail: [
        { kind: 'address', address: 'office@example.com' },
        { kind: 'role', id: 'manager' },
      ],
      sms: [
        { kind: 'person', id: 'lee-park' },
        { kind: 'address', address: '+15125550159' },
      ],
      webhooks: [],
      quiet: { window: { from: 1320, to: 390 }, zone: 'America/Chicago', unreached: true },
    },
  ])
  expect(plan.ladders.emergencies).toMatchObject({ notify: [{ kind: 'role', id: 'manager' }], retry: { everySeconds: 900 } })
})

test('`defaults:` say it for every property; what is wrong there is told once', () => {
  const two = `${PEOPLE}  elm-park: { name: Elm Park, lines: [+1 512 555 0100], menu: residents }\n`
  expect(told(compile(`${HEAD}defaults: { notify: [{ on: [opened], webhook: pn }] }\n${two}`))).toEqual([
    '4:47 error: there is no webhook `pn` | `pm` | did you mean `pm`?',
  ])
  const right = compile(`${HEAD}defaults: { notify: [{ on: [opened], webhook: pm }] }\n${two}`)
  expect(right.ok && Object.values(right.plan.properties).map(({ notify }) => notify?.length)).toEqual([1, 1])
})

test.each<[string, string, string[]]>([
  [
    'an event that is none',
    '    notify: [{ on: [opend], webhook: pm }]\n',
    [
      '50:21 error: `opend` cannot stand here | `opened`, `acknowledged`, `late`, `unreached`, `resolved`, `storm`, `message`, `missed`, `emergency`, `emergency-test` or `trunk` | did you mean `opened`?',
    ],
  ],
  [
    'a rule that tells nobody',
    '    notify: [{ on: [opened] }]\n',
    ['50:14 error: this tells nobody | `mail`, `sms` or `webhook` | -'],
  ],
  [
    'somebody without an address',
    `    notify: [{ on: [opened], webhook: pm, mail: sam-ortiz }]\n`,
    ['50:49 error: `sam-ortiz` has no `mail` | `mail` with an address in the entry of a person | -'],
  ],
  [
    'a name that nobody has',
    `    notify: [{ on: [opened], webhook: pm, sms: nigths }]\n`,
    [
      '50:48 error: there is no schedule, person or role `nigths` | `nights`, `sam-ortiz`, `lee-park` or `manager` | did you mean `nights`?',
    ],
  ],
  [
    'a mistyped address',
    `    notify: [{ on: [opened], webhook: pm, mail: "kim@example" }]\n`,
    ['50:49 error: `kim@example` is not a mail address | an address such as office@example.com | -'],
  ],
  [
    'a number that is none',
    `    notify: [{ on: [opened], webhook: pm, sms: "512 555 0159" }]\n`,
    [
      '50:48 error: `512 555 0159` is not a number in international form | a number in international form, such as +1 512 555 0100 | write +15125550159',
    ],
  ],
  [
    'quiet for ever',
    `    notify: [{ on: [opened], webhook: pm, quiet: 00:00-24:00 }]\n`,
    ['50:50 error: this is quiet for ever: nothing would be told | a part of the day, such as 21:00-07:00 | -'],
  ],
])('%s', (_, property, expected) => {
  expect(told(rules(property)).filter(each => !each.includes('nothing is told to the webhook'))).toEqual(expected)
})

test('a webhook for anchors alone is told something', () => {
  const hook = '  vault: { url: https://vault.example.com/x, secret: env:VAULT, anchor: "07:30" }\n'
  const compiled = compile(`webhooks:\n${hook}${SMALL}`)
  expect(told(compiled)).toEqual([])
  expect(compiled.ok && compiled.plan.webhooks).toEqual({
    vault: { id: 'vault', url: 'https://vault.example.com/x', secretFrom: 'env:VAULT', anchor: 450 },
  })
})

test.each<[string, string, string[]]>([
  [
    'an address that is none',
    'webhooks:\n  pm: { url: pm.example.com/x, secret: env:PM }\n',
    [
      '2:14 error: `pm.example.com/…` is not the address of a web server | an address such as https://example.com/nightbell | write https://pm.example.com/…',
    ],
  ],
  [
    'in the open, and unsigned',
    'webhooks:\n  pm: { url: http://pm.example.com/x }\n',
    [
      "2:3 warning: `pm` has no `secret`: its receiver can't tell who calls | - | write `secret: env:NAME`; what is sent is signed with it",
      "2:14 warning: callers' numbers would travel unencrypted | - | write https://",
    ],
  ],
  [
    'a secret in the rules',
    'webhooks:\n  pm: { url: https://pm.example.com/x, secret: hush }\n',
    [
      '2:48 error: a secret is written in the rules | where to find it: env:NAME or file:/path | rules are read by many; secrets live elsewhere',
    ],
  ],
])('a webhook: %s', (_, head, expected) => {
  expect(told(rules(ALL, head, SMALL))).toEqual(expected)
})

test('a webhook that nothing is told to', () => {
  expect(told(rules('', HEAD))).toEqual([
    '3:13 warning: nothing is told to the webhook `pm` | - | write `notify: [{ on: [opened], webhook: pm }]` in a property or under `defaults:`, or remove it',
  ])
})

test.each<[string, string, string[]]>([
  [
    'a hole that nothing fills',
    'sms: { url: "https://sms.example.com/{too}", body: "{to} {text}" }\n',
    ['1:13 error: a text message knows no {too} | {to} or {text} or {key} or {secret} | did you mean `to`?'],
  ],
  [
    'nobody is named',
    'sms: { url: "https://sms.example.com/", body: { text: "{text}" } }\n',
    ['1:1 error: the gateway is not told whom the text message is for | {to} in `body` or `url` | -'],
  ],
  [
    'JSON has braces of its own',
    `sms: { url: "https://sms.example.com/", body: '{"to":["{to}"],"text":"{text}","x":{}}' }\n`,
    [],
  ],
])('the gateway: %s', (_, head, expected) => {
  expect(told(rules('', head, PEOPLE.replace('    mail: lee@example.com\n', '')))).toEqual(expected)
})

test.each<[string, string, string[]]>([
  ['over a trunk', 'sms: { trunk: carrier-a }\n', []],
  [
    'over a trunk that is none',
    'sms: { trunk: carier-a }\n',
    ['1:15 error: there is no trunk `carier-a` | `carrier-a` | did you mean `carrier-a`?'],
  ],
  [
    'from a number that the trunk does not own',
    'sms: { trunk: carrier-a, from: +1 512 555 0177 }\n',
    ['1:32 error: trunk `carrier-a` does not own +15125550177 | `+15125550100` or `+15125550101` | -'],
  ],
])('text messages %s', (_, head, expected) => {
  const compiled = rules('', head, SMALL)
  expect(told(compiled)).toEqual(expected)
  if (compiled.ok) expect(compiled.plan.sms).toEqual({ trunk: 'carrier-a', from: '+15125550100' })
})

test('texts without a gateway, and a ladder that tells nobody who could be told', () => {
  const mail = 'mail: { server: smtp.example.com, from: box@example.com }\n'
  expect(told(rules('    notify: [{ on: [opened], sms: lee-park }]\n', mail))).toEqual([
    '48:30 error: there is no gateway to send text messages through | a section `sms:` with `url` and `body` | -',
  ])
  const exhausted = SMALL.replace('      - who: manager\n', '      - who: manager\n    exhausted: { notify: [manager] }\n')
  expect(told(rules('', mail, exhausted))).toEqual([
    '31:27 error: nobody in `manager` has `mail` | `mail` with an address in the entry of a person | -',
  ])
  expect(told(rules('', '', exhausted))).toEqual([
    '30:27 error: there is neither a mail server nor a gateway to tell this through | a section `mail:` or `sms:` | -',
  ])
})

test('a role that nobody with an address holds at some property: told where, once for all of them', () => {
  const small = `${PEOPLE.replace('    quiet: 21:00-07:00\n', '    serves: [oak-creek]\n').replace('      - who: manager\n', '      - who: lee-park\n    exhausted: { notify: [manager] }\n')}${ALL}`
  const more = ['elm-park', 'ash-park'].map(
    (id, n) => `  ${id}: { name: P${n}, lines: [+1 512 555 010${n * 9}], menu: residents, caller-id: +1 512 555 0100 }\n`,
  )
  expect(told(compile(HEAD + small + more.join('')))).toEqual([
    '36:26 warning: nobody in the role `manager` who serves `elm-park` and 1 more has `mail` or `sms`: nobody is told there | - | write `mail` or `sms` in the entry of somebody in that role',
  ])
})

test('words of one’s own: a mistake is a warning, the words are not used, and the rest is', () => {
  const compiled = rules(
    '',
    `notices:
  message:
    subject: "{property}: a message from {caler}"
    text: |
      Hello!

        {caller} said something.
  digest: { text: "{exceptions}" }
`,
    SMALL,
  )
  expect(told(compiled)).toEqual([
    '3:14 warning: `message` knows no {caler}: these words are not used | `{box}`, `{property}`, `{caller}`, `{number}`, `{when}`, `{length}`, `{mailbox}`, `{audio}`, `{message}` or `{call}` | did you mean `caller`?',
  ])
  expect(compiled.ok && compiled.plan.notices).toEqual({
    message: { text: 'Hello!\n\n  {caller} said something.' },
    digest: { text: '{exceptions}' },
  })
})

test('an event that is none has no words', () => {
  expect(told(rules('', 'notices:\n  mesage: { subject: Hello }\n', SMALL))).toEqual([
    '2:3 error: unknown key `mesage` | `opened`, `acknowledged`, `late`, `unreached`, `resolved`, `storm`, `message`, `missed`, `missed-many`, `emergency`, `emergency-test`, `trunk`, `reminder`, `added-words` or `digest` | did you mean `message`?',
  ])
})

test('what a yes looks like, as a pattern and as fields', () => {
  const sms = 'sms: { url: https://sms.example.com/send, body: { to: "{to}", text: "{text}" }, ok: "^OK" }\n'
  const hooks = 'webhooks: { pm: { url: https://pm.example.com/x, secret: env:PM, ok: { status: [queued, sent], code: 0 } } }\n'
  const compiled = rules(ALL, `mail: { server: smtp.example.com, from: box@example.com }\n${sms}${hooks}`)
  expect(told(compiled)).toEqual([])
  expect(compiled.ok && [compiled.plan.sms, compiled.plan.webhooks?.pm]).toMatchObject([
    ...[{ ok: '^OK' }, { ok: { status: ['queued', 'sent'], code: ['0'] } }],
  ])
})

test.each([
  ['"(OK"', 'this is no pattern: a `(` is not closed'],
  ['"(?=OK)"', 'this is no pattern: looking around with `(?…)` is not known here'],
  ['"O{2}"', 'this is no pattern: counting with `{…}` is not known here: write `\\{` for a brace'],
])('ok: %s is told to be wrong', (ok, message) => {
  const sms = `sms: { url: https://sms.example.com/send, body: { to: "{to}", text: "{text}" }, ok: ${ok} }\n`
  const compiled = rules(ALL, `mail: { server: smtp.example.com, from: box@example.com }\n${sms}${HEAD.split('\n')[2]}\n`)
  expect(told(compiled).join('\n')).toContain(message)
})
