// The four stories of the demo. Each is played by the laboratory's telephones against the real box and the real daemon, and each
// fails with an error that says what did not happen. Called by demonstrate.ts.
import { lengthOf, soundSpans } from '../../test/laboratory/audio.ts'
import type { Leg } from '../../test/laboratory/leg.ts'
import type { Scene } from '../../test/laboratory/scene.ts'
import { lines, officePhones, phones, spokenNames } from './rules.ts'
import type { Timeline } from './timeline.ts'

export type Story = (scene: Scene, timeline: Timeline) => Promise<void>

/** Tones that the two ends of a talk send to each other, Hz. */
const RESIDENT_HZ = 600
const TECHNICIAN_HZ = 900

/** Sam, on rung 1, does not answer; Dana, on rung 2, takes it, and they talk. */
export const waterAtNight: Story = async (scene, timeline) => {
  const { lab, fact } = scene
  lab.phone(phones.sam).rings()
  lab.phone(phones.dana).answers({ after: 1500 }).hearing().pauses(13_000).presses('1').plays(TECHNICIAN_HZ)
  const call = await calls(scene, timeline, lines.oakCreek, '+15127770142', 'Ana Lopez')
  await fact('asked', { question: 'urgency' })
  await pause(5000)
  await press(call, timeline, '1')
  await fact('statement-began')
  await say(call, timeline, 'This is Ana Lopez in unit twelve. Water is coming through my ceiling.')
  await press(call, timeline, '#')
  await fact('held')
  await fact('attempt-ended', { person: 'sam', result: 'no-answer' })
  await fact('accepted', { person: 'dana' })
  await talk(scene, timeline, call, phones.dana, 'Dana')
  await hangUp(call, timeline)
  await fact('acknowledged', { person: 'dana' })
  await fact('left', { outcome: 'connected' })
  await tellsOutcome(scene, timeline, phones.dana, 'Dana', '2')
  await fact('resolved', { outcome: 'going-out', by: 'dana' })
  await lab.phone(phones.dana).ended()
  expect(lab.phone(phones.sam).legs.length === 1, "Sam's telephone was rung once")
  expect(lab.phone(phones.pat).legs.length === 0, 'nobody was rung after the decision')
}

/** The office is open, its two telephones ring, nobody answers; Sam takes the call at the first rung. */
export const officeDoesNotAnswer: Story = async (scene, timeline) => {
  const { lab, fact } = scene
  for (const desk of officePhones) lab.phone(desk).rings()
  lab.phone(phones.sam).answers({ after: 1000 }).hearing().pauses(3000).presses('1').plays(TECHNICIAN_HZ)
  const call = await calls(scene, timeline, lines.lakeside, '+15127770177', 'Ben Cole')
  await fact('office-rung')
  await fact('office-unanswered', { status: 'TIMEOUT' })
  await fact('asked', { question: 'urgency' })
  await pause(4000)
  await press(call, timeline, '2')
  await fact('accepted', { person: 'sam' })
  await talk(scene, timeline, call, phones.sam, 'Sam')
  await hangUp(call, timeline)
  await fact('left', { outcome: 'connected' })
  await tellsOutcome(scene, timeline, phones.sam, 'Sam', '1')
  await fact('resolved', { outcome: 'fixed-by-phone', by: 'sam' })
  await lab.phone(phones.sam).ended()
  expect(
    officePhones.every(desk => lab.phone(desk).legs.length === 1),
    'both office telephones were rung once',
  )
}

