// What the daemon asks of Asterisk, in ARI's words: each request of the port is one HTTP request or a short row of them.
// Nothing is decided here; `gone` is told faithfully, and whether that matters is the daemon's business. Never throws.
import type { Done, Lamps, Load, Recordings, Telephony, Texts } from '../daemon/ports.ts'
import { type Answer, type AriHttp, type Asked, type Method, PATIENT_MS, piece } from './http.ts'
import type { Listening } from './listen.ts'
import { recordingState } from './recordings.ts'

export interface ModuleReloader {
  /** Lets a module of Asterisk read its files again. Calls go on. */
  reloadModule(name: string): Promise<Done>
}

export interface TrunkLook {
  /** Ids of the trunks whose peer does not answer Asterisk; null when Asterisk can't be asked. */
  unreachableTrunks(): Promise<readonly string[] | null>
}

export interface TalkLook {
  /** Whether this is being recorded now; null when Asterisk can't be asked. */
  isBeingRecorded(recording: string): Promise<boolean | null>
}

export type Requests = Omit<Telephony, 'dial' | 'snapshot'> &
  Pick<Load, 'turnAway'> &
  Lamps &
  Texts &
  ModuleReloader &
  TrunkLook &
  TalkLook

/** The lanes try again after a little less (daemon/insist.ts): what is not answered by then keeps no connection busy, ms. */
const WAITED_FOR_MS = 2000
/** Nobody waits for these in silence, ms. */
const UNHURRIED_MS = 6000

export const DONE: Done = { ok: true }
export const STOPPED: Done = { ok: false, gone: false, reason: 'another daemon took over' }

export interface RequestNeeds {
  readonly send: AriHttp['ask']
  /** Nothing more is asked once another daemon has taken over. */
  readonly acting: () => boolean
  readonly listening: Listening
  readonly recordings: Recordings | undefined
}

