// Asterisk's event log as the witness: what a leg that is gone has been through, from a file that may be torn, rotated or missing.
import { appendFile, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openWitness } from '../../src/ari/witness.ts'
import { keptLog } from './fake-asterisk.ts'

let directory: string
let file: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'witness-'))
  file = join(directory, 'witness.csv')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

function line(event: string, channel: string, extra = ''): string {
  const fields = [
    event,
    '1795421166.046904',
    channel,
    channel,
    'PJSIP/trunk-alpha-00000001',
    '',
    's',
    'from-trunk-alpha',
    'AppDial2',
    '',
    extra,
  ]
  return `${fields.map(field => `"${field.replaceAll('"', '""')}"`).join(',')}\n`
}
const hangup = (channel: string, cause: number) =>
  line('HANGUP', channel, JSON.stringify({ hangupcause: cause, hangupsource: '', dialstatus: '' }))
const noise = (n: number) => Array.from({ length: n }, (_, i) => line('CHAN_START', `box-${i}`) + hangup(`box-${i}`, 16)).join('')

const ask = (channel: string, farthestBytes?: number) =>
  openWitness({ file, log: keptLog(), ...(farthestBytes ? { farthestBytes } : {}) }).of(channel)
const said = (witness: unknown) => ({ state: 'gone', witness })

it.each<[string, string, unknown]>([
  ['never dialled', noise(3), { dialled: false }],
  ['another leg with a longer number', line('CHAN_START', 'i-c1.12'), { dialled: false }],
  [
    'busy',
    line('CHAN_START', 'i-c1.1') + hangup('i-c1.1', 17) + line('CHAN_END', 'i-c1.1'),
    { dialled: true, answered: false, cause: 17 },
  ],
  [
    'answered',
    line('CHAN_START', 'i-c1.1') + line('ANSWER', 'i-c1.1') + hangup('i-c1.1', 16),
    { dialled: true, answered: true, cause: 16 },
  ],
  ['dialled, the end not written yet', line('CHAN_START', 'i-c1.1'), { dialled: true, answered: false, cause: 0 }],
  [
    'the end torn',
    line('CHAN_START', 'i-c1.1') + hangup('i-c1.1', 17).slice(0, 130),
    { dialled: true, answered: false, cause: 0 },
  ],
  [
    'lines that are no CSV',
    `garbage i-c1.1\n"half,i-c1.1\n${line('CHAN_START', 'i-c1.1')}`,
    { dialled: true, answered: false, cause: 0 },
  ],
  ['an empty log', '', { dialled: false }],
])('%s', async (_, text, witness) => {
  await writeFile(file, text)
  expect(await ask('i-c1.1')).toEqual(said(witness))
})

it('finds a leg far back, over many blocks', async () => {
  await writeFile(file, noise(2000) + line('CHAN_START', 'i-c1.1') + hangup('i-c1.1', 21) + noise(4000))
  expect(await ask('i-c1.1')).toEqual(said({ dialled: true, answered: false, cause: 21 }))
})

it('finds a leg whose lines are spread over a rotation', async () => {
  await writeFile(file, line('CHAN_START', 'i-c1.1') + line('ANSWER', 'i-c1.1'))
  await rename(file, `${file}.1`)
  await writeFile(file, noise(2) + hangup('i-c1.1', 16))
  expect(await ask('i-c1.1')).toEqual(said({ dialled: true, answered: true, cause: 16 }))
})

it('reads no farther than it may, and does not say "never dialled" of what it has not read', async () => {
  await writeFile(file, line('CHAN_START', 'i-c1.1') + noise(500))
  expect(await ask('i-c1.1', 10_000)).toEqual(said('unreadable'))
})

it('without a log it cannot say anything', async () => {
  expect(await ask('i-c1.1')).toEqual(said('unreadable'))
  await rm(directory, { recursive: true })
  expect(await ask('i-c1.1')).toEqual(said('unreadable'))
})

it('reads the log once for all who are asked about at the same time, over its rotated parts', async () => {
  await writeFile(`${file}.1`, noise(3000) + line('CHAN_START', 'i-c1.1') + noise(3000))
  const later = Array.from({ length: 200 }, (_, n) => line('CHAN_START', `i-d.${n}`) + hangup(`i-d.${n}`, 17)).join('')
  await writeFile(file, later + noise(1000))
  const log = keptLog()
  const witness = openWitness({ file, log })
  const asked = ['i-c1.1', ...Array.from({ length: 200 }, (_, n) => `i-d.${n}`)]
  const told = await Promise.all(asked.map(channel => witness.of(channel)))
  expect(told[0]).toEqual(said({ dialled: true, answered: false, cause: 0 }))
  expect(
    told.slice(1).every(one => JSON.stringify(one) === JSON.stringify(said({ dialled: true, answered: false, cause: 17 }))),
  ).toBe(true)
  expect(passes(log)).toEqual([expect.objectContaining({ channels: 201 })])
})

it('reads no farther than the beginnings of all who are asked about', async () => {
  await writeFile(`${file}.1`, noise(20_000))
  await writeFile(file, noise(10) + line('CHAN_START', 'i-c1.1') + line('CHAN_START', 'i-c1.2') + noise(10))
  const log = keptLog()
  const witness = openWitness({ file, log })
  await Promise.all(['i-c1.1', 'i-c1.2'].map(channel => witness.of(channel)))
  expect(passes(log)).toEqual([expect.objectContaining({ bytes: (await stat(file)).size })])
})

it('who is asked about while the log is read is answered from what it says by then', async () => {
  await writeFile(file, noise(20_000))
  const witness = openWitness({ file, log: keptLog() })
  const first = witness.of('i-c1.1')
  await Promise.resolve()
  await appendFile(file, line('CHAN_START', 'i-c1.2') + line('ANSWER', 'i-c1.2'))
  expect(await witness.of('i-c1.2')).toEqual(said({ dialled: true, answered: true, cause: 0 }))
  expect(await first).toEqual(said({ dialled: false }))
})

function passes(log: ReturnType<typeof keptLog>): unknown[] {
  return log.lines.filter(({ message }) => message === 'read the witness').map(({ fields }) => fields)
}
