// What `check` says of emergency calls of office telephones: whose number they show, who owns it, and which numbers are meant outside +1.
import { expect, test } from 'vitest'
import { compileRules } from '../../src/rules/load.ts'

const OAK = '+1 512 555 0101'
const desk = (id: string, more = ''): string => `{ id: ${id}, contact: "sip:${id}@192.0.2.61"${more} }`

function told({
  box = '',
  oak = '',
  maple = '',
  oakDesk = '',
  mapleLines = '+1 512 555 0102',
  callerId = '+1 512 555 0100',
} = {}) {
  const yaml = `box:
  name: N
  caller-id: ${callerId}
  zone: America/Chicago
  failsafe: +1 512 555 0119
${box}trunks:
  a: { host: 192.0.2.1, outbound: yes, owns: [${callerId}, ${OAK}, +1 512 555 0102, +1 512 555 0103] }
  b: { host: 192.0.2.2, outbound: no, owns: [+1 512 555 0104] }
people: { sam: { name: Sam, phones: [+1 512 555 0151] } }
ladders: { all: { rungs: [{ who: sam }] } }
menus: { main: { keys: { 1: { for: an emergency, escalate: all } } } }
defaults: { menu: main, on-no-key: escalate, hours: { mon-sun: 00:00-24:00 } }
properties:
  oak:
    name: Oak
    lines: [${OAK}]
    office: { phones: [${desk('oak-desk', oakDesk)}] }
${oak}  maple:
    name: Maple
    lines: [${mapleLines}]
    office: { phones: [${desk('maple-desk')}] }
${maple}`
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

test('outside +1 what is dialled in an emergency, and who is called back, is written', () => {
  const callerId = '+44 20 7946 0000'
  const [numbers, dialling] = told({ callerId })
  expect(numbers).toMatch(
    /^3:14 error: the box's caller ID \+442079460000 is outside \+1, and there are no `emergency-numbers` \| .*\[112\]/,
  )
  expect(dialling).toMatch(/^3:14 error: the box's caller ID \+442079460000 is outside \+1, and there is no `dialling` \| /)
  expect(told({ callerId, box: '  emergency-numbers: [999, 112]\n  dialling: { countries: +44 }\n' })).toEqual([])
})
