// Further scenes: staff at the phone desk, callers who join what is known, owners who are reminded, trunks with digits in band, people who press
// and hang up in the same moment. Told with a false exchange like those of scenes.ts, of which they are a part.
import { SIMULATED_PIN } from '../../src/simulation/simulation.ts'
import { DESK, deskPlan } from './desk.ts'
import { accepting, answering, EMERGENCY, phone, presses, resident, staff } from './night.ts'
import { LINE, ladder, rung, smallPlan, TRUNK } from './plan.ts'
import type { Scene } from './scene.ts'

const OTHER = '+13125550143'
const MENU = 'Press 1 to hear who is on call'
const PIN: readonly [string, string] = ['Please key your PIN', `${SIMULATED_PIN}#`]
const KNOWN = 'You may hang up now'
const urgent = (parts = {}) => resident({ reactions: [presses(EMERGENCY, '1')], staysFor: 200, ...parts })

const joinedPlan = () => smallPlan({ oak: { sameTrouble: { water: 'property' } } })
const joins = (at: number, key: string, parts = {}) =>
  resident({ at, number: OTHER, reactions: [presses(EMERGENCY, '1'), presses(KNOWN, key)], staysFor: 120, ...parts })

/** Owned without a talk, and their owner is asked for the outcome after two minutes. */
const remindedPlan = () => smallPlan({ ladder: ladder([rung(['ana'])], { reminderSeconds: 120 }) })

