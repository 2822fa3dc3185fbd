// SIP as people read it: the ladder letter for letter, what is worth noticing, and a trace without who it is about.
import { expect, test } from 'vitest'
import type { Dialog } from '../../src/cli/trunks/dialogs.ts'
import { ladder } from '../../src/cli/trunks/ladder.ts'
import { maskFor } from '../../src/cli/trunks/masking.ts'
import { worthNoticing } from '../../src/cli/trunks/worth-noticing.ts'
import { header, readSip } from '../../src/sip/message.ts'
import { openTraceFiles } from '../../src/sip/trace-files.ts'
import { DTMF, dialog, sdp, sipText, type Written } from '../sip/sip-of-tests.ts'
import { box } from './run-program.ts'

const offer = sdp('RTP/AVP 0 8 101', DTMF)
const caller = dialog(
  { callId: 'c1', trunk: 'maple-pbx' },
  ['in', 0, 'INVITE sip:+15125550101@box SIP/2.0', { body: offer }],
  ['out', 2, 'SIP/2.0 100 Trying'],
  ['out', 40, 'SIP/2.0 200 OK', { body: sdp('RTP/AVP 0') }],
  ['in', 45, 'ACK sip:box SIP/2.0'],
  ['out', 9000, 'BYE sip:maple SIP/2.0', { cseq: '2 BYE', headers: ['Reason: Q.850;cause=16;text="Normal Clearing"'] }],
  ['in', 9002, 'SIP/2.0 200 OK', { cseq: '2 BYE' }],
)
const leg = dialog(
  { callId: 'c2', way: 'out' },
  ['out', 1000, 'INVITE sip:+15125550151@carrier SIP/2.0', { body: offer }],
  ['out', 1500, 'INVITE sip:+15125550151@carrier SIP/2.0', { body: offer }],
  ['in', 1600, 'SIP/2.0 603 Network Blocked', { headers: ['Reason: SIP;cause=607'] }],
  ['out', 1601, 'ACK sip:carrier SIP/2.0'],
)

test('a call and the telephone that was rung for it', () => {
  expect(ladder([caller, leg], ({ trunk }) => trunk ?? '').split('\n')).toEqual([
    '         maple-pbx                   box                    carrier-a',
    '+0.000   |-- INVITE +15125550101 ----->|                             | PCMU PCMA +dtmf',
    '+0.002   |<-------------- 100 Trying --|                             |',
    '+0.040   |<------------------ 200 OK --|                             | PCMU no dtmf',
    '+0.045   |-- ACK --------------------->|                             |',
    '+1.000   |                             |-- INVITE +15125550151 ----->| sent 2 times, PCMU PCMA +dtmf',
    '+1.600   |                             |<----- 603 Network Blocked --| SIP 607',
    '+1.601   |                             |-- ACK --------------------->|',
    '+9.000   |<--------------------- BYE --|                             | cause 16: Normal Clearing',
    '+9.002   |-- 200 OK (BYE) ------------>|                             |',
    '',
  ])
})

