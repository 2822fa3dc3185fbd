// One ARI event becomes one input of the core, or nothing, with the reason. Pure: called by connect.ts for every event.
// What has to be remembered between events (fax tones, known numbers) comes in as `known`; remember.ts keeps it.

import type { Input } from '../core/world/inputs.ts'
import { isOurLeg } from '../core/world/our-legs.ts'
import { readArrival } from './arrival.ts'
import { decoded, plainText, usefulNumber } from './arrival-words.ts'
import type { AriChannel, AriEvent } from './shapes.ts'

export interface Known {
  /** Hash of the plan in force. */
  readonly planHash: string
  /** 0 to 9, for in-band confirmation. */
  readonly dice: () => number
  /** Whether a fax tone was heard on this channel. */
  readonly fax: (channel: string) => boolean
  /** The caller's number as it was last told, or undefined when it was never told. */
  readonly number: (channel: string) => string | null | undefined
  /** The cause with which it was asked to hang up, or undefined. */
  readonly hangUp: (channel: string) => number | undefined
  /** Whether its last key was the one before heard once more. */
  readonly again: (channel: string) => boolean
}

/** `hangUp`: a channel that has no business in the application. */
export type Translated =
  | Input
  | { readonly ignored: string }
  /** Out of the application, for whatever reason. */
  | { readonly left: string }
  | { readonly hangUp: string; readonly reason: string }

