// Names and numbers out of strangers' SIP headers: decoded, cleaned, clipped, and never the end of the daemon.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callerName, decoded, plainText, usefulNumber } from '../../src/ari/arrival-words.ts'
import { divertingNumbers, tellsNumber, toldNumbers } from '../../src/ari/told-numbers.ts'
import { anyText } from '../support/any-text.ts'

const encoded = encodeURIComponent

describe('names', () => {
  it.each<[string, string | undefined, string | null]>([
    ['plain', 'Bob%20Ray', 'Bob Ray'],
    ['accents', encoded('María Peña'), 'María Peña'],
    ['quotes as SIP escapes them', encoded('Mar\\"ia'), 'Mar"ia'],
    ['a comma cannot split the arguments', encoded('Ray, Bob'), 'Ray, Bob'],
    ['newlines', encoded('Bob\r\nFrom: evil'), 'Bob From: evil'],
    ['control characters', encoded('a\u0000b\u001b[31mc\u009fd'), 'a b [31mc d'],
    ['direction overrides and zero width', encoded('\u202Eboss\u200B'), 'boss'],
    ['emoji', encoded('Bob 😀'), 'Bob 😀'],
    ['clipped in the middle of a character', 'Mar%C3', 'Mar'],
    ['half an escape', '100%', '100%'],
    ['a wrong escape', '%ZZ%41', '%ZZA'],
    ['empty', '', null],
    ['missing', undefined, null],
    ['only blanks', '%20%20', null],
    ['anonymous', 'Anonymous', null],
    ['unavailable', 'UNAVAILABLE', null],
  ])('%s', (_, argument, name) => expect(callerName(argument)).toBe(name))

  it('4 kB of text become 200 characters', () => {
    expect(callerName('x'.repeat(4096))).toBe('x'.repeat(200))
    expect([...(callerName(encoded('😀'.repeat(1000))) ?? '')]).toHaveLength(200)
  })
})

describe('numbers', () => {
  it.each<[string, string, string | null]>([
    ['international', '+15125551234', '+15125551234'],
    ['national', '5125551234', '5125551234'],
    ['written out', '(512) 555-1234', '5125551234'],
    ['an extension', '101', '101'],
    ['anonymous', 'anonymous', null],
    ['restricted', 'Restricted', null],
    ['unavailable', 'unavailable', null],
    ['a name', 'alice', null],
    ['empty', '', null],
    ['zeros', '0000000000', null],
    ['ANONYMOUS on a keypad', '266696687', null],
    ['two digits', '12', null],
    ['endless', '1'.repeat(4096), null],
    ['a command', '+1512; rm', null],
    ['plus in the middle', '512+5551234', null],
    ['other digits', '٥١٢٥٥٥', null],
  ])('%s', (_, text, number) => expect(usefulNumber(text)).toBe(number))
})

describe('who forwarded the call', () => {
  it.each<[string, string, string, string | null]>([
    ['Diversion', '<sip:5125550100@10.0.0.1>;reason=no-answer', '', '5125550100'],
    ['Diversion, tel', '<tel:+15125550100>', '', '+15125550100'],
    ['several: nearest to the caller', '<sip:5125550199@b>;reason=x, <sip:5125550100@a>', '', '5125550100'],
    ['useless ones hide none', '<sip:pilot@b>\n<sip:5125550100@a>, "A, <sip:1@b>" <sip:anonymous@a>', '', '5125550100'],
    ['an open bracket hides none', '<sip:pilot@b, <sip:5125550100@a>', '', '5125550100'],
    ['History-Info by its index', '', '<sip:5125550102@b>;index=1.1\n<sip:5125550101@a>;index=1', '5125550101'],
    ['a bare number', '5125550100', '', '5125550100'],
    [
      'History-Info: the first that is not the line',
      '',
      '<sip:5125550101@a>;index=1, <sip:5125550100@b>;index=1.1',
      '5125550101',
    ],
    ['History-Info of the line itself', '', '<sip:5125550199@a>;index=1', null],
    ['nobody', '', '', null],
    ['nonsense', '<<<sip:>>>@@;;', '', null],
    ['a name', '<sip:alice@a>', '', null],
  ])('%s', (_, diversion, history, number) => {
    expect(divertingNumbers(encoded(diversion), encoded(history), '5125550199')[0] ?? null).toBe(number)
  })
})

it('nothing that a stranger sends can throw, or get a control character through', () => {
  fc.assert(
    fc.property(anyText(300), text => {
      for (const out of [decoded(text), callerName(text) ?? '', plainText(text) ?? '']) expect(typeof out).toBe('string')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
      expect(callerName(text) ?? '').not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
      expect([...(callerName(text) ?? '')].length).toBeLessThanOrEqual(200)
      usefulNumber(text)
      divertingNumbers(encoded(text.toWellFormed()), text, '1')
      toldNumbers(encoded(text.toWellFormed()), encoded(text.toWellFormed()), [])
      tellsNumber(text, encoded(text.toWellFormed()))
    }),
  )
})
