// Two bad nights: nothing that the box keeps in memory, writes with a turn or does by itself grows with them. test/long has a month of them.
import { test } from 'vitest'
import { badNights, expectBounded } from '../support/bad-nights.ts'

test('the second bad night finds the box as the first one did', async () => {
  expectBounded(await badNights(2, 0.5))
})
