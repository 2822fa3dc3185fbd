import { defineConfig } from 'vitest/config'

const slow = { testTimeout: 120_000, hookTimeout: 180_000, fileParallelism: false }

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/asterisk/**', 'test/crash/**', 'test/long/**'] } },
      { test: { name: 'asterisk', include: ['test/asterisk/**/*.test.ts', 'test/crash/**/*.test.ts'], ...slow } },
      { test: { name: 'long', include: ['test/long/**/*.test.ts'], ...slow } },
    ],
  },
})
