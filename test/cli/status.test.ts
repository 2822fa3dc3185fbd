// `nightbell status` against daemons that are well, unwell, away, slow or not ours.

import { writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askStatus } from '../../src/cli/ask-status.ts'
import { NIGHT } from '../store/example-turns.ts'
import { type Box, box } from './run-program.ts'

const well = {
  version: '0.1.0',
  pid: 4711,
  startedAt: NIGHT,
  asterisk: { connected: true, version: '22.10.1', since: NIGHT },
  plan: { hash: 'abcdef0123456789', files: ['box.yaml', 'people.yaml'], problems: [], from: 'files' },
  journal: { mode: 'journal', turns: 1234 },
  live: { calls: 2, incidents: 1 },
  ready: true,
  alarms: [],
  past: [],
}

function alarm(parts: object): object {
  return { kind: 'k', about: '', what: 'a line is unknown', since: NIGHT, last: NIGHT, until: null, count: 1, ...parts }
}

let here: Box
let server: Server | undefined
beforeEach(() => {
  here = box()
})
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise(resolve => (server ? server.close(resolve) : resolve(null)))
  server = undefined
  here.remove()
})

async function daemon(answer: RequestListener): Promise<void> {
  server = createServer(answer)
  await new Promise<void>(resolve => server?.listen(join(here.state, 'control.sock'), resolve))
}

test('well', async () => {
  await daemon((asked, answer) => {
    expect(asked.url).toBe('/status')
    answer.end(JSON.stringify(well))
  })
  expect(await here.run('status')).toEqual({
    code: 0,
    err: '',
    // The box of the example rules stands in New York.
    out: `Nightbell 0.1.0 runs since 2026-03-08 03:59:50 -04:00, process 4711
Asterisk  connected, 22.10.1, since 2026-03-08 03:59:50 -04:00
Rules     abcdef012345 from 2 files
Journal   1234 turns
Live      2 calls, 1 incident
Alarms    none
`,
  })
  expect(JSON.parse((await here.run('status', '--json')).out)).toEqual({ running: true, ...well })
})

test('running, but not well', async () => {
  const unwell = {
    ...well,
    asterisk: { connected: false, version: null, since: null },
    plan: { ...well.plan, problems: [{}] },
    journal: { mode: 'memory', turns: 1 },
    ready: false,
    alarms: [alarm({ count: 3, last: NIGHT + 60_000 })],
    past: [alarm({ what: 'trunk a does not answer', until: NIGHT + 60_000 })],
  }
  await daemon((_, answer) => void answer.end(JSON.stringify(unwell)))
  const { code, out } = await here.run('status')
  expect(code).toBe(1)
  expect(out).toContain('Asterisk  NOT CONNECTED\n')
  expect(out).toContain('the newest files have 1 problem: run `nightbell check`')
  expect(out).toContain('IN MEMORY')
  expect(out).toContain('  2026-03-08 03:59:50 -04:00  a line is unknown (3 times, last 2026-03-08 04:00:50 -04:00)\n')
  expect(out).toContain('Over\n  2026-03-08 03:59:50 -04:00, until 2026-03-08 04:00:50 -04:00  trunk a does not answer\n')
})

test('an alarm that is over is no reason to be unwell', async () => {
  await daemon((_, answer) => void answer.end(JSON.stringify({ ...well, past: [alarm({ until: NIGHT })] })))
  expect((await here.run('status')).code).toBe(0)
})

test('older rules from the journal, because the files are wrong', async () => {
  const plan = { ...well.plan, problems: [{}], from: 'journal' }
  await daemon((_, answer) => void answer.end(JSON.stringify({ ...well, plan })))
  expect(await here.run('status')).toMatchObject({
    code: 1,
    out: expect.stringContaining('from 2 files, as the journal has them; the newest files have 1 problem'),
  })
})

test('alive and ready are asked for apart, and know nothing of alarms', async () => {
  let ready = true
  await daemon((asked, answer) => {
    if (asked.url === '/livez') answer.end('{"alive":true}')
    else answer.writeHead(ready ? 200 : 503).end(JSON.stringify({ ready, why: ready ? [] : ['Asterisk is away'] }))
  })
  expect(await here.run('status', '--live')).toEqual({ code: 0, out: 'Nightbell answers.\n', err: '' })
  expect(await here.run('status', '--ready')).toEqual({ code: 0, out: 'Nightbell can take calls.\n', err: '' })
  ready = false
  expect((await here.run('status', '--live')).code).toBe(0)
  expect(await here.run('status', '--ready')).toMatchObject({
    code: 1,
    err: 'nightbell: Nightbell can not take calls: Asterisk is away.\n',
  })
})

test('neither alive nor ready without a daemon', async () => {
  expect((await here.run('status', '--live')).code).toBe(3)
  expect((await here.run('status', '--ready')).code).toBe(3)
})

test('not running', async () => {
  expect(await here.run('status')).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringMatching(/^nightbell: Nightbell is not running: there is no control socket/),
  })
  expect(JSON.parse((await here.run('status', '--json')).out)).toMatchObject({ running: false })
})

test('killed: the socket is there and nobody listens', async () => {
  writeFileSync(join(here.state, 'control.sock'), '')
  expect(await here.run('status')).toMatchObject({ code: 3, err: expect.stringMatching(/nobody listens/) })
})

test.each([
  ['an error', 500, '{}', /HTTP 500/],
  ['no JSON', 200, 'hello', /JSON/],
  ['another shape', 200, '{"version":1}', /not understood: version/],
])('answers with %s', async (_, code, body, words) => {
  await daemon((_, answer) => void answer.writeHead(code).end(body))
  expect(await here.run('status')).toMatchObject({ code: 2, err: expect.stringMatching(words) })
})

test('does not answer', async () => {
  await daemon(() => undefined)
  expect(await askStatus(here.state, 50)).toEqual({ running: 'unclear', why: 'it did not answer within 0.05 s' })
})
