// The box's Asterisk in the laboratory, with an independent observer (npm's ari-client) that says what is left on it.
// Started by laboratory.ts. The daemon is not started here.
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import ari, { type Client } from 'ari-client'
import type { AsteriskInstallation } from '../../src/pbx/installation.ts'
import { placesFor } from '../../src/pbx/launch.ts'
import { renderPbx } from '../../src/pbx/render.ts'
import type { PbxFailsafe, PbxSettings, PbxTrunk } from '../../src/pbx/settings.ts'
import { type RunningPbx, startPbx } from '../../src/pbx/start.ts'
import { writePbx } from '../../src/pbx/write.ts'
import { addresses, type Ports } from './ports.ts'
import { makeFailsafePrompts } from './sounds.ts'

export interface Box {
  readonly pbx: RunningPbx
  readonly settings: PbxSettings
  /** Base address of ARI, without a slash at its end. */
  readonly ariUrl: string
  /** CSV written by CEL: the witness. */
  readonly witness: string
  readonly observer: Client
  /** These endpoints have answered; throws after 5 s. */
  reachable(...names: readonly string[]): Promise<void>
  /** Channels and bridges alive on the box, one line each. Waits until none is left, at most `withinMs`. */
  leftovers(withinMs?: number): Promise<readonly string[]>
  /** As if this caller's dead-man's switch had run for long: test/crash/killed.test.ts waits for a whole one. */
  switchIsDue(channel: string): Promise<void>
  /** kill -9 of the box's Asterisk alone. */
  kill(): Promise<void>
  /** Starts it again after `kill`, with the same files and ports, and waits until its trunks answer. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

/** The settings of a box with two carriers, a property's own PBX, one office queue and a failsafe of one telephone, of two where a property has its own. */
export function boxSettings(directory: string, ports: Ports): PbxSettings {
  const trunk = (id: 'carrier-a' | 'carrier-b' | 'maple-pbx', outbound: boolean): PbxTrunk => ({
    id,
    host: addresses[id],
    port: ports.carrierSip,
    match: [addresses[id]],
    outbound,
    digits: 'rfc4733',
  })
  const failsafe = (...rungs: PbxFailsafe['rungs']): PbxFailsafe => ({
    ...{ rungs, ringSeconds: 6, passes: 2, trunks: ['carrier-a', 'carrier-b'] },
  })
  return {
    directory,
    sip: { address: addresses.box, port: ports.boxSip },
    http: { address: addresses.box, port: ports.boxHttp },
    ari: { user: 'nightbell', password: randomUUID() },
    rtp: ports.boxRtp,
    trunks: [trunk('carrier-a', true), trunk('carrier-b', true), trunk('maple-pbx', false)],
    lines: [
      { trunk: null, number: '+15552000001', property: 'oak-creek' },
      { trunk: 'maple-pbx', number: '+15552000002', property: 'maple-court' },
    ],
    queues: [
      { name: 'oak-creek', phones: ['office-1', 'office-2'] },
      { name: 'nobody', phones: [] },
    ],
    officePhones: [
      { id: 'office-1', contact: `sip:office-1@${addresses.office}:${ports.carrierSip}` },
      { id: 'office-2', contact: `sip:office-2@${addresses.office}:${ports.carrierSip}` },
    ],
    failsafe: {
      byProperty: {
        'oak-creek': failsafe({ number: '+15550001900', person: null }),
        'maple-court': failsafe({ number: '+15550001901', person: 'ann' }, { number: '+15550001902', person: 'bob' }),
      },
      box: failsafe({ number: '+15550001999', person: null }),
    },
    soundsDirectory: `${directory}/prompts`,
    spoolDirectory: `${directory}/import`,
    emergencyNumbers: ['911'],
    boxCallerId: '+15559990000',
  }
}

export async function startBox(installation: AsteriskInstallation, settings: PbxSettings): Promise<Box> {
  mkdirSync(settings.spoolDirectory, { recursive: true })
  await makeFailsafePrompts(settings.soundsDirectory)
  writePbx(settings.directory, renderPbx(settings, placesFor(installation)))
  const how = {
    installation,
    directory: settings.directory,
    otherDirectories: [settings.soundsDirectory, settings.spoolDirectory],
    endsWithUs: true,
  }
  let pbx = await startPbx(how)
  const ariUrl = `http://${settings.http.address}:${settings.http.port}`
  const observer = await ari.connect(ariUrl, settings.ari.user, settings.ari.password)
  await allReachable(observer, settings)
  return {
    get pbx() {
      return pbx
    },
    settings,
    ariUrl,
    witness: `${settings.directory}/log/cel-custom/witness.csv`,
    observer,
    leftovers: (withinMs = 5000) => waitUntilEmpty(observer, withinMs),
    async switchIsDue(channel) {
      const authorization = `Basic ${Buffer.from(`${settings.ari.user}:${settings.ari.password}`).toString('base64')}`
      const query = new URLSearchParams({ variable: 'TIMEOUT(absolute)', value: '2', bypassStasis: 'true' })
      const url = `${ariUrl}/ari/channels/${channel}/variable?${query}`
      const answer = await fetch(url, { method: 'POST', headers: { authorization } })
      if (!answer.ok) throw new Error(`the dead-man's switch of ${channel}: ${answer.status} ${await answer.text()}`)
    },
    kill: () => pbx.stop(),
    reachable: async (...names) => {
      const missing = await unreachable(observer, names)
      if (missing.length > 0) throw new Error(`${missing.join(', ')}: not reachable after 5 s`)
    },
    async startAgain() {
      pbx = await startPbx(how)
      await allReachable(observer, settings)
    },
    stop: () => pbx.stop(),
  }
}

/** Not an error where somebody is missing: a test may have given the box a trunk that nobody answers for. */
async function allReachable(observer: Client, settings: PbxSettings): Promise<void> {
  await unreachable(observer, [
    ...settings.trunks.map(trunk => `trunk-${trunk.id}`),
    ...settings.officePhones.filter(phone => phone.contact !== undefined).map(phone => phone.id),
  ])
}

/**
 * Asterisk asks new trunks and telephones within a second whether they are there; until then a
 * queue is empty. Waits for that, at most 5 s; gives those that are missing still.
 */
async function unreachable(observer: Client, names: readonly string[]): Promise<readonly string[]> {
  const deadline = performance.now() + 5000
  for (;;) {
    const endpoints = await observer.endpoints.list()
    const online = endpoints.filter(({ state }) => state === 'online').map(({ resource }) => resource)
    const missing = names.filter(name => !online.includes(name))
    if (missing.length === 0 || performance.now() > deadline) return missing
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function waitUntilEmpty(observer: Client, withinMs: number): Promise<readonly string[]> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const left = await look(observer)
    if (left.length === 0 || performance.now() > deadline) return left
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

async function look(observer: Client): Promise<readonly string[]> {
  const [channels, bridges] = await Promise.all([observer.channels.list(), observer.bridges.list()])
  return [
    ...channels.map(channel => `channel ${channel.name} (${channel.id}) ${channel.state} in ${channel.dialplan.context}`),
    // The hold of everybody stays.
    ...bridges
      .filter(({ bridge_type, channels: inside }) => bridge_type !== 'holding' || inside.length > 0)
      .map(bridge => `bridge ${bridge.id} ${bridge.bridge_type} with ${bridge.channels.length}`),
  ]
}
