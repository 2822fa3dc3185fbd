// When a trunk counts as not registered, in which words, and what somebody who was not listening may conclude.
import { expect, test } from 'vitest'
import type { TrunkSeen } from '../../src/sip/news.ts'
import { loggedOut, notRegistered, remedyFor } from '../../src/sip/not-registered.ts'

const MINUTE = 60_000
const START = 1_000 * MINUTE
const NOTHING: TrunkSeen = {
  ...{ transport: 'udp', address: '192.0.2.10:5060', registered: null, notRegistered: null },
  ...{ qualify: null, unanswered: null, lastRefusal: null },
}
const held = (last: number, until: number): TrunkSeen => ({ ...NOTHING, registered: { since: 0, last, until } })
const ask = (seen: TrunkSeen | undefined, minutes: number) => notRegistered(seen, START, START + minutes * MINUTE)

test('refused: since the first refusal, with the words of SIP, also when it was seen before the daemon started', () => {
  const seen = { ...NOTHING, notRegistered: { since: START - 5 * MINUTE, words: '403 Forbidden; Reason: Q.850;cause=21' } }
  expect(ask(seen, 0)).toEqual({
    since: START - 5 * MINUTE,
    why: '403 Forbidden; Reason: Q.850;cause=21',
    remedy: 'check user, password and realm, then ask the carrier whether the account is in order',
  })
})

test('held as long as it lasts, and not a renewal longer', () => {
  const seen = held(START + MINUTE, START + 6 * MINUTE)
  expect(ask(seen, 6)).toBeNull()
  expect(ask(seen, 7)).toMatchObject({ since: START + 6 * MINUTE, why: 'its registration ran out and was not renewed' })
})

test('what ran out while nobody listened may have been renewed: believed when the renewal should have been heard', () => {
  const seen = held(START - 20 * MINUTE, START - 10 * MINUTE)
  expect(ask(seen, 0)).toBeNull()
  expect(ask(seen, 10)).toBeNull()
  expect(ask(seen, 11)).toMatchObject({ since: START - 10 * MINUTE })
})

test('never heard of: only after Asterisk would have asked again', () => {
  for (const seen of [undefined, NOTHING]) {
    expect(ask(seen, 5)).toBeNull()
    expect(ask(seen, 6)).toMatchObject({ since: START, remedy: expect.stringContaining('does DNS find its name') })
  }
})

test('a trunk that logs in, and for which Asterisk has no place: never came, ran out, or is there and silent', () => {
  const out = (seen: TrunkSeen | undefined) => loggedOut(seen, START, START + 5 * MINUTE)
  expect(out(undefined)).toMatchObject({ since: START, why: 'it has not logged in' })
  expect(out(held(START, START + 2 * MINUTE))).toMatchObject({
    since: START + 2 * MINUTE,
    why: expect.stringContaining('ran out'),
  })
  expect(out({ ...NOTHING, notRegistered: { since: START, words: 'it logged out' } })).toMatchObject({ why: 'it logged out' })
  expect(out(held(START, START + 6 * MINUTE))).toBeNull()
})

test.each([
  ['401 Unauthorized', 'user, password or realm'],
  ['407 Proxy Authentication Required', 'user, password or realm'],
  ['403 Forbidden', 'user, password and realm'],
  ['404 Not Found', 'user or domain'],
  ['423 Interval Too Brief', 'longer registrations'],
  ['503 Service Unavailable', 'goes on trying'],
  ['no answer, sent 3 times', 'host, port, proxy and transport, and the firewall'],
  ['488 Huh', 'ask the carrier'],
])('%s: %s', (words, remedy) => expect(remedyFor(words)).toContain(remedy))
