// Trunk keys that must fit together, with the words of their problems.
import { expect, test } from 'vitest'
import { prefixesIn } from '../../src/core/plan/telephone-numbers.ts'
import { compileRules } from '../../src/rules/load.ts'

function problems(trunk: string, box = '+1 512 555 0100'): string[] {
  const yaml = `
box: { name: N, caller-id: ${box}, zone: America/Chicago, failsafe: +1 512 555 0119, emergency-numbers: 112, dialling: { countries: +1 } }
trunks:
  t: { host: 192.0.2.1, outbound: yes, owns: [${box}], ${trunk} }
`
  const compiled = compileRules(new Map([['box.yaml', yaml]]))
  return compiled.ok ? [] : compiled.problems.map(p => p.message).filter(message => !message.startsWith('no file has'))
}

test('channels, keep-free and number formats', () => {
  expect(problems('channels: 20, keep-free: 4, per-hour: 200, number-format: { out: national }')).toEqual([])
  expect(problems('keep-free: 4')).toEqual(['`keep-free` needs `channels`: how many calls the trunk carries at once'])
  expect(problems('channels: 4, keep-free: 4')).toEqual(['no caller could come in: 4 of 4 channels are kept free'])
  expect(problems('number-format: { in: national }', '+44 20 7946 0000')).toEqual(['whose national numbers does trunk `t` mean?'])
  expect(problems('number-format: { in: national, country: +44 }', '+44 20 7946 0000')).toEqual([])
  expect(problems('number-format: { out: nationl }')).toHaveLength(1)
})

test('a country brings its own prefixes, and must be one', () => {
  const british = (country: string) => `
box: { name: N, caller-id: +44 20 7946 0000, zone: Europe/London, failsafe: +44 20 7946 0001, dialling: { countries: "+44" } }
trunks:
  t: { host: 192.0.2.1, outbound: yes, owns: [+44 20 7946 0000], number-format: { in: national, country: ${country} } }
`
  const compiled = compileRules(new Map([['box.yaml', british('+999')]]))
  expect(compiled.ok ? [] : compiled.problems.map(p => p.message)).toContain('`+999` is not a country')
  expect(prefixesIn('44')).toEqual({ national: '0', foreign: '00' })
  expect(prefixesIn('45')).toEqual({ national: '', foreign: '00' })
  expect(prefixesIn('36')).toEqual({ national: '06', foreign: '00' })
  expect(prefixesIn('7')).toEqual({ national: '8', foreign: '810' })
  expect(prefixesIn('1')).toEqual({ national: '', foreign: '011' })
})

/** Of two trunks at one address, with lines of a property. */
function sharing(first: string, second: string, lines: string): string[] {
  const yaml = `
box: { name: N, caller-id: +1 512 555 0100, zone: America/Chicago, failsafe: +1 512 555 0119 }
trunks:
  a: { host: 192.0.2.1, outbound: yes, owns: [+1 512 555 0100], ${first} }
  b: { host: 192.0.2.1, ${second} }
menus: { m: { keys: { 1: { for: leasing, message: office } } } }
properties:
  oak: { name: Oak, zone: America/Chicago, menu: m, outbound: [a], mailboxes: { office: Oak }, caller-id: +1 512 555 0100, lines: ${lines} }
`
  const compiled = compileRules(new Map([['box.yaml', yaml]]))
  const problems = compiled.ok ? [] : compiled.problems.filter(p => !p.message.startsWith('no file has'))
  return problems.map(p => `${p.line}: ${p.message} | ${p.expected}`)
}

test('two trunks at one address are told apart by an account, a line or a header, and an error with both places otherwise', () => {
  const account = (user: string) => `register: { user: ${user}, password: env:A }`
  expect(sharing('', '', '[+1 512 555 0101]')).toEqual([
    '5: 192.0.2.1 is an address of the trunk `a`, too: whose call is it? | addresses that only the trunk `b` has; the other says 192.0.2.1 at box.yaml:4:14',
  ])
  expect(sharing(account('one'), account('two'), '[+1 512 555 0101]')).toEqual([])
  expect(sharing(account('one'), account('one'), '[+1 512 555 0101]')).toHaveLength(1)
  expect(sharing('', '', '[{ number: +1 512 555 0101, trunk: b }]')).toEqual([])
  expect(sharing('', 'match-header: { name: X-Account, value: b }', '[+1 512 555 0101]')).toEqual([])
})

test.each([
  ['register: yes', { user: 'id-7', authUser: 'id-7@ims.example' }],
  [
    'register: { user: "+4930901820", server: reg.example }',
    { user: '+4930901820', server: 'reg.example', authUser: 'id-7@ims.example' },
  ],
  ['register: { user: other, password: env:B }', { user: 'other', passwordFrom: 'env:B' }],
])('%s beside the `auth` of another name', (register, expected) => {
  const yaml = `trunks: { t: { host: ims.example, auth: { user: id-7@ims.example, password: env:A }, ${register} } }`
  const compiled = compileRules(new Map([['box.yaml', yaml]]), { incomplete: true })
  expect(compiled.ok && compiled.plan.trunks.t?.register).toEqual({ passwordFrom: 'env:A', ...expected })
})
