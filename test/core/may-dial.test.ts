// Which callers the box may call back: whatever a trunk claims or a caller types, nothing dear, foreign or foolish is dialled.
import { expect, test } from 'vitest'
import { mayCallBack, sameNumber } from '../../src/core/dialling/may-dial.ts'
import { smallPlan } from '../support/plan.ts'

const plan = smallPlan()
const foreign = 'it is in a country that the rules do not allow'
const none = 'there is no such North American number'

test.each([
  ['+13125550142', '+13125550142'],
  ['3125550142', '+13125550142'],
  ['13125550142', '+13125550142'],
  ['0113125550142', null, foreign],
  ['+448455550142', null, foreign],
  ['00448455550142', null, foreign],
  ['+18765550142', null, foreign],
  ['+18095550142', null, foreign],
  ['+19005550142', null, 'premium numbers are never dialled'],
  ['+13129760142', null, 'premium numbers are never dialled'],
  ['911', null, 'an emergency number is never dialled'],
  ['+1911', null, 'an emergency number is never dialled'],
  ['+19115550142', null, none],
  ['+11115550142', null, none],
  ['+13121550142', null, none],
  ['555', null, 'it is not a whole telephone number'],
  ['+1', null, 'it is not a whole telephone number'],
  [null, null, 'the number is withheld'],
])('%s', (told, number, why = '') => {
  expect(mayCallBack(plan, told)).toEqual(number === null ? { yes: false, why } : { yes: true, number })
})

test('a line of the box itself is never called, however it is written', () => {
  const { number } = plan.lines[0] ?? { number: '' }
  for (const told of [number, number.replace('+', ''), number.replace('+1', '')])
    expect(mayCallBack(plan, told)).toEqual({ yes: false, why: 'it is a line of this box' })
})

test('the rules allow other countries and refuse what they like', () => {
  const wider = { ...plan, box: { ...plan.box, dialling: { countries: ['+1', '+1876', '+52'], refuse: ['+1312'] } } }
  expect(mayCallBack(wider, '+18765550142')).toEqual({ yes: true, number: '+18765550142' })
  expect(mayCallBack(wider, '+525512345678')).toEqual({ yes: true, number: '+525512345678' })
  expect(mayCallBack(wider, '+13125550142')).toEqual({ yes: false, why: 'the rules refuse numbers that begin so' })
  const german = { ...plan, box: { ...plan.box, dialling: { countries: ['+49'], refuse: [] } } }
  expect(mayCallBack(german, '+493012345678')).toEqual({ yes: true, number: '+493012345678' })
  expect(mayCallBack(german, '3125550142')).toEqual({ yes: false, why: 'it is not a whole telephone number' })
})

test('the same telephone, as carriers write it', () => {
  expect(sameNumber('+13125550142', '3125550142')).toBe(true)
  expect(sameNumber('13125550142', '+13125550142')).toBe(true)
  expect(sameNumber('+13125550142', '+13125550143')).toBe(false)
  expect(sameNumber(null, null)).toBe(false)
})

test('pagers, premium and satellite numbers of every country are not dialled; numbers typed as people dial them at home are read', () => {
  const inCountry = (...countries: string[]) => ({ ...plan, box: { ...plan.box, dialling: { countries, refuse: [] } } })
  const british = inCountry('+44')
  expect(mayCallBack(british, '020 7946 0000')).toEqual({ yes: true, number: '+442079460000' })
  expect(mayCallBack(british, '+449098790123')).toEqual({ yes: false, why: 'premium numbers are never dialled' })
  expect(mayCallBack(british, '+447640123456')).toEqual({ yes: false, why: 'it is a pager: nobody can speak there' })
  expect(mayCallBack(inCountry('+4'), '+881612345678')).toEqual({ yes: false, why: foreign })
  const satellite = { yes: false, why: 'it is a satellite telephone, or in no country, and the rules do not name its code' }
  expect(mayCallBack(inCountry('+8'), '+881612345678')).toEqual(satellite)
  expect(mayCallBack(inCountry('+881'), '+881612345678')).toEqual({ yes: true, number: '+881612345678' })
  expect(mayCallBack(inCountry('+45'), '32 12 34 56')).toEqual({ yes: true, number: '+4532123456' })
})