test('what somebody who knows SIP would say', () => {
  expect(worthNoticing(caller, 'maple-pbx')).toEqual([
    'The box says no telephone-event to maple-pbx: keys come in band, or as INFO.',
    'The box ended the call with maple-pbx (cause 16: Normal Clearing).',
  ])
  expect(worthNoticing(leg, 'carrier-a')).toEqual(['carrier-a refused it: 603 Network Blocked; Reason: SIP;cause=607.'])
  const out = { way: 'out' as const }
  const invite = 'INVITE sip:1@x SIP/2.0'
  const challenge = 'SIP/2.0 407 Proxy Authentication Required'
  expect(worthNoticing(dialog(out, ['out', 0, invite], ['out', 500, invite], ['out', 1500, invite]), 'carrier-a')).toEqual([
    'carrier-a never answered the INVITE (sent 3 times): a wrong address, a firewall, or it is down.',
  ])
  expect(worthNoticing(dialog(out, ['out', 0, invite], ['in', 1, challenge]), 'carrier-a')[0]).toMatch(
    /no credentials in the rules/,
  )
  const withPassword = { cseq: '2 INVITE', headers: ['Proxy-Authorization: Digest username="x"'] }
  const twice = dialog(
    out,
    ['out', 0, invite],
    ['in', 1, challenge],
    ['out', 2, invite, withPassword],
    ['in', 3, challenge, { cseq: '2 INVITE' }],
  )
  expect(worthNoticing(twice, 'carrier-a')[0]).toMatch(/refused the password \(407 again\)/)
  const g729 = dialog({}, ['in', 0, invite, { body: sdp('RTP/AVP 18') }], ['out', 1, 'SIP/2.0 488 Not Acceptable Here'])
  expect(worthNoticing(g729, 'carrier-a')).toEqual(['The box refused the audio that was offered (488): G729, unencrypted.'])
  const behind = sdp('RTP/AVP 0 101', DTMF).replaceAll('192.0.2.1', '10.0.0.5')
  const oneWay = dialog(
    out,
    ['out', 0, invite, { body: offer }],
    ['in', 1, 'SIP/2.0 200 OK', { body: behind }],
    ['out', 2, 'ACK sip:1@x SIP/2.0'],
  )
  expect(worthNoticing(oneWay, 'carrier-a')[0]).toMatch(/audio at 10\.0\.0\.5:9000, a private address: expect audio one way only/)
})

function masked(dialog: Dialog): string {
  const mask = maskFor([dialog])
  return mask.addresses(mask.people(dialog.messages[0]?.text ?? ''))
}

/** An INVITE with these headers. */
function invite(how: Written, uri = 'sip:box@198.51.100.7'): Dialog {
  return dialog({ callId: how.callId ?? 'c1' }, ['in', 0, `INVITE ${uri} SIP/2.0`, how])
}

test('masked: the same stand-in for the same number in every spelling, for names and for addresses', () => {
  const text = dialog({}, [
    'in',
    0,
    'INVITE sip:+15125550101@192.0.2.7 SIP/2.0',
    {
      from: '"Ann Lee" <sip:15127770001@192.0.2.1>;tag=1',
      headers: [
        'P-Asserted-Identity: "Ann \\"Annie\\" Lee" <sip:ann@x>, "Bob Roe" <tel:+1-512-777-0001>',
        'Contact: <sip:x@[2001:db8::1]>',
      ],
    },
  ])
  const shown = masked(text)
  expect(shown).not.toMatch(/7770001|777-0001|5550101|Ann|Lee|Roe|192\.0\.2|2001:db8/)
  const [called] = /(?<=INVITE sip:)number-\d/.exec(shown) ?? []
  const [calling] = /(?<=<sip:)number-\d/.exec(shown) ?? []
  expect(shown).toMatch(new RegExp(`^P-Asserted-Identity: .*<tel:${calling}>`, 'm'))
  expect(shown).toMatch(new RegExp(`To: <sip:${called}@`))
  expect(shown.match(/address-1/g)?.length).toBeGreaterThan(0)
})

test.each([
  'X-Number: <sip:%2B15127770001@192.0.2.1>',
  'X-Number: <sip:+1%20512%20777%200001@192.0.2.1>',
  'X-Number: <sip:+15125550101;npdi;rn=+15127770001@192.0.2.1>',
  'X-Number: <sip:+15127770001,22@192.0.2.1>',
  'X-Number: <sip:+15127770001p22@192.0.2.1>',
  'X-Caller: 5127770001',
  'X-Caller: +1 (512) 777-0001',
  'X-Caller: caller5127770001',
  'Subject: from 512.777.0001 at night',
  'Reason: SIP;cause=603;text="5127770001 refused"',
  'User-to-User: 5127770001;encoding=ascii',
  'User-to-User: 35313237373730303031;encoding=hex',
  'History-Info: <sip:box@192.0.2.1?Reason=SIP%3Bcause%3D302%3Btext%3D%225127770001%22>;index=1',
  'Authorization: Digest username="15127770001", realm="x" (rest not kept)',
  'User-Agent: Phone 1.2.3 5127770001',
])('masked: a number in %s', line => {
  const shown = masked(invite({ from: '<sip:box@192.0.2.1>;tag=1', headers: [line] }))
  const digits = decodeURIComponent(shown).replaceAll(/\D/g, '')
  expect(digits).not.toContain('7770001')
  expect(digits).not.toContain('35313237373730303031')
  expect(readSip(shown)).not.toBeNull()
})

