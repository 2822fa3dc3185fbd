// A secret is in no message, whatever is wrong with it: not when Asterisk's files are written, not in the connection file, not in an alarm.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { masked } from '../../src/pbx/compare.ts'
import { readConnection } from '../../src/pbx/connection.ts'
import { checkSecret } from '../../src/pbx/fill-template.ts'
import { secretOf } from '../../src/pbx/secrets.ts'
import { wrongSecretsOf } from '../../src/pbx/wrong-secrets.ts'
import { deskPlan } from '../support/desk.ts'

const SECRET = 'hunter2secret'
const thrownBy = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return inspect(error)
  }
  return 'nothing was thrown'
}

test.each([
  [';', 'a semicolon'],
  ['\n', 'a line break'],
  ['\u0007', 'a control character'],
  ['[', 'a bracket'],
  ['$', 'a dollar sign'],
  ['"', 'a double quote'],
  ['\\', 'a double quote (") or a backslash'],
  ['x'.repeat(600), 'it must have 1 to 500 characters'],
])('a password with %j: told by its kind and its reference', (character, said) => {
  const env = { CARRIER: `${SECRET}${character}${SECRET}` }
  const message = thrownBy(() => checkSecret(secretOf('env:CARRIER', env), 'password of trunk carrier-a'))
  expect(message).toContain(`password of trunk carrier-a (env:CARRIER): ${said}`)
  expect(message).not.toContain(SECRET)
})

test('a secret as text, JSON or in a log is its reference', () => {
  const secret = secretOf('env:CARRIER', { CARRIER: SECRET })
  expect(`${secret} ${JSON.stringify({ secret })} ${inspect(secret)}`).not.toContain(SECRET)
  expect(secret.reveal()).toBe(SECRET)
  expect(thrownBy(() => secretOf(SECRET, {}))).not.toContain(SECRET)
})

test('a connection file that is broken is not quoted', () => {
  const directory = mkdtempSync(`${tmpdir()}/nightbell-connection-`)
  try {
    for (const text of [`{"ari":{"password":"${SECRET}"`, `{"ari":{"password":"${SECRET}","user":1,"url":2}}`, `${SECRET}`]) {
      writeFileSync(`${directory}/connection.json`, text)
      const message = thrownBy(() => readConnection(directory))
      expect(message).toContain('is not a connection file')
      expect(message).not.toContain(SECRET)
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test.each([
  `password=${SECRET}`,
  `;password = ${SECRET}`,
  `oauth_secret=${SECRET}`,
  `auth_token => ${SECRET}`,
  `dbpass=${SECRET}`,
  `register => box:${SECRET}@carrier.example.com`,
  `url=https://box:${SECRET}@example.com/x`,
])('a diff shows no secret: %s', line => {
  expect(masked(line)).not.toContain(SECRET)
})

test('a PIN that is too short is an alarm of the rules in force, without the PIN', () => {
  const wrong = wrongSecretsOf(deskPlan(), { ana: '4711', ben: '47110' })
  expect(wrong).toEqual(['the PIN of ana opens nothing: a PIN has 5 to 12 digits, and nothing else (env:ana)'])
})

test('a pipe, a device and a file without end are no secrets, and nobody waits for them', () => {
  const directory = mkdtempSync(join(tmpdir(), 'nightbell-secret-'))
  try {
    execFileSync('mkfifo', [join(directory, 'pipe')])
    writeFileSync(join(directory, 'long'), 'x'.repeat(20_000))
    expect(() => secretOf(`file:${directory}/pipe`, {})).toThrow('no plain file')
    expect(() => secretOf('file:/dev/zero', {})).toThrow('no plain file')
    expect(() => secretOf(`file:${directory}`, {})).toThrow(/no plain file|EISDIR/)
    expect(() => secretOf(`file:${directory}/long`, {})).toThrow('longer than any secret')
  } finally {
    rmSync(directory, { recursive: true })
  }
})
