// Rule files on a disk: which are read, and what is said of those that cannot be.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LIMITS } from '../../src/rules/limits.ts'
import { loadRules } from '../../src/rules/load.ts'
import { SMALL } from './small-rules.ts'

/** Of each test; `directory` may become one that is not there. */
let made = ''
let directory = ''
beforeEach(() => {
  made = mkdtempSync(join(tmpdir(), 'nightbell-rules-'))
  directory = made
})
afterEach(() => rmSync(made, { recursive: true, force: true }))

function write(name: string, text: string | Buffer): string {
  const path = join(directory, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

function problems(): string[] {
  const loaded = loadRules(directory)
  if (loaded.ok) throw new Error('these rules should not load')
  return loaded.problems.map(
    ({ file, line, column, message }) => `${file.replace(directory, 'rules')}:${line}:${column} ${message}`,
  )
}

test('every .yaml and .yml file at any depth is read; what an editor leaves behind is not', () => {
  const at = SMALL.indexOf('people:')
  write('box.yaml', SMALL.slice(0, at))
  write('deep/er/rest.yml', SMALL.slice(at))
  write('.box.yaml.swp', 'junk: [')
  write('.hidden.yaml', 'junk: [')
  for (const name of [
    'box.yaml~',
    'box.yaml.swp',
    '4913',
    '#box.yaml#',
    'box.yaml.tmp',
    'box.yaml___jb_tmp___',
    'box.yaml.bak',
    'sedA1b2C3',
  ])
    write(name, 'junk: [')
  // Emacs marks a file that is being edited with a link into nothing.
  symlinkSync('kim@office.4711', join(directory, '.#box.yaml'))
  write('notes.txt', 'junk: [')
  const loaded = loadRules(directory)
  expect(loaded.ok && Object.keys(loaded.sources)).toEqual([join(directory, 'box.yaml'), join(directory, 'deep/er/rest.yml')])
})

test('directories that lead to one another are each read once, in no more time than there are directories', () => {
  write('box.yaml', SMALL)
  const names = Array.from({ length: 12 }, (_, n) => `d${n}`)
  for (const name of names) mkdirSync(join(directory, name))
  for (const from of names) for (const to of names) symlinkSync(`../${to}`, join(directory, from, `to-${to}`))
  expect(problems()).toHaveLength(144)
  expect(problems()[0]).toMatch(/leads (back to itself|to .*, which is read already)/)
})

test('a link into a directory with everything', () => {
  const full = mkdtempSync(join(tmpdir(), 'nightbell-full-'))
  try {
    for (let n = 0; n <= LIMITS.entries; n++) writeFileSync(join(full, `f${n}`), '')
    write('box.yaml', SMALL)
    symlinkSync(full, join(directory, 'everything'))
    expect(problems()).toEqual([`rules/everything:1:1 there are more than ${LIMITS.entries} files and directories here`])
  } finally {
    rmSync(full, { recursive: true })
  }
})

test('a directory that is not there, or has no rules', () => {
  expect(problems()).toEqual(['rules:1:1 there is no rule file in this directory'])
  directory = join(directory, 'nowhere')
  expect(problems()).toEqual(['rules:1:1 the directory does not exist'])
})

test('a file in place of the directory', () => {
  directory = write('box.yaml', SMALL)
  expect(problems()).toEqual(['rules:1:1 the directory is not a directory'])
})

test('a file that cannot be read is said, beside what is wrong in the others', () => {
  const at = SMALL.indexOf('people:')
  write('box.yaml', SMALL.slice(0, at).replace('outbound', 'outbond'))
  symlinkSync('nowhere.yaml', join(directory, 'people.yaml'))
  expect(problems()).toEqual(['rules/box.yaml:9:5 unknown key `outbond`', 'rules/people.yaml:1:1 the file does not exist'])
})

test('a file that this user may not read', () => {
  chmodSync(write('box.yaml', SMALL), 0)
  const read = asNobody(problems)
  expect(read).toEqual(['rules/box.yaml:1:1 the file may not be read by this user'])
})

/** Root may read everything: for a moment we are nobody. */
function asNobody<R>(question: () => R): R {
  const { getuid, seteuid } = process
  if (getuid?.() !== 0 || seteuid === undefined) return question()
  chmodSync(directory, 0o755)
  seteuid.call(process, 65534)
  try {
    return question()
  } finally {
    seteuid.call(process, 0)
  }
}

test('a file that is not text', () => {
  write('latin.yaml', Buffer.from('people:\n  sam: { name: Andr\xe9 }\n', 'latin1'))
  write('wide.yaml', Buffer.from('\uFEFFpeople:', 'utf16le'))
  write('junk.yaml', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]))
  expect(problems()).toEqual([
    'rules/junk.yaml:1:1 this is not text: character U+007F',
    'rules/latin.yaml:2:20 this is not text: character U+FFFD',
    'rules/wide.yaml:1:1 the file is written in UTF-16',
  ])
})

test('a file that an editor has half written changes nothing: it is a problem', () => {
  write('box.yaml', SMALL.slice(0, SMALL.indexOf('residents\n', 900) - 3))
  expect(problems().length).toBeGreaterThan(0)
})

test('a file that an editor has renamed away, and not yet put back, is missed by name', () => {
  const at = SMALL.indexOf('people:')
  const people = write('people.yaml', SMALL.slice(at))
  write('box.yaml', SMALL.slice(0, at))
  expect(loadRules(directory).ok).toBe(true)
  renameSync(people, `${people}~`)
  expect(problems()).toEqual(
    ['ladders', 'menus', 'people', 'properties'].map(section => `rules/box.yaml:1:1 no file has \`${section}:\``),
  )
})

test('what is called like a rule file and is none', () => {
  write('box.yaml', SMALL)
  mkdirSync(join(directory, 'people.yaml'))
  execFileSync('mkfifo', [join(directory, 'menus.yml')])
  symlinkSync('self.yaml', join(directory, 'self.yaml'))
  expect(problems()).toEqual([
    'rules/menus.yml:1:1 this is no plain file',
    'rules/people.yaml:1:1 this is a directory',
    'rules/self.yaml:1:1 the file is a link to itself',
  ])
})

test('a directory that leads back to itself is read once', () => {
  write('west/box.yaml', SMALL)
  symlinkSync('..', join(directory, 'west/again'))
  expect(problems()).toEqual(['rules/west/again:1:1 the directory is a link that leads back to itself'])
})

test('ten megabytes, and a file of nothing but zeros', () => {
  write('big.yaml', `people:\n${'  # nobody yet\n'.repeat(700_000)}`)
  write('zeros.yaml', Buffer.alloc(4096))
  const begun = performance.now()
  expect(problems()).toEqual([
    'rules/big.yaml:1:1 the file is longer than 4 MB',
    'rules/zeros.yaml:1:1 this is not text: character U+0000',
  ])
  expect(performance.now() - begun).toBeLessThan(2000)
})
