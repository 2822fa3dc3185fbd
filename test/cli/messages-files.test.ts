// The recordings behind `nightbell messages`: played, exported and compared with the checksums of when they were kept.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { callId, incidentId } from '../../src/core/world/ids.ts'
import { arrival, call, exampleNight, incident, turn } from '../store/example-turns.ts'
import { type Box, box, nightbell } from './run-program.ts'

let here: Box
let pbx = ''
beforeEach(() => {
  here = box()
  pbx = join(here.state, 'pbx')
  mkdirSync(join(here.state, 'recordings'))
  mkdirSync(join(pbx, 'spool/recording'), { recursive: true })
  const ari = { url: 'http://127.0.0.1:8088', user: 'nightbell', password: 'x' }
  const recordings = join(pbx, 'spool/recording')
  writeFileSync(join(pbx, 'connection.json'), JSON.stringify({ ari, witness: '/w', sounds: '/s', spool: '/i', recordings }))
})
afterEach(() => here.remove())

const keptFile = (id: string, what = 'message') => join(here.state, 'recordings', `${id}-${what}-1.wav`)
const pbxFile = (id: string) => join(pbx, 'spool/recording', `${id}-message-1.wav`)
const run = (...args: string[]) => here.run('messages', ...args, '--pbx', pbx)
const sum = (text: string) => createHash('sha256').update(text).digest('hex')

/** A caller left a message, and its file is kept. */
function message(id: string, seconds = 0, mailbox = 'office', name?: string): void {
  const recording = `${id}-message-1`
  const content = `RIFF of ${id}`
  writeFileSync(keptFile(id), content)
  const input = { type: 'recordingFinished', channel: id, recording, ms: 4500, speechMs: null } as const
  const taken = { kind: 'message-taken', mailbox, recording, ms: 4500, sha256: sum(content), why: '' } as const
  here.journal.commit([arrival(id, seconds, name), turn(seconds + 60, input, [call(id)], [[callId(id), taken]])])
}

/** A caller spoke, and nothing could be recorded. */
function lost(id: string, seconds = 0): void {
  const recording = `${id}-message-1`
  const input = { type: 'recordingFailed', channel: id, recording, reason: 'no space left' } as const
  const fact = { kind: 'message-lost', mailbox: 'office', recording, why: 'no space left' } as const
  here.journal.commit([arrival(id, seconds), turn(seconds + 60, input, [call(id)], [[callId(id), fact]])])
}

describe('play', () => {
  test('prints where the kept file is', async () => {
    message('c1')
    expect(await run('play', 'c1')).toMatchObject({ code: 0, out: `${keptFile('c1')}\n` })
  })

  test('the one at Asterisk when ours is gone, and says so when there is none', async () => {
    message('c1')
    rmSync(keptFile('c1'))
    const missing = await run('play', 'c1')
    expect(missing).toMatchObject({ code: 1, out: '' })
    expect(missing.err).toContain('the recording is missing: there is no c1-message-1.wav in ')
    writeFileSync(pbxFile('c1'), 'RIFF of c1')
    expect(await run('play', 'c1')).toMatchObject({ code: 0, out: `${pbxFile('c1')}\n` })
  })

  test('one that was altered is printed, and said to be', async () => {
    message('c1')
    writeFileSync(keptFile('c1'), 'RIFF of somebody else')
    expect(await run('play', 'c1')).toMatchObject({
      code: 1,
      out: `${keptFile('c1')}\n`,
      err: 'nightbell: c1-message-1: ALTERED: not what was kept\n',
    })
  })

  test('of which nothing could be recorded', async () => {
    lost('c1')
    expect(await run('play', 'c1')).toMatchObject({ code: 1, err: 'nightbell: nothing could be recorded: no space left\n' })
    expect((await run('list')).out).toMatch(/NOTHING RECORDED {2}c1-message-1\n$/)
  })
})

