#!/usr/bin/env node
// The composition root: the only reader of process.env and of signals. The version of Node is checked before anything is loaded,
// because the database driver ends the process without a word on an older one.
import { readFileSync } from 'node:fs'
import * as modules from 'node:module'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import type { Directories, Terminal } from './cli/io.ts'

const LEAST_NODE = 22
const EXIT_CANNOT_RUN = 2

if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
  process.stderr.write(`Nightbell needs Node ${LEAST_NODE} or newer; this is ${process.version}.\n`)
  process.exit(EXIT_CANNOT_RUN)
}

// Whatever is written holds callers' voices and numbers, or passwords: nobody else reads it.
process.umask(0o077)

// What was compiled is kept for the next start, where nobody else can write: it is code, and may run as root. Without it a start only
// takes longer. (The first versions of Node 22 do not have this.)
const { ownCache } = await import('./cli/own-cache.ts')
const cache = ownCache(process.env)
if (cache !== null) {
  const compiled = join(cache, 'compiled')
  modules.enableCompileCache?.(compiled)
  // For the threads: each looks by itself.
  process.env.NODE_COMPILE_CACHE = compiled
}

const { runCli } = await import('./cli/program.ts')
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

const stop = new AbortController()
const stopped = new Promise<string>(resolve => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop.abort()
      resolve(signal)
    })
  }
})
// A reader that has seen enough ("calls list | head") is no mistake. A disk that does not take the list is one.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`nightbell: what was to be printed could not be written: ${error.message}\n`)
  process.exit(EXIT_CANNOT_RUN)
})

const stderr = (text: string): void => void process.stderr.write(text)
const { stdout } = process
// styleText follows NO_COLOR, FORCE_COLOR and what the terminal can do.
const terminal: Terminal = {
  columns: stdout.columns || 80,
  style: (style, text) => styleText(style, text, { stream: stdout }),
}
const io = {
  ...(stdout.isTTY ? { terminal } : {}),
  stdout: (text: string): void => void process.stdout.write(text),
  stderr,
  env: process.env,
  user: process.getuid?.(),
  version,
  now: () => Date.now(),
  stop: stop.signal,
  // What V8's last optimizer makes in the background costs a second of work more than it gives.
  soonOver: () => setFlagsFromString('--no-opt'),
  stepBack: () => setPriority(constants.priority.PRIORITY_BELOW_NORMAL),
  run: async (directories: Directories) => {
    const { env } = process
    // New objects get the little room that they have by now (2 MB, twice): with the 32 that Node would take for every thread, the daemon of a thousand
    // properties holds 70 MB more, and compiling takes as long. Set here: the limit itself can't be changed once Node runs.
    setFlagsFromString('--semi-space-growth-factor=1')
    // So little room is cleared sooner by one thread than shared out to four: 1.5 ms less of a call's CPU.
    setFlagsFromString('--no-parallel-scavenge')
    // The rules are loaded while the rest of the program is.
    const { beginRules } = await import('./wiring/first-rules.ts')
    const rules = beginRules(directories, stop.signal)
    const { runDaemon } = await import('./run.ts')
    const onReload = (listener: () => void): void => void process.on('SIGHUP', listener)
    return runDaemon({ ...directories, version, logLevel: env.NIGHTBELL_LOG ?? 'info', env, stopped, onReload, stderr, rules })
  },
}
try {
  process.exitCode = await runCli(io, process.argv.slice(2))
} catch (error) {
  stderr(`nightbell: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = EXIT_CANNOT_RUN
}
