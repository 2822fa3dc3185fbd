// SIP as people read it: the ladder letter for letter, what is worth noticing, and a trace without who it is about.
import { expect, test } from 'vitest'
import { ladder } from '../../src/cli/trunks/ladder.ts'
import { maskFor } from '../../src/cli/trunks/masking.ts'
import { worthNoticing } from '../../src/cli/trunks/worth-noticing.ts'
import { DTMF, dialog, sdp } from '../sip/sip-of-tests.ts'

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
  const shown = maskFor([text])(text.messages[0]?.text ?? '')
  expect(shown).not.toMatch(/7770001|777-0001|5550101|Ann|Lee|Roe|192\.0\.2|2001:db8/)
  const [called] = /(?<=INVITE sip:)number-\d/.exec(shown) ?? []
  const [calling] = /(?<=<sip:)number-\d/.exec(shown) ?? []
  expect(shown).toMatch(new RegExp(`^P-Asserted-Identity: .*<tel:${calling}>`, 'm'))
  expect(shown).toMatch(new RegExp(`To: <sip:${called}@`))
  expect(shown.match(/address-1/g)?.length).toBeGreaterThan(0)
})
