// What every telephone exchange behind the port `Telephony` must do, told once and run twice: on the simulation (a unit test) and on
// the real Asterisk (test/asterisk/contract.test.ts). The simulation may not lie about what the other does.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Command } from '../../src/core/world/commands.ts'
import type { LegId } from '../../src/core/world/ids.ts'
import type { Input } from '../../src/core/world/inputs.ts'
import { legId } from '../../src/core/world/our-legs.ts'
import type { Telephony, TelephonyEvents, Witness } from '../../src/daemon/ports.ts'

/** Somebody who called and is in the application. */
export interface BenchCaller {
  readonly channel: string
  presses(key: string): Promise<void>
  hangsUp(): Promise<void>
}

/** One exchange with a caller's side and telephones, and one connection to it. */
export interface Bench {
  readonly telephony: Telephony & TelephonyEvents
  readonly witness: Witness
  readonly trunk: string
  /** Telephones by what they do when they are rung. */
  readonly numbers: { readonly answers: string; readonly rings: string; readonly busy: string; readonly dead: string }
  /** Media of about one second, and of many. */
  readonly sounds: { readonly short: readonly string[]; readonly long: readonly string[] }
  /** Everything that was reported since the bench was opened, by whichever connection. */
  readonly inputs: readonly Input[]
  caller(): Promise<BenchCaller>
  /** Lets so much time pass, ms. */
  pass(ms: number): Promise<void>
  /** A request takes its time: in virtual time somebody has to let it pass. */
  settled<T>(promise: Promise<T>): Promise<T>
  /** The connection is lost and another one takes its place, as after a restart of the daemon. */
  reopen(): Promise<void>
  /** Hangs everything up; gives what is left. */
  clear(): Promise<readonly string[]>
  close(): Promise<void>
}

const OK = { ok: true }
const GONE = { ok: false, gone: true }
const REFUSED = { ok: false, gone: false }
let counted = 0