test('masked: numbers that differ in their first digits only, and national spellings', () => {
  const headers = [
    'Diversion: <sip:+13125550101@x>, <sip:+15125550101@x>, <sip:3125550101@x>',
    'X-A: +16125550101',
    'P-Asserted-Identity: <sip:+33123456789@x>, <sip:0123456789@x>, <sip:0033123456789@x>',
  ]
  const shown = masked(invite({ from: '<sip:+15125550101@x>;tag=1', headers }))
  expect(shown).toContain('From: <sip:number-1@x>')
  expect(shown).toContain('Diversion: <sip:number-2@x>, <sip:number-1@x>, <sip:number-2@x>')
  expect(shown).toMatch(/^X-A: number-\d\r$/m)
  expect(shown).not.toContain('X-A: number-1')
  const [, ...same] = /P-Asserted-Identity: <sip:(.*)@x>, <sip:(.*)@x>, <sip:(.*)@x>/.exec(shown) ?? []
  expect(new Set(same)).toEqual(new Set(['number-3']))
})

test('masked: what comes behind the number, or is SIP, stays', () => {
  const lines = [
    'P-Asserted-Identity: <sip:+15127770001,22@192.0.2.1>, <sip:+1%20512%20777%200001@192.0.2.1>',
    'Reason: SIP;cause=302;text="to 15129998888"',
    'Session-Expires: 1800;refresher=uac',
    'Date: Sun, 08 Mar 2026 08:14:02 GMT',
  ]
  const how = { callId: '20260308081402-1234567890', from: '<sip:5127770001@x>;tag=as12345678901' }
  const shown = masked(invite({ ...how, headers: lines, body: sdp('RTP/AVP 0 8 101', DTMF) }))
  expect(shown).toContain('P-Asserted-Identity: <sip:number-1,22@address-2>, <sip:number-1@address-2>')
  expect(shown).toContain('From: <sip:number-1@x>;tag=as12345678901')
  expect(shown).toContain('Reason: SIP;cause=302;text="to number-3"')
  expect(shown).toContain(lines[2])
  expect(shown).toContain(lines[3])
  expect(shown).toContain('Call-ID: 20260308081402-1234567890')
  expect(shown).toContain('m=audio 9000 RTP/AVP 0 8 101')
  const number = '1234567 INVITE'
  expect(masked(invite({ cseq: number, from: '<sip:1234567@x>;tag=1' }))).toContain(`CSeq: ${number}`)
})

test.each([
  ['From: 李明 <sip:li@x>;tag=1', '李明'],
  ['From: "Bo" <sip:b@x>;tag=1', 'Bo'],
  ['P-Asserted-Identity: Ann Lee <sip:a@x>, Bob Roe <tel:+15127770001>', 'Roe'],
  ['P-Asserted-Identity: "Lee, Ann" <sip:a@x>;p="q, r", Roe, Bob <sip:b@x>', 'Roe'],
  ['Referred-By: "Ann Lee" <sip:a@x>', 'Lee'],
  ['P-Preferred-Identity: "Ann Lee" <sip:a@x>', 'Lee'],
  ['b: Ann Lee <sip:a@x>', 'Lee'],
  ['To: "Ann \\"Lee\\"" <sip:a@x>', 'Lee'],
])('masked: the name in %s', (line, name) => {
  const other = [line, `Subject: ${name} (again)`]
  const shown = masked(invite({ from: '<sip:x@x>;tag=1', headers: other }))
  const begin = line.split(':')[0] ?? ''
  expect(
    shown
      .split('\r\n')
      .filter(each => each.startsWith(begin))
      .join(),
  ).toContain('name-')
  expect(shown.replace(/^Subject.*$/m, '')).not.toContain(name)
  expect(readSip(shown)?.headers).toHaveLength(8)
})

