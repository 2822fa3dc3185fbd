// A port of the box that somebody else has: Asterisk boots all the same, deaf; starting it must fail with the port and the reason.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findAsterisk } from '../../src/pbx/installation.ts'
import { placesFor } from '../../src/pbx/launch.ts'
import { renderPbx } from '../../src/pbx/render.ts'
import type { PbxSettings } from '../../src/pbx/settings.ts'
import { type RunningPbx, startPbx } from '../../src/pbx/start.ts'
import { writePbx } from '../../src/pbx/write.ts'
import { boxSettings } from '../laboratory/box.ts'
import { type Ports, takePorts } from '../laboratory/ports.ts'

let directory: string
let ports: Ports
let settings: PbxSettings

beforeEach(async () => {
  directory = mkdtempSync('/tmp/nightbell-busy-port-')
  ports = await takePorts()
  settings = boxSettings(`${directory}/box`, ports)
})
afterEach(async () => {
  await ports.release()
  rmSync(directory, { recursive: true, force: true })
})

function start(): Promise<RunningPbx> {
  const installation = findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT)
  const { soundsDirectory, spoolDirectory } = settings
  for (const needed of [soundsDirectory, spoolDirectory]) mkdirSync(needed, { recursive: true })
  writePbx(settings.directory, renderPbx(settings, placesFor(installation)))
  const otherDirectories = [soundsDirectory, spoolDirectory]
  return startPbx({ installation, directory: settings.directory, otherDirectories, endsWithUs: true })
}

test('the HTTP port is taken', async () => {
  const squatter = createServer().listen(settings.http.port, settings.http.address)
  await once(squatter, 'listening')
  await expect(start()).rejects.toThrow(
    new RegExp(`doesn't listen for the control connection \\(HTTP\\): .*${settings.http.port}: Address already in use`),
  )
  squatter.close()
  await (await start()).stop()
})

test('the SIP port is taken', async () => {
  const squatter = createSocket('udp4')
  squatter.bind(settings.sip.port, settings.sip.address)
  await once(squatter, 'listening')
  await expect(start()).rejects.toThrow(/doesn't listen for telephones and trunks \(SIP\): .*Address already in use/)
  squatter.close()
  await (await start()).stop()
})
