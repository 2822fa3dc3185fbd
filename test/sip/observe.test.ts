// What the daemon learns of a trunk from its SIP: registration, whether it answers, refusals with their words, digits, strangers.
import { expect, test } from 'vitest'
import type { SipMessage } from '../../src/sip/message.ts'
import { type SipNews, type TrunkSeen, telephoneEvents } from '../../src/sip/news.ts'
import { openObserver } from '../../src/sip/observe.ts'
import { openPeers } from '../../src/sip/peers.ts'
import { DTMF, sdp, sip } from './sip-of-tests.ts'

const CARRIER = '192.0.2.10:5060'

function watching() {
  const news: SipNews[] = []
  const peers = openPeers([
    { id: 'carrier-a', host: 'sip.carrier.example', match: ['192.0.2.0/28'], users: ['box'] },
    { id: 'named', host: 'sip.named.example', match: [] },
    { id: 'second', host: '192.0.2.10', match: ['192.0.2.10'], users: ['other'] },
  ])
  const observer = openObserver(peers, new Map(), one => void news.push(one))
  return {
    news,
    observer,
    hear: (at: number, way: 'in' | 'out', message: SipMessage, peer = CARRIER) =>
      observer.see({ at, way, transport: 'udp', peer, message }),
    trunk: (id = 'carrier-a'): TrunkSeen | undefined => observer.trunks.get(id),
  }
}

const register = (headers: readonly string[] = [], nth = 1) =>
  sip('REGISTER sip:sip.carrier.example SIP/2.0', {
    cseq: `${nth} REGISTER`,
    callId: 'r',
    headers,
    from: '<sip:box@x>;tag=1',
    to: '<sip:box@x>',
  })
const answer = (line: string, nth = 1, headers: readonly string[] = []) =>
  sip(`SIP/2.0 ${line}`, { cseq: `${nth} REGISTER`, callId: 'r', headers, from: '<sip:box@x>;tag=1', to: '<sip:box@x>;tag=2' })

test('a registration: challenged, held since its first answer, renewed, refused with its words', () => {
  const { hear, trunk } = watching()
  hear(0, 'out', register())
  hear(10, 'in', answer('401 Unauthorized'))
  expect(trunk()).toMatchObject({ registered: null, notRegistered: null, lastRefusal: null })
  hear(20, 'out', register(['Authorization: Digest username="box"'], 2))
  // It also names where the box was registered from before its address changed.
  hear(30, 'in', answer('200 OK', 2, ['Contact: <sip:box@old>;expires=7, <sip:box@x>;expires=60']))
  expect(trunk()?.registered).toEqual({ since: 30, last: 30, until: 60_030 })
  hear(50_000, 'out', register(['Authorization: Digest username="box"'], 3))
  hear(50_010, 'in', answer('200 OK', 3, ['Expires: 60']))
  expect(trunk()?.registered).toEqual({ since: 30, last: 50_010, until: 110_010 })
  hear(100_000, 'out', register(['Authorization: Digest username="box"'], 4))
  hear(100_010, 'in', answer('403 Account suspended', 4))
  expect(trunk()).toMatchObject({ registered: null, notRegistered: { since: 100_010, words: '403 Account suspended' } })
  expect(trunk()?.lastRefusal).toMatchObject({ method: 'REGISTER', words: '403 Account suspended' })
})

test('a registration that nobody answers', () => {
  const { hear, observer, trunk } = watching()
  for (const at of [0, 500, 1500]) hear(at, 'out', register())
  observer.look(40_000)
  expect(trunk()?.notRegistered).toEqual({ since: 0, words: 'no answer, sent 3 times' })
})

test('whether it is there: how fast it answers, and since when it does not', () => {
  const { hear, observer, trunk } = watching()
  const options = (callId: string) => sip('OPTIONS sip:sip.carrier.example SIP/2.0', { callId })
  hear(0, 'out', options('o1'))
  hear(25, 'in', sip('SIP/2.0 404 Not Found', { callId: 'o1', cseq: '1 OPTIONS' }))
  expect(trunk()).toMatchObject({ qualify: { at: 25, ms: 25, words: '404 Not Found' }, unanswered: null, lastRefusal: null })
  for (const [n, at] of [10_000, 40_000].entries()) {
    hear(at, 'out', options(`o${n + 2}`))
    observer.look(at + 5000)
  }
  expect(trunk()?.unanswered).toEqual({ since: 10_000, times: 2 })
  hear(70_000, 'out', options('o9'))
  hear(70_001, 'in', sip('SIP/2.0 200 OK', { callId: 'o9', cseq: '1 OPTIONS' }))
  expect(trunk()?.unanswered).toBeNull()
})

