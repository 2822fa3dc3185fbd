// Whatever has happened, and whoever wrote names and numbers: a timeline mentions every fact once, no line is wider than the terminal, and nothing in
// it steers one.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asLanes } from '../../src/cli/timeline/as-lanes.ts'
import { asPlain, reasonText } from '../../src/cli/timeline/as-plain.ts'
import { widthOf } from '../../src/cli/timeline/text-width.ts'
import { timelineOf } from '../../src/cli/timeline/timeline.ts'
import type { Fact } from '../../src/core/world/facts.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { anyText } from '../support/any-text.ts'
import { act, openOutside, step } from '../support/arbitrary-inputs.ts'
import { openDriver } from '../support/driver.ts'
import { howOften } from '../support/how-often.ts'

const TIMES = /^\d\d:\d\d:\d\d [+-]\d\d:\d\d/

test('any facts, in any order, of any names', () => {
  let shown = 0
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 3, maxLength: 60, size: 'max' }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.array(fc.oneof(anyText(60), fc.constant('龍🔥é\u001b[2J\u202e\r\n01:00:00 -06:00  +0:00  x')), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.integer({ min: 40, max: 160 }),
      fc.boolean(),
      (steps, dropped, texts, columns, unicode) => {
        const driver = openDriver()
        const outside = openOutside()
        for (const one of steps) act(driver, outside, one)
        const all = driver.facts() as readonly Fact[]
        const kept = all
          .filter((_, nth) => !dropped.includes(nth))
          .map((fact, nth) => withText(fact, texts[nth % texts.length] ?? ''))
        const facts = kept.map((fact, nth) => ({ turn: nth, fact }))
        const source = { plan: null, facts, zone: 'America/Chicago', begun: (kept[0]?.at ?? 0) as EpochMs, call: null }
        const timeline = timelineOf(source, texts)
        expect(timeline.events.map(({ fact }) => fact)).toEqual(kept)
        expect(new Set(timeline.events.map(({ lane }) => lane)).size).toBe(timeline.lanes.length)

        const plain = asPlain(timeline)
        expect(plain).not.toMatch(STEERS)
        expect(plain.split('\n').filter(line => TIMES.test(line))).toHaveLength(kept.length)
        const lanes = asLanes(timeline, { columns, unicode, style: (_, text) => text })
        if (lanes === null) return
        shown += kept.length
        expect(lanes).not.toMatch(STEERS)
        const lines = lanes.split('\n')
        expect(lines.filter(line => TIMES.test(line))).toHaveLength(kept.length)
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
        // The words beside the lanes, put together again, are all that is told.
        const since = Math.max(6, ...timeline.events.map(event => event.since.length))
        const rows = lines.slice(0, -2).filter(line => /^[\d ]/.test(line))
        const words = rows.slice(timeline.lanes.length).map(line => line.slice(19 + since + 2 * timeline.lanes.length + 1))
        const told = words.filter(line => !/^(⋯|\.\.\.) [\dhmins ]+$/.test(line)).join('')
        const meant = timeline.events.map(event => `${event.what}${reasonText(event)}`).join('')
        expect(told.replaceAll(/\s/g, '')).toBe(meant.replaceAll(/\s/g, ''))
      },
    ),
    { numRuns: howOften(12) },
  )
  expect(shown).toBeGreaterThan(5)
})

/** Control and direction characters, the end of a line left out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
const STEERS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

/** What callers, carriers and administrators may write. */
function withText(fact: Fact, text: string): Fact {
  const written = ['callerName', 'callerNumber', 'diversion', 'why', 'person', 'phone', 'trunk', 'line', 'member']
  return Object.fromEntries(
    Object.entries(fact).map(([field, value]) => [field, written.includes(field) && typeof value === 'string' ? text : value]),
  ) as unknown as Fact
}
