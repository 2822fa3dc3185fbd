// The second Asterisk of the laboratory and its controller: brings calls from the box to the telephones, places the
// residents' calls, and takes every event to its leg. Started by laboratory.ts.
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { AsteriskInstallation } from '../../src/pbx/installation.ts'
import { placesFor } from '../../src/pbx/launch.ts'
import { type RunningPbx, startPbx } from '../../src/pbx/start.ts'
import { writePbx } from '../../src/pbx/write.ts'
import { carrierFiles, carrierPassword, carrierUser, type DigitsInBand, type Source } from './carrier-configuration.ts'
import { type CarrierEvent, type Control, openControl } from './control.ts'
import { Leg } from './leg.ts'
import { addresses, type Ports } from './ports.ts'

export interface ResidentCall {
  /** Which trunk, or the stranger, the call comes from; carrier-a unless told. */
  readonly from?: Source
  readonly callerId?: string
  readonly callerName?: string
  /** Whole value of a Diversion header, or just the number that diverted. */
  readonly diversion?: string
  readonly headers?: Readonly<Record<string, string>>
  /** False: nothing of what it hears is recorded, for load. */
  readonly recorded?: boolean
}

/** A text message (SIP MESSAGE) from the box. */
export interface Text {
  readonly to: string
  readonly from: string
  readonly body: string
}

export interface Carrier {
  readonly pbx: RunningPbx
  readonly control: Control
  readonly legs: ReadonlyMap<string, Leg>
  placeCall(line: string, how?: ResidentCall): Promise<Leg>
  /** Called for each call that arrives at a telephone. */
  onArrival: (leg: Leg) => void
  /** The n-th text message, from 1, as soon as it is there. */
  text(n?: number): Promise<Text>
  hangUpAll(): Promise<void>
  stop(): Promise<void>
}

/** More than the usual: accounts that register, telephones that register at the box. Text by file. */
export type CarrierChange = (files: Readonly<Record<string, string>>, ports: Ports) => Readonly<Record<string, string>>

