// What comes from the network is read, or is nothing: it never breaks the reader, and no secret of it is kept.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readHep } from '../../src/sip/hep.ts'
import { header, partyOf, readSip, wordsOf } from '../../src/sip/message.ts'
import { mediaIn, mediaInShort, mediaInWords } from '../../src/sip/sdp.ts'
import { withoutSecrets } from '../../src/sip/without-secrets.ts'
import { DTMF, hep, sdp, sip, sipText } from './sip-of-tests.ts'

test('a report of Asterisk is read, and one without the key is nothing', () => {
  expect(readHep(hep('OPTIONS sip:x SIP/2.0'), 'k')).toEqual({
    ...{ at: 1_772_956_790_250, transport: 'udp', from: '192.0.2.1:5060', to: '198.51.100.7:5060' },
    text: 'OPTIONS sip:x SIP/2.0',
  })
  expect(readHep(hep('OPTIONS sip:x SIP/2.0'), 'other')).toBeNull()
})

test('any bytes, and any report with some bytes changed or cut off, break nothing', () => {
  const whole = hep(sipText('INVITE sip:a@b SIP/2.0', { body: sdp('RTP/AVP 0 101', DTMF) }))
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.nat(whole.length),
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
      (bytes, end, changes) => {
        const spoiled = Buffer.from(whole)
        for (const [at, byte] of changes) spoiled[at] = byte
        for (const packet of [Buffer.from(bytes), whole.subarray(0, end), spoiled]) {
          const reported = readHep(packet, 'k')
          const message = readSip(reported?.text ?? packet.toString('latin1'))
          if (message !== null) mediaIn(message.body)
          withoutSecrets(reported?.text ?? packet.toString('latin1'))
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('compact forms, any case and folded lines are the same headers', () => {
  const message = readSip(
    [
      'INVITE tel:+1512 SIP/2.0',
      'v: SIP/2.0/UDP x',
      'F: <sip:+1 @a>;tag=1',
      'T : <sip:b@c>',
      'I:abc',
      'cSeQ: 7',
      '\tINVITE',
      '',
      '',
    ].join('\r\n'),
  )
  expect(message).toMatchObject({ method: 'INVITE', callId: 'abc', cseq: { nth: 7, method: 'INVITE' } })
  expect(message === null ? '' : header(message, 'to')).toBe('<sip:b@c>')
})

test('numbers are found in the headers that carry them', () => {
  expect(partyOf('"Ann" <sip:+15125550101;npdi;rn=+1512@host:5060;user=phone>;tag=1')).toEqual({
    ...{ user: '+15125550101', host: 'host', name: 'Ann' },
  })
  expect(partyOf('<tel:+15125550101;phone-context=x>').user).toBe('+15125550101')
  expect(partyOf('sips:ann:secret@[2001:db8::1]:5061;transport=tls')).toMatchObject({ user: 'ann', host: '[2001:db8::1]' })
})

test('a refusal is told with all of its words', () => {
  const refused = sip('SIP/2.0 603 Network Blocked', { headers: ['Reason: Q.850;cause=21', 'Warning: 399 x "spam likely"'] })
  expect(wordsOf(refused)).toBe('603 Network Blocked; Reason: Q.850;cause=21; Warning: 399 x "spam likely"')
})

test('what is offered: codecs by number and by name, digits, encryption, hold', () => {
  const media = mediaIn(sdp('RTP/SAVP 9 18 96 101', 'a=rtpmap:96 opus/48000/2', DTMF, 'a=crypto:1 X inline:k', 'a=sendonly'))
  expect(media).toMatchObject({ codecs: ['G722', 'G729', 'opus'], telephoneEvent: true, encrypted: 'sdes', hold: true })
  expect(media === null ? '' : mediaInShort(media)).toBe('G722 G729 opus +dtmf srtp hold')
  expect(media === null ? '' : mediaInWords(media)).toBe('G722, G729, opus, encrypted (SRTP)')
  expect(mediaIn(`--x\r\nContent-Type: application/sdp\r\n\r\n${sdp('RTP/AVP 0')}--x--`)).toMatchObject({
    codecs: ['PCMU'],
    telephoneEvent: false,
  })
  expect(mediaIn('hello')).toBeNull()
})

test('no password, key, typed digit or text is kept', () => {
  const kept = withoutSecrets(
    sipText('INVITE sip:a@b SIP/2.0', {
      from: '<sip:ann:hunter2@host>',
      headers: [
        'Authorization: Digest username="ann", realm="r", nonce="n1", response="5ec2e7"',
        'proxy-authorization : Digest username="ann", realm="r",',
        ' response="5ec2e8"',
        'X-Copy: Digest response="5ec2e9"',
        'Authorization: Basic YW5uOmh1bnRlcjI=',
      ],
      body: sdp('RTP/SAVP 0', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:S3CRET|2^20', 'k=clear:S3CRET', 'a=ice-pwd:S3CRET'),
    }),
  )
  expect(kept).not.toMatch(/5ec2e|hunter2|S3CRET|YW5u/)
  expect(kept).toMatch(/Authorization: Digest username="ann" realm="r" \(rest not kept\)/)
  expect(kept).toMatch(/a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\(not kept\)/)
  const digits = withoutSecrets(sipText('INFO sip:a@b SIP/2.0', { body: 'Signal=4\r\nDuration=160\r\n' }))
  expect(digits).not.toContain('Signal')
  expect(withoutSecrets(sipText('MESSAGE sip:a@b SIP/2.0', { body: 'water at +15127770001' }))).toContain(
    '(body of 21 characters not kept)',
  )
})

test('a name in quotes may hold an address, or quotes', () => {
  expect(partyOf('"Ann <sip:1@x>" <sip:+15125550101@host>')).toMatchObject({ user: '+15125550101', host: 'host' })
  expect(partyOf('"Ann \\"Annie\\" Lee" <tel:+15125550101>')).toMatchObject({ user: '+15125550101', name: 'Ann \\"Annie\\" Lee' })
})

test('audio that is offered twice, encrypted and not: that which is not refused counts', () => {
  const twice = sdp('RTP/SAVP 0 101', DTMF).replace('9000 RTP/SAVP 0 101', '0 RTP/SAVP 0')
  expect(mediaIn(`${twice}m=audio 9002 RTP/AVP 8 101\r\n${DTMF}\r\n`)).toMatchObject({
    ...{ codecs: ['PCMA'], telephoneEvent: true, refused: false, address: '192.0.2.1:9002' },
  })
  expect(mediaIn(twice)).toMatchObject({ refused: true })
})
