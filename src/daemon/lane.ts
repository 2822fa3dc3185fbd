// One channel's lane: its commands in order, what it is hearing now, and its dead-man's switch. Used by lanes.ts only.
import type { Command } from '../core/world/commands.ts'
import type { ChannelId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Bridges } from './bridges.ts'
import { inMs } from './clock.ts'
import { openDeadMan } from './dead-man.ts'
import { doCommand } from './do-command.ts'
import { insist, type Try } from './insist.ts'
import type { Clock, Done, Log, Telephony, Voice } from './ports.ts'

/** Nothing runs longer than the longest message that rules allow, ms. */
const LONGEST_MS = 660_000
/** Longest wait for the PBX to say that a sound or a recorder has stopped, ms. */
const STOP_MS = 2000
/** Longest wait for a sentence to be said, ms. */
const SAY_MS = 90_000

export interface LaneNeeds {
  readonly telephony: Telephony
  readonly bridges: Bridges
  readonly voice: Voice
  readonly clock: Clock
  readonly log: Log
  /** The PBX has taken something to be said. */
  readonly began?: (channel: ChannelId, playback: string) => void
  /** Where a failure, or a sentence that is said without a sound, is reported. */
  readonly report: (input: Input) => void
}

export interface Lane {
  add(command: Command): void
  heard(input: Input): void
  renew(): void
  waiting(): number
  /** Nothing waits, nothing is being said or recorded: the lane can be forgotten. */
  idle(): boolean
}

/** Something that runs on the PBX until it reports its end. */
interface Running {
  readonly id: string
  /** Its stop has been asked for. */
  stopped?: Promise<Done>
  readonly ended: Promise<void>
  over(): boolean
  end(): void
}

type Step = Command | { readonly do: 'renew'; readonly channel: ChannelId }

