// The caller is being rung for a technician who listens (ringing-caller.ts): it rings, they answer, the two come together, or it leads to
// nothing. What is not a talk leads to the menu of after-calling-back.ts. The leg to the caller is `resident`.
import { beforeTalk } from '../leg/before-talk.ts'
import { endOf } from '../leg/leg.ts'
import { unsentOver, whatIsLeft, whyOver } from '../leg/ways.ts'
import { phrase, wordsOf } from '../words/speech.ts'
import type { Command } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { hungUpWithIt, notReached, stopped } from './after-calling-back.ts'
import { legsDue, settledLegEnded } from './attempts.ts'
import { wordsDue } from './before-talk.ts'
import { asEnded } from './dialling-leg.ts'
import { base, type Event, type In, languageOf, lookAgain, nameOf, propertyOf, tellCaller } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { speakTo } from './leg-moves.ts'
import { talkBegins } from './recording-talk.ts'
import { dialCaller, technician } from './ringing-caller.ts'

/** The technician has heard it ring since it was dialled: a network may take its time to say so. */
export function callerRings(at: At, incident: In<'calling-back'>, { channel }: Event<'legRinging'>): Decision<Incident> | null {
  const { resident } = incident
  if (channel !== resident.id || resident.rings || resident.answered) return null
  const leg = technician(incident)
  const why = `their telephone rings, ${nameOf(at, leg.dial.person)} listens`
  return decision<Incident>(
    { ...incident, resident: { ...resident, rings: true } },
    { facts: [{ kind: 'caller-rings', leg: resident.id, why }] },
  )
}

export function callerAnswered(
  at: At,
  incident: In<'calling-back'>,
  { channel }: Event<'legAnswered'>,
): Decision<Incident> | null {
  const { resident } = incident
  if (channel !== resident.id || resident.answered) return null
  const leg = technician(incident)
  const property = propertyOf(at, incident)
  const [language = 'en'] = property.languages
  const recorded = (l: string) => (property.recordTalk ? phrase(at.plan, l, 'talk-recorded') : [])
  const mine = languageOf(at, leg)
  const words = [...phrase(at.plan, mine, 'call-back-answered'), ...recorded(mine)]
  const said = speakTo(incident, leg, words)
  const hello = [
    ...phrase(at.plan, language, 'call-back-hello', { property: wordsOf(property.spoken, language) }),
    ...recorded(language),
  ]
  const playback = `${resident.id}-p${said.incident.nextPlayback}`
  const commands: Command[] = [...said.commands, { do: 'say', channel: resident.id, playback, speech: hello }]
  return decision<Incident>(
    {
      ...said.incident,
      nextPlayback: said.incident.nextPlayback + 1,
      resident: { ...resident, answered: true },
      ...beforeTalk(at.now, { channel: leg.id, playback: said.playback }, { channel: resident.id, playback }),
    },
    { facts: [{ kind: 'caller-answered', leg: resident.id, why: 'somebody, or something, picked up' }], commands },
  )
}

export function bothJoined(at: At, incident: In<'calling-back'>, event: Event<'enteredBridge'>): Decision<Incident> | null {
  const { bridge, leg, resident, walk } = incident
  if (event.bridge !== bridge || incident.in.includes(event.channel)) return null
  const present = [...incident.in, event.channel]
  if (!present.includes(leg) || !present.includes(resident.id)) return decision<Incident>({ ...incident, in: present })
  const talking: In<'talking-back'> = {
    ...base(incident),
    phase: 'talking-back',
    walk,
    leg,
    bridge,
    resident,
    since: at.now,
    lookAgainAt: lookAgain(at.now),
  }
  return talkBegins(at, talking, 'called back, and both are in the talk')
}

