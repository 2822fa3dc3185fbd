// What `nightbell oncall ics` writes is read by a calendar program that others made (calcurse), in the zone of whoever looks.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SMALL } from '../rules/small-rules.ts'
import { nightbell } from './run-program.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-calendar-'))
  writeFileSync(join(directory, 'rules.yaml'), SMALL)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Imports the file, and says what the program then shows of these days. */
function calcurse(ics: string, zone: string, from: string, days: number): { said: string; shows: readonly string[] } {
  const file = join(directory, 'shifts.ics')
  writeFileSync(file, ics)
  const run = (...args: readonly string[]) =>
    execFileSync('calcurse', ['-D', join(directory, 'calendar'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, TZ: zone },
    })
  const said = run('-i', file)
  const shows = run('-Q', '--from', from, '--days', String(days), '--format-apt', '%(start:%F %H:%M) to %(end:%F %H:%M) %m\n')
  return { said, shows: [...new Set(shows.split('\n').filter(line => line.includes(' to ')))] }
}

test('a schedule: every shift is taken, and keeps its hour on the wall when the clocks change', async () => {
  const { code, out } = await nightbell([
    'oncall',
    'ics',
    '--config',
    directory,
    '--schedule',
    'nights',
    '--at',
    '2026-02-23 12:00',
    '--weeks',
    '4',
  ])
  expect(code).toBe(0)
  const { said, shows } = calcurse(out, 'America/Chicago', '02/23/2026', 30)
  expect(said).toContain('5 apps / 0 events / 0 todos / 0 skipped')
  expect(shows).toEqual([
    '2026-02-23 08:00 to 2026-03-02 08:00 Lee Park on call: nights',
    '2026-03-02 08:00 to 2026-03-09 08:00 Sam Ortiz on call: nights',
    '2026-03-09 08:00 to 2026-03-16 08:00 Lee Park on call: nights',
    '2026-03-16 08:00 to 2026-03-23 08:00 Sam Ortiz on call: nights',
    '2026-03-23 08:00 to 2026-03-30 08:00 Lee Park on call: nights',
  ])
})

test('a person: only their own shifts, with a name that needs care', async () => {
  writeFileSync(join(directory, 'rules.yaml'), SMALL.replace('name: Lee Park', 'name: "Park; Lee, Jr \\\\ é"'))
  const { code, out } = await nightbell([
    'oncall',
    'ics',
    '--config',
    directory,
    '--person',
    'lee-park',
    '--at',
    '2026-02-23 12:00',
    '--weeks',
    '4',
  ])
  expect(code).toBe(0)
  const { said, shows } = calcurse(out, 'Asia/Kolkata', '02/23/2026', 30)
  expect(said).toContain('3 apps / 0 events / 0 todos / 0 skipped')
  expect(shows[0]).toBe('2026-02-23 19:30 to 2026-03-02 19:30 Park; Lee, Jr \\ é on call: nights')
})