/** The resident hangs up on hold. Dana takes it all the same, and the box calls the resident back for her. */
export const calledBack: Story = async (scene, timeline) => {
  const { lab, fact } = scene
  const number = '+15127770199'
  lab.phone(phones.sam).rings()
  lab.phone(phones.dana).answers({ after: 1500 }).hearing().pauses(14_000).presses('1').plays(TECHNICIAN_HZ)
  lab.phone(number).answers({ after: 4000 }).hearing().plays(RESIDENT_HZ)
  const call = await calls(scene, timeline, lines.oakCreek, number, 'Eva Ruiz')
  await fact('asked', { question: 'urgency' })
  await pause(4000)
  await press(call, timeline, '1')
  await fact('statement-began')
  await say(call, timeline, 'Eva Ruiz, unit three. The ceiling is coming down, I have to go.')
  await hangUp(call, timeline)
  await fact('caller-left')
  await fact('accepted', { person: 'dana' })
  await fact('caller-dialled', { person: 'dana' })
  await fact('bridged', { person: 'dana' })
  const [dana, eva] = [await lab.phone(phones.dana).answered(1), await lab.phone(number).answered(1)]
  expect(eva.callerNumber === lines.oakCreek, "the resident sees the property's number")
  await Promise.all([
    eva
      .hearsTone(TECHNICIAN_HZ, { forMs: 500 })
      .then(() => timeline.says('proof', `the resident hears Dana (a tone of ${TECHNICIAN_HZ} Hz)`)),
    dana
      .hearsTone(RESIDENT_HZ, { forMs: 500 })
      .then(() => timeline.says('proof', `Dana hears the resident (a tone of ${RESIDENT_HZ} Hz)`)),
  ])
  timeline.says('Dana', 'hangs up')
  await dana.hangsUp()
  await fact('acknowledged', { person: 'dana' })
  await eva.ended()
}

/** Not urgent: a message for the office, and nobody is woken. */
export const leasingEnquiry: Story = async (scene, timeline) => {
  const { lab, fact } = scene
  const call = await calls(scene, timeline, lines.oakCreek, '+15127770188', 'Chris Young')
  await fact('asked', { question: 'urgency' })
  await pause(4000)
  await press(call, timeline, '4')
  await fact('statement-began')
  await say(call, timeline, 'Hello, I would like to see a two bedroom apartment on Saturday.')
  await press(call, timeline, '#')
  const { recording } = await fact('message-taken', { mailbox: 'office' })
  await call.ended()
  await fact('left', { outcome: 'message' })
  const file = `${lab.box.settings.directory}/spool/recording/${recording}.wav`
  const seconds = lengthOf(soundSpans(file)) / 1000
  expect(seconds > 2, 'the recording holds the words')
  timeline.says('proof', `the recording holds ${seconds.toFixed(1)} s of speech`)
  expect(
    [phones.sam, phones.dana, phones.pat].every(number => lab.phone(number).legs.length === 0),
    'nobody was rung',
  )
}

async function calls(scene: Scene, timeline: Timeline, line: string, callerId: string, callerName: string): Promise<Leg> {
  timeline.says('resident', `${callerName} (${callerId}) calls ${line}`)
  const call = await scene.lab.resident.calls(line, { callerId, callerName })
  timeline.follows(call, 'resident', `You have reached ${spokenNames[line] ?? ''}.`)
  return call
}

async function press(call: Leg, timeline: Timeline, key: string): Promise<void> {
  timeline.says('resident', `presses ${key}`)
  await call.presses(key)
}

async function say(call: Leg, timeline: Timeline, words: string): Promise<void> {
  timeline.says('resident', `says: "${words}"`)
  await call.says(words)
}

/** The technician who stays on the line is asked what became of it. */
async function tellsOutcome(scene: Scene, timeline: Timeline, number: string, name: string, key: string): Promise<void> {
  await scene.fact('outcome-asked')
  await pause(2000)
  timeline.says(name, `presses ${key}`)
  const leg = await scene.lab.phone(number).answered()
  await leg.presses(key)
}

async function hangUp(call: Leg, timeline: Timeline): Promise<void> {
  timeline.says('resident', 'hangs up')
  await call.hangsUp()
}

/** Proves that both hear each other: each end sends a tone of its own and waits for the other's. */
async function talk({ lab, fact }: Scene, timeline: Timeline, call: Leg, number: string, name: string): Promise<void> {
  await fact('bridged')
  const leg = await lab.phone(number).answered(1)
  await call.plays(RESIDENT_HZ)
  await Promise.all([
    call
      .hearsTone(TECHNICIAN_HZ, { forMs: 500 })
      .then(() => timeline.says('proof', `the resident hears ${name} (a tone of ${TECHNICIAN_HZ} Hz)`)),
    leg
      .hearsTone(RESIDENT_HZ, { forMs: 500 })
      .then(() => timeline.says('proof', `${name} hears the resident (a tone of ${RESIDENT_HZ} Hz)`)),
  ])
  await pause(1000)
}

function expect(so: boolean, what: string): void {
  if (!so) throw new Error(`it is not so that ${what}`)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}
