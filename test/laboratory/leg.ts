// One call as seen from a telephone or a resident: what it does (press, play, hang up); what happened to it, as promises
// to wait on, is in leg-history.ts. Made by carrier.ts; tests get it from phone.answered() or resident.calls().
import type { CarrierEvent, Control } from './control.ts'
import { RefusedRequest } from './control.ts'
import { LegHistory, patience } from './leg-history.ts'
import { speechSound, toneSound } from './sounds.ts'

export interface LegPlace {
  readonly control: Control
  readonly sounds: string
  readonly recordings: string
}

/** How fast a person hears what comes, and presses, milliseconds. */
const NEXT_KEY_MS = 500

export class Leg extends LegHistory {
  /** Caller ID that the telephone displays; empty on a resident's leg. */
  readonly callerNumber: string
  readonly callerName: string
  /** The trunk it came or went over. */
  readonly trunk: string
  readonly #place: LegPlace
  #work: Promise<void> = Promise.resolve()
  #playback = 0
  #recordings = 0
  #pressedAt = 0
  #toneEars = 0
  readonly #listening = new Set<string>()
  readonly #finished = new Set<string>()

  constructor(place: LegPlace, id: string, about: { number: string; trunk: string; callerNumber?: string; callerName?: string }) {
    super(id, about.number)
    this.#place = place
    this.trunk = about.trunk
    this.callerNumber = about.callerNumber ?? ''
    this.callerName = about.callerName ?? ''
    this.note('started')
  }

  /** Waits until it hears a tone for so long, from now on. Late by up to 100 ms. */
  async hearsTone(hz: number, { forMs = 200, timeout = patience }: { forMs?: number; timeout?: number } = {}): Promise<void> {
    const deadline = performance.now() + timeout
    this.#toneEars += 1
    const id = `tone-${this.#toneEars}-${this.id}`
    const { control } = this.#place
    if (!(await this.#listen(id))) throw new Error(`${this.number} (${this.id}) ended before it heard ${hz} Hz`)
    await control.request('POST', `/channels/${id}/variable`, { variable: `TONE_DETECT(${hz},${forMs},r)`, value: '' })
    while (this.end === undefined && performance.now() < deadline) {
      const answer = await control
        .request('GET', `/channels/${id}/variable`, { variable: 'TONE_DETECT(rx)' })
        .catch(() => undefined)
      if (Number((answer as { readonly value?: string } | undefined)?.value) > 0) {
        await control.request('DELETE', `/channels/${id}`).catch(() => undefined)
        return
      }
      await new Promise(resolve => setTimeout(resolve, 40))
    }
    throw new Error(`${this.number} (${this.id}) heard no ${hz} Hz within ${timeout} ms. It saw: ${this.story()}`)
  }

  /** WAV file of everything it heard, from the first moment to its end, silence included. Waits for its end. */
  async recording(timeout?: number): Promise<string> {
    await this.ended(timeout)
    await this.nth('recorded', 1, timeout)
    return `${this.#place.recordings}/heard-${this.id}.wav`
  }

  /** When the recording began, in milliseconds since 1970. */
  recordingStartedAt = 0

  // ---- doing: in order, one after the other ------------------------------------------------------------------------

  ring(): Promise<void> {
    return this.#do(() => this.#post('/ring').then(() => this.note('ringing')))
  }

  answer(): Promise<void> {
    return this.#do(async () => {
      await this.#post('/answer')
      if (!this.events.some(event => event.what === 'answered')) this.note('answered')
      await this.#post('/silence')
    })
  }

  /** Presses keys, 120 ms each with 120 ms between. A tone or speech it was playing stops and does not go on. */
  presses(digits: string): Promise<void> {
    return this.#presses({ dtmf: digits, duration: 120, between: 120 })
  }

  /** One press that is heard twice, as a worn button or a careless carrier sends it. */
  pressesTwice(digit: string): Promise<void> {
    return this.#presses({ dtmf: `${digit}${digit}`, duration: 80, between: 60 })
  }

