// Two hundred callers of one property within ten minutes, by the whole daemon against the simulated exchange: one incident, technicians rung
// once, everybody has an outcome.
import { expect, test } from 'vitest'
import { accepting, EMERGENCY, expectNothingLeft, factsOf, night, phone, presses, resident } from '../support/night.ts'
import { ladder, rung, smallPlan } from '../support/plan.ts'

const CALLERS = 200

test('two hundred callers in ten minutes', async () => {
  const plan = smallPlan({
    // Without a reminder: it would ring its owner once more.
    ladder: ladder([rung(['ana'], { ringSeconds: 60 }), rung(['ben'])], { reminderSeconds: null }),
    oak: { storm: { callers: 5, withinSeconds: 600 } },
  })
  const residents = Array.from({ length: CALLERS }, (_, n) =>
    resident({
      at: 1 + n * 3,
      number: `+1312555${1000 + n}`,
      speaksFor: 4,
      staysFor: 1500,
      // Every seventh adds words, every eleventh insists; the others listen, and hang up.
      reactions: [
        presses(EMERGENCY, '1'),
        ...(n % 7 === 0 ? [presses('You may hang up now', '1')] : n % 11 === 0 ? [presses('You may hang up now', '2')] : []),
        ...(n % 7 !== 0 && n % 11 !== 0 ? [{ hears: 'You may hang up now', after: 20, does: 'hangUp' } as const] : []),
      ],
    }),
  )
  const story = night({
    plan,
    residents,
    telephones: [
      phone('ana', { does: 'ring' }, accepting({ talksFor: 1500 })),
      phone('ben', accepting({ after: 6, talksFor: 1500 })),
    ],
  })
  const began = performance.now()
  story.start()
  await story.run(3600)
  const opened = factsOf(story, 'opened').length
  const folded = factsOf(story, 'folded').length
  const dialled = factsOf(story, 'dialled').map(({ person }) => person)
  expect(factsOf(story, 'arrived')).toHaveLength(CALLERS)
  expect(factsOf(story, 'left')).toHaveLength(CALLERS)
  expect(factsOf(story, 'storm-began')).toHaveLength(1)
  const beside = factsOf(story, 'insisted').filter(each => each.beside !== null).length
  console.log(
    `opened ${opened}, folded ${folded}, beside ${beside}, dialled ${dialled.join(' ')}, ${Math.round(performance.now() - began)} ms`,
  )
  expect(opened - folded - beside).toBe(1)
  // Each telephone of the ladder once for the incident of the storm; beside it, those whom it passes over.
  const main = story.journal.facts().filter(each => each.kind === 'storm-began')[0]?.stream
  const rungForIt = story.journal.facts().flatMap(each => (each.kind === 'dialled' && each.stream === main ? [each.phone] : []))
  expect(new Set(rungForIt).size).toBe(rungForIt.length)
  expectNothingLeft(story)
})
