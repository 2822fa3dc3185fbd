// The laboratory's box with a phone desk, and staff who call it. Ana, Ben and Cleo have a PIN, the manager has none; over carrier-b the
// caller ID is trusted. Its digits are in no other key that is pressed at the desk.
import { appendFileSync, writeFileSync } from 'node:fs'
import { writeWav } from '../../src/recordings/wav-file.ts'
import { noteRow } from '../support/failsafe-note.ts'
import type { Leg } from './leg.ts'
import type { Ports } from './ports.ts'
import { laboratoryRules, line, phone } from './rules.ts'
import type { Scene } from './scene.ts'

export const DESK = '+15125550108'
export const PIN = '78787'
/** Somebody on the staff without a PIN, and without a place in any schedule. */
export const MANAGER = '+15125550159'

process.env.BEN_PIN = PIN

export function deskRules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  const desk = `  desk: { lines: ["${DESK}"], tries: 2, lock: 15m, trusted-trunks: carrier-b }`
  const box = all['box.yaml']?.replace('  unknown-line: closed-court', `  unknown-line: closed-court\n${desk}`)
  const people = [phone.ana, phone.ben, phone.cleo2]
    .reduce((yaml, number) => yaml.replace(`"${number}"]`, `"${number}"], pin: "env:BEN_PIN"`), all['people.yaml'] ?? '')
    .replace('schedules:', `  max: { name: Max, phones: ["${MANAGER}"] }\nschedules:`)
  return { ...all, 'box.yaml': box ?? '', 'people.yaml': people }
}

export async function callsDesk(scene: Scene, callerId: string | undefined, from: 'carrier-a' | 'carrier-b' = 'carrier-a') {
  const call = await scene.lab.resident.calls(DESK, { from, ...(callerId === undefined ? {} : { callerId }) })
  await call.answered()
  return call
}

/** Ben, in. */
export async function benAtDesk(scene: Scene, n = 1): Promise<Leg> {
  const call = await callsDesk(scene, phone.ben, 'carrier-b')
  await scene.fact('desk-opened', { person: 'ben', how: 'caller-id' }, n)
  return call
}

/** Presses keys one after the other, each when the log says what the one before meant. */
export async function walks(scene: Scene, call: Leg, ...steps: readonly (readonly [key: string, meaning: string])[]) {
  for (const [key, meaning] of steps) {
    const before = scene.facts().filter(fact => fact.kind === 'desk-key' && fact.meaning === meaning).length
    await call.presses(key)
    await scene.fact('desk-key', { meaning }, before + 1)
  }
}

/** The tone of a long message, and that of its last two seconds. */
export const LONG_HZ = 600
export const LAST_HZ = 1500

/** A message for Closed Court that is so long, left with the failsafe: so nobody has to speak into it for a minute. */
export async function longMessage(scene: Scene, seconds: number) {
  const { spoolDirectory } = scene.lab.box.settings
  const name = `long-${seconds}`
  const sample = (n: number) => Math.sin((2 * Math.PI * (n < (seconds - 2) * 8000 ? LONG_HZ : LAST_HZ) * n) / 8000)
  writeFileSync(
    `${spoolDirectory}/${name}.wav`,
    writeWav(Int16Array.from({ length: seconds * 8000 }, (_, n) => 8000 * sample(n))),
  )
  const endedAt = Math.round(Date.now() / 1000)
  const note = {
    outcome: 'message',
    recording: `${name}.wav`,
    trunk: 'carrier-a',
    line: line.closed,
    property: 'closed-court',
    callerNumber: '+15127770077',
    presentation: 'allowed',
    arrivedAt: endedAt - seconds,
    endedAt,
  }
  appendFileSync(scene.lab.box.witness, noteRow(`${name}.1`, note))
  return scene.fact('message-taken', { mailbox: 'office' })
}
