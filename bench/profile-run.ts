// Where the time goes under load, of the daemon's main thread by Node's profiler and of Asterisk by perf, where that is installed. Called
// by run.ts with --profile; nothing here is a measurement to compare, for profilers cost too.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { JOURNAL_FILE } from '../src/store/journal/journal.ts'
import type { BenchBox } from './bench-box.ts'
import { runStep } from './load-step.ts'
import { STEADY_RATE } from './measure.ts'
import { openProbe } from './probe.ts'
import { type Share, summarize } from './profile.ts'
import { startTelephones } from './sipp.ts'

const SECONDS = 30
const MOST = 10

export async function printProfile(box: BenchBox, directory: string): Promise<string> {
  mkdirSync(directory, { recursive: true })
  const probe = await openProbe()
  const telephones = startTelephones(box.directory, 'telephone')
  const state = `${box.directory}/state`
  const nodeArguments = ['--cpu-prof', '--cpu-prof-dir', directory]
  const nightbell = await box.startDaemon(box.config.silent, state, { nodeArguments })
  await nightbell.said('words rendered in advance')
  const bench = { box, probe, controllers: { dialplan: null, bare: null, nightbell }, journal: `${state}/${JOURNAL_FILE}` }
  const data = `${directory}/asterisk.perf`
  const perf = spawn('perf', ['record', '-q', '-o', data, '-p', String(box.pbx.pid), '--', 'sleep', String(SECONDS)])
  const recorded = new Promise<boolean>(resolve => {
    perf.once('error', () => resolve(false))
    perf.once('exit', code => resolve(code === 0))
  })
  await runStep(bench, { system: 'nightbell', rate: STEADY_RATE, seconds: SECONDS })
  const asterisk = (await recorded) ? perfText(data) : ['perf is not to be had here: nothing about Asterisk']
  await nightbell.stop()
  await telephones.stop()
  probe.close()
  const { busy, functions, rooms } = summarize(directory, SECONDS)
  return [
    `The main thread was busy ${Math.round(busy * 100)} % of the time, at ${STEADY_RATE} calls a second. Of that, own time by function:`,
    ...lines(functions),
    'and by room or package:',
    ...lines(rooms),
    'Asterisk, by part and function:',
    ...asterisk,
  ].join('\n')
}

function lines(shares: readonly Share[]): string[] {
  return shares.slice(0, MOST).map(({ name, self }) => `${(self * 100).toFixed(1).padStart(5)} %  ${name}`)
}

function perfText(data: string): string[] {
  const args = ['report', '-i', data, '--stdio', '--sort', 'dso,symbol', '--percent-limit', '0.5']
  const { stdout } = spawnSync('perf', args, { encoding: 'utf8', maxBuffer: 64 << 20 })
  return stdout
    .split('\n')
    .filter(line => /^\s+\d/.test(line))
    .slice(0, MOST * 2)
}
