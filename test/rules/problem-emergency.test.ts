// What `check` says of emergency calls of office telephones: whose number they show, who owns it, and which numbers are meant outside +1.
import { describe, expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'

const OAK = '+1 512 555 0101'
const LONDON = '+44 20 7946 0101'
const OWNED_ABROAD = [LONDON, '+44 20 7946 0102', '+49 30 901820', '+81 3 1234 5678'].join(', ')
const desk = (id: string, more = ''): string => `{ id: ${id}, contact: "sip:${id}@192.0.2.61"${more} }`

function told({
  box = '',
  oak = '',
  maple = '',
  oakDesk = '' as string | null,
  oakLines = OAK,
  mapleLines = '+1 512 555 0102',
  mapleDesk = `    office: { phones: [${desk('maple-desk')}] }\n`,
  callerId = '+1 512 555 0100',
} = {}) {
  const yaml = `box:
  name: N
  caller-id: ${callerId}
  zone: America/Chicago
  failsafe: +1 512 555 0119
${box}trunks:
  a: { host: 192.0.2.1, outbound: yes, owns: [${callerId}, ${OAK}, +1 512 555 0102, +1 512 555 0103, ${OWNED_ABROAD}] }
  b: { host: 192.0.2.2, outbound: no, owns: [+1 512 555 0104] }
people: { sam: { name: Sam, phones: [+1 512 555 0151] } }
ladders: { all: { rungs: [{ who: sam }] } }
menus: { main: { keys: { 1: { for: an emergency, escalate: all } } } }
defaults: { menu: main, on-no-key: escalate, hours: { mon-sun: 00:00-24:00 } }
properties:
  oak:
    name: Oak
    lines: [${oakLines}]
${oakDesk === null ? '' : `    office: { phones: [${desk('oak-desk', oakDesk)}] }\n`}${oak}  maple:
    name: Maple
    lines: [${mapleLines}]
${mapleDesk}${maple}`
  const compiled = compileRules(new Map([['box.yaml', yaml]]))
  const all = [...(compiled.ok ? [] : compiled.problems), ...compiled.warnings]
  return all
    .filter(({ message }) => /emergency|outside \+1/.test(message))
    .map(p => `${p.line}:${p.column} ${p.severity}: ${p.message} | ${p.expected ?? '-'} | ${p.hint ?? '-'}`)
}

const HELP = 'the carrier knows the address of its own numbers only: with another one, help is sent to the wrong place'

test('nothing where each property shows a number of its own', () => {
  expect(told()).toEqual([])
  expect(told({ oak: '    emergency-caller-id: +1 512 555 0103\n', box: '  emergency-test-numbers: 933\n' })).toEqual([])
})

test.each([
  [
    'a number that no trunk owns, of a property',
    { oak: '    emergency-caller-id: +1 512 555 0109\n' },
    `18:26 error: no outbound trunk owns the emergency caller ID +15125550109 of \`oak\` | a number under \`owns\` of \`a\` | ${HELP}`,
  ],
  [
    'one that is owned by a trunk over which nothing is dialled, of a telephone',
    { oakDesk: ', emergency-caller-id: +1 512 555 0104' },
    `17:97 error: no outbound trunk owns the emergency caller ID +15125550104 of the office telephone \`oak-desk\` | a number under \`owns\` of \`a\` | ${HELP}`,
  ],
  [
    'the same number at two properties',
    { oak: '    caller-id: +1 512 555 0103\n', maple: '    caller-id: +1 512 555 0103\n' },
    '23:16 warning: office telephones of `maple` and `oak` show +15125550103 in an emergency: the dispatcher sees one address for both | a number for each, unless they are at one address; the other is at box.yaml:18:16 | write `emergency-caller-id:` under `maple`, and have its address entered at the carrier',
  ],
  [
    'a test that is none',
    { box: '  emergency-test-numbers: [933, 911]\n' },
    "6:33 error: 911 is an emergency number: a call to it is no test | the number at which the carrier reads back the caller's number and address, such as 933 | -",
  ],
  [
    'a name in place of a test number',
    { box: '  emergency-test-numbers: test\n' },
    '6:27 error: `test` is not a number for trying emergency calls out | two to six digits, such as 933 | -',
  ],
  [
    'an emergency number as emergency caller ID',
    { oak: '    emergency-caller-id: 911\n' },
    '18:26 error: 911 is an emergency number: the box never dials one | a number in international form, such as +1 512 555 0100 | -',
  ],
])('%s', (_, rules, expected) => {
  expect(told(rules)).toEqual([expected])
})

const DIALLING = '  dialling: { countries: [+1, +44, +49, +81] }\n'
const numbers = (list: string): string => `  emergency-numbers: ${list}\n${DIALLING}`

/** The box and its properties in one country. */
const alone = (callerId: string) => ({
  callerId,
  oakLines: callerId,
  mapleLines: callerId.replace(/.$/, '9'),
})

describe('outside +1', () => {
  const callerId = '+44 20 7946 0000'
  const british = { callerId, oakLines: LONDON, mapleLines: '+44 20 7946 0102' }

  test('what is dialled in an emergency, and who is called back, is written', () => {
    const [numbers, dialling] = told({ callerId })
    expect(numbers).toMatch(
      /^3:14 error: the box's caller ID \+442079460000 is outside \+1, and there are no `emergency-numbers` \| .*\[112\]/,
    )
    expect(dialling).toMatch(/^3:14 error: the box's caller ID \+442079460000 is outside \+1, and there is no `dialling` \| /)
  })

  test('its properties do not say it again', () => {
    expect(told(british)).toHaveLength(2)
  })

  test('a `dialling` without countries means +1', () => {
    const box = '  emergency-numbers: 999\n  dialling: { refuse: +44 900 }\n'
    expect(told({ ...british, box })).toEqual([
      expect.stringMatching(/^3:14 error: the box's caller ID \S+ is outside \+1, and `dialling` has no `countries` \|/),
    ])
    expect(told({ ...british, box: box.replace('refuse: +44 900', 'countries: Wales') })).toEqual([])
  })

  test('the number that is proposed is one of the country', () => {
    expect(told(alone('+61 2 5550 1234'))[0]).toContain('such as [000]')
    expect(told({ mapleLines: '+64 3 555 0123' })[0]).toContain('such as [911, 111]')
  })

  test('all is written', () => {
    expect(told({ ...british, box: `  emergency-numbers: [999, 112]\n${DIALLING}` })).toEqual([])
  })
})

describe('the number that everybody there knows', () => {
  test.each(['933', '[912]', '[112]'])('911 is not in %s, and 911 is what people dial', list => {
    expect(told({ box: numbers(list) })).toEqual([
      `6:22 error: 911 is missing from \`emergency-numbers\`, and the box's caller ID +15125550100 is in +1 | \`911\` among the \`emergency-numbers\` of the box | callers are told to dial ${list.replaceAll(/\D/g, '')}, and office telephones cannot dial 911`,
    ])
  })

  test('911 beside others, or a list that is wrong anyway', () => {
    expect(told({ box: numbers('[112, 911]') })).toEqual([])
    expect(told({ box: numbers('police') })).toHaveLength(1)
    expect(told({ box: numbers('[112, police]') })).toHaveLength(1)
  })

  test('a warning where no office telephone dials anything', () => {
    const bare = { oakDesk: null, mapleDesk: '', box: numbers('[112]') }
    expect(told(bare)).toEqual([expect.stringMatching(/^6:22 warning: 911 is missing from `emergency-numbers`/)])
  })

  test.each([
    ['+44 20 7946 0000', '[101]', '999 or 112 is missing'],
    ['+49 30 901820', '[110]', '112 is missing'],
    ['+61 2 5550 1234', '[112]', '000 is missing'],
    ['+64 3 555 0123', '[112]', '111 is missing'],
  ])('a warning at a box in %s with %s', (callerId, list, missing) => {
    const all = told({ ...alone(callerId), box: numbers(list) })
    expect(all).toEqual([expect.stringMatching(new RegExp(`^6:22 warning: ${missing} from \`emergency-numbers\``))])
  })

  test.each([
    ['+44 20 7946 0000', '[112]'],
    ['+44 20 7946 0000', '[999]'],
    ['+49 30 901820', '[110, 112]'],
    ['+61 2 5550 1234', '[000]'],
    ['+64 3 555 0123', '111'],
    ['+81 3 1234 5678', '[110, 119]'],
  ])('nothing at a box in %s with %s', (callerId, list) => {
    expect(told({ ...alone(callerId), box: numbers(list) })).toEqual([])
  })
})

describe('a property in another country than the box', () => {
  const ABROAD = 'outside +1'
  const NO_NUMBERS = `${ABROAD}, and there are no \`emergency-numbers\``
  const MORE = '`emergency-numbers:` under `box:`, such as [911, 112]'
  const TOLD = 'without it callers are told to dial 911, and office telephones can dial nothing else'
  const COUNTRIES = '`dialling: { countries: [...] }` under `box:`, with the beginnings of numbers that may be called back'
  const BACK = 'without it only callers with a number of +1 are called back'

  test('is told as a box there is', () => {
    expect(told({ mapleLines: LONDON })).toEqual([
      `20:13 error: the caller ID +442079460101 of \`maple\` is ${NO_NUMBERS} | ${MORE} | ${TOLD}`,
      `20:13 error: the caller ID +442079460101 of \`maple\` is ${ABROAD}, and there is no \`dialling\` | ${COUNTRIES} | ${BACK}`,
    ])
  })

  test('by its emergency caller ID, and by that of an office telephone', () => {
    const emergency = `emergency-caller-id: ${LONDON}`
    const [line, ...more] = told({ box: DIALLING, maple: `    ${emergency}\n` })
    expect(line).toMatch(/^23:26 error: the emergency caller ID \+442079460101 of `maple` is outside \+1, and there are no/)
    expect(more).toEqual([])
    expect(told({ box: DIALLING, oakDesk: `, ${emergency}` })).toEqual([
      expect.stringMatching(/^18:97 error: the emergency caller ID \+442079460101 of the office telephone `oak-desk` is/),
    ])
  })

  test('in a list without a number of that country', () => {
    expect(told({ mapleLines: LONDON, box: numbers('[911]') })).toEqual([
      '22:13 error: 999 or 112 is missing from `emergency-numbers`, and the caller ID +442079460101 of `maple` is in +44 | `999` or `112` among the `emergency-numbers` of the box | callers are told to dial 911, and office telephones cannot dial 999 or 112',
    ])
    expect(told({ mapleLines: LONDON, mapleDesk: '', box: numbers('[911]') })).toEqual([
      expect.stringMatching(/^22:13 warning: 999 or 112 is missing/),
    ])
    expect(told({ callerId: '+44 20 7946 0000', oakLines: LONDON, box: numbers('[999]') })).toEqual([
      expect.stringMatching(/^22:13 error: 911 is missing from `emergency-numbers`, and the caller ID \+15125550102 of `maple`/),
    ])
  })

  test('in a list that has one, or for a country that nobody knows here', () => {
    expect(told({ mapleLines: LONDON, box: numbers('[911, 999]') })).toEqual([])
    expect(told({ oakLines: '+49 30 901820', mapleLines: LONDON, box: numbers('[911, 112]') })).toEqual([])
    expect(told({ mapleLines: '+81 3 1234 5678', box: numbers('[911, 119]') })).toEqual([])
  })

  test('stands in North America by its emergency caller ID', () => {
    const maple = '    emergency-caller-id: +1 512 555 0103\n'
    expect(told({ mapleLines: LONDON, box: DIALLING, maple })).toEqual([])
  })
})
