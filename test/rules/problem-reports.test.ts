// Reports that are mailed: what the plan gets of them, and what `check` says when one is wrong.
import { describe, expect, test } from 'vitest'
import { isDivided, REPORT_KINDS } from '../../src/core/plan/mailed-reports.ts'
import { isWhole } from '../../src/report/make-report.ts'
import { namesText } from '../../src/rules/nearest.ts'
import { compile, SMALL, told } from './small-rules.ts'

const MAIL = 'mail:\n  server: smtp.example.com\n  from: box@example.com\n'

/** The reports of the box from line 4 on, the small rules, and these lines at the end of the property. */
function rules(box: string, property = '', mail = MAIL) {
  const reports = box === '' ? '' : `reports:\n${box}`
  return compile(mail + reports + SMALL + property)
}

describe('the plan', () => {
  test('has what is written, with the span that fits the time', () => {
    const compiled = rules(
      '  weekly: { at: monday 07:00, report: service, by: property, to: [a@example.com, c@example.com] }\n',
      `    groups: texas
    reports:
      daily: { at: 6:30, report: [service], to: b@example.com }
      monthly: { at: Day 31 23:00, report: service, span: week, by: category, to: b@example.com }
`,
    )
    expect(told(compiled)).toEqual([])
    if (!compiled.ok) return
    expect(compiled.plan.reports).toEqual({
      weekly: {
        at: { minute: 420, weekday: 1 },
        reports: ['service'],
        span: 'week',
        by: 'property',
        to: ['a@example.com', 'c@example.com'],
      },
    })
    expect(compiled.plan.properties['oak-creek']?.reports).toEqual({
      daily: { at: { minute: 390 }, reports: ['service'], span: 'day', by: 'portfolio', to: ['b@example.com'] },
      monthly: {
        at: { minute: 1380, day: 31 },
        reports: ['service'],
        span: 'week',
        by: 'category',
        to: ['b@example.com'],
      },
    })
  })

  test('takes reports from `defaults:`, key by key; a group is known from the properties', () => {
    const defaults = `defaults:
  reports: { weekly: { at: monday 07:00, report: service, to: a@example.com } }
reports:
  texas: { at: daily 07:00, report: service, group: texas, to: a@example.com }
`
    const own = '    groups: [texas]\n    reports: { weekly: { at: fri 17:00 } }\n'
    const compiled = compile(MAIL + defaults + SMALL + own)
    expect(told(compiled)).toEqual([])
    if (!compiled.ok) return
    expect(compiled.plan.reports?.texas?.group).toBe('texas')
    expect(compiled.plan.properties['oak-creek']?.reports?.weekly).toMatchObject({
      at: { minute: 1020, weekday: 5 },
      to: ['a@example.com'],
    })
  })

  test('has none where none is written', () => {
    const compiled = compile(SMALL)
    if (!compiled.ok) throw new Error('this should compile')
    expect(compiled.plan).not.toHaveProperty('reports')
    expect(compiled.plan.properties['oak-creek']).not.toHaveProperty('reports')
  })
})

const WHEN = '`07:00`, `monday 07:00` or `day 1 07:00`'
const TO = 'to: a@example.com'

test.each<[string, string, string[]]>([
  ['no time', `at: monday, report: service, ${TO}`, [`5:17 error: \`monday\` is not a time of day | ${WHEN} | -`]],
  [
    'a mistyped day',
    `at: mondey 07:00, report: service, ${TO}`,
    [`5:17 error: \`mondey 07:00\` does not say when | ${WHEN} | did you mean \`monday 07:00\`?`],
  ],
  [
    'a day that no month has',
    `at: day 32 07:00, report: service, ${TO}`,
    ['5:17 error: no month has a day 32 | day 1 to day 31 | -'],
  ],
  [
    'an unknown kind',
    `at: 07:00, report: servise, ${TO}`,
    [
      `5:32 error: \`servise\` cannot stand here | ${namesText(REPORT_KINDS)}, or a list, each item after a dash | did you mean \`service\`?`,
    ],
  ],
  [
    'the same month every day',
    `at: 07:00, report: service, span: month, ${TO}`,
    ['5:47 error: this mails the same month again and again | a day or less, or a time that comes once a month | -'],
  ],
  [
    'an unknown group',
    `at: 07:00, report: service, group: texsa, ${TO}`,
    ['5:48 error: there is no group `texsa` | `texas` | did you mean `texas`?'],
  ],
  [
    'people by property',
    `at: 07:00, report: people, by: property, ${TO}`,
    [
      '5:44 error: the report `people` can not be divided by property | no `by`, or `service` or `trends` | it has a row for each person',
    ],
  ],
  [
    'what names its properties anyway',
    `at: 07:00, report: [lines, messages], by: category, ${TO}`,
    [
      '5:55 error: the reports `lines` and `messages` can not be divided by category | no `by`, or `service` or `trends` | their tables name the property of each row',
    ],
  ],
  [
    'the same report twice',
    `at: 07:00, report: [service, lines, service], ${TO}`,
    ['5:49 error: the report `service` is in the list twice | each report once | leave one of them out'],
  ],
  [
    'the same address twice',
    'at: 07:00, report: service, to: [a@example.com, b@example.com, A@example.com]',
    ['5:76 error: `A@example.com` is in the list twice | each address once | leave one of them out'],
  ],
  ['nobody', 'at: 07:00, report: service', ['5:3 error: `weekly` has no `to` | a line `to: …` below it | -']],
])('of the box: %s', (_, entry, problems) => {
  expect(told(rules(`  weekly: { ${entry} }\n`, '    groups: texas\n'))).toEqual(problems)
})

test.each<[string, string, string[]]>([
  ['nobody', 'at: 07:00, report: service', ['the address of the report `weekly` is not said']],
  ['no time', `report: service, ${TO}`, ['the time of the report `weekly` is not said']],
  ['no kind', `at: 07:00, ${TO}`, ['the kind of the report `weekly` is not said']],
  ['a column for each property', `at: 07:00, report: service, by: property, ${TO}`, ['`property` cannot stand here']],
])('of a property: %s', (_, entry, messages) => {
  const found = told(rules('', `    reports: { weekly: { ${entry} } }\n`))
  expect(found.map(line => /error: (.*?) \|/.exec(line)?.[1])).toEqual(messages)
})

test('by a part of those that can be divided, beside others that can not', () => {
  expect(told(rules(`  weekly: { at: 07:00, report: [exceptions, service], by: property, ${TO} }\n`))).toEqual([])
})

test('of a property, and by a category that divides no mailboxes', () => {
  const found = told(rules('', `    reports: { weekly: { at: 07:00, report: messages, by: category, ${TO} } }\n`))
  expect(found).toEqual([expect.stringContaining('error: the report `messages` can not be divided by category')])
})

test('what can be divided is what the reports themselves say', () => {
  expect(REPORT_KINDS.filter(isDivided)).toEqual(REPORT_KINDS.filter(kind => !isWhole(kind)))
})

test('without a mail server', () => {
  const found = told(rules('  weekly: { at: 07:00, report: service, to: a@example.com }\n', '', ''))
  expect(found).toEqual([
    '2:41 error: there is no mail server to send this through | a section `mail:` with `server` and `from` | -',
  ])
})
