// The whole of Nightbell behind a router: Asterisk and the daemon in a network of their own, configured by `nightbell render` from rules that
// the test gives, and the world before it (network.ts). Nothing in the world is Asterisk.
import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Fact, FactKind } from '../../../src/core/world/facts.ts'
import { findAsterisk } from '../../../src/pbx/installation.ts'
import { type RunningPbx, startPbx } from '../../../src/pbx/start.ts'
import { openReader, type Reader } from '../../../src/store/read/reader.ts'
import { MAIN } from '../../support/main.ts'
import { nightbell } from '../../support/nightbell.ts'
import { makeFailsafePrompts } from '../sounds.ts'
import { BOX, type Network, openNetwork, ROUTER, said } from './network.ts'

export interface Field {
  readonly directory: string
  readonly pbx: RunningPbx
  /** The name of the box's public address, `box.example`, has this one from now on. */
  moves(address: string): void
  /** Writes other rules, which the daemon takes by itself. */
  rules(rules: FieldRules): void
  startDaemon(): Promise<void>
  stopDaemon(): Promise<void>
  facts<K extends FactKind>(kind: K): readonly Extract<Fact, { kind: K }>[]
  /** The n-th fact of this kind, as soon as the journal has it. */
  fact<K extends FactKind>(kind: K, n?: number): Promise<Extract<Fact, { kind: K }>>
  /** The file of a recording. */
  recording(name: string): string
  /** What Asterisk's console says, as soon as it fits. */
  asteriskSays(command: string, fits: RegExp, withinMs?: number): Promise<string>
  /** `nightbell status --json`, as soon as an alarm of it fits. */
  alarm(what: RegExp, withinMs?: number): Promise<string>
  alarms(): Promise<readonly string[]>
  /** `nightbell reload`. */
  reload(): Promise<void>
  daemonLog(): string
  stop(): Promise<void>
}

const RTP = { from: 20_000, to: 20_100 }

export function openFieldNetwork(directory: string): Network {
  return openNetwork(`${directory}/network`, { sip: [5060, 5061], rtp: RTP })
}

export interface FieldRules {
  /** YAML beneath `trunks:` and `box:`, indented by two. */
  readonly trunks: string
  readonly box?: string
  /** Where Asterisk listens; on the box's address without it. */
  readonly listen?: string
  readonly properties: Properties
}

