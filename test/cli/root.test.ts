// What takes calls from the public network does not own the machine: run and render refuse to be root, in words that say what to do.
import { expect, test } from 'vitest'
import type { CliIo } from '../../src/cli/io.ts'
import { runCli } from '../../src/cli/program.ts'

function io(user: number, env: Record<string, string>, said: string[], ran: string[]): CliIo {
  return {
    stdout: text => void said.push(text),
    stderr: text => void said.push(text),
    env: { NIGHTBELL_CONFIG: '/nowhere', NIGHTBELL_PBX: '/nowhere', ...env },
    user,
    version: '0',
    now: () => 0,
    run: async () => {
      ran.push('run')
      return 0
    },
  }
}

test.each(['run', 'render'])('%s as root refuses', async command => {
  const said: string[] = []
  const ran: string[] = []
  expect(await runCli(io(0, {}, said, ran), [command])).toBe(2)
  expect(ran).toEqual([])
  expect(said.join('')).toContain(`does not run as root`)
  expect(said.join('')).toContain(`runuser -u nightbell -- nightbell ${command}`)
})

test('a user of its own may, and root where a laboratory says so', async () => {
  const ran: string[] = []
  expect(await runCli(io(1000, {}, [], ran), ['run'])).toBe(0)
  expect(await runCli(io(0, { NIGHTBELL_ALLOW_ROOT: '1' }, [], ran), ['run'])).toBe(0)
  expect(ran).toEqual(['run', 'run'])
})
