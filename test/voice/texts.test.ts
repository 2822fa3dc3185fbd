// What a plan will say, known in advance: the very words that the core puts together, and no {name} left open.
import { expect, it } from 'vitest'
import { groupsOf } from '../../src/voice/digit-rhythm.ts'
import { textsOf } from '../../src/voice/texts.ts'
import { planOf } from './plan-of.ts'

const said = (language: string) => textsOf(planOf()).flatMap(spoken => (spoken.language === language ? [spoken.text] : []))

it.each([
  'You have reached Oak Creek.',
  'The office is closed.',
  'If anyone is in danger, hang up now and dial 9 1 1.',
  'For a water leak, press 1.',
  'We open at nine.',
  'Nightbell. Urgent. Oak Creek. water leak.',
  'Ana Ruiz has taken it. Thank you.',
  'Waiting for 40 seconds.',
  'Waiting for 2 minutes.',
  'To accept, now press 7.',
  'For Oak Creek, press 1.',
  '5',
])('in English: %s', text => expect(said('en')).toContain(text))

it.each([
  'Usted se ha comunicado con Oak Creek.',
  'Para una fuga de agua, oprima 1.',
  'Abrimos a las nueve.',
  'Para español, oprima 2.',
])('in Spanish: %s', text => expect(said('es')).toContain(text))

it('is complete, without repetition', () => {
  const texts = textsOf(planOf())
  expect(texts.filter(({ text }) => /[{}]/.test(text) || text.trim() === '')).toEqual([])
  expect(new Set(texts.map(t => `${t.language} ${t.text}`)).size).toBe(texts.length)
})

it('an empty phrase is not spoken, a reworded one is', () => {
  const texts = textsOf(planOf({ phrases: { en: { goodbye: '', connecting: 'Here they are.' } } })).map(t => t.text)
  expect(texts).not.toContain('Goodbye.')
  expect(texts).toContain('Here they are.')
})

it.each([
  ['15125550100', '1 512 555 0100'],
  ['5125550100', '512 555 0100'],
  ['5550100', '555 0100'],
  ['442071838750', '442 071 838 750'],
  ['911', '911'],
  ['', ''],
  ['1234', '1234'],
  ['12345', '123 45'],
])('%s is read as %s', (digits, groups) => expect(groupsOf(digits).join(' ')).toBe(groups))
