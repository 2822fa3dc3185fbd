// `calls export`, `incidents export`, `calls replay --from`, `log verify --export`: what stands in
// the file, that it can be checked without this program, and what happens with files that were
// changed, or are none.
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type NightInTheLog, nightInTheLog } from '../../support/night-in-the-log.ts'
import { nightbell, type Ran } from '../run-program.ts'

let state: string
let night: NightInTheLog
let directory: string
beforeAll(() => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-exported-'))
  night = nightInTheLog(state)
})
afterAll(() => rmSync(state, { recursive: true }))
beforeEach(() => {
  directory = mkdtempSync(join(state, 'to-'))
})

const run = (...args: readonly string[]): Promise<Ran> => nightbell([...args, '--pbx', '/nowhere'], { NIGHTBELL_STATE: state })
const replay = (file: string): Promise<Ran> => nightbell(['calls', 'replay', '--from', file])
const to = (name = 'a.zip'): string => join(directory, name)

type Unpacked = Record<string, string>
function unpack(file = to()): Unpacked {
  const files = unzipSync(readFileSync(file))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))
}

const WARNING = 'It holds the rules with the telephone numbers of 5 people; --redact leaves them out.\n'

async function exported(id: string, ...more: readonly string[]): Promise<Unpacked> {
  const err = more.includes('--redact') ? '' : WARNING
  expect(await run('calls', 'export', id, to(), ...more)).toMatchObject({ code: 0, err })
  return unpack()
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')

test('a call as one file: story, facts, rules, recordings, and the turns of the log', async () => {
  const call = messageCall()
  const files = await exported(call)
  const plan = Object.keys(files).find(name => name.startsWith('plan-')) ?? ''
  expect(Object.keys(files)).toEqual([
    ...['README.txt', 'story.html', 'story.txt', 'call.json', 'facts.json', 'turns.json', 'proof.json', 'export.json'],
    ...[plan, `rules/${plan.slice(5, 17)}/box.yaml`, `audio/${night.recording}.wav`, 'checksums.txt'],
  ])
  expect(files['story.txt']).toContain('From +13125550143')
  expect(files['story.html']).toContain(`audio/${night.recording}.wav`)
  expect(JSON.parse(files['call.json'] ?? '')).toMatchObject({
    call: { id: call, outcome: 'message' },
    recordings: [{ recording: night.recording, trouble: null, file: `audio/${night.recording}.wav` }],
  })
  const facts = JSON.parse(files['facts.json'] ?? '') as { turn: number; kind: string; callerNumber?: string }[]
  expect(facts[0]).toMatchObject({
    kind: 'arrived',
    callerNumber: '+13125550143',
    turn: expect.any(Number),
    local: expect.any(String),
  })
  expect(statSync(to()).mode & 0o777).toBe(0o600)
  expect(readdirSync(directory)).toEqual(['a.zip'])
})

test('the rules are whole, with the numbers of all staff: --help, the docs and a warning say so', async () => {
  const holds = (files: Unpacked) => Object.values(files).join().includes('+15125551001')
  expect(holds(await exported(messageCall()))).toBe(true)
  expect(holds(await exported(messageCall(), '--redact', '--force'))).toBe(false)
  for (const command of ['calls', 'incidents']) {
    const { out } = await nightbell([command, 'export', '--help'])
    expect(out.replaceAll(/\s+/g, ' ')).toContain('the telephone numbers of all staff of all properties; --redact leaves')
  }
  const docs = readFileSync('docs/log.md', 'utf8').replaceAll(/\s+/g, ' ')
  expect(docs).toContain('the telephone numbers of all staff of all properties')
})

test('the same story of the same log gives the same bytes', async () => {
  await exported(night.holding)
  await run('calls', 'export', night.holding, to('b.zip'))
  expect(sha256(readFileSync(to('b.zip')))).toBe(sha256(readFileSync(to())))
})

test('checksums, hashes and digests can be checked by what the README says', async () => {
  const files = await exported(night.holding)
  for (const line of files['checksums.txt']?.trimEnd().split('\n') ?? []) {
    const [, sum = '', name = ''] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    expect(sha256(unzipSync(readFileSync(to()))[name] ?? '')).toBe(sum)
  }
  const { turns } = JSON.parse(files['turns.json'] ?? '')
  expect(turns.length).toBeGreaterThan(2)
  let parts = 0
  for (const turn of turns) {
    const { before, seq, at, input, seen, ignored, facts, changes } = turn
    const text = [
      ...[before, seq, at, input.length, input, seen.length, seen, ignored === null ? '-' : ignored.length, ignored ?? ''],
      ...[
        facts.length,
        facts,
        changes.length,
        changes,
        turn.parts.length,
        turn.parts.map((part: { digest: string }) => part.digest).join(' '),
      ],
    ]
    expect(sha256(text.join(' '))).toBe(turn.hash)
    for (const { salt, body, digest } of turn.parts) {
      const salted = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(body)])
      expect(createHash('sha256').update(salted).digest('base64url')).toBe(digest)
      parts++
    }
  }
  expect(parts).toBeGreaterThan(0)
  const { runs, head } = JSON.parse(files['proof.json'] ?? '')
  expect(runs.at(-1)).toMatchObject({ to: head.seq, hash: head.hash })
})

