// What others of the machine could read is closed: a directory made by hand, a journal of an earlier version.
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makePrivate } from '../../src/pbx/make-private.ts'
import { writePbx } from '../../src/pbx/write.ts'

const place = mkdtempSync(join(tmpdir(), 'nightbell-private-'))
const state = join(place, 'state')
const nobody = (path: string): never => {
  throw new Error(path)
}
afterEach(() => rmSync(place, { recursive: true, force: true }))

/** Every path beneath and including this one that somebody else could do something with. */
function open(path: string): string[] {
  const found = lstatSync(path)
  const beneath = found.isDirectory() ? readdirSync(path).flatMap(name => open(join(path, name))) : []
  return (found.mode & 0o077) === 0 || found.isSymbolicLink() ? beneath : [path, ...beneath]
}

function madeByHand(mode: number): void {
  mkdirSync(join(state, 'recordings/2026'), { recursive: true })
  for (const name of ['journal.db', 'journal.db-wal', 'journal.db-shm', 'recordings/2026/a.wav']) {
    writeFileSync(join(state, name), 'x')
    chmodSync(join(state, name), 0o644)
  }
  for (const name of ['', 'recordings', 'recordings/2026']) chmodSync(join(state, name), mode)
}

test('a state directory of 755 with a journal of 644 is closed, whatever is in it', () => {
  madeByHand(0o755)
  makePrivate(state, nobody)
  expect(open(state)).toEqual([])
  expect(lstatSync(state).mode & 0o777).toBe(0o700)
  expect(lstatSync(join(state, 'journal.db-wal')).mode & 0o777).toBe(0o600)
})

test('in a directory that was closed, the journal and what lies beside it are looked at all the same', () => {
  madeByHand(0o755)
  chmodSync(state, 0o700)
  makePrivate(state, nobody)
  expect(open(state)).toEqual([join(state, 'recordings/2026'), join(state, 'recordings/2026/a.wav')])
})

test('a link is not followed', () => {
  mkdirSync(state, { recursive: true })
  writeFileSync(join(place, 'elsewhere'), 'x')
  chmodSync(join(place, 'elsewhere'), 0o644)
  symlinkSync(join(place, 'elsewhere'), join(state, 'link'))
  makePrivate(state, nobody)
  expect(lstatSync(join(place, 'elsewhere')).mode & 0o777).toBe(0o644)
})

test('what is rendered into a directory that was open is private, also what had been there unchanged', () => {
  writePbx(state, { 'pjsip.conf': 'password=x' })
  for (const path of [state, join(state, 'etc'), join(state, 'etc/pjsip.conf'), join(state, 'log')]) chmodSync(path, 0o755)
  writePbx(state, { 'pjsip.conf': 'password=x' })
  expect(open(state)).toEqual([])
})