export async function startCarrier(
  installation: AsteriskInstallation,
  directory: string,
  ports: Ports,
  inBand: DigitsInBand,
  change: CarrierChange = same => same,
): Promise<Carrier> {
  writePbx(directory, change(carrierFiles(directory, ports, placesFor(installation), inBand), ports))
  const pbx = await startPbx({ installation, directory, endsWithUs: true, checkModules: false })
  const legs = new Map<string, Leg>()
  const texts: Text[] = []
  const textWaiting: (() => void)[] = []
  const control = await openControl(ports.carrierHttp, carrierUser, carrierPassword, event => takeEvent(event))
  const place = { control, sounds: `${directory}/sounds`, recordings: `${directory}/spool/recording` }
  mkdirSync(place.sounds, { recursive: true })

  function takeEvent(event: CarrierEvent): void {
    if (event.type === 'StasisStart' && event.args?.[0] === 'phone') arrive(event)
    else if (event.type === 'StasisStart' && event.args?.[0] === 'again') void hangUp(event.channel?.id ?? '')
    else if (event.type === 'StasisStart' && event.args?.[0] === 'text') takeText(event)
    else if (event.type === 'StasisStart' && event.args?.[0] === 'ear')
      legs.get(event.args[1] ?? '')?.listening(event.channel?.id ?? '')
    else if (event.type === 'StasisStart' && event.args?.[0] === 'resident')
      legs.get(event.channel?.id ?? '')?.listening(event.channel?.id ?? '')
    else legs.get(legIdOf(event))?.take(event)
  }

  /** The one channel for all messages goes on at once: it must never be hung up. */
  function takeText(event: CarrierEvent): void {
    const [, to = '', from = '', body = ''] = event.args ?? []
    texts.push({ to, from: decodeURIComponent(from), body: decodeURIComponent(body) })
    for (const tell of textWaiting.splice(0)) tell()
    void control.request('POST', `/channels/${event.channel?.id ?? ''}/continue`).catch(() => undefined)
  }

  function arrive(event: CarrierEvent): void {
    const [, number = '', localAddress = '', callerNumber = '', callerName = ''] = event.args ?? []
    const leg = new Leg(place, event.channel?.id ?? '', {
      number,
      trunk: trunkOf(localAddress),
      callerNumber: decoded(callerNumber),
      callerName: decoded(callerName),
    })
    legs.set(leg.id, leg)
    void follow(leg.id).finally(() => carrier.onArrival(leg))
  }

  async function placeCall(line: string, how: ResidentCall = {}): Promise<Leg> {
    const from = how.from ?? 'carrier-a'
    const leg = new Leg(place, `resident-${randomUUID()}`, { number: line, trunk: from })
    legs.set(leg.id, leg)
    await control.request('POST', '/channels/create', {
      endpoint: `PJSIP/${line}@${from}`,
      app: 'lab',
      appArgs: 'resident',
      channelId: leg.id,
    })
    await leg.inHand()
    await follow(leg.id)
    const variables: Record<string, string> = { 'TALK_DETECT(set)': '300,256', ...headersOf(how, addresses[from]) }
    if (how.callerId !== undefined) variables['CONNECTEDLINE(num,i)'] = how.callerId
    if (how.callerName !== undefined) variables['CONNECTEDLINE(name,i)'] = how.callerName
    for (const [variable, value] of Object.entries(variables)) {
      await control.request('POST', `/channels/${leg.id}/variable`, {}, { variable, value })
    }
    if (how.recorded !== false) await leg.startRecording()
    await control.request('POST', `/channels/${leg.id}/dial`, { timeout: 120 })
    leg
      .answered(150_000)
      .then(() => leg.idles())
      .catch(() => undefined)
    return leg
  }

  /** Without this, nothing is heard of a channel once it has left Stasis, its end least of all. */
  async function follow(id: string): Promise<void> {
    await control.request('POST', '/applications/lab/subscription', { eventSource: `channel:${id}` }).catch(() => undefined)
  }

  async function hangUp(id: string): Promise<void> {
    await control.request('DELETE', `/channels/${id}`).catch(() => undefined)
  }

  const carrier: Carrier = {
    pbx,
    control,
    legs,
    placeCall,
    onArrival: () => undefined,
    async text(n = 1) {
      while (texts.length < n) await new Promise<void>(resolve => textWaiting.push(resolve))
      return texts[n - 1] as Text
    },
    hangUpAll: async () => {
      const channels = (await control.request('GET', '/channels')) as readonly { readonly id: string }[]
      await Promise.all(channels.map(channel => hangUp(channel.id)))
      await Promise.all([...legs.values()].map(leg => leg.ended(5000).catch(() => undefined)))
      legs.clear()
    },
    stop: async () => {
      await control.close()
      await pbx.stop()
    },
  }
  return carrier
}

function headersOf(how: ResidentCall, address: string): Record<string, string> {
  const headers: Record<string, string> = { ...how.headers }
  if (how.diversion !== undefined) {
    headers.Diversion = how.diversion.includes('<') ? how.diversion : `<sip:${how.diversion}@${address}>;reason=no-answer`
  }
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`PJSIP_HEADER(add,${name})`, value]))
}

function trunkOf(localAddress: string): string {
  const address = localAddress.split(':')[0]
  return Object.entries(addresses).find(([, known]) => known === address)?.[0] ?? localAddress
}

/** Playbacks and recordings carry their leg's id in their own. */
function legIdOf(event: CarrierEvent): string {
  const playback = event.playback?.target_uri
  if (playback !== undefined) return playback.slice(playback.indexOf(':') + 1)
  if (event.recording !== undefined) return event.recording.name.replace(/^heard-/, '')
  return event.channel?.id ?? event.peer?.id ?? ''
}

/** Characters that a stranger cut in half stay as they came. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
