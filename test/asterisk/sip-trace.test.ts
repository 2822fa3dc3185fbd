// The SIP of real calls, as the daemon hears it from Asterisk and `nightbell trunks` shows it.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { addresses } from '../laboratory/ports.ts'
import { openRawSip } from '../laboratory/raw-sip.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene()
beforeAll(() => scene().logged('SIP is heard'))

async function trunks(...args: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await nightbell(['trunks', ...args, '--state', scene().state])
  return `${stdout}${stderr}${code === 0 ? '' : `exit ${code}`}`
}

/** What the command says as soon as it fits: the daemon writes a few times a second. */
async function shows(fits: RegExp, ...args: readonly string[]): Promise<string> {
  const deadline = performance.now() + 10_000
  for (;;) {
    const said = await trunks(...args)
    if (fits.test(said)) return said
    if (performance.now() > deadline) throw new Error(`no ${fits} in\n${said}`)
  }
}

function kept(): string {
  const directory = `${scene().state}/sip`
  return readdirSync(directory)
    .map(name => readFileSync(`${directory}/${name}`, 'utf8'))
    .join('')
}

function audio(address: string, ...lines: readonly string[]): string {
  return ['v=0', `o=- 1 1 IN IP4 ${address}`, 's=-', `c=IN IP4 ${address}`, 't=0 0', ...lines, ''].join('\r\n')
}

test('a call is shown with all of its legs: who called, whom it rang, what was agreed upon', async () => {
  const { lab, fact } = scene()
  const ana = lab.phone(phone.ana).answers().hearing().presses('5')
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770051' })
  const { stream } = await fact('arrived')
  await call.answered()
  await call.presses('1')
  await ana.called()
  await fact('owned', { person: 'ana' })
  await call.ended(60_000)
  await fact('left')
  const shown = await shows(/200 OK \(BYE\)[\s\S]*200 OK \(BYE\)/, 'trace', stream)
  expect(shown).toMatch(/INVITE from carrier-a for \+15125550101, udp 127\.0\.0\.2/)
  expect(shown).toMatch(/\|-- INVITE \+15125550101 -+>\| +\| PCMU \+dtmf/)
  expect(shown).toMatch(/\| {29}\|-- INVITE \+15125550151 -+>\|/)
  expect(shown).toMatch(/<-+ 180 Ringing --\|/)
  expect(
    Math.max(
      ...shown
        .split('\n')
        .filter(each => each.startsWith('+'))
        .map(each => each.length),
    ),
  ).toBeLessThan(101)
  const masked = await trunks('trace', stream, '--mask', '--raw')
  expect(masked).toMatch(/INVITE sip:number-\d@address-\d/)
  expect(masked).not.toMatch(/5127770051|5125550151|127\.0\.0/)
  const list = await trunks()
  expect(list).toMatch(/carrier-a +udp 127\.0\.0\.2:\d+ +- +.* 0 +\d in, \d out/)
  for (const name of readdirSync(`${scene().state}/sip`))
    expect(statSync(`${scene().state}/sip/${name}`).mode & 0o77, name).toBe(0)
})

test('a call that Asterisk itself refuses for its media is a fact and an alarm, once for many', async () => {
  const { lab, fact, facts, state } = scene()
  const carrier = await openRawSip(addresses['carrier-b'], lab.box.settings.sip)
  const uri = `sip:${line.open}@${addresses.box}`
  const plain = audio(carrier.address, 'm=audio 9000 RTP/AVP 18 101', 'a=rtpmap:101 telephone-event/8000')
  for (let n = 0; n < 5; n++) expect(await carrier.ask('INVITE', uri, { body: plain })).toBe(488)
  await fact('media-refused', { trunk: 'carrier-b', offered: 'G729, unencrypted', status: 488, caller: '…99' })
  const secret = audio(
    carrier.address,
    'm=audio 9000 RTP/SAVP 0',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz',
  )
  expect(await carrier.ask('INVITE', uri, { body: secret })).toBe(488)
  const { dialog } = await fact('media-refused', { offered: 'PCMU, encrypted (SRTP)' })
  expect(facts().filter(({ kind }) => kind === 'media-refused')).toHaveLength(2)
  const status = JSON.parse((await nightbell(['status', '--json', '--state', state])).stdout) as { alarms: { what: string }[] }
  expect(status.alarms.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^trunk carrier-b offers only PCMU, enc/))
  expect(await shows(/the box refused its INVITE: 488 Not Acceptable/)).toMatch(/carrier-b/)
  expect(await shows(/The box refused the audio that was offered \(488\)/, 'trace', dialog)).toMatch(/srtp/)
  expect(kept()).not.toContain('WVNfX19z')
  await carrier.close()
})

