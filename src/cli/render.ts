// `nightbell render`: the Asterisk files of the box from the rules, and how the daemon reaches that Asterisk; with --diff only what it
// would change. Addresses that are not given are those of the last time.

import { existsSync, mkdirSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Plan } from '../core/plan/plan.ts'
import { wrongCertificates } from '../pbx/certificates.ts'
import { compareInstalled } from '../pbx/compare.ts'
import { type Connection, connectionOf, passwordFor, readConnection, writeConnection } from '../pbx/connection.ts'
import { findAsterisk } from '../pbx/installation.ts'
import { placesFor } from '../pbx/launch.ts'
import { lookUp } from '../pbx/look-up.ts'
import type { Reload } from '../pbx/read-by.ts'
import { renderPbx } from '../pbx/render.ts'
import { NAMES_FILE, namesOf, renderNames } from '../pbx/render-names.ts'
import { secretOf } from '../pbx/secrets.ts'
import { settingsOfPlan } from '../pbx/settings-of-plan.ts'
import { trunkOfName } from '../pbx/trunk-names.ts'
import { writePbx } from '../pbx/write.ts'
import { loadRules } from '../rules/load.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, refuseRoot } from './io.ts'

interface Options {
  readonly sip?: string
  readonly http?: string
  readonly rtp?: string
  readonly diff?: true
  readonly json?: true
}

export function addRender(program: Command, io: CliIo): void {
  program
    .command('render')
    .description('Write the Asterisk files of the box from the rules.')
    .option(
      '--sip <address:port>',
      'where SIP listens: the address of this machine that the trunks reach, or 0.0.0.0 for all of them; needed the first time',
    )
    .option('--http <address:port>', 'where ARI listens; loopback only (127.0.0.1:8088)')
    .option('--rtp <from-to>', 'UDP ports for audio (10000-20000)')
    .option('--diff', 'write nothing: show what would change in the installed files, passwords masked')
    .option('--json', 'with --diff: print JSON')
    .addHelpText(
      'after',
      `
What is not given stays as it was rendered the last time. It does not write as root: NIGHTBELL_ALLOW_ROOT=1 allows that in a laboratory.

Examples:
  nightbell render --config /etc/nightbell --pbx /var/lib/nightbell-pbx --sip 198.51.100.7:5060
  asterisk -f -C /var/lib/nightbell-pbx/etc/asterisk.conf
  nightbell render --diff

Exit codes: 0 written, 1 the rules are wrong (see "nightbell check"), 2 cannot run.
With --diff: 0 nothing would change, 1 something would, 2 the rules are wrong or it cannot run.`,
    )
    .action(async (options: Options, command: Command) => {
      if (!options.diff) refuseRoot(io, 'render')
      const { config, pbx } = directoriesOf(io, command)
      if (options.json && !options.diff) throw new CliFailure(EXIT.cannot, '--json goes with --diff')
      const rules = loadRules(config)
      if (!rules.ok) {
        const said = `the rules in ${config} have ${rules.problems.length} problems: nightbell check says which`
        throw new CliFailure(options.diff ? EXIT.cannot : EXIT.no, said)
      }
      const place = { directory: pbx, ...addressesOf(options, lastTime(pbx)), ...directoriesIn(pbx) }
      const places = placesFor(findAsterisk(io.env.NIGHTBELL_ASTERISK_ROOT))
      const rendered = orSay(() => {
        const settings = settingsOfPlan(rules.plan, place, reference => secretOf(reference, io.env))
        const [wrong] = wrongCertificates(settings)
        if (wrong !== undefined) throw new Error(wrong)
        return renderPbx(settings, places)
      })
      if (options.diff) return tellDifference(io, pbx, rendered, options.json === true)
      const names = await addressesOfNames(io, rules.plan)
      const changed = writePbx(pbx, { ...rendered, ...names })
      for (const directory of [place.soundsDirectory, place.spoolDirectory])
        mkdirSync(directory, { recursive: true, mode: 0o700 })
      writeConnection(pbx, connectionOf(place, places))
      io.stdout(changed.length === 0 ? `${pbx}: nothing has changed\n` : `${pbx}: wrote ${changed.join(', ')}\n`)
    })
}