export function makeRequests({ send, acting, listening, recordings }: RequestNeeds): Requests {
  async function ask(method: Method, path: string, asked?: Asked): Promise<Answer> {
    if (!acting()) return { status: null, message: 'another daemon took over', body: null, bytes: 0 }
    return send(method, path, asked)
  }
  async function act(method: Method, path: string, asked?: Asked): Promise<Done> {
    return doneOf(await ask(method, path, { withinMs: WAITED_FOR_MS, ...asked }))
  }

  async function setVariable(channel: string, variable: string, value: string, patient = false): Promise<Done> {
    return act('POST', `/channels/${piece(channel)}/variable`, {
      query: { variable, value },
      again: true,
      patient,
      ...(patient ? { withinMs: PATIENT_MS } : {}),
    })
  }

  return {
    answer: channel => act('POST', `/channels/${piece(channel)}/answer`, { again: true, withinMs: UNHURRIED_MS }),
    async play(channel, playback, sounds, again = false) {
      // Asterisk would play it twice, one after the other.
      if (again && (await ask('GET', `/playbacks/${piece(playback)}`)).status === 200) return DONE
      return act('POST', `/channels/${piece(channel)}/play/${piece(playback)}`, { quick: true, body: { media: sounds } })
    },
    stopPlaying: playback => act('DELETE', `/playbacks/${piece(playback)}`, { quick: true }),

    record: (channel, command) =>
      act('POST', `/channels/${piece(channel)}/record`, {
        quick: true,
        query: {
          name: command.recording,
          format: 'wav',
          maxDurationSeconds: Math.max(1, Math.round(command.maxSeconds)),
          // Without it Asterisk measures neither speech nor silence.
          maxSilenceSeconds: Math.max(1, Math.round(command.maxSilenceSeconds)),
          ifExists: 'fail',
          beep: false,
          terminateOn: 'none',
        },
      }),
    recordBridge: (bridge, recording) =>
      act('POST', `/bridges/${piece(bridge)}/record`, { query: { name: recording, format: 'wav', ifExists: 'fail' } }),
    stopRecording: recording => act('POST', `/recordings/live/${piece(recording)}/stop`, { again: true }),
    async discardRecording(recording) {
      const ended = act('DELETE', `/recordings/live/${piece(recording)}`)
      // Asterisk removes its file itself, and complains when that is gone already.
      const away = recordings?.discard(recording, ended)
      const live = await ended
      await away
      if (live.ok || !live.gone) return live
      // It has ended by itself in this moment.
      const stored = await act('DELETE', `/recordings/stored/${piece(recording)}`)
      return stored.ok || stored.gone ? live : stored
    },

    async bridge(bridge, type) {
      const query = { type: type === 'hold' ? 'holding' : 'mixing,dtmf_events' }
      const answer = await ask('POST', `/bridges/${piece(bridge)}`, { query, quick: true, again: true, withinMs: WAITED_FOR_MS })
      return answer.status === 409 ? DONE : doneOf(answer)
    },
    async addToBridge(bridge, ...channels) {
      const query = {
        channel: channels.join(','),
        // Hides the technician's own number from the caller. In a hold bridge there is nobody to hide.
        inhibitConnectedLineUpdates: true,
        // A holding bridge plays music to nobody else. Other bridges don't ask for it.
        role: 'holding_participant',
      }
      const answer = await ask('POST', `/bridges/${piece(bridge)}/addChannel`, { query, again: true, withinMs: WAITED_FOR_MS })
      const done = doneOf(answer)
      // "Bridge not found" says nothing about the channel.
      return done.ok ? done : { ...done, gone: done.gone && /channel/i.test(answer.message) }
    },
    async removeFromBridge(bridge, channel) {
      const answer = await ask('POST', `/bridges/${piece(bridge)}/removeChannel`, {
        query: { channel },
        again: true,
        withinMs: WAITED_FOR_MS,
      })
      // 422: the channel lives, but is not in this bridge, which is what was wanted.
      return answer.status === 422 ? DONE : doneOf(answer)
    },
    async destroyBridge(bridge) {
      const answer = await ask('DELETE', `/bridges/${piece(bridge)}`, { quick: true, withinMs: WAITED_FOR_MS })
      // 409: it is going away at this moment.
      return answer.status === 409 ? { ok: false, gone: true, reason: answer.message } : doneOf(answer)
    },

    // Read by nightbell-admit (asterisk/extensions.conf).
    turnAway: seconds =>
      act('POST', '/asterisk/variable', {
        again: true,
        query: { variable: 'TURN_AWAY_UNTIL', value: String(Math.floor(Date.now() / 1000) + seconds) },
      }),

    reloadModule: name => act('PUT', `/asterisk/modules/${piece(name)}`, { patient: true, withinMs: PATIENT_MS }),

    async unreachableTrunks() {
      const answer = await ask('GET', '/endpoints/PJSIP')
      if (answer.status !== 200 || !Array.isArray(answer.body)) return null
      return answer.body.flatMap((each: unknown) => {
        const { resource, state } = Object(each) as { resource?: unknown; state?: unknown }
        return state === 'offline' && String(resource).startsWith('trunk-') ? [String(resource).slice('trunk-'.length)] : []
      })
    },

    hangUp: (channel, busy) =>
      act('DELETE', `/channels/${piece(channel)}`, { quick: true, query: { reason: busy ? 'busy' : 'normal' } }),

    async continueAt(channel, context, extension, variables) {
      if (!acting()) return STOPPED
      // Without a subscription its events would end where it leaves the application.
      const heard = doneOf(await listening.subscribe(channel))
      if (!heard.ok) return heard
      for (const [variable, value] of Object.entries(variables)) {
        const set = await setVariable(channel, variable, value)
        if (!set.ok) return set
      }
      return act('POST', `/channels/${piece(channel)}/continue`, { query: { context, extension, priority: 1 } })
    },

    // The dialplan of this channel sets the lamp and hangs up; the other half of it is never answered.
    setLamp: (phone, waiting) =>
      act('POST', '/channels', {
        again: true,
        withinMs: UNHURRIED_MS,
        body: {
          endpoint: 'Local/s@nightbell-lamp',
          context: 'nightbell-lamp',
          extension: 'none',
          priority: 1,
          timeout: 5,
          variables: { __NIGHTBELL_LAMP: phone, __NIGHTBELL_WAITING: String(waiting) },
        },
      }),

    sendText: ({ id, host, port }, { from, to, body }) =>
      act('PUT', '/endpoints/sendMessage', {
        withinMs: UNHURRIED_MS,
        query: {
          to: `pjsip:trunk-${id}/sip:${to}@${host}${port === undefined ? '' : `:${port}`}`,
          from: `sip:${from}@${host}`,
          body,
        },
      }),

    deadMan: (channel, seconds) => setVariable(channel, 'TIMEOUT(absolute)', String(Math.max(0, Math.round(seconds))), true),
    recordingState: recording => recordingState(ask, recordings, recording),
    async isBeingRecorded(recording) {
      const { status } = await ask('GET', `/recordings/live/${piece(recording)}`)
      return status === 200 ? true : status === 404 ? false : null
    },
  }
}

/** ARI says "not found" as 404, as 400 (a channel for a bridge) or as 422 (a channel to subscribe to). */
export function doneOf(answer: Answer): Done {
  if (answer.status !== null && answer.status < 300) return DONE
  const gone = answer.status !== null && answer.status < 500 && /not found|does not exist/i.test(answer.message)
  return { ok: false, gone, reason: answer.status === null ? answer.message : `${answer.status} ${answer.message}` }
}
