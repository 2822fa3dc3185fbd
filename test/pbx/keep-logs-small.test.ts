// Asterisk's logs and the witness have a size, and there is a number of them: whatever is written, and whoever holds a file open.
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openWitness } from '../../src/ari/witness.ts'
import type { ChannelId } from '../../src/core/world/ids.ts'
import { keepLogsSmall, type SmallLogs } from '../../src/pbx/keep-logs-small.ts'

const directory = mkdtempSync(join(tmpdir(), 'nightbell-logs-'))
const logs = join(directory, 'log')
const witness = join(logs, 'cel-custom', 'witness.csv')
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
let small: SmallLogs | undefined

function opened(logBytes: number, witnessBytes: number): SmallLogs {
  mkdirSync(join(logs, 'cel-custom'), { recursive: true })
  small = keepLogsSmall({ witness, log: quiet, sizes: { logBytes, witnessBytes } })
  return small
}

afterEach(() => {
  small?.stop()
  rmSync(directory, { recursive: true, force: true })
})

function sizes(): Record<string, number> {
  const names = readdirSync(logs, { recursive: true, encoding: 'utf8' })
  const files = names.map(name => [name, statSync(join(logs, name))] as const).filter(([, found]) => found.isFile())
  return Object.fromEntries(files.map(([name, { size }]) => [name, size]))
}

test('a thousand times its size later, a log takes four times its size, though Asterisk never lets go of it', () => {
  const { look } = opened(1000, 1000)
  const asterisk = openSync(join(logs, 'messages.log'), 'a')
  for (let n = 0; n < 1000; n += 1) {
    writeSync(asterisk, `${'x'.repeat(999)}\n`)
    appendFileSync(join(logs, 'console.log'), `${'y'.repeat(499)}\n`)
    appendFileSync(witness, `${'z'.repeat(999)}\n`)
    look()
  }
  closeSync(asterisk)
  const all = sizes()
  expect(Object.values(all).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3 * 4 * 1000)
  expect(Object.keys(all).sort()).toEqual(
    ['cel-custom/witness.csv', 'console.log', 'messages.log']
      .flatMap(name => [name, `${name}.1`, `${name}.2`, `${name}.3`])
      .filter(name => name !== 'cel-custom/witness.csv')
      .sort(),
  )
})

test('the newest lines are the ones that are kept, in order', () => {
  const { look } = opened(10, 10)
  for (const line of ['one', 'two', 'three', 'four', 'five']) {
    writeFileSync(join(logs, 'messages.log'), `${line} is a line\n`, { flag: 'a' })
    look()
  }
  const said = (part: number): string => readFileSync(join(logs, `messages.log.${part}`), 'utf8').split(' ')[0] ?? ''
  expect([said(3), said(2), said(1)]).toEqual(['three', 'four', 'five'])
})

test('what the witness said before it was put away is still heard', async () => {
  const { look } = opened(1000, 100)
  const line = (event: string, extra = ''): string =>
    `"${event}","1795000000.1","leg-1","leg-1","PJSIP/x","","","","","","${extra}"\n`
  mkdirSync(join(logs, 'cel-custom'), { recursive: true })
  appendFileSync(witness, line('CHAN_START') + line('ANSWER'))
  look()
  appendFileSync(witness, line('HANGUP', '{""hangupcause"":16}'))
  const { of } = openWitness({ file: witness, log: quiet })
  expect(await of('leg-1' as ChannelId)).toEqual({ state: 'gone', witness: { dialled: true, answered: true, cause: 16 } })
})

test('what earlier versions let Asterisk write is removed, whatever became of it', () => {
  mkdirSync(logs, { recursive: true })
  for (const name of ['security.log', 'security.log.0', 'queue_log', 'queue_log.1', 'messages.log'])
    writeFileSync(join(logs, name), '+15127770999')
  opened(1000, 1000)
  expect(readdirSync(logs).sort()).toEqual(['cel-custom', 'messages.log'])
})
