// Somebody accepted: the caller leaves whatever they were hearing and joins the talk. When it ends the caller is asked whether
// they still need help; when the technician's line broke, they are told and go back on hold.
import { phrase } from '../words/speech.ts'
import type { Command } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import { onTheWay } from './before-talk.ts'
import type { Call, CallBase } from './call.ts'
import { base, type Event, type Handler, type In, leave, leaveBridge, propertyOf, SAYING_SECONDS, speak, tell } from './events.ts'
import { hold } from './holding.ts'

/** How long "press 1 if you still need help" waits for a key, seconds. */
const STILL_SECONDS = 8
/** A talk is looked at again so often, seconds. */
const LOOK_SECONDS = 600

/** From any phase: the music, the recorder and the prompt stop; a short word, and then the talk (before-talk.ts). */
export function connect(
  at: At,
  call: In<'holding' | 'giving-number' | 'taking-statement' | 'after-talk' | 'leaving'>,
  event: Event<'connect'>,
): Decision<Call> {
  if (call.incident === null) throw new Error(`call ${call.id} has no incident to talk about`)
  const recorded = propertyOf(at, call).recordTalk ? phrase(at.plan, call.language, 'talk-recorded') : []
  const said = speak(call, [...phrase(at.plan, call.language, 'connecting'), ...recorded])
  return decision<Call>(
    {
      ...said.call,
      phase: 'talking',
      incident: call.incident,
      bridge: event.bridge,
      cutStatement: call.phase === 'taking-statement' && call.step === 'recording' ? call.recording : null,
      playback: said.playback,
      joinedAt: null,
      lookAgainAt: after(at.now, LOOK_SECONDS),
    },
    {
      facts: [{ kind: 'told', what: 'connecting', why: `${event.person} accepted` }],
      commands: [...quiet(call), ...said.commands],
    },
  )
}

/** Ends what only the phase knows of: the recorder, the music. */
function quiet(call: In<'holding' | 'giving-number' | 'taking-statement' | 'after-talk' | 'leaving'>): Command[] {
  if (call.phase === 'holding') {
    return [
      { do: 'hush', channel: call.id },
      { do: 'unhold', channel: call.id, bridge: call.bridge },
    ]
  }
  if (call.phase === 'taking-statement' && call.step === 'recording') {
    return [{ do: 'stopRecording', channel: call.id, recording: call.recording }]
  }
  return []
}

export const joined: Handler<'talking', 'enteredBridge'> = (at, call, { bridge }) => {
  if (bridge !== call.bridge || call.joinedAt !== null) return null
  return decision<Call>(
    { ...call, joinedAt: at.now, lookAgainAt: after(at.now, LOOK_SECONDS) },
    { signals: tell(call, { type: 'callerJoined', channel: call.id, bridge }) },
  )
}

/** Connected is who is in the talk with the other one, and not before. */
export const together: Handler<'talking', 'together'> = (_at, call, { bridge }) =>
  bridge === call.bridge
    ? decision<Call>(
        { ...call, outcome: 'connected' },
        { facts: [{ kind: 'connected', incident: call.incident, bridge, why: 'both are in the talk' }] },
      )
    : null

/** They could not be brought into the talk: the incident decides what becomes of it. */
export const notJoined: Handler<'talking', 'commandFailed'> = (_at, call, event) => {
  const { command, gone, reason, bridge = call.bridge } = event
  if (command !== 'talk' || gone || bridge !== call.bridge || call.joinedAt !== null) return null
  return decision<Call>(call, {
    facts: [{ kind: 'command-failed', command, why: reason }],
    signals: tell(call, { type: 'callerNotJoined', bridge, why: reason }),
  })
}

/** Into another bridge; what was heard before the first one is not said again. */
export const connectAgain: Handler<'talking', 'connectAgain'> = (at, call, { bridge }) =>
  decision<Call>(
    { ...onTheWay(call), bridge, joinedAt: null, lookAgainAt: after(at.now, 30) },
    {
      commands: [
        { do: 'talk', channel: call.id, bridge },
        { do: 'leaveTalk', channel: call.id, bridge: call.bridge },
      ],
    },
  )

/** The technician's line broke, or they gave up at once. */
export const technicianLost: Handler<'talking', 'technicianLost'> = (at, call) =>
  first(
    { facts: [{ kind: 'told', what: 'technician-lost', why: 'the line to the technician broke' }], commands: outOfTalk(call) },
    hold(at, { ...base(call), outcome: 'caller-left' }, 'technician-lost'),
  )

export const talkEnded: Handler<'talking', 'talkEnded'> = (at, call) =>
  first({ commands: outOfTalk(call) }, askStillNeedsHelp(at, call))

export function askStillNeedsHelp(at: At, call: In<'talking' | 'after-talk'>): Decision<Call> {
  const said = speak(call, phrase(at.plan, call.language, 'talk-over'))
  const until = after(at.now, SAYING_SECONDS)
  return decision<Call>(
    { ...said.call, phase: 'after-talk', incident: call.incident, playback: said.playback, until },
    {
      facts: [{ kind: 'told', what: 'talk-over', why: 'the technician hung up' }],
      commands: said.commands,
    },
  )
}

/** Whatever is still being said stops first, and a join that still waits is undone. */
function outOfTalk(call: In<'talking'>): Command[] {
  return [{ do: 'hush', channel: call.id }, ...leaveBridge(call)]
}

export const stillThere: Handler<'after-talk', 'playbackFinished'> = (at, call, { playback }) =>
  playback === call.playback ? decision<Call>({ ...call, until: after(at.now, STILL_SECONDS) }) : null

export const stillNeedsHelp: Handler<'after-talk', 'digit'> = (at, call, { digit }) =>
  digit === '1'
    ? first(
        {
          facts: [{ kind: 'key-pressed', digit, meaning: 'still needs help', why: 'after the talk' }],
          signals: tell(call, { type: 'stillNeedsHelp' }),
        },
        hold(at, call, 'hold-begins'),
      )
    : decision<Call>(call, { facts: [{ kind: 'key-ignored', digit, why: 'after the talk' }] })

export const satisfied: Handler<'after-talk', 'due'> = (at, call) =>
  leave(at, call, 'connected', phrase(at.plan, call.language, 'goodbye'))

/** Somebody owns the matter without talking: the caller hears who, and may go. */
export function takenOver(at: At, call: Call & CallBase, event: Event<'owned'>): Decision<Call> {
  const quieting: Command[] = call.phase === 'holding' || call.phase === 'taking-statement' ? quiet(call) : []
  const name = at.plan.people[event.person]?.name ?? event.person
  const said = leave(at, call, 'owned', phrase(at.plan, call.language, 'taken-over', { person: name }), [
    { kind: 'told', what: 'taken-over', why: `${event.person} owns it` },
  ])
  return first({ commands: quieting }, said)
}
