// Strangers that send too much: who is shut out, for how long, and who never is.
import { expect, test } from 'vitest'
import { CHANGE_MS, FLOOD_REFUSED_MS, MOST_FLOODS, openFloodGuard } from '../../src/sip/flood-guard.ts'

const SECOND = 1000
const NOON = 1_772_956_800_000
const SCANNER = '203.0.113.9'
const TRUNK = '192.0.2.10'

const spares = (address: string): boolean => address === TRUNK
/** One news a second. */
const each = (seconds: number, times: number, address = SCANNER) =>
  Array.from({ length: seconds }, (_, n) => [address, times, n * SECOND] as const)

test.each([
  ['a hundred in a minute', each(50, 2), []],
  ['one more', each(51, 2), [SCANNER]],
  ['all at once', [[SCANNER, 101, 0] as const], [SCANNER]],
  ['over an IPv6 address', each(60, 2, '2001:db8::9'), ['2001:db8::9']],
  ['a hundred and one in two minutes', each(101, 1), []],
  ['a trunk of the rules, or whoever is known', each(60, 50, TRUNK), []],
  ['many that are counted together', each(60, 50, 'others'), []],
  ['two, each for itself', [...each(40, 2), ...each(40, 2, '203.0.113.10')], []],
])('%s', (_, news, refused) => {
  const guard = openFloodGuard(spares)
  for (const [address, times, at] of news) guard.take(address, times, NOON + at)
  expect(guard.refused(NOON + 120 * SECOND)).toEqual(refused)
})

test('for an hour; what still comes makes it no longer, and then it takes as many again', () => {
  const guard = openFloodGuard(spares)
  guard.take(SCANNER, 200, NOON)
  for (let n = 0; n < 3600; n += 10) guard.take(SCANNER, 50, NOON + n * SECOND)
  expect(guard.refused(NOON + FLOOD_REFUSED_MS - 1)).toEqual([SCANNER])
  expect(guard.refused(NOON + FLOOD_REFUSED_MS + CHANGE_MS)).toEqual([])
  const later = NOON + FLOOD_REFUSED_MS + 2 * CHANGE_MS
  guard.take(SCANNER, 100, later)
  expect(guard.refused(later)).toEqual([])
  guard.take(SCANNER, 1, later + SECOND)
  expect(guard.refused(later + CHANGE_MS)).toEqual([SCANNER])
})

test('the first is shut out at once, more of them once a minute, and never more than so many', () => {
  const guard = openFloodGuard(spares)
  const address = (n: number) => `198.51.${Math.floor(n / 250)}.${n % 250}`
  guard.take(address(0), 200, NOON)
  expect(guard.refused(NOON)).toHaveLength(1)
  for (let n = 1; n < 3000; n++) guard.take(address(n), 200, NOON + SECOND)
  expect(guard.refused(NOON + 2 * SECOND)).toHaveLength(1)
  expect(guard.refused(NOON + CHANGE_MS)).toHaveLength(MOST_FLOODS)
  expect(guard.refused(NOON + CHANGE_MS)).toContain(address(0))
})

test('what has become a trunk of the rules is let in again', () => {
  const trunks = new Set<string>()
  const guard = openFloodGuard(address => trunks.has(address))
  guard.take(SCANNER, 200, NOON)
  expect(guard.refused(NOON)).toEqual([SCANNER])
  trunks.add(SCANNER)
  expect(guard.refused(NOON + CHANGE_MS)).toEqual([])
})
