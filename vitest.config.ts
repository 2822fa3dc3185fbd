import { defineConfig } from 'vitest/config'

/** Each file has a laboratory of its own, with its own ports, and mostly waits: three share two cores well. */
const slow = { testTimeout: 120_000, hookTimeout: 180_000, maxWorkers: 3 }

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/asterisk/**', 'test/crash/**', 'test/long/**'] } },
      { test: { name: 'asterisk', include: ['test/asterisk/**/*.test.ts', 'test/crash/**/*.test.ts'], ...slow } },
      { test: { name: 'long', include: ['test/long/**/*.test.ts'], ...slow } },
    ],
  },
})
