// The real daemon in a process of its own, beside an Asterisk that is not there: how it starts, and what it says of itself. The rules are a
// copy of the shipped ones.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { vi } from 'vitest'
import { MAIN } from './main.ts'

const ROOT = resolve(import.meta.dirname, '../..')

export interface Status {
  readonly plan: { readonly hash: string; readonly problems: readonly string[]; readonly from: string }
  readonly alarms: readonly { readonly kind: string; readonly what: string }[]
}

export type LoneDaemon = ReturnType<typeof loneDaemon>

export function loneDaemon() {
  const directory = mkdtempSync(join(tmpdir(), 'nightbell-start-'))
  cpSync(`${ROOT}/config`, `${directory}/config`, { recursive: true })
  let daemon: ChildProcess | undefined
  let said = ''
  const where = ['--config', `${directory}/config`, '--state', `${directory}/state`, '--pbx', `${directory}/pbx`]

  /** Resolves when it answers. */
  async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    mkdirSync(`${directory}/pbx`, { recursive: true })
    const connection = {
      ari: { url: 'http://127.0.0.1:9', user: 'nightbell', password: 'none' },
      ...{ witness: `${directory}/pbx/witness.csv`, sounds: `${directory}/pbx/sounds` },
      ...{ spool: `${directory}/pbx/spool`, recordings: `${directory}/pbx/recording` },
    }
    writeFileSync(`${directory}/pbx/connection.json`, JSON.stringify(connection))
    said = ''
    const { PATH, NIGHTBELL_ALLOW_ROOT } = process.env
    daemon = spawn(process.execPath, [MAIN, ...where, 'run'], { env: { PATH, NIGHTBELL_ALLOW_ROOT, ...env } })
    for (const stream of [daemon.stdout, daemon.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    }
    await vi.waitUntil(async () => (await ask('/livez')) !== null, { timeout: 20_000, interval: 20 })
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const mine = daemon
    daemon = undefined
    if (mine === undefined || mine.exitCode !== null) return
    const ended = new Promise(resolve => mine.once('exit', resolve))
    mine.kill(signal)
    await ended
  }

  /** Over the control socket, each time a new connection: the daemon may end an old one in that moment. Null while nobody answers. */
  function ask(path: string): Promise<string | null> {
    return new Promise(resolve => {
      const asking = request({ socketPath: `${directory}/state/control.sock`, path, agent: false }, answer => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () => resolve(text))
      })
      asking.on('error', () => resolve(null))
      asking.end()
    })
  }

  const status = async (): Promise<Status> => JSON.parse((await ask('/status')) ?? '') as Status
  return {
    ...{ directory, where, start, stop, status },
    process: () => daemon,
    said: () => said,
    kinds: async (): Promise<string[]> => (await status()).alarms.map(({ kind }) => kind),
    until: (is: (now: Status) => boolean) =>
      vi.waitUntil(async () => is(await status()), { timeout: 20_000, interval: 50 }).then(status),
    async [Symbol.asyncDispose]() {
      await stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
