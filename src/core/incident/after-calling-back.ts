// What follows a call-back: a talk that counts, or a menu for the technician whose caller was not reached: again, pass on, hear, keep it.
// Whoever hangs up in between keeps it: they pressed 1. A talk that they end with star before its time does not count as one.
import { isLineLost } from '../leg/end-of-talk.ts'
import type { Leg } from '../leg/leg.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { digits, pause, phrase } from '../words/speech.ts'
import { secondsOf } from '../words/speech-length.ts'
import type { Command, Speech } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { AttemptResult, FactBody } from '../world/facts.ts'
import { after, type EpochMs } from '../world/ids.ts'
import { legsDue, settledLegEnded } from './attempts.ts'
import { base, type Event, type In, ladderOf, languageOf, nameOf } from './events.ts'
import type { Incident, IncidentBase, Walk } from './incident.ts'
import { givenBack, legDismissed, legOver, speakTo } from './leg-moves.ts'
import { askAfterTalk } from './outcome.ts'
import { acknowledged, ownedWords } from './owning.ts'
import { playStatements } from './playing-statements.ts'
import { mayCallNow, ringCaller, technician } from './ringing-caller.ts'
import { nextWave, onceMore } from './ringing-rung.ts'

/** A talk shorter than this, seconds, that the technician ends with star was a voicemail, or nobody. */
const COUNTS_SECONDS = 20
/** Before the keys are said again, ms. */
const MENU_PAUSE_MS = 3000

type Called = In<'calling-back' | 'talking-back' | 'call-back-menu'>

/** The line to the caller and the talk are ended, whatever there is of them. */
function endCaller(incident: Called): Command[] {
  if (incident.phase === 'call-back-menu') return []
  const { resident, bridge, leg } = incident
  return [
    { do: 'hush', channel: leg },
    { do: 'leaveTalk', channel: leg, bridge },
    { do: 'hangUp', channel: resident.id },
  ]
}

/** The menu, after a word of why. */
export function notReached(
  at: At,
  incident: In<'calling-back' | 'talking-back'>,
  result: AttemptResult,
  word: PhraseKey,
  event: Event<'ended'> | null,
): Decision<Incident> {
  const { resident } = incident
  const why = phraseWhy(at, word)
  const fact: FactBody = {
    kind: 'caller-not-reached',
    leg: resident.id,
    result,
    cause: event?.cause ?? null,
    sip: event?.sip ?? null,
    why,
  }
  return first(
    { facts: [fact], commands: endCaller(incident) },
    menu(at, incident, phrase(at.plan, languageOf(at, technician(incident)), word)),
  )
}

/** Star while it rings: the menu; at the phone desk, back to the desk, and it stays theirs. */
export function stopped(at: At, incident: In<'calling-back'>): Decision<Incident> {
  const leg = technician(incident)
  if (!leg.lent) return notReached(at, incident, 'called-off', 'call-back-stopped', null)
  const word = 'call-back-stopped'
  const fact: FactBody = {
    kind: 'caller-not-reached',
    leg: incident.resident.id,
    result: 'called-off',
    cause: null,
    sip: null,
    why: phraseWhy(at, word),
  }
  return first(
    { facts: [fact], commands: endCaller(incident) },
    backToDesk(at, incident, leg, phrase(at.plan, languageOf(at, leg), word)),
  )
}

/** Star at the phone desk: the desk goes on with the same incident, which stays theirs. */
function backToDesk(at: At, incident: Called, leg: Leg, words: readonly Speech[]): Decision<Incident> {
  const why = 'pressed star, and is back at the phone desk'
  const back = givenBack<IncidentBase>(base(incident), leg, { result: 'owned', why }, words)
  return andThen(back, i => acknowledged(at, i, leg.dial.person, why))
}

function phraseWhy(at: At, word: PhraseKey): string {
  const [said] = phrase(at.plan, 'en', word)
  return said?.kind === 'text' ? said.text.replace(/\.$/, '').toLowerCase() : word
}

