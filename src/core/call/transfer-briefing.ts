// Somebody, or something, picked up a telephone that a caller is being transferred to. A person hears who calls and must press 1, because a
// voicemail greeting can't; a bare number of the rules is connected at once, as any telephone call is.
import { beforeTalk } from '../leg/before-talk.ts'
import { mustConfirm } from '../leg/how-keys-come.ts'
import type { Key } from '../plan/plan.ts'
import type { PhraseKey } from '../words/phrases.ts'
import { digits, pause, phrase, wordsOf } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after } from '../world/ids.ts'
import { intoTransfer } from './before-transfer.ts'
import type { Call, TransferLeg } from './call.ts'
import { type Handler, propertyOf, speak } from './events.ts'
import { optionOf } from './ringing-for-transfer.ts'
import { cut, type Transferring } from './transferring.ts'

/** No key for so long is not an answer, seconds. */
const ACCEPT_SECONDS = 35
/** Second digits of an accept where digits come in band: none that means something else. */
const CONFIRMING: readonly Key[] = ['0', '4', '6', '7', '8', '9']

export const transferAnswered: Handler<'transferring', 'legAnswered'> = (at, call, { channel, dice }) => {
  const { leg } = call
  if (channel !== leg.id || (leg.state !== 'dialling' && leg.state !== 'ringing')) return null
  const answered: FactBody = { kind: 'transfer-answered', leg: leg.id, why: 'somebody, or something, picked up' }
  if (leg.to.person === null) return first({ facts: [answered] }, bringTogether(at, call))
  return first({ facts: [answered] }, brief(at, { ...call, leg: { ...leg, dice } }))
}

/** Begins the briefing, and the accept time with it. */
export function brief(at: At, call: Transferring): Decision<Call> {
  const leg: TransferLeg = { ...call.leg, state: 'briefing', confirm: null }
  const next = { ...call, leg, until: after(at.now, ACCEPT_SECONDS) }
  return sayToLeg(next, briefingWords(at, next))
}

/** Said, and said again until the accept time is over. */
export const transferSaid: Handler<'transferring', 'legSaid'> = (at, call, { channel, playback }) =>
  channel === call.leg.id && call.leg.state === 'briefing' && playback === playbackOf(call.leg)
    ? sayToLeg(call, [...pause(1000), ...briefingWords(at, call)])
    : null

export const transferKey: Handler<'transferring', 'legDigit'> = (at, call, event) => {
  const { leg } = call
  const { channel, digit } = event
  if (channel !== leg.id || leg.state !== 'briefing') return null
  const key = (meaning: string): { facts: FactBody[] } => ({
    facts: [{ kind: 'transfer-key', leg: leg.id, digit, meaning, why: 'pressed in the briefing' }],
  })
  if (leg.confirm !== null && digit === leg.confirm) return first(key('confirmed'), bringTogether(at, call))
  switch (digit) {
    case '1':
      if (!mustConfirm(at, leg.trunk, event)) return first(key('talk'), bringTogether(at, call))
      return first(key('talk, to be confirmed'), askToConfirm(at, call))
    case '2':
      return first(key('pass on'), cut(at, { ...call, more: notTheirs(call) }, 'passed-on', 'pressed 2', 'next'))
    case '3':
      return first(key('hear again'), sayToLeg(call, briefingWords(at, call)))
    default:
      return first(
        key('nothing: ignored'),
        sayToLeg(call, [...words(at, call, 'wrong-key'), ...words(at, call, 'transfer-keys')]),
      )
  }
}

/** Whoever passed it on is not rung on another of their telephones. */
function notTheirs({ more, leg }: Transferring): Transferring['more'] {
  return more.filter(to => to.person !== leg.to.person)
}

function askToConfirm(at: At, call: Transferring): Decision<Call> {
  const confirm = call.leg.confirm ?? CONFIRMING[call.leg.dice % CONFIRMING.length] ?? '0'
  const next = { ...call, leg: { ...call.leg, confirm } }
  return sayToLeg(next, words(at, next, 'briefing-confirm', { key: confirm }))
}

/** Both go into the talk: a bare number hears the caller at once, a person and the caller hear a word before it (before-transfer.ts). */
export function bringTogether(at: At, call: Transferring): Decision<Call> {
  const leg: TransferLeg = { ...call.leg, state: 'joining' }
  if (leg.to.person === null) return intoTransfer(at, { ...call, leg, in: [] })
  const toLeg = sayToLeg({ ...call, leg }, words(at, call, 'transfer-joined'))
  const joining = toLeg.state as Transferring
  const said = speak(joining, phrase(at.plan, call.language, 'connecting'))
  const before = beforeTalk(
    at.now,
    { channel: leg.id, playback: playbackOf(joining.leg) },
    { channel: call.id, playback: said.playback },
  )
  return decision<Call>(
    { ...joining, nextPlayback: said.call.nextPlayback, ...before, in: [], nextWordAt: before.until },
    { commands: [...toLeg.commands, ...said.commands] },
  )
}

function briefingWords(at: At, call: Transferring): Speech[] {
  const language = languageOf(at, call.leg)
  const property = propertyOf(at, call)
  const what = wordsOf(optionOf(at, call).say, language)
  const { callerNumber } = call
  return [
    ...pause(300),
    ...words(at, call, 'transfer-briefing', { box: at.plan.box.name, property: wordsOf(property.spoken, language), what }),
    ...(callerNumber === null ? words(at, call, 'briefing-no-number') : []),
    ...(callerNumber === null ? [] : [...words(at, call, 'briefing-number'), ...digits(language, callerNumber)]),
    ...words(at, call, 'transfer-keys'),
  ]
}

function words(at: At, { leg }: { readonly leg: TransferLeg }, key: PhraseKey, names: Record<string, string> = {}): Speech[] {
  return phrase(at.plan, languageOf(at, leg), key, names)
}

function languageOf(at: At, { to }: TransferLeg): string {
  return at.plan.people[to.person ?? '']?.language ?? at.plan.box.languages[0] ?? 'en'
}

export function playbackOf(leg: TransferLeg): string {
  return `${leg.id}-p${leg.said}`
}

function sayToLeg(call: Transferring, speech: readonly Speech[]): Decision<Call> {
  const leg: TransferLeg = { ...call.leg, said: call.leg.said + 1 }
  return decision<Call>(
    { ...call, leg },
    {
      commands: [
        { do: 'hush', channel: leg.id },
        { do: 'say', channel: leg.id, playback: playbackOf(leg), speech },
      ],
    },
  )
}
