// Servers that answer 2xx and mean no, or never end, or end too early: what is made of it, and that it always ends.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Success } from '../../src/core/plan/servers.ts'
import type { Delivery } from '../../src/notify/delivery.ts'
import { retryAfter } from '../../src/notify/retry-after.ts'
import { sendHttp } from '../../src/notify/send-http.ts'
import { openRawServer, without } from '../support/raw-server.ts'

const NOW = Date.UTC(2026, 2, 8, 8)

async function asked(says: Parameters<typeof openRawServer>[0], ok?: Success, patienceMs = 10_000): Promise<Delivery> {
  const server = await openRawServer(says)
  try {
    const rest = { method: 'POST', headers: {}, body: 'x', patienceMs, now: () => NOW } as const
    return await sendHttp({ rule: 'sms', url: server.url, ...rest, ...(ok === undefined ? {} : { ok }) })
  } finally {
    await server.close()
  }
}

function answer(body: string | Buffer, status = '200 OK', headers = ''): Parameters<typeof openRawServer>[0] {
  const bytes = Buffer.from(body)
  return socket => {
    socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${bytes.length}\r\n${headers}\r\n`)
    socket.end(bytes)
  }
}

const TAKEN = { ok: true }
const DOUBTED = { ok: false, end: 'uncertain', server: false }
const REFUSED = { ok: false, end: 'refused', server: false }
/** Whatever it was, it may have been taken. */
const UNCERTAIN = { ok: false, end: 'uncertain', server: true }

test.each([
  '{"status":"invalid_dst"}',
  'ERR: 301',
  'ERROR 105: no credit',
  '<?xml version="1.0"?><response><status>failed</status></response>',
  '{"success":false,"msg":"no such route"}',
  '{"ok":false}',
  '{"messages":[{"to":"1","status":"4","error-text":"Bad Credentials"}]}',
  '{"data":{"result":"REJECTED"}}',
  '{"error":{"code":21211,"message":"not a valid phone number"}}',
  '{"errors":["to is wrong"]}',
  '"failed"',
  'Invalid destination',
])('without `ok`, a plain no is seen: %s', async body => {
  expect(await asked(answer(body))).toMatchObject({ ...DOUBTED, said: body, toDo: expect.stringContaining('`ok:`') })
})

test.each([
  '',
  'OK',
  'queued',
  '<html>thanks</html>',
  '{"status":"queued","error_code":null,"error_message":null}',
  '{"messages":[{"status":"0","message-id":"x"}]}',
  '{"errors":[],"success":"true"}',
  '{"error":0,"error_text":"no error"}',
  'delivered without an error',
  '{"sid":"SM1","status":"accepted"}',
])('without `ok`, what is no plain no is a yes: %s', async body => {
  expect(await asked(answer(body))).toMatchObject(TAKEN)
})

test.each<[string, Success, object]>([
  ['OK: 12345', '^OK', TAKEN],
  ['ERR: 301', '^OK', REFUSED],
  ['', '^OK', REFUSED],
  ['{"status":"queued"}', '"status":\\s*"(queued|sent)"', TAKEN],
  ['{"status":"invalid_dst"}', '"status":\\s*"(queued|sent)"', REFUSED],
  ['{"status":"queued"}', { status: ['queued', 'sent'] }, TAKEN],
  ['{"status":"invalid_dst"}', { status: ['queued', 'sent'] }, REFUSED],
  ['{"messages":[{"status":"0"}]}', { 'messages.0.status': ['0'] }, TAKEN],
  ['{"messages":[{"status":0}]}', { 'messages.0.status': ['0'] }, TAKEN],
  ['{"messages":[{"status":"4"}]}', { 'messages.0.status': ['0'] }, REFUSED],
  ['{"a":true,"b":"x"}', { a: ['true'], b: ['y'] }, REFUSED],
  ['not json', { status: ['queued'] }, REFUSED],
  ['{"__proto__":{"status":"queued"}}', { status: ['queued'] }, REFUSED],
  // What the rules say goes before what it looks like.
  ['{"error":"none that matter","done":true}', { done: ['true'] }, TAKEN],
])('%s, where `ok` is %j', async (body, ok, expected) => {
  expect(await asked(answer(body), ok)).toMatchObject(expected)
})

test('a long answer in JSON is read whole', async () => {
  const long = JSON.stringify({ padding: 'x'.repeat(30_000), status: 'queued' })
  expect(await asked(answer(long), { status: ['queued'] })).toMatchObject(TAKEN)
})

test.each(['202 Accepted', '204 No Content', '201 Created'])('%s is a yes', async status => {
  expect(await asked(answer('', status))).toMatchObject(TAKEN)
})

test.each(['301 Moved', '302 Found', '307 Temporary Redirect'])('%s is not followed', async status => {
  const said = await asked(answer('', status, 'location: http://127.0.0.1:1/\r\n'))
  expect(said).toMatchObject({ ok: false, server: true, toDo: expect.stringContaining('address that it points to') })
})

test('what is packed unasked is unpacked, and what is only said to be packed is read as it is', async () => {
  const packed = gzipSync('{"status":"invalid_dst"}')
  expect(await asked(answer(packed, '200 OK', 'content-encoding: gzip\r\n'), '^OK')).toMatchObject({
    ...{ ...REFUSED, said: '{"status":"invalid_dst"}' },
  })
  expect(await asked(answer('OK', '200 OK', 'content-encoding: gzip\r\n'), '^OK')).toMatchObject(TAKEN)
  expect(await asked(answer(Buffer.from([255, 254, 1]), '200 OK', 'content-encoding: zstd\r\n'), '^OK')).toMatchObject(UNCERTAIN)
  const bomb = gzipSync(Buffer.alloc(50_000_000))
  expect(await asked(answer(bomb, '200 OK', 'content-encoding: gzip\r\n'))).toMatchObject(TAKEN)
})

test('a body without an end is left in the middle', async () => {
  const endless = (head: string, piece: string) =>
    asked(socket => {
      socket.write(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n`)
      without('none', socket, piece)
    }, '^OK')
  expect(await endless('content-length: 99999999999', 'x'.repeat(1000))).toMatchObject(UNCERTAIN)
  expect(await endless('transfer-encoding: chunked', `3e8\r\n${'OK '.repeat(333)}x\r\n`)).toMatchObject(TAKEN)
})

