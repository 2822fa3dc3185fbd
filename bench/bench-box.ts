// The box under load: its Asterisk rendered from the benchmark's rules with the plain dialplan appended, the bare script and the
// daemon as processes of their own. Called by run.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { connectionOf, writeConnection } from '../src/pbx/connection.ts'
import { placesFor } from '../src/pbx/launch.ts'
import { type RunningPbx, startPbx } from '../src/pbx/start.ts'
import { writePbx } from '../src/pbx/write.ts'
import { makeFailsafePrompts, speak } from '../test/laboratory/sounds.ts'
import { filesOf, installation, makePlace } from './box-place.ts'
import { type BuiltProduct, buildProduct } from './built-product.ts'
import { ADDRESSES, PORTS, SILENT, writeOnHoldRules, writeRules } from './portfolio.ts'

/** What malloc has free goes back to the system (scripts/image/box/daemon/run). */
const LIKE_THE_IMAGE = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' }
/** Waited for a process to say that it is ready, ms. */
const READY_MS = 60_000

export interface Program {
  readonly pid: number
  /** From spawning it to its "ready", ms. */
  readonly readyMs: number
  /** Resolves as soon as its output has held this text. */
  said(text: string): Promise<void>
  /** As with kill -9; resolves when it is dead. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export interface HowStarted {
  readonly nodeArguments?: readonly string[]
  /** Asked in place of Asterisk itself: something between the two. */
  readonly url?: string
}

export interface BenchBox {
  readonly directory: string
  readonly pbx: RunningPbx
  readonly product: BuiltProduct
  /** Channels that Asterisk could not hang up in an earlier step. */
  readonly stuck: { channels: number }
  readonly witness: string
  /** Base address of ARI. */
  readonly url: string
  startBareScript(): Promise<Program>
  /** `config`: a directory of rules; `state`: kept between starts when it is the same. */
  startDaemon(config: string, state: string, how?: HowStarted): Promise<Program>
  /** The load's rules, with the phrases silent that make the flow longer; and fifty properties for callers on hold. */
  readonly config: { readonly silent: string; readonly onHold: string }
  stop(): Promise<void>
}

export async function startBenchBox(directory: string): Promise<BenchBox> {
  const alone = await takeMachine()
  const product = buildProduct(`${directory}/product`)
  const place = makePlace(directory)
  const config = {
    silent: `${directory}/config-silent`,
    onHold: `${directory}/config-on-hold`,
  }
  const rules = writeRules(config.silent, SILENT)
  writeOnHoldRules(config.onHold)
  const prompts = { prompt: `${directory}/prompts/bench-menu`, briefing: `${directory}/prompts/bench-briefing` }
  await makeFailsafePrompts(place.soundsDirectory)
  await speak(
    'You have reached Oak Creek. If anyone is in danger, hang up now. For a water leak, press 1.',
    `${prompts.prompt}.wav`,
  )
  await speak('Nightbell. Urgent. Oak Creek. Water leak. Press 1 to talk now.', `${prompts.briefing}.wav`)
  const files = filesOf(rules, place)
  writePbx(place.directory, { ...files, ...changed(files, prompts) })
  // Without what the files were rendered with: the daemon must not put its own in place of the benchmark's.
  const { rendered: _, ...connection } = connectionOf(place, placesFor(installation()))
  writeConnection(place.directory, connection)
  const pbx = await startPbx({
    installation: installation(),
    directory: place.directory,
    otherDirectories: [place.soundsDirectory, place.spoolDirectory],
    endsWithUs: true,
  })
  const url = `http://${place.http.address}:${place.http.port}`
  const running = new Set<Program>()

  async function start(name: string, args: readonly string[], isReady: string): Promise<Program> {
    const program = await startProgram(args, isReady, `${directory}/${name}.log`, `${directory}/cache`)
    running.add(program)
    return program
  }

  return {
    ...{ directory, pbx, product, stuck: { channels: 0 }, url, config, witness: `${place.directory}/log/cel-custom/witness.csv` },
    startBareScript: () =>
      start(
        'bare-script',
        [ours('bare-script.ts'), url, place.ari.user, place.ari.password, prompts.prompt, prompts.briefing],
        'ready',
      ),
    startDaemon(rules, state, { nodeArguments = [], url: other } = {}) {
      const at = other === undefined ? place.directory : `${place.directory}-behind`
      if (other !== undefined) writeConnection(at, { ...connection, ari: { ...connection.ari, url: other } })
      const args = ['run', '--config', rules, '--state', state, '--pbx', at]
      return start('daemon', [...nodeArguments, product.main, ...args], '"msg":"ready"')
    },
    async stop() {
      for (const program of running) await program.stop()
      await pbx.stop()
      alone()
    },
  }
}

/** The plain dialplan is added, and trunks are not asked whether they live: SIPp's telephones answer calls only. */
function changed(
  files: Readonly<Record<string, string>>,
  prompts: { readonly prompt: string; readonly briefing: string },
): Record<string, string> {
  const plain = readFileSync(ours('plain-dialplan.conf'), 'utf8')
    .replace('{{prompt}}', prompts.prompt)
    .replace('{{briefing}}', prompts.briefing)
  return {
    'extensions.conf': `${files['extensions.conf']}${plain}`,
    'pjsip.conf': (files['pjsip.conf'] ?? '').replaceAll(/qualify_frequency=\d+/g, 'qualify_frequency=0'),
  }
}

async function startProgram(args: readonly string[], isReady: string, logFile: string, cache: string): Promise<Program> {
  const began = performance.now()
  const env = { ...process.env, ...LIKE_THE_IMAGE, XDG_CACHE_HOME: cache }
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const log = createWriteStream(logFile, { flags: 'a' })
  child.stderr.pipe(log, { end: false })
  let output = ''
  let heard = (): void => {}
  child.once('exit', () => heard())
  child.stdout.on('data', (chunk: Buffer) => {
    log.write(chunk)
    output = `${output}${chunk}`.slice(-1_000_000)
    heard()
  })

  async function said(text: string): Promise<void> {
    const deadline = performance.now() + READY_MS
    while (!output.includes(text)) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended with ${child.exitCode}: see ${logFile}`)
      if (performance.now() > deadline) throw new Error(`it did not say ${text} within ${READY_MS} ms: see ${logFile}`)
      await new Promise<void>(resolve => {
        heard = resolve
        setTimeout(resolve, 1000)
      })
    }
  }

  await said(isReady)
  return {
    pid: child.pid ?? 0,
    readyMs: performance.now() - began,
    said,
    kill: () => ended(child, 'SIGKILL'),
    stop: () => ended(child, 'SIGTERM'),
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const over = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill(signal)
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await over
  clearTimeout(hard)
}

/** One benchmark at a time on a machine: the ports are fixed. */
function takeMachine(): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.unref()
    server.once('error', () => reject(new Error('a benchmark is running on this machine already')))
    server.listen(PORTS.guard, ADDRESSES.box, () => resolve(() => server.close()))
  })
}

function ours(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
