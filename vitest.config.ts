import { existsSync, statfsSync } from 'node:fs'
import { defineConfig } from 'vitest/config'

/** Laboratories run as root. */
const env = { NIGHTBELL_ALLOW_ROOT: '1' }

/**
 * Each file has a laboratory of its own, with its own ports, and mostly waits: four share two cores well; with five a recording is spoiled
 * now and then. What fails is tried once more, for a machine may be busy with other work; scripts/test names what needed it.
 */
const slow = { globalSetup: 'test/support/main.ts', retry: 1, testTimeout: 120_000, hookTimeout: 180_000, maxWorkers: 4, env }

/**
 * Where unit tests write. In memory where there is room: on a disk every commit of every journal
 * waits, and that was a quarter of the time.
 */
const memory = '/dev/shm'
const roomy = existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > 2 ** 28
const inMemory = roomy ? { TMPDIR: memory } : {}

/** Threads that tests start load the sources themselves; what Node compiled of them is kept. */
const compiled = { NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.cache/compiled` }

/**
 * One load of the modules serves all files of a worker: loading them again for each took a third of the time. So a unit test leaves nothing
 * behind in a module, in process.env or on disk. The time-out is for a machine that is busy with other work; none takes a second alone.
 */
const quick = {
  isolate: false,
  testTimeout: 30_000,
  hookTimeout: 30_000,
  maxWorkers: 2,
  env: { ...env, ...inMemory, ...compiled },
}

/** What needs real parts, and the time that they take: Asterisk, processes and threads that are ended, servers that hang, a voice, a calendar. */
const real = [
  'test/asterisk/**/*.test.ts',
  'test/crash/**/*.test.ts',
  'test/ari/{event-socket,requests}.test.ts',
  'test/notify/{http,incident-mail,lying-servers,mail,mailed-reports}.test.ts',
  'test/cli/{calendar-program,full-stdout,start,status}.test.ts',
  'test/faults/rules-in-force.test.ts',
  'test/rules/{limits,names-of-files,watch,without-secrets}.test.ts',
  'test/store/{followers,killed-follower,killed-writer,large-plan}.test.ts',
  'test/voice/voice.test.ts',
]
/** What takes minutes to show, and sound that a busy machine spoils. Of other files, single tests: those with the tag `slow`. */
const slowest = [
  'test/asterisk/{audio,field-trouble,forwarded-back,keys-and-voices,seems-down}.test.ts',
  'test/crash/last-plan.test.ts',
]
const long = ['test/long/**/*.test.ts', ...slowest]
/** Of these, what needs no real part. */
const computed = ['test/long/{every-request,every-turn-breaks,month-of-nights}.test.ts']
/** Drawn at random: a few tries in the unit tests, many times as many in the long ones (test/support/how-often.ts). */
const drawn = [
  'test/plan/{on-call-oracle,local-time,yearly}.test.ts',
  'test/report/people/hours-oracle.test.ts',
  'test/core/broken-turn.test.ts',
  'test/properties/*.test.ts',
  'test/rules/{compile,kept-pieces}.test.ts',
  'test/simulation/random-stories.test.ts',
  'test/store/replay-of-real-turns.test.ts',
  'test/notify/quiet-hours.test.ts',
  'test/store/{lists/{facts-combined,pages},packed-turns,remembering-followers}.test.ts',
  'test/cli/{csv,log-verify,log-verify-packed}.test.ts',
  'test/cli/export/{any-story,redacted-weeks}.test.ts',
  'test/pbx/unified-diff.test.ts',
]

export default defineConfig({
  test: {
    tags: [{ name: 'slow', description: 'waits for a minute or so: only in scripts/test --long' }],
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...real, ...long], ...quick } },
      { test: { name: 'asterisk', include: real, exclude: slowest, ...slow } },
      // Drawn anew, it would pass most of the time: what fails once is a failure.
      {
        test: {
          name: 'often',
          include: [...computed, ...drawn],
          ...slow,
          retry: 0,
          testTimeout: 600_000,
          maxWorkers: 2,
          env: { ...env, NIGHTBELL_OFTEN: '50' },
        },
      },
      { test: { name: 'long', include: long, exclude: computed, ...slow, maxWorkers: 1 } },
    ],
  },
})
