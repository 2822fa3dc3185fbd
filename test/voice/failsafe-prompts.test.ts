// What the dialplan says when nobody else is there: with the property's name, in each of its languages, and generally where no property is known.
import { expect, test } from 'vitest'
import { generalPrompts, propertyPrompts } from '../../src/voice/failsafe-prompts.ts'
import { joined, silence } from '../../src/voice/wav.ts'
import { smallPlan } from '../support/plan.ts'

function said(name: string, plan = smallPlan()): string[] {
  const found = [...generalPrompts(plan), ...propertyPrompts(plan)].find(prompt => prompt.name === name)
  return (found?.parts ?? []).map(({ language, text }) => `${language}: ${text}`)
}

test('a caller hears the name of the property, and where to call in danger', () => {
  expect(said('failsafe-disturbed-oak-creek')).toEqual([
    'en: You have reached Oak Creek.',
    expect.stringMatching(/^en: Our answering service is disturbed\. If anyone is in danger, hang up now and dial 9 1 1\./),
  ])
})

test('a property with two languages says it in both, one after the other', () => {
  expect(said('failsafe-disturbed-mesa-verde')).toEqual([
    'en: You have reached Mesa Verde.',
    expect.stringMatching(/^en: Our answering service/),
    'es: Usted se ha comunicado con Mesa Verde.',
    expect.stringMatching(/^es: Nuestro servicio .* marque 9 1 1\./),
  ])
  expect(said('failsafe-leave-message-en-es')).toEqual([
    expect.stringMatching(/^en: Nobody could be reached/),
    expect.stringMatching(/^es: No pudimos/),
  ])
})

test('whoever is rung hears box and property first', () => {
  expect(said('failsafe-from-oak-creek')).toEqual(['en: Maple Homes. Urgent. Oak Creek.'])
})

test('without a property, in the first language of the box', () => {
  const plan = smallPlan()
  const spanish = { ...plan, box: { ...plan.box, languages: ['es', 'en'] } }
  for (const what of ['disturbed', 'press-1', 'next', 'leave-message', 'ring-again', 'line-lost', 'no-desk', 'goodbye'])
    expect(said(`failsafe-${what}`, spanish)).toEqual([expect.stringMatching(/^es: /)])
})

test('sounds one after the other', () => {
  const whole = joined([silence(100), silence(250)])
  expect(whole.equals(silence(350))).toBe(true)
})
