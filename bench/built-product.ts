// The product as users run it: built into a directory once a run, beside it the parts that it reads from its package.
// Called by bench-box.ts and by the measurements that start the command line.
import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Read by the product from where it is installed. */
const PARTS = ['asterisk', 'config', 'node_modules', 'package.json'] as const

export interface BuiltProduct {
  /** Where it is installed. */
  readonly root: string
  /** Its main program. */
  readonly main: string
  readonly builtMs: number
}

export function buildProduct(directory: string): BuiltProduct {
  const root = fileURLToPath(new URL('..', import.meta.url))
  mkdirSync(directory, { recursive: true })
  for (const part of PARTS) symlinkSync(`${root}${part}`, `${directory}/${part}`)
  const began = performance.now()
  const args = [`${root}node_modules/rolldown/bin/cli.mjs`, '--config', '--dir', `${directory}/dist`]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: root })
  if (status !== 0) throw new Error(`the product can not be built: ${stderr}`)
  return { root: directory, main: `${directory}/dist/main.js`, builtMs: performance.now() - began }
}
