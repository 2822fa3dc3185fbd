// What is to be done when a call is refused for its media: the alarm's words. `offered` is as src/sip/sdp.ts writes it: `G729, unencrypted`.
// Pure. Called by alarms-of-facts.ts.
import type { Fact } from '../core/world/facts.ts'

type MediaRefused = Pick<Extract<Fact, { kind: 'media-refused' }>, 'trunk' | 'offered' | 'status'>

/** As SDP names what the rules can name. */
const IN_RULES: Readonly<Record<string, string>> = { PCMU: 'ulaw', PCMA: 'alaw', G722: 'g722', OPUS: 'opus', GSM: 'gsm' }

export function mediaWords({ trunk, offered, status }: MediaRefused): string {
  const what = `trunk ${trunk} offers only ${offered}: its calls are refused with ${status}`
  return `${what}; ${remedy(offered)} (nightbell trunks trace ${trunk})`
}

function remedy(offered: string): string {
  const names = offered.split(', ').map(name => name.toUpperCase())
  const known = names.flatMap(name => IN_RULES[name] ?? [])
  if (offered.includes('DTLS'))
    return 'the box speaks SRTP with keys in the SDP (SDES) only: ask the carrier for SDES, or for plain RTP'
  if (known.length === 0) {
    const g729 = names.includes('G729') ? 'the box has no G.729 decoder: ' : 'the box can use none of these: '
    return `${g729}ask the carrier for ulaw or alaw (PCMU, PCMA)`
  }
  const codecs = `\`codecs: [${known.join(', ')}]\``
  if (offered.includes('SRTP')) {
    const more = known.some(isUsual) ? '' : ` and ${codecs}`
    return `write \`media: srtp\` (or \`either\`)${more} under the trunk, or ask the carrier for plain RTP`
  }
  if (known.some(isUsual))
    return `write \`media: either\` in place of \`srtp\` under the trunk, or ${codecs} where it has others; where it has neither, Asterisk had no port for audio left (render --rtp)`
  return `write ${codecs} under the trunk, or ask the carrier for ulaw or alaw`
}

/** What a trunk without `codecs` takes. */
function isUsual(codec: string): boolean {
  return codec === 'ulaw' || codec === 'alaw'
}