/** `directory`: all of the field is in it, and it is removed at the end. */
export async function startField(directory: string, network: Network, first: FieldRules): Promise<Field> {
  const [config, pbxDirectory, state] = [`${directory}/config`, `${directory}/pbx`, `${directory}/state`]
  for (const each of [config, state]) mkdirSync(each, { recursive: true })
  const rules = (next: FieldRules): void => writeFileSync(`${config}/rules.yaml`, rulesOf(next))
  rules(first)
  const addresses = ['--sip', `${first.listen ?? BOX}:5060`, '--http', '127.0.0.1:8088', '--rtp', `${RTP.from}-${RTP.to}`]
  const render = network.run('lan', [process.execPath, MAIN, 'render', '--config', config, '--pbx', pbxDirectory, ...addresses])
  const code = await new Promise<number | null>(resolve => render.once('exit', resolve))
  if (code !== 0) throw new Error((await nightbell(['check', '--config', config])).stdout)
  await makeFailsafePrompts(`${pbxDirectory}/prompts`)
  const installation = findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT)
  const { root } = installation
  // In place: it is mounted where Asterisk looks for it.
  const moves = (address: string): void =>
    writeFileSync(`${directory}/hosts`, `127.0.0.1 localhost ${hostname()} A.ROOT-SERVERS.NET\n${address} box.example\n`)
  moves(ROUTER)
  const own = `mount --bind /etc/resolv.conf ${root}/etc/resolv.conf && mount --bind ${directory}/hosts ${root}/etc/hosts`
  const prefix = network.within('lan', ['sh', '-c', `${root === '/' ? 'true' : own} && exec "$@"`, 'sh'])
  const pbx = await startPbx({ installation, directory: pbxDirectory, otherDirectories: [directory], endsWithUs: true, prefix })
  let daemon: ChildProcess | null = null
  let log = ''
  let reader: Reader | null = null

  async function until<R>(what: string, withinMs: number, ask: () => Promise<R | undefined> | R | undefined): Promise<R> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const found = await ask()
      if (found !== undefined) return found
      if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms\n${log.slice(-4000)}`)
      await new Promise(resolve => setTimeout(resolve, 150))
    }
  }

  function facts<K extends FactKind>(kind: K): Extract<Fact, { kind: K }>[] {
    reader ??= openReader(`${state}/journal.db`)
    const found: Fact[] = []
    for (let from = 0; ; ) {
      const page = reader.tail(from)
      found.push(...page.facts.map(({ fact }) => fact).filter(fact => fact.kind === kind))
      if (page.upTo === from) return found as Extract<Fact, { kind: K }>[]
      from = page.upTo
    }
  }

  async function alarms(): Promise<readonly string[]> {
    const { stdout } = await nightbell(['status', '--json', '--state', state])
    return (JSON.parse(stdout) as { alarms: { what: string }[] }).alarms.map(({ what }) => what)
  }

  return {
    directory,
    pbx,
    moves,
    rules,
    async startDaemon() {
      const command = [process.execPath, MAIN, 'run', '--config', config, '--state', state, '--pbx', pbxDirectory]
      daemon = network.run('lan', command)
      for (const stream of [daemon.stdout, daemon.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()))
      await said(daemon, /"msg":"ready"/, 60_000)
    },
    async stopDaemon() {
      const ends = new Promise(resolve => daemon?.once('exit', resolve))
      daemon?.kill('SIGKILL')
      await ends
    },
    facts,
    fact: (kind, n = 1) => until(`fact ${kind}`, 30_000, () => facts(kind)[n - 1]),
    recording: name => `${pbxDirectory}/spool/recording/${name}.wav`,
    asteriskSays: (command, fits, withinMs = 20_000) =>
      until(`${command}: ${fits}`, withinMs, async () => {
        const text = await pbx.command(command)
        return fits.test(text) ? text : undefined
      }),
    alarm: (what, withinMs = 45_000) =>
      until(`alarm ${what}`, withinMs, async () => (await alarms()).find(each => what.test(each))),
    alarms,
    async reload() {
      const { code, stderr } = await nightbell(['reload', '--state', state])
      if (code !== 0) throw new Error(stderr)
    },
    daemonLog: () => log,
    async stop() {
      reader?.close()
      if (daemon !== null && daemon.exitCode === null) daemon.kill('SIGKILL')
      await pbx.stop()
      network.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A CA of the test, and certificates of it: files by name. */
export function makeCertificates(directory: string, names: readonly string[], days = 30): void {
  mkdirSync(directory, { recursive: true })
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: directory, stdio: 'ignore' })
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '365',
    '-subj',
    '/CN=Test CA',
  )
  for (const name of names) {
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`)
    writeFileSync(`${directory}/${name}.ext`, `subjectAltName=DNS:${name}\n`)
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days), '-extfile', `${name}.ext`]
    openssl('x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, ...signed)
  }
}

/** A property for each trunk over which somebody is rung. */
export type Properties = Readonly<Record<string, FieldProperty>>
export interface FieldProperty {
  readonly line: string
  readonly outbound: string
  /** YAML of its own, indented by four. */
  readonly more?: string
}

function rulesOf({ trunks, box = '', properties }: FieldRules): string {
  return `
box:
  name: Nightbell
  caller-id: "+15125550100"
  zone: America/Chicago
  failsafe: { who: [fred], ring: 10s }
  public: box.example
  local: [192.168.77.0/24]
${box}
trunks:
${trunks}
people:
  fred: { name: Fred, phones: ["+15125550155"] }
  ana: { name: Ana, phones: ["+15125550151"] }
ladders:
  steps: { passes: 1, accept: 30s, rungs: [{ who: ana, ring: 20s }] }
menus:
  residents:
    keys:
      1: { for: a water leak, escalate: steps, category: water-leak }
      2: { for: leasing, message: office }
categories:
  water-leak: { say: water leak, same-trouble: never }
properties:
${Object.entries(properties).map(property).join('')}`
}

function property([id, { line, outbound, more = '' }]: readonly [string, FieldProperty]): string {
  return `  ${id}:
    name: ${id}
    zone: America/Chicago
    lines: ["${line}"]
    caller-id: "+15125550100"
    hours: { mon-sun: closed }
    menu: residents
    mailboxes: { office: Office }
    message: { max: 10s, min: 1s }
    statement: 5s
    outbound: [${outbound}]
${more}
`
}
