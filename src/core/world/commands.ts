// Everything the core may ask of the PBX. A command is carried out only after the turn that gave it is in the journal.
// Commands for one channel are done one after the other (daemon/lanes.ts); what goes wrong comes back as an input.
// Carrying the same command out twice has the effect of once: ids are chosen here, never by the PBX.
import type { Language } from '../plan/plan.ts'
import type { CallId, ChannelId, E164, LegId, Seconds } from './ids.ts'

/** One piece of what is spoken; the shell finds or makes the sound. */
export type Speech =
  | { readonly kind: 'text'; readonly language: Language; readonly text: string }
  | { readonly kind: 'digits'; readonly language: Language; readonly digits: string }
  /** `ms`: how long it is, where that is known; what is played to staff may take long. */
  | { readonly kind: 'recording'; readonly name: string; readonly ms?: number }
  | { readonly kind: 'pause'; readonly ms: number }
  | { readonly kind: 'beep' }
  /** The tone of a telephone that rings, until something else is said. */
  | { readonly kind: 'ringback' }

export type Command =
  | { readonly do: 'answer'; readonly channel: ChannelId }
  /** Speak. Later commands for the channel wait until it has been said, but for `hush` and `hangUp`. */
  | {
      readonly do: 'say'
      readonly channel: ChannelId
      readonly playback: string
      readonly speech: readonly Speech[]
      /** It begins another question: keys count once it can be heard (questions.ts). */
      readonly asks?: true
    }
  /** A last word, and then the channel is hung up; nobody waits for it. */
  | { readonly do: 'dismiss'; readonly channel: ChannelId; readonly playback: string; readonly speech: readonly Speech[] }
  /** Be silent at once and drop what is still waiting to be said. `playback` names what a daemon before us may have begun. */
  | { readonly do: 'hush'; readonly channel: ChannelId; readonly playback?: string }
  | {
      readonly do: 'record'
      readonly channel: ChannelId
      readonly recording: string
      readonly maxSeconds: Seconds
      readonly maxSilenceSeconds: Seconds
    }
  | { readonly do: 'stopRecording'; readonly channel: ChannelId; readonly recording: string }
  /** Stop the recorder and throw away what it has: the caller begins again. */
  | { readonly do: 'discardRecording'; readonly channel: ChannelId; readonly recording: string }
  /** Put the caller on hold with music, in the one bridge in which everybody waits and nobody hears another. */
  | { readonly do: 'hold'; readonly channel: ChannelId; readonly bridge: string }
  | { readonly do: 'unhold'; readonly channel: ChannelId; readonly bridge: string }
  /** Join the talk; the bridge is made by whoever comes first. */
  | { readonly do: 'talk'; readonly channel: ChannelId; readonly bridge: string }
  /** Leave the talk and end its bridge. */
  | { readonly do: 'leaveTalk'; readonly channel: ChannelId; readonly bridge: string }
  /** Record the talk, where the property says so. Ends with the bridge. */
  | { readonly do: 'recordTalk'; readonly channel: ChannelId; readonly bridge: string; readonly recording: string }
  | {
      readonly do: 'dial'
      readonly channel: LegId
      readonly trunk: string
      readonly number: E164
      /** The trunk seems down, and is tried all the same, by its address. */
      readonly byAddress?: true
      /** That address as SIP writes it; put in last, with the trunk's spelling of the numbers. */
      readonly at?: string
      readonly callerId: E164
      readonly callerName: string
      /** The PBX's own limit on dialling and ringing; the core's deadline comes first. */
      readonly timeoutSeconds: Seconds
    }
  /** `busy`: a caller who was not answered hears the busy tone. */
  | { readonly do: 'hangUp'; readonly channel: ChannelId; readonly busy?: true }
  /** Hand the caller to the office queue; `returned` or `ended` follows. */
  | { readonly do: 'queue'; readonly channel: ChannelId; readonly queue: string; readonly ringSeconds: Seconds }
  /** Gather keys up to # and compare them with the PIN at `pinFrom`: `pinChecked` follows. What is typed goes nowhere else. */
  | { readonly do: 'takePin'; readonly channel: ChannelId; readonly pinFrom: string; readonly withinSeconds: Seconds }
  /** Look the waiting messages up: `messagesFound` follows. */
  | { readonly do: 'findMessages'; readonly channel: ChannelId }
  /** Note that a message has been dealt with. */
  | {
      readonly do: 'finishMessage'
      readonly channel: ChannelId
      readonly call: CallId
      readonly recording: string
      readonly who: string
    }
  /** Give the caller to the dialplan's failsafe, for good. */
  | { readonly do: 'failsafe'; readonly channel: ChannelId }