export function translate(event: AriEvent, known: Known): Translated {
  switch (event.type) {
    case 'StasisStart':
      return event.replace_channel
        ? { hangUp: event.channel.id, reason: `replaces ${event.replace_channel.id}: somebody tried a transfer (REFER)` }
        : entered(event.channel, event.args, known)
    case 'StasisEnd':
      return outOfApplication(event.channel.id, known)
    case 'ChannelHangupRequest':
      return { ignored: 'the end follows' }
    case 'ChannelDtmfReceived':
      return /^[0-9*#A-D]$/.test(event.digit)
        ? { type: 'digit', channel: event.channel.id, digit: event.digit, ...(known.again(event.channel.id) && { again: true }) }
        : { ignored: 'not a key of a telephone' }
    case 'ChannelTalkingStarted':
      return voice(event.channel.id, 'began')
    case 'ChannelTalkingFinished':
      return voice(event.channel.id, 'ended')
    case 'ChannelDestroyed':
      return {
        type: 'ended',
        channel: event.channel.id,
        cause: event.cause,
        sip: event.tech_cause !== undefined && event.tech_cause >= 300 && event.tech_cause <= 699 ? event.tech_cause : null,
        fax: known.fax(event.channel.id),
      }
    case 'Dial':
      if (event.dialstatus === 'ANSWER') return memberAnswered(event.caller, event.peer)
      return /^(RINGING|PROGRESS)$/.test(event.dialstatus) ? ringing(event.peer.id) : { ignored: 'dialling says nothing new' }
    case 'ChannelCallerId':
      // Bits 5 and 6: presentation restricted, number unavailable (Q.931, 4.5.10).
      return renumbered(event.channel, (event.caller_presentation & 0x60) === 0 ? event.channel.caller.number : '', known)
    case 'ChannelEnteredBridge':
      if (!event.channel) return { ignored: 'no channel named' }
      // A queue bridges its caller with a member; all other bridges are ours.
      return event.channel.dialplan.app_name === 'Queue'
        ? { type: 'officeAnswered', channel: event.channel.id, member: null }
        : { type: 'enteredBridge', channel: event.channel.id, bridge: event.bridge.id }
    case 'ChannelLeftBridge':
      if (!event.channel) return { ignored: 'no channel named' }
      return event.channel.dialplan.app_name === 'Queue'
        ? { ignored: 'the talk with the office is over; the end of the channel follows' }
        : { type: 'leftBridge', channel: event.channel.id, bridge: event.bridge.id }
    case 'PlaybackFinished': {
      const channel = channelOf(event.playback.target_uri)
      return channel === null
        ? { ignored: 'a playback that was not to a channel' }
        : { type: 'playbackFinished', channel, playback: event.playback.id, ok: event.playback.state !== 'failed' }
    }
    case 'RecordingFinished': {
      const channel = channelOf(event.recording.target_uri)
      if (channel === null) return { ignored: 'a recording that was not of a channel' }
      const { name, duration, talking_duration: talking } = event.recording
      const speechMs = talking === undefined ? null : Math.max(0, talking) * 1000
      return { type: 'recordingFinished', channel, recording: name, ms: Math.max(0, duration ?? 0) * 1000, speechMs }
    }
    case 'RecordingFailed': {
      const channel = channelOf(event.recording.target_uri)
      if (channel === null) return { ignored: 'a recording that was not of a channel' }
      const reason = plainText(event.recording.cause ?? '') ?? 'the PBX gave no reason'
      return { type: 'recordingFailed', channel, recording: event.recording.name, reason }
    }
    case 'ApplicationReplaced':
      return { ignored: 'about the application, not about a call' }
  }
}

/** A channel in our application, by the arguments that the dialplan gave it. Also used for arrivals that a snapshot finds. */
export function entered(channel: AriChannel, args: readonly string[], known: Pick<Known, 'planHash' | 'dice'>): Translated {
  const [what, ...rest] = args
  switch (what) {
    case 'arrive':
      return { type: 'arrived', channel: channel.id, ...readArrival(channel.name, rest), plan: known.planHash }
    case 'returned': {
      const [from, status] = rest
      if (from === 'queue') return { type: 'returned', channel: channel.id, from, queueStatus: plainText(decoded(status)) }
      if (from === 'deadman') return { type: 'returned', channel: channel.id, from, queueStatus: null }
      return { hangUp: channel.id, reason: 'returned from a place that is not ours' }
    }
    case 'fax':
      return { hangUp: channel.id, reason: 'a fax machine' }
    case 'leg':
      return !isOurLeg(channel.id)
        ? { hangUp: channel.id, reason: 'an answered leg that nobody dialled' }
        : { type: 'legAnswered', channel: channel.id, dice: known.dice() }
    case undefined:
    case '':
      return { hangUp: channel.id, reason: 'entered without arguments: somebody tried a transfer (REFER)' }
    default:
      return { hangUp: channel.id, reason: 'entered with arguments that are not ours' }
  }
}

/** A leg tells its own end, with the cause of its network. */
function outOfApplication(channel: string, known: Known): Translated {
  if (isOurLeg(channel)) return { ignored: 'the end of a leg is told apart' }
  const cause = known.hangUp(channel)
  if (cause === undefined) return { left: channel }
  return { type: 'ended', channel, cause, sip: null, fax: known.fax(channel) }
}

function ringing(channel: string): Translated {
  return !isOurLeg(channel) ? { ignored: 'rings, but is no leg of ours' } : { type: 'legRinging', channel }
}

/** The queue dials its members for the caller: `PJSIP/desk-0000002f` is the telephone PJSIP/desk. */
function memberAnswered(caller: AriChannel | undefined, member: AriChannel): Translated {
  if (caller?.dialplan.app_name !== 'Queue') return { ignored: 'answers outside the office queue' }
  return { type: 'officeAnswered', channel: caller.id, member: plainText(member.name.replace(/-[0-9a-f]{8}$/, '')) }
}

function voice(channel: string, now: 'began' | 'ended'): Translated {
  return isOurLeg(channel) ? { type: 'voice', channel, now } : { ignored: 'speaks, but is no leg of ours' }
}

function renumbered(channel: AriChannel, told: string, known: Known): Translated {
  if (isOurLeg(channel.id)) return { ignored: 'who a leg shows is our own doing' }
  const number = usefulNumber(told)
  const before = known.number(channel.id)
  if (before === undefined) return { ignored: 'the number of a channel that did not arrive' }
  // Asterisk does not know every way of withholding a number that arrival.ts knows, so what it tells later proves nothing.
  if (before === null) return { ignored: 'may be withheld' }
  return number === before ? { ignored: 'the number is the same' } : { type: 'numberChanged', channel: channel.id, number }
}

function channelOf(uri: string): string | null {
  return uri.startsWith('channel:') && uri.length > 8 ? uri.slice(8) : null
}