test('masked: a name that is met again in free text', () => {
  const headers = [
    'Subject: Bo calls Bob',
    'X-Name: 来自李明的电话',
    'Reason: SIP;text="Bo said no"',
    'P-Asserted-Identity: 李明 <sip:Bo@x>',
    'History-Info: <sip:y@x?Reason=SIP%3Btext%3D%22Bo%20left%22>;index=1',
  ]
  const shown = masked(invite({ from: 'Bo <sip:x@x>;tag=1', headers }))
  expect(shown).toContain('Subject: name-1 calls Bob')
  expect(shown).toContain('X-Name: 来自name-2的电话')
  expect(shown).toContain('Reason: SIP;text="name-1 said no"')
  expect(shown).toContain('P-Asserted-Identity: name-2 <sip:name-1@x>')
  expect(shown).toContain('text%3D%22name-1%20left%22')
})

test.each([
  'SIP',
  'INVITE',
  'Call-ID',
  'sip',
  'Via',
  'tag',
  '1',
  'c1',
  'From',
  '\\',
  '$&',
  '.*',
])('masked: nothing is lost of the call of somebody named %s', name => {
  const call = invite({ from: `"${name}" <sip:+15127770001@192.0.2.1>;tag=1`, headers: ['Reason: SIP;cause=200'] })
  const shown = readSip(masked(call))
  expect(shown?.method).toBe('INVITE')
  expect(shown?.callId).toBe('c1')
  expect(shown?.cseq).toEqual({ nth: 1, method: 'INVITE' })
  expect(header(shown ?? fail(), 'reason')).toBe('SIP;cause=200')
  expect(header(shown ?? fail(), 'from')).toBe('"name-1" <sip:number-1@address-2>;tag=1')
})

function fail(): never {
  throw new Error('no SIP any more')
}

test('masked: the command shows every message, and no address of a stranger', async () => {
  const here = box()
  try {
    const files = openTraceFiles(here.state, {
      fileBytes: 10_000,
      bytes: { calls: 40_000, other: 20_000 },
      days: 7,
    })
    const callId = 'a-long-call-id'
    const how = { callId, from: '"SIP" <sip:+15127770001@192.0.2.1>;tag=1' }
    // Longer with stand-ins than a message may be.
    const uri = `sip:box@192.0.2.1;x=${'1.1.1.1;'.repeat(58)}`
    for (const [t, d, first] of [
      [1000, 'in', `INVITE ${uri} SIP/2.0`],
      [1001, 'out', 'SIP/2.0 403 Not for +15127770001'],
      [1002, 'in', 'ACK sip:box@192.0.2.1 SIP/2.0'],
    ] as const)
      files.add('calls', { t, d, p: 'udp', a: '203.0.113.9:5060', c: callId, m: sipText(first, how) })
    files.close()
    const { out, code } = await here.run('trunks', 'trace', callId, '--mask')
    expect(code).toBe(0)
    expect(out).toMatch(/INVITE from address-\d+:5060/)
    expect(out).toMatch(/^ +address-\d+:5060 +box$/m)
    expect(out).toMatch(/-- INVITE/)
    expect(out).toMatch(/403 Not for number-1 --/)
    expect(out).toMatch(/-- ACK/)
    expect(out).toMatch(/\* The box refused it: 403 Not for number-1\./)
    expect(out).not.toMatch(/203\.0\.113|7770001/)
    for (const how of ['--raw', '--json']) {
      const { out: said } = await here.run('trunks', 'trace', callId, '--mask', how)
      expect(said).not.toMatch(/203\.0\.113|7770001|"SIP\\?" </)
      expect(said.match(/From: \\?"name-1/g)).toHaveLength(3)
    }
  } finally {
    here.remove()
  }
})