export function openLane(channel: ChannelId, needs: LaneNeeds): Lane {
  const { telephony, voice, log, report, clock } = needs
  const deadMan = openDeadMan(channel, telephony, clock)
  const queue: Step[] = []
  let working = false
  let saying: Running | null = null
  /** The last one that is known to be over: it needs no stop. */
  let overId: string | null = null
  /** What is to be said has been asked for, and the PBX has not answered yet. */
  let asking = false
  let recording: Running | null = null
  /** When something began to be said or recorded the last time. */
  let beganAt = 0
  /** The hold bridge that they still have to leave; the music plays on until something else does. */
  let music: string | null = null
  /** The talk that the channel is in. */
  let talking: Extract<Command, { do: 'talk' }> | null = null
  let ended = false
  let hushed = 0

  async function work(): Promise<void> {
    if (working) return
    working = true
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      try {
        const done = await carryOut(step)
        if (!done.ok) failed(step, done)
      } catch (error) {
        log.error({ channel, command: step.do, error: String(error) }, 'a command broke')
        failed(step, { ok: false, gone: false, reason: String(error) })
      }
    }
    working = false
  }

  function failed(step: Step, done: Extract<Done, { ok: false }>): void {
    const harmless =
      done.gone &&
      ['hush', 'hangUp', 'dismiss', 'unhold', 'leaveTalk', 'stopRecording', 'discardRecording', 'renew'].includes(step.do)
    if (harmless) return
    log.warn({ channel, command: step.do, gone: done.gone, reason: done.reason }, 'the PBX refused a command')
    if (step.do === 'renew') return
    if (step.do === 'record' && !done.gone)
      report({ type: 'recordingFailed', channel, recording: step.recording, reason: done.reason })
    else {
      const bridge = 'bridge' in step ? { bridge: step.bridge } : {}
      report({ type: 'commandFailed', channel, command: step.do, gone: done.gone, reason: done.reason, ...bridge })
    }
  }

  async function carryOut(step: Step): Promise<Done> {
    switch (step.do) {
      case 'say':
        return say(step)
      case 'dismiss':
        // Whatever came of the word: without it they are hung up at once.
        await say(step)
        await quiet()
        return hangUp()
      case 'hush':
        return hush(step.playback)
      case 'hangUp':
        return hangUp(step.busy)
      case 'renew':
        return isQuiet() ? deadMan.renew() : { ok: true }
      case 'unhold':
        music = step.bridge
        return { ok: true }
      case 'record':
        return record(step)
      case 'stopRecording':
        return stopRecorder(step.recording, [telephony.stopRecording])
      case 'discardRecording':
        // Stopped at least, when it can't be thrown away: the caller is to begin again.
        return stopRecorder(step.recording, [telephony.discardRecording, telephony.stopRecording])
      case 'takePin':
      case 'findMessages':
      case 'finishMessage':
        // The daemon has done these itself: desk-help.ts.
        return { ok: true }
      case 'talk':
        return talk(step)
      default:
        await quiet()
        await leaveMusic()
        if (step.do === 'hold' || step.do === 'leaveTalk') leftTalk()
        return (ended && isForThem(step)) || isUndone(step) ? { ok: true } : doCommand(needs, step)
    }
  }

  /** Straight out of the music. Two people who talk need no daemon: the dead-man's switch is lifted. */
  async function talk(step: Extract<Command, { do: 'talk' }>): Promise<Done> {
    await quiet()
    if (ended || isUndone(step)) return { ok: true }
    const done = await doCommand(needs, step)
    if (!done.ok) return done
    music = null
    talking = step
    deadMan.lift()
    return done
  }

  function leftTalk(): void {
    talking = null
    deadMan.resume()
  }

  async function leaveMusic(): Promise<void> {
    if (music === null) return
    const bridge = music
    music = null
    await doCommand(needs, { do: 'unhold', channel, bridge })
  }

  /** Nobody goes where they would leave at once: what comes after would wait for both. */
  function isUndone(step: Step): boolean {
    if (!isJoin(step)) return false
    const undo = step.do === 'hold' ? 'unhold' : 'leaveTalk'
    return queue.some(later => later.do === undo && later.bridge === step.bridge)
  }

  async function say(step: Extract<Command, { do: 'say' | 'dismiss' }>): Promise<Done> {
    // Taken before the wait: what silences the sentence before this one silences this one, too.
    const before = hushed
    await quiet()
    if (ended || hushed !== before) return { ok: true }
    const sounds = await voice.soundsFor(step.speech)
    if (hushed !== before) return { ok: true }
    if (sounds.length === 0) {
      overId = step.playback
      report({ type: 'playbackFinished', channel, playback: step.playback, ok: true })
      return { ok: true }
    }
    await leaveMusic()
    await deadMan.outlast(step.speech)
    if (hushed !== before) return { ok: true }
    const words = running(step.playback)
    beganAt = clock.now()
    saying = words
    asking = true
    const done = await insist(clock, async ({ again }) => {
      // It was carried out, whatever was answered; or it is wanted no more.
      if (words.over() || hushed !== before) return { ok: true }
      return telephony.play(channel, step.playback, sounds, again)
    })
    asking = false
    // A stop that overtakes its start stops nothing.
    if (hushed !== before && !words.over()) void stop(words)
    if (!done.ok && saying === words) saying = null
    if (done.ok) needs.began?.(channel, step.playback)
    return words.over() ? { ok: true } : done
  }

  async function hangUp(busy = false): Promise<Done> {
    const done = await insist(clock, () => telephony.hangUp(channel, busy))
    // The dialplan ends a leg, when the PBX will not; a caller comes back through it, and is told goodbye again.
    if (!done.ok && !done.gone) deadMan.strike()
    return done
  }

  /** One request, though both `add` and `hush` may ask for it. */
  function stop(words: Running): Promise<Done> {
    words.stopped ??= insist(clock, () => telephony.stopPlaying(words.id)).then(done => {
      if (!done.ok && done.gone) words.end()
      if (!done.ok && !done.gone) delete words.stopped
      return done
    })
    return words.stopped
  }

  async function hush(playback: string | undefined): Promise<Done> {
    if (ended || (playback !== undefined && playback === overId)) return { ok: true }
    const ours = saying !== null
    if (saying === null && playback !== undefined) saying = running(playback)
    const now = saying
    if (now === null) return { ok: true }
    const done = await stop(now)
    if (done.ok) await within(clock, now.ended, STOP_MS)
    // What can't be stopped is said to its end, and whatever comes next waits for that.
    if (saying === now && (done.ok || done.gone || now.over() || !ours)) saying = null
    return !done.ok && done.gone ? { ok: true } : done
  }

  async function record(step: Extract<Command, { do: 'record' }>): Promise<Done> {
    await quiet()
    await leaveMusic()
    await deadMan.outlastRecording(step.maxSeconds)
    const recorder = running(step.recording)
    beganAt = clock.now()
    recording = recorder
    const done = await insist(clock, one => recordOnce(step, recorder, one))
    if (!done.ok && recording === recorder) recording = null
    return done
  }

  async function recordOnce(step: Extract<Command, { do: 'record' }>, recorder: Running, { again, counts }: Try): Promise<Done> {
    // It was carried out, whatever was answered.
    if (again && (recorder.over() || (await telephony.recordingState(step.recording)).state === 'live')) return { ok: true }
    return counts() ? telephony.record(channel, step) : { ok: false, gone: false, reason: 'too late' }
  }

  async function stopRecorder(name: string, ways: readonly Telephony['stopRecording'][]): Promise<Done> {
    // A daemon before us may have begun it.
    recording ??= running(name)
    const now = recording
    let done: Done = { ok: false, gone: true, reason: '' }
    for (const stop of ways) {
      done = await insist(clock, () => stop(name))
      if (done.ok || done.gone) break
    }
    if (done.ok && now?.id === name) await within(clock, now.ended, STOP_MS)
    recording = null
    return done
  }

  /** Waits until nothing is being said any more. */
  async function quiet(): Promise<void> {
    const now = saying
    if (now === null) return
    await within(clock, now.ended, SAY_MS)
    if (saying === now) saying = null
  }

  /** Most requests to a channel wait for what it plays or records. */
  function isQuiet(): boolean {
    return saying === null && recording === null
  }

  function waiting(): number {
    return queue.length + (working ? 1 : 0)
  }

  function renew(): void {
    if (!isQuiet() || queue.length > 0 || !deadMan.isDue()) return
    queue.push({ do: 'renew', channel })
    void work()
  }

  return {
    add(command) {
      if (command.do === 'hush' || command.do === 'hangUp') {
        hushed++
        drop(queue, step => step.do === 'say' || command.do === 'hangUp')
        // The lane may be waiting for this very sentence: stop it at once, out of turn.
        if (saying !== null && working && !asking) void stop(saying)
        if (command.do === 'hangUp') saying?.end()
      }
      queue.push(command)
      void work()
    },
    heard(input) {
      if (input.type === 'playbackFinished') {
        overId = input.playback
        if (input.playback === saying?.id) {
          saying.end()
          saying = null
        }
      }
      if ((input.type === 'recordingFinished' || input.type === 'recordingFailed') && input.recording === recording?.id) {
        recording.end()
        recording = null
      }
      if (input.type === 'enteredBridge' && talking !== null && input.bridge !== talking.bridge) {
        // A late request to hold was carried out after all: back into the talk.
        queue.push(talking)
        void work()
      }
      if (input.type === 'returned') {
        // Whatever was being said ended when the channel left the application.
        saying?.end()
        saying = null
        music = null
      }
      if (input.type === 'arrived' || input.type === 'legAnswered' || input.type === 'returned') deadMan.handedOver(input)
      // The dialplan gives a daemon that came back only a few seconds.
      if (input.type === 'returned' && input.from === 'deadman') renew()
      if (input.type === 'ended') {
        ended = true
        queue.length = 0
        saying?.end()
        saying = null
        recording?.end()
      }
    },
    renew,
    waiting,
    // Anything that runs longer has ended unheard.
    idle: () => waiting() === 0 && (isQuiet() || clock.now() - beganAt > LONGEST_MS),
  }
}

function isJoin(step: Step): step is Extract<Step, { do: 'hold' | 'talk' }> {
  return step.do === 'hold' || step.do === 'talk'
}

/** Of no use once they have hung up. */
function isForThem(step: Step): boolean {
  return isJoin(step) || step.do === 'answer' || step.do === 'queue' || step.do === 'failsafe'
}

function running(id: string): Running {
  let isOver = false
  let resolved = (): void => {}
  const ended = new Promise<void>(resolve => {
    resolved = resolve
  })
  function end(): void {
    isOver = true
    resolved()
  }
  return { id, ended, end, over: () => isOver }
}

function drop(queue: Step[], which: (step: Step) => boolean): void {
  for (let n = queue.length - 1; n >= 0; n--) {
    const step = queue[n]
    if (step !== undefined && which(step)) queue.splice(n, 1)
  }
}

/** Waits for a promise, but not longer than this. */
async function within(clock: Clock, promise: Promise<void>, ms: number): Promise<void> {
  let cancel = (): void => {}
  const late = new Promise<void>(resolve => {
    cancel = inMs(clock, ms, resolve)
  })
  await Promise.race([promise, late])
  cancel()
}
