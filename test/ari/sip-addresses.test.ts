// Telephone numbers in addresses, however carriers write them.
import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { addressesIn, numberOf, onlyAddressIn, userOf } from '../../src/ari/sip-addresses.ts'
import { toldNumbers } from '../../src/ari/told-numbers.ts'
import { identify } from '../../src/core/plan/identify.ts'
import { anyText } from '../support/any-text.ts'
import { smallPlan } from '../support/plan.ts'

it.each<[string, string | null]>([
  ['sip:+15125550101@h', '+15125550101'],
  ['SIPS:+15125550101:secret@h;user=phone', '+15125550101'],
  ['sip:+15125550101;npdi;rn=+15125559999@h', '+15125550101'],
  ['sip:+1%20(512)%20555-0101@h', '+15125550101'],
  ['sip:%2B1.512.555.0101@h', '+15125550101'],
  ['tel:+1-512-555-0101', '+15125550101'],
  ['TEL:+15125550101;rn=+1999', '+15125550101'],
  ['tel:512-555-0101;phone-context=+1', '+15125550101'],
  ['tel:863-1234;phone-context=+1-914-555', '+19145558631234'],
  ['tel:020 7946 0101;phone-context=+44', '+442079460101'],
  ['tel:15125550101;phone-context=+1', '+15125550101'],
  ['tel:442079460101;phone-context=+44', '+442079460101'],
  ['tel:00442079460101;phone-context=+44', '+442079460101'],
  ['tel:4930901820;phone-context=+49', '+4930901820'],
  ['tel:442079460101;phone-context=+44-20', '+442079460101'],
  ['tel:390612345678;phone-context=+39', '+390612345678'],
  ['tel:0612345678;phone-context=+39', '+390612345678'],
  ['tel:7042;phone-context=+44-20', '+44207042'],
  ['sip:5125550101;phone-context=+1@h;user=phone', '+15125550101'],
  ['tel:7042;phone-context=example.com', '7042'],
  ['sip:5125550101@h', '5125550101'],
  ['sip:account@h', null],
  ['sip:127.0.0.1', null],
  ['sip:anonymous@anonymous.invalid', null],
  ['mailto:5125550101@h', null],
  ['', null],
])('%s', (uri, number) => expect(numberOf(uri)).toBe(number))

test('several in one header, with names that hold anything', () => {
  const header =
    '"A, <sip:1@x>" <sip:alice@h>;a="b, c", B <tel:+15125550101>;x , sip:+15125550102@h;y=z, rubbish, "open <sip:3@h>'
  expect(addressesIn(header).map(({ uri }) => userOf(uri))).toEqual(['alice', '+15125550101', '+15125550102', '3'])
  expect(userOf(onlyAddressIn('"<sip:1@x>" <sip:bob@h>;tag=1')?.uri ?? '')).toBe('bob')
})

test('no header names a line that is not there', () => {
  const plan = smallPlan()
  const lines = plan.lines.map(({ number }) => number.replaceAll(/\D/g, '').slice(-10)).filter(digits => digits !== '')
  fc.assert(
    fc.property(anyText(200), anyText(200), (called, diverted) => {
      const told = toldNumbers(encodeURIComponent(called.toWellFormed()), encodeURIComponent(diverted.toWellFormed()), [diverted])
      const found = identify(plan, 'carrier', 'account', null, told)
      const said = `${called} ${diverted}`.replaceAll(/\D/g, '')
      if (found.is === 'property') expect(lines.some(line => said.includes(line))).toBe(true)
    }),
  )
})