test('a call that it refuses is told; busy, one that we took back, and who pushes it away, say nothing of it', () => {
  const { hear, trunk } = watching()
  const invite = (callId: string) => sip('INVITE sip:+15125550151@sip.carrier.example SIP/2.0', { callId })
  for (const line of ['486 Busy Here', '487 Request Terminated', '100 Trying', '302 Moved']) {
    hear(0, 'out', invite(line))
    hear(1, 'in', sip(`SIP/2.0 ${line}`, { callId: line }))
  }
  hear(2, 'out', invite('rings'))
  for (const line of ['183 Session Progress', '603 Decline']) hear(3, 'in', sip(`SIP/2.0 ${line}`, { callId: 'rings' }))
  expect(trunk()?.lastRefusal).toBeNull()
  hear(5, 'out', invite('c9'))
  hear(6, 'in', sip('SIP/2.0 603 Network Blocked', { callId: 'c9', headers: ['Reason: SIP;cause=607'] }))
  expect(trunk()?.lastRefusal).toMatchObject({ way: 'out', words: '603 Network Blocked; Reason: SIP;cause=607', callId: 'c9' })
})

test('a name is known by the addresses that Asterisk sends to, and two at one address by their users', () => {
  const { hear, trunk } = watching()
  hear(0, 'out', sip('OPTIONS sip:sip.named.example SIP/2.0', { callId: 'n' }), '203.0.113.5:5060')
  hear(3, 'in', sip('SIP/2.0 200 OK', { callId: 'n', cseq: '1 OPTIONS' }), '203.0.113.5:5060')
  expect(trunk('named')?.qualify?.ms).toBe(3)
  const from = '<sip:other@x>;tag=1'
  expect(hear(9, 'in', sip('INVITE sip:1@box SIP/2.0', { callId: 'x', from })).trunk).toBe('second')
  expect(hear(9, 'in', sip('INVITE sip:1@box SIP/2.0', { callId: 'y' })).trunk).toBe('carrier-a')
})

test('our own refusal for the media names what was offered', () => {
  const { hear, news, trunk } = watching()
  hear(0, 'in', sip('INVITE sip:+15125550101@box SIP/2.0', { callId: 'm', body: sdp('RTP/AVP 18 101', DTMF) }))
  hear(1, 'out', sip('SIP/2.0 488 Not Acceptable Here', { callId: 'm' }))
  expect(news).toContainEqual({
    type: 'media-refused',
    refused: {
      ...{ trunk: 'carrier-a', at: 1, status: 488, callId: 'm', line: '+15125550101', caller: '+15127770001' },
      offered: 'G729, unencrypted',
    },
  })
  expect(trunk()?.lastRefusal).toMatchObject({ way: 'in', words: '488 Not Acceptable Here' })
})

test('digits by RFC 4733 need both sides, whoever makes the offer', () => {
  const [withDigits, without] = [sdp('RTP/AVP 0 101', DTMF), sdp('RTP/AVP 0')]
  for (const [offer, said, expected] of [
    [withDigits, withDigits, true],
    [withDigits, without, false],
    [without, withDigits, false],
  ] as const) {
    const { hear, news } = watching()
    hear(0, 'out', sip('INVITE sip:1@sip.carrier.example SIP/2.0', { body: offer }))
    hear(1, 'in', sip('SIP/2.0 183 Session Progress', { body: said }))
    hear(2, 'in', sip('SIP/2.0 200 OK', { body: said }))
    const told = news.filter(one => one.type === 'media')
    expect(told).toHaveLength(1)
    expect(told[0] && telephoneEvents(told[0].media)).toBe(expected)
  }
  const { hear, news } = watching()
  hear(0, 'out', sip('INVITE sip:1@sip.carrier.example SIP/2.0'))
  hear(1, 'in', sip('SIP/2.0 200 OK', { body: withDigits }))
  hear(2, 'out', sip('ACK sip:1@sip.carrier.example SIP/2.0', { body: without }))
  expect(news.filter(one => one.type === 'media')).toMatchObject([
    { media: { offeredBy: 'them', answer: { telephoneEvent: false } } },
  ])
})

