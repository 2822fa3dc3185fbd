// The phone desk, told by the whole daemon against the simulated exchange: a PIN that is gathered outside the journal, a shift taken over, a
// resident who holds or is called back for somebody at the desk, and the daemon dying at any turn of it.
import { expect, test } from 'vitest'
import { SIMULATED_PIN } from '../../src/simulation/simulation.ts'
import { deskPlan } from '../support/desk.ts'
import { answering, EMERGENCY, expectNothingLeft, factsOf, night, phone, presses, resident, staff } from '../support/night.ts'

const MENU = 'Press 1 to hear who is on call'
const PIN: readonly [string, string] = ['Please key your PIN', `${SIMULATED_PIN}#`]
const TALK = 'Press 1 to talk with them now'
const OUTCOME = 'Press 1 if it is fixed by phone'
const RESIDENT = '+13125550142'
const urgent = (parts = {}) => resident({ reactions: [presses(EMERGENCY, '1')], ...parts })

const holds = () => ({
  plan: deskPlan(),
  residents: [
    urgent({ talksFor: 40, staysFor: 400 }),
    staff('ben', 20, [PIN, [MENU, '4'], [TALK, '1'], [OUTCOME, '2']], { staysFor: 300 }),
  ],
  telephones: [phone('ana', { does: 'ring' }), phone('ben', { does: 'ring' })],
})

const gone = () => ({
  plan: deskPlan(),
  residents: [urgent({ staysFor: 15 }), staff('ben', 20, [PIN, [MENU, '4'], [TALK, '1'], [OUTCOME, '1']], { staysFor: 300 })],
  telephones: [phone('ana', { does: 'ring' }), { number: RESIDENT, ways: [{ does: 'answer', after: 6, talksFor: 60 }] as const }],
})

test('the PIN, the incident, the resident on hold: they talk, and the outcome is said at the desk', async () => {
  const story = night(holds())
  story.start()
  await story.run(900)
  expect(factsOf(story, 'desk-opened')).toMatchObject([{ person: 'ben', how: 'pin' }])
  expect(factsOf(story, 'bridged')).toMatchObject([{ person: 'ben' }])
  expect(factsOf(story, 'resolved')).toMatchObject([{ by: 'ben', outcome: 'going-out' }])
  expect(story.journal.turns().filter(({ input }) => input.type === 'digit' && '580'.includes(input.digit))).toEqual([])
  expectNothingLeft(story)
})

test('the resident is gone: called back for the desk', async () => {
  const story = night(gone())
  story.start()
  await story.run(900)
  expect(factsOf(story, 'caller-dialled')).toMatchObject([{ person: 'ben', callerNumber: RESIDENT }])
  expect(factsOf(story, 'bridged')).toHaveLength(1)
  expect(factsOf(story, 'resolved')).toMatchObject([{ by: 'ben', outcome: 'fixed-by-phone' }])
  expectNothingLeft(story)
})

test('three wrong PINs: locked out, and the next call is refused at once', async () => {
  const wrong = ['1', '1', '1', '1', '#'].map((key, n) => ({ ...presses('Please key your PIN', key), after: 2 + n / 4 }))
  const residents = [staff('ana', 1, [], { reactions: wrong }), staff('ana', 120, [PIN])]
  const story = night({ plan: deskPlan(), residents })
  story.start()
  await story.run(300)
  expect(factsOf(story, 'pin-wrong').map(fact => fact.tries)).toEqual([1, 2, 3])
  expect(factsOf(story, 'desk-opened')).toEqual([])
  expectNothingLeft(story)
})

test('twenty calls at once with one technician’s number: three guesses, one alarm, nobody is let in, and a restart forgets nothing', async () => {
  const wrong = staff('ana', 1, [['Please key your PIN', '11111#']])
  const right = staff('ana', 1.2, [PIN])
  const residents = [...Array.from({ length: 19 }, () => wrong), right, staff('ana', 60, [PIN]), staff('ana', 1200, [PIN])]
  const story = night({ plan: deskPlan(), residents })
  story.start()
  await story.run(30)
  expect(factsOf(story, 'pin-wrong').map(fact => fact.tries)).toEqual([1, 2, 3])
  story.kill()
  await story.run(5)
  story.start()
  await story.run(600)
  expect(factsOf(story, 'desk-opened')).toEqual([])
  expect(factsOf(story, 'desk-refused').filter(fact => fact.lockedOut)).toHaveLength(1)
  // A quarter of an hour later she is let in.
  await story.run(900)
  expect(factsOf(story, 'desk-opened')).toMatchObject([{ person: 'ana', how: 'pin' }])
  expectNothingLeft(story)
})

test('a shift taken over at the desk: the next resident’s ladder rings the new person', async () => {
  const story = night({
    plan: deskPlan(['carrier']),
    residents: [
      staff(
        'ana',
        1,
        [
          [MENU, '2'],
          ['For how many hours', '2#'],
        ],
        { staysFor: 60 },
      ),
      resident({ at: 90, reactions: [presses(EMERGENCY, '7')], staysFor: 60 }),
    ],
    telephones: [phone('ana', answering([presses('Press 1', '5', 3)]))],
  })
  story.start()
  await story.run(400)
  expect(factsOf(story, 'duty-changed')).toMatchObject([{ person: 'ana', schedule: 'weekly' }])
  expect(factsOf(story, 'person-resolved')[0]).toMatchObject({ person: 'ana' })
  expectNothingLeft(story)
})

test.each([
  ['on hold', holds],
  ['called back', gone],
])(
  'a resident %s, and the daemon dies after any turn: nobody is left on the line, and it is somebody’s',
  async (_, scene) => {
    const whole = night(scene())
    whole.start()
    await whole.run(900)
    const turns = whole.journal.turns().length
    for (let n = 1; n < turns; n += 2) {
      const story = night(scene())
      story.start()
      story.killAfterTurns(n)
      for (let second = 0; second < 200 && story.daemon() !== null; second++) await story.run(1)
      await story.run(3)
      story.start()
      await story.run(700)
      expectNothingLeft(story)
    }
  },
  60_000,
)