describe('verify', () => {
  test('all is well', async () => {
    message('c1')
    expect(await run('verify')).toMatchObject({ code: 0, out: '1 recording: all as they were kept\n' })
    expect(await run('verify', '--until', '2026-03-07')).toMatchObject({ code: 0, out: '0 recordings: nothing to compare\n' })
  })

  test('altered, missing, not kept yet, each with its name; what could not be recorded is no file', async () => {
    message('c1')
    message('c2', 100)
    message('c3', 200)
    lost('c4', 300)
    writeFileSync(keptFile('c1'), 'RIFF of somebody else')
    rmSync(keptFile('c2'))
    writeFileSync(pbxFile('c2'), 'RIFF of c2')
    const { code, out } = await run('verify')
    expect(code).toBe(1)
    expect(out).toBe(`TAKEN                       PROPERTY   WHAT     ID            WRONG
2026-03-08 03:00:50 -05:00  oak-creek  message  c1-message-1  ALTERED: not what was kept
2026-03-08 03:02:30 -05:00  oak-creek  message  c2-message-1  MISSING; Asterisk still has it as it was

3 recordings: 2 of them not as they should be
`)
    const json = JSON.parse((await run('verify', '--json')).out)
    expect(json).toMatchObject({ checked: 3, wrong: [{ recording: 'c1-message-1' }, { recording: 'c2-message-1' }] })
  })

  test('statements, too, and what was kept only later', async () => {
    const recording = 'c1-statement-1'
    const taken = { kind: 'statement-taken', recording, ms: 4500, speechMs: null, why: '' } as const
    const input = { type: 'recordingFinished', channel: 'c1', recording, ms: 4500, speechMs: null } as const
    here.journal.commit([arrival('c1'), turn(60, input, [call('c1')], [[callId('c1'), taken]])])
    expect(here.journal.past.unkept(9)).toEqual([{ recording, stream: 'c1', what: 'statement' }])
    expect((await run('verify')).out).toContain('MISSING: it was never kept, and Asterisk does not have it')
    writeFileSync(keptFile('c1', 'statement'), 'later')
    const later = { type: 'recordingKept', stream: callId('c1'), recording, ms: 4300, sha256: sum('later') } as const
    const fact = { kind: 'recording-kept', recording, ms: 4300, sha256: sum('later'), why: '' } as const
    here.journal.commit([turn(90, later, [], [[callId('c1'), fact]])])
    expect(await run('verify')).toMatchObject({ code: 0 })
    expect(here.journal.past.unkept(9)).toEqual([])
    here.journal.loseViews()
    expect(here.journal.past.checksum(recording)).toBe(sum('later'))
  })
})

describe('verify a talk', () => {
  const id = '1772956790.7'
  const stream = incidentId(callId(id), 1)
  const recording = 'i-1772956790-7-talk-3'
  const told = async () => JSON.parse((await run('verify', '--json')).out)

  test('while it goes on there is nothing to compare; then it is kept, and an altered one is told', async () => {
    const input = { type: 'due', stream: callId(id) } as const
    const fact = { kind: 'talk-recorded', recording, why: '' } as const
    const bridge = { phase: 'talking', bridge: 'b' } as never
    here.journal.commit([...exampleNight(id), turn(300, input, [incident(id, bridge)], [[stream, fact]])])
    expect(here.journal.past.unkept(9)).toEqual([{ recording, stream, what: 'talk' }])
    expect(await told()).toEqual({ checked: 0, wrong: [] })
    here.journal.commit([turn(400, input, [incident(id)])])
    expect(await told()).toMatchObject({
      wrong: [{ recording, what: 'talk', call: id, incident: stream, property: 'oak-creek' }],
    })
    writeFileSync(join(here.state, 'recordings', `${recording}.wav`), 'two people')
    const kept = { recording, ms: 61_000, sha256: sum('two people') }
    here.journal.commit([
      turn(401, { type: 'recordingKept', stream, ...kept }, [], [[stream, { kind: 'recording-kept', ...kept, why: '' }]]),
    ])
    expect(await told()).toEqual({ checked: 1, wrong: [] })
    expect(here.journal.past.unkept(9)).toEqual([])
    writeFileSync(join(here.state, 'recordings', `${recording}.wav`), 'somebody else')
    const { code, out } = await run('verify')
    expect(code).toBe(1)
    expect(out).toContain(`talk  ${recording}  ALTERED: not what was kept`)
  })
})

