// A month of bad nights, in virtual time, with the real journal: sizes and counts stay what they were in the first night.
import { expect, test } from 'vitest'
import { badNights, expectBounded } from '../support/bad-nights.ts'

test('after thirty bad nights the box is as it was after the first', async () => {
  const nights = await badNights(30, 6)
  expectBounded(nights)
  expect(nights.reduce((sum, { dialled }) => sum + dialled, 0)).toBeGreaterThan(10_000)
  expect(nights.some(({ accepted }) => accepted > 0)).toBe(true)
}, 900_000)
