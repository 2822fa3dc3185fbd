// What callers say, on the real PBX: the silence around it goes, star begins it again, the file is kept with its checksum wherever it is
// heard, and an Asterisk whose spool was emptied has it all the same.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as passes } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PHRASES } from '../../src/core/words/phrases.ts'
import { openVoice } from '../../src/voice/voice.ts'
import { durationMs, lengthOf, likeness, silenceSpans, toneSpans } from '../laboratory/audio.ts'
import type { Ports } from '../laboratory/ports.ts'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { nightbell } from '../support/nightbell.ts'

const HZ = 700
// Real seconds of speech and silence.
vi.setConfig({ testTimeout: 240_000 })
let server: MailServerOfTest
beforeAll(async () => {
  server = await openMailServer()
})
afterAll(() => server.close())
const scene = useScene({ rules })

function rules(ports: Ports): Record<string, string> {
  const all = laboratoryRules(ports)
  return {
    ...all,
    // Nobody answers before the statement is over, and the briefing is heard to its end.
    'ladders.yaml': (all['ladders.yaml'] ?? '').replace('ring: 4s', 'ring: 60s').replace('accept: 16s', 'accept: 60s'),
    'mail.yaml': `mail: { server: 127.0.0.1, port: ${server.port}, from: nightbell@box.test, tls: no }\n`,
    'properties.yaml': (all['properties.yaml'] ?? '').replace(
      'mailboxes: { office: Closed Court office }',
      `mailboxes:
      office: { name: Closed Court office, mail: office@closed-court.test }
      maintenance: { name: Closed Court maintenance, mail: [maint@closed-court.test, night@closed-court.test] }`,
    ),
    // The menu with the key for it is everybody's.
    'mailboxes.yaml': 'defaults: { mailboxes: { maintenance: Maintenance } }\n',
    'menus.yaml': (all['menus.yaml'] ?? '').replace(
      '      2: { for: leasing, message: office }',
      '      2: { for: leasing, message: office }\n      6: { for: maintenance, message: maintenance }',
    ),
  }
}

const kept = (recording: string) => `${scene().state}/recordings/${recording}.wav`
const spool = (recording = '') =>
  `${scene().lab.box.settings.directory}/spool/recording${recording === '' ? '' : `/${recording}.wav`}`
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')

async function says(key: keyof (typeof PHRASES)['en']): Promise<string> {
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const voice = await openVoice({ directory: scene().lab.box.settings.soundsDirectory, log })
  const [uri = ''] = await voice.soundsFor([{ kind: 'text', language: 'en', text: PHRASES.en?.[key] ?? '' }])
  voice.close()
  return `${uri.replace(/^sound:/, '')}.wav`
}

/** At the tone of a message. */
async function atTheTone(callerId: string, key = '2') {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.closed, { callerId })
  await call.answered()
  await call.presses(key)
  await fact('statement-began')
  return call
}

test('a message: silence before and after goes; what is kept is what is mailed, heard and in the journal', async () => {
  const { fact, state, ask } = scene()
  const before = server.received.length
  const call = await atTheTone('+15127770401')
  await passes(2500)
  await call.plays(HZ)
  await passes(3000)
  await call.silent()
  await passes(2500)
  await call.presses('#')
  const taken = await fact('message-taken')
  const file = kept(taken.recording)
  // Measured by sox: three seconds of tone, and a moment around them.
  const ms = durationMs(file)
  expect(lengthOf(toneSpans(file, HZ))).toBeGreaterThan(2700)
  expect(ms).toBeGreaterThan(2900)
  expect(ms).toBeLessThan(4300)
  expect(lengthOf(silenceSpans(file))).toBeLessThan(900)
  expect(Math.abs(taken.ms - ms)).toBeLessThanOrEqual(1)
  expect(taken.sha256).toBe(sha256(readFileSync(file)))
  expect(sha256(readFileSync(spool(taken.recording)))).toBe(taken.sha256)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(`${state}/recordings`).mode & 0o777).toBe(0o700)
  const { mail } = await server.mail(before + 1)
  expect(sha256(mail.attachments[0]?.content ?? Buffer.alloc(0))).toBe(taken.sha256)
  expect(ask(reader => reader.listMessages({ all: true, limit: 1 }))).toMatchObject([{ ms: taken.ms, sha256: taken.sha256 }])
  await call.ended()
  const heard = likeness(await call.recording(), await says('message-kept'), 160)
  expect(heard.alike).toBeGreaterThan(0.7)
})

