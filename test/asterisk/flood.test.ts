// A trunk's address sends hundreds of calls a second, on the real Asterisk with the real daemon: most of them hear busy, the box
// carries what it can, says so, and answers a real caller within seconds of the end.
import { expect, test, vi } from 'vitest'
import { addresses } from '../laboratory/ports.ts'
import { openRawSip, type RawCall } from '../laboratory/raw-sip.ts'
import { line } from '../laboratory/rules.ts'
import { turnCallersAway } from '../laboratory/turned-away.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const SECONDS = 4
const PER_SECOND = 200
/** What the dialplan lets in at once, and a second after that (src/pbx/render-caps.ts). */
const BURST = 50
const RATE = 10
const scene = useScene()

/** Calls again and again, as long as busy is heard, and gives the call that was answered. */
function answeredWithin(ms: number, caller: { readonly from: 'carrier-a' | 'carrier-b'; readonly callerId: string }) {
  return vi.waitFor(
    async () => {
      const call = await scene().lab.resident.calls(line.closed, caller)
      const answered = () => call.events.some(({ what }) => what === 'answered')
      await call.until(() => answered() || call.end !== undefined, 'answered or refused', 5000)
      expect(call.end).toBeUndefined()
      return call
    },
    { timeout: ms, interval: 200 },
  )
}

test('200 calls a second from a trunk: busy, an alarm, and the next caller is answered', async () => {
  const { lab, state, fact } = scene()
  const { address, port } = lab.box.settings.sip
  const flood = await openRawSip(addresses['carrier-a'], { address, port })
  const calls: RawCall[] = []
  const answers = new Map<number, number>()
  const count = (status: number): void => void answers.set(status, (answers.get(status) ?? 0) + 1)
  const began = performance.now()
  for (let n = 0; n < SECONDS * PER_SECOND; n++) {
    const call = flood.invite(Buffer.from(line.closed), [Buffer.from(`From: <sip:+1512779${n}@flood>;tag=f${n}`)])
    calls.push(call)
    void call.answered.then(count)
    const due = began + ((n + 1) * 1000) / PER_SECOND
    if (due > performance.now()) await new Promise(resolve => setTimeout(resolve, due - performance.now()))
  }
  const caller = await lab.resident.calls(line.closed, { from: 'carrier-b', callerId: '+15127770301' })
  await caller.answered(5000)
  await caller.hears()
  await Promise.all(calls.map(call => call.answered))
  for (const call of calls) call.hangsUp()
  expect(answers.get(200)).toBeGreaterThanOrEqual(BURST)
  expect(answers.get(200)).toBeLessThanOrEqual(BURST + RATE * (SECONDS + 8))
  // Busy by the dialplan, or, where calls come faster than a busy machine ends them, refused by Asterisk: 503, or 488 without a port for audio.
  expect([...answers.keys()].filter(status => ![200, 486, 488, 503].includes(status))).toEqual([])
  // The bucket empties by the second, so a caller may hear busy once more.
  const after = await answeredWithin(4000, { from: 'carrier-a', callerId: '+15127770302' })
  // The event log is read every few seconds, and so are the alarms.
  await vi.waitFor(
    async () => {
      const status = JSON.parse((await nightbell(['status', '--json', '--state', state])).stdout) as {
        alarms: { what: string }[]
      }
      expect(status.alarms.map(({ what }) => what)).toContainEqual(expect.stringContaining('carrier-a sends more calls'))
    },
    { timeout: 15_000, interval: 500 },
  )
  await Promise.all([caller.hangsUp(), after.hangsUp()])
  await fact('left', {}, (answers.get(200) ?? 0) + 2, 60_000)
  await flood.close()
})

test('while the machine cannot keep up, a new caller hears busy, and is answered seconds later', async () => {
  const { lab } = scene()
  await turnCallersAway(lab, 3)
  const refused = await lab.resident.calls(line.closed, { from: 'carrier-b', callerId: '+15127770303' })
  await refused.until(() => refused.end !== undefined, 'refused', 2000)
  expect(refused.events.some(({ what }) => what === 'answered')).toBe(false)
  const answered = await answeredWithin(8000, { from: 'carrier-b', callerId: '+15127770304' })
  await answered.hangsUp()
})