  /** Nobody answers the next question before they have heard any of it (docs/decisions/0043). */
  #presses(keys: { dtmf: string; duration: number; between: number }): Promise<void> {
    return this.#do(async () => {
      const early = this.#pressedAt + NEXT_KEY_MS - performance.now()
      if (early > 0) await new Promise(done => setTimeout(done, early))
      await this.#stopPlaying()
      await this.#post('/dtmf', keys)
      await this.#post('/silence')
      this.#pressedAt = performance.now() + keys.dtmf.length * (keys.duration + keys.between)
    })
  }

  /** Sends nothing at all from now on, as a muted telephone that saves what it need not send. */
  mutes(): Promise<void> {
    return this.#do(() => this.#request('DELETE', '/silence'))
  }

  /** Plays a tone until it does something else. */
  plays(hz: number): Promise<void> {
    return this.#do(async () => {
      const sound = await toneSound(this.#place.sounds, hz)
      await this.#startPlaying(sound)
    })
  }

  /** Says something; settles when it has been said. */
  says(text: string): Promise<void> {
    return this.#do(async () => {
      const id = await this.#startPlaying(await speechSound(this.#place.sounds, text))
      await this.until(() => this.#finished.has(id) || this.end !== undefined, 'finished speaking', 60_000)
      if (this.end === undefined) await this.#post('/silence')
    })
  }

  /** What a line does by itself once it is answered: it sends silence, unless it was told to play something already. */
  idles(): Promise<void> {
    return this.#do(async () => {
      if (this.#playback === 0) await this.#post('/silence')
    })
  }

  /** Sends silence. It does so from the answer on; this ends a tone. */
  silent(): Promise<void> {
    return this.#do(async () => {
      await this.#stopPlaying()
      await this.#post('/silence')
    })
  }

  /** At once, whatever it is doing. cause: Q.850; only a telephone that hasn't answered can tell it. */
  async hangsUp(cause = 16): Promise<void> {
    if (this.end === undefined) await this.#request('DELETE', '', { reason_code: cause }).catch(ignoreMoot)
  }

  /** Transfers its call away with REFER, for example to `sip:911@127.0.0.1`. */
  refersTo(uri: string): Promise<void> {
    return this.#do(async () => {
      await this.#post('/variable', { variable: 'REFER_TO', value: uri })
      await this.#post('/continue', { context: 'refer', extension: 's', priority: 1 })
    })
  }

  /** Puts the other side on hold, as a telephone's hold button does. */
  holds(): Promise<void> {
    return this.#do(() => this.#post('/hold'))
  }

  unholds(): Promise<void> {
    return this.#do(() => this.#request('DELETE', '/hold'))
  }

  // ---- the laboratory's side ---------------------------------------------------------------------------------------

  /** Records what comes in, through a second channel that only listens and keeps its own clock. */
  async startRecording(): Promise<void> {
    if (!(await this.#listen(`ear-${this.id}`))) return
    this.#recordings += 1
    await this.#place.control.request('POST', `/channels/ear-${this.id}/record`, {
      name: `heard-${this.id}`,
      format: 'wav',
      ifExists: 'overwrite',
    })
  }

  /** Waits until its channel can be told things. Called by the laboratory. */
  async inHand(): Promise<void> {
    await this.until(() => this.#listening.has(this.id) || this.end !== undefined, 'in hand', 5000)
  }

  /** This channel, or one that listens to it, is there. */
  listening(id: string): void {
    this.#listening.add(id)
    this.wake()
  }

  take(event: CarrierEvent): void {
    if (event.type === 'ChannelTalkingStarted') this.note('hears')
    else if (event.type === 'ChannelTalkingFinished') this.note('quiet')
    else if (event.type === 'ChannelDtmfReceived') this.note('digit', event.digit ?? '')
    else if (event.type === 'ChannelStateChange' && event.channel?.state === 'Up') this.#up()
    else if (event.type === 'ChannelStateChange' && event.channel?.state === 'Ringing') this.note('ringing')
    else if (event.type === 'Dial' && event.dialstatus === 'PROGRESS') this.note('progress')
    else if (event.type === 'PlaybackFinished') this.#finishedPlaying(event.playback?.id ?? '')
    else if (event.type === 'RecordingStarted') this.recordingStartedAt = Date.now()
    else if (event.type === 'RecordingFinished' || event.type === 'RecordingFailed')
      this.note('recorded', event.recording?.cause ?? '')
    else if (event.type === 'ChannelVarset' && event.variable === 'REFER_RESULT') this.note('referred', event.value ?? '')
    else if (event.type === 'ChannelDestroyed') this.#over(event)
  }

  /** A second channel that hears what this one hears and keeps its own clock. False if there is nothing to hear any more. */
  async #listen(id: string): Promise<boolean> {
    await this.#place.control.request('POST', `/channels/${this.id}/snoop/${id}`, {
      spy: 'in',
      app: 'lab',
      appArgs: `ear,${this.id}`,
    })
    await this.until(() => this.#listening.has(id) || this.end !== undefined, 'listening', 5000)
    return this.end === undefined
  }

  #up(): void {
    if (!this.events.some(event => event.what === 'answered')) this.note('answered')
  }

  #over(event: CarrierEvent): void {
    if (this.end !== undefined) return
    this.end = { at: Date.now(), cause: event.cause ?? 0, sip: event.tech_cause ?? 0 }
    if (this.#recordings === 0) this.note('recorded', 'nothing')
    this.note('ended', `cause ${event.cause ?? 0} sip ${event.tech_cause ?? 0}`)
  }

  #finishedPlaying(id: string): void {
    this.#finished.add(id)
    this.wake()
  }

  #do(deed: () => Promise<unknown>): Promise<void> {
    const done = this.#work.then(async () => {
      if (this.end !== undefined) return
      await deed().catch(ignoreMoot)
    })
    this.#work = done.catch(() => undefined)
    return done
  }

  async #startPlaying(sound: string): Promise<string> {
    // What is played into a call that isn't up yet is lost, and sometimes stays lost after the answer.
    const up = () => this.events.some(event => event.what === 'answered')
    await this.until(() => up() || this.end !== undefined, 'answered, to play something', 150_000)
    await this.#stopPlaying()
    this.#playback += 1
    const id = `${this.id}.${this.#playback}`
    await this.#post('/play', { media: `sound:${sound}`, playbackId: id }).catch(error => this.#refused(error))
    return id
  }

  async #stopPlaying(): Promise<void> {
    if (this.#playback === 0) return
    const id = `${this.id}.${this.#playback}`
    if (this.#finished.has(id)) return
    await this.#place.control.request('DELETE', `/playbacks/${id}`).catch(() => undefined)
    // A playback that was stopped while it still waited for its turn never says that it finished.
    await this.until(() => this.#finished.has(id) || this.end !== undefined, 'stopped playing', 1000).catch(() => undefined)
    this.#finished.add(id)
  }

  #post(what: string, query: Readonly<Record<string, string | number>> = {}): Promise<unknown> {
    return this.#request('POST', what, query)
  }

  #request(method: 'POST' | 'DELETE', what: string, query: Readonly<Record<string, string | number>> = {}): Promise<unknown> {
    return this.#place.control.request(method, `/channels/${this.id}${what}`, query)
  }

  /** A sound that Asterisk refuses while the leg lives would be silence that no test explains. Its end may be told a moment after the refusal. */
  async #refused(error: unknown): Promise<void> {
    ignoreMoot(error)
    await this.until(() => this.end !== undefined, `ended, as Asterisk refused a sound (${String(error)})`, 5000)
  }
}

/** A leg that is gone makes a deed moot, not wrong. */
function ignoreMoot(error: unknown): void {
  const moot = error instanceof RefusedRequest && (error.status === 404 || error.status === 409 || error.status === 412)
  if (!moot) throw error
}
