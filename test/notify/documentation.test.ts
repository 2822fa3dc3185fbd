// docs/notifications.md is true: its rules compile, its holes are those there are, its body is what is sent, its check of a signature holds.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { NOTICE_HOLES } from '../../src/core/notices/notice-words.ts'
import type { Post } from '../../src/core/notices/post.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { webhookRequest } from '../../src/notify/send-webhook.ts'
import { webhookBody } from '../../src/notify/webhook-body.ts'
import { compileRules } from '../../src/rules/load.ts'
import { SMALL, told } from '../rules/small-rules.ts'
import { planWithMail } from './office.ts'

const text = readFileSync('docs/notifications.md', 'utf8')
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, body = '']) => body)

test('the rules are right', () => {
  const [telling = '', twilio = '', words = ''] = blocks
  const used = SMALL.replace('lee-park, ', '')
  expect(
    told(
      compileRules(
        new Map([
          ['a.yaml', telling],
          ['b.yaml', words],
          ['c.yaml', used],
        ]),
      ),
    ),
  ).toEqual([])
  expect(
    told(
      compileRules(
        new Map([
          ['a.yaml', twilio],
          ['c.yaml', used],
        ]),
      ),
    ),
  ).toEqual([])
})

test('the holes of each event are all there are', () => {
  for (const [event, holes] of Object.entries(NOTICE_HOLES)) {
    const row = text.split('\n').find(line => /^\|.*\{/.test(line) && line.split('|')[1]?.includes(`\`${event}\``)) ?? ''
    const written = [...row.matchAll(/\{([\w-]+)\}/g)].map(([, hole]) => hole)
    expect([...written, 'box', 'property'].sort()).toEqual([...holes].sort())
  }
})

test('the body is what is sent, and the check of the signature accepts it', () => {
  const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '')
  const { incident, call } = shown
  const post: Post = {
    ...{ key: shown.id, thread: 't', way: 'webhook', to: 'pm', all: [], attempts: 0, property: 'oak-creek', who: null },
    ...{ madeAt: Date.parse(shown.at) as EpochMs, firstAt: 0 as EpochMs },
    about: {
      ...{ event: 'unreached', incident: incident.id, call: call.id, category: 'leak', state: 'unreached', passes: 2 },
      ...{ openedAt: Date.parse(incident.openedAt) as EpochMs, owner: null, ownedAt: null, statement: incident.statement },
      caller: { number: call.number, name: null, erased: false },
    },
  }
  const needs = { plan: planWithMail(25), now: () => Date.now() as EpochMs, patienceMs: 1 } as const
  const request = webhookRequest(
    { key: post.key, event: 'unreached', body: webhookBody(post, needs.plan) },
    { id: 'pm', url: 'https://pm.test/' },
    'hush',
    needs,
  )
  expect(JSON.parse(request.body ?? '')).toEqual(shown)
  const js = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  const check = new Function('request', 'body', 'secret', 'createHmac', 'timingSafeEqual', `${js}; return good`)
  const verdict = (body: string, secret: string) => check(request, body, secret, createHmac, timingSafeEqual)
  expect(verdict(request.body ?? '', 'hush')).toBe(true)
  expect(verdict(`${request.body} `, 'hush')).toBe(false)
  expect(verdict(request.body ?? '', 'husch')).toBe(false)
  const unsigned = { ...request, headers: {} }
  expect(check(unsigned, request.body ?? '', 'hush', createHmac, timingSafeEqual)).toBe(false)
})
