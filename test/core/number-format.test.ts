// How trunks spell numbers: what is dialled, and what names a line that comes in.
import { expect, test } from 'vitest'
import { cameIn, everyReading, type NumberFormat, SPELLINGS, spelled } from '../../src/core/plan/number-format.ts'
import { spelledIn, spelledVariable } from '../../src/pbx/render-caps.ts'
import type { PbxTrunk } from '../../src/pbx/settings.ts'

const america: NumberFormat = { out: 'national', in: 'national', country: '1', nationalPrefix: '', foreignPrefix: '011' }
const britain: NumberFormat = { out: 'national', in: 'national', country: '44', nationalPrefix: '0', foreignPrefix: '00' }
const trunk: PbxTrunk = { id: 't', host: '192.0.2.1', port: 5060, match: ['192.0.2.1'], outbound: true, digits: 'rfc4733' }

test.each([
  ['e164', america, '+15125550100', '+15125550100'],
  ['digits', america, '+15125550100', '15125550100'],
  ['international-00', britain, '+442079460000', '00442079460000'],
  ['international-011', america, '+442079460000', '011442079460000'],
  ['national', america, '+15125550100', '5125550100'],
  ['national', america, '+442079460000', '011442079460000'],
  ['national', britain, '+442079460000', '02079460000'],
  ['national', britain, '+15125550100', '0015125550100'],
  ['national', britain, 'overflow', 'overflow'],
] as const)('%s: %#', (spelling, format, number, said) => {
  expect(spelled(spelling, format, number)).toBe(said)
})

test('a line is known by every way in which its trunk may name it', () => {
  expect(spelledIn(trunk, '+15125550100')).toEqual(['+15125550100', '15125550100'])
  expect(spelledIn({ ...trunk, numbers: america }, '+15125550100')).toEqual(['+15125550100', '15125550100', '5125550100'])
  expect(spelledIn({ ...trunk, numbers: britain }, 'overflow')).toEqual(['overflow'])
})

/** A dialplan expression is written with its dollars here, and is no template of ours. */
const at = (text: string): string => text.replaceAll('@', '$')

test('the failsafe spells at the time of the call', () => {
  expect(spelledVariable(trunk, 'N')).toBe(at('@{N}'))
  expect(spelledVariable({ ...trunk, numbers: { ...america, out: 'digits' } }, 'N')).toBe(at('@{N:1}'))
  expect(spelledVariable({ ...trunk, numbers: britain }, 'N')).toBe(at('@{IF(@["@{N:1:2}"="44"]?0@{N:3}:00@{N:1})}'))
})

test.each([
  ['e164', america, '+15125550100', '+15125550100'],
  ['e164', america, '5125550100', '5125550100'],
  ['digits', america, '15125550100', '+15125550100'],
  ['digits', america, '101', '101'],
  ['international-00', britain, '00442079460000', '+442079460000'],
  ['international-011', america, '011442079460000', '+442079460000'],
  ['national', america, '5125550100', '+15125550100'],
  ['national', america, '011442079460000', '+442079460000'],
  ['national', america, '1125550100', '1125550100'],
  ['national', britain, '02079460000', '+442079460000'],
  ['national', britain, '0015125550100', '+15125550100'],
  ['national', britain, '+442079460000', '+442079460000'],
  ['national', america, '911', '911'],
] as const)('a caller comes in as %s: %#', (spelling, format, sent, number) => {
  expect(cameIn({ numbers: { ...format, in: spelling } }, sent)).toBe(number)
})

const italy: NumberFormat = { out: 'national', in: 'national', country: '39', nationalPrefix: '', foreignPrefix: '00' }
const mexico: NumberFormat = { ...italy, country: '52' }
const denmark: NumberFormat = { out: 'national', in: 'national', country: '45', nationalPrefix: '', foreignPrefix: '00' }

test.each([
  [britain, '2079460000', '+442079460000'],
  [britain, '442079460000', '+442079460000'],
  [america, '15125550100', '+15125550100'],
  [denmark, '32123456', '+4532123456'],
  [denmark, '4532123456', '+4532123456'],
  [italy, '0669820000', '+390669820000'],
  [italy, '390669820000', '+390669820000'],
  [mexico, '5555550100', '+525555550100'],
  [mexico, '525555550100', '+525555550100'],
  [britain, '+4402079460000', '+442079460000'],
  // Too short: a telephone of the trunk's own. No such range: nobody knows what is meant.
  [britain, '20794', '20794'],
  [america, '5550100', '5550100'],
  [america, '1125550100', '1125550100'],
] as const)('a national number without its prefix, or with its country: %#', (format, sent, number) => {
  expect(cameIn({ numbers: { ...format, lenient: true } }, sent)).toBe(number)
})

test('a line with the national prefix behind its country code, as in +44 (0) 20 7946 0000, whatever the trunk spells', () => {
  expect(everyReading(undefined, '+4402079460000')).toEqual(['+442079460000'])
  expect(everyReading({ numbers: britain }, '+4402079460000')).toEqual(['+442079460000'])
  expect(everyReading(undefined, '+390669820000')).toEqual([])
  expect(everyReading(undefined, '+15125550100')).toEqual([])
})

test('a plan of an older version reads as it did: its calls are decided again with the same outcome', () => {
  expect(cameIn({ numbers: britain }, '2079460000')).toBe('2079460000')
})

test('what goes out in a spelling comes in as the same number', () => {
  for (const spelling of SPELLINGS) {
    for (const [format, number] of [
      [america, '+15125550100'],
      [america, '+442079460000'],
      [britain, '+442079460000'],
      [britain, '+15125550100'],
    ] as const) {
      expect(cameIn({ numbers: { ...format, in: spelling } }, spelled(spelling, format, number))).toBe(number)
    }
  }
})
