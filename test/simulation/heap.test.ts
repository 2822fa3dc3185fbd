import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openHeap } from '../../src/simulation/heap.ts'

test('whatever is put into a heap comes out in order, those that are taken in between included', () => {
  const steps = fc.array(fc.oneof(fc.integer(), fc.constant('take' as const)))
  fc.assert(
    fc.property(steps, all => {
      const heap = openHeap<number>((one, other) => one - other)
      const plain: number[] = []
      for (const step of all) {
        plain.sort((one, other) => one - other)
        expect(heap.first()).toBe(plain[0])
        if (step === 'take') expect(heap.take()).toBe(plain.shift())
        else {
          heap.add(step)
          plain.push(step)
        }
      }
      expect([...heap.all()].sort()).toEqual(plain.sort())
    }),
  )
})
