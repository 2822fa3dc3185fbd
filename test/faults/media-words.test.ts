// The alarm of a call that was refused for its media says which key of the trunk lets it in, or what to ask the carrier for.
import { expect, test } from 'vitest'
import { mediaWords } from '../../src/daemon/media-words.ts'

const words = (offered: string): string => mediaWords({ trunk: 'oak', offered, status: 488 })

test.each([
  ['G722, unencrypted', '`codecs: [g722]`'],
  ['opus, G722, unencrypted', '`codecs: [opus, g722]`'],
  ['PCMU, encrypted (SRTP)', '`media: srtp` (or `either`)'],
  ['G722, encrypted (SRTP)', '`media: srtp` (or `either`) and `codecs: [g722]`'],
  ['PCMU, PCMA, unencrypted', '`media: either`'],
  ['G729, unencrypted', 'the box has no G.729 decoder: ask the carrier for ulaw or alaw'],
  ['G723, unencrypted', 'ask the carrier for ulaw or alaw'],
  ['opus, encrypted (SRTP) with DTLS keys', 'ask the carrier for SDES'],
  ['nothing that could be read as audio', 'ask the carrier for ulaw or alaw'],
])('%s: %s', (offered, remedy) => {
  expect(words(offered)).toContain(remedy)
  expect(words(offered)).toContain(`trunk oak offers only ${offered}: its calls are refused with 488`)
})

test('what the rules cannot name is not offered as a remedy', () => {
  expect(words('G729, unencrypted')).not.toContain('codecs:')
})
