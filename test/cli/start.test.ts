// The start of the command line, as a process of its own: it keeps what was compiled, loads no more than a short answer needs, and starts
// all the same where nothing can be kept.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

let directory = ''
let rules = ''
let mounted = false
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-start-'))
  rules = join(directory, 'rules')
  cpSync('config', rules, { recursive: true })
  mkdirSync(join(directory, 'full'), { mode: 0o700 })
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', join(directory, 'full')]).status === 0
})
afterAll(() => {
  if (mounted) execFileSync('umount', [join(directory, 'full')])
  rmSync(directory, { recursive: true, force: true })
})

/** `nightbell check`, and what it loads. */
function check(env: Readonly<Record<string, string>>): { said: string; status: number | null; loads: readonly string[] } {
  const watching = `import { registerHooks } from 'node:module'
    registerHooks({ load: (url, context, next) => (process.stderr.write('loads ' + url + '\\n'), next(url, context)) })`
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(watching)}`]
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, 'src/main.ts', 'check', rules], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { PATH: process.env.PATH, SAM_ORTIZ_PIN: '47110', MAIL_PASSWORD: 'secret', ...env },
  })
  const lines = stderr.split('\n').filter(line => line !== '')
  const loads = lines.flatMap(line => (line.startsWith('loads ') ? [line.slice('loads '.length)] : []))
  expect(lines.filter(line => !line.startsWith('loads '))).toEqual([])
  return { said: stdout, status, loads }
}

const RIGHT = { said: '9 files, no problems.\n', status: 0 }

test('when nothing has changed, nothing is loaded that understands rules, and what was compiled is kept for this user alone', () => {
  const home = mkdtempSync(join(directory, 'home-'))
  // What a secret must look like, and how it is read, are two light pages of their own.
  const heavy =
    /\/(yaml|zod|temporal-polyfill|better-sqlite3|kysely)\/|\/src\/(core(?!\/plan\/secret-text)|store\/read|simulation|pbx(?!\/secrets\.))\//
  const first = check({ HOME: home })
  expect(first).toMatchObject(RIGHT)
  expect(first.loads.some(url => heavy.test(url))).toBe(true)
  const second = check({ HOME: home })
  expect(second).toMatchObject(RIGHT)
  expect(second.loads.filter(url => heavy.test(url))).toEqual([])
  // Three small ones: the mark of the compiler, by which what an older one kept is known, how a text becomes one line, and what of an
  // address is a secret.
  expect(second.loads.filter(url => url.includes('/src/')).length).toBeLessThan(20)
  const kept = join(home, '.cache/nightbell/compiled')
  expect(statSync(join(home, '.cache/nightbell')).mode & 0o777).toBe(0o700)
  const files = readdirSync(kept, { recursive: true, encoding: 'utf8' }).filter(name => statSync(join(kept, name)).isFile())
  expect(files.length).toBeGreaterThan(20)
  // A damaged file of it is passed over.
  for (const name of files) writeFileSync(join(kept, name), name.repeat(50))
  expect(check({ HOME: home })).toMatchObject(RIGHT)
})

test('a home in which nothing can be written, and none at all', () => {
  expect(check({ HOME: '/proc/self' })).toMatchObject(RIGHT)
  expect(check({})).toMatchObject(RIGHT)
})

test('a home that is full, or becomes so while it is written', () => {
  const home = join(directory, mounted ? 'full' : 'no-room')
  if (!mounted) writeFileSync(home, '')
  expect(check({ HOME: home })).toMatchObject(RIGHT)
  if (mounted) {
    const { bavail, bsize } = statfsSync(home)
    writeFileSync(join(home, 'ballast'), Buffer.alloc(bavail * bsize))
  }
  expect(check({ HOME: home })).toMatchObject(RIGHT)
})
