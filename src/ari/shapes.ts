// The shapes of the ARI events and objects that are used: nothing but the fields that are read, everything else is dropped.
// Source: Asterisk 22, rest-api/api-docs/*.json, and what the running PBX sends (`tech_cause` is in no published type).
import { z } from 'zod'

const channel = z.object({
  id: z.string(),
  name: z.string().default(''),
  state: z.string().default(''),
  /** Of SIP: the Call-ID. */
  protocol_id: z.string().default(''),
  caller: z.object({ name: z.string().default(''), number: z.string().default('') }).default({ name: '', number: '' }),
  dialplan: z
    .object({ context: z.string().default(''), app_name: z.string().default(''), app_data: z.string().default('') })
    .default({ context: '', app_name: '', app_data: '' }),
})
export type AriChannel = z.infer<typeof channel>

const bridge = z.object({ id: z.string(), bridge_class: z.string().default(''), channels: z.array(z.string()).default([]) })
const recording = z.object({
  name: z.string(),
  target_uri: z.string().default(''),
  duration: z.number().optional(),
  talking_duration: z.number().optional(),
  cause: z.string().optional(),
})

const playback = z.object({ id: z.string(), target_uri: z.string().default(''), state: z.string().default('') })

/** Q.850: one of the two hung up. */
const NORMAL = 16

/** One schema for each event in use; the names are also the event filter that Asterisk is given. */
export const EVENTS = {
  StasisStart: z.object({
    type: z.literal('StasisStart'),
    args: z.array(z.string()).default([]),
    channel,
    replace_channel: channel.optional(),
  }),
  StasisEnd: z.object({ type: z.literal('StasisEnd'), channel }),
  ChannelHangupRequest: z.object({ type: z.literal('ChannelHangupRequest'), cause: z.number().default(NORMAL), channel }),
  ChannelDtmfReceived: z.object({
    type: z.literal('ChannelDtmfReceived'),
    digit: z.string(),
    /** When it ended, by Asterisk's clock. */
    timestamp: z.string().optional(),
    channel,
  }),
  ChannelTalkingStarted: z.object({ type: z.literal('ChannelTalkingStarted'), channel }),
  ChannelTalkingFinished: z.object({ type: z.literal('ChannelTalkingFinished'), channel }),
  ChannelDestroyed: z.object({
    type: z.literal('ChannelDestroyed'),
    cause: z.number().default(0),
    tech_cause: z.number().optional(),
    channel,
  }),
  ChannelCallerId: z.object({ type: z.literal('ChannelCallerId'), caller_presentation: z.number().default(0), channel }),
  ChannelEnteredBridge: z.object({ type: z.literal('ChannelEnteredBridge'), bridge, channel: channel.optional() }),
  ChannelLeftBridge: z.object({ type: z.literal('ChannelLeftBridge'), bridge, channel: channel.optional() }),
  Dial: z.object({ type: z.literal('Dial'), dialstatus: z.string().default(''), peer: channel, caller: channel.optional() }),
  PlaybackFinished: z.object({ type: z.literal('PlaybackFinished'), playback }),
  RecordingFinished: z.object({ type: z.literal('RecordingFinished'), recording }),
  RecordingFailed: z.object({ type: z.literal('RecordingFailed'), recording }),
  ApplicationReplaced: z.object({ type: z.literal('ApplicationReplaced') }),
} as const

export type EventName = keyof typeof EVENTS
export type AriEvent = { [N in EventName]: z.infer<(typeof EVENTS)[N]> }[EventName]

export const CHANNELS = z.array(channel)
export const BRIDGES = z.array(bridge)
export const CHANNEL = channel
export const INFO = z.object({
  system: z.object({ version: z.string() }),
  status: z.object({ startup_time: z.string() }),
})

/** An event of a known type and shape, or why it is none. */
export function eventOf(json: unknown): AriEvent | { readonly ignored: string } {
  const type = typeof json === 'object' && json !== null && 'type' in json ? json.type : undefined
  if (typeof type !== 'string') return { ignored: 'no event type' }
  if (!Object.hasOwn(EVENTS, type)) return { ignored: `event type ${type.slice(0, 60)} is not used` }
  const read = EVENTS[type as EventName].safeParse(json)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  return { ignored: `${type} of an unknown shape: ${issue?.path.join('.')} ${issue?.message}` }
}
