// What the rules say about whom the box may dial, and how much: `box: dialling:` and a property's own `dialling:`.
import { expect, test } from 'vitest'
import { broken, compile, SMALL, told } from './small-rules.ts'

test('countries, refusals and caps of the box, caps of a property', () => {
  const compiled = broken(
    '  failsafe: [+1 512 555 0151, +1 512 555 0152]\n',
    '  failsafe: [+1 512 555 0151, +1 512 555 0152]\n  dialling: { countries: ["+1", "+52"], refuse: ["+1 809"], at-once: 20, per-hour: 120 }\n',
    '    dialling: { at-once: 4 }\n',
  )
  if (!compiled.ok) throw new Error(told(compiled).join('\n'))
  expect(compiled.plan.box.dialling).toEqual({ countries: ['+1', '+52'], refuse: ['+1809'], atOnce: 20, perHour: 120 })
  expect(compiled.plan.properties['oak-creek']?.dialling).toEqual({ atOnce: 4 })
})

test('a cap of nobody is a mistake', () => {
  const compiled = broken('    menu: residents\n', '    menu: residents\n    dialling: { at-once: 0 }\n')
  const line = SMALL.split('\n').indexOf('    menu: residents') + 2
  expect(told(compiled)).toEqual([`${line}:26 error: \`0\` is not a number from 1 to 1000 | a number from 1 to 1000 | -`])
})

test('telephones that the box would never ring are named', () => {
  const failsafe = '  failsafe: [+1 512 555 0151, +1 512 555 0152]\n'
  const rules = (phone: string, countries = '+1') =>
    compile(
      SMALL.replace(failsafe, `${failsafe}  dialling: { countries: "${countries}" }\n`).replaceAll('+1 512 555 0151', phone),
    )
  expect(told(rules('+44 20 7123 4567', '+44'))).toEqual([
    '18:14 error: +15125550152 of `lee-park` would never be rung: it is in a country that the rules do not allow | a number that begins with +44, or its country under `box: dialling: countries` | -',
  ])
  expect(told(rules('+1 512 555 0101'))).toEqual([
    '5:14 error: the failsafe +15125550101 is a line of `oak-creek`: the box would call itself | a telephone that a human being answers | -',
    '15:14 error: +15125550101 of `sam-ortiz` would never be rung: it is a line of this box | a telephone that a human being answers | -',
  ])
  expect(told(rules('+1 512 555 0151'))).toEqual([])
})
