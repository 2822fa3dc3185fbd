// Whose call is it? Known lines, a property's own PBX, unknown lines from known trunks, strangers, and nasty headers.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openRawSip, someAudio } from '../laboratory/raw-sip.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()

test('an unknown line from a known trunk is asked which community, and helped', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).answers().hearing().presses('1')
  const call = await lab.resident.calls('+15125559999')
  await call.answered()
  await fact('line-unknown', { line: '+15125559999' })
  await call.hears()
  await call.presses('1')
  await fact('identified', { property: 'closed-court' })
  await call.presses('1')
  await fact('bridged')
  await call.hangsUp()
  await fact('left', { outcome: 'connected' })
})

test('a stranger gets nowhere, and no call is begun', async () => {
  const { lab, facts } = scene()
  const call = await lab.resident.calls(line.closed, { from: 'stranger' })
  await call.ended()
  expect(facts()).toEqual([])
})

/** What Asterisk wrote of its own accord, by file. */
function written(): Record<string, string> {
  const directory = `${scene().lab.box.settings.directory}/log`
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true }).filter(file => file.isFile())
  const paths = files.map(file => `${file.parentPath}/${file.name}`)
  return Object.fromEntries(paths.map(path => [path, readFileSync(path, 'utf8')]))
}

test('nothing that a stranger sends is written to the disk, however malformed, and none of it is a call', async () => {
  const { lab, facts, logged } = scene()
  await logged('Asterisk knows the addresses of the trunks')
  const { address, port } = lab.box.settings.sip
  const stranger = await openRawSip(lab.addresses.stranger, { address, port })
  const uri = `sip:${line.closed}@${address}:${port}`
  const before = written()
  const methods = ['INVITE', 'OPTIONS', 'REGISTER', 'SUBSCRIBE', 'MESSAGE', 'PUBLISH', 'REFER', 'INFO', 'NOTIFY', 'UPDATE', 'FOO']
  for (const method of methods) {
    const headers = ['Event: message-summary', 'Refer-To: <sip:911@127.0.0.1>', 'Expires: 600']
    expect([method, await stranger.ask(method, uri, { headers })]).toEqual([method, 403])
  }
  const password = 'Authorization: Digest username="office-1", realm="asterisk", nonce="1/2", uri="sip:a", response="0"'
  for (const method of ['REGISTER', 'INVITE', 'MESSAGE'])
    await stranger.ask(method, uri, { from: `<sip:office-1@${address}>;tag=1`, headers: [password] })
  expect(await stranger.ask('INVITE', uri, { body: someAudio })).toBe(403)
  const whole = stranger.request('INVITE', uri, { body: someAudio })
  for (const spoiled of [
    'NOT SIP AT ALL\r\n\r\n',
    '\0'.repeat(500),
    whole.replace(/^Via: .*$/m, 'Via: rubbish'),
    whole.replace(/^Via: .*\r\n/m, ''),
    whole.replace(/^From: .*$/m, 'From: <<<>'),
    whole.replace(/^Call-ID: .*\r\n/m, ''),
    whole.replace(/^CSeq: .*$/m, 'CSeq: x'),
    whole.replace(/^Content-Length: .*$/m, 'Content-Length: 99999'),
    whole.replace(/^INVITE \S+/, 'INVITE http:x'),
    whole.replace('v=0', 'rubbish'),
  ])
    stranger.send(spoiled)
  // What comes over one socket is read in order.
  expect(await stranger.ask('OPTIONS', uri)).toBe(403)
  await stranger.close()
  // Their address is all that the log has of them.
  const after = written()
  const said = /res_pjsip_acl\.c.* Incoming SIP message from 127\.0\.0\.9:\d+ did not pass ACL test/
  for (const [name, text] of Object.entries(after)) {
    const lines = text.slice(before[name]?.length ?? 0).split('\n')
    expect(lines.filter(line => line !== '' && !said.test(line))).toEqual([])
  }
  expect(facts()).toEqual([])
})

test('a property’s own PBX overflows to us: known by the line, or by who diverted the call', async () => {
  const { lab, fact } = scene()
  const direct = await lab.resident.calls(line.ownPbx, { from: 'maple-pbx' })
  await fact('identified', { property: 'maple-court' })
  await direct.hangsUp()
  await fact('left')
  const diverted = await lab.resident.calls('5000', { from: 'maple-pbx', diversion: line.ownPbx })
  await fact('identified', { property: 'maple-court' }, 2)
  await diverted.hangsUp()
  await fact('left', {}, 2)
})

test('names with quotes, emoji, newlines and 4 kB, and withheld numbers, lose no call', async () => {
  const { lab, fact } = scene()
  const names = [
    'Ana "Flood" O\'Neil, Unit 4',
    '💧🏠 é ñ',
    `${'x'.repeat(4000)}`,
    '"); DROP TABLE turn; --',
    '$' + '{SYSTEM(reboot)}',
  ]
  for (const [n, callerName] of names.entries()) {
    const call = await lab.resident.calls(line.closed, { callerName, callerId: n % 2 ? 'anonymous' : '+15127770003' })
    await call.answered()
    await call.hangsUp()
    await fact('left', { outcome: 'missed' }, n + 1)
  }
  const arrived = scene()
    .facts()
    .filter(f => f.kind === 'arrived')
  expect(arrived.map(f => f.callerNumber)).toEqual(['+15127770003', null, '+15127770003', null, '+15127770003'])
  expect(arrived[0]?.callerName).toContain('Flood')
  expect(Math.max(...arrived.map(f => f.callerName?.length ?? 0))).toBeLessThanOrEqual(200)
})

test('two languages: chosen by key, and the menu follows in it', async () => {
  const { lab, fact } = scene()
  const call = await lab.resident.calls(line.spanish)
  await call.answered()
  await call.hears()
  await call.presses('2')
  await fact('language-chosen', { language: 'es' })
  await fact('asked', { question: 'urgency' })
  await call.hangsUp()
  await fact('left', { outcome: 'missed' })
})
