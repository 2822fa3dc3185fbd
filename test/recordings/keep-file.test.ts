// A recording is on the disk, private and with its checksum, before the PBX's own file is touched; and when it can't be, nothing is lost.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { giveBack, keepFile } from '../../src/recordings/keep-file.ts'
import { readWav } from '../../src/recordings/wav-file.ts'
import { silence, speech, wav } from './sounds.ts'

let here = ''
beforeEach(() => {
  here = mkdtempSync('/tmp/nightbell-keep-')
  mkdirSync(`${here}/pbx`)
})
afterEach(() => rmSync(here, { recursive: true, force: true }))

const source = () => `${here}/pbx/c1-message-1.wav`
const target = () => `${here}/kept/c1-message-1.wav`
const keep = (trim = true, speechMs: number | null = 2000) => keepFile({ source: source(), target: target(), trim, speechMs })
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
const message = () => wav(silence(2000), speech(3000, -20), silence(3000))

describe('kept', () => {
  test('without the silence around it, with the length and checksum of what is kept; the PBX plays the same', () => {
    writeFileSync(source(), message())
    const kept = keep()
    expect(kept).toEqual({ state: 'kept', ms: expect.any(Number), recordedMs: 8000, sha256: sha256(target()) })
    const ms = kept.state === 'kept' ? kept.ms : 0
    expect(ms).toBeGreaterThan(3000)
    expect(ms).toBeLessThan(4000)
    expect(readWav(readFileSync(target()))).toMatchObject({ ms, unfinished: false })
    expect(sha256(source())).toBe(sha256(target()))
  })

  test('nobody else may read it, and nothing unfinished stays', () => {
    writeFileSync(source(), message(), { mode: 0o644 })
    keep()
    expect(statSync(target()).mode & 0o777).toBe(0o600)
    expect(statSync(`${here}/kept`).mode & 0o777).toBe(0o700)
    expect(statSync(source()).mode & 0o777).toBe(0o600)
    expect(readdirSync(`${here}/kept`)).toEqual(['c1-message-1.wav'])
    expect(readdirSync(`${here}/pbx`)).toEqual(['c1-message-1.wav'])
  })

  test('as it is, where that is wanted, and a file that is no such WAV', () => {
    writeFileSync(source(), message())
    expect(keep(false)).toMatchObject({ state: 'kept', ms: 8000 })
    rmSync(target())
    writeFileSync(source(), 'something else that somebody put there, long enough to be a file')
    expect(keep()).toMatchObject({ state: 'kept', sha256: sha256(source()) })
  })

  test('again gives what is kept, as after a crash before it was written down', () => {
    writeFileSync(source(), message())
    const first = keep()
    rmSync(source())
    expect(keep()).toMatchObject(first.state === 'kept' ? { state: 'kept', ms: first.ms, sha256: first.sha256 } : {})
  })

  test('whole, when we hear nothing and the PBX does', () => {
    writeFileSync(source(), wav(silence(4000)))
    expect(keep(true, 2000)).toMatchObject({ state: 'kept', ms: 4000 })
  })
})

describe('not kept', () => {
  test('silence: it stays where it is, as it is', () => {
    const file = wav(silence(4000))
    writeFileSync(source(), file)
    expect(keep(true, 0)).toEqual({ state: 'silent', recordedMs: 4000 })
    expect(readFileSync(source())).toEqual(file)
  })

  test('no file at all', () => {
    expect(keep()).toMatchObject({ state: 'missing', why: expect.stringContaining('ENOENT') })
  })

  test('an empty file, which is what a full disk leaves', () => {
    writeFileSync(source(), '')
    expect(keep()).toMatchObject({ state: 'nothing', why: expect.stringContaining('is empty') })
  })

  test('a place that can not be written: the PBX keeps its own, untrimmed', () => {
    const file = message()
    writeFileSync(source(), file)
    writeFileSync(`${here}/kept`, 'a file where the directory should be')
    expect(keep()).toMatchObject({ state: 'not-kept', ms: 8000, why: expect.stringMatching(/EEXIST|ENOTDIR/) })
    expect(readFileSync(source())).toEqual(file)
  })
})

test('a file whose writer was stopped is known by its header, and its words are kept', () => {
  const file = message()
  file.writeUInt32LE(0, 40)
  writeFileSync(source(), file)
  expect(keep()).toMatchObject({ state: 'kept', recordedMs: 8000, cut: true })
  expect(readWav(readFileSync(target()))?.unfinished).toBe(false)
})

test('given back to the PBX whose spool was emptied', () => {
  writeFileSync(source(), message())
  keep()
  rmSync(`${here}/pbx`, { recursive: true })
  expect(giveBack(target(), source())).toBeNull()
  expect(sha256(source())).toBe(sha256(target()))
  rmSync(target())
  rmSync(source())
  expect(giveBack(target(), source())).toContain('ENOENT')
})

/** A disk of one megabyte, for real. */
const full = `/tmp/nightbell-keep-full-${process.pid}`
mkdirSync(full, { recursive: true })
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', full]).status === 0
test.runIf(mounted)(
  'a full disk: what the PBX could write is kept as a beginning; what we can not write stays at the PBX',
  () => {
    try {
      writeFileSync(`${full}/c1-message-1.wav`, message())
      writeFileSync(`${full}/ballast`, Buffer.alloc(1024 * 1024 - 160_000))
      const cut = keepFile({ source: `${full}/c1-message-1.wav`, target: target(), trim: true, speechMs: 2000 })
      expect(cut).toMatchObject({ state: 'kept', cut: true })
      writeFileSync(source(), message())
      const refused = keepFile({ source: source(), target: `${full}/kept.wav`, trim: true, speechMs: 2000 })
      expect(refused).toMatchObject({ state: 'not-kept', ms: 8000, why: expect.stringMatching(/MB are left|ENOSPC/) })
      expect(readdirSync(full).filter(name => name.includes('part'))).toEqual([])
      chmodSync(full, 0o700)
    } finally {
      execFileSync('umount', [full])
      rmSync(full, { recursive: true, force: true })
    }
  },
)
