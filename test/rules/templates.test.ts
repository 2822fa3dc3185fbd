// Templates: what a property has from them, key by key, and where a mistake in one is told.
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'
import { compile, SMALL, told } from './small-rules.ts'

function propertyOf(text: string) {
  const compiled = compile(text)
  if (!compiled.ok) throw new Error(told(compiled).join('\n'))
  const property = compiled.plan.properties['oak-creek']
  if (!property) throw new Error('there is no oak-creek')
  return property
}

const with_ = (template: string, own: string) => `${template}${SMALL}${own}`

describe('a property has what its template says', () => {
  test('key by key, the property over the template over `defaults:`', () => {
    const { hold, statement, message } = propertyOf(
      with_(
        'defaults: { statement: 20s, hold: { max: 5m, word-every: 10s } }\ntemplates:\n  small: { hold: { max: 10m }, message: { max: 1m } }\n',
        '    template: small\n    message: { min: 1s }\n',
      ),
    )
    expect(statement.maxSeconds).toBe(20)
    expect(hold).toEqual({ maxSeconds: 600, wordEverySeconds: 10 })
    expect(message).toEqual({ maxSeconds: 60, minSeconds: 1 })
  })

  test('of several the later one wins, and a template may have a template', () => {
    const text = `templates:
  base: { statement: 11s, zone: America/Denver, record-talk: yes, recording-notice: yes }
  small: { template: base, statement: 12s }
  quiet: { statement: 13s, record-talk: no }
`
    expect(propertyOf(with_(text, '    template: [small, quiet]\n'))).toMatchObject({
      ...{ statement: { maxSeconds: 13 }, zone: 'America/Denver', recordTalk: false, notices: { recording: true } },
    })
    expect(propertyOf(with_(text, '    template: [quiet, small]\n'))).toMatchObject({
      ...{ statement: { maxSeconds: 12 }, recordTalk: true },
    })
  })

  test('hours by the day, however the days are written', () => {
    const { hours } = propertyOf(
      with_(
        'templates:\n  small:\n    hours: { mon-fri: 09:00-18:00, sat: 10:00-14:00 }\n',
        '    template: small\n    hours: { wed: closed, fri-sat: 08:00-12:00 }\n',
      ),
    )
    const [nine, eight] = [[{ from: 540, to: 1080 }], [{ from: 480, to: 720 }]]
    expect(hours.week).toEqual({ mon: nine, tue: nine, wed: [], thu: nine, fri: eight, sat: eight, sun: [] })
  })

  test('holidays by the day, however the day is written; closures add up', () => {
    const { hours } = propertyOf(
      with_(
        `defaults:
  holidays: { December 25: Christmas Day, January 1: New Year }
  closures: [{ from: 2026-12-01 08:00, to: 2026-12-01 12:00, name: Inventory }]
templates:
  small:
    closures: [{ from: 2026-12-02 08:00, to: 2026-12-02 12:00, name: Painting }]
`,
        '    template: small\n    holidays: { 12-25: { name: Open for lunch, hours: 11:00-13:00 } }\n    closures: [{ from: 2026-12-03 08:00, to: 2026-12-03 12:00, name: Repair }]\n',
      ),
    )
    expect(hours.yearly.map(({ name }) => name)).toEqual(['Open for lunch', 'New Year'])
    expect(hours.closures.map(({ name }) => name)).toEqual(['Repair', 'Painting', 'Inventory'])
  })

  test('mailboxes by name: a name alone keeps the address that the template gives', () => {
    const mail = 'mail: { server: smtp.example.com, from: box@example.com }\n'
    const template = `${mail}templates:\n  small:\n    mailboxes: { office: { name: Office, mail: all@example.com }, repairs: Repairs }\n`
    expect(propertyOf(with_(template, '    template: small\n    mailboxes: { office: Oak Creek office }\n')).mailboxes).toEqual({
      office: { id: 'office', name: 'Oak Creek office', mail: ['all@example.com'] },
      repairs: { id: 'repairs', name: 'Repairs' },
    })
  })

  test('what means one thing only is not mixed', () => {
    const template = 'templates:\n  small: { on-no-key: { escalate: emergencies, category: emergency } }\n'
    const { noKey } = propertyOf(with_(template, '    template: small\n    on-no-key: { message: office }\n'))
    expect(noKey).toEqual({ do: 'message', mailbox: 'office' })
  })

  test('how office telephones ring, but no office', () => {
    const template = 'defaults: { office: { ring: 40s } }\ntemplates:\n  small: { office: { most-waiting: 2 } }\n'
    expect(propertyOf(with_(template, '    template: small\n')).office).toBeNull()
    const phones = 'phones: [{ id: desk, contact: sip:desk@192.0.2.61 }]'
    const own = `    template: small\n    hours: { daily: 09:00-18:00 }\n    office: { ${phones} }\n`
    expect(propertyOf(with_(template, own)).office).toMatchObject({ ringSeconds: 40, mostWaiting: 2 })
  })
})

describe('a mistake', () => {
  const files = (template: string, own: string) =>
    compileRules(
      new Map([
        ['templates.yaml', template],
        ['rules.yaml', `${SMALL}${own}`],
      ]),
    )
  const places = (template: string, own: string) => {
    const compiled = files(template, own)
    return (compiled.ok ? compiled.warnings : compiled.problems).map(
      ({ file, line, column, message, hint }) => `${file}:${line}:${column} ${message} | ${hint ?? '-'}`,
    )
  }

  test('is told where it is written, once for all properties', () => {
    const two = '    template: small\n  elm-park:\n    name: Elm Park\n    lines: [+1 512 555 0100]\n    template: small\n'
    expect(places('templates:\n  small:\n    menu: residence\n    statement: 5 min\n', two)).toEqual([
      'templates.yaml:3:11 there is no menu `residence` | did you mean `residents`?',
      'templates.yaml:4:16 `5 min` is not a duration | write 5m',
    ])
  })

  test('in the name of a template has the nearest right one', () => {
    expect(places('templates:\n  small: { statement: 20s }\n', '    template: smal\n')).toEqual([
      'rules.yaml:44:15 there is no template `smal` | did you mean `small`?',
    ])
    expect(places('templates:\n  small: { statement: 20s }\n', '    template: [small, small-ones]\n')).toEqual([
      'rules.yaml:44:23 there is no template `small-ones` | did you mean `small`?',
    ])
  })

  test('a circle of templates, an own key in a template, and one that nobody uses', () => {
    expect(
      places('templates:\n  a: { template: b }\n  b: { template: [c, a] }\n  c: { statement: 20s }\n', '    template: a\n'),
    ).toEqual(
      [
        'templates.yaml:3:22 the template `a` leads back to itself | the circle is a → b → a',
        'templates.yaml:2:18 the template `b` leads back to itself | the circle is b → a → b',
      ].sort(),
    )
    expect(places('templates:\n  small: { lines: [+1 512 555 0102] }\n', '    template: small\n')).toEqual([
      'templates.yaml:2:12 unknown key `lines` | -',
    ])
    expect(places('templates:\n  small: { statement: 20s }\n', '')).toEqual([
      'templates.yaml:2:3 no property uses the template `small` | write `template: small` in a property, or remove it',
    ])
  })
})
