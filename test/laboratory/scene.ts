// The whole of Nightbell in the laboratory: the box's Asterisk configured from YAML rules, the real daemon as a process of its
// own, the carrier with its telephones, and the journal to wait on and to ask. Used by the tests on the real PBX and by the demo.
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { askAct } from '../../src/cli/control-client.ts'
import type { Fact, FactKind } from '../../src/core/world/facts.ts'
import { callId } from '../../src/core/world/ids.ts'
import { takeTurn } from '../../src/core/world/take-turn.ts'
import { connectionOf, writeConnection } from '../../src/pbx/connection.ts'
import { findAsterisk } from '../../src/pbx/installation.ts'
import { placesFor } from '../../src/pbx/launch.ts'
import { settingsOfPlan } from '../../src/pbx/settings-of-plan.ts'
import { compileRules } from '../../src/rules/load.ts'
import { openReader, type Reader } from '../../src/store/read/reader.ts'
import { openIncidents } from '../support/incidents-of.ts'
import { MAIN } from '../support/main.ts'
import { type Laboratory, type LaboratoryOptions, startLaboratory } from './laboratory.ts'
import { keepMadeWords, takeMadeWords } from './made-words.ts'
import type { Ports } from './ports.ts'
import { laboratoryRules } from './rules.ts'

export interface SceneOptions extends LaboratoryOptions {
  /** YAML by file name; the laboratory's own rules unless given. */
  readonly rules?: Rules | ((ports: Ports) => Rules)
  /** What is run as the daemon: the product as it is shipped unless given. */
  readonly entry?: string
}

type Rules = Readonly<Record<string, string>>

/** A fact as the journal tells it. */
export type Told = Fact

export interface Scene {
  readonly lab: Laboratory
  readonly config: string
  readonly state: string
  /** Starts the daemon and waits until it answers calls. */
  startDaemon(): Promise<void>
  /** kill -9. */
  killDaemon(): Promise<void>
  stopDaemon(): Promise<number | null>
  /** Waits until it ends by itself; its exit code. */
  daemonEnds(): Promise<number | null>
  /** All facts so far, in order. */
  facts(): Told[]
  /** The n-th fact of this kind that fits, as soon as the journal has it, counted from the last `mark`. */
  fact<K extends FactKind>(
    kind: K,
    fits?: Partial<Extract<Told, { kind: K }>>,
    n?: number,
    /** Milliseconds. */
    timeout?: number,
  ): Promise<Extract<Told, { kind: K }>>
  /** Facts before this moment are of no interest any more. */
  mark(): void
  ask<R>(question: (reader: Reader) => R): R
  /** Resolves whatever is open, so that the next call is not taken for the same trouble. Nothing where no daemon runs. */
  endIncidents(): Promise<void>
  /** Every call since the mark decides the same again. */
  replayAgrees(): { calls: number; differing: string[] }
  daemonLog(): string
  /** Waits until the daemon's log has this text, from `from` on. */
  logged(text: string, from?: number): Promise<void>
  stop(): Promise<void>
}

