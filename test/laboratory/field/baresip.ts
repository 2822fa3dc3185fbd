// A telephone that is not Asterisk: baresip, in the world. It answers by itself, plays a tone, keeps what it hears, and calls, registers
// and sends keys on command.
import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { type Network, said, WORLD } from './network.ts'

export interface BaresipSettings {
  /** Its account, as baresip writes it: `<sip:…>;auth_pass=…;outbound=…`. */
  readonly account: string
  readonly address?: string
  readonly port?: number
  /** Modules besides the usual: g722, opus, srtp. */
  readonly modules?: readonly string[]
  readonly answers?: boolean
  /** Lines of its configuration. */
  readonly more?: readonly string[]
  /** Hertz of the tone that it plays. */
  readonly hertz?: number
}

export interface Baresip {
  command(text: string): void
  /** All that it has said. */
  log(): string
  says(text: RegExp, withinMs?: number): Promise<string>
  /** WAV files of what it heard, a call each, the first one first. */
  heard(): readonly string[]
  /** Resolves when so much more audio has come, ms. */
  hears(ms: number): Promise<void>
  stop(): Promise<void>
}

/** 8 kHz, 16 bits. */
const BYTES_A_MS = 16

export async function startBaresip(network: Network, directory: string, settings: BaresipSettings): Promise<Baresip> {
  mkdirSync(directory, { recursive: true })
  const { address = WORLD.phone, port = 5060, modules = [], hertz = 440, more = [] } = settings
  writeFileSync(`${directory}/accounts`, `${settings.account}${settings.answers === false ? '' : ';answermode=auto'}\n`)
  writeFileSync(`${directory}/contacts`, '')
  const lines = [
    'poll_method epoll',
    `sip_listen ${address}:${port}`,
    'rtp_ports 30000-30100',
    'call_local_timeout 120',
    `audio_source aufile,${directory}/tone.wav`,
    `audio_player aufile,${directory}/played.wav`,
    `audio_alert aufile,${directory}/alert.wav`,
    'ausrc_srate 8000\nauplay_srate 8000',
    'ausrc_format s16\nauplay_format s16',
    `snd_path ${directory}`,
    'module_path /usr/lib/baresip/modules',
    ...['g711', ...modules, 'aufile', 'sndfile', 'stdio'].map(name => `module ${name}.so`),
    ...['account', 'contact', 'menu', 'debug_cmd'].map(name => `module_app ${name}.so`),
    ...more,
  ]
  writeFileSync(`${directory}/config`, `${lines.join('\n')}\n`)
  execFileSync('sox', [
    '-n',
    '-r',
    '8000',
    '-b',
    '16',
    '-c',
    '1',
    `${directory}/tone.wav`,
    'synth',
    '60',
    'sine',
    String(hertz),
    'gain',
    '-6',
  ])
  const child = network.run('world', ['baresip', '-4', '-f', directory])
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()))
  await said(child, /baresip is ready/)
  const heard = (): string[] =>
    readdirSync(directory)
      .filter(name => /^dump.*-dec\.wav$/.test(name))
      .map(name => `${directory}/${name}`)
      .sort()
  return {
    command: text => void child.stdin?.write(`${text}\n`),
    log: () => log,
    async says(text, withinMs = 20_000) {
      const deadline = performance.now() + withinMs
      while (!text.test(log)) {
        if (performance.now() > deadline) throw new Error(`no ${text} in:\n${log}`)
        await new Promise(resolve => child.stdout?.once('data', resolve) && setTimeout(resolve, 200))
      }
      return log
    },
    heard,
    async hears(ms) {
      const now = (): number => statSync(heard().at(-1) ?? directory).size
      const enough = now() + ms * BYTES_A_MS
      const deadline = performance.now() + ms + 10_000
      while (now() < enough) {
        if (performance.now() > deadline) throw new Error(`no audio of ${ms} ms came`)
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    },
    stop: () => ended(child),
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