function menu(at: At, incident: Called, opening: readonly Speech[], before: EpochMs | null = null): Decision<Incident> {
  const leg = technician(incident)
  const language = languageOf(at, leg)
  const keys = [...phrase(at.plan, language, 'call-back-keys'), ...(leg.lent ? phrase(at.plan, language, 'call-back-desk') : [])]
  const said = speakTo(incident, leg, [...opening, ...keys])
  // Whoever hears again what was said has the time for a key after it.
  const until = before ?? after(at.now, Math.ceil(secondsOf(opening)) + ladderOf(at, incident).acceptSeconds)
  const { walk } = incident
  return decision<Incident>(
    { ...base(said.incident), phase: 'call-back-menu', walk, leg: leg.id, playback: said.playback, until },
    { commands: said.commands },
  )
}

export function menuKey(at: At, incident: In<'call-back-menu'>, { channel, digit }: Event<'digit'>): Decision<Incident> | null {
  if (channel !== incident.leg) return null
  const leg = technician(incident)
  const { person } = leg.dial
  const key = (meaning: string): { facts: FactBody[] } => ({
    facts: [{ kind: 'leg-key', leg: leg.id, person, digit, meaning, why: 'pressed after calling back' }],
  })
  switch (digit) {
    case '1': {
      const may = mayCallNow(at, incident)
      if (!may.yes) return first(key('call again, which may not be'), menu(at, incident, numberWords(at, incident, leg)))
      return first(key('call again'), ringCaller(at, base(incident), incident.walk, leg, may.number, 'call-back-again'))
    }
    case '2':
      return first(key('pass on'), giveBack(at, incident, leg))
    case '3':
      return first(key('hear again'), menu(at, incident, [...playStatements(incident), ...numberWords(at, incident, leg)]))
    case '5':
      return first(key('own without talking'), keep(at, incident, leg, 'key-5', 'pressed 5'))
    case '*':
      if (leg.lent) return first(key('back to the desk'), backToDesk(at, incident, leg, []))
      return first(key('nothing: ignored'), menu(at, incident, phrase(at.plan, languageOf(at, leg), 'wrong-key')))
    default:
      return first(key('nothing: ignored'), menu(at, incident, phrase(at.plan, languageOf(at, leg), 'wrong-key')))
  }
}

function numberWords(at: At, { caller }: IncidentBase, leg: Leg): Speech[] {
  const language = languageOf(at, leg)
  if (caller.callerNumber === null) return phrase(at.plan, language, 'briefing-no-number')
  return [...phrase(at.plan, language, 'briefing-number'), ...digits(language, caller.callerNumber)]
}

/** It is theirs, without a talk: they hear the number once more. */
function keep(
  at: At,
  incident: In<'call-back-menu'>,
  leg: Leg,
  how: 'key-5' | 'key-1-called-back',
  why: string,
): Decision<Incident> {
  const { person } = leg.dial
  const told = legDismissed<IncidentBase>(at, base(incident), leg, { result: 'owned', why }, ownedWords(at, incident, leg))
  const owned: FactBody = { kind: 'owned', leg: leg.id, person, how, why }
  return first(
    { facts: [owned] },
    andThen(told, i => acknowledged(at, i, person, why)),
  )
}

/** They could not reach the caller, and somebody else shall have it: on along the ladder. */
function giveBack(at: At, incident: In<'call-back-menu'>, leg: Leg): Decision<Incident> {
  const { person } = leg.dial
  const why = `${nameOf(at, person)} pressed 2 after calling back`
  const walk: Walk = { ...incident.walk, done: [...incident.walk.done, person] }
  const free: IncidentBase = { ...base(incident), owner: null }
  const told = legDismissed(at, free, leg, { result: 'passed-on', why }, phrase(at.plan, languageOf(at, leg), 'passed-on'))
  return first(
    { facts: [{ kind: 'given-back', person, why }] },
    andThen(told, i => nextWave(at, i, walk)),
  )
}

/** The keys once more, as long as there is time for one. */
export function menuSaid(at: At, incident: In<'call-back-menu'>, event: Event<'playbackFinished'>): Decision<Incident> | null {
  if (event.channel !== incident.leg || event.playback !== incident.playback) return null
  return menu(at, incident, pause(MENU_PAUSE_MS), incident.until)
}

/** They can't be spoken to: it stays theirs, and they are let go. */
export function menuNotSaid(at: At, incident: In<'call-back-menu'>, event: Event<'commandFailed'>): Decision<Incident> | null {
  if (event.channel !== incident.leg || event.command !== 'say' || event.gone) return null
  return keep(at, incident, technician(incident), 'key-1-called-back', `pressed 1, and could not be spoken to: ${event.reason}`)
}