export const SCENES_OF_STAFF: readonly Scene[] = [
  {
    name: 'a second caller joins, and insists while the ladder goes round',
    options: {
      plan: joinedPlan(),
      residents: [urgent(), joins(15, '2')],
      telephones: [phone('ana', { does: 'ring' }), phone('ben', accepting({ after: 15, talksFor: 30 }))],
    },
    lasts: 400,
  },
  {
    name: 'a second caller joins during the talk, and insists',
    options: {
      plan: joinedPlan(),
      residents: [urgent(), joins(25, '2')],
      telephones: [phone('ana', accepting({ talksFor: 60 })), phone('ben', accepting({ talksFor: 30 }))],
    },
    lasts: 400,
  },
  {
    name: 'a second caller joins, and adds words',
    options: {
      plan: joinedPlan(),
      residents: [urgent(), joins(15, '1', { speaksFor: 6 })],
      telephones: [phone('ana', { does: 'ring' }), phone('ben', accepting({ after: 15, talksFor: 30 }))],
    },
    lasts: 400,
  },
  {
    name: 'the owner is reminded, and says what became of it',
    options: {
      plan: remindedPlan(),
      residents: [urgent({ staysFor: 30 })],
      telephones: [phone('ana', answering([presses('Press 1', '5', 5)]), answering([presses('Press 1 if it is fixed', '2', 6)]))],
    },
    lasts: 400,
  },
  {
    name: 'the owner is reminded, and does not answer',
    options: {
      plan: remindedPlan(),
      residents: [urgent({ staysFor: 30 })],
      telephones: [phone('ana', answering([presses('Press 1', '5', 5)]), { does: 'ring' })],
    },
    lasts: 400,
  },
  {
    name: 'the caller hangs up in the moment of the 1',
    options: {
      residents: [
        urgent({ reactions: [presses(EMERGENCY, '1'), { hears: 'Someone is on the line', after: 0.01, does: 'hangUp' }] }),
      ],
      telephones: [phone('ana', answering([presses('Press 1', '1', 5), presses('Press 1 to call again', '5', 3)]))],
    },
    lasts: 400,
  },
  {
    name: 'the technician hangs up in the moment of the 1',
    options: {
      residents: [urgent()],
      telephones: [
        phone('ana', answering([presses('Press 1', '1', 5), { hears: 'You have it', after: 0.05, does: 'hangUp' }])),
        phone('ben', accepting({ talksFor: 30 })),
      ],
    },
    lasts: 400,
  },
  {
    name: 'two press 1 in the same moment',
    options: {
      plan: smallPlan({ ladder: ladder([rung(['ana', 'ben'], { mode: 'all' })]) }),
      residents: [urgent()],
      telephones: [phone('ana', accepting({ talksFor: 30 })), phone('ben', accepting({ talksFor: 30 }))],
    },
    lasts: 300,
    varies: true,
  },
  {
    name: 'the caller keys before anything is said, and again and again',
    options: {
      residents: [
        resident({
          staysFor: 200,
          reactions: [
            ...[0.01, 0.5, 1, 5, 9].map(after => ({ ...presses('', '1', after), always: false })),
            presses('please say your name', '7', 0.1),
          ],
        }),
      ],
      telephones: [phone('ana', accepting({ talksFor: 30 }))],
    },
    lasts: 300,
  },
  {
    name: 'digits in band: a second key confirms',
    options: {
      residents: [urgent({ trunk: TRUNK.pbx, line: LINE.lakeside })],
      telephones: [
        phone(
          'ana',
          answering(
            [presses('Press 1 to talk now', '1', 5), ...Array.from('0123456789', key => presses(`now press ${key}`, key, 3))],
            { talksFor: 30 },
          ),
        ),
      ],
    },
    lasts: 300,
  },
  {
    name: 'at the desk: who is on call, a shift taken, messages, goodbye',
    options: {
      plan: deskPlan([TRUNK.backup]),
      residents: [
        resident({ reactions: [presses('For anything else', '3')], speaksFor: 12, staysFor: 40 }),
        staff(
          'ana',
          60,
          [
            PIN,
            [MENU, '1'],
            [MENU, '2'],
            ['For how many hours', '2#'],
            [MENU, '5'],
            ['Press 2 for the next one', '5'],
            [MENU, '#'],
          ],
          {
            line: DESK,
            staysFor: 150,
          },
        ),
      ],
    },
    lasts: 320,
  },
  {
    name: 'at the desk: a notice is recorded and kept',
    options: {
      plan: deskPlan([TRUNK.backup]),
      residents: [
        staff(
          'ben',
          1,
          [
            PIN,
            [MENU, '6'],
            ['Which community', '1'],
            ['Press 1 to record', '1'],
            ['Press 1 to keep it', '1'],
            ['For how many hours', '3#'],
          ],
          {
            line: DESK,
            speaksFor: 6,
            staysFor: 150,
          },
        ),
        urgent({ at: 160, staysFor: 150 }),
      ],
      telephones: [phone('ana', accepting({ talksFor: 40 }))],
    },
    lasts: 400,
  },
  {
    name: 'at the desk: the resident is called back',
    options: {
      plan: deskPlan([TRUNK.backup]),
      residents: [
        urgent({ staysFor: 15 }),
        staff('ben', 20, [PIN, [MENU, '4'], ['Press 1 to talk with them now', '1'], ['Press 1 if it is fixed by phone', '1']], {
          staysFor: 200,
        }),
      ],
      telephones: [
        phone('ana', { does: 'ring' }),
        { number: '+13125550142', ways: [{ does: 'answer', after: 6, talksFor: 40 }] },
      ],
    },
    lasts: 400,
  },
  {
    name: 'at the desk: somebody else owns it while it rings',
    options: {
      plan: deskPlan([TRUNK.backup]),
      residents: [urgent(), staff('ben', 12, [PIN, [MENU, '4'], ['5 to take it', '5'], [MENU, '#']], { staysFor: 100 })],
      telephones: [phone('ana', answering([], { after: 6, staysFor: 60 }))],
    },
    lasts: 400,
  },
  {
    name: 'a transfer, and the caller hangs up while it is briefed',
    options: {
      residents: [
        resident({
          reactions: [presses(EMERGENCY, '4'), presses('For the courtesy officer', '2')],
          staysFor: 26,
        }),
      ],
      telephones: [phone('dan', answering([presses('Press 1', '1', 12)], { talksFor: 30 }))],
    },
    lasts: 300,
  },
  {
    name: 'transferred to a person, back in the menu, and then urgent',
    options: {
      residents: [
        resident({
          reactions: [presses(EMERGENCY, '4'), { ...presses('For the manager', '4'), always: false }],
          staysFor: 300,
        }),
      ],
      telephones: [phone('eve', { does: 'refuse', as: 'declined', after: 3 }), phone('ana', accepting({ talksFor: 30 }))],
    },
    lasts: 400,
  },
  {
    name: 'nobody is reached, a retry, and the caller says more',
    options: {
      plan: smallPlan({
        ladder: ladder([rung(['ana'], { ringSeconds: 10 })], { retry: { everySeconds: 120, forSeconds: 400, widen: [] } }),
      }),
      residents: [urgent({ speaksFor: 6 })],
      telephones: [phone('ana', { does: 'refuse', as: 'busy', after: 1 }, accepting({ talksFor: 40 }))],
    },
    lasts: 500,
  },
  {
    name: 'the talk is over, and the caller still needs help',
    options: {
      residents: [urgent({ reactions: [presses(EMERGENCY, '1'), presses('if you still need help', '1', 3)] })],
      telephones: [
        phone('ana', accepting({ talksFor: 40 }), accepting({ talksFor: 40 })),
        phone('ben', accepting({ talksFor: 40 })),
      ],
    },
    lasts: 500,
  },
  {
    name: 'two languages, a withheld number, a message from hold',
    options: {
      residents: [
        resident({
          line: LINE.mesa,
          number: null,
          reactions: [
            presses('For Spanish', '2'),
            presses('Para español', '2'),
            presses('oprima 1', '1', 4),
            presses('oprimir 1', '1', 3),
          ],
          staysFor: 300,
        }),
      ],
      telephones: [phone('ana', { does: 'ring' })],
    },
    lasts: 500,
  },
]
