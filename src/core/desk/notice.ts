// The notice that a property's callers hear before anything else ("we know, it is being repaired"): recorded here, heard again, kept
// for some hours or until it is taken away.

import { noticeOf } from '../standing/notice-of.ts'
import { beep, phrase, recording, wordsOf } from '../words/speech.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after, recordingName, standingId } from '../world/ids.ts'
import type { Signal } from '../world/signals.ts'
import type { Desk, DeskBase, Question } from './desk.ts'
import { hoursOf } from './duty.ts'
import { type Event, gone, type Handler, type In, personOf, pressed, put, SAYING_SECONDS, speak } from './events.ts'
import { mainMenu } from './main-menu.ts'
import { chosen, pageWords } from './paged.ts'

/** Longest notice, and the silence that ends it, seconds. Longer, and a caller's dead-man's switch would end while they hear it. */
const NOTICE_SECONDS = 30
const SILENCE_SECONDS = 5

export function chooseProperty(at: At, desk: DeskBase, page = 0, round = 1): Decision<Desk> {
  const properties = Object.values(at.plan.properties)
  const [only] = properties
  if (only && properties.length === 1) return askNotice(at, desk, only.id)
  const words = pageWords(at, desk, properties, page, ({ spoken }) => wordsOf(spoken, desk.language))
  return put(at, desk, { ask: 'property', page }, [...phrase(at.plan, desk.language, 'desk-property'), ...words], { round })
}

export function propertyKey(
  at: At,
  desk: DeskBase,
  { page }: Question & { ask: 'property' },
  digit: string,
): Decision<Desk> | null {
  const choice = chosen(Object.values(at.plan.properties), page, digit)
  if (choice === null) return null
  if (choice.is === 'page') return chooseProperty(at, desk, choice.page)
  return pressed(digit, `community ${choice.thing.name}`, askNotice(at, desk, choice.thing.id))
}

export function askNotice(at: At, desk: DeskBase, property: string, round = 1): Decision<Desk> {
  const present = noticeOf(at.around.standing(), property)
  const spoken = at.plan.properties[property]?.spoken ?? {}
  const words = [
    ...phrase(at.plan, desk.language, 'desk-notice', { property: wordsOf(spoken, desk.language) }),
    ...(present === null ? [] : [...phrase(at.plan, desk.language, 'desk-notice-present'), ...recording(present)]),
  ]
  return put(at, desk, { ask: 'notice', property }, words, { round })
}

export function noticeKey(
  at: At,
  desk: DeskBase,
  { property }: Question & { ask: 'notice' },
  digit: string,
): Decision<Desk> | null {
  if (digit === '1') return pressed(digit, 'record a notice', askToSpeak(at, desk, property))
  if (digit !== '2' || noticeOf(at.around.standing(), property) === null) return null
  const signal: Signal = {
    to: 'standing',
    id: standingId('notice', property),
    signal: { type: 'endStanding', by: personOf(desk), why: 'taken away at the phone desk' },
  }
  const away = mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-notice-away'))
  return pressed(digit, 'take the notice away', first({ signals: [signal] }, away))
}

function askToSpeak(at: At, desk: DeskBase, property: string): Decision<Desk> {
  const said = speak(desk, [...phrase(at.plan, desk.language, 'desk-notice-prompt'), ...beep()])
  const name = recordingName(desk.id, 'notice', desk.nextRecording)
  return decision<Desk>(
    {
      ...said.desk,
      nextRecording: desk.nextRecording + 1,
      phase: 'recording-notice',
      property,
      step: 'asking',
      playback: said.playback,
      recording: name,
      until: after(at.now, SAYING_SECONDS),
    },
    { commands: said.commands },
  )
}

export const noticeAsked: Handler<'recording-notice', 'playbackFinished'> = (at, desk, event) =>
  desk.step === 'asking' && event.playback === desk.playback ? startNotice(at, desk) : null

export const noticeDue: Handler<'recording-notice', 'due'> = (at, desk) =>
  desk.step === 'asking' ? startNotice(at, desk) : noticeFailed(at, desk)

function startNotice(at: At, desk: In<'recording-notice'>): Decision<Desk> {
  const limits = { maxSeconds: NOTICE_SECONDS, maxSilenceSeconds: SILENCE_SECONDS }
  return decision<Desk>(
    { ...desk, step: 'recording', until: after(at.now, NOTICE_SECONDS + 10) },
    {
      facts: [{ kind: 'statement-began', recording: desk.recording, why: 'the tone was heard' }],
      commands: [{ do: 'record', channel: desk.id, recording: desk.recording, ...limits }],
    },
  )
}

export const noticeRecorderKey: Handler<'recording-notice', 'digit'> = (_at, desk, { digit }) =>
  desk.step === 'recording' && digit === '#'
    ? decision<Desk>(desk, { commands: [{ do: 'stopRecording', channel: desk.id, recording: desk.recording }] })
    : null

export const noticeSpoken: Handler<'recording-notice', 'recordingFinished'> = (at, desk, event) => {
  if (event.recording !== desk.recording) return null
  return (event.speechMs ?? event.ms) < 1000 ? noticeFailed(at, desk) : askKeepNotice(at, desk, desk.property, desk.recording)
}

export function noticeFailed(at: At, desk: In<'recording-notice'>): Decision<Desk> {
  return mainMenu(at, desk, phrase(at.plan, desk.language, 'record-failed'))
}

export function askKeepNotice(at: At, desk: DeskBase, property: string, name: string, round = 1): Decision<Desk> {
  const words = [
    ...phrase(at.plan, desk.language, 'desk-notice-said'),
    ...recording(name),
    ...phrase(at.plan, desk.language, 'desk-notice-keep'),
  ]
  return put(at, desk, { ask: 'keep-notice', property, recording: name }, words, { round })
}

export function keepNoticeKey(
  at: At,
  desk: DeskBase,
  question: Question & { ask: 'keep-notice' },
  digit: string,
): Decision<Desk> | null {
  const { property, recording: name } = question
  if (digit === '1') return pressed(digit, 'keep it', askNoticeHours(at, desk, property, name))
  return digit === '2' ? pressed(digit, 'record again', askToSpeak(at, desk, property)) : null
}

export function askNoticeHours(at: At, desk: DeskBase, property: string, name: string, round = 1): Decision<Desk> {
  const question: Question = { ask: 'notice-hours', property, recording: name }
  const words = [...phrase(at.plan, desk.language, 'desk-notice-long'), ...phrase(at.plan, desk.language, 'desk-hours')]
  return put(at, desk, question, words, { round })
}

export function noticeHoursTyped(
  at: At,
  desk: DeskBase,
  question: Question & { ask: 'notice-hours' },
  typed: string,
): Decision<Desk> | null {
  const hours = hoursOf(typed)
  if (hours === null) return null
  const { property, recording: name } = question
  const signal: Signal = {
    to: 'standing',
    id: standingId('notice', property),
    signal: {
      type: 'stand',
      plan: desk.plan,
      what: { is: 'notice', property, recording: name },
      until: hours === 0 ? null : after(at.now, hours * 3600),
      by: personOf(desk),
      why: 'recorded at the phone desk',
    },
  }
  return first({ signals: [signal] }, mainMenu(at, desk, phrase(at.plan, desk.language, 'desk-notice-kept')))
}

export function hungUpNotice(at: At, desk: Desk, event: Event<'ended'>): Decision<Desk> {
  return gone(at, desk, event.fax ? 'a fax tone' : 'hung up before the notice was kept')
}