test('who is refused is counted by address; a telephone that then says its password is no stranger', () => {
  const { hear, observer, news } = watching()
  const phone = '203.0.113.20:5060'
  hear(0, 'in', register(), phone)
  hear(1, 'out', answer('401 Unauthorized'), phone)
  hear(2, 'in', register(['Authorization: Digest username="x"'], 2), phone)
  hear(3, 'out', answer('200 OK', 2), phone)
  for (let n = 0; n < 2500; n++) {
    const peer = `203.0.${100 + Math.floor(n / 250)}.${n % 250}:5060`
    const how = { callId: `s${n}`, from: '<sip:100@x>;tag=1' }
    expect(hear(10, 'in', sip('OPTIONS sip:100@box SIP/2.0', how), peer)).toEqual({ trunk: null, stranger: peer !== phone })
    hear(11, 'out', sip('SIP/2.0 401 Unauthorized', { ...how, cseq: '1 OPTIONS' }), peer)
  }
  observer.look(6000)
  const [told] = news.filter(one => one.type === 'strangers')
  const refused = told?.type === 'strangers' ? told.refused : []
  expect(refused.length).toBeLessThanOrEqual(1001)
  expect(refused.reduce((sum, [, times]) => sum + times, 0)).toBe(2500)
  expect(refused.map(([address]) => address)).not.toContain('203.0.113.20')
})

const OAK = '<sip:oak@box>;tag=1'
const digest = (user: string) => `Authorization: Digest username="${user}", response="0"`

function loggingIn() {
  const news: SipNews[] = []
  const peers = openPeers([
    { id: 'oak-pbx', host: null, match: [], users: ['oak'], login: 'oak' },
    { id: 'elm-pbx', host: null, match: [], users: ['elm'], login: 'elm' },
  ])
  const observer = openObserver(peers, new Map(), one => void news.push(one))
  const asks = (at: number, peer: string, user: string, answer: string, headers: readonly string[] = []) => {
    const party = OAK.replace('oak', user)
    const how = { callId: `${peer}${at}`, from: party, to: party, cseq: '1 REGISTER' }
    observer.see({
      at,
      way: 'in',
      transport: 'tls',
      peer,
      message: sip('REGISTER sip:box SIP/2.0', { ...how, headers: [digest(user)] }),
    })
    observer.see({ at: at + 1, way: 'out', transport: 'tls', peer, message: sip(`SIP/2.0 ${answer}`, { ...how, headers }) })
  }
  return { news, observer, asks }
}

test('a trunk that logs in is known by where it registered from, also two behind one router; it may log out', () => {
  const { observer, asks } = loggingIn()
  asks(0, '203.0.113.5:40001', 'oak', '200 OK', ['Contact: <sip:oak@10.0.0.5>;expires=60'])
  asks(5, '203.0.113.5:40002', 'elm', '200 OK', ['Contact: <sip:elm@10.0.0.6>;expires=60'])
  expect(observer.trunks.get('oak-pbx')).toMatchObject({
    ...{ transport: 'tls', address: '203.0.113.5:40001', registered: { since: 1, last: 1, until: 60_001 } },
  })
  const invite = (peer: string) =>
    observer.see({ at: 9, way: 'in', transport: 'tls', peer, message: sip('INVITE sip:1@box SIP/2.0', { callId: peer }) })
  expect(invite('203.0.113.5:40001')).toEqual({ trunk: 'oak-pbx', stranger: false })
  expect(invite('203.0.113.5:40002')).toEqual({ trunk: 'elm-pbx', stranger: false })
  asks(50, '203.0.113.5:40001', 'oak', '200 OK')
  expect(observer.trunks.get('oak-pbx')).toMatchObject({ registered: null, notRegistered: { words: 'it logged out' } })
})

test('a wrong password is one that is challenged once more; an old nonce is none', () => {
  const { news, observer, asks } = loggingIn()
  asks(0, '203.0.113.9:5060', 'oak', '401 Unauthorized', ['WWW-Authenticate: Digest realm="a", nonce="2", stale=true'])
  asks(10, '203.0.113.9:5060', 'oak', '401 Unauthorized', ['WWW-Authenticate: Digest realm="a", nonce="3"'])
  asks(20, '203.0.113.9:5060', 'oak', '401 Unauthorized', ['WWW-Authenticate: Digest realm="a", nonce="4"'])
  asks(30, '203.0.113.5:5060', 'elm', '200 OK', ['Contact: <sip:elm@10.0.0.6>;expires=60'])
  observer.look(5000)
  expect(news.filter(one => one.type === 'passwords')).toEqual([
    {
      type: 'passwords',
      passwords: [
        { right: false, user: 'oak', address: '203.0.113.9', at: 21, times: 2 },
        { right: true, user: 'elm', address: '203.0.113.5', at: 31, times: 1 },
      ],
    },
  ])
})
