// The daemon's connection to Asterisk: puts the event socket, the requests, translation, memory and hearing together and stands
// behind the ports `Telephony` and `TelephonyEvents`. Called by run.ts. Decides nothing about calls.
import type { Input } from '../core/world/inputs.ts'
import type { Lamps, Load, Log, Recordings, Snapshot, Telephony, TelephonyEvents, Texts, Witness } from '../daemon/ports.ts'
import { numberIn } from './arrival.ts'
import { dialLeg } from './dial.ts'
import { type ChannelDialog, openDialogs } from './dialogs.ts'
import { openEventSocket } from './events.ts'
import { openHearing } from './hearing.ts'
import { type Answer, type Asked, type Method, openHttp, piece } from './http.ts'
import { openSocketRequests } from './over-socket.ts'
import { talkOver } from './recordings.ts'
import { openMemory } from './remember.ts'
import { DONE, type ModuleReloader, makeRequests, STOPPED, type TalkLook, type TrunkLook } from './requests.ts'
import { EVENTS, eventOf, INFO } from './shapes.ts'
import { lookAtAll } from './snapshot.ts'
import { entered, type Known, translate } from './translate.ts'
import { versionProblem } from './version.ts'

export interface AriOptions {
  /** For example `http://127.0.0.1:8088`. */
  readonly url: string
  readonly user: string
  readonly password: string
  /** The Stasis application; the dialplan says `nightbell`. */
  readonly app: string
  readonly log: Log
  readonly witness: Witness
  /** Hash of the plan in force, for calls that arrive now. */
  readonly planHash: () => string
  /** 0 to 9. */
  readonly dice?: () => number
  /** Connections for requests, 16 to 32. */
  readonly connections?: number
  readonly requestTimeoutMs?: number
  readonly pingMs?: number
  readonly firstRetryMs?: number
  readonly longestRetryMs?: number
  readonly sayMs?: number
  /** Keeps what was recorded; without it Asterisk's own file is all there is. */
  readonly recordings?: Recordings
}

const LOST = 'the event socket was lost'

export interface Connected {
  readonly version: string
  /** When Asterisk started, as it says. */
  readonly startupTime: string
  /** Asterisk has been restarted since the last connect of this process: every leg of before is gone. */
  readonly restarted: boolean
}

export interface AriConnection extends Telephony, TelephonyEvents, Load, Lamps, Texts, ModuleReloader, TrunkLook, TalkLook {
  onConnected(listener: (about: Connected) => void): void
  /** The recorder of a talk has stopped. Not every end of one is told: what the daemon was not there for is not. */
  onTalkRecorded(listener: (recording: string) => void): void
  /** A channel is there, and this is its SIP dialog. */
  onDialog(listener: (dialog: ChannelDialog) => void): void
  /** Another daemon took the application over: this one must stop, and does nothing more on the PBX. */
  onReplaced(listener: () => void): void
  /** The input that a channel in the application would have made when it entered, from its `stasisArgs` of a snapshot. */
  enteredAs(channel: string, stasisArgs: readonly string[]): Input | null
  close(): Promise<void>
}