test('scanners are counted and shut out, and are no alarm; their passwords are not kept', async () => {
  const { lab, state } = scene()
  const stranger = await openRawSip('127.0.0.66', lab.box.settings.sip)
  const authorization = 'Authorization: Digest username="100", realm="asterisk", nonce="1", uri="sip:x", response="f00dfeed"'
  for (let n = 0; n < 120; n++) {
    const method = ['OPTIONS', 'REGISTER', 'INVITE'][n % 3] ?? ''
    stranger.send(stranger.request(method, `sip:${n}@${addresses.box}`, { headers: [authorization] }))
  }
  const said = await shows(/"address": "127\.0\.0\.66",\s+"refused": 120/, '--json')
  expect(JSON.parse(said)).toMatchObject({ running: true, strangers: { lastHour: 120, shutOut: ['127.0.0.66'] } })
  const status = (await nightbell(['status', '--state', state])).stdout
  expect(status).toMatch(/Strangers 120 requests refused in the last hour, 1 address shut out/)
  expect(status).not.toMatch(/127\.0\.0\.66/)
  expect(kept()).toMatch(/127\.0\.0\.66/)
  expect(kept()).not.toMatch(/f00dfeed/)
  await stranger.close()
})

test('who is erased is gone from what is kept of SIP', async () => {
  const { lab, fact, state } = scene()
  const call = await lab.resident.calls(line.closed, { callerId: '+15127770052', callerName: 'Ramona Erasable' })
  const { stream } = await fact('arrived')
  await call.answered()
  await call.hangsUp()
  await fact('left')
  await shows(/200 OK \(BYE\)/, 'trace', stream)
  expect(kept()).toMatch(/5127770052/)
  expect((await nightbell(['calls', 'erase', stream, '--yes', '--state', state])).stderr).toBe('')
  expect(kept()).not.toMatch(/5127770052|Ramona/)
  expect(await trunks('trace', stream)).toMatch(/no SIP is kept[\s\S]*exit 1/)
})

test('who sends too much is refused by Asterisk itself, and a trunk is not', async () => {
  const { lab } = scene()
  const refused = `${lab.box.settings.directory}/etc/pjsip-refused.conf`
  // The list is written every ten seconds.
  await vi.waitFor(() => expect(readFileSync(refused, 'utf8')).toContain('deny=127.0.0.66/32'), { timeout: 15_000 })
  expect(readFileSync(refused, 'utf8').match(/deny/g)).toHaveLength(1)
  const stranger = await openRawSip('127.0.0.66', lab.box.settings.sip)
  const carrier = await openRawSip(addresses['carrier-b'], lab.box.settings.sip)
  const uri = `sip:${line.open}@${addresses.box}`
  await vi.waitFor(async () => expect(await stranger.ask('OPTIONS', uri)).toBe(403), { timeout: 5000 })
  expect(await carrier.ask('OPTIONS', uri)).toBe(200)
  await stranger.close()
  await carrier.close()
})

test('with the daemon stopped the trunks are told as they were last', async () => {
  await scene().stopDaemon()
  const said = await trunks()
  expect(said).toMatch(/carrier-a +udp 127\.0\.0\.2:\d+ .* \? +\d in/)
  expect(said).toMatch(/is not running: .*This is what it saw last\.\nexit 3/)
})
