// Every key of the rules is described in scripts/reference-notes.ts.
import { expect, test } from 'vitest'
import { undescribedKeys } from '../../scripts/reference.ts'

test('every key has a note in scripts/reference-notes.ts', () => {
  expect(undescribedKeys()).toEqual([])
})