export function connectAri(options: AriOptions): AriConnection {
  const { log, app } = options
  const timeoutMs = options.requestTimeoutMs ?? 6000
  const http = openHttp({
    url: options.url,
    user: options.user,
    password: options.password,
    connections: options.connections ?? 24,
    timeoutMs,
  })
  const overSocket = openSocketRequests(text => socket.send(text), timeoutMs)

  let unanswered = 0

  async function ask(method: Method, path: string, asked: Asked = {}): Promise<Answer> {
    if (asked.patient) return http.ask(method, path, asked)
    unanswered++
    const answer = await send(method, path, asked)
    unanswered--
    return answer
  }

  /** Over the socket where that holds nobody up. One that was lost with the socket is asked again, where that does no harm. */
  async function send(method: Method, path: string, asked: Asked): Promise<Answer> {
    if (!asked.quick || !socket.isUp()) return http.ask(method, path, asked)
    const answer = await overSocket.ask(method, path, asked)
    const lost = answer.status === null && answer.message === LOST
    return lost && (asked.again ?? method !== 'POST') ? http.ask(method, path, asked) : answer
  }
  const memory = openMemory()
  const known: Known = {
    get planHash() {
      return options.planHash()
    },
    dice: options.dice ?? (() => Math.floor(Math.random() * 10)),
    fax: memory.fax,
    number: memory.number,
    hangUp: memory.hangUp,
    again: memory.again,
  }
  const inputs: ((input: Input) => void)[] = []
  const recorders: ((channel: string, recording: string) => void)[] = []
  const dialogListeners: ((dialog: ChannelDialog) => void)[] = []
  const dialogs = openDialogs(dialog => toAll(dialogListeners, dialog))
  const talks: ((recording: string) => void)[] = []
  const ups: ((about: Connected) => void)[] = []
  const downs: ((reason: string) => void)[] = []
  const replacements: (() => void)[] = []
  let replaced = false
  /** The first look over this connection has been taken. */
  let followed = false
  let about: Omit<Connected, 'restarted'> | null = null
  let startedBefore: string | null = null

  const hearing = openHearing({
    ask,
    app,
    witness: options.witness,
    log,
    memory,
    recordings: options.recordings,
    acting: () => !replaced,
    tell: input => toAll(inputs, input),
    recorderEnded: (channel, recording) => toAll(recorders, channel, recording),
  })
  const { listening } = hearing
  const requests = makeRequests({ send: ask, acting: () => !replaced, listening, recordings: options.recordings })

  /** A listener that fails keeps nobody else from hearing. */
  function toAll<A extends readonly unknown[]>(listeners: readonly ((...told: A) => void)[], ...told: A): void {
    for (const listener of listeners) guarded(log, () => listener(...told))
  }

  async function prepare(): Promise<boolean> {
    // The filter keeps answers over the socket back, too.
    const allowed = [...Object.keys(EVENTS), 'RESTResponse'].map(type => ({ type }))
    const [info, filter] = await Promise.all([
      http.ask('GET', '/asterisk/info'),
      http.ask('PUT', `/applications/${piece(app)}/eventFilter`, { body: { allowed } }),
    ])
    const read = INFO.safeParse(info.body)
    if (info.status !== 200 || filter.status !== 200 || !read.success) {
      log.warn({ info: info.status, filter: filter.status, reason: info.message || filter.message }, 'Asterisk is not ready')
      return false
    }
    const { version } = read.data.system
    const startupTime = read.data.status.startup_time
    const problem = versionProblem(version)
    if (problem !== null) log.error({ version, problem }, 'this Asterisk must not be trusted with calls')
    about = { version, startupTime }
    return true
  }

  function onEvent(json: unknown): void {
    if (overSocket.takes(json)) return
    const event = eventOf(json)
    if ('ignored' in event) {
      log.debug({ reason: event.ignored }, 'event ignored')
      return
    }
    if (event.type === 'ApplicationReplaced') {
      onReplaced()
      return
    }
    const talk = talkOver(event)
    if (talk !== null) toAll(talks, talk)
    memory.note(event)
    dialogs.note(event)
    const told = translate(event, known)
    if ('left' in told) hearing.left(told.left)
    if ('ignored' in told || 'left' in told) return
    if ('hangUp' in told) {
      log.warn({ channel: told.hangUp, reason: told.reason }, 'hanging up a channel that has no business here')
      requests.hangUp(told.hangUp)
      return
    }
    hearing.heard(told)
  }

  function onReplaced(): void {
    if (replaced) return
    replaced = true
    log.error({ app }, 'another daemon took over; this one stops acting')
    socket.close()
    toAll(replacements)
  }

  const socket = openEventSocket({
    ...options,
    prepare,
    onEvent,
    onUp() {
      if (!about) return
      const now = { ...about, restarted: startedBefore !== null && startedBefore !== about.startupTime }
      startedBefore = about.startupTime
      toAll(ups, now)
    },
    onDown(reason) {
      overSocket.lost(LOST)
      listening.lost()
      followed = false
      toAll(downs, reason)
    },
  })

  return {
    ...requests,
    unanswered: () => unanswered,
    async play(channel, playback, sounds, again) {
      if (sounds.length > 0) {
        // Before the request: a short playback can be over before it is answered.
        return requests.play(channel, playback, sounds, again)
      }
      // Nothing to say has been said as soon as it is asked for.
      setImmediate(() => hearing.heard({ type: 'playbackFinished', channel, playback, ok: true }))
      return DONE
    },
    discardRecording(recording) {
      hearing.throwAway(recording)
      return requests.discardRecording(recording)
    },
    dial: command => (replaced ? Promise.resolve(STOPPED) : dialLeg({ ask, listening }, command)),
    async snapshot(): Promise<Snapshot> {
      const look = await patiently(() => lookAtAll(http, app, dialogs.see))
      for (const { id, stasisArgs } of look.channels) memory.learn(id, numberIn(stasisArgs))
      // Whoever came in while nobody listened: without this their end would never be told.
      if (!followed) await Promise.all(look.channels.map(({ id }) => hearing.follow(id)))
      followed = true
      return look
    },
    enteredAs(channel, stasisArgs) {
      const blank = {
        id: channel,
        name: '',
        state: '',
        protocol_id: '',
        caller: { name: '', number: '' },
        dialplan: { context: '', app_name: '', app_data: '' },
      }
      const told = entered(blank, stasisArgs, known)
      if (!('type' in told)) return null
      memory.isNews(told)
      return told
    },
    onInput: listener => void inputs.push(listener),
    onRecorderEnded: listener => void recorders.push(listener),
    onDialog: listener => void dialogListeners.push(listener),
    onTalkRecorded: listener => void talks.push(listener),
    onConnected: listener => void ups.push(listener),
    onLost: listener => void downs.push(listener),
    onReplaced: listener => void replacements.push(listener),
    async close() {
      socket.close()
      await http.close()
    },
  }
}

function guarded(log: Log, act: () => void): void {
  try {
    act()
  } catch (error) {
    log.error({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }, 'a listener of the PBX failed')
  }
}

/** A look may fall into a moment of trouble; four tries, then the caller is told. */
async function patiently(look: () => Promise<Snapshot>): Promise<Snapshot> {
  for (let n = 1; ; n++) {
    try {
      return await look()
    } catch (error) {
      if (n === 4) throw error
      await new Promise(done => setTimeout(done, 250 * n))
    }
  }
}
