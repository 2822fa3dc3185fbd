// The product as it is shipped, for tests that run it as a process. Built once a run, by vitest (`globalSetup`): its few large files start in
// half the time of the sources.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

export const MAIN = `${ROOT}/dist/main.js`

export function setup(): void {
  const args = [`${ROOT}/node_modules/rolldown/bin/cli.mjs`, '--config']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: ROOT })
  if (status !== 0) throw new Error(`the product cannot be built: ${stderr}`)
}
