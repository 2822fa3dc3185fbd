// The daemon's side of the engine process: hands jobs over, starts the process again when it dies, lets no job wait for ever.
// Used by voice.ts. Rejects with the engine's reason.
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { EngineOptions } from './engine.ts'
import type { Asked, Job, Told } from './engine-process.ts'

export interface Engine {
  speak(language: string, text: string, file: string): Promise<void>
  convert(source: string, file: string): Promise<void>
  /** The speaker's version in one line, or null when it cannot be run. */
  version(): Promise<string | null>
  close(): void
}

interface Waiting {
  readonly good: (value: string | null) => void
  readonly bad: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/** Built, the process stands beside this file as JavaScript. */
const PROCESS = fileURLToPath(new URL(`./engine-process${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url))

export function openEngine(options: EngineOptions): Engine {
  const waiting = new Map<number, Waiting>()
  let child: ChildProcess | null = null
  let closed = false
  let lastId = 0

  function settle(id: number): Waiting | undefined {
    const job = waiting.get(id)
    if (!job) return undefined
    waiting.delete(id)
    clearTimeout(job.timer)
    // Only work keeps this process alive, not the engine waiting for some.
    if (waiting.size === 0) child?.channel?.unref()
    return job
  }

  function started(): ChildProcess {
    if (child) return child
    const mine = fork(PROCESS, [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [], serialization: 'json' })
    mine.unref()
    mine.channel?.unref()
    mine.on('message', (told: Told) => {
      const job = settle(told.id)
      if (told.ok) job?.good(told.value)
      else job?.bad(new Error(told.reason))
    })
    const over = (reason: string) => {
      if (child === mine) child = null
      for (const id of [...waiting.keys()]) settle(id)?.bad(new Error(reason))
    }
    mine.on('error', error => over(error.message))
    mine.on('exit', (code, signal) => over(`the engine process ended with ${signal ?? code}`))
    child = mine
    return mine
  }

  function ask(job: Job): Promise<string | null> {
    return new Promise((good, bad) => {
      if (closed) return bad(new Error('the voice is closed'))
      const id = ++lastId
      const to = started()
      const timer = setTimeout(() => settle(id)?.bad(new Error('the engine process did not answer')), options.timeoutMs + 2000)
      waiting.set(id, { good, bad, timer })
      to.channel?.ref()
      const asked: Asked = { id, engine: options, job }
      to.send(asked, error => {
        if (error) settle(id)?.bad(error)
      })
    })
  }

  return {
    speak: async (language, text, file) => void (await ask({ do: 'speak', language, text, file })),
    convert: async (source, file) => void (await ask({ do: 'convert', source, file })),
    version: () => ask({ do: 'version' }).catch(() => null),
    close() {
      closed = true
      child?.disconnect()
    },
  }
}
