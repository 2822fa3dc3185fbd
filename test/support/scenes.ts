// The stories of the house as scenes: who calls, which telephones do what. Told by the whole daemon against the simulated exchange, and told
// again with every request of theirs refused, delayed, or done and refused (test/simulation/never-silent.test.ts and its long version).
import { SIMULATED_PIN } from '../../src/simulation/simulation.ts'
import { DESK, deskPlan } from './desk.ts'
import { accepting, answering, EMERGENCY, phone, presses, resident, staff } from './night.ts'
import { DAY, ladder, OUTAGE_LINE, rung, smallPlan, TRUNK } from './plan.ts'
import type { Scene } from './scene.ts'
import { SCENES_OF_STAFF } from './scenes-of-staff.ts'

const CALLER = '+13125550142'
const urgent = (parts = {}) => resident({ reactions: [presses(EMERGENCY, '1')], staysFor: 300, ...parts })
const asks = (key: string) =>
  resident({ reactions: [presses(EMERGENCY, '4'), presses('For the courtesy officer', key)], staysFor: 300 })
const recorded = () => {
  const plan = smallPlan()
  const oak = plan.properties['oak-creek']
  if (!oak) throw new Error('the small plan has no oak-creek')
  return { ...plan, properties: { ...plan.properties, 'oak-creek': { ...oak, recordTalk: true } } }
}

