// Whole stories of the shipped rules as a person sees them: told-*.txt beside this, lanes first, then plain lines. `vitest -u` writes them anew.
import { expect, test } from 'vitest'
import { pressing } from '../../../src/cli/behaviours.ts'
import { asLanes, type Sheet } from '../../../src/cli/timeline/as-lanes.ts'
import { asPlain } from '../../../src/cli/timeline/as-plain.ts'
import type { Timeline } from '../../../src/cli/timeline/timeline.ts'
import type { Way } from '../../../src/simulation/people.ts'
import { shippedText, toldStory } from './told-story.ts'

const DANA = { first: '+15125550152', second: '+15125550153' }

function bothForms(timeline: Timeline, sheet: Partial<Sheet> = {}): string {
  const lanes = asLanes(timeline, { columns: 100, unicode: true, style: (_, text) => text, ...sheet })
  return `${lanes}\n${'='.repeat(20)}\n\n${asPlain(timeline)}`
}

test('a holiday night: two trunks, two telephones, an accept', async () => {
  const telephones = new Map<string, Way>([
    [DANA.first, { does: 'refuse', as: 'busy', after: 1 }],
    [DANA.second, pressing('1', 8)],
  ])
  const timeline = await toldStory('oak-creek', '2026-11-26T02:14', { telephones })
  await expect(bothForms(timeline)).toMatchFileSnapshot('told-holiday-night.txt')
  // The lines that are named say what the story says.
  const lineOf = (what: RegExp) => {
    const { rule } = timeline.events.find(event => what.test(event.what)) ?? {}
    const [file = '', line] = (rule ?? '').split(':')
    return shippedText(file.replace(/^config\//, '')).split('\n')[Number(line) - 1]
  }
  expect(lineOf(/Nightbell takes the call/)).toContain('Thanksgiving')
  expect(lineOf(/The call is for/)).toContain('+1 512 555 0101')
  expect(lineOf(/pressed 1: urgent/)).toBe('      1:')
  expect(lineOf(/^Rung 1/)).toContain('who: texas-maintenance')
  expect(lineOf(/Ringing Dana/)).toContain('phones: [+1 512 555 0152')
})

test('the hour that comes twice: nobody answers, the caller stays to the end', async () => {
  const timeline = await toldStory('oak-creek', '2026-11-01T01:58', { hangsUpAfter: 400, goesOnFor: 900 })
  const ascii = bothForms(timeline, { columns: 90, unicode: false })
  expect(ascii.slice(0, ascii.indexOf('=='))).not.toMatch(/[^\x20-\x7e\n’]/)
  await expect(ascii).toMatchFileSnapshot('told-hour-twice.txt')
  const offsets = timeline.events.map(({ local }) => `${local.time.slice(0, 2)} ${local.offset}`)
  expect([...new Set(offsets)]).toEqual(['01 -05:00', '01 -06:00'])
})

test('office hours: the office is rung first', async () => {
  const timeline = await toldStory('oak-creek', '2026-11-24T10:00', { officeAnswersAfter: 8 })
  await expect(bothForms(timeline, { columns: 80 })).toMatchFileSnapshot('told-office.txt')
})

test('with many lanes, or on a narrow terminal, there are no lanes', async () => {
  const timeline = await toldStory('oak-creek', '2026-11-24T10:00', { officeAnswersAfter: 8 })
  const sheet: Sheet = { columns: 60, unicode: true, style: (_, text) => text }
  expect(asLanes(timeline, sheet)).toBeNull()
  const crowd = Array.from({ length: 20 }, (_, n) => ({ kind: 'telephone' as const, name: `${n}`, who: `${n}` }))
  expect(asLanes({ ...timeline, lanes: crowd }, { ...sheet, columns: 100 })).toBeNull()
})