/** Either side ended before the two talked. */
export function callBackLegEnded(at: At, incident: In<'calling-back'>, event: Event<'ended'>): Decision<Incident> | null {
  const { resident } = incident
  if (event.channel === incident.leg) return hungUpWithIt(at, incident, event)
  if (event.channel !== resident.id) return settledLegEnded(at, incident, event)
  if (resident.answered) return notReached(at, incident, 'hung-up', 'call-back-ended', event)
  const left = whatIsLeft(resident, at.plan.trunks)
  const { result, over } = endOf(resident.rings ? 'rang' : 'unrung', event, left)
  if (over !== null) {
    const { cause, sip } = event
    const ended: FactBody = { kind: 'caller-not-reached', leg: resident.id, result, cause, sip, why: over }
    return first({ facts: [ended] }, dialCaller(at, incident, resident.number, left, whyOver(left, over)))
  }
  const word =
    result === 'busy'
      ? 'call-back-busy'
      : result === 'no-answer' || result === 'declined'
        ? 'call-back-no-answer'
        : 'call-back-failed'
  return notReached(at, incident, result, word, event)
}

/** They can't be told that it rings, and would listen to nothing. */
export function callBackNotHeard(at: At, incident: In<'calling-back'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  if (event.channel !== incident.leg || event.command !== 'say' || event.gone || incident.resident.answered) return null
  return notReached(at, incident, 'unknown', 'call-back-failed', null)
}

export function callBackRefused(at: At, incident: In<'calling-back'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  if (event.channel !== incident.resident.id || (event.command !== 'dial' && !event.gone)) return null
  if (event.refused !== undefined) return notReached(at, incident, 'refused', 'call-back-failed', null)
  const unsent = event.command === 'dial' ? unsentOver(incident.resident, incident.resident.trunk) : incident.resident
  return asEnded(event, ended => callBackLegEnded(at, { ...incident, resident: unsent }, ended))
}

/** Star: enough of the ringing. */
export function stopCalling(at: At, incident: In<'calling-back'>, { channel, digit }: Event<'digit'>): Decision<Incident> | null {
  if (channel !== incident.leg || digit !== '*') return null
  return stopped(at, incident)
}

export function callBackDue(at: At, incident: In<'calling-back'>): Decision<Incident> {
  const looked = legsDue(at, incident, null)
  if (at.now < incident.until) return looked
  const cut = wordsDue(at, incident)
  if (cut !== null) return cut
  const [result, word] = incident.resident.answered
    ? (['unknown', 'call-back-failed'] as const)
    : (['no-answer', 'call-back-no-answer'] as const)
  return andThen(looked, i => notReached(at, i, result, word, null))
}

/** The caller rings us in this very moment: the two are brought together at once, as after any accept. */
export function callerCameBack(
  at: At,
  incident: In<'calling-back' | 'call-back-menu'>,
  { call, callerNumber }: Event<'callerCameBack'>,
): Decision<Incident> {
  const leg = technician(incident)
  const bridge = `talk-${leg.lent ? incident.id : leg.id}-${incident.nextPlayback}`
  const { walk } = incident
  const { recordTalk } = propertyOf(at, incident)
  const back: IncidentBase = {
    ...base(incident),
    caller: { call, callerNumber, now: 'waiting' },
    // A talk that was stopped may have been recorded: the next recording is named by this count.
    nextLeg: incident.nextLeg + (recordTalk && incident.phase === 'call-back-menu' ? 1 : 0),
  }
  const language = languageOf(at, leg)
  const recorded = recordTalk ? phrase(at.plan, language, 'talk-recorded') : []
  const words = [...phrase(at.plan, language, 'you-have-it'), ...recorded]
  const said = speakTo(back, leg, words)
  const commands: Command[] = [
    ...(incident.phase === 'calling-back' ? [{ do: 'hangUp', channel: incident.resident.id } as const] : []),
    ...said.commands,
  ]
  return decision<Incident>(
    {
      ...said.incident,
      phase: 'connecting',
      walk,
      leg: leg.id,
      bridge,
      in: [],
      ...beforeTalk(at.now, { channel: leg.id, playback: said.playback }, { channel: call, playback: null }),
    },
    {
      facts: [{ kind: 'caller-came-back', call, why: 'the caller rang us while being called back' }],
      commands,
      signals: tellCaller(back, { type: 'connect', bridge, person: nameOf(at, leg.dial.person) }),
    },
  )
}
