// The laboratory proves itself, and the box's failsafe with it: no application is connected in this file, so the
// dialplan alone looks after the callers.
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { durationMs, lengthOf, soundSpans, toneAt, toneSpans } from '../laboratory/audio.ts'
import { type Laboratory, startLaboratory } from '../laboratory/laboratory.ts'

const line = '+15552000001'
const failsafePhone = '+15550001900'

let lab: Laboratory

beforeAll(async () => {
  lab = await startLaboratory()
})

afterEach(async () => {
  await lab.reset()
  expect(await lab.box.leftovers()).toEqual([])
})

afterAll(async () => {
  await lab?.stop()
})

interface Note {
  readonly outcome: string
  readonly recording: string
  readonly [key: string]: string | number
}

/** The notes that the dialplan left for the daemon, oldest first. */
async function notes(atLeast: number): Promise<readonly Note[]> {
  const directory = lab.box.settings.spoolDirectory
  await expect.poll(() => readdirSync(directory).filter(name => name.endsWith('.json')).length).toBeGreaterThanOrEqual(atLeast)
  return readdirSync(directory)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => JSON.parse(readFileSync(`${directory}/${name}`, 'utf8')) as Note)
}

describe('while the application is away', () => {
  test('the static number is rung, and after "1" both hear each other', async () => {
    const phone = lab.phone(failsafePhone)
    phone.answers().hearing().presses('1').plays(900)
    const call = await lab.resident.calls(line, { callerId: '+15557770001', callerName: 'Ana "Flood", Unit 4' })
    await call.answered()
    const leg = await phone.answered()
    expect(leg.callerNumber).toBe(lab.box.settings.boxCallerId)
    await call.plays(600)
    await leg.until(() => leg.digitsHeard === '', 'no digit')
    await new Promise(resolve => setTimeout(resolve, 5000))
    await call.hangsUp()
    const [heardByResident, heardByPhone] = [await call.recording(), await leg.recording()]
    console.log(leg.story(), call.story(), toneSpans(heardByResident, 900), toneSpans(heardByPhone, 600), durationMs(heardByPhone))
    expect(lengthOf(toneSpans(heardByResident, 900))).toBeGreaterThan(1500)
    expect(lengthOf(toneSpans(heardByPhone, 600))).toBeGreaterThan(1500)
    expect(phone.troubles).toEqual([])
    console.log(await notes(1))
  })
})