export function telephonyContract(name: string, open: () => Promise<Bench>): void {
  describe(name, () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await open()
    })
    afterEach(async () => {
      expect(await bench.clear()).toEqual([])
    })
    afterAll(() => bench?.close())

    const does = <T>(ask: (telephony: Telephony) => Promise<T>): Promise<T> => bench.settled(ask(bench.telephony))

    /** Waits for something that is reported after `from`. */
    async function reported<T extends Input['type']>(
      type: T,
      fits: Partial<Extract<Input, { type: T }>>,
      from = 0,
    ): Promise<Extract<Input, { type: T }>> {
      for (let waited = 0; waited < 20_000; waited += 50) {
        const found = bench.inputs
          .slice(from)
          .find(input => input.type === type && Object.entries(fits).every(([k, v]) => input[k as keyof Input] === v))
        if (found) return found as Extract<Input, { type: T }>
        await bench.pass(50)
      }
      throw new Error(
        `no ${type} ${JSON.stringify(fits)} among ${bench.inputs
          .slice(from)
          .map(i => JSON.stringify(i))
          .join('\n')}`,
      )
    }

    const freshLeg = (): LegId => legId(`i-contract-${++counted}` as never, 1)
    const fresh = (what: string): string => `contract-${what}-${++counted}`

    function dialTo(number: string, channel: LegId = freshLeg()): Extract<Command, { do: 'dial' }> {
      const { trunk } = bench
      return { do: 'dial', channel, trunk, number, callerId: '+15125550100', callerName: 'Contract', timeoutSeconds: 30 }
    }

    async function answeredCaller(): Promise<BenchCaller> {
      const caller = await bench.caller()
      expect(await does(t => t.answer(caller.channel))).toMatchObject(OK)
      return caller
    }

    async function answeredLeg(): Promise<LegId> {
      const dial = dialTo(bench.numbers.answers)
      expect(await does(t => t.dial(dial))).toMatchObject(OK)
      await reported('legAnswered', { channel: dial.channel })
      return dial.channel
    }

    describe('a caller', () => {
      test('is answered, twice without harm, and their keys are heard', async () => {
        const caller = await answeredCaller()
        expect(await does(t => t.answer(caller.channel))).toMatchObject(OK)
        await caller.presses('7')
        expect(await reported('digit', { channel: caller.channel })).toMatchObject({ digit: '7' })
      })

      test('who hangs up has ended, once, and nothing more can be done with them', async () => {
        const caller = await answeredCaller()
        await caller.hangsUp()
        await reported('ended', { channel: caller.channel })
        await bench.pass(300)
        expect(bench.inputs.filter(i => i.type === 'ended' && i.channel === caller.channel)).toHaveLength(1)
        expect(await does(t => t.answer(caller.channel))).toMatchObject(GONE)
        expect(await does(t => t.play(caller.channel, fresh('p'), bench.sounds.short))).toMatchObject(GONE)
        expect(await does(t => t.hangUp(caller.channel))).toMatchObject(GONE)
        expect(await does(t => t.deadMan(caller.channel, 30))).toMatchObject(GONE)
      })

      test('who is hung up has ended', async () => {
        const caller = await answeredCaller()
        expect(await does(t => t.hangUp(caller.channel))).toMatchObject(OK)
        await reported('ended', { channel: caller.channel })
      })
    })

    describe('a sound', () => {
      test('is reported as finished by its own name', async () => {
        const caller = await answeredCaller()
        const playback = fresh('p')
        expect(await does(t => t.play(caller.channel, playback, bench.sounds.short))).toMatchObject(OK)
        expect(await reported('playbackFinished', { playback })).toMatchObject({ channel: caller.channel, ok: true })
      })

      test('that is stopped finishes at once; stopping it again finds nothing', async () => {
        const caller = await answeredCaller()
        const playback = fresh('p')
        await does(t => t.play(caller.channel, playback, bench.sounds.long))
        await bench.pass(500)
        expect(bench.inputs.some(i => i.type === 'playbackFinished' && i.playback === playback)).toBe(false)
        expect(await does(t => t.stopPlaying(playback))).toMatchObject(OK)
        await reported('playbackFinished', { playback })
        expect(await does(t => t.stopPlaying(playback))).toMatchObject(GONE)
      })
    })

    describe('a sound that is asked for again', () => {
      test('is not played a second time while it plays', async () => {
        const caller = await answeredCaller()
        const playback = fresh('p')
        await does(t => t.play(caller.channel, playback, bench.sounds.long))
        await bench.pass(500)
        expect(await does(t => t.play(caller.channel, playback, bench.sounds.long, true))).toMatchObject(OK)
        expect(await does(t => t.stopPlaying(playback))).toMatchObject(OK)
        await reported('playbackFinished', { playback })
        expect(await does(t => t.stopPlaying(playback))).toMatchObject(GONE)
      })
    })

    describe('a recording', () => {
      const record = (channel: string, recording: string): Extract<Command, { do: 'record' }> => {
        return { do: 'record', channel, recording, maxSeconds: 20, maxSilenceSeconds: 10 }
      }

      test('runs until it is stopped, and is stored then', async () => {
        const caller = await answeredCaller()
        const recording = fresh('r')
        expect(await does(t => t.recordingState(recording))).toMatchObject({ state: 'absent' })
        expect(await does(t => t.record(caller.channel, record(caller.channel, recording)))).toMatchObject(OK)
        await bench.pass(1500)
        expect(await does(t => t.recordingState(recording))).toMatchObject({ state: 'live' })
        expect(await does(t => t.stopRecording(recording))).toMatchObject(OK)
        const finished = await reported('recordingFinished', { recording })
        expect(finished.channel).toBe(caller.channel)
        expect(finished.ms).toBeGreaterThan(900)
        expect(await does(t => t.recordingState(recording))).toMatchObject({ state: 'stored' })
        expect(await does(t => t.stopRecording(recording))).toMatchObject(GONE)
      })

      test('of a name that is taken is refused', async () => {
        const caller = await answeredCaller()
        const recording = fresh('r')
        await does(t => t.record(caller.channel, record(caller.channel, recording)))
        await bench.pass(500)
        await does(t => t.stopRecording(recording))
        await reported('recordingFinished', { recording })
        expect(await does(t => t.record(caller.channel, record(caller.channel, recording)))).toMatchObject(REFUSED)
      })

      test('is kept when the caller hangs up while speaking', async () => {
        const caller = await answeredCaller()
        const recording = fresh('r')
        await does(t => t.record(caller.channel, record(caller.channel, recording)))
        await bench.pass(1500)
        await caller.hangsUp()
        await reported('recordingFinished', { recording })
        await reported('ended', { channel: caller.channel })
        expect(await does(t => t.recordingState(recording))).toMatchObject({ state: 'stored' })
      })
    })

    describe('a recording that is thrown away', () => {
      const record = (channel: string, recording: string): Extract<Command, { do: 'record' }> => {
        return { do: 'record', channel, recording, maxSeconds: 20, maxSilenceSeconds: 10 }
      }

      test('ends at once, is nowhere, and another begins', async () => {
        const caller = await answeredCaller()
        const [first, second] = [fresh('r'), fresh('r')]
        await does(t => t.record(caller.channel, record(caller.channel, first)))
        await bench.pass(800)
        expect(await does(t => t.discardRecording(first))).toMatchObject(OK)
        await reported('recordingFinished', { recording: first })
        expect(await does(t => t.recordingState(first))).toMatchObject({ state: 'absent' })
        expect(await does(t => t.record(caller.channel, record(caller.channel, second)))).toMatchObject(OK)
        await bench.pass(800)
        await does(t => t.stopRecording(second))
        await reported('recordingFinished', { recording: second })
      })

      test('though it has ended already', async () => {
        const caller = await answeredCaller()
        const recording = fresh('r')
        await does(t => t.record(caller.channel, record(caller.channel, recording)))
        await bench.pass(500)
        await does(t => t.stopRecording(recording))
        await reported('recordingFinished', { recording })
        expect(await does(t => t.discardRecording(recording))).toMatchObject(GONE)
        expect(await does(t => t.recordingState(recording))).toMatchObject({ state: 'absent' })
      })
    })

    describe('a bridge', () => {
      test('to hold in: made twice, joined, left twice, destroyed twice', async () => {
        const { channel } = await answeredCaller()
        const bridge = `hold-${fresh('b')}`
        expect(await does(t => t.bridge(bridge, 'hold'))).toMatchObject(OK)
        expect(await does(t => t.bridge(bridge, 'hold'))).toMatchObject(OK)
        expect(await does(t => t.addToBridge(bridge, channel))).toMatchObject(OK)
        await reported('enteredBridge', { channel, bridge })
        expect(await does(t => t.removeFromBridge(bridge, channel))).toMatchObject(OK)
        await reported('leftBridge', { channel, bridge })
        expect(await does(t => t.removeFromBridge(bridge, channel))).toMatchObject(OK)
        expect(await does(t => t.destroyBridge(bridge))).toMatchObject(OK)
        expect(await does(t => t.destroyBridge(bridge))).toMatchObject(GONE)
      })

      test('that two ask for at the same moment is one, or one of them is told so, and may ask again', async () => {
        const { channel } = await answeredCaller()
        const leg = await answeredLeg()
        const bridge = `talk-${fresh('b')}`
        const both = await bench.settled(
          Promise.all([bench.telephony.bridge(bridge, 'talk'), bench.telephony.bridge(bridge, 'talk')]),
        )
        // Now and then Asterisk refuses one of them with an error.
        expect(both.some(({ ok }) => ok)).toBe(true)
        expect(await does(t => t.bridge(bridge, 'talk'))).toMatchObject(OK)
        for (const one of [channel, leg]) {
          expect(await does(t => t.addToBridge(bridge, one))).toMatchObject(OK)
          await reported('enteredBridge', { channel: one, bridge })
        }
        await does(t => t.destroyBridge(bridge))
        await reported('leftBridge', { channel, bridge })
      })

      test('is left for another one at once, without being taken out of the first', async () => {
        const { channel } = await answeredCaller()
        const [first, second] = [`talk-${fresh('b')}`, `talk-${fresh('b')}-again`]
        for (const bridge of [first, second]) {
          await does(t => t.bridge(bridge, 'talk'))
          expect(await does(t => t.addToBridge(bridge, channel))).toMatchObject(OK)
          await reported('enteredBridge', { channel, bridge })
        }
        await reported('leftBridge', { channel, bridge: first })
        // Whoever is there already is there.
        expect(await does(t => t.addToBridge(second, channel))).toMatchObject(OK)
        for (const bridge of [first, second]) await does(t => t.destroyBridge(bridge))
        await reported('leftBridge', { channel, bridge: second })
      })

      test('that is not there says nothing about the channel; a channel that is not there is gone', async () => {
        const { channel } = await answeredCaller()
        expect(await does(t => t.addToBridge('talk-nowhere', channel))).toMatchObject(REFUSED)
        const bridge = `talk-${fresh('b')}`
        await does(t => t.bridge(bridge, 'talk'))
        expect(await does(t => t.addToBridge(bridge, 'nobody'))).toMatchObject(GONE)
        await does(t => t.destroyBridge(bridge))
      })

      test('to talk in holds two, shows their keys, and lets both go when it ends', async () => {
        const caller = await answeredCaller()
        const leg = await answeredLeg()
        const bridge = `talk-${fresh('b')}`
        await does(t => t.bridge(bridge, 'talk'))
        for (const channel of [caller.channel, leg]) {
          expect(await does(t => t.addToBridge(bridge, channel))).toMatchObject(OK)
          await reported('enteredBridge', { channel, bridge })
        }
        await caller.presses('4')
        await reported('digit', { channel: caller.channel, digit: '4' })
        expect(await does(t => t.destroyBridge(bridge))).toMatchObject(OK)
        await reported('leftBridge', { channel: leg, bridge })
        expect(await does(t => t.answer(caller.channel))).toMatchObject(OK)
      })
    })

    describe('a telephone', () => {
      test('rings, answers, is ours, and ends when it is hung up', async () => {
        const leg = await answeredLeg()
        expect(bench.inputs.some(i => i.type === 'legRinging' && i.channel === leg)).toBe(true)
        expect(await does(t => t.hangUp(leg))).toMatchObject(OK)
        await reported('ended', { channel: leg })
        expect(await bench.settled(bench.witness.of(leg))).toMatchObject({ witness: { dialled: true, answered: true } })
      })

      test('is rung once when the same dial is asked for twice', async () => {
        const dial = dialTo(bench.numbers.rings)
        expect(await does(t => t.dial(dial))).toMatchObject(OK)
        expect(await does(t => t.dial(dial))).toMatchObject(OK)
        await reported('legRinging', { channel: dial.channel })
        await does(t => t.hangUp(dial.channel))
        await reported('ended', { channel: dial.channel })
        await bench.pass(300)
        expect(bench.inputs.filter(i => i.type === 'ended' && i.channel === dial.channel)).toHaveLength(1)
      })

      test('that was hung up while it rang was dialled and not answered', async () => {
        const dial = dialTo(bench.numbers.rings)
        await does(t => t.dial(dial))
        await reported('legRinging', { channel: dial.channel })
        await does(t => t.hangUp(dial.channel))
        await reported('ended', { channel: dial.channel })
        expect(await bench.settled(bench.witness.of(dial.channel))).toMatchObject({ witness: { dialled: true, answered: false } })
      })

      test.each([
        ['busy', 17, 486],
        ['dead', 1, 404],
      ] as const)('that is %s says so', async (what, cause, sip) => {
        const dial = dialTo(bench.numbers[what])
        await does(t => t.dial(dial))
        const ended = await reported('ended', { channel: dial.channel })
        expect(ended.cause).toBe(cause)
        if (ended.sip !== null) expect(ended.sip).toBe(sip)
      })

      test('that was never dialled is unknown to the witness', async () => {
        expect(await bench.settled(bench.witness.of(freshLeg()))).toEqual({ state: 'gone', witness: { dialled: false } })
      })
    })

    describe('after the connection was lost', () => {
      test('one look shows who is there, and where', async () => {
        const caller = await answeredCaller()
        const leg = await answeredLeg()
        const rung = dialTo(bench.numbers.rings)
        await does(t => t.dial(rung))
        await reported('legRinging', { channel: rung.channel })
        const bridge = `hold-${fresh('b')}`
        await does(t => t.bridge(bridge, 'hold'))
        await does(t => t.addToBridge(bridge, caller.channel))
        await bench.reopen()
        const { channels, bridges } = await does(t => t.snapshot())
        const seen = (id: string) => channels.find(channel => channel.id === id)
        expect(seen(caller.channel)).toMatchObject({ state: 'up', bridge, inFailsafe: false })
        expect(seen(caller.channel)?.stasisArgs?.[0]).toBe('arrive')
        expect(seen(leg)).toMatchObject({ state: 'up', stasisArgs: ['leg'], bridge: null })
        expect(seen(rung.channel)).toMatchObject({ stasisArgs: null, bridge: null })
        expect(bridges).toContainEqual({ id: bridge, channels: [caller.channel] })
        expect(bench.telephony.enteredAs(leg, ['leg'])).toMatchObject({ type: 'legAnswered', channel: leg })
        const from = bench.inputs.length
        await does(t => t.removeFromBridge(bridge, caller.channel))
        await does(t => t.destroyBridge(bridge))
        await caller.presses('9')
        await reported('digit', { channel: caller.channel, digit: '9' }, from)
        for (const channel of [leg, rung.channel]) {
          await does(t => t.hangUp(channel))
          await reported('ended', { channel }, from)
        }
      })
    })
  })
}
