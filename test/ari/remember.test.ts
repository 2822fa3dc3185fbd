// What translation remembers of channels is bounded, also of those whose end nobody heard.
import { expect, test } from 'vitest'
import { openMemory } from '../../src/ari/remember.ts'

const many = Array.from({ length: 6000 }, (_, n) => `1700000000.${n}`)

test('of channels whose end was never heard only the newest are remembered', () => {
  const memory = openMemory()
  for (const channel of many) {
    memory.learn(channel, '+13125550142')
    memory.isNews({ type: 'officeAnswered', channel, member: null })
    memory.isNews({ type: 'legRinging', channel })
  }
  expect(memory.number(many[0] ?? '')).toBeUndefined()
  expect(memory.number(many.at(-1) ?? '')).toBe('+13125550142')
  expect(memory.isNews({ type: 'legRinging', channel: many.at(-1) ?? '' })).toBe(false)
  expect(memory.isNews({ type: 'legRinging', channel: many[0] ?? '' })).toBe(true)
})

test('an end is told once, of the newest', () => {
  const memory = openMemory()
  const end = (channel: string) => memory.isNews({ type: 'ended', channel, cause: 16, sip: null, fax: false })
  expect(many.every(end)).toBe(true)
  expect(end(many.at(-1) ?? '')).toBe(false)
})
