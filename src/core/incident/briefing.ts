// What a technician hears and may press before the incident is theirs. The first words say who, where and what in one breath,
// because telephones screen calls and transcribe the beginning. No key is not an answer: a voicemail greeting can't press 1.
import { mustConfirm } from '../leg/how-keys-come.ts'
import type { Leg } from '../leg/leg.ts'
import { acceptAnew, NO_VOICE, voiceBegan, voiceEnded } from '../leg/voices.ts'
import type { Key } from '../plan/plan.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { digits, pause, phrase, wordsOf } from '../words/speech.ts'
import { waitWords } from '../words/wait-words.ts'
import type { Speech } from '../world/commands.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { accept, own } from './accepting.ts'
import { type Event, type In, ladderOf, languageOf, nameOf, propertyOf } from './events.ts'
import type { Incident } from './incident.ts'
import { legBase, legDismissed, legNamed, speakTo, withLeg } from './leg-moves.ts'
import { playStatements } from './playing-statements.ts'
import { numberOfCaller } from './ringing-caller.ts'
import { whoIsNext } from './ringing-rung.ts'

/** So often may hearing it again begin the accept time anew. */
const MOST_REPLAYS = 3

type BriefedLeg = Extract<Leg, { phase: 'briefing' }>
/** Second digits of an in-band accept: none that means something else. */
const CONFIRMING: readonly Key[] = ['0', '4', '6', '7', '8', '9']

/** A telephone was answered while its rung is being rung. */
export function answered(at: At, incident: In<'ringing'>, event: Event<'legAnswered'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg?.phase !== 'dialling' && leg?.phase !== 'ringing') return null
  const said = speakTo(incident, leg, briefingWords(at, incident, leg))
  const deadline = after(at.now, ladderOf(at, incident).acceptSeconds)
  const briefed: Leg = {
    ...legBase(leg),
    phase: 'briefing',
    answeredAt: at.now,
    playback: said.playback,
    dice: event.dice,
    confirm: null,
    replays: 0,
    deadline,
  }
  return decision<Incident>(withLeg(said.incident, briefed), {
    facts: [{ kind: 'answered', leg: leg.id, person: leg.dial.person, why: 'somebody, or something, picked up' }],
    commands: said.commands,
  })
}

/** The briefing has been said: again, with what is new, until the accept time is over. */
export function briefingSaid(at: At, incident: In<'ringing'>, event: Event<'playbackFinished'>): Decision<Incident> | null {
  const leg = legNamed(incident, event.channel)
  if (leg?.phase !== 'briefing' || leg.playback !== event.playback) return null
  return sayToBriefed(at, incident, leg, [...pause(1000), ...briefingWords(at, incident, leg)])
}

/** Somebody new speaks, and has not heard who calls: the accept time begins anew, and then the words. */
export function briefingVoice(at: At, incident: In<'ringing'>, { channel, now }: Event<'voice'>): Decision<Incident> | null {
  const leg = legNamed(incident, channel)
  if (leg?.phase !== 'briefing') return null
  const before = leg.voices ?? NO_VOICE
  const { voices, anew: isNew, again } = now === 'began' ? voiceBegan(before, at.now) : voiceEnded(before, at.now)
  const { acceptSeconds } = ladderOf(at, incident)
  const deadline = isNew ? acceptAnew(at.now, leg.answeredAt, acceptSeconds, leg.deadline) : leg.deadline
  const heard: BriefedLeg = { ...leg, voices, deadline }
  const why = before.ended === null ? 'it spoke at once, as greetings do' : 'somebody new speaks'
  const facts: FactBody[] =
    voices.times > before.times ? [{ kind: 'voice-heard', leg: leg.id, person: leg.dial.person, why }] : []
  // Whoever is asked for the second key has heard it all.
  if (!again || leg.confirm !== null) return decision<Incident>(withLeg(incident, heard), { facts })
  return first({ facts }, sayToBriefed(at, incident, heard, briefingWords(at, incident, heard)))
}

/** Told, so that nobody looks for the fault with the person. They are briefed all the same: INFO may come. */
export function keysImpossible(_at: At, incident: In<'ringing'>, { channel }: Event<'noKeys'>): Decision<Incident> | null {
  const leg = legNamed(incident, channel)
  if (leg?.phase !== 'briefing') return null
  const why = 'no telephone-event in its answer'
  return decision<Incident>(incident, { facts: [{ kind: 'no-keys', leg: leg.id, person: leg.dial.person, why }] })
}