test('who was erased stays erased, and it is said', async () => {
  const files = await exported(night.erased)
  const all = Object.values(files).join('\n')
  expect(all).not.toMatch(/Ann Lee|3125550142/)
  expect(files['story.html']).toContain('erased')
  const { turns } = JSON.parse(files['turns.json'] ?? '')
  expect(turns[0].parts[0]).toMatchObject({ salt: null, body: null, digest: expect.stringMatching(/^[\w-]{43}$/) })
  expect(await replay(to())).toMatchObject({ code: 0, out: expect.stringContaining('its turns fit together') })
})

test('an incident with all its calls', async () => {
  const ran = await run('incidents', 'export', `i-${night.erased}`, to())
  expect(ran).toMatchObject({ code: 0, err: WARNING })
  const { incident, calls } = JSON.parse(unpack()['incident.json'] ?? '')
  expect([incident.id, calls.length]).toEqual([`i-${night.erased}`, 1])
  const [, known] = /<dt>State<\/dt><dd>(.*)<\/dd>/.exec(unpack()['story.html'] ?? '') ?? []
  expect(known).toBe('water, taken by Ana after 0 s, resolved by Pat after 0 s: going out')
  expect(await replay(to())).toMatchObject({ code: 0, err: '' })
})

test('a redacted one has no recordings and no rule files, says that it proves nothing, and is decided again', async () => {
  const files = await exported(messageCall(), '--redact')
  expect(Object.keys(files).filter(name => /^(audio|rules)\//.test(name))).toEqual([])
  expect(files['story.html']).toContain('This copy is redacted')
  expect(JSON.parse(files['proof.json'] ?? '')).toMatchObject({ redacted: true, runs: [] })
  expect(Object.values(files).join('\n')).not.toMatch(/3125550143|Oak Creek|oak-creek|Ana |RIFF/)
  expect(await replay(to())).toMatchObject({ code: 0, out: expect.stringContaining('(redacted): the same decisions again') })
  expect(await run('log', 'verify', '--quick', '--export', to())).toMatchObject({
    code: 2,
    err: expect.stringContaining('is redacted'),
  })
})

describe('the log and an export of it', () => {
  test('its turns stand in the log', async () => {
    await exported(night.holding)
    const ran = await run('log', 'verify', '--quick', '--export', to())
    expect(ran).toMatchObject({
      code: 0,
      out: expect.stringMatching(/turns of the export, and the end of the log when it was made/),
    })
  })

  test('a log that was written anew', async () => {
    await exported(night.holding)
    const other = mkdtempSync(join(tmpdir(), 'nightbell-other-'))
    nightInTheLog(other)
    const ran = await nightbell(['log', 'verify', '--quick', '--export', to()], { NIGHTBELL_STATE: other })
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('is not the one that the export names') })
    rmSync(other, { recursive: true })
  })
})

