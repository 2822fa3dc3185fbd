// The failsafe with two telephones on the real PBX, while the daemon is away: the first one does not take it, the second presses 1, both hear
// each other, and the log tells later who was rung and who took it. Then a reload that changes the failsafe of one property only.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import type { AttemptResult } from '../../src/core/world/facts.ts'
import { durationMs, lengthOf, likeness, toneAt, toneSpans } from '../laboratory/audio.ts'
import type { Leg } from '../laboratory/leg.ts'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

/** Ana's telephone rings, and callers hold, longer than any of these tests needs. */
function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  const long = (file: string, short: string, put: string): [string, string] => [file, all[file]?.replace(short, put) ?? '']
  const ladders = long('ladders.yaml', '{ who: first, ring: 4s }', '{ who: first, ring: 2m }')
  const box = long('box.yaml', 'hold: { max: 60s, word-every: 20s }', 'hold: { max: 10m, word-every: 20s }')
  return { ...all, ...Object.fromEntries([ladders, box]) }
}

const scene = useScene({ rules })

/** Two-way: each hears the other's tone, and nothing else with it. */
async function talk(call: Leg, technician: Leg): Promise<void> {
  await call.plays(600)
  await technician.hearsTone(600, { forMs: 1000 })
  await call.hearsTone(900, { forMs: 1000 })
  await call.hangsUp()
  const [atCaller, atTechnician] = [await call.recording(), await technician.recording()]
  const [span] = toneSpans(atCaller, 900).filter(each => lengthOf([each]) > 500)
  expect(span).toBeDefined()
  expect(toneAt(atCaller, 900, span?.fromMs)).toBeGreaterThan(-15)
  expect(toneAt(atTechnician, 600, toneSpans(atTechnician, 600).at(-1)?.fromMs)).toBeGreaterThan(-15)
}

async function shown(stream: string): Promise<string> {
  return (await nightbell(['calls', 'show', stream, '--state', scene().state])).stdout
}

/** The first one `behaves` so: its result, and what the story says of it. */
async function theSecondTakesIt(result: AttemptResult, words: string, behaves: () => void, times = 1): Promise<void> {
  const { lab, fact, stopDaemon, startDaemon } = scene()
  await stopDaemon()
  behaves()
  lab.phone(phone.failsafe2).answers().hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770021' })
  await call.answered()
  const gina = await lab.phone(phone.failsafe2).answered(1, 80_000)
  expect(gina.callerNumber).toBe('+15125550100')
  expect(lab.phone(phone.failsafe).legs).toHaveLength(times)
  await talk(call, gina)
  await startDaemon()
  await fact('failsafe-rang', { person: 'fred', phone: phone.failsafe, result })
  await fact('failsafe-rang', { person: 'gina', phone: phone.failsafe2, result: 'accepted' })
  const left = await fact('left', { outcome: 'connected' })
  const told = await shown(left.stream)
  expect(told).toContain('the dialplan rang Fred, then Gina')
  expect(told).toContain(`Fred at ${phone.failsafe}, rung by the failsafe, ${words}`)
  expect(told).toContain(`Gina at ${phone.failsafe2}, rung by the failsafe, pressed 1 and talked to the caller`)
}

test.each([
  ['does not answer', 'no-answer', 'did not answer', () => scene().lab.phone(phone.failsafe).rings()],
  ['is busy', 'busy', 'was busy', () => scene().lab.phone(phone.failsafe).busy()],
  [
    'is refused by one carrier before it rings, and pushed away by its owner over the other,',
    'declined',
    'declined',
    () => {
      scene().lab.trunk('carrier-a').refuses(19)
      scene().lab.phone(phone.failsafe).declines()
    },
  ],
] as const)('the first telephone %s: the second is rung and presses 1', (_, result, words, behaves) =>
  theSecondTakesIt(result, words, behaves))

test(
  'the first telephone is a voicemail greeting: the second is rung and presses 1',
  {
    tags: 'slow',
  },
  () => theSecondTakesIt('no-key', 'answered but pressed no key', () => scene().lab.phone(phone.failsafe).answersWithVoicemail()),
)

