// How an export comes to its place: whole, for its owner alone, and never over another file, also
// where the file system has no hard links.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Link, writePrivately } from '../../../src/cli/export/write-file.ts'

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-write-'))
  file = join(directory, 'a.zip')
})
afterEach(() => rmSync(directory, { recursive: true }))

const BYTES = Buffer.from('all of it')

function failing(code: string, before: () => void = () => {}): Link {
  return () => {
    before()
    throw Object.assign(new Error(`${code}: of the file system, link`), { code, syscall: 'link' })
  }
}

test.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('no hard links (%s): it is copied', code => {
  writePrivately(file, BYTES, false, failing(code))
  expect(readFileSync(file)).toEqual(BYTES)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(directory)).toEqual(['a.zip'])
})

test.each(['EPERM', 'EEXIST'])('somebody else was there first (%s): theirs stays', code => {
  const meanwhile = failing(code, () => writeFileSync(file, 'theirs'))
  expect(() => writePrivately(file, BYTES, false, meanwhile)).toThrow('is there already')
  expect(readFileSync(file, 'utf8')).toBe('theirs')
  expect(readdirSync(directory)).toEqual(['a.zip'])
})

test('what else goes wrong is said, and leaves nothing', () => {
  expect(() => writePrivately(file, BYTES, false, failing('EIO'))).toThrow('could not be written: EIO')
  expect(readdirSync(directory)).toEqual([])
})
