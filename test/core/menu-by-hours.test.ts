// A property with a menu of its own for open hours, for closed ones and for holidays: which one the caller hears, and why.
import { expect, test } from 'vitest'
import type { Hours } from '../../src/core/plan/plan.ts'
import type { EpochMs } from '../../src/core/world/ids.ts'
import { DAY, LINE, NIGHT, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const HOUR = 3_600_000
const hours = (base: Hours): Hours => ({
  ...base,
  dates: { '2026-03-11': { name: 'Founders Day', windows: [{ from: 540, to: 720 }] } },
})
const plan = smallPlan()
const lakeside = plan.properties.lakeside
if (!lakeside) throw new Error('the small plan has a Lakeside')
const other = (id: string, greeting: string) => ({ [id]: { ...plan.menus[lakeside.menu], id, greeting: { en: greeting } } })
const withMenus = {
  ...plan,
  menus: { ...plan.menus, ...other('by-day', 'We are open.'), ...other('on-holidays', 'Happy holidays.') },
  properties: {
    ...plan.properties,
    lakeside: { ...lakeside, hours: hours(lakeside.hours), menuWhen: { open: 'by-day', holiday: 'on-holidays' } },
  },
} as typeof plan

test.each<[string, number, string, string]>([
  ['open hours', DAY, 'by-day', 'open'],
  ['closed hours', NIGHT, lakeside.menu, 'closed'],
  ['a holiday', DAY + 28 * HOUR, 'on-holidays', 'holiday'],
  ['the office hours of a short day', DAY + 24 * HOUR, 'by-day', 'open'],
])('%s', (_, at, menu, when) => {
  const story = tell({ plan: withMenus, at: at as EpochMs })
  const caller = story.arrives({ line: LINE.lakeside, trunk: 'pbx' })
  expect(story.facts('menu-chosen')).toMatchObject([{ menu, when, why: expect.stringMatching(/^(open|closed): /) }])
  if (menu === 'on-holidays') expect(caller.hears()).toContain('Happy holidays.')
})

test('a property with one menu says nothing of it', () => {
  const story = tell()
  story.arrives()
  expect(story.facts('menu-chosen')).toEqual([])
})
