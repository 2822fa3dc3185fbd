// Whatever callers, telephones and time do: the journal gives every call the same decisions again, its chain is whole, its projections can be
// made again, and a daemon that stops between two turns finds its world as it was. Random inputs, decided by the real core.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { HOUR_MS } from '../../src/core/dialling/caps.ts'
import { callId, type EpochMs } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { dialsOfTheHour, rememberDial } from '../../src/core/world/late-dials.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { deadlineOf, emptyWorld, keep, settle, type Turn, type World } from '../../src/core/world/world.ts'
import { loadRules } from '../../src/rules/load.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { verifyLog } from '../../src/store/verify/verify-log.ts'
import { openFollowed } from '../support/followed-journal.ts'
import { howOften } from '../support/how-often.ts'

const rules = loadRules(join(import.meta.dirname, '../../config'))
if (!rules.ok) throw new Error('the example rules have problems')
const { plan, hash, sources } = rules

const directory = mkdtempSync(join(tmpdir(), 'nightbell-replay-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** What the outside does next; numbers choose among what there is. */
type Step =
  | { readonly do: 'arrive'; readonly line: number; readonly hidden: boolean }
  | { readonly do: 'press'; readonly channel: number; readonly digit: string }
  | { readonly do: 'end'; readonly channel: number; readonly cause: number }
  | { readonly do: 'finish' }
  | { readonly do: 'telephone'; readonly channel: number; readonly answers: boolean }
  | { readonly do: 'transfer'; readonly channel: number }
  | { readonly do: 'wait' }
  | { readonly do: 'restart' }

const which = fc.nat(50)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('arrive' as const), line: which, hidden: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('press' as const),
      channel: which,
      digit: fc.constantFrom('1', '1', '2', '3', '5', '9', '#'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('end' as const), channel: which, cause: fc.constantFrom(16, 17, 19, 21, 34) }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('finish' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('telephone' as const), channel: which, answers: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('transfer' as const), channel: which }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
)

/** A small shell: carries out nothing, but remembers which channels there are and what was begun on them. */
function shell(file: string) {
  let journal = openFollowed(file)
  journal.keepPlan(hash, plan, sources)
  let now = Date.UTC(2026, 2, 8, 7, 55)
  let world = restored(journal, now)
  const calls: string[] = []
  const channels: string[] = []
  const legs: string[] = []
  const begun: Input[] = []

  function take(input: Input): void {
    now += 250
    const turn = takeTurn(world, input, now as EpochMs)
    journal.commit([turn])
    settle(world, turn)
    remember(turn)
  }
  function remember(turn: Turn): void {
    for (const command of turn.commands) {
      const { channel } = command
      if (command.do === 'say') begun.push({ type: 'playbackFinished', channel, playback: command.playback, ok: true })
      if (command.do === 'record')
        begun.push({ type: 'recordingFinished', channel, recording: command.recording, ms: 4000, speechMs: 3500 })
      if (command.do === 'talk') begun.push({ type: 'enteredBridge', channel, bridge: command.bridge })
      if (command.do !== 'dial') continue
      legs.push(channel)
      channels.push(channel)
    }
  }
  function act(one: Step): void {
    const input = one.do === 'restart' ? restart() : inputOf(one)
    if (input !== null) take(input)
  }
  function restart(): null {
    const before = world
    journal.close()
    journal = openFollowed(file)
    world = restored(journal, now)
    expect(seenFromOutside(world, now)).toEqual(seenFromOutside(before, now))
    return null
  }
  function inputOf(one: Exclude<Step, { do: 'restart' }>): Input | null {
    const channel = 'channel' in one ? (channels[one.channel % Math.max(1, channels.length)] ?? '') : ''
    switch (one.do) {
      case 'arrive': {
        const id = `177295${calls.length}.${calls.length + 1}`
        const line = plan.lines[one.line % plan.lines.length]
        const trunk = line?.trunk ?? Object.keys(plan.trunks)[0] ?? ''
        const caller = one.hidden ? null : `+1312555${1000 + calls.length}`
        calls.push(id)
        channels.push(id)
        const who = { callerNumber: caller, callerName: caller && `Resident ${id}`, diversion: null }
        return { type: 'arrived', channel: id, trunk, line: line?.number ?? '', ...who, plan: hash }
      }
      case 'press':
        return { type: 'digit', channel, digit: one.digit }
      case 'end':
        return { type: 'ended', channel, cause: one.cause, sip: null, fax: false }
      case 'finish':
        return begun.shift() ?? null
      case 'telephone': {
        const leg = legs[one.channel % Math.max(1, legs.length)] ?? ''
        return one.answers ? { type: 'legAnswered', channel: leg, dice: one.channel % 10 } : { type: 'legRinging', channel: leg }
      }
      case 'transfer':
        return { type: 'numberChanged', channel: calls[one.channel % calls.length] ?? '', number: '+13125550199' }
      case 'wait': {
        const due = [...world.calls.values(), ...world.incidents.values()].sort(
          (a, b) => Number(deadlineOf(a)) - Number(deadlineOf(b)),
        )[0]
        if (!due) return null
        now = Math.max(now, Number(deadlineOf(due)))
        return { type: 'due', stream: due.id }
      }
    }
  }
  return { act, calls, journal: () => journal }
}

/** All that a turn can see of it: places are counted from the start of the daemon. */
function seenFromOutside(world: World, now: number) {
  return { ...world, places: null, dialled: dialsOfTheHour(world.dialled, now as EpochMs) }
}

function restored(journal: ReturnType<typeof openFollowed>, now: number): World {
  const world = emptyWorld()
  for (const one of journal.dialledSince?.((now - HOUR_MS) as EpochMs) ?? []) rememberDial(world.dialled, one)
  world.plans.set(hash, plan)
  for (const stream of journal.liveStreams().streams) {
    keep(world, stream)
  }
  return world
}

test('every recorded call is decided the same again', () => {
  let facts = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), steps => {
      const file = join(mkdtempSync(join(directory, 'run-')), 'journal.db')
      const { act, calls, journal } = shell(file)
      act({ do: 'arrive', line: 0, hidden: false })
      for (const one of steps) act(one)
      const reader = openReader(file)
      const listed = reader.listCalls({ limit: 1000 })
      expect(verifyLog(file, { anchors: [], views: true }).wrong.all()).toEqual([])
      const stories = calls.map(id => reader.callStory(callId(id)))
      facts += stories.reduce((sum, story) => sum + (story?.facts.length ?? 0), 0)
      for (const id of calls) expect(reader.replayCall(callId(id), takeTurn)).toMatchObject({ same: true })
      journal().loseViews()
      expect(reader.listCalls({ limit: 1000 })).toEqual(listed)
      for (const id of calls) journal().eraseCall(callId(id))
      expect(reader.listCalls({ limit: 1000 })).toHaveLength(listed.length)
      expect(verifyLog(file, { anchors: [], views: true }).wrong.all()).toEqual([])
      for (const id of calls) expect(reader.replayCall(callId(id), takeTurn)).toMatchObject({ same: true })
      reader.close()
      journal().close()
    }),
    { numRuns: howOften(4) },
  )
  expect(facts).toBeGreaterThan(20)
})
