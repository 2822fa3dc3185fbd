// No message about rules, and no line that is shown with one, repeats what may be a secret: rules name secrets by reference, but a
// mistake is just where somebody wrote one itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, test, vi } from 'vitest'
import { compileRules } from '../../src/rules/compile.ts'
import { formatProblem } from '../../src/rules/problem.ts'
import { nightbell } from '../support/nightbell.ts'
import { SMALL } from './small-rules.ts'

const SECRET = 'hunter2secret'

function printed(text: string): string {
  const rules = compileRules(new Map([['rules.yaml', text]]))
  return [...(rules.ok ? [] : rules.problems), ...rules.warnings].map(problem => formatProblem(problem, text)).join('\n')
}

describe('a secret that is written in the rules is not printed', () => {
  test.each([
    ['a trunk’s password', `trunks: { a: { host: 192.0.2.1, register: { user: u, password: ${SECRET} } } }\n`],
    ['below its key', `trunks:\n  a:\n    host: 192.0.2.1\n    register:\n      user: u\n      password:\n        ${SECRET}\n`],
    ['folded', `trunks:\n  a:\n    host: 192.0.2.1\n    register:\n      user: u\n      password: >-\n        ${SECRET}\n`],
    ['in quotes that are never closed', `trunks:\n  a:\n    register: { user: u, password: "${SECRET} } }\n`],
    ['as a list', `trunks: { a: { host: 192.0.2.1, register: { user: u, password: [${SECRET}] } } }\n`],
    ['a mistyped key', `trunks: { a: { host: 192.0.2.1, passwort: ${SECRET} } }\n`],
    ['a login in one', `trunks:\n  a:\n    host: 192.0.2.1\n    register: box:${SECRET}\n`],
    [
      'written twice',
      `mail: { server: a.example.com, from: a@example.com, user: u, password: ${SECRET}, password: ${SECRET} }\n`,
    ],
    ['a PIN', `people: { sam: { name: Sam, phones: [+1 512 555 0151], pin: ${SECRET} } }\n`],
    ['an address with a login', `webhooks: { pm: { url: "ftp://u:${SECRET}@example.com/x" } }\n`],
    ['an address with a token', `webhooks: { pm: { url: "hooks.example.com/services/${SECRET}" } }\n`],
    ['an address as a word', `webhooks: { pm: "https://hooks.example.com/services/${SECRET}" }\n`],
    ['an address in the clear', `webhooks: { pm: { url: "http://hooks.example.com/x?token=${SECRET}" } }\n`],
    ['a header', `sms:\n  url: https://example.com/\n  headers:\n    Authorization:\n      [${SECRET}]\n  body: "{to} {text}"\n`],
    ['a telephone’s login', `properties: { p: { office: { phones: [{ id: d, contact: "sip:desk:${SECRET}@192.0.2.7" }] } } }\n`],
    ['a gateway as a word', `sms: https://example.com/send?key=${SECRET}\n`],
  ])('%s', (_, text) => {
    const out = printed(`${text}`)
    expect(out).toContain('rules.yaml:')
    expect(out).not.toContain(SECRET)
  })
})

