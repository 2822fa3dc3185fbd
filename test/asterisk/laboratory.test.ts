// The laboratory proves itself, and the box's failsafe with it: no application is connected in this file, so the
// dialplan alone looks after the callers.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FailsafeNote } from '../../src/daemon/ports.ts'
import { lengthOf, loudnessAt, soundSpans, toneAt, toneSpans } from '../laboratory/audio.ts'
import { failsafeNote, recordingBegins } from '../laboratory/failsafe-notes.ts'
import { type Laboratory, startLaboratory } from '../laboratory/laboratory.ts'

const line = '+15552000001'
const failsafePhone = '+15550001900'
const boxFailsafePhone = '+15550001999'

let lab: Laboratory

beforeAll(async () => {
  lab = await startLaboratory()
})

afterEach(async () => {
  const troubles = lab.troubles()
  await lab.reset()
  expect(await lab.box.leftovers()).toEqual([])
  expect(troubles).toEqual([])
})

afterAll(async () => {
  await lab?.stop()
})

/** The note about a call from this number; the dialplan writes it last of all. */
function noteAbout(callerNumber: string): Promise<FailsafeNote> {
  return failsafeNote(lab.box.witness, note => note.callerNumber === callerNumber)
}

describe('while the application is away', () => {
  test('the static number is rung, and after "1" both hear each other', async () => {
    const phone = lab.phone(failsafePhone)
    phone.answers().hearing().presses('1').plays(900)
    const call = await lab.resident.calls(line, { callerId: '+15557770001', callerName: `Ana "Flood" O'Neil $(id); Unit 4 é` })
    await call.answered()
    const leg = await phone.answered()
    expect(leg.callerNumber).toBe(lab.box.settings.boxCallerId)
    await call.plays(600)
    await leg.hearsTone(600, { forMs: 1000 })
    await call.hearsTone(900, { forMs: 1000 })
    await call.hangsUp()
    const [heardByResident, heardByPhone] = [await call.recording(), await leg.recording()]
    const [atResident] = toneSpans(heardByResident, 900).filter(span => lengthOf([span]) > 500)
    expect(atResident).toBeDefined()
    // Between the two there is nothing else: no music, no prompt.
    expect(toneAt(heardByResident, 900, atResident?.fromMs)).toBeGreaterThan(-15)
    expect(toneAt(heardByPhone, 600, toneSpans(heardByPhone, 600).at(-1)?.fromMs)).toBeGreaterThan(-15)
    expect(await noteAbout('+15557770001')).toMatchObject({
      ...{ outcome: 'accepted', property: 'oak-creek', line, recording: '' },
      rang: `${failsafePhone}::ACCEPTED`,
      callerName: `Ana "Flood" O'Neil $(id); Unit 4 é`,
    })
  })

  test('when nobody accepts, the message is kept with a note beside it', async () => {
    lab.phone(failsafePhone).busy()
    const call = await lab.resident.calls(line, { callerId: '+15557770002' })
    await call.answered()
    await lab.phone(failsafePhone).called(2)
    await recordingBegins(lab.box.settings.spoolDirectory)
    await call.says('Water is coming through my ceiling, unit twelve.')
    await call.hangsUp()
    const note = await noteAbout('+15557770002')
    expect(note).toMatchObject({
      outcome: 'message',
      trunk: 'carrier-a',
      line,
      rang: Array(2).fill(`${failsafePhone}::BUSY`).join('|'),
    })
    const recording = `${lab.box.settings.spoolDirectory}/${note.recording}`
    expect(lengthOf(soundSpans(recording))).toBeGreaterThan(2000)
    expect(loudnessAt(recording)).toBeGreaterThan(-40)
  })

  test('a trunk that can carry no call lets the next one try', async () => {
    lab.trunk('carrier-a').congested()
    lab.phone(failsafePhone).answers().hearing().presses('1').plays(900)
    const call = await lab.resident.calls(line, { callerId: '+15557770003', from: 'carrier-b' })
    const leg = await lab.phone(failsafePhone).answered()
    expect(leg.trunk).toBe('carrier-b')
    await call.hearsTone(900)
    await call.hangsUp()
    expect(await noteAbout('+15557770003')).toMatchObject({ outcome: 'accepted', trunk: 'carrier-b' })
  })

  test('a line that only another trunk knows, and any unknown one, ring the number of the box', async () => {
    const call = await lab.resident.calls('+15552999999', { callerId: '+15557770004', diversion: '+15552000002' })
    await lab.phone(boxFailsafePhone).ringing()
    await call.hangsUp()
    const note = await noteAbout('+15557770004')
    expect(note).toMatchObject({ outcome: 'left', line: '+15552999999', property: '', rung: boxFailsafePhone })
    expect(note.diversion).toBe('+15552000002')
  })

  test('a stranger is refused without a word', async () => {
    const call = await lab.resident.calls(line, { from: 'stranger', callerId: '+15557770005' })
    const end = await call.ended()
    expect(call.events.map(event => event.what)).not.toContain('answered')
    expect(end.sip).toBe(401)
    expect(lab.phone(failsafePhone).legs).toEqual([])
  })

  test('an office telephone reaches the emergency number, and nothing else', async () => {
    lab.phone('911').answers()
    const emergency = await lab.resident.calls('911', { from: 'office' })
    await emergency.answered()
    expect(await lab.phone('911').answered()).toMatchObject({ trunk: 'carrier-a' })
    await emergency.hangsUp()
    const other = await lab.resident.calls('+15550001001', { from: 'office' })
    expect(await other.ended()).toMatchObject({ sip: 404 })
  })
})