export const SCENES: readonly Scene[] = [
  {
    name: 'the second rung accepts, and they talk',
    options: {
      residents: [urgent()],
      telephones: [
        phone('ana', { does: 'ring' }),
        phone('ana-home', { does: 'ring' }),
        phone('ben', accepting({ talksFor: 60 })),
      ],
    },
    lasts: 400,
  },
  {
    name: 'accepted at once, and the talk is recorded',
    options: {
      plan: recorded(),
      residents: [urgent({ speaksFor: 15 })],
      telephones: [phone('ana', accepting({ talksFor: 30 }))],
    },
    lasts: 300,
  },
  {
    name: 'everybody is rung at once',
    options: {
      plan: smallPlan({ ladder: ladder([rung(['ana', 'ben', 'cleo'], { mode: 'all' })]) }),
      residents: [urgent()],
      telephones: [
        phone('ana', accepting({ talksFor: 30 })),
        phone('ben', accepting({ talksFor: 30, after: 8 })),
        phone('cleo', answering([presses('Oprima 1 para hablar ahora', '1', 5)], { after: 8 })),
      ],
    },
    lasts: 300,
  },
  {
    name: 'a voicemail greeting, and then nobody',
    options: { residents: [urgent()], telephones: [phone('ana', answering([], { staysFor: 90 }))] },
    lasts: 500,
  },
  {
    name: 'a congested trunk',
    options: {
      residents: [urgent()],
      telephones: [phone('ana', { does: 'refuse', as: 'congested', after: 1 }, accepting({ talksFor: 30 }))],
    },
    lasts: 300,
  },
  {
    name: 'the caller is called back',
    options: {
      residents: [urgent({ staysFor: 30 })],
      telephones: [
        phone('ana', { does: 'refuse', as: 'busy', after: 12 }),
        phone('ben', accepting()),
        { number: CALLER, ways: [{ does: 'answer', after: 4, talksFor: 40 }] },
      ],
    },
    lasts: 300,
  },
  {
    name: 'the caller is called back in vain',
    options: {
      residents: [urgent({ staysFor: 30 })],
      telephones: [
        phone('ana', { does: 'refuse', as: 'busy', after: 12 }),
        phone('ben', answering([presses('Press 1 to call them back now', '1', 5), presses('Press 1 to call again', '5', 9)])),
        { number: CALLER, ways: [{ does: 'nothing' }] },
      ],
    },
    lasts: 300,
  },
  {
    name: 'the technician stays for the outcome',
    options: {
      residents: [urgent({ talksFor: 30 })],
      telephones: [phone('ana', answering([presses('Press 1 to talk now', '1', 5), presses('Press 1 if it is fixed', '1', 9)]))],
    },
    lasts: 300,
  },
  {
    name: 'the technician’s line breaks',
    options: {
      residents: [urgent({ reactions: [presses(EMERGENCY, '1'), presses('if you still need help', '1', 3)] })],
      telephones: [phone('ana', accepting({ talksFor: 8 })), phone('ben', accepting({ talksFor: 40 }))],
    },
    lasts: 400,
  },
  {
    name: 'the caller gives their number and is promised a call',
    options: {
      residents: [
        urgent({
          reactions: [
            presses(EMERGENCY, '1'),
            presses('We are still trying', '2', 3),
            presses('Press 1 if that is right', '1', 4),
          ],
        }),
      ],
      telephones: [],
    },
    lasts: 400,
  },
  {
    name: 'a message, begun again with star',
    options: {
      residents: [
        resident({
          reactions: [presses('For anything else', '3'), presses('leave your message', '*', 14)],
          speaksFor: 20,
          staysFor: 200,
        }),
      ],
    },
    lasts: 300,
  },
  {
    name: 'nothing is pressed, and something said',
    options: { residents: [resident({ speaksFor: 6, staysFor: 200 })] },
    lasts: 300,
  },
  {
    name: 'the office answers',
    options: { at: DAY, residents: [resident({ staysFor: 200 })], office: { answersAfter: 8, talksFor: 30 } },
    lasts: 200,
  },
  {
    name: 'the office does not answer',
    options: {
      at: DAY,
      residents: [resident({ reactions: [presses('For anything else', '3')], staysFor: 200 })],
      office: { answersAfter: null, talksFor: 30 },
    },
    lasts: 300,
  },
  {
    name: 'a transfer to a person, whose second telephone takes it',
    options: {
      residents: [asks('2')],
      telephones: [phone('dan', answering([], { staysFor: 90 })), phone('dan-home', accepting({ talksFor: 30 }))],
    },
    lasts: 400,
  },
  {
    name: 'a transfer to a number',
    options: {
      residents: [asks('3')],
      telephones: [{ number: OUTAGE_LINE, ways: [answering([], { after: 8, talksFor: 30 })] }],
    },
    lasts: 300,
  },
  {
    name: 'two incidents, one technician',
    options: {
      plan: smallPlan({ ladder: ladder([rung(['ben'], { ringSeconds: 60, tries: 3 })]) }),
      residents: [urgent(), urgent({ at: 20, number: '+13125550143' })],
      telephones: [phone('ben', accepting({ talksFor: 30 }))],
    },
    lasts: 500,
  },
  {
    name: 'somebody at the phone desk takes the caller',
    options: {
      plan: deskPlan([TRUNK.backup]),
      residents: [
        urgent(),
        staff(
          'ben',
          15,
          [
            ['Please key your PIN', `${SIMULATED_PIN}#`],
            ['Press 1 to hear who is on call', '4'],
            ['Press 1 to talk with them now', '1'],
          ],
          { line: DESK, talksFor: 30, staysFor: 250 },
        ),
      ],
      telephones: [phone('ana', { does: 'ring' })],
    },
    lasts: 400,
  },
  {
    name: 'what the caller hears before the talk is a long recording',
    options: {
      ownRecordings: [{ text: 'Someone is on the line now.', ms: 15_000 }],
      residents: [urgent()],
      telephones: [phone('ana', accepting({ talksFor: 30 }))],
    },
    lasts: 300,
  },
  {
    name: 'called back, and they speak with a slow voice',
    options: {
      ownRecordings: [{ text: 'They answered.', ms: 15_000 }],
      residents: [urgent({ staysFor: 30 })],
      telephones: [
        phone('ana', { does: 'refuse', as: 'busy', after: 12 }),
        phone('ben', accepting()),
        { number: CALLER, ways: [{ does: 'answer', after: 4, talksFor: 40 }] },
      ],
    },
    lasts: 300,
  },
  {
    name: 'a transfer to a person, and they hear a long recording',
    options: {
      ownRecordings: [{ text: 'Connecting.', ms: 15_000 }],
      residents: [asks('2')],
      telephones: [phone('dan', accepting({ talksFor: 30 }))],
    },
    lasts: 300,
  },
  ...SCENES_OF_STAFF,
]