/** Nothing where a name is not found: the daemon looks again and again, and writes this file itself. */
async function addressesOfNames(io: CliIo, plan: Plan): Promise<Readonly<Record<string, string>>> {
  const found = new Map<string, readonly string[]>()
  for (const name of namesOf(plan)) {
    try {
      found.set(name, await lookUp(name, trunkOfName(plan, name)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      io.stderr(
        `DNS does not find ${name} of a trunk (${why}): its calls are refused until it does. The daemon goes on looking.\n`,
      )
      return {}
    }
  }
  return { [NAMES_FILE]: renderNames(plan, name => found.get(name.toLowerCase()) ?? []) }
}

/** A secret that is missing, or a value that cannot stand in a file, is the administrator's to mend. */
function orSay<R>(work: () => R): R {
  try {
    return work()
  } catch (error) {
    throw new CliFailure(EXIT.cannot, error instanceof Error ? error.message : String(error))
  }
}

function tellDifference(io: CliIo, pbx: string, rendered: Readonly<Record<string, string>>, json: boolean): void {
  const { files, reload } = compareInstalled(pbx, rendered)
  if (json) printJson(io, { pbx, same: files.length === 0, files, reload })
  else {
    for (const { diff } of files) io.stdout(diff)
    io.stdout(files.length === 0 ? `${pbx}: nothing would change\n` : `\n${inWords(files.length, reload)}\n`)
  }
  if (files.length > 0) throw new CliFailure(EXIT.no)
}

function inWords(files: number, { modules, restart }: Reload): string {
  const takes = [
    modules.length === 0 ? [] : `Asterisk reloads ${modules.join(', ')} while calls run`,
    restart.length === 0 ? [] : `Asterisk must be restarted for ${restart.join(', ')}`,
  ].flat()
  return `${files === 1 ? '1 file' : `${files} files`} would change: ${takes.join('; ')}.`
}

function lastTime(pbx: string): Connection['rendered'] {
  return existsSync(`${pbx}/connection.json`) ? orSay(() => readConnection(pbx).rendered) : undefined
}

function addressesOf(options: Options, last: Connection['rendered']) {
  const sip = options.sip === undefined ? last?.sip : addressOf(options.sip, '--sip')
  const http = options.http === undefined ? last?.http : addressOf(options.http, '--http')
  if (http !== undefined && !http.address.startsWith('127.'))
    throw new CliFailure(EXIT.cannot, `--http ${http.address}:${http.port}: ARI must stay on loopback (127.0.0.1)`)
  return {
    sip: sip ?? noAddress(),
    http: http ?? { address: '127.0.0.1', port: 8088 },
    rtp: (options.rtp === undefined ? last?.rtp : portsOf(options.rtp)) ?? { from: 10_000, to: 20_000 },
  }
}

function directoriesIn(pbx: string) {
  const ari = { user: 'nightbell', password: orSay(() => passwordFor(pbx)) }
  return { ari, soundsDirectory: join(pbx, 'prompts'), spoolDirectory: join(pbx, 'import') }
}

/** A guess would be written into every offer of audio. */
function noAddress(): never {
  const own = Object.values(networkInterfaces()).flatMap(addresses =>
    (addresses ?? []).flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
  )
  const here = own.length === 0 ? '' : `; this machine has ${own.join(', ')}`
  throw new CliFailure(
    EXIT.cannot,
    `which address do the trunks reach? Name it once: --sip ${own[0] ?? '192.0.2.7'}:5060${here}. Behind a router, also write \`box: { public: …, local: … }\``,
  )
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