describe('export', () => {
  const to = () => join(here.state, 'out')

  test('files and an index, private, with local time, caller, length and checksum', async () => {
    message('c1', 0, 'office', '=HYPERLINK("http://evil")')
    message('c2', 100, 'leasing')
    expect(await run('export', '--to', to())).toMatchObject({ code: 0, out: `2 messages in ${to()}\n` })
    const names = readdirSync(to())
    expect(names).toEqual([
      '2026-03-08T03-00-50-05-00_oak-creek_office_c1-message-1.wav',
      '2026-03-08T03-02-30-05-00_oak-creek_leasing_c2-message-1.wav',
      'index.csv',
      'index.json',
    ])
    expect(readFileSync(join(to(), names[1] ?? ''), 'utf8')).toBe('RIFF of c2')
    for (const name of names) expect(statSync(join(to(), name)).mode & 0o777).toBe(0o600)
    expect(statSync(to()).mode & 0o777).toBe(0o700)
    const [, second] = JSON.parse(readFileSync(join(to(), 'index.json'), 'utf8'))
    expect(second).toMatchObject({
      ...{ file: names[1], property: 'oak-creek', mailbox: 'leasing', left: '2026-03-08T03:02:30.000-05:00', seconds: 4.5 },
      ...{ callerNumber: '+13125550142', sha256: sum('RIFF of c2'), done: null, trouble: null },
    })
    const lines = readFileSync(join(to(), 'index.csv'), 'utf8').split('\r\n')
    expect(lines[0]).toMatch(/^file,property,propertyName,mailbox,left,callerNumber,/)
    // Nothing that a caller calls themselves is calculated by a spreadsheet.
    expect(lines[1]).toContain(`+13125550142,"'=HYPERLINK(""http://evil"")",4.5,`)
    expect(lines).toHaveLength(4)
  })

  test('only what is asked for', async () => {
    message('c1')
    message('c2', 100, 'leasing')
    message('c3', 90_000, 'leasing')
    await run('export', '--to', to(), '--property', 'oak-creek', '--mailbox', 'leasing', '--until', '2026-03-09')
    expect(readdirSync(to()).filter(name => name.endsWith('.wav'))).toEqual([
      '2026-03-08T03-02-30-05-00_oak-creek_leasing_c2-message-1.wav',
    ])
  })

  test('nothing that is there is written over', async () => {
    message('c1')
    mkdirSync(to())
    writeFileSync(join(to(), 'mine'), 'mine')
    const { code, err } = await run('export', '--to', to())
    expect(code).toBe(2)
    expect(err).toBe(`nightbell: ${to()} is there already: nothing was written. Name a new directory.\n`)
    expect(readdirSync(to())).toEqual(['mine'])
  })

  test('what is altered, missing or could not be recorded is told, and in the index', async () => {
    message('c1')
    message('c2', 100)
    lost('c3', 200)
    writeFileSync(keptFile('c1'), 'RIFF of somebody else')
    rmSync(keptFile('c2'))
    const { code, out, err } = await run('export', '--to', to())
    expect(code).toBe(1)
    expect(out).toBe(`3 messages in ${to()}, 3 of them not as they should be\n`)
    expect(err.split('\n')).toEqual([
      'c1-message-1: ALTERED: not what was kept',
      'c2-message-1: MISSING',
      'c3-message-1: nothing could be recorded: no space left',
      '',
    ])
    const index = JSON.parse(readFileSync(join(to(), 'index.json'), 'utf8'))
    expect(index.map(({ file }: { file: string | null }) => file !== null)).toEqual([true, false, false])
  })

  test('none: an index without lines; a name that nobody knows, a place that can not be written', async () => {
    expect(await run('export', '--to', to())).toMatchObject({ code: 0, out: `0 messages in ${to()}\n` })
    const misnamed = await run('export', '--to', `${to()}2`, '--property', 'oak-crek')
    expect(misnamed).toMatchObject({ code: 2, err: 'nightbell: No property is called oak-crek. Did you mean oak-creek?\n' })
    const nowhere = await run('export', '--to', '/proc/nothing/here')
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('can not be made') })
  })
})

test('the help of each has examples and exit codes', async () => {
  for (const which of ['list', 'play', 'export', 'verify', 'done']) {
    const { out } = await nightbell(['messages', which, '--help'])
    expect(out, which).toMatch(/Examples?:\n {2}.*nightbell messages/)
    expect(out, which).toContain('Exit codes: 0')
  }
})
