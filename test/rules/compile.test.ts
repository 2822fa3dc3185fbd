// What a compiled plan promises: frozen, hashed, defaults filled in, every name found; whatever is done to the texts.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Option, Plan } from '../../src/core/plan/plan.ts'
import { PHRASES } from '../../src/core/words/phrases.ts'
import { compileRules } from '../../src/rules/load.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { howOften } from '../support/how-often.ts'
import { broken, compile, printed, SMALL, told } from './small-rules.ts'

function planOf(text: string): Plan {
  const compiled = compile(text)
  expect(told(compiled)).toEqual([])
  if (!compiled.ok) throw new Error('does not compile')
  return compiled.plan
}

describe('a plan', () => {
  test('is frozen to the bottom', () => {
    const plan = planOf(SMALL)
    expect(Object.isFrozen(plan)).toBe(true)
    expect(Object.isFrozen(plan.ladders.emergencies?.rungs[0]?.targets)).toBe(true)
  })

  test('survives JSON with its hash', () => {
    const compiled = compile(SMALL)
    if (!compiled.ok) throw new Error('does not compile')
    expect(compiled.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(planHash(JSON.parse(JSON.stringify(compiled.plan)))).toBe(compiled.hash)
    expect(compiled.sources).toEqual({ 'rules.yaml': SMALL })
  })

  test('has another hash when it means something else, the same when only its looks changed', () => {
    const hash = (text: string) => planHash(planOf(text))
    expect(hash(`# a comment\n${SMALL.replaceAll('+1 512 555 0151', '"+15125550151"')}`)).toBe(hash(SMALL))
    expect(hash(SMALL.replaceAll('+1 512 555 0151', '+1 512 555 0153'))).not.toBe(hash(SMALL))
  })

  test('does not care for CRLF or a byte order mark', () => {
    expect(planHash(planOf(`\uFEFF${SMALL.replaceAll('\n', '\r\n')}`))).toBe(planHash(planOf(SMALL)))
  })

  test('fills in what nobody wrote', () => {
    const plan = planOf(SMALL)
    expect(plan.box).toMatchObject({ languages: ['en'], emergencyNumbers: ['911'], unknownLine: { property: null } })
    expect(plan.trunks['carrier-a']).toMatchObject({ match: ['192.0.2.10'], digits: 'auto', register: null })
    expect(plan.trunks['carrier-a']).not.toHaveProperty('port')
    expect(plan.people['sam-ortiz']).toMatchObject({ language: 'en', roles: [] })
    expect(plan.schedules.nights).toMatchObject({ zone: 'America/Chicago', fallback: null })
    expect(plan.ladders.emergencies).toMatchObject({ passes: 2, pauseSeconds: 30, acceptSeconds: 35 })
    expect(plan.ladders.emergencies?.rungs[0]).toEqual({
      targets: [{ kind: 'schedule', id: 'nights' }],
      mode: 'each',
      ringSeconds: 25,
      tries: 1,
    })
    expect(plan.menus.residents).toMatchObject({ greeting: {}, keySeconds: 8, rounds: 2 })
    expect(plan.menus.residents?.options[1]).toMatchObject({ category: 'emergency' })
    expect(plan.properties['oak-creek']).toMatchObject({
      spoken: { en: 'Oak Creek' },
      zone: 'America/Chicago',
      languages: ['en'],
      callerId: '+15125550101',
      office: null,
      outbound: ['carrier-a'],
      failsafe: {
        who: [
          { kind: 'number', number: '+15125550151' },
          { kind: 'number', number: '+15125550152' },
        ],
        ringSeconds: 25,
        passes: 2,
      },
      notices: { recording: false },
      noKey: { do: 'message', mailbox: 'office' },
      statement: { maxSeconds: 45 },
      message: { maxSeconds: 180, minSeconds: 2 },
      hold: { maxSeconds: 1200, wordEverySeconds: 25 },
      recordTalk: false,
      mailboxes: { office: { id: 'office', name: 'Office' } },
      categories: { emergency: { en: 'an emergency', es: 'una emergencia' } },
    })
    expect(plan.phrases).toEqual(PHRASES)
  })

  test('takes `defaults:`, overridden key by key', () => {
    const defaults =
      'defaults:\n  hold: { max: 10m, word-every: 20s }\n  hours: { mon-fri: 09:00-18:00 }\n  holidays: { 2026-12-25: Christmas Day }\n  ring: 20s\n  passes: 3\n'
    const own =
      '    hold: { max: 5m }\n    hours: { fri: 09:00-12:00 }\n    holidays: { 2026-12-31: { name: Year’s end, hours: 09:00-11:00 } }\n'
    const plan = planOf(defaults + SMALL.replace('      - who: manager', '      - who: manager\n        ring: 40s') + own)
    const property = plan.properties['oak-creek']
    expect(property?.hold).toEqual({ maxSeconds: 300, wordEverySeconds: 20 })
    expect(property?.hours.week).toMatchObject({ thu: [{ from: 540, to: 1080 }], fri: [{ from: 540, to: 720 }], sat: [] })
    expect(property?.hours.dates).toEqual({
      '2026-12-25': { name: 'Christmas Day', windows: [] },
      '2026-12-31': { name: 'Year’s end', windows: [{ from: 540, to: 660 }] },
    })
    expect(plan.ladders.emergencies).toMatchObject({ passes: 3, rungs: [{ ringSeconds: 20 }, { ringSeconds: 40 }] })
  })

  test('words phrases as the administrator does, and an empty one is silence', () => {
    const plan = planOf(`phrases:\n  en:\n    greeting: Hello, {property} here.\n    life-safety: ""\n${SMALL}`)
    expect(plan.phrases.en).toEqual({ ...PHRASES.en, greeting: 'Hello, {property} here.', 'life-safety': '' })
    expect(plan.phrases.es).toEqual(PHRASES.es)
  })

  test('keeps numbers and texts as they are written', () => {
    const plan = planOf(SMALL.replace('for: anything else', 'for: no').replace('name: Oak Creek', 'name: 007'))
    expect(plan.menus.residents?.options[2]?.say).toEqual({ en: 'no' })
    expect(plan.properties['oak-creek']?.name).toBe('007')
  })
})

describe('problems', () => {
  test('come all at once, printed with the line, a caret, what was expected and what was meant', () => {
    const wrong = SMALL.replace('menu: residents', 'menu: residence')
      .replace('who: nights', 'who: night')
      .replace('outbound: yes', 'outbond: yes')
    expect(printed(compile(wrong), new Map([['rules.yaml', wrong]]))).toBe(
      [
        'rules.yaml:9:5: error: unknown key `outbond`',
        '  9 |     outbond: yes',
        '    |     ^',
        '  expected: `host`, `port`, `match`, `acl`, `outbound`, `owns`, `transport`, `media`, `codecs`, `digits`, `auth`, `register`, `proxy`, `from`, `login`, `qualify`, `match-header`, `number-format`, `caller-id`, `channels`, `keep-free`, `per-hour` or `per-second`',
        '  hint: did you mean `outbound`?',
        'rules.yaml:28:14: error: there is no schedule, person or role `night`',
        '  28 |       - who: night',
        '     |              ^',
        '  expected: `nights`, `sam-ortiz`, `lee-park` or `manager`',
        '  hint: did you mean `nights`?',
        'rules.yaml:43:11: error: there is no menu `residence`',
        '  43 |     menu: residence',
        '     |           ^',
        '  expected: `residents`',
        '  hint: did you mean `residents`?',
      ].join('\n'),
    )
  })

  test('of one typing error do not hide those beside it', () => {
    const compiled = broken(
      '    menu: residents\n',
      '    menu: residents\n    statment: 30s\n    zone: Mars\n    hold: { max: 1, word-evry: 5s }\n',
    )
    expect(told(compiled).map(line => line.split(' | ')[0])).toEqual([
      '44:5 error: unknown key `statment`',
      '45:11 error: there is no time zone `Mars`',
      '46:18 error: `1` is not a duration',
      '46:21 error: unknown key `word-evry`',
    ])
  })

  test('name both places of what two files say', () => {
    const files = new Map([
      ['a.yaml', SMALL],
      ['b.yaml', 'people:\n  # again\n  sam-ortiz:\n    name: Sam\nbox:\n  name: Other\n'],
    ])
    expect(told(compileRules(files))).toEqual([
      '3:3 error: `sam-ortiz` is written twice | one `sam-ortiz`; the first is at a.yaml:12:3 | -',
      '6:3 error: `name` is written twice | one `name`; the first is at a.yaml:2:3 | -',
    ])
  })

  test('sections may be spread over files', () => {
    const at = SMALL.indexOf('people:')
    const [before, after] = [SMALL.slice(0, at), SMALL.slice(at)]
    const files = new Map([
      ['z.yaml', before],
      ['a.yaml', after],
      [
        'm.yaml',
        'people:\n  kim-lane: { name: Kim Lane, phones: +1 512 555 0153, roles: manager }\nphrases:\n  en: { goodbye: Bye. }\n',
      ],
      ['n.yaml', 'phrases:\n  en: { connecting: "" }\n'],
    ])
    const compiled = compileRules(files)
    expect(told(compiled)).toEqual([])
    expect(compiled.ok && Object.keys(compiled.plan.people)).toEqual(['sam-ortiz', 'lee-park', 'kim-lane'])
  })

  test('a menu of two properties with different first languages needs texts by language', () => {
    const other =
      '  mesa-verde: { name: Mesa Verde, menu: residents, languages: es, lines: [{ number: 4711, trunk: carrier-a }], caller-id: +1 512 555 0101 }\n'
    expect(told(compile(SMALL + other)).map(line => line.split(' | ').slice(0, 2))).toEqual([
      [
        '34:14 error: this text needs a language: those who use it do not share their first one',
        'one text for each language (`oak-creek`: en, `mesa-verde`: es)',
      ],
      [
        '37:14 error: this text needs a language: those who use it do not share their first one',
        'one text for each language (`oak-creek`: en, `mesa-verde`: es)',
      ],
    ])
  })

  test.each([
    ['', 'the file is empty'],
    [' \n\n', 'the file is empty'],
    ['just words', 'the file is not made of `section:` lines'],
    ['- a\n- b\n', 'the file is not made of `section:` lines'],
    ['people: nobody\n', '`people:` holds no names'],
    ['[['.repeat(20_000), 'this is nested too deeply'],
    [`people: ${'{ a: '.repeat(60)}b${' }'.repeat(60)}`, 'this is nested too deeply'],
    ['\u0000\u0001\u0002', 'this is not text: character U+0000'],
    ['name: caf\uFFFD', 'this is not text: character U+FFFD'],
  ])('a file that cannot be rules: case %#', (text, message) => {
    const compiled = compile(text)
    expect(compiled.ok).toBe(false)
    expect(told(compiled).join('\n')).toContain(message)
  })

  test('nothing but comments is said, and what is missing', () => {
    expect(told(compile('# nothing yet\n')).map(line => line.split(' | ')[0])).toEqual([
      '1:1 error: no file has `ladders:`',
      '1:1 error: no file has `menus:`',
      '1:1 error: no file has `people:`',
      '1:1 error: no file has `properties:`',
      '1:1 error: no file has `trunks:`',
      '1:1 error: no file has a `box:` section',
      '1:1 warning: the file holds only comments',
    ])
  })
})

test('whatever is done to the example files, each problem has its place, and a plan that compiles finds every name', () => {
  const names = readdirSync('config', { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'))
  const files = new Map(names.map(name => [name, readFileSync(`config/${name}`, 'utf8')]))
  const junk = [
    '\t',
    '"',
    '{',
    '}',
    '[',
    ':',
    '- ',
    '*a',
    '&a ',
    '!!x ',
    '\n',
    '  ',
    '#',
    '<<: ',
    '__proto__: 1\n',
    'constructor',
    '\u0000',
    '😀',
    '~',
    '-1',
    '|',
    '? ',
  ]
  const edit = fc.record({
    file: fc.constantFrom(...names),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(60),
    put: fc.oneof(fc.constant(''), fc.constantFrom(...junk)),
    lines: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), edits => {
      const changed = new Map(files)
      for (const { file, at, cut, put, lines } of edits) {
        const parts = lines ? (changed.get(file) ?? '').split('\n') : [...(changed.get(file) ?? '')]
        parts.splice(Math.floor(at * parts.length), lines ? cut % 4 : cut, put)
        changed.set(file, parts.join(lines ? '\n' : ''))
      }
      const compiled = compileRules(changed)
      if (compiled.ok) return everyNameIsFound(compiled.plan)
      for (const { file, line, column, message } of compiled.problems) {
        expect(
          changed.has(file) && line >= 1 && column >= 1 && line <= (changed.get(file) ?? '').split('\n').length + 1,
          message,
        ).toBe(true)
        expect(message).not.toMatch(/undefined|null|object Object/)
      }
    }),
    { numRuns: howOften(10) },
  )
})

function everyNameIsFound(plan: Plan): void {
  const has = (map: object, name: string) => expect(Object.hasOwn(map, name), name).toBe(true)
  const escalates = ({ ladder, category }: { ladder: string; category: string }, categories: object) => {
    has(plan.ladders, ladder)
    has(categories, category)
  }
  for (const line of plan.lines) {
    has(plan.properties, line.property)
    if (line.trunk !== null) has(plan.trunks, line.trunk)
  }
  for (const property of Object.values(plan.properties)) {
    has(plan.menus, property.menu)
    for (const trunk of property.outbound) has(plan.trunks, trunk)
    if (property.noKey.do === 'escalate') escalates(property.noKey, property.categories)
    else has(property.mailboxes, property.noKey.mailbox)
    for (const option of Object.values(plan.menus[property.menu]?.options ?? {}) as Option[]) {
      if (option.do === 'escalate') escalates(option, property.categories)
      if (option.do === 'message') has(property.mailboxes, option.mailbox)
      if (option.do === 'submenu') has(plan.menus, option.menu)
    }
  }
  for (const { rotations, fallback } of Object.values(plan.schedules)) {
    for (const person of rotations.flatMap(({ people }) => people)) has(plan.people, person)
    if (fallback !== null) has(plan.people, fallback)
  }
  for (const target of Object.values(plan.ladders).flatMap(({ rungs }) => rungs.flatMap(({ targets }) => targets))) {
    if (target.kind === 'person') has(plan.people, target.id)
    if (target.kind === 'schedule') has(plan.schedules, target.id)
  }
}