/** What a password can hold that means something else in YAML, so that the reader stumbles at that very line. */
const ODD = [
  '',
  'a;',
  '"',
  "'",
  'a"',
  '\\',
  'a #',
  '#',
  'ä',
  'a: ',
  '{',
  '[',
  '@',
  '`',
  '*',
  '&',
  '!',
  '%',
  '|',
  '>',
  '? ',
  '"\\q',
  '|\n  x\n ',
  '"x\n  ',
  'a}',
  'env: ',
]
const WHERE: Readonly<Record<string, (secret: string) => string>> = {
  block: secret => `mail:\n  server: a.example.com\n  user: u\n  password: ${secret}\n`,
  flow: secret => `trunks: { a: { host: 192.0.2.1, register: { user: u, password: ${secret} } } }\n`,
  'a key without a space': secret => `mail:\n  user: u\n  password:${secret}\n`,
  'a foreign key': secret => `mail:\n  kennwort: ${secret}\n`,
  'a short key': secret => `mail:\n  pw: ${secret}\n`,
  header: secret => `sms:\n  url: https://example.com/\n  headers:\n    Cookie: ${secret}\n  body: x\n`,
  'headers as a word': secret => `sms:\n  url: https://example.com/\n  headers: X ${secret}\n  body: x\n`,
  form: secret => `sms:\n  url: https://example.com/\n  body: "apikey=${secret}&to={too}"\n  bodi: x\n`,
  login: secret => `trunks:\n  a:\n    host: 192.0.2.1\n    register: { user: u, ${secret} }\n`,
  'name and password': secret => `mail:\n  server: a.example.com\n  login: u:${secret}\n`,
  address: secret => `webhooks:\n  pm:\n    url: https://u:${secret}@example.com/\n    x: y\n`,
  'an address without its beginning': secret => `trunks: { a: { host: "u:${secret}@192.0.2.1" } }\n`,
}
/** There the YAML reader, or a space, ends the login: nothing says any more that it is one. */
const NOT_A_LOGIN = ['env: ', 'a #', 'a: ', '`', '? ', '|\n  x\n ', '"x\n  ']

test.each(Object.entries(WHERE))('whatever the secret is made of: %s', (where, written) => {
  const odd = ODD.filter(each => !where.endsWith('beginning') || !NOT_A_LOGIN.includes(each))
  const repeated = odd.filter(each => printed(written(`${each}${SECRET}`)).includes(SECRET))
  expect(repeated).toEqual([])
  expect(printed(written(SECRET))).toContain('rules.yaml:')
})

test('the end of a secret that was broken into two lines', () => {
  const text = `mail:\n  server: a.example.com\n  password: abc\n${SECRET}\n`
  expect(printed(text)).toMatch(/\*\*\*/)
  expect(printed(text)).not.toContain(SECRET)
})

test('a message is not as long as what is wrong', () => {
  const rules = compileRules(new Map([['rules.yaml', '|'.repeat(500_000)]]))
  expect(rules.ok).toBe(false)
  expect(JSON.stringify(rules).length).toBeLessThan(10_000)
})

test('a reference is shown: it says only where the secret is', () => {
  const text = `people:\n  sam: { name: Sam, pin: env:SAM_PIN, fones: 1 }\n`
  expect(printed(text)).toContain('pin: env:SAM_PIN, fones: 1')
})

test('check says what is wrong with a secret that it can read, and does not repeat it', async () => {
  const directory = mkdtempSync(`${tmpdir()}/nightbell-secrets-`)
  try {
    writeFileSync(`${directory}/trunk-password`, `a;${SECRET}\n`)
    const rules = SMALL.replace(
      'trunks:',
      `mail: { server: mail.example.com, from: a@example.com, user: u, password: env:MAIL }\ntrunks:\n  more: { host: 192.0.2.99, register: { user: u, password: "file:${directory}/trunk-password" } }`,
    ).replace('phones: [+1 512 555 0151]', 'phones: [+1 512 555 0151]\n    pin: env:SAM_PIN')
    writeFileSync(`${directory}/rules.yaml`, rules)
    vi.stubEnv('SAM_PIN', '471')
    vi.stubEnv('MAIL', `;${SECRET}`)
    const { stdout, stderr, code } = await nightbell(['check', directory, '--no-cache'])
    const out = stdout + stderr
    expect(code).toBe(1)
    expect(out).toContain(`file:${directory}/trunk-password: a semicolon (;)`)
    expect(out).toContain('env:SAM_PIN: a PIN has 5 to 12 digits')
    expect(out).not.toContain(SECRET)
  } finally {
    vi.unstubAllEnvs()
    rmSync(directory, { recursive: true })
  }
})
