// A report with every kind of section and hostile names, for tests of how reports are shown.
import type { Definition, Report, Unit } from '../../src/report/report.ts'

/** As a caller, a carrier or a careless administrator may write it. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title><svg onload=alert(1)>',
  '&lt;b&gt; &#60;i',
  'right \u202eot left\u0000\u001b[31m',
  '=HYPERLINK("http://example.com","x")',
] as const

const HOURS = Array.from({ length: 24 }, (_, n) => String(n).padStart(2, '0'))
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

export function anyReport(name = 'Oak Creek'): Report {
  return {
    kind: 'service',
    title: 'Service',
    // November 2026, in which the clocks are put back.
    span: { from: Date.UTC(2026, 10, 1, 5), to: Date.UTC(2026, 11, 1, 6), zone: 'America/Chicago' },
    scope: name,
    madeAt: Date.UTC(2026, 11, 1, 13),
    notes: [],
    sections: [
      {
        show: 'figures',
        id: 'volume',
        title: 'Calls',
        groups: [{ key: '', name }],
        rows: [
          { definition: figure('offered', 'count', 'callers of the properties'), figures: [count(120)] },
          { definition: part('closed', 'outside of office hours'), figures: [count(90)] },
          { definition: part('forwarded', `forwarded by ${name}`), figures: [count(30)] },
          { definition: part('blocked', 'no telephone'), figures: [count(0)] },
          { definition: figure('level', 'share', 'in time ÷ all'), figures: [{ value: 0.9, of: 120, ids: [] }] },
          { definition: figure('few', 'share', 'of few'), figures: [{ value: 0.5, of: 4, ids: ['a', 'b'] }] },
          { definition: figure('wait', 'ms', 'the longest'), figures: [{ value: 65_000, of: 120, ids: [] }] },
          { definition: figure('nothing', 'ms', 'never'), figures: [{ value: null, of: 0, ids: [] }] },
        ],
        notes: [`The parts of ${name} add up.`],
      },
      {
        show: 'figures',
        id: 'parts',
        title: 'By property',
        groups: [
          { key: 'oak-creek', name },
          { key: 'mesa-verde', name: 'Mesa Verde' },
        ],
        rows: [
          { definition: figure('offered', 'count', 'callers'), figures: [count(80), count(40)] },
          {
            definition: figure('level', 'share', 'in time ÷ all'),
            figures: [
              { value: 0.95, of: 80, ids: [] },
              { value: 0.8, of: 40, ids: [] },
            ],
          },
        ],
        notes: [],
      },
      {
        show: 'table',
        id: 'people',
        title: 'People',
        columns: [
          { id: 'person', title: 'Person', unit: 'text' },
          { id: 'hours', title: 'Hours on call', unit: 'hours' },
          { id: 'woken', title: 'Nights woken', unit: 'count' },
          { id: 'response', title: 'Response, median', unit: 'ms' },
          { id: 'last', title: 'Last rung', unit: 'time' },
        ],
        rows: [
          [name, 120.5, 4, 23_000, Date.UTC(2026, 10, 20, 8, 14)],
          ['Kim Lane', 88, 0, null, null],
        ],
        none: 'Nobody was on call.',
        notes: [],
      },
      {
        show: 'table',
        id: 'gaps',
        title: 'Gaps',
        columns: [{ id: 'schedule', title: 'Schedule', unit: 'text' }],
        rows: [],
        none: 'There are none.',
        notes: [],
      },
      {
        show: 'heat',
        id: 'hours',
        title: 'When they call',
        columns: HOURS,
        rows: DAYS.map((day, d) => ({ name: day, counts: HOURS.map((_, h) => (d * h) % 12) })),
        notes: ['Local hours of arrival.'],
      },
    ],
  }
}

function figure(id: string, unit: Unit, formula: string): Definition {
  return { id, version: 1, title: `Figure ${id}`, unit, formula, counts: 'calls' }
}

function part(id: string, formula: string): Definition {
  return { ...figure(id, 'count', formula), part: true }
}

function count(value: number) {
  return { value, of: null, ids: [] }
}