test('the first telephone redirects the call to a line of the box, over both trunks: the second is rung and presses 1', () => {
  const redirects = (): void => void scene().lab.phone(phone.failsafe).redirects(`sip:${line.open}@127.0.0.1`)
  return theSecondTakesIt('congestion', 'could not be dialled', redirects, 2)
})

test('the daemon dies in a call and stays dead: the second telephone takes it, and the incident knows by whom', async () => {
  const { lab, fact, killDaemon, startDaemon } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).rings()
  lab.phone(phone.failsafe).busy()
  lab.phone(phone.failsafe2).answers().hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770022' })
  await call.answered()
  await call.presses('1')
  await lab.phone(phone.ana).ringing()
  await killDaemon()
  await lab.box.switchIsDue((await fact('arrived')).stream)
  await talk(call, await lab.phone(phone.failsafe2).answered(1, 75_000))
  await startDaemon()
  await fact('failsafe-rang', { person: 'fred', result: 'busy' })
  await fact('acknowledged', { person: 'gina' })
  const left = await fact('left', { outcome: 'connected' })
  expect(await shown(left.stream)).toContain('Gina pressed 1 in the dialplan’s failsafe')
})

test('a property with two languages: the caller hears its name in both, who is rung hears it too; a caller who hangs up is told so', {
  tags: 'slow',
}, async () => {
  const { lab, fact, stopDaemon, startDaemon } = scene()
  const sounds = lab.box.settings.soundsDirectory
  const [disturbed, from] = ['disturbed', 'from'].map(what => `${sounds}/failsafe-${what}-sol-court.wav`) as [string, string]
  await vi.waitUntil(() => existsSync(disturbed) && existsSync(from), { timeout: 90_000, interval: 50 })
  await stopDaemon()
  lab.phone(phone.failsafe).answers().hearing().hangsUpAfter(4000)
  lab.phone(phone.failsafe2).rings()
  const call = await lab.resident.calls(line.spanish, { callerId: '+15127770023' })
  const fred = await lab.phone(phone.failsafe).answered()
  await lab.phone(phone.failsafe2).ringing()
  await call.hangsUp()
  await call.ended()
  const [atCaller, atFred] = [await call.recording(), await fred.recording()]
  // The whole of it was said before anybody rang: English, then Spanish.
  const said = likeness(atCaller, disturbed)
  expect(said.alike).toBeGreaterThan(0.8)
  const rang = fred.events.find(({ what }) => what === 'started')?.at ?? 0
  expect(rang - call.recordingStartedAt - said.atMs).toBeGreaterThan(durationMs(disturbed) - 500)
  expect(likeness(atFred, from).alike).toBeGreaterThan(0.8)
  await startDaemon()
  await fact('failsafe-rang', { person: 'fred', result: 'no-key' })
  await fact('failsafe-rang', { person: 'gina', result: 'called-off' })
  const left = await fact('left', { outcome: 'failsafe' })
  expect(await shown(left.stream)).toContain(
    `Gina at ${phone.failsafe2}, rung by the failsafe, was being rung when the caller hung up`,
  )
})

test('a reload that changes the failsafe of one property touches the dialplan only, and is taken by callers who are in already', {
  tags: 'slow',
  timeout: 240_000,
}, async () => {
  const { lab, fact, config, logged, daemonLog, killDaemon, startDaemon } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).rings()
  lab.phone(phone.cleo).answers().hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.brief, { callerId: '+15127770024' })
  await call.answered()
  await call.presses('1')
  await lab.phone(phone.ana).ringing()
  const from = daemonLog().length
  const file = `${config}/properties.yaml`
  const rules = readFileSync(file, 'utf8')
  writeFileSync(file, rules.replace('    name: Brief Court\n', '    name: Brief Court\n    failsafe: [cleo, ben]\n'))
  await logged('changed rules are in force', from)
  const log = daemonLog().slice(from)
  expect(log).toMatch(/"changed":\["extensions.conf"\],"reloaded":\["pbx_config.so"\],"troubles":\[\]/)
  await killDaemon()
  await lab.box.switchIsDue((await fact('arrived')).stream)
  await talk(call, await lab.phone(phone.cleo).answered(1, 150_000))
  await startDaemon()
  await fact('acknowledged', { person: 'cleo' })
  await fact('left', { outcome: 'connected' })
})
