// Every key of the rules is described. A new key may wait a day for its note; what is called resolved may not.
import { expect, test } from 'vitest'
import { undescribedKeys } from '../../src/rules/reference.ts'

test('every key has a note in src/rules/reference-notes.ts', () => {
  expect(undescribedKeys()).toEqual([])
})
