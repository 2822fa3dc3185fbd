// The command line as a process of its own, for tests that want what a person would see.
import { spawn } from 'node:child_process'
import { MAIN } from './main.ts'

export interface Said {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export function nightbell(args: readonly string[]): Promise<Said> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}