test('a body that drips, or stops in the middle: the status counts where nothing more is asked', async () => {
  const drips = (ok?: Success) =>
    asked(
      socket => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
        without('pause', socket, '1\r\nx\r\n')
      },
      ok,
      300,
    )
  expect(await drips()).toMatchObject(TAKEN)
  expect(await drips('^OK')).toMatchObject(UNCERTAIN)
  const stops = (ok?: Success) => asked(socket => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nO'), ok)
  expect(await stops()).toMatchObject(TAKEN)
  expect(await stops('^OK')).toMatchObject(UNCERTAIN)
})

test('no answer, half an answer, or something else: it may have been taken', async () => {
  expect(await asked(socket => void socket.destroy())).toMatchObject(UNCERTAIN)
  expect(await asked(() => undefined, undefined, 200)).toMatchObject(UNCERTAIN)
  expect(await asked(socket => void socket.end('HTTP/1.1 200 OK\r\ncontent-le'))).toMatchObject(UNCERTAIN)
  expect(await asked(socket => void socket.end('SSH-2.0-OpenSSH_9\r\n'))).toMatchObject(UNCERTAIN)
  expect(await asked(socket => void socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`))).toMatchObject(UNCERTAIN)
  const flood = await asked(socket => without('pause', socket, 'HTTP/1.1 100 Continue\r\n\r\n'), undefined, 300)
  expect(flood).toMatchObject(UNCERTAIN)
})

test('nobody there: it was not taken', async () => {
  const server = await openRawServer(() => undefined)
  await server.close()
  const delivery = await sendHttp({
    ...{ rule: 'sms', url: server.url, method: 'POST', headers: {}, body: 'x', patienceMs: 1000, now: () => NOW },
  })
  expect(delivery).toMatchObject({ ok: false, server: true })
  expect(delivery).not.toHaveProperty('end')
})

test.each([
  ['120', 120_000],
  ['0', 0],
  ['99999999', 86_400_000],
  ['Sun, 08 Mar 2026 08:05:00 GMT', 300_000],
  ['Sun, 08 Mar 2026 07:00:00 GMT', 0],
  ['Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
] as const)('Retry-After: %s', (written, retryAfterMs) => {
  expect(retryAfter(written, undefined, NOW)).toEqual({ retryAfterMs })
})

test.each(['', 'soon', '-5', '1.5', '9'.repeat(40)])('Retry-After: %s means nothing', written => {
  expect(retryAfter(written, undefined, NOW)).toEqual({})
})

test('a date is read by the clock of the server that wrote it', () => {
  const date = 'Sun, 08 Mar 2026 10:00:00 GMT'
  expect(retryAfter('Sun, 08 Mar 2026 10:00:30 GMT', date, NOW)).toEqual({ retryAfterMs: 30_000 })
})

test('Retry-After of any refusal is handed on', async () => {
  expect(await asked(answer('slow down', '429 Too Many', 'retry-after: 90\r\n'))).toMatchObject({
    retryAfterMs: 90_000,
    said: 'slow down',
  })
  expect(await asked(answer('', '503 Busy', 'retry-after: 5\r\n'))).toMatchObject({ retryAfterMs: 5000, server: true })
})