export function briefingKey(at: At, incident: In<'ringing'>, event: Event<'digit'>): Decision<Incident> | null {
  const { channel, digit } = event
  const leg = legNamed(incident, channel)
  if (leg?.phase !== 'briefing') return null
  const key = (meaning: string): { facts: FactBody[] } => ({
    facts: [{ kind: 'leg-key', leg: leg.id, person: leg.dial.person, digit, meaning, why: 'pressed in the briefing' }],
  })
  if (leg.confirm !== null && digit === leg.confirm.key)
    return first(key('confirmed'), take(at, incident, leg, leg.confirm.means))
  switch (digit) {
    case '1':
      return mustConfirm(at, leg.trunk, event)
        ? first(key('accept, to be confirmed'), askToConfirm(at, incident, leg, 'talk'))
        : first(key('accept'), accept(at, incident, leg))
    case '2':
      return first(key('pass on'), passOn(at, incident, leg))
    case '3':
      return first(key('hear again'), sayToBriefed(at, incident, anew(at, incident, leg), briefingWords(at, incident, leg)))
    case '5':
      return mustConfirm(at, leg.trunk, event)
        ? first(key('own without talking, to be confirmed'), askToConfirm(at, incident, leg, 'own'))
        : first(key('own without talking'), own(at, incident, leg, 'key-5'))
    default: {
      const speech = [...phrase(at.plan, languageOf(at, leg), 'wrong-key'), ...keyWords(at, incident, leg)]
      return first(key('nothing: ignored'), sayToBriefed(at, incident, leg, speech))
    }
  }
}

function passOn(at: At, incident: In<'ringing'>, leg: BriefedLeg): Decision<Incident> {
  const walk = { ...incident.walk, done: [...incident.walk.done, leg.dial.person] }
  const ending = { result: 'passed-on', why: `${nameOf(at, leg.dial.person)} pressed 2` } as const
  return andThen(legDismissed(at, { ...incident, walk }, leg, ending, phrase(at.plan, languageOf(at, leg), 'passed-on')), i =>
    whoIsNext(at, i),
  )
}

function take(at: At, incident: In<'ringing'>, leg: BriefedLeg, means: 'talk' | 'own'): Decision<Incident> {
  return means === 'talk' ? accept(at, incident, leg) : own(at, incident, leg, 'key-5')
}

/** Somebody is listening: the accept time begins anew, a few times. */
function anew(at: At, incident: In<'ringing'>, leg: BriefedLeg): BriefedLeg {
  if (leg.replays >= MOST_REPLAYS) return leg
  return { ...leg, replays: leg.replays + 1, deadline: after(at.now, ladderOf(at, incident).acceptSeconds) }
}

/** Asked again, it is the same key. */
function askToConfirm(at: At, incident: In<'ringing'>, leg: BriefedLeg, means: 'talk' | 'own'): Decision<Incident> {
  const key = leg.confirm?.key ?? CONFIRMING[leg.dice % CONFIRMING.length] ?? '0'
  return sayToBriefed(
    at,
    incident,
    { ...anew(at, incident, leg), confirm: { key, means } },
    phrase(at.plan, languageOf(at, leg), 'briefing-confirm', { key }),
  )
}

function sayToBriefed(_at: At, incident: In<'ringing'>, leg: BriefedLeg, speech: readonly Speech[]): Decision<Incident> {
  const said = speakTo(incident, leg, speech)
  return decision<Incident>(withLeg(said.incident, { ...leg, playback: said.playback }), { commands: said.commands })
}

function briefingWords(at: At, incident: Incident, leg: Leg): Speech[] {
  const language = languageOf(at, leg)
  const property = propertyOf(at, incident)
  const { caller } = incident
  const say = (key: PhraseKey, names: Record<string, string> = {}) => phrase(at.plan, language, key, names)
  const category = property.categories[incident.category]
  return [
    ...pause(300),
    ...say('briefing-first', {
      box: at.plan.box.name,
      property: wordsOf(property.spoken, language),
      category: category ? wordsOf(category, language) : incident.category,
    }),
    ...(caller.now === 'gone' ? say('briefing-caller-gone') : []),
    ...(incident.beside === undefined ? [] : say('briefing-beside')),
    ...(incident.joined ? say('briefing-others', { n: String(incident.joined) }) : []),
    ...(caller.callerNumber ? [...say('briefing-number'), ...digits(language, caller.callerNumber)] : say('briefing-no-number')),
    ...say('briefing-waiting', { wait: waitWords(at.plan, language, at.now - incident.openedAt) }),
    // The keys before the statement: it may be longer than anybody's patience.
    ...keyWords(at, incident, leg),
    ...statementWords(at, incident, language),
  ]
}

function statementWords(at: At, incident: Incident, language: string): Speech[] {
  if (incident.statements.length > 0) return [...phrase(at.plan, language, 'briefing-statement'), ...playStatements(incident)]
  return incident.caller.now === 'speaking' ? phrase(at.plan, language, 'briefing-speaking') : []
}

function keyWords(at: At, incident: Incident, leg: Leg): Speech[] {
  const language = languageOf(at, leg)
  if (incident.caller.now !== 'gone') return phrase(at.plan, language, 'briefing-keys')
  return phrase(at.plan, language, numberOfCaller(at, incident).yes ? 'briefing-keys-back' : 'briefing-keys-gone')
}
