// `nightbell render`: the Asterisk files of the box from the rules, and how the daemon reaches that Asterisk.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { connectionOf, passwordFor, writeConnection } from '../pbx/connection.ts'
import { findAsterisk } from '../pbx/installation.ts'
import { placesFor } from '../pbx/launch.ts'
import { renderPbx } from '../pbx/render.ts'
import { secretOf } from '../pbx/secrets.ts'
import { settingsOfPlan } from '../pbx/settings-of-plan.ts'
import { writePbx } from '../pbx/write.ts'
import { loadRules } from '../rules/load.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT } from './io.ts'

interface Options {
  readonly sip: string
  readonly http: string
  readonly rtp: string
}

export function addRender(program: Command, io: CliIo): void {
  program
    .command('render')
    .description('Write the Asterisk files of the box from the rules.')
    .option('--sip <address:port>', 'where SIP listens; name the address that the trunks reach', '0.0.0.0:5060')
    .option('--http <address:port>', 'where ARI listens; loopback only', '127.0.0.1:8088')
    .option('--rtp <from-to>', 'UDP ports for audio', '10000-20000')
    .addHelpText(
      'after',
      `
Example:
  nightbell render --config /etc/nightbell --pbx /var/lib/nightbell-pbx --sip 198.51.100.7:5060
  asterisk -f -C /var/lib/nightbell-pbx/etc/asterisk.conf

Exit codes: 0 written, 1 the rules are wrong (see "nightbell check"), 2 cannot run.`,
    )
    .action((options: Options, command: Command) => {
      const { config, pbx } = directoriesOf(io, command)
      const rules = loadRules(config)
      if (!rules.ok)
        throw new CliFailure(EXIT.no, `the rules in ${config} have ${rules.problems.length} problems: nightbell check says which`)
      const http = addressOf(options.http, '--http')
      if (!http.address.startsWith('127.'))
        throw new CliFailure(EXIT.cannot, `--http ${options.http}: ARI must stay on loopback (127.0.0.1)`)
      const place = {
        directory: pbx,
        sip: addressOf(options.sip, '--sip'),
        http,
        ari: { user: 'nightbell', password: passwordFor(pbx) },
        rtp: portsOf(options.rtp),
        soundsDirectory: join(pbx, 'prompts'),
        spoolDirectory: join(pbx, 'import'),
      }
      const settings = settingsOfPlan(rules.plan, place, reference => secretOf(reference, io.env))
      const places = placesFor(findAsterisk(io.env.NIGHTBELL_ASTERISK_ROOT))
      const changed = writePbx(pbx, renderPbx(settings, places))
      for (const directory of [place.soundsDirectory, place.spoolDirectory]) mkdirSync(directory, { recursive: true })
      writeConnection(pbx, connectionOf(place, places))
      io.stdout(changed.length === 0 ? `${pbx}: nothing has changed\n` : `${pbx}: wrote ${changed.join(', ')}\n`)
    })
}

function addressOf(text: string, option: string): { address: string; port: number } {
  const [, address, port] = /^([\d.]+):(\d+)$/.exec(text) ?? []
  if (address === undefined || Number(port) < 1 || Number(port) > 65535) {
    throw new CliFailure(EXIT.cannot, `${option} ${text}: expected an address and a port, such as 127.0.0.1:8088`)
  }
  return { address, port: Number(port) }
}

function portsOf(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? []
  if (from === undefined || Number(from) >= Number(to) || Number(to) > 65535) {
    throw new CliFailure(EXIT.cannot, `--rtp ${text}: expected two ports, such as 10000-20000`)
  }
  return { from: Number(from), to: Number(to) }
}