/** No key is not a refusal: they pressed 1, and keep it. */
export function menuDue(at: At, incident: In<'call-back-menu'>): Decision<Incident> {
  const looked = legsDue(at, incident, null)
  if (at.now < incident.until) return looked
  return andThen(looked, i => keep(at, i, technician(i), 'key-1-called-back', 'pressed 1, and no key after calling back'))
}

/** The technician's line ended. In the ordinary way they have it; a line that broke is rung once more. */
export function hungUpWithIt(at: At, incident: Called, event: Event<'ended'>): Decision<Incident> | null {
  if (event.channel !== incident.leg) return settledLegEnded(at, incident, event)
  const leg = technician(incident)
  const { person } = leg.dial
  const { cause, sip } = event
  if (!isLineLost(talkedMs(at, incident), event)) {
    const ending = { commands: endCaller(incident).slice(1) }
    const facts = talkFacts(at, incident, 'technician', 'the technician hung up')
    const why = 'pressed 1, and hung up'
    const over = legOver<IncidentBase>(base(incident), leg, {
      result: incident.phase === 'talking-back' ? 'accepted' : 'owned',
      why,
      cause,
      sip,
    })
    return first(
      { facts, ...ending },
      andThen(over, i => acknowledged(at, i, person, incident.phase === 'talking-back' ? 'called back and talked' : why)),
    )
  }
  return lineLost(at, incident, event, `the line broke (cause ${cause})`)
}

/** The technician did not leave it: they are rung once more, first of all. */
export function lineLost(at: At, incident: Called, { cause, sip }: Event<'ended'>, why: string): Decision<Incident> {
  const leg = technician(incident)
  const { person } = leg.dial
  const ending = { commands: endCaller(incident).slice(1) }
  const over = legOver<IncidentBase>(base(incident), leg, { result: 'hung-up', why, cause, sip })
  const waves = [...onceMore(at, incident, leg), ...incident.walk.waves]
  const lost: FactBody = { kind: 'technician-lost', leg: leg.id, person, talkedMs: talkedMs(at, incident), why }
  return first(
    { facts: [lost], ...ending },
    andThen(over, i => nextWave(at, { ...i, owner: null, lost: [...i.lost, person] }, { ...incident.walk, waves })),
  )
}

function talkedMs(at: At, incident: Called): number {
  return incident.phase === 'talking-back' ? at.now - incident.since : 0
}

function talkFacts(at: At, incident: Called, by: 'technician' | 'caller', why: string): FactBody[] {
  if (incident.phase !== 'talking-back') return []
  return [
    { kind: 'talk-ended', leg: incident.leg, person: incident.owner?.person ?? '', talkedMs: talkedMs(at, incident), by, why },
  ]
}

/** The one who was called back hung up, or the technician did. */
export function talkBackEnded(at: At, incident: In<'talking-back'>, event: Event<'ended'>): Decision<Incident> | null {
  if (event.channel !== incident.resident.id) return hungUpWithIt(at, incident, event)
  if (talkedMs(at, incident) < COUNTS_SECONDS * 1000) {
    const facts = talkFacts(at, incident, 'caller', 'the caller hung up early')
    return first({ facts }, notReached(at, incident, 'hung-up', 'call-back-ended', event))
  }
  return overWithIt(at, incident, 'caller', 'the caller hung up')
}

/** Star ends the talk. */
export function talkBackKey(at: At, incident: In<'talking-back'>, { channel, digit }: Event<'digit'>): Decision<Incident> | null {
  if (channel !== incident.leg || digit !== '*') return null
  if (talkedMs(at, incident) >= COUNTS_SECONDS * 1000)
    return overWithIt(at, incident, 'technician', 'the technician pressed star')
  const facts = talkFacts(at, incident, 'technician', `star within ${COUNTS_SECONDS} s: not reached`)
  return first({ facts }, notReached(at, incident, 'called-off', 'call-back-stopped', null))
}

function overWithIt(at: At, incident: In<'talking-back'>, by: 'technician' | 'caller', why: string): Decision<Incident> {
  const leg = technician(incident)
  const opening = by === 'caller' ? phrase(at.plan, languageOf(at, leg), 'outcome-after-talk') : []
  return first(
    { facts: talkFacts(at, incident, by, why), commands: endCaller(incident) },
    andThen(acknowledged(at, base(incident), leg.dial.person, 'called back and talked'), i => askAfterTalk(at, i, leg, opening)),
  )
}
