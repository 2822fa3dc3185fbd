// What somebody who knows SIP would say after a look at a dialog: refusals with their words, no answer, credentials, digits, audio. Pure.
import { header, wordsOf } from '../../sip/message.ts'
import { type Media, mediaIn, mediaInWords } from '../../sip/sdp.ts'
import type { Dialog, TracedMessage } from './dialogs.ts'
import { reasonInWords } from './ladder.ts'

export function worthNoticing(dialog: Dialog, name: string): string[] {
  return [...refusals(dialog, name), ...silence(dialog, name), ...audio(dialog, name), ...end(dialog, name)]
}

const isChallenge = ({ sip }: TracedMessage): boolean => sip.status === 401 || sip.status === 407

function refusals({ messages, way }: Dialog, name: string): string[] {
  const first = messages.find(({ sip }) => sip.method !== null)?.sip
  if (first === undefined) return []
  const refused = messages.filter(({ sip }) => sip.status >= 400 && sip.cseq.method === first.method)
  const last = refused.at(-1)
  if (last === undefined) return []
  const by = way === 'out' ? name : 'The box'
  if (isChallenge(last)) {
    const authorized = messages.filter(({ sip }) => sip.method !== null && isAuthorized(sip))
    const answered = messages.some(({ sip, at }) => sip.status >= 200 && sip.status < 300 && at >= last.at)
    if (answered) return []
    if (way === 'in' && authorized.length === 0)
      return [`${by} asked for a password (${last.sip.status}), and nothing more came: this address is no trunk's, or a scanner.`]
    return authorized.length === 0
      ? [`${by} asked for a password (${last.sip.status}), and nothing more was sent: the trunk has no credentials in the rules.`]
      : [`${by} refused the password (${last.sip.status} again): user, password or realm is wrong.`]
  }
  if (last.sip.status === 487) return []
  const offer = [488, 415, 606].includes(last.sip.status) ? firstMedia(messages) : null
  if (offer !== null) return [`${by} refused the audio that was offered (${last.sip.status}): ${mediaInWords(offer)}.`]
  return [`${by} refused it: ${wordsOf(last.sip)}.`]
}

function isAuthorized(sip: TracedMessage['sip']): boolean {
  return header(sip, 'authorization') !== '' || header(sip, 'proxy-authorization') !== ''
}

function silence({ messages, way }: Dialog, name: string): string[] {
  const requests = messages.filter(({ sip, way: sent }) => sip.method !== null && sip.method !== 'ACK' && sent === way)
  const [first] = requests
  if (first === undefined) return []
  const again = requests.filter(({ sip }) => sip.method === first.sip.method && sip.cseq.nth === first.sip.cseq.nth)
  const answered = messages.some(({ sip }) => sip.method === null && sip.cseq.nth === first.sip.cseq.nth)
  const who = way === 'out' ? name : 'The box'
  if (!answered) {
    const often = again.length === 1 ? 'sent once' : `sent ${again.length} times`
    return [`${who} never answered the ${first.sip.method} (${often}): a wrong address, a firewall, or it is down.`]
  }
  const accepted = messages.filter(({ sip }) => sip.status >= 200 && sip.status < 300 && sip.cseq.method === 'INVITE')
  const acknowledged = messages.some(({ sip }) => sip.method === 'ACK')
  if (accepted.length > 1 && !acknowledged)
    return [`The answer was sent ${accepted.length} times and never acknowledged: an ACK gets lost, look at NAT and Contact.`]
  return []
}

function firstMedia(messages: readonly TracedMessage[]): Media | null {
  return messages.map(({ sip }) => mediaIn(sip.body)).find(media => media !== null) ?? null
}

function audio({ messages, way }: Dialog, name: string): string[] {
  const answer = messages.find(({ sip }) => sip.status >= 200 && sip.status < 300 && sip.cseq.method === 'INVITE')
  if (answer === undefined) return []
  const said = (by: 'in' | 'out'): { media: Media; peer: string } | null => {
    for (const { sip, way: sent, peer } of messages) {
      const media = sent === by ? mediaIn(sip.body) : null
      if (media !== null) return { media, peer }
    }
    return null
  }
  const [theirs, ours] = [said('in'), said('out')]
  const what = way === 'in' ? 'offer' : 'answer'
  return [
    ...(theirs !== null && ours !== null && !theirs.media.telephoneEvent
      ? [`No telephone-event in the ${what} of ${name}: its keys do not come as RFC 4733.`]
      : []),
    ...(theirs !== null && ours !== null && !ours.media.telephoneEvent
      ? [`The box says no telephone-event to ${name}: keys come in band, or as INFO.`]
      : []),
    ...(theirs !== null && isPrivate(theirs.media.address) && !isPrivate(theirs.peer)
      ? [`${name} wants its audio at ${theirs.media.address}, a private address: expect audio one way only.`]
      : []),
    ...(theirs !== null && ours !== null && isPrivate(ours.media.address) && !isPrivate(ours.peer)
      ? [`The box told ${name} to send audio to ${ours.media.address}, a private address: expect audio one way only.`]
      : []),
  ]
}

function isPrivate(address: string): boolean {
  return /^(0\.0\.0\.0|10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(
    address,
  )
}

function end({ messages }: Dialog, name: string): string[] {
  const bye = messages.find(({ sip }) => sip.method === 'BYE' || sip.method === 'CANCEL')
  if (bye === undefined) return []
  const reason = header(bye.sip, 'reason')
  const why = reason === '' ? '' : ` (${reasonInWords(reason)})`
  const what = bye.sip.method === 'BYE' ? 'ended the call' : 'took the call back'
  return [bye.way === 'in' ? `${name} ${what}${why}.` : `The box ${what} with ${name}${why}.`]
}
