// Where compiled code is kept for the next start: only where nobody else could have put it.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownCache } from '../../src/cli/own-cache.ts'

let home = ''
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'nightbell-home-')))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('in the cache of the user, made for this user alone', () => {
  expect(ownCache({ HOME: home })).toBe(join(home, '.cache/nightbell'))
  expect(ownCache({ HOME: home, XDG_CACHE_HOME: join(home, 'caches') })).toBe(join(home, 'caches/nightbell'))
  expect(ownCache({ HOME: home, XDG_CACHE_HOME: '' })).toBe(join(home, '.cache/nightbell'))
  for (const made of ['.cache', '.cache/nightbell', 'caches']) expect(statSync(join(home, made)).mode & 0o777).toBe(0o700)
})

test('through a link, by the name of where it leads', () => {
  mkdirSync(join(home, 'elsewhere'))
  symlinkSync(join(home, 'elsewhere'), join(home, '.cache'))
  expect(ownCache({ HOME: home })).toBe(join(home, 'elsewhere/nightbell'))
})

test.each<[string, () => Readonly<Record<string, string>>]>([
  ['without a home', () => ({})],
  ['with a home that is no place', () => ({ HOME: 'home' })],
  ['where nothing can be made', () => ({ HOME: '/proc/self' })],
  [
    'in a home that others can write',
    () => {
      chmodSync(home, 0o777)
      return { HOME: home }
    },
  ],
  [
    'in a cache that others can write',
    () => {
      mkdirSync(join(home, '.cache'))
      chmodSync(join(home, '.cache'), 0o770)
      return { HOME: home }
    },
  ],
  [
    'in a directory of ours that others can write, even where they can take nothing away',
    () => {
      mkdirSync(join(home, '.cache/nightbell'), { recursive: true })
      chmodSync(join(home, '.cache/nightbell'), 0o1777)
      return { HOME: home }
    },
  ],
  [
    'where a file stands in its place',
    () => {
      mkdirSync(join(home, '.cache'))
      writeFileSync(join(home, '.cache/nightbell'), '')
      return { HOME: home }
    },
  ],
])('none %s', (_, env) => {
  expect(ownCache(env())).toBeNull()
})

test('none for root in the home of somebody else, and nothing is made there', () => {
  if (process.getuid?.() === 0) chownSync(home, 12345, 12345)
  expect(ownCache({ HOME: home }, 0)).toBeNull()
  expect(readdirSync(home)).toEqual([])
})