test('star throws it away and begins again, and nothing of the first is left anywhere', async () => {
  const { fact, facts, state } = scene()
  const call = await atTheTone('+15127770402')
  await call.plays(1200)
  await passes(1500)
  await call.presses('*')
  const gone = await fact('recording-discarded')
  await fact('statement-began', {}, 2)
  await call.plays(HZ)
  await passes(2000)
  await call.presses('#')
  const taken = await fact('message-taken')
  expect(taken.recording).not.toBe(gone.recording)
  expect(lengthOf(toneSpans(kept(taken.recording), HZ))).toBeGreaterThan(1700)
  expect(toneSpans(kept(taken.recording), 1200)).toEqual([])
  for (const directory of [`${state}/recordings`, spool()])
    expect(readdirSync(directory).filter(name => name.includes(gone.recording))).toEqual([])
  await call.ended()
  expect(likeness(await call.recording(), await says('record-again'), 160).alike).toBeGreaterThan(0.7)
  expect(facts().filter(({ kind }) => kind === 'message-taken')).toHaveLength(1)
})

test('a statement plays whole in the briefing, though Asterisk’s spool was emptied meanwhile', async () => {
  const { lab, fact } = scene()
  const ana = lab.phone(phone.ana)
  ana.rings()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770403' })
  await call.answered()
  await fact('asked', { question: 'urgency' })
  await call.presses('1')
  await fact('statement-began')
  await passes(1500)
  await call.plays(HZ)
  await passes(3000)
  await call.silent()
  await call.presses('#')
  const taken = await fact('statement-taken')
  expect(taken.ms).toBeLessThan(4300)
  expect(taken.sha256).toBe(sha256(readFileSync(kept(taken.recording))))
  for (const name of readdirSync(spool())) rmSync(`${spool()}/${name}`)
  const leg = await ana.ringing()
  await leg.answer()
  // Of the three seconds that were said, without a gap.
  await leg.hearsTone(HZ, { forMs: 2700 })
  await leg.presses('5')
  await fact('owned')
  await Promise.all([leg.hangsUp(), call.hangsUp()])
  await leg.ended()
  expect(existsSync(spool(taken.recording))).toBe(true)
})

test('silence is no message and no statement; hanging up at the tone neither', async () => {
  const { lab, fact, facts } = scene()
  const call = await atTheTone('+15127770404')
  // Six seconds of silence end it.
  await fact('left', { outcome: 'missed' })
  await call.ended()
  expect(likeness(await call.recording(), await says('message-empty'), 160).alike).toBeGreaterThan(0.7)
  const short = await atTheTone('+15127770405')
  await short.hangsUp()
  await fact('left', { outcome: 'missed' }, 2)
  const ana = lab.phone(phone.ana)
  ana.rings()
  const urgent = await lab.resident.calls(line.closed, { callerId: '+15127770406' })
  await urgent.answered()
  await urgent.presses('1')
  await fact('statement-missing', { why: 'nothing was said' }, 2)
  const leg = await ana.ringing()
  await leg.answer()
  await leg.hears()
  await leg.presses('5')
  await fact('owned')
  await urgent.ended()
  expect(facts().filter(({ kind }) => kind === 'message-taken' || kind === 'message-lost' || kind === 'statement-taken')).toEqual(
    [],
  )
})

test('as long as there is room: kept, and the caller hears that the time is over', async () => {
  const { fact } = scene()
  const call = await atTheTone('+15127770407')
  await call.plays(HZ)
  const taken = await fact('message-taken')
  // The rules say 20 s; a busy machine loses some of it.
  expect(taken.ms).toBeGreaterThan(14_000)
  expect(taken.ms).toBeLessThan(21_500)
  await call.silent()
  await call.ended()
  expect(likeness(await call.recording(), await says('message-full'), 160).alike).toBeGreaterThan(0.7)
})

