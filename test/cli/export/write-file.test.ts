// How an export comes to its place: whole, for its owner alone, and never over another file, also
// where the file system has no hard links.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

test('with --force, a regular file is replaced', () => {
  writeFileSync(file, 'old', { mode: 0o644 })
  writePrivately(file, BYTES, true)
  expect(readFileSync(file)).toEqual(BYTES)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

describe.each([true, false])('what is no regular file stays, and is named (--force: %s)', force => {
  const refused = (what: string) => {
    const before = lstatSync(file)
    expect(() => writePrivately(file, BYTES, force)).toThrow(
      `${file} is ${what}, and no regular file: nothing was written. Name another file.`,
    )
    const after = lstatSync(file)
    expect([after.ino, after.mode]).toEqual([before.ino, before.mode])
  }

  test('a directory', () => {
    mkdirSync(file)
    refused('a directory')
  })

  test('a pipe', () => {
    execFileSync('mkfifo', [file])
    refused('a pipe')
  })

  test('a socket', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(file, resolve))
    refused('a socket')
    await new Promise(resolve => server.close(resolve))
  })

  test.each(['a regular file', 'nothing'])('a symbolic link to %s', what => {
    const to = join(directory, 'there.zip')
    if (what !== 'nothing') writeFileSync(to, 'theirs')
    symlinkSync(to, file)
    refused('a symbolic link')
    expect(readdirSync(directory)).toEqual(what === 'nothing' ? ['a.zip'] : ['a.zip', 'there.zip'])
    if (what !== 'nothing') expect(readFileSync(to, 'utf8')).toBe('theirs')
  })

  // One of our own: a mistake here would replace that of the machine.
  test('a device', () => {
    expect(spawnSync('mknod', [file, 'c', '1', '3']).status).toBe(0)
    refused('a device')
  })
})
