// What a server says, or an error, does not carry a secret into the log, the journal or the outbox.
import { expect, test } from 'vitest'
import { failed } from '../../src/notify/delivery.ts'
import { hideSecrets } from '../../src/notify/hide-secrets.ts'
import { examplePlan } from '../store/example-turns.ts'

const SECRET = 's3cr&t "of" the box'

test.each([
  ['as it is', (secret: string) => secret],
  ['in an address', encodeURIComponent],
  ['in JSON', (secret: string) => JSON.stringify({ key: secret })],
  ['in a login', (secret: string) => Buffer.from(`box:${secret}`).toString('base64')],
])('%s', (_, form) => {
  const { secret, hide } = hideSecrets(examplePlan(), () => SECRET)
  secret('env:GATEWAY')
  const { reason } = hide(failed(`example.com answered 401: ${form(SECRET)} is wrong`, 'check it', true)) as { reason: string }
  expect(reason).toContain('***')
  for (const piece of ['s3cr', 'the box', 'ZSBib3', Buffer.from('box:s3cr').toString('base64').slice(6)])
    expect(reason).not.toContain(piece)
})

test('what the rules hold in the open, too: a token in the address of the gateway', () => {
  const sms = {
    url: 'https://u:login-1@example.com/send?token=abcdef99',
    method: 'POST',
    headers: { 'X-Api-Key': 'zyx987' },
    form: false,
  } as const
  const { hide } = hideSecrets({ ...examplePlan(), sms }, () => '')
  expect(hide(failed('abcdef99, zyx987 and login-1 are unknown', 'x', true))).toMatchObject({
    reason: '***, *** and *** are unknown',
  })
})

test('an answer that is cut within the secret', () => {
  const { secret, hide } = hideSecrets(examplePlan(), () => SECRET)
  secret('env:GATEWAY')
  expect(hide(failed(`${'x'.repeat(292)}${SECRET}`, 'x', true))).toMatchObject({ reason: `${'x'.repeat(292)}***` })
})
