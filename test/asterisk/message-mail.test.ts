// A message on the real PBX, all the way to the office: mailed with its audio, the lamp lit until somebody has dealt with it, and none of
// it lost when the daemon is killed in between.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { watch } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { LampPhone } from '../laboratory/lamp-phone.ts'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { nightbell } from '../support/nightbell.ts'

const OFFICE = 'office@closed-court.test'
const OFFICE_ADDRESS = '127.0.0.6'
// Four commands are asked, each a process of its own.
vi.setConfig({ testTimeout: 240_000 })
let server: MailServerOfTest
const desk = new LampPhone()

beforeAll(async () => {
  server = await openMailServer()
})
afterAll(async () => {
  desk.close()
  await server.close()
})
const scene = useScene({ rules })

function rules(ports: Ports): Record<string, string> {
  desk.listen(OFFICE_ADDRESS, ports.spare)
  return laboratoryRules(ports, {
    'mail.yaml': `mail: { server: 127.0.0.1, port: ${server.port}, from: nightbell@box.test, tls: no }\n`,
    'properties.yaml': `
properties:
  closed-court:
    name: Closed Court
    zone: America/Chicago
    lines: ["${line.closed}"]
    hours: { mon-sun: closed }
    office: { phones: [{ id: desk, contact: "sip:desk@${OFFICE_ADDRESS}:${ports.spare}" }] }
    mailboxes:
      office: { name: Closed Court office, mail: ${OFFICE}, lamp: desk }
`,
  })
}

async function leavesMessage(words: string) {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770004' })
  await call.answered()
  await call.presses('2')
  await fact('statement-began')
  await call.says(words)
  await call.presses('#')
  return { call, taken: await fact('message-taken') }
}

function recordingPath(recording: string): string {
  return `${scene().lab.box.settings.directory}/spool/recording/${recording}.wav`
}

function recordingFile(recording: string): Buffer {
  return readFileSync(recordingPath(recording))
}

