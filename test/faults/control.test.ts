// The control socket: answers questions, refuses a second daemon while the first lives or may live, and takes the place of one that died.
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openControl, refuseSecond } from '../../src/daemon/control.ts'

let directory: string
let socket: string
const open: { close(): unknown }[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-control-'))
  socket = join(directory, 'control.sock')
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
  rmSync(directory, { recursive: true, force: true })
})

function ask(method: string, path: string, body = ''): Promise<{ code: number; said: string }> {
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath: socket, method, path }, answer => {
      let said = ''
      answer.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      answer.on('end', () => resolve({ code: answer.statusCode ?? 0, said }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

test('tells its status, nothing else, and only to this machine’s root and its own user', async () => {
  open.push(await openControl(socket, { status: () => ({ well: true }) }))
  expect(await ask('GET', '/status')).toEqual({ code: 200, said: '{"well":true}' })
  expect((await ask('GET', '/etc/passwd')).code).toBe(404)
  expect((await ask('POST', '/status', '{}')).code).toBe(404)
  expect(statSync(socket).mode & 0o777).toBe(0o600)
})

test('nonsense on the socket does not end it', async () => {
  open.push(await openControl(socket, { status: () => ({ well: true }) }))
  await ask('BREW', '/coffee').catch(() => undefined)
  expect((await ask('POST', '/nothing', 'x'.repeat(1_000_000)).catch(() => ({ code: 0 }))).code).not.toBe(200)
  expect((await ask('GET', '/status')).code).toBe(200)
})

test('a second daemon is refused with the path and what to do', async () => {
  open.push(await openControl(socket, { status: () => ({}) }))
  await expect(refuseSecond(socket)).rejects.toThrow(
    `another daemon answers on ${socket}: stop it first, or use another --state directory`,
  )
  expect((await ask('GET', '/status')).code).toBe(200)
})

test('a daemon that is too busy to answer still is one: its socket is not taken away', async () => {
  const silent: Server = createServer(() => {})
  await new Promise<void>(resolve => silent.listen(socket, resolve))
  open.push({ close: () => silent.close() })
  await expect(refuseSecond(socket, 100)).rejects.toThrow('another daemon')
  expect(existsSync(socket)).toBe(true)
})

test('the socket of a daemon that was killed is no daemon', async () => {
  writeFileSync(socket, '')
  chmodSync(socket, 0o600)
  await refuseSecond(socket)
  open.push(await openControl(socket, { status: () => ({}) }))
  expect((await ask('GET', '/status')).code).toBe(200)
})

test('two that start in the same moment: one of them gets the socket, the other is told', async () => {
  await Promise.all([refuseSecond(socket), refuseSecond(socket)])
  const results = await Promise.allSettled([
    openControl(socket, { status: () => ({}) }),
    openControl(socket, { status: () => ({}) }),
  ])
  for (const result of results) if (result.status === 'fulfilled') open.push(result.value)
  expect(results.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('alive is one thing, able to take calls another', async () => {
  let why: readonly string[] = ['Asterisk is away']
  open.push(await openControl(socket, { status: () => ({}), unready: () => why }))
  expect(await ask('GET', '/livez')).toEqual({ code: 200, said: '{"alive":true}' })
  expect(await ask('GET', '/readyz')).toEqual({ code: 503, said: '{"ready":false,"why":["Asterisk is away"]}' })
  why = []
  expect(await ask('GET', '/readyz')).toEqual({ code: 200, said: '{"ready":true,"why":[]}' })
})

test('a socket that somebody removed is made again', async () => {
  open.push(await openControl(socket, { status: () => ({ well: true }), lookMs: 10 }))
  rmSync(socket)
  await vi.waitUntil(() => existsSync(socket))
  expect(await ask('GET', '/status')).toEqual({ code: 200, said: '{"well":true}' })
  expect(statSync(socket).mode & 0o777).toBe(0o600)
  rmSync(socket)
  await vi.waitUntil(() => existsSync(socket))
  expect((await ask('GET', '/status')).code).toBe(200)
})
