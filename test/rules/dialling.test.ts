// What the rules say about whom the box may dial, and how much: `box: dialling:` and a property's own `dialling:`.
import { describe, expect, test } from 'vitest'
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

test('telephones that nobody answers, or that cost too much, are refused; ranges that may be new are only asked about', () => {
  const at = (phone: string) => told(compile(SMALL.replace('    phones: [+1 512 555 0151]', `    phones: ["${phone}"]`)))
  const refused = (phone: string, why: string) =>
    expect(at(phone)).toContainEqual(expect.stringContaining(`of \`sam-ortiz\` would never be rung: ${why}`))
  refused('+1 900 555 0142', 'premium numbers are never dialled')
  refused('+1 312 976 0142', 'premium numbers are never dialled')
  refused('+44 909 879 0123', 'premium numbers are never dialled')
  refused('+44 7640 123456', 'it is a pager')
  refused('+881 6 123 45678', 'it is a satellite telephone')
  const [asked = '', ...others] = at('+1 777 555 0142').filter(problem => problem.includes('777'))
  expect(asked).toContain('warning: +1 777 555 0142 is in no range of numbers that is known to be in use')
  expect(others).toEqual([])
  expect(at('+1 876 555 0142').filter(problem => problem.includes('range'))).toEqual([])
  expect(at('+44 20 7946')).toContainEqual(expect.stringContaining('`+44 20 7946` has 6 digits after +44, not 7 or 9 or 10'))
  expect(at('+999 555 0142')).toContainEqual(expect.stringContaining('cannot exist: no country has the code'))
})

test('a national number is taken for one of the country of the box', () => {
  const british = SMALL.replace(/caller-id: .*/, 'caller-id: +44 20 7946 0000').replace('+1 512 555 0151', '020 7946 0123')
  expect(told(compile(british))).toContainEqual(expect.stringContaining('| write +442079460123'))
})

describe('a key that transfers', () => {
  const key = (option: string) => broken('        message: office\n', `        ${option}\n`)
  const line = SMALL.split('\n').indexOf('        message: office') + 1

  test('to a person or a number, with a ring time and what follows', () => {
    const compiled = key('transfer: sam-ortiz')
    if (!compiled.ok) throw new Error(told(compiled).join('\n'))
    const say = { en: 'anything else' }
    expect(compiled.plan.menus.residents?.options[2]).toEqual({
      ...{ do: 'transfer', say, to: { person: 'sam-ortiz' }, ringSeconds: 30, otherwise: { do: 'menu' } },
    })
    const outside = key('transfer: "+1 (512) 555-0170"\n        ring: 45s\n        otherwise: { message: office }')
    if (!outside.ok) throw new Error(told(outside).join('\n'))
    expect(outside.plan.menus.residents?.options[2]).toEqual({
      ...{
        do: 'transfer',
        say,
        to: { number: '+15125550170' },
        ringSeconds: 45,
        otherwise: { do: 'message', mailbox: 'office' },
      },
    })
  })

  test.each([
    ['transfer: sam-otriz', 'there is no person `sam-otriz` to transfer to', 'did you mean `sam-ortiz`?'],
    ['transfer: nights', '`nights` is a schedule: a caller is transferred to one person or number', '`escalate`'],
    ['transfer: manager', '`manager` is a role: a caller is transferred to one person or number', '`escalate`'],
    ['transfer: "911"', '911 is an emergency number: the box never dials one', ''],
    ['transfer: 512 555 0170', '`512 555 0170` is not a number in international form', 'write +15125550170'],
    ['transfer: "+1 512 555 0101"', '+15125550101 is nobody to transfer to: it is a line of this box', ''],
    ['transfer: sam-ortiz\n        otherwise: { message: offise }', '`oak-creek` has no mailbox `offise`', '`office`'],
    ['transfer: sam-ortiz\n        otherwise: { escalate: emergency }', 'there is no ladder `emergency`', '`emergencies`'],
    ['transfer: sam-ortiz\n        message: office', 'this key does two things: `message` and `transfer`', ''],
    ['message: office\n        ring: 20s', '`ring` goes with `transfer` only', ''],
    ['transfer: sam-ortiz\n        ring: 3s', '3s is too short', ''],
  ])('%s', (option, message, hint) => {
    const [problem, ...others] = told(key(option))
    expect(problem).toMatch(new RegExp(`^(${line}|${line + 1}):\\d+ error: `))
    expect(problem).toContain(message)
    expect(problem).toContain(hint)
    expect(others).toEqual([])
  })

  test('a person is a way to a human being; nobody knows what answers at a number', () => {
    const only = (option: string) =>
      compile(
        SMALL.replace('        escalate: emergencies\n', `        ${option}\n`).replace(
          '        message: office\n',
          '        say: Closed.\n',
        ),
      )
    expect(told(only('transfer: sam-ortiz')).filter(problem => problem.includes('error'))).toEqual([])
    expect(told(only('transfer: "+1 512 555 0170"'))).toEqual([
      expect.stringContaining('no key of the menu `residents` leads to a human being'),
    ])
  })

  test('a person who is only transferred to is in use', () => {
    const compiled = compile(
      SMALL.replace('  lee-park:\n', '  pat-quinn:\n    name: Pat Quinn\n    phones: [+1 512 555 0153]\n  lee-park:\n').replace(
        '        message: office',
        '        transfer: pat-quinn',
      ),
    )
    expect(told(compiled)).toEqual([])
  })
})