/** The failsafe's recorder has begun: its file is there. Nothing else tells of it while the daemon is away. */
async function recorderRuns(withinMs = 60_000): Promise<void> {
  const { spoolDirectory } = scene().lab.box.settings
  const changes = watch(spoolDirectory, { signal: AbortSignal.timeout(withinMs) })
  const runs = () => readdirSync(spoolDirectory).some(name => name.endsWith('.wav'))
  // Watched from here on, so that a file that comes between the two looks is not missed.
  const next = changes.next()
  if (runs()) return
  await next
  while (!runs()) await changes.next()
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * The files of the box, the daemon's and Asterisk's, in which these digits stand, with separators or without. Another process looks: to close a file
 * of SQLite here would let go of the locks of the test's own reader (https://www.sqlite.org/howtocorrupt.html, 2.2).
 */
function holding(digits: string): string[] {
  const pattern = [...digits].join('[ ().%-]{0,3}')
  const found = spawnSync('grep', ['-rlaE', pattern, scene().state, scene().lab.box.settings.directory], { encoding: 'utf8' })
  return found.stdout.split('\n').filter(file => file !== '')
}

test('mailed with the audio; the lamp is lit, and goes out when it has been dealt with', async () => {
  const { fact, facts, state } = scene()
  await desk.shows({ lit: false, waiting: 0 })
  const { call, taken } = await leavesMessage('I would like to see a two bedroom apartment on Saturday.')
  const { mail, to } = await server.mail(1)
  expect(to).toEqual([OFFICE])
  expect(mail.subject).toMatch(/^\[Closed Court\] Message from \+1 512 777 0004, \d+ s$/)
  expect(mail.text).toContain('Closed Court office')
  const [sound] = mail.attachments
  expect(sound?.contentType).toBe('audio/wav')
  expect(sha256(sound?.content ?? Buffer.alloc(0))).toBe(sha256(recordingFile(taken.recording)))
  expect(sound?.content.length).toBeGreaterThan(30_000)
  await desk.shows({ lit: true, waiting: 1 })
  await call.ended()

  const listed = await nightbell(['messages', 'list', '--json', '--state', state])
  expect(JSON.parse(listed.stdout)).toMatchObject([{ recording: taken.recording, callerNumber: '+15127770004', doneAt: null }])
  // To export a message is not to deal with it.
  const exported = await nightbell(['messages', 'export', '--to', `${state}-exported`, '--state', state])
  expect(exported).toMatchObject({ code: 0, stdout: `1 message in ${state}-exported\n` })
  expect(desk.history.at(-1)).toMatchObject({ lit: true, waiting: 1 })
  const done = await nightbell(['messages', 'done', taken.recording, '--state', state])
  expect(done).toMatchObject({ code: 0 })
  expect((await fact('message-done')).by).not.toBe('')
  await desk.shows({ lit: false, waiting: 0 })
  expect(await nightbell(['messages', 'done', taken.recording, '--state', state])).toMatchObject({ code: 0 })
  expect(facts().filter(({ kind }) => kind === 'message-done')).toHaveLength(1)

  // The caller wants to be forgotten.
  const files = [`${state}/recordings/${taken.recording}.wav`, recordingPath(taken.recording)]
  expect(files.map(file => existsSync(file))).toEqual([true, true])
  expect(holding('5127770004').length).toBeGreaterThan(0)
  const because = 'asked for it by letter'
  expect(await nightbell(['calls', 'erase', taken.stream, '--yes', '--because', because, '--state', state])).toMatchObject({
    ...{ code: 0, stdout: `The caller of ${taken.stream} is erased, and 1 recording with them.\n` },
  })
  await fact('recording-removed', { recording: taken.recording })
  await vi.waitUntil(() => !files.some(file => existsSync(file)), { timeout: 10_000, interval: 20 })
  expect(await fact('caller-erased')).toMatchObject({ stream: taken.stream, why: because })
  expect(holding('5127770004')).toEqual([])
})

test('the daemon is killed right after the message: the mail arrives and the lamp is lit once it is back', async () => {
  const { killDaemon, startDaemon, lab } = scene()
  const before = server.received.length
  await server.close()
  const { taken } = await leavesMessage('Please call me about the lease, it is about apartment nine.')
  await killDaemon()
  await server.open()
  await lab.carrier.hangUpAll()
  await startDaemon()
  const { mail } = await server.mail(before + 1, 60_000)
  expect(sha256(mail.attachments[0]?.content ?? Buffer.alloc(0))).toBe(sha256(recordingFile(taken.recording)))
  await desk.shows({ lit: true, waiting: 1 })
  expect(server.received).toHaveLength(before + 1)
})

test('Asterisk restarts and has forgotten its lamps: lit again for the message that waits', async () => {
  const { lab, logged, daemonLog } = scene()
  await desk.shows({ lit: true, waiting: 1 })
  const from = daemonLog().length
  await lab.box.kill()
  await logged('the connection to Asterisk is lost', from)
  desk.history.length = 0
  await lab.box.startAgain()
  await desk.shows({ lit: true, waiting: 1 })
})

test('a message that the failsafe took while the daemon was away is mailed and lights the lamp as well', {
  tags: 'slow',
}, async () => {
  const { lab, fact, state, stopDaemon, startDaemon } = scene()
  const [before, waiting] = [server.received.length, desk.history.at(-1)?.waiting ?? 0]
  await stopDaemon()
  lab.phone(phone.failsafe).busy()
  lab.phone(phone.failsafe2).busy()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770005' })
  await call.answered()
  await recorderRuns()
  await call.says(
    'Nobody answers, and I have locked myself out. Please call me. I am in unit twelve, by the pool, and it is late.',
  )
  await call.hangsUp()
  await startDaemon()
  const { mail } = await server.mail(before + 1, 30_000)
  expect(mail.subject).toMatch(/^\[Closed Court\] Message from \+1 512 777 0005, \d+ s$/)
  expect(mail.attachments).toHaveLength(1)
  await desk.shows({ lit: true, waiting: waiting + 1 })

  // Asterisk's event log still has what the failsafe told of the caller.
  const { stream, recording } = await fact('message-taken')
  expect(holding('5127770005').some(file => file.endsWith('witness.csv'))).toBe(true)
  expect(await nightbell(['calls', 'erase', stream, '--yes', '--state', state])).toMatchObject({ code: 0 })
  await fact('recording-removed', { recording })
  expect(holding('5127770005')).toEqual([])
  await desk.shows({ lit: true, waiting })
})

test('the daemon dies in a call and stays dead: what the caller then leaves with the failsafe is one message, though the next daemon is killed too', {
  tags: 'slow',
}, async () => {
  const { lab, fact, facts, state, killDaemon, startDaemon } = scene()
  const [before, waiting] = [server.received.length, desk.history.at(-1)?.waiting ?? 0]
  for (const each of [phone.ana, phone.ben]) lab.phone(each).rings()
  for (const each of [phone.failsafe, phone.failsafe2]) lab.phone(each).busy()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770006' })
  await call.answered()
  await call.presses('1')
  const { stream: incident } = await fact('opened')
  await lab.phone(phone.ana).ringing()
  const { stream: caller } = await fact('arrived')
  await killDaemon()
  await lab.box.switchIsDue(caller)
  // The words, the telephones, and the words again.
  await recorderRuns(120_000)
  await call.says('It is still coming through the ceiling, and nobody has called me. Unit twelve, by the pool. Please hurry.')
  await call.hangsUp()
  await call.ended()
  await startDaemon()
  const { stream, recording } = await fact('message-taken')
  // It is in the journal, and its note is not settled yet: the worst moment for the next one to die.
  const settled = settledUpTo()
  await killDaemon()
  await startDaemon()
  await vi.waitUntil(() => settledUpTo() !== settled, { timeout: 20_000, interval: 50 })
  const told = facts()
    .filter(one => one.stream === stream)
    .map(({ kind }) => kind)
  for (const kind of ['arrived', 'message-taken', 'left'])
    expect([kind, told.filter(one => one === kind).length]).toEqual([kind, 1])
  expect(await fact('left')).toMatchObject({ stream, outcome: 'message' })
  expect(await fact('statement-added', { recording })).toMatchObject({ stream: incident })
  const { mail } = await server.mail(before + 1, 30_000)
  expect(mail.subject).toMatch(/^\[Closed Court\] Message from \+1 512 777 0006, \d+ s$/)
  expect(sha256(mail.attachments[0]?.content ?? Buffer.alloc(0))).toBe(sha256(recordingFile(recording)))
  expect(mail.attachments[0]?.content.length).toBeGreaterThan(30_000)
  // A mail that was sent when the daemon was killed comes once more, under the same name.
  expect(new Set(server.received.slice(before).map(({ mail: one }) => one.messageId)).size).toBe(1)
  await desk.shows({ lit: true, waiting: waiting + 1 })
  const listed = await nightbell(['messages', 'list', '--json', '--state', state])
  const rows = JSON.parse(listed.stdout) as { recording: string; call: string; property: string }[]
  expect(rows.filter(row => row.call === stream)).toMatchObject([{ recording, property: 'closed-court' }])
})

/** How far the daemon has read the notes of the failsafe, and need not read them again. */
function settledUpTo(): string {
  const file = `${scene().state}/notes-read.json`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
