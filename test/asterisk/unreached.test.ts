// Nobody is reached, on the real PBX: the incident stays open, is rung for again, wider, through a daemon that is killed, until somebody
// owns it. What the caller adds is a message for the office, too.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { laboratoryRules, line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { openIncidents } from '../support/incidents-of.ts'
import { type MailServerOfTest, openMailServer } from '../support/mail-server.ts'
import { nightbell } from '../support/nightbell.ts'

let mails: MailServerOfTest
beforeAll(async () => {
  mails = await openMailServer()
})
afterAll(() => mails.close())
const scene = useScene({
  rules: ports => {
    const all = laboratoryRules(ports)
    const retry = 'exhausted: { message: office, retry: { every: 3s, for: 90s, widen: [cleo] } }'
    const ladders = all['ladders.yaml']?.replace('  steps:\n', `  steps:\n    ${retry}\n`).replace('accept: 12s', 'accept: 60s')
    const office = 'office: { name: Closed Court office, mail: office@box.test }'
    return {
      ...all,
      'ladders.yaml': ladders ?? '',
      'mail.yaml': `mail: { server: 127.0.0.1, port: ${mails.port}, from: nightbell@box.test, tls: no }\n`,
      'properties.yaml': all['properties.yaml']?.replace('office: Closed Court office', office) ?? '',
    }
  },
})

test('exhausted, and reached on the third retry, by somebody whom the first retry added', async () => {
  const { lab, fact, facts } = scene()
  for (const each of [phone.ana, phone.ben]) lab.phone(each).busy()
  lab.phone(phone.cleo2).busy()
  lab.phone(phone.cleo).onRing(1).busy()
  lab.phone(phone.cleo).onRing(2).busy()
  lab.phone(phone.cleo).onRing(3).answers().hearing().presses('5')
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770011' })
  await resident.answered()
  await resident.presses('1')
  await fact('unreached')
  await resident.hangsUp()
  await fact('still-unreached', { retries: 1 })
  // The timer survives the daemon.
  await scene().killDaemon()
  await scene().startDaemon()
  await fact('still-unreached', { retries: 2 })
  await fact('owned', { person: 'cleo' }, 1, 90_000)
  await fact('acknowledged', { person: 'cleo' })
  const retried = facts().filter(each => each.kind === 'pass-began')
  expect(retried.length).toBe(4)
  expect(facts().filter(each => each.kind === 'unreached').length).toBe(1)
})

test('two own it at once, one by telephone and one at the command line: exactly one has it, the other is told', async () => {
  const { lab, fact, facts, state, ask } = scene()
  lab.phone(phone.ana).answers().hearing().presses('5')
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770012' })
  await resident.answered()
  await resident.presses('1')
  await fact('answered', { person: 'ana' })
  const [open] = ask(openIncidents)
  const said = await nightbell(['incidents', 'ack', open?.id ?? '', '--by', 'ben', '--why', 'a test', '--state', state])
  await fact('acknowledged')
  const owners = facts().flatMap(each => (each.kind === 'owned' ? [each.person] : []))
  expect(owners).toHaveLength(1)
  expect(said.code).toBe(owners[0] === 'ben' ? 0 : 1)
  if (said.code === 1) expect(said.stderr).toMatch(/ana has it already|is open/)
  await resident.ended(60_000)
})

test('an unreached incident is listed, owned at the command line, and rung for no more', async () => {
  const { lab, fact, facts, state } = scene()
  for (const each of [phone.ana, phone.ben, phone.cleo, phone.cleo2]) lab.phone(each).busy()
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770013' })
  await resident.answered()
  await resident.presses('1')
  const { stream } = await fact('unreached')
  await resident.hangsUp()
  const listed = await nightbell(['incidents', 'list', '--state', state])
  expect(listed).toMatchObject({ code: 1, stdout: expect.stringContaining(stream) })
  const said = await nightbell(['incidents', 'ack', stream, '--by', 'ben', '--why', 'on his way', '--state', state])
  expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('ben has it') })
  await fact('owned', { person: 'ben', how: 'by-hand' })
  expect((await nightbell(['incidents', 'show', stream, '--state', state])).stdout).toContain('by hand, from the command line')
  const passes = facts().filter(each => each.kind === 'pass-began').length
  // Longer than the pause before the next retry.
  const next = await lab.resident.calls(line.closed, { callerId: '+15127770014' })
  await next.answered()
  await next.presses('2')
  await fact('statement-began')
  await next.hangsUp()
  await fact('left', { outcome: 'missed' })
  expect(facts().filter(each => each.kind === 'pass-began' && each.stream === stream).length).toBeLessThanOrEqual(passes)
})

