// Every key of the rules is described. A new key may wait a day for its note; what is called resolved may not.
import { expect, test } from 'vitest'
import { undescribedKeys } from '../../scripts/reference.ts'

test('every key has a note in scripts/reference-notes.ts', () => {
  expect(undescribedKeys()).toEqual([])
})
