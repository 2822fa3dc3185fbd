// The places of a few rules, cut out of many files, are those that the compiler finds in all of them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RulePath } from '../../src/core/plan/on-call.ts'
import type { Findings } from '../../src/rules/findings.ts'
import { inherit } from '../../src/rules/inherit.ts'
import { keepsNothing } from '../../src/rules/kept-pieces.ts'
import { openWork } from '../../src/rules/limits.ts'
import { readPortfolio } from '../../src/rules/merge.ts'
import { placesOf } from '../../src/rules/places.ts'
import { entriesOf } from '../../src/rules/places-of-entries.ts'

function shipped(): Record<string, string> {
  const names = readdirSync('config', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))
  return Object.fromEntries(names.map(name => [name, readFileSync(join('config', name), 'utf8')]))
}

/** Every path that the compiler knows of these files. */
function everywhere(sources: Record<string, string>) {
  const portfolio = readPortfolio(new Map(Object.entries(sources)))
  const { spots, dropped } = portfolio
  const findings: Findings = { spots, dropped, problems: [], incomplete: true, work: openWork(), kept: keepsNothing }
  inherit(portfolio, findings)
  return { paths: [...spots.keys()].map(key => key.split('\u0000')), places: placesOf(spots) }
}

function expectTheSame(sources: Record<string, string>): number {
  const { paths, places } = everywhere(sources)
  const entries = entriesOf(sources)
  const byEntry = Map.groupBy(
    paths.filter(path => path.length > 1),
    ([section, name]) => `${section} ${name}`,
  )
  for (const all of byEntry.values()) {
    const own = entries.placesOf([all[0] as RulePath])
    for (const path of all) expect([path, own.placeOf(path)]).toEqual([path, places.placeOf(path)])
  }
  return paths.length
}

test('of every rule that is shipped', () => {
  expect(expectTheSame(shipped())).toBeGreaterThan(300)
})

test('of sections in several files, deep or strange layouts, and templates of templates', () => {
  const told = expectTheSame({
    'a.yaml': [
      '\uFEFF# a comment: with a colon',
      'ladders:',
      '    # deeper than usual',
      '    "first":',
      '        template: [ second,',
      '            third ]',
      '        rungs:',
      '          - who: bob',
      '    second:   # a comment',
      '        ring: 20s',
      '        rungs: [{ who: ann }]',
      'people:',
      ' bob: { name: Bob,',
      '   phones: [+1 512 555 0151] }',
      " 'ann':",
      '  name: >',
      '    ladders: of',
      '    ann: and others',
    ].join('\r\n'),
    'b.yaml':
      'ladders:\n  third:\n    template: fourth\n    rungs: [{ who: ann }]\n\n  fourth:\n    pause: 5s\n    rungs: [{ who: bob }]\n',
    'c.yaml': 'defaults:\n  ring: 10s\n  ladders: { accept: 40s }\nproperties:\n  oak:\n    hours:\n      mon-fri: 09:00-17:00\n',
    'd.yaml': 'properties:\n  elm:\n    template: x\ntemplates:\n  x:\n    hours: { mon: closed }\n',
  })
  expect(told).toBeGreaterThan(40)
})

test('what is not there, or written on one line with its section, has no place', () => {
  const entries = entriesOf({ 'a.yaml': 'people: { bob: { name: Bob } }\n', 'b.yaml': 'nothing here\n' })
  expect(entries.placesOf([['people', 'bob']]).placeOf(['people', 'bob'])).toBeNull()
  expect(entries.placesOf([['people', 'ann']]).placeOf(['people', 'ann'])).toBeNull()
})