describe('files that were changed, or are none', () => {
  /** Changes one file of a zip, and its checksum with it. */
  function changed(name: string, how: (text: string) => string): void {
    const files = unpack()
    files[name] = how(files[name] ?? '')
    const sums = Object.entries(files).filter(([each]) => each !== 'checksums.txt')
    files['checksums.txt'] = sums.map(([each, text]) => `${sha256(text)}  ${each}\n`).join('')
    const zip: Zippable = Object.fromEntries(Object.entries(files).map(([each, text]) => [each, strToU8(text)]))
    writeFileSync(to(), zipSync(zip))
  }

  test.each([
    ['a turn', 'turns.json', (text: string) => text.replace('opened', 'opinned'), 'says has not its hash'],
    ['a number', 'turns.json', (text: string) => text.replace('+13125550144', '+13125550145'), 'has not its digest'],
    ['a turn less', 'turns.json', (text: string) => text.replace(/^\{"seq":1\d,.*\n/m, ''), 'does not|has not'],
    ['a rule', 'plan', (text: string) => text.replace('"ringSeconds":20', '"ringSeconds":21'), 'has not its hash'],
    [
      'a newer format',
      'export.json',
      (text: string) => text.replace('"version": 1', '"version": 2'),
      'made by a newer Nightbell',
    ],
    ['no JSON', 'turns.json', (text: string) => text.slice(9), 'is no JSON'],
    ['another shape', 'turns.json', () => '{"turns":[{"seq":"1"}]}', 'is not as it should be'],
  ])('%s', async (_, name, how, what) => {
    const files = await exported(night.holding)
    changed(Object.keys(files).find(each => each.startsWith(name)) ?? '', how)
    const ran = await replay(to())
    // A turn that is missing in the middle leaves two runs, which are not decided the same.
    expect(ran.code).not.toBe(0)
    if (!what.includes('|')) expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(what) })
  })

  test('a checksum that does not fit', async () => {
    const files = await exported(night.holding)
    const zip: Zippable = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))
    writeFileSync(to(), zipSync({ ...zip, 'turns.json': strToU8(`${files['turns.json']} `) }))
    expect(await replay(to())).toMatchObject({ code: 2, err: expect.stringContaining('turns.json has not its checksum') })
  })

  test.each([
    ['no zip', Buffer.from('PK nothing')],
    ['empty', Buffer.alloc(0)],
    ['a foreign zip', zipSync({ 'a.txt': strToU8('a') })],
  ])('%s', async (_, bytes) => {
    writeFileSync(to(), bytes)
    expect(await replay(to())).toMatchObject({ code: 2, err: expect.stringContaining('is no export of Nightbell') })
  })

  test('one that is cut off', async () => {
    await exported(night.holding)
    const bytes = readFileSync(to())
    writeFileSync(to(), bytes.subarray(0, bytes.length / 2))
    expect(await replay(to())).toMatchObject({ code: 2, err: expect.stringContaining('is no export of Nightbell') })
  })

  test.each([
    ['says so', 600_000_000, 'takes more than 500 MB'],
    ['lies about it', 40, 'is no export of Nightbell'],
  ])('one that would take gigabytes and %s is not unpacked', async (_, size, what) => {
    const zip = Buffer.from(zipSync({ 'export.json': [new Uint8Array(4_000_000), { level: 9 }] }))
    // The size of the only file, in its head and in the directory at the end.
    zip.writeUInt32LE(size, 22)
    zip.writeUInt32LE(size, zip.indexOf('PK\x01\x02') + 24)
    writeFileSync(to(), zip)
    expect(await replay(to())).toMatchObject({ code: 2, err: expect.stringContaining(what) })
  })

  test('there is none', async () => {
    expect(await replay('/nowhere/a.zip')).toMatchObject({
      code: 2,
      err: expect.stringContaining("/nowhere/a.zip can't be read"),
    })
  })
})

describe('what can not be written', () => {
  test('a call that is not there', async () => {
    expect(await run('calls', 'export', '99999.9', to())).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no call 99999.9'),
    })
    expect(await run('incidents', 'export', 'i-9', to())).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no incident i-9'),
    })
  })

  test('a file that is there, unless it is to be replaced', async () => {
    writeFileSync(to(), 'mine')
    expect(await run('calls', 'export', night.holding, to())).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    })
    expect(readFileSync(to(), 'utf8')).toBe('mine')
    expect(await run('calls', 'export', night.holding, to(), '--force')).toMatchObject({ code: 0 })
    expect(readFileSync(to(), 'latin1').slice(0, 2)).toBe('PK')
  })

  test('no such directory', async () => {
    const ran = await run('calls', 'export', night.holding, join(directory, 'no', 'a.zip'))
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('there is no directory') })
  })

  test('a place where nothing can be written leaves nothing', async () => {
    const ran = await run('calls', 'export', night.holding, '/proc/nightbell.zip')
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('could not be written') })
  })
})

test('a recording that was changed is told, and is in the file as it is', async () => {
  const sound = join(state, 'recordings', `${night.recording}.wav`)
  const was = readFileSync(sound)
  writeFileSync(sound, 'something else')
  const ran = await run('calls', 'export', messageCall(), to())
  writeFileSync(sound, was)
  expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('ALTERED') })
  expect(unpack()['story.html']).toContain('ALTERED')
})

test('the examples of docs/log.md', async () => {
  const [, examples = ''] = /## Exporting[\s\S]*?```\n([\s\S]*?)```/.exec(readFileSync('docs/log.md', 'utf8')) ?? []
  const lines = examples.trim().split('\n')
  expect(lines).toHaveLength(5)
  for (const line of lines) {
    const words = line
      .split(' ')
      .slice(1)
      .map(word => word.replace('1772956790.7', night.erased))
    const args = words.map(word => (word.endsWith('.zip') ? to(word) : word))
    const named = words.some(word => word.endsWith('.zip')) ? args : [...args, to('named.zip')]
    const err = words[1] === 'export' && !words.includes('--redact') ? WARNING : ''
    expect(await run(...named)).toMatchObject({ code: 0, err })
  }
})

test('what every export of a story has stands in docs/log.md', async () => {
  const docs = readFileSync('docs/log.md', 'utf8')
  for (const name of Object.keys(await exported(messageCall())))
    expect(docs.includes(`\`${name}\``) || /^(plan-|rules\/|audio\/)/.test(name)).toBe(true)
})

function messageCall(): string {
  const db = new Database(join(state, 'views.db'), { readonly: true })
  const call = db.prepare("select id from call_row where outcome = 'message'").pluck().get() as string
  db.close()
  return call
}
