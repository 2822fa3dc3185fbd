import { defineConfig } from 'vitest/config'

/** Each file has a laboratory of its own, with its own ports, and mostly waits: three share two cores well. */
const slow = { testTimeout: 120_000, hookTimeout: 180_000, maxWorkers: 3 }

/** What needs real parts, and the time that they take: Asterisk, the daemon as a process, servers that hang, a calendar. */
const real = [
  'test/asterisk/**/*.test.ts',
  'test/crash/**/*.test.ts',
  'test/notify/{mail,http}.test.ts',
  'test/cli/calendar-program.test.ts',
]
const long = ['test/long/**/*.test.ts']

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...real, ...long], maxWorkers: 2 } },
      { test: { name: 'asterisk', include: real, ...slow } },
      { test: { name: 'long', include: long, ...slow, maxWorkers: 1 } },
    ],
  },
})
