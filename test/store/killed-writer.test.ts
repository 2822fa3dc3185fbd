// kill -9 in the middle of writing: every turn that was reported as committed is there, none is there in part, and the chain is whole.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../../src/store/journal/journal.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { arrival } from './example-turns.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-killed-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test.each([1, 7])('killed while committing %i turns at a time', async batch => {
  const file = join(directory, 'journal.db')
  const here = (path: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, path)).href)
  const script = `
    const { openJournal } = await import(${here('../../src/store/journal/journal.ts')})
    const { arrival, examplePlan, PLAN } = await import(${here('example-turns.ts')})
    const { writeSync } = await import('node:fs')
    const journal = openJournal(${JSON.stringify(file)})
    journal.keepPlan(PLAN, examplePlan(), {})
    for (let n = 0; ; n += ${batch}) {
      journal.commit(Array.from({ length: ${batch} }, (_, k) => arrival('c' + (n + k), n + k)))
      writeSync(1, 'c' + (n + ${batch} - 1) + '\\n')
    }`
  const writer = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  await new Promise(ended => {
    writer.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.length > 1000) writer.kill('SIGKILL')
    })
    writer.on('close', ended)
  })

  const last = Number(said.slice(0, said.lastIndexOf('\n')).split('\nc').at(-1)?.replace('c', ''))
  const journal = openJournal(file)
  const turns = journal.turns()
  expect(last).toBeGreaterThan(100)
  expect(turns).toBeGreaterThanOrEqual(last + 1)
  expect(turns % batch).toBe(0)
  expect(journal.liveStreams().streams).toHaveLength(turns)
  const reader = openReader(file)
  expect(reader.verifyChain()).toMatchObject({ intact: true, turns })
  expect(reader.listCalls({ limit: 100_000 })).toHaveLength(turns)
  journal.commit([arrival('after', turns)])
  expect(reader.verifyChain()).toMatchObject({ intact: true, turns: turns + 1 })
  reader.close()
  journal.close()
})
