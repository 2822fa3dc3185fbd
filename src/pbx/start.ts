// Starts and stops one Asterisk with the files that write.ts put into its directory, waits until it has booted, and
// checks its version and modules. Called by `nightbell run`, the demo and the laboratory. It decides nothing about calls.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs'
import type { AsteriskInstallation } from './installation.ts'
import { launchAsterisk } from './launch.ts'
import { missingModules, whatToInstall } from './needed-modules.ts'

export interface StartOptions {
  readonly installation: AsteriskInstallation
  /** The private directory given to renderPbx and writePbx. */
  readonly directory: string
  /** Other directories outside it that Asterisk reads or writes: sounds, spool. */
  readonly otherDirectories?: readonly string[]
  /** True: it is killed when this process ends, however it ends. */
  readonly endsWithUs?: boolean
  readonly bootTimeoutMs?: number
  /** What it is run under, such as `ip netns exec`. */
  readonly prefix?: readonly string[]
  /** False for an Asterisk that isn't the box. */
  readonly checkModules?: boolean
}

export interface RunningPbx {
  readonly pid: number
  readonly version: string
  readonly warnings: readonly string[]
  /** Runs one command of Asterisk's console and gives its output. */
  command(text: string): Promise<string>
  /** Ends it at once and waits until the process is gone. */
  stop(): Promise<void>
  /** Settles when the process ends, wanted or not. */
  readonly ended: Promise<void>
  /** The last lines of its log, for error messages. */
  logTail(lines?: number): string
}

/** Rejects with the log's last lines if Asterisk doesn't boot, and with each missing module's name if one is missing. */
export async function startPbx(options: StartOptions): Promise<RunningPbx> {
  const { installation, directory } = options
  const directories = [directory, ...(options.otherDirectories ?? [])]
  const configuration = `${directory}/etc/asterisk.conf`
  if (!existsSync(configuration)) throw new Error(`${configuration} doesn't exist: write the configuration first`)
  const socket = `${directory}/run/asterisk.ctl`
  rmSync(socket, { force: true })
  const launch = launchAsterisk(installation, directories, ['-f', '-C', configuration])
  const [command = '', ...args] = [...(options.prefix ?? []), launch.command, ...launch.args]
  const child = spawnWithLog(command, args, directory, options.endsWithUs ?? false)
  let over: string | undefined
  const ended = new Promise<void>(resolve => {
    child.once('exit', (code, signal) => {
      over = `it ended with ${signal ?? `exit code ${code}`}`
      resolve()
    })
    child.once('error', error => {
      over = error.message
      resolve()
    })
  })
  const running: RunningPbx = {
    pid: child.pid ?? 0,
    version: installation.version,
    warnings: installation.warnings,
    command: text => consoleCommand(installation, directories, configuration, text),
    stop: async () => {
      if (over === undefined) child.kill('SIGKILL')
      await ended
    },
    ended,
    logTail: lines => logTail(directory, lines),
  }
  try {
    await booted(running, socket, () => over, options.bootTimeoutMs ?? 60_000)
    if (options.checkModules !== false) {
      await checkPorts(running)
      await checkModules(running)
    }
  } catch (error) {
    await running.stop()
    throw error
  }
  return running
}

/** The console of an Asterisk that somebody else started in this directory. */
export function consoleOf(installation: AsteriskInstallation, directory: string, text: string): Promise<string> {
  return consoleCommand(installation, [directory], `${directory}/etc/asterisk.conf`, text)
}

function spawnWithLog(command: string, args: readonly string[], directory: string, endsWithUs: boolean): ChildProcess {
  const log = openSync(`${directory}/log/console.log`, 'a', 0o600)
  const stdio: ['ignore', number, number] = ['ignore', log, log]
  // What Asterisk writes is readable by nobody else.
  const privately = ['-c', 'umask 077 && exec "$0" "$@"', command, ...args]
  return endsWithUs
    ? spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', ...privately], { stdio })
    : spawn('sh', privately, { stdio, detached: true })
}

/** `core waitfullybooted` answers when it is so. Before its socket exists the console can't connect, and costs what the start needs. */
async function booted(pbx: RunningPbx, socket: string, over: () => string | undefined, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs
  let answer = ''
  while (performance.now() < deadline) {
    const reason = over()
    if (reason !== undefined) throw new Error(`Asterisk didn't start: ${reason}\n${pbx.logTail()}`)
    if (existsSync(socket)) {
      answer = await pbx.command('core waitfullybooted').catch((error: Error) => error.message)
      if (answer.includes('fully booted')) return
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`Asterisk didn't boot within ${timeoutMs} ms; it said: ${answer}\n${pbx.logTail()}`)
}

/** Asterisk boots without a port that somebody else has, and says so only in its log: nobody could call it, or the daemon never connect. */
async function checkPorts(pbx: RunningPbx): Promise<void> {
  const [http, sip] = await Promise.all([pbx.command('http show status'), pbx.command('pjsip show transports')])
  const deaf = [
    http.includes('Server Enabled and Bound') ? [] : ['the control connection (HTTP)'],
    sip.includes('No objects found') ? ['telephones and trunks (SIP)'] : [],
  ].flat()
  if (deaf.length === 0) return
  const said = pbx.logTail(1000).match(/[^:\n]*(?:Unable to bind|could not be started)[^\n]*/g) ?? []
  const why = said.length === 0 ? 'its log does not say why' : [...new Set(said.map(line => line.trim()))].join('; ')
  throw new Error(`Asterisk doesn't listen for ${deaf.join(' and ')}: ${why}. Is another Asterisk running on this port?`)
}

async function checkModules(pbx: RunningPbx): Promise<void> {
  const missing = missingModules(await pbx.command('module show'))
  if (missing.length > 0) throw new Error(`${missing.join('\n')}\n${whatToInstall}`)
  const witness = await pbx.command('cel show status')
  if (!witness.includes('Enabled') || !/custom/i.test(witness)) {
    throw new Error(`the witness (CEL) doesn't write:\n${witness}`)
  }
}

function consoleCommand(
  installation: AsteriskInstallation,
  directories: readonly string[],
  configuration: string,
  text: string,
): Promise<string> {
  const launch = launchAsterisk(installation, directories, ['-C', configuration, '-rx', text])
  return new Promise((resolve, reject) => {
    execFile(launch.command, [...launch.args], { encoding: 'utf8', timeout: 30_000, maxBuffer: 16 << 20 }, (error, out, err) => {
      if (error !== null) reject(new Error(`asterisk -rx "${text}": ${(out + err).trim() || error.message}`))
      else resolve(out)
    })
  })
}

function logTail(directory: string, lines = 30): string {
  return ['console.log', 'messages.log']
    .map(name => `${directory}/log/${name}`)
    .filter(path => existsSync(path))
    .flatMap(path => readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines))
    .join('\n')
}
