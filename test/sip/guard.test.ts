// Wrong passwords: who is told of, who is refused, for how long, and who never is.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KNOWN_MS, MOST_REFUSED, openGuard, REFUSED_MS } from '../../src/sip/guard.ts'
import type { PasswordNews } from '../../src/sip/news.ts'

const MINUTE = 60_000
const NOON = 1_772_956_800_000
const SCANNER = '203.0.113.9'
const OFFICE = '198.51.100.30'
const TRUNK = '192.0.2.10'

const needs = {
  nameOf: (user: string) => (user === 'oak' ? 'trunk oak-pbx' : user.startsWith('office') ? `office telephone ${user}` : null),
  spares: (address: string) => address === TRUNK,
}
const tried = (right: boolean, at: number, address = SCANNER, user = 'oak', times = 1): PasswordNews => ({
  ...{ right, user, address, at: NOON + at, times },
})

test.each([
  ['nine in a minute', Array.from({ length: 9 }, (_, n) => tried(false, n)), []],
  ['ten in a minute', Array.from({ length: 10 }, (_, n) => tried(false, n)), [SCANNER]],
  ['ten at once', [tried(false, 0, SCANNER, 'oak', 10)], [SCANNER]],
  ['ten, for several names', Array.from({ length: 10 }, (_, n) => tried(false, n, SCANNER, `office-${n}`)), [SCANNER]],
  ['ten in half an hour', Array.from({ length: 10 }, (_, n) => tried(false, n * 3 * MINUTE)), []],
  ['fifty for a name that nobody has', [tried(false, 0, SCANNER, 'admin', 50)], []],
  ['fifty from the address of a trunk', [tried(false, 0, TRUNK, 'oak', 50)], []],
  [
    'fifty where another telephone is well',
    [tried(true, -MINUTE, OFFICE, 'office-2'), tried(false, 0, OFFICE, 'office-1', 50)],
    [],
  ],
  [
    'fifty where one was well two days ago',
    [tried(true, -2 * KNOWN_MS, OFFICE, 'office-2'), tried(false, 0, OFFICE, 'office-1', 50)],
    [OFFICE],
  ],
])('%s', (_, all, refused) => {
  const guard = openGuard(needs)
  for (const one of all) guard.take(one)
  expect(guard.refused(all.at(-1)?.at ?? 0)).toEqual(refused)
})

test('a refusal ends by itself, what was under way does not make it longer, and then it takes ten more', () => {
  const guard = openGuard(needs)
  guard.take(tried(false, 0, SCANNER, 'oak', 10))
  guard.take(tried(false, 1000, SCANNER, 'oak', 500))
  expect(guard.refused(NOON + REFUSED_MS - 1)).toEqual([SCANNER])
  expect(guard.refused(NOON + REFUSED_MS)).toEqual([])
  guard.take(tried(false, REFUSED_MS + 1000, SCANNER, 'oak', 9))
  expect(guard.refused(NOON + REFUSED_MS + 1000)).toEqual([])
  guard.take(tried(false, REFUSED_MS + 2000))
  expect(guard.refused(NOON + REFUSED_MS + 2000)).toEqual([SCANNER])
})

test('told by name and address, from the third on, for an hour', () => {
  const guard = openGuard(needs)
  guard.take(tried(false, 0))
  guard.take(tried(false, MINUTE))
  expect(guard.told(NOON + MINUTE)).toEqual([])
  guard.take(tried(false, 2 * MINUTE, SCANNER, 'oak', 12))
  expect(guard.told(NOON + 2 * MINUTE)).toEqual([
    {
      ...{ name: 'trunk oak-pbx', address: SCANNER, times: 14, since: NOON },
      ...{ refusedUntil: NOON + 2 * MINUTE + REFUSED_MS, spared: false },
    },
  ])
  expect(guard.told(NOON + 65 * MINUTE)).toEqual([])
})

test('who is known is known after a restart', () => {
  const before = openGuard(needs)
  before.take(tried(true, 0, OFFICE, 'office-2'))
  const guard = openGuard(needs, before.known(NOON + MINUTE))
  guard.take(tried(false, 2 * MINUTE, OFFICE, 'office-1', 100))
  expect(guard.refused(NOON + 2 * MINUTE)).toEqual([])
  expect(guard.told(NOON + 2 * MINUTE)).toMatchObject([{ name: 'office telephone office-1', spared: true, refusedUntil: null }])
})

const news = fc.array(
  fc.record({
    right: fc.boolean(),
    user: fc.constantFrom('oak', 'office-1', 'admin'),
    address: fc.oneof(fc.constantFrom(SCANNER, OFFICE, TRUNK), fc.ipV4()),
    at: fc.integer({ min: 0, max: 48 * 60 }).map(minute => NOON + minute * MINUTE),
    times: fc.integer({ min: 1, max: 30 }),
  }),
  { maxLength: 300 },
)

test('whatever is tried: a trunk is never refused, nobody who was right within the day, and nobody for good', () => {
  fc.assert(
    fc.property(news, all => {
      const guard = openGuard(needs)
      const rightAt = new Map<string, number>()
      const sorted = all.toSorted((one, other) => one.at - other.at)
      for (const one of sorted) {
        const before = new Set(guard.refused(one.at))
        guard.take(one)
        if (one.right) rightAt.set(one.address, one.at)
        const begun = guard.refused(one.at).filter(address => !before.has(address))
        for (const address of begun) expect((rightAt.get(address) ?? 0) > one.at - KNOWN_MS).toBe(false)
        expect(guard.refused(one.at)).not.toContain(TRUNK)
        expect(guard.refused(one.at).length).toBeLessThanOrEqual(MOST_REFUSED)
      }
      expect(guard.refused((sorted.at(-1)?.at ?? 0) + REFUSED_MS)).toEqual([])
    }),
    { numRuns: 60 },
  )
})