test('what the caller adds once they know is a message with its audio, and stays with the incident, which stays open', {
  tags: 'slow',
}, async () => {
  const { lab, fact, facts, state } = scene()
  // Rung until the caller is on hold.
  lab.phone(phone.ana).rings()
  for (const each of [phone.ben, phone.cleo, phone.cleo2]) lab.phone(each).busy()
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770015' })
  await resident.answered()
  await resident.presses('1')
  await resident.presses('#')
  await fact('held')
  const { stream: incident } = await fact('unreached')
  await fact('statement-began')
  await resident.says('The water is off now, but the floor is wet. Please come in the morning, unit seven.')
  await resident.presses('#')
  const { recording, mailbox, stream } = await fact('message-taken')
  expect(mailbox).toBe('office')
  expect(await fact('statement-added', { recording })).toMatchObject({ stream: incident })
  expect(await fact('left')).toMatchObject({ stream, outcome: 'unreached' })
  const { mail } = await mails.mail(1)
  expect(mail.subject).toMatch(/^\[Closed Court\] Message from \+1 512 777 0015, \d+ s$/)
  const [sound] = mail.attachments
  const kept = readFileSync(`${lab.box.settings.directory}/spool/recording/${recording}.wav`)
  expect(kept.equals(sound?.content ?? Buffer.alloc(0))).toBe(true)
  const listed = JSON.parse((await nightbell(['messages', 'list', '--json', '--state', state])).stdout) as { recording: string }[]
  expect(listed).toMatchObject([{ recording, mailbox: 'office', callerNumber: '+15127770015', doneAt: null }])
  expect((await nightbell(['incidents', 'show', incident, '--state', state])).stdout).toMatch(/Nobody has it: unreached/)
  expect(facts().filter(({ kind }) => kind === 'acknowledged')).toEqual([])
  expect((await nightbell(['messages', 'done', recording, '--state', state])).code).toBe(0)
})

test('by hand while the two talk: refused with the name of whoever it is; afterwards it is done', async () => {
  const { lab, fact, state } = scene()
  lab.phone(phone.ana).onRing(1).answers().hearing().presses('1').plays(900)
  lab.phone(phone.ana).onRing(2).rings()
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770016' })
  await resident.answered()
  await resident.presses('1')
  const { stream } = await fact('bridged')
  const act = (...what: string[]) => nightbell(['incidents', ...what, stream, '--why', 'a test', '--state', state])
  const refused = {
    code: 1,
    stderr: expect.stringContaining(`ana is on the line for ${stream} now: try again when they have hung up`),
  }
  expect(await act('resolve', '--outcome', 'false-alarm')).toMatchObject(refused)
  expect(await act('reopen')).toMatchObject(refused)
  await resident.hearsTone(900)
  const ana = await lab.phone(phone.ana).answered()
  await Promise.all([resident.hangsUp(), ana.hangsUp()])
  await fact('attempt-ended', { person: 'ana' })
  expect(await act('resolve', '--outcome', 'fixed-by-phone')).toMatchObject({ code: 0 })
  expect(await act('reopen')).toMatchObject({ code: 0 })
  await lab.phone(phone.ana).ringing(2)
  expect(await act('resolve', '--outcome', 'false-alarm')).toMatchObject({ code: 0 })
  await lab.phone(phone.ana).ended(2)
  await fact('attempt-ended', { person: 'ana', result: 'called-off' })
})