export async function startScene(options: SceneOptions = {}): Promise<Scene> {
  let config = ''
  const lab = await startLaboratory({
    ...options,
    box(settings, ports) {
      const directory = settings.directory.replace(/\/box$/, '')
      config = `${directory}/config`
      const rules = typeof options.rules === 'function' ? options.rules(ports) : (options.rules ?? laboratoryRules(ports))
      const compiled = compileRules(new Map(Object.entries(writeRules(config, rules))))
      if (!compiled.ok) throw new Error(compiled.problems.map(p => `${p.file}:${p.line}:${p.column}: ${p.message}`).join('\n'))
      const own = settingsOfPlan(compiled.plan, settings, reference => reference)
      writeConnection(settings.directory, connectionOf(settings, placesFor(findAsterisk(process.env.NIGHTBELL_ASTERISK_ROOT))))
      return own
    },
  })
  const state = `${lab.directory}/state`
  mkdirSync(state, { recursive: true })
  const logFile = `${lab.directory}/daemon.log`
  writeFileSync(logFile, '')
  takeMadeWords(lab.box.settings.soundsDirectory)
  let daemon: ChildProcess | null = null
  let reader: Reader | null = null
  /** The facts since the mark, and the last turn that they were read from. */
  let since: Told[] = []
  let readUpTo = 0

  function ask<R>(question: (reader: Reader) => R): R {
    reader ??= openReader(`${state}/journal.db`)
    return question(reader)
  }

  /** Read once: whoever waits for a fact asks many times a second. */
  function facts(): Told[] {
    for (;;) {
      const page = ask(r => r.tail(readUpTo))
      since.push(...page.facts.map(told => told.fact))
      if (page.upTo === readUpTo) return [...since]
      readUpTo = page.upTo
    }
  }

  async function startDaemon(): Promise<void> {
    const env = { ...process.env, NIGHTBELL_LOG: 'debug' }
    const args = [options.entry ?? MAIN, 'run', '--config', config, '--state', state, '--pbx', lab.box.settings.directory]
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    daemon = child
    const log = createWriteStream(logFile, { flags: 'a' })
    child.stderr.pipe(log, { end: false })
    await new Promise<void>((resolve, reject) => {
      child.once('exit', code =>
        reject(new Error(`the daemon ended with ${code}:\n${readFileSync(logFile, 'utf8').slice(-3000)}`)),
      )
      child.stdout.on('data', (chunk: Buffer) => {
        log.write(chunk)
        if (chunk.includes('"msg":"ready"')) resolve()
      })
    })
  }

  async function endDaemon(signal: NodeJS.Signals): Promise<number | null> {
    const child = daemon
    daemon = null
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null
    const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
    child.kill(signal)
    return ended
  }

  async function endIncidents(): Promise<void> {
    const deadline = performance.now() + 30_000
    for (;;) {
      const open = ask(openIncidents)
      if (open.length === 0 || performance.now() > deadline) return
      for (const { id } of open) {
        const told = { id, who: 'the test', why: 'the test is over', outcome: 'false-alarm' }
        if ((await askAct(state, '/incidents/resolve', told)).running === false) return
      }
      // Somebody who is still on the line for it hangs up in a moment.
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  async function daemonEnds(): Promise<number | null> {
    const child = daemon
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null
    return new Promise(resolve => child.once('exit', code => resolve(code)))
  }

  async function fact<K extends FactKind>(kind: K, fits: Partial<Extract<Told, { kind: K }>> = {}, n = 1, timeout = 40_000) {
    const deadline = performance.now() + timeout
    for (;;) {
      const found = facts().filter(f => f.kind === kind && Object.entries(fits).every(([k, v]) => f[k as keyof Told] === v))
      const told = found[n - 1]
      if (told !== undefined) return told as Extract<Told, { kind: K }>
      if (performance.now() > deadline) throw new Error(`no ${n}. ${kind} ${JSON.stringify(fits)} in:\n${story(facts())}`)
      // The journal belongs to another process: it can only be asked again.
      await new Promise(resolve => setTimeout(resolve, 40))
    }
  }

  return {
    ...{ lab, config, state, startDaemon, facts, fact, ask, endIncidents },
    daemonEnds,
    killDaemon: async () => void (await endDaemon('SIGKILL')),
    stopDaemon: () => endDaemon('SIGTERM'),
    mark: () => {
      readUpTo = ask(r => r.lastTurn())
      since = []
    },
    replayAgrees() {
      const calls = [
        ...new Set(
          facts()
            .filter(f => f.kind === 'arrived')
            .map(f => f.stream),
        ),
      ]
      const differing = calls.flatMap(id => {
        const replay = ask(r => r.replayCall(callId(id), takeTurn))
        return replay.same ? [] : [`${id}: ${JSON.stringify(replay)}`]
      })
      return { calls: calls.length, differing }
    },
    daemonLog: () => readFileSync(logFile, 'utf8'),
    async logged(text, from = 0) {
      const deadline = performance.now() + 90_000
      for (let read = -1; ; ) {
        const { size } = statSync(logFile)
        if (size !== read && readFileSync(logFile, 'utf8').slice(from).includes(text)) return
        read = size
        if (performance.now() > deadline) throw new Error(`"${text}" is not in the daemon's log`)
        await new Promise(resolve => setTimeout(resolve, 40))
      }
    },
    async stop() {
      await endDaemon('SIGTERM')
      reader?.close()
      keepMadeWords(lab.box.settings.soundsDirectory)
      await lab.stop()
    },
  }
}

/** Facts one a line, for error messages. */
export function story(facts: readonly Told[]): string {
  const first = facts[0]?.at ?? 0
  return facts
    .map(({ at, stream, kind, ...rest }) => `${((at - first) / 1000).toFixed(2)} ${stream} ${kind} ${JSON.stringify(rest)}`)
    .join('\n')
}

function writeRules(directory: string, rules: Readonly<Record<string, string>>): Record<string, string> {
  mkdirSync(directory, { recursive: true })
  for (const [name, text] of Object.entries(rules)) writeFileSync(`${directory}/${name}`, text)
  return { ...rules }
}
