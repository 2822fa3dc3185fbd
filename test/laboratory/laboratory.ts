// A telephone network on loopback for tests, the demo and scripts/lab: the box's real Asterisk on one side, a second
// Asterisk as carriers, residents, office telephones and cell phones on the other.
//
//   const lab = await startLaboratory()                       // needs root and the private Asterisk of scripts/lib/setup.sh
//   lab.phone('+15550001001').answers({ after: 500 }).hearing().presses('1').plays(1000)
//   const call = await lab.resident.calls('+15552000001', { callerId: '+15557770001' })
//   await call.answered(); await call.presses('1')
//   const leg = await lab.phone('+15550001001').answered()     // a signal, never a sleep
//   await call.hangsUp(); toneAt(await leg.recording(), 440)   // audio.ts
//   expect(await lab.box.leftovers()).toEqual([])
//   await lab.reset()                                          // between tests; lab.stop() at the end
//
// The daemon connects to lab.box.ariUrl with lab.box.settings.ari. Trunks: carrier-a, carrier-b (outbound), maple-pbx
// (a property's own, sends Diversion); 'stranger' is no trunk. Office telephones: lab.phone('office-1').
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type AsteriskInstallation, findAsterisk } from '../../src/pbx/installation.ts'
import type { PbxSettings } from '../../src/pbx/settings.ts'
import { type Box, boxSettings, startBox } from './box.ts'
import { type Carrier, type CarrierChange, type ResidentCall, startCarrier } from './carrier.ts'
import type { DigitsInBand, Source } from './carrier-configuration.ts'
import type { Leg } from './leg.ts'
import { Phone } from './phone.ts'
import { addresses, type Ports, takePorts } from './ports.ts'

export interface LaboratoryOptions {
  /** Where everything is kept; without it, a new directory in /tmp that is removed at the end. */
  readonly directory?: string
  /** Changes the box's settings before it starts. Keep the addresses and ports. */
  readonly box?: (settings: PbxSettings, ports: Ports) => PbxSettings
  /** Changes the carrier's files before it starts. */
  readonly carrier?: CarrierChange
  readonly digitsInBand?: DigitsInBand
  /** False: nothing is recorded, for load. */
  readonly recorded?: boolean
}

export interface Laboratory {
  readonly directory: string
  readonly ports: Ports
  readonly addresses: typeof addresses
  readonly installation: AsteriskInstallation
  readonly box: Box
  readonly carrier: Carrier
  readonly resident: { calls(line: string, how?: ResidentCall): Promise<Leg> }
  /** The telephone of that number, always the same object. It rings and never answers until told otherwise. */
  phone(number: string): Phone
  /** The carrier's side of a trunk: how it treats calls from the box. */
  trunk(name: Source): TrunkControl
  /** What went wrong in the telephones' own steps, for the end of a test. */
  troubles(): readonly string[]
  /** Hangs everything up, and every telephone and trunk forgets what it was told. */
  reset(): Promise<void>
  stop(): Promise<void>
}

export interface TrunkControl {
  /** 503 to every call. */
  congested(): void
  /** Every call before it rings, with what this Q.850 cause is in SIP. */
  refuses(cause: number): void
  works(): void
}

export async function startLaboratory(options: LaboratoryOptions = {}): Promise<Laboratory> {
  const directory = options.directory ?? mkdtempSync('/tmp/nightbell-lab-')
  mkdirSync(directory, { recursive: true })
  const installation = findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT)
  const ports = await takePorts()
  const settings = (options.box ?? (same => same))(boxSettings(`${directory}/box`, ports), ports)
  // The carrier goes first: the box asks it at once whether it is there.
  const carrier = await startCarrier(installation, `${directory}/carrier`, ports, options.digitsInBand ?? [], options.carrier)
  const box = await startBox(installation, settings).catch(async (error: unknown) => {
    await carrier.stop()
    throw error
  })
  const phones = new Map<string, Phone>()
  const broken = new Map<string, number>()

  function phone(number: string): Phone {
    const known = phones.get(number)
    if (known !== undefined) return known
    const created = new Phone(number)
    phones.set(number, created)
    return created
  }

  carrier.onArrival = leg => {
    const cause = broken.get(leg.trunk)
    if (cause !== undefined) void leg.hangsUp(cause)
    else phone(leg.number).arrive(leg, options.recorded !== false)
  }

  return {
    directory,
    ports,
    addresses,
    installation,
    box,
    carrier,
    resident: { calls: (line, how = {}) => carrier.placeCall(line, { recorded: options.recorded !== false, ...how }) },
    phone,
    trunk: name => ({
      congested: () => void broken.set(name, 34),
      refuses: cause => void broken.set(name, cause),
      works: () => void broken.delete(name),
    }),
    troubles: () => [...phones.values()].flatMap(known => known.troubles.map(trouble => `${known.number}: ${trouble}`)),
    reset: async () => {
      broken.clear()
      await carrier.hangUpAll()
      await box.leftovers()
      for (const known of phones.values()) known.forget()
    },
    stop: async () => {
      await carrier.stop()
      await box.stop()
      await ports.release()
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}
