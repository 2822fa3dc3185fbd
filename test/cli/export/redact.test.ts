// What stands for what in a redacted export: consistent, of the same shape, and nothing of the
// original in it.
import { describe, expect, test } from 'vitest'
import { openRedacter } from '../../../src/cli/export/redact/redact.ts'
import { openStandIns } from '../../../src/cli/export/redact/stand-ins.ts'
import { mayCallBack } from '../../../src/core/dialling/may-dial.ts'
import { smallPlan } from '../../support/plan.ts'

const plan = smallPlan()
const open = () => openStandIns([JSON.stringify(plan)], new Set(['911']), ['1772956790.7'])

describe('numbers', () => {
  test('one number is one, however it is spelled', () => {
    const { number } = open()
    expect(['+13125550142', '13125550142', '312-555-0142', '(312) 555 0142', '0013125550142'].map(number)).toEqual([
      ...['+13125550101', '13125550101', '312-555-0101', '(312) 555 0101', '0013125550101'],
    ])
    expect(number('+13125550143')).toBe('+13125550102')
  })

  test('none becomes one of the rules', () => {
    const { number } = open()
    const all = Array.from({ length: 300 }, (_, n) => number(`+1512777${1000 + n}`))
    expect(new Set(all).size).toBe(300)
    expect(all.filter(one => JSON.stringify(plan).includes(one.slice(2)))).toEqual([])
  })

  test.each([
    ['+13125550142', 'the usual'],
    ['+19005550111', 'premium'],
    ['+13129765511', 'premium, by its exchange'],
    ['+12425550111', 'abroad, within +1'],
    ['+13120550111', 'no such number'],
    ['+442079460123', 'abroad'],
    ['0114420794601', 'abroad, as it is dialled'],
    ['12345', 'too short'],
    ['911', 'emergency'],
    ['anonymous', 'no number'],
  ])('%s may be called back or not as before: %s', number => {
    const why = (told: string) => ({ ...mayCallBack(plan, told), number: null })
    expect(why(open().number(number))).toEqual(why(number))
  })

  test('keys that are typed are those of the number; of the beginning of one only its length is left', () => {
    const standIns = open()
    expect(standIns.typed('3125550142')).toBe(standIns.number('+13125550142').slice(2))
    expect(standIns.typed('31255')).toMatch(/^\d{5}$/)
    expect(standIns.typed('31255')).toBe(standIns.number('31255'))
    expect(standIns.typed('31255')).not.toBe('31255')
    expect(standIns.typed('31*5')).toBe('55*5')
    expect(standIns.typed('911')).toBe('911')
  })
})

test('what is spoken keeps its length and its holes', () => {
  const { text } = open()
  expect(text('Thank you for calling {property}, in short.')).toMatch(/^Text 1\.+\{property\}Text 2\.*$/)
  expect(text('Thank you for calling {property}, in short.')).toHaveLength(43)
})

test('reasons: what has a stand-in is replaced, ids of calls stay, an address leaves nothing', () => {
  const standIns = open()
  standIns.id('person', 'ana')
  standIns.name('Ana Lopez', 'Person')
  expect(standIns.words('ana: busy with i-1772956790.7')).toBe('person-1: busy with i-1772956790.7')
  expect(standIns.words('ANA LOPEZ, and a banana')).toBe('Person 1., and a banana')
  expect(standIns.words('PJSIP/+1 (312) 555-0142 is gone')).toBe('PJSIP/+1 (312) 555-0101 is gone')
  expect(standIns.words('sip:x@pbx')).toBe('(left out)')
})

test.each([
  ['hooks.acme.example answered 404', /^host-1\.invalid answered 404$/],
  ['at 10.1.2.3:587 and 10.1.2.3', /^at host-1\.invalid:587 and host-1\.invalid$/],
  ['at 2001:db8::17, then fe80::1%eth0', /^at host-1\.invalid, then host-2\.invalid%eth0$/],
  ['to pat@acme.example at 22:00:05', /^to mail-1@example\.invalid at 22:00:05$/],
  ['DNS:*.acme.example', /^DNS:\*\.host-1\.invalid$/],
])('addresses in any words that stay: %s', (words, expected) => {
  expect(openStandIns([], new Set(), []).words(words)).toMatch(expected)
})

test('letters among the digits of a number may be a name', () => {
  expect(open().number('Mrs Lee 312-555-0142')).toBe('xxx xxx 312-555-0101')
})

const redacter = () => {
  const one = openRedacter(open(), new Map(), [])
  one.plan(plan)
  return one
}

test.each([
  ['s-duty-nights', /^s-duty-schedule-\d+$/],
  ['s-notice-oak-creek', /^s-notice-property-1$/],
  ['s-hold-property-oak-creek', /^s-hold-property-property-1$/],
  ['s-hold-person-ana', /^s-hold-person-person-1$/],
  ['s-hold-call-1772956790.7', /^s-hold-call-1772956790\.7$/],
  ['s-pins-ana@withheld:+15125550100', /^s-pins-person-1@withheld:\+1512555\d{4}$/],
  ['s-pins-ana@phone:front-desk', /^s-pins-person-1@phone:phone-\d$/],
  ['i-1772956790.7.2', /^i-1772956790\.7\.2$/],
])('what stands for %s', (id, expected) => {
  expect(redacter().stream(id)).toMatch(expected)
})

test('in a field that nobody has named, texts are left out', () => {
  expect(redacter().json({ somethingNew: 'Ann Lee', nested: { other: ['12 Elm Street'] } })).toEqual({
    somethingNew: 'Text 28',
    nested: { other: ['Text 29......'] },
  })
})

test('names of rules, however the languages of their texts are called', () => {
  const spoken = { is: 'Eikarlundur', en: 'Oak Creek' }
  const { properties } = redacter().json({
    properties: { oak: { id: 'oak', name: 'Oak Creek', spoken, zone: 'America/Chicago' } },
  }) as never
  const [[id, property]] = Object.entries(properties) as unknown as [[string, { spoken: unknown; zone: string; id: string }]]
  expect(property).toMatchObject({ id, zone: 'America/Chicago' })
  expect(JSON.stringify(property)).not.toMatch(/Oak|Eikar/)
})
