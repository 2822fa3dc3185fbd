// SIPp as callers and as telephones (Debian's sip-tester, which can play recorded digits). Starts it, waits for its end, reads its
// statistics. Called by the measurements.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ADDRESSES, LOAD_PROPERTIES, lineOf, PORTS, type System } from './portfolio.ts'

const DIGITS = '/usr/share/sip-tester'

export interface Load {
  readonly system: System
  /** Calls per second. */
  readonly rate: number
  readonly calls: number
  /** From the last key to hanging up, ms. */
  readonly talkMs: number
}

export interface LoadResult {
  /** Callers who waited for more than a second until they were answered. */
  readonly late: number
}

export interface Telephones {
  readonly pid: number
  stop(): Promise<void>
}

/** From the telephone's "1" to its hanging up, where nobody else does, ms: a little after the caller. */
const STAYS_MS = 2500

/** `then`: what the technician does when the caller has gone. */
export function startTelephones(
  directory: string,
  scenario: 'telephone' | 'ringing-telephone',
  then: 'hang-up' | 'tell' = 'hang-up',
): Telephones {
  const child = start(directory, [
    ...['-sf', scenarioFile(directory, scenario, { STAYS_MS, THEN: then })],
    ...['-i', ADDRESSES.phones, '-p', String(PORTS.phones), '-mi', ADDRESSES.phones, '-mp', '6200'],
  ])
  return { pid: child.pid ?? 0, stop: () => killed(child) }
}

/** Places the calls and waits until the last one is over. Properties are called in turn, from `first` on. */
export async function runCallers(directory: string, load: Load, first: number): Promise<LoadResult> {
  const lines = Array.from({ length: LOAD_PROPERTIES }, (_, n) => lineOf(load.system, (first + n) % LOAD_PROPERTIES))
  const injection = `${directory}/lines-${load.system}.csv`
  writeFileSync(injection, `SEQUENTIAL\n${lines.map(line => `${line};`).join('\n')}\n`)
  const statistics = `${directory}/callers.csv`
  const child = start(directory, [
    ...[`${ADDRESSES.box}:${PORTS.sip}`, '-sf', scenarioFile(directory, 'caller', { TALK_MS: load.talkMs }), '-inf', injection],
    ...['-i', ADDRESSES.callers, '-p', String(PORTS.callers), '-mi', ADDRESSES.callers, '-mp', '6100'],
    ...['-r', String(load.rate), '-m', String(load.calls), '-l', '5000', '-recv_timeout', '15000'],
    ...['-trace_stat', '-stf', statistics, '-fd', '1'],
  ])
  await new Promise<void>((resolve, reject) => {
    child.once('error', error => reject(new Error(`sipp does not run (${error.message}): apt-get install sip-tester`)))
    child.once('exit', () => resolve())
  })
  return readStatistics(statistics)
}

/** SIPp's media ports are shared by all its calls: nothing here listens to audio, the probe does. */
function start(directory: string, args: readonly string[]): ChildProcess {
  return spawn('sipp', [...args, '-nostdin'], { cwd: directory, stdio: ['ignore', 'ignore', 'ignore'] })
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const over = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  await over
}

function scenarioFile(directory: string, name: string, values: Readonly<Record<string, number | string>>): string {
  let text = readFileSync(fileURLToPath(new URL(`sipp/${name}.xml`, import.meta.url)), 'utf8')
  for (const [key, value] of Object.entries(values)) text = text.replaceAll(key, String(value))
  const file = `${directory}/${name}.xml`
  writeFileSync(file, text.replaceAll('play_pcap_audio="', `play_pcap_audio="${DIGITS}/`))
  return file
}

/** The last line has the totals. */
function readStatistics(file: string): LoadResult {
  const [head = '', ...rows] = readFileSync(file, 'utf8').trim().split('\n')
  const names = head.split(';')
  const values = (rows.at(-1) ?? '').split(';')
  const of = (name: string): number => Number(values[names.indexOf(name)] ?? 0)
  return { late: of('ResponseTimeRepartitionanswered_>=1000') }
}

/** Whether SIPp and its recorded digits are there; the sentence says what to do. */
export function sippProblem(): string | null {
  try {
    return readdirSync(DIGITS).includes('dtmf_2833_1.pcap') ? null : `${DIGITS} has no recorded digits`
  } catch {
    return 'SIPp is missing: apt-get install sip-tester, or source scripts/lib/setup.sh and run setup_all'
  }
}
