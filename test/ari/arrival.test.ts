// What the dialplan hands over with a caller: read whole, or not believed at all.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberIn, readArrival } from '../../src/ari/arrival.ts'
import { anyText } from '../support/any-text.ts'

const CHANNEL = 'PJSIP/trunk-carrier-a-0000002f'
const args = (...changes: readonly [number, string][]): string[] => {
  const usual = ['carrier-a', '%2B15125550100', '%2B15125551234', 'Ann', '', '', 'allowed_not_screened']
  for (const [at, value] of changes) usual[at] = value
  return usual
}
const WITHHELD = { callerNumber: null, callerName: null, diversion: null }

it('is read whole', () => {
  const diversion: [number, string] = [4, '%3Csip%3A5125550199%40pbx%3E']
  expect(readArrival(CHANNEL, args(diversion))).toEqual({
    trunk: 'carrier-a',
    line: '+15125550100',
    callerNumber: '+15125551234',
    callerName: 'Ann',
    diversion: '5125550199',
  })
})

it('brackets come back as they were', () => {
  expect(readArrival(CHANNEL, args([3, 'MAPLE%20CT%20%01OFFIC']))).toMatchObject({ callerName: 'MAPLE CT (OFFIC' })
  expect(readArrival(CHANNEL, args([3, '%01%02%02%01']))).toMatchObject({ callerName: '())(' })
})

describe('a withheld caller stays withheld, name and all', () => {
  it.each([
    'prohib_not_screened',
    'prohib_passed_screen',
    'prohib',
    'unavailable',
    '',
    'unknown',
    'not%20allowed',
    'allowedness',
    'allowed_not_screened%20id',
    'allowed%20ID',
    'allowed%20none%3Bid',
    'allowed%20user%2C%20header',
    'allowed%20session%3Bid%3Bcritical',
    'allowed%20what%3F',
    'allowed%20%01',
    // Two Privacy headers, as the dialplan puts them together.
    'allowed%20noneid',
    'allowed%20historyid',
    'withheld',
    'withheld%20none',
    'allowed%20critical%3Bcritical%3Bcritical%3Bcritical%3Bnone',
  ])('%s', presentation => {
    expect(readArrival(CHANNEL, args([6, presentation]))).toMatchObject({ callerNumber: null, callerName: null })
  })
  it.each([
    'allowed',
    'allowed_not_screened',
    'allowed_passed_screen',
    'allowed_failed_screen',
    'allowed%20',
    'allowed%20none',
    'allowed%20session%3B%20critical',
    'allowed%20history',
  ])('%s is shown', shown => {
    expect(readArrival(CHANNEL, args([6, shown]))).toMatchObject({ callerNumber: '+15125551234' })
  })
})

describe('damaged arguments: withheld, an unknown line, and the reason', () => {
  it.each<[string, string[], string]>([
    ['one too few', args().slice(0, 6), 'expected 9 arguments from the dialplan, got 6'],
    ['one too many', [...args(), ''], 'expected 9 arguments from the dialplan, got 8'],
    ['none', [], 'expected 9 arguments from the dialplan, got 0'],
    ['a bracket', args([3, 'MAPLE (CT']), 'argument 4 from the dialplan is damaged'],
    ['a quote', args([2, '"']), 'argument 3 from the dialplan is damaged'],
    ['a backslash', args([5, '\\']), 'argument 6 from the dialplan is damaged'],
    ['a space', args([1, '+1 512']), 'argument 2 from the dialplan is damaged'],
    ['a newline', args([3, 'a\n']), 'argument 4 from the dialplan is damaged'],
    ['4 kB', args([3, 'x'.repeat(4096)]), 'argument 4 from the dialplan is damaged'],
    ['no trunk', args([0, '']), 'the first argument from the dialplan names no trunk'],
    ['a trunk of somebody else', args([0, 'a,b']), 'the first argument from the dialplan names no trunk'],
  ])('%s', (_, damaged, unreadable) => {
    expect(readArrival(CHANNEL, damaged)).toEqual({ trunk: 'carrier-a', line: '', ...WITHHELD, unreadable })
  })

  it('the trunk is then the one that Asterisk knows the channel by, if any', () => {
    expect(readArrival('PJSIP/office-1-0000002f', [])).toMatchObject({ trunk: '' })
    expect(readArrival('', [])).toMatchObject({ trunk: '' })
  })
})

it('nothing that comes in can throw, or bring a separator along unseen', () => {
  fc.assert(
    fc.property(fc.array(anyText(40), { maxLength: 9 }), any => {
      const read = readArrival(CHANNEL, any)
      if (any.length !== 7 && any.length !== 9) expect(read).toMatchObject({ line: '', ...WITHHELD })
      numberIn(['arrive', ...any])
    }),
  )
})

it('the number of a caller who is inside already is known only where the dialplan says that it may be shown', () => {
  expect(numberIn(['arrive', ...args()])).toBe('+15125551234')
  expect(numberIn(['arrive', ...args([6, 'prohib'])])).toBeNull()
  expect(numberIn(['returned', 'deadman', ''])).toBeNull()
  expect(numberIn(null)).toBeNull()
})