test('a mailbox of its own: mailed to its people, listed and exported apart; an altered file is told', async () => {
  const { state, lab, fact } = scene()
  const before = server.received.length
  const call = await atTheTone('+15127770408', '6')
  await call.plays(HZ)
  await passes(1500)
  await call.presses('#')
  const taken = await fact('message-taken')
  await call.ended()
  expect(taken.mailbox).toBe('maintenance')
  const mailed = () =>
    server.received
      .slice(before)
      .filter(({ mail }) => mail.attachments.some(({ content }) => sha256(content) === taken.sha256))
      .flatMap(({ to }) => to)
  await expect.poll(() => mailed().length, { timeout: 30_000 }).toBe(2)
  expect(mailed().sort()).toEqual(['maint@closed-court.test', 'night@closed-court.test'])
  const at = ['--state', state, '--pbx', lab.box.settings.directory]
  expect(await nightbell(['messages', 'verify', ...at])).toMatchObject({ code: 0 })
  const to = `${lab.directory}/exported`
  const choice = ['--property', 'closed-court', '--mailbox', 'maintenance']
  const listed = await nightbell(['messages', 'list', '--json', ...choice, ...at])
  expect(JSON.parse(listed.stdout)).toMatchObject([{ recording: taken.recording, mailboxName: 'Closed Court maintenance' }])
  expect(await nightbell(['messages', 'export', '--to', to, ...choice, ...at])).toMatchObject({ code: 0 })
  const [mine = '', ...others] = readdirSync(to).filter(name => name.endsWith('.wav'))
  expect(others).toEqual([])
  expect(sha256(readFileSync(`${to}/${mine}`))).toBe(taken.sha256)
  writeFileSync(kept(taken.recording), 'something else')
  const verified = await nightbell(['messages', 'verify', ...at])
  expect(verified.code).toBe(1)
  expect(verified.stdout).toContain(`${taken.recording}  ALTERED: not what was kept; Asterisk still has it as it was`)
})

/** A resident and Ana, in a talk that is recorded. */
async function talks(callerId: string) {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1').plays(900)
  const call = await lab.resident.calls(line.urgent, { callerId })
  await call.answered()
  await call.presses('1')
  const { recording } = await fact('talk-recorded')
  await call.plays(600)
  await (await lab.phone(phone.ana).answered()).hearsTone(600, { forMs: 1500 })
  return { call, recording }
}

/** What `messages verify` says of the one talk. */
async function verified(): Promise<{ code: number | null; told: unknown }> {
  const { state, lab } = scene()
  const at = ['--state', state, '--pbx', lab.box.settings.directory]
  const { code, stdout } = await nightbell(['messages', 'verify', '--json', '--property', 'urgent-court', ...at])
  return { code, told: JSON.parse(stdout) }
}

test('a recorded talk is kept whole and private, with its checksum; one that was altered is told', async () => {
  const { fact } = scene()
  const { call, recording } = await talks('+15127770409')
  // There is nothing to compare while it goes on.
  expect(await verified()).toEqual({ code: 0, told: { checked: 0, wrong: [] } })
  await call.hangsUp()
  const { sha256: sum, ms } = await fact('recording-kept', { recording, why: 'the talk is over' })
  const file = kept(recording)
  expect(sum).toBe(sha256(readFileSync(file)))
  expect(readFileSync(file)).toEqual(readFileSync(spool(recording)))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(Math.abs(ms - durationMs(file))).toBeLessThanOrEqual(1)
  expect(lengthOf(toneSpans(file, 600))).toBeGreaterThan(900)
  expect(await verified()).toEqual({ code: 0, told: { checked: 1, wrong: [] } })
  writeFileSync(file, 'something else')
  const trouble = 'ALTERED: not what was kept; Asterisk still has it as it was'
  expect(await verified()).toMatchObject({ code: 1, told: { checked: 1, wrong: [{ recording, what: 'talk', trouble }] } })
})

test('a talk that ended while the daemon was dead is kept when it is back', async () => {
  const { lab, fact, killDaemon, startDaemon } = scene()
  const { call, recording } = await talks('+15127770410')
  await killDaemon()
  const ana = await lab.phone(phone.ana).answered()
  await Promise.all([call.hangsUp(), ana.hangsUp()])
  await Promise.all([call.ended(), ana.ended()])
  await startDaemon()
  const { sha256: sum } = await fact('recording-kept', { recording })
  expect(sum).toBe(sha256(readFileSync(kept(recording))))
  expect(lengthOf(toneSpans(kept(recording), 600))).toBeGreaterThan(900)
})
