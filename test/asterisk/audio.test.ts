// What is really heard, measured in recordings of what reached the caller and the technician: the first word of each prompt is whole,
// music while holding, and after the bridge nothing but the other person.
import { expect, test } from 'vitest'
import { PHRASES, type PhraseKey } from '../../src/core/words/phrases.ts'
import type { Speech } from '../../src/core/world/commands.ts'
import { openVoice } from '../../src/voice/voice.ts'
import { lengthOf, likeness, soundSpans, toneSpans } from '../laboratory/audio.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'

const scene = useScene()
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** The file of a text as the box speaks it. */
async function soundOf(text: string): Promise<string> {
  const voice = await openVoice({ directory: scene().lab.box.settings.soundsDirectory, log: silent })
  const speech: Speech = { kind: 'text', language: 'en', text }
  const [uri = ''] = await voice.soundsFor([speech])
  voice.close()
  return `${uri.replace(/^sound:/, '')}.wav`
}

function wordsOf(key: PhraseKey, names: Readonly<Record<string, string>> = {}): string {
  return (PHRASES.en?.[key] ?? '').replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '')
}

test('the first word of every prompt is whole, and after the bridge each hears only the other', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  const ben = lab.phone(phone.ben)
  ben.answers()
  const call = await lab.resident.calls(line.brief, { callerId: '+15127770005' })
  await call.answered()
  await fact('asked', { question: 'urgency' }, 2)
  await call.presses('1')
  await fact('statement-began')
  await call.presses('#')
  await fact('held')
  const leg = await ben.answered()
  await leg.hears()
  await fact('attempt-ended', { person: 'ana' })
  // Long enough to hear the whole hold word and some music.
  await leg.hearsQuiet(2)
  await leg.presses('1')
  const bridged = await fact('bridged')
  await Promise.all([call.plays(600), leg.plays(900)])
  await leg.hearsTone(600, { forMs: 1500 })
  await call.hearsTone(900, { forMs: 1500 })
  await Promise.all([call.hangsUp(), leg.hangsUp()])
  await leg.ended()
  const [atCaller, atBen] = [await call.recording(), await ben.recording()]

  const said: [string, string, string][] = [
    ['caller', atCaller, wordsOf('greeting', { property: 'Brief Court' })],
    ['caller', atCaller, wordsOf('statement-prompt')],
    ['caller', atCaller, wordsOf('hold-begins')],
    ['caller', atCaller, wordsOf('connecting')],
    ['technician', atBen, wordsOf('briefing-first', { box: 'Nightbell', property: 'Brief Court', category: 'water leak' })],
    ['technician', atBen, wordsOf('you-have-it')],
  ]
  for (const [who, heard, text] of said) {
    const found = likeness(heard, await soundOf(text), 160)
    expect.soft(found.alike, `${who} hears the beginning of "${text}"`).toBeGreaterThan(0.8)
  }

  // From the moment in which both are in the talk: the other's tone, quiet before it, and nothing else.
  for (const [heard, started, hz] of [
    [atCaller, call.recordingStartedAt, 900],
    [atBen, leg.recordingStartedAt, 600],
  ] as const) {
    const from = bridged.at - started + 200
    const tones = toneSpans(heard, hz)
    const others = soundSpans(heard).filter(s => s.fromMs > from && !tones.some(t => t.fromMs <= s.toMs && s.fromMs <= t.toMs))
    expect(others).toEqual([])
    expect(tones.some(t => t.toMs - t.fromMs > 1000)).toBe(true)
  }
})

test('on hold the caller hears music until the next word, while a technician listens and presses nothing', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).answers({ after: 5000 })
  const call = await lab.resident.calls(line.brief, { callerId: '+15127770006' })
  await call.answered()
  await fact('asked', { question: 'urgency' })
  await call.presses('1')
  await fact('asked', { question: 'statement' })
  await call.presses('#')
  const held = await fact('held')
  const unreached = await fact('unreached')
  await call.hangsUp()
  const heard = await call.recording()
  const words = soundSpans(await soundOf(wordsOf('hold-begins'))).at(-1)?.toMs ?? 0
  const fromMs = held.at - call.recordingStartedAt + words + 500
  const toMs = unreached.at - call.recordingStartedAt
  expect(toMs - fromMs).toBeGreaterThan(1000)
  const music = soundSpans(heard).map(span => ({ fromMs: Math.max(fromMs, span.fromMs), toMs: Math.min(toMs, span.toMs) }))
  expect(lengthOf(music.filter(span => span.toMs > span.fromMs))).toBeGreaterThan((toMs - fromMs) * 0.9)
})
