// The box in its image as the check sees it: started by buildah without an engine, its log as it comes, its processes, its end. Every
// wait ends. It knows nothing of calls.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import type { Ports } from '../../test/laboratory/ports.ts'

export interface Container {
  /** The directory of the rules, on this machine. */
  readonly config: string
  start(): void
  /** SIGTERM, as an engine sends it; the exit code. */
  stop(): Promise<number | null>
  /** Ends what is left, however it is. */
  end(): void
  /** The process of one part, as soon as there is one. */
  pidOf(part: Part): Promise<number>
  /** Where the log ends now. */
  mark(): number
  log(from?: number): string
  /** Resolves when the log has this text after `from`. */
  logged(text: string, from: number, withinMs?: number): Promise<void>
  /** Runs one command in the running box. */
  run(...words: readonly string[]): { readonly code: number | null; readonly output: string }
}

export type Part = 'asterisk' | 'daemon' | 's6-svscan'

const looksLike: Readonly<Record<Part, RegExp>> = {
  asterisk: /^(\S*\/)?asterisk -f /,
  daemon: /^(\S*\/)?node \S*nightbell run/,
  's6-svscan': /^s6-svscan /,
}

/** `buildah`: the command with its options; `name`: of the container that it has made of the image. */
export function openContainer(buildah: readonly string[], name: string, work: string, ports: Ports): Container {
  const [command = 'buildah', ...options] = buildah
  const config = `${work}/config`
  mkdirSync(config, { recursive: true })
  chmodSync(work, 0o755)
  // The volumes that the image names are buildah's own, and stay with the container.
  const args = [
    ...options,
    'run',
    '--isolation=chroot',
    `--volume=${config}:/etc/nightbell:ro`,
    `--env=NIGHTBELL_SIP=127.0.0.1:${ports.boxSip}`,
    `--env=NIGHTBELL_HTTP=127.0.0.1:${ports.boxHttp}`,
    `--env=NIGHTBELL_RTP=${ports.boxRtp.from}-${ports.boxRtp.to}`,
    name,
    '--',
  ]
  let box: ChildProcess | undefined
  let ended: Promise<number | null> = Promise.resolve(null)
  let log = ''
  const listeners = new Set<() => void>()

  function start(): void {
    const child = spawn(command, [...args, 'nightbell-box'], { stdio: ['ignore', 'pipe', 'pipe'] })
    const take = (chunk: Buffer): void => {
      log += chunk.toString()
      for (const listener of listeners) listener()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    ended = new Promise(resolve => child.once('exit', code => resolve(code)))
    box = child
  }

  function below(): readonly { readonly pid: number; readonly words: string }[] {
    const top = box?.pid
    return top === undefined ? [] : descendantsOf(top)
  }

  async function pidOf(part: Part): Promise<number> {
    for (let look = 0; look < 300; look += 1) {
      const found = below().find(({ words }) => looksLike[part].test(words))
      if (found !== undefined) return found.pid
      // The system does not tell when a process begins.
      await pause(100)
    }
    throw new Error(`no process of ${part} within 30 s. The log ends:\n${log.slice(-3000)}`)
  }

  return {
    config,
    start,
    pidOf,
    async stop() {
      process.kill(await pidOf('s6-svscan'), 'SIGTERM')
      return within(60_000, ended, 'the box did not stop')
    },
    end() {
      if (box === undefined || box.exitCode !== null) return
      for (const { pid } of below()) killIfThere(pid)
      box.kill('SIGKILL')
    },
    mark: () => log.length,
    log: (from = 0) => log.slice(from),
    logged: (text, from, withinMs = 60_000) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          listeners.delete(look)
          reject(new Error(`"${text}" is not in the log within ${withinMs} ms. It ends:\n${log.slice(from).slice(-4000)}`))
        }, withinMs)
        const look = (): void => {
          if (!log.slice(from).includes(text)) return
          clearTimeout(timer)
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
      }),
    run(...words) {
      const done = spawnSync(command, [...args, ...words], { encoding: 'utf8', timeout: 60_000 })
      return { code: done.status, output: done.stdout + done.stderr }
    },
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

export async function within<T>(ms: number, work: Promise<T>, otherwise: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} within ${ms} ms`)), ms)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function descendantsOf(top: number): { readonly pid: number; readonly words: string }[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    // pid (comm) state ppid
    const parent = Number(/\) \S (\d+)/.exec(readIfThere(`/proc/${name}/stat`))?.[1])
    if (/^\d+$/.test(name)) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found: { pid: number; words: string }[] = []
  const open = [top]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    for (const child of children.get(pid) ?? []) {
      open.push(child)
      found.push({ pid: child, words: readIfThere(`/proc/${child}/cmdline`).replaceAll('\0', ' ') })
    }
  }
  return found
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}
