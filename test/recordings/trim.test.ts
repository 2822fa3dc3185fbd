// The silence around what a caller says goes; no word does, whatever the line sounds like.
import { describe, expect, test } from 'vitest'
import { wordsIn } from '../../src/recordings/trim.ts'
import { hiss, silence, speech } from './sounds.ts'

function trimmed(...parts: readonly (readonly number[])[]): { fromMs: number; toMs: number } | null {
  const words = wordsIn(Int16Array.from(parts.flat()))
  return words && { fromMs: words.from / 8, toMs: words.to / 8 }
}

describe('leading and trailing silence goes, but for a moment around the words', () => {
  test.each([
    ['a silent line', silence(3000), speech(2000, -20), silence(4000)],
    ['a line that hisses', hiss(3000, -55), speech(2000, -20, -55), hiss(4000, -55)],
    ['a loud hiss', hiss(3000, -40), speech(2000, -12, -40), hiss(4000, -40)],
    ['somebody who whispers', silence(3000), speech(2000, -45), silence(4000)],
  ])('%s', (_, before, words, after) => {
    const { fromMs, toMs } = trimmed(before, words, after) ?? { fromMs: 0, toMs: 0 }
    expect(fromMs).toBeGreaterThan(2600)
    expect(fromMs).toBeLessThanOrEqual(3000)
    expect(toMs).toBeGreaterThanOrEqual(5000)
    expect(toMs).toBeLessThan(5600)
  })
})

test('silence between words stays', () => {
  expect(trimmed(speech(1000, -20), silence(5000), speech(1000, -20))).toEqual({ fromMs: 0, toMs: 7000 })
})

test.each([
  ['somebody who speaks without a pause', hiss(4000, -15)],
  ['a soft beginning', [...speech(600, -38, -60), ...speech(3000, -14, -60)]],
  ['a voice hardly above the noise of a car', speech(3000, -26, -32)],
])('nothing of %s is cut off', (_, words) => {
  const { fromMs = -1, toMs = -1 } = trimmed(words) ?? {}
  expect(fromMs).toBe(0)
  expect(toMs).toBe(words.length / 8)
})

test.each([
  ['nothing', silence(5000)],
  ['an empty file', []],
  ['a line that hisses', hiss(5000, -52)],
  ['a click on the line', [...silence(2000), ...hiss(20, -6), ...silence(2000)]],
])('%s is no speech', (_, sound) => {
  expect(trimmed(sound)).toBeNull()
})

test('one short word is', () => {
  expect(trimmed(silence(2000), speech(180, -25), silence(2000))).not.toBeNull()
})
