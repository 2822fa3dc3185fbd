// Exports that somebody has changed, with new checksums for what they changed: whatever is shown
// must be what the turns say, and the first thing that is not is named.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { againstLog } from '../../../src/cli/export/check/against-log.ts'
import { rulesNotProven } from '../../../src/cli/export/check/rules-compiled.ts'
import { readExport } from '../../../src/cli/export/read-export.ts'
import { loadRules } from '../../../src/rules/load.ts'
import type { Evidence } from '../../../src/store/read/evidence.ts'
import { openReader, type Reader } from '../../../src/store/read/reader.ts'
import { type NightInTheLog, nightInTheLog } from '../../support/night-in-the-log.ts'
import { nightbell } from '../run-program.ts'

/** As run-program.ts says. */
const VERSION = '0.0.0-test'

type Unpacked = Record<string, string>
type Change = (files: Unpacked) => void

let state: string
let night: NightInTheLog
let file: string
const KINDS = ['message', 'holding', 'erased', 'incident', 'redacted', 'redactedErased', 'redactedDone', 'redactedLive'] as const
const whole = {} as Record<(typeof KINDS)[number], Unpacked>

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'nightbell-forged-'))
  night = nightInTheLog(state)
  const message = callWithMessage()
  whole.message = await exported('calls', message)
  whole.holding = await exported('calls', night.holding)
  whole.erased = await exported('calls', night.erased)
  whole.incident = await exported('incidents', `i-${night.holding}`)
  whole.redacted = await exported('calls', message, '--redact')
  whole.redactedErased = await exported('calls', night.erased, '--redact')
  whole.redactedDone = await exported('incidents', `i-${night.erased}`, '--redact')
  whole.redactedLive = await exported('incidents', `i-${night.holding}`, '--redact')
})
afterAll(() => rmSync(state, { recursive: true }))
beforeEach(() => {
  file = join(mkdtempSync(join(state, 'to-')), 'a.zip')
})

async function exported(command: string, id: string, ...more: readonly string[]): Promise<Unpacked> {
  const to = join(mkdtempSync(join(state, 'from-')), 'a.zip')
  const args = [command, 'export', id, to, '--pbx', '/nowhere', ...more]
  expect(await nightbell(args, { NIGHTBELL_STATE: state })).toMatchObject({ code: 0 })
  const files = Object.entries(unzipSync(readFileSync(to)))
  return Object.fromEntries(files.map(([name, bytes]) => [name, Buffer.from(bytes).toString()]))
}

function callWithMessage(): string {
  const db = new Database(join(state, 'views.db'), { readonly: true })
  const call = db.prepare("select id from call_row where outcome = 'message'").pluck().get() as string
  db.close()
  return call
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** `sums`: whether those who changed it made the checksums anew. */
function write(from: Unpacked, change: Change, sums = true): void {
  const files = { ...from }
  change(files)
  if (sums) files['checksums.txt'] = sumsOf(files)
  zip(files)
}

function sumsOf(files: Unpacked): string {
  const all = Object.entries(files).filter(([name]) => name !== 'checksums.txt')
  return all.map(([name, text]) => `${sha256(text)}  ${name}\n`).join('')
}

function zip(files: Unpacked): void {
  const all: Zippable = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))
  writeFileSync(file, zipSync(all))
}

/** Of the first file whose name begins so. */
const edit =
  (beginning: string, how: (text: string) => string): Change =>
  files => {
    const name = Object.keys(files).find(each => each.startsWith(beginning)) ?? beginning
    const was = files[name] ?? ''
    files[name] = how(was)
    expect(files[name]).not.toBe(was)
  }

const added =
  (name: string, text: string): Change =>
  files => {
    files[name] = text
  }

/** Of the texts in JSON: the same change wherever it stands. */
const everywhere =
  (from: string, to: string, ...but: readonly string[]): Change =>
  files => {
    for (const name of Object.keys(files))
      if (!but.some(beginning => name.startsWith(beginning))) files[name] = files[name]?.replaceAll(from, to) ?? ''
  }

const changes: readonly (readonly [what: string, of: keyof typeof whole, change: Change, wrong: string])[] = [
  ['the story as text', 'message', edit('story.txt', text => text.replace('Dan', 'Ann').concat('Sorry.\n')), 'story.txt'],
  ['the story as a page', 'message', edit('story.html', text => text.replace('+13125550143', '+13125550199')), 'story.html'],
  ['a step', 'message', edit('facts.json', text => text.replace('"kind":"arrived"', '"kind":"departed"')), 'facts.json'],
  [
    'a step less',
    'message',
    edit('facts.json', text => text.replace(/^.*"menu-entered".*\n/m, '').replace(/\n.*\n/, '\n')),
    'facts',
  ],
  ['who called', 'message', edit('call.json', text => text.replace('+13125550143', '+13125550199')), 'call.json'],
  ['what became of it', 'message', edit('call.json', text => text.replace('"message"', '"abandoned"')), 'call.json'],
  ['who called, everywhere but in the turns', 'message', everywhere('3125550143', '3125550199', 'turns', 'plan'), 'story.html'],
  ['when, everywhere but in the turns', 'message', everywhere('2026-', '2027-', 'turns', 'plan', 'audio'), 'story.html'],
  ['what it proves', 'message', edit('proof.json', text => text.replace('Each plan has', 'No plan has')), 'proof.json'],
  ['the place of its turns in the log', 'message', edit('proof.json', text => text.replace(/"from": \d+/, '"from": 1')), 'proof'],
  ['how it is checked', 'message', edit('README.txt', text => text.replace('calls replay', 'calls list')), 'README.txt'],
  ['the recording', 'message', edit('audio/', () => 'RIFF of somebody else'), 'has not the checksum that the turns say'],
  ['no recording', 'message', files => void removed(files, 'audio/'), 'audio/'],
  ['a recording more', 'message', added('audio/more.wav', 'RIFF'), 'audio/more.wav does not belong in it'],
  ['a file more', 'message', added('notes.txt', 'I was there'), 'notes.txt does not belong in it'],
  ['a file less', 'message', files => void removed(files, 'story.txt'), 'story.txt is missing'],
  ['another id', 'message', edit('export.json', text => text.replace(/"id": "\d/, '"id": "9')), 'no story can be made'],
  ['another call', 'message', everywhereId, 'turns.json|no story|has not'],
  [
    'the end of the log',
    'holding',
    edit('turns.json', text => text.replace(/"head":\{"seq":\d+/, '"head":{"seq":1')),
    'the end of the log',
  ],
  ['private parts in other places', 'holding', swappedParts, 'are not in their places'],
  ['an incident', 'incident', edit('incident.json', text => text.replace('"open": true', '"open": false')), 'incident.json'],
  [
    'what happens next',
    'incident',
    edit('incident.json', text => text.replace('"category": "water"', '"category": "heat"')),
    'incident',
  ],
  ['a redacted story', 'redacted', edit('story.txt', text => `${text}Sorry.\n`), 'story.txt'],
  ['a redacted step', 'redacted', edit('facts.json', text => text.replace('"arrived"', '"left"')), 'facts.json'],
  ['redacted rules', 'redacted', edit('plan-', text => text.replace('"ringSeconds":20', '"ringSeconds":21')), 'has not its hash'],
  ['a recording in a redacted one', 'redacted', added('audio/more.wav', 'RIFF'), 'does not belong in it'],
]

function removed(files: Unpacked, beginning: string): string {
  const name = Object.keys(files).find(each => each.startsWith(beginning)) ?? ''
  const text = files[name] ?? ''
  delete files[name]
  return text
}

function everywhereId(files: Unpacked): void {
  const id = /"id": "([^"]+)"/.exec(files['export.json'] ?? '')?.[1] ?? ''
  everywhere(id, night.erased)(files)
}

function swappedParts(files: Unpacked): void {
  edit('turns.json', text => text.replace('"n":0', '"n":9').replace('"n":1', '"n":0').replace('"n":9', '"n":1'))(files)
}

describe('a changed file with a new checksum', () => {
  test.each(changes)('%s', async (_, of, change, wrong) => {
    write(whole[of], change)
    const said = await readExport(file, VERSION).then(
      () => 'all is right',
      (error: Error) => error.message,
    )
    expect(said).toMatch(new RegExp(wrong))
    expect(said).toMatch(/is no export of Nightbell \(nightbell-export\), or was changed: .+\.$/)
  })

  test.each(KINDS)('nothing: %s', async of => {
    write(whole[of], () => {})
    expect(await readExport(file, VERSION)).toMatchObject({ notProven: [] })
  })

  test('both commands refuse it', async () => {
    write(
      whole.holding,
      edit('story.txt', text => `${text}Sorry.\n`),
    )
    for (const args of [
      ['calls', 'replay', '--from', file],
      ['log', 'verify', '--quick', '--export', file],
    ]) {
      const ran = await nightbell(args, { NIGHTBELL_STATE: state })
      expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('story.txt does not say what its turns') })
    }
  })
})

describe('both commands', () => {
  const replay = (...more: readonly string[]) => nightbell(['calls', 'replay', '--from', file, ...more])
  const verify = (...more: readonly string[]) =>
    nightbell(['log', 'verify', '--quick', '--export', file, ...more], { NIGHTBELL_STATE: state })

  test('nothing was changed: what is not proven is said', async () => {
    write(whole.message, () => {})
    const notProven = /^rules\/\w+\/: this program can not compile them\. Only the log can say/
    const replayed = await replay()
    expect(replayed).toMatchObject({ code: 0, out: expect.stringContaining('turns fit together, and it shows what they say.\n') })
    expect(replayed.out).toMatch(/^Not proven: rules/m)
    expect(JSON.parse((await replay('--json')).out)).toMatchObject({ notProven: [expect.stringMatching(notProven)] })
    // The log has the files.
    const verified = await verify()
    expect(verified).toMatchObject({ code: 0 })
    expect(verified.out).not.toContain('Not proven')
  })

  test('another version, whose words are not compared', async () => {
    write(whole.message, files => {
      edit('export.json', text => text.replace(VERSION, '9.0.0'))(files)
      edit('story.txt', text => `${text}Sorry.\n`)(files)
    })
    const said = `it was made by version 9.0.0, and this is ${VERSION}: its words were not compared`
    expect(await replay()).toMatchObject({ code: 0, out: expect.stringContaining(`Not proven: ${said}.\n`) })
    expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining(`Not proven by the export: ${said}.\n`) })
    expect(JSON.parse((await verify('--json')).out)).toMatchObject({ export: { notProven: [said] } })
  })

  test('a file of the rules is another one: the log knows', async () => {
    write(
      whole.message,
      edit('rules/', () => 'b'),
    )
    expect(await verify()).toMatchObject({ code: 1, out: expect.stringMatching(/^WRONG \(anchor\): rules\/.*box\.yaml of the/m) })
  })
})

describe('a changed file with its old checksum', () => {
  test('each file that was changed is named', async () => {
    for (const name of Object.keys(whole.message)) {
      write(
        whole.message,
        edit(name, text => `${text} `),
        false,
      )
      const what = name === 'checksums.txt' ? 'is not as it should be' : 'has not its checksum'
      await expect(readExport(file, VERSION)).rejects.toThrow(`${name} ${what}`)
    }
  })

  test('a file that is missing, or too many', async () => {
    for (const name of Object.keys(whole.message)) {
      write(whole.message, files => void removed(files, name), false)
      await expect(readExport(file, VERSION)).rejects.toThrow(name)
    }
    write(whole.message, added('more.txt', ''), false)
    await expect(readExport(file, VERSION)).rejects.toThrow('more.txt stands not in checksums.txt')
  })
})

test('no room to check it in: that is not the fault of the export', async () => {
  write(whole.message, () => {})
  vi.stubEnv('TMPDIR', '/nowhere')
  await expect(readExport(file, VERSION)).rejects.toThrow('An export needs room in /nowhere (ENOENT')
  vi.unstubAllEnvs()
})

test('turns that are none', async () => {
  write(
    whole.redacted,
    edit('turns.json', text => text.replace('"facts":"[', '"facts":"')),
  )
  await expect(readExport(file, VERSION)).rejects.toThrow('or was changed: no story can be made of its turns')
})

test('two files of one name: other programs would take the other one', async () => {
  const files = { ...whole.message, 'story.tx2': 'another story' }
  zip({ ...files, 'checksums.txt': sumsOf(whole.message) })
  writeFileSync(file, Buffer.from(readFileSync(file, 'latin1').replaceAll('story.tx2', 'story.txt'), 'latin1'))
  await expect(readExport(file, VERSION)).rejects.toThrow('two files of the name story.txt')
})

test('why a recording is not there is said in words of its own, and in no others', async () => {
  write(
    whole.redacted,
    edit('call.json', text => text.replace('"trouble": "left out"', '"trouble": "MISSING: Dana Reyes deleted it"')),
  )
  await expect(readExport(file, VERSION)).rejects.toThrow(/call\.json says of audio\/.*\.wav what Nightbell does not say/)
})

describe('what it does not prove is said', () => {
  test('the words of another version; what has no words is compared all the same', async () => {
    write(
      whole.message,
      edit('story.txt', text => `${text}Sorry.\n`),
    )
    const { notProven } = await readExport(file, '9.0.0')
    expect(notProven).toEqual([`it was made by version ${VERSION}, and this is 9.0.0: its words were not compared`])
    for (const [change, wrong] of [
      [edit('facts.json', text => text.replace('"arrived"', '"left"')), 'facts.json does not say'],
      [edit('facts.json', text => text.slice(0, 3)), 'facts.json is missing, or no JSON'],
      [edit('proof.json', text => text.replace(/"from": \d+/, '"from": 1')), 'proof.json does not say'],
      [edit('audio/', () => 'RIFF of somebody else'), 'has not the checksum'],
      [edit('call.json', text => text.replace(/"waitedMs": \d+/, '"waitedMs": 1')), 'call.json does not say'],
      [edit('call.json', text => text.replace(/"callerNumber": "[^"]*"/, '"callerNumber": "+1"')), 'call.json does not say'],
      [edit('story.html', text => text.replace('</main>', '<script>alert(1)</script></main>')), 'story.html has a script'],
      [edit('story.html', text => text.replace('<main', '<main onclick="alert(1)"')), 'story.html has a script'],
      [added('letter.txt', 'Dear Sir'), 'letter.txt does not belong in it'],
      [(files: Unpacked) => void delete files['story.html'], 'story.html is missing'],
    ] as const) {
      write(whole.message, change)
      await expect(readExport(file, '9.0.0')).rejects.toThrow(wrong)
    }
  })

  test('a recording that was altered before, or left out', async () => {
    const sound = join(state, 'recordings', `${night.recording}.wav`)
    const was = readFileSync(sound)
    writeFileSync(sound, 'something else')
    const altered = await exported('calls', callWithMessage())
    writeFileSync(sound, was)
    write(altered, () => {})
    expect((await readExport(file, VERSION)).notProven).toEqual([expect.stringContaining('it is not what was kept (“ALTERED')])
    write(await exported('calls', callWithMessage(), '--no-audio'), () => {})
    expect((await readExport(file, VERSION)).notProven).toEqual([expect.stringContaining('not in this export (“left out”)')])
  })

  test('the files of the rules: compiled again, where this program makes the same of them', () => {
    const rules = loadRules('config')
    if (!rules.ok) throw new Error('the example rules are wrong')
    const { plan, hash, sources } = rules
    const of = (files: Readonly<Record<string, string>>) => {
      const plans: Evidence['plans'] = new Map([[hash, { json: JSON.stringify(plan), sources: files }]])
      return rulesNotProven({ streams: [], turns: [], head: { seq: 0, at: 0, hash: '' }, plans })
    }
    expect(of(sources)).toEqual([])
    const [name = ''] = Object.entries(sources).find(([, text]) => text.includes('+15125')) ?? []
    const other = { ...sources, [name]: sources[name]?.replaceAll('+15125', '+15126') ?? '' }
    expect(of(other)).toEqual([expect.stringMatching(/^rules\/.*: this program .* Only the log can say/)])
    expect(of({ ...sources, [name]: 'properties: [' })).toEqual([expect.stringContaining('can not compile them')])
    expect(of({})).toEqual([expect.stringContaining('are not in it')])
  })
})

describe('with the log at hand', () => {
  let reader: Reader
  beforeAll(() => {
    reader = openReader(night.file)
  })
  afterAll(() => reader.close())

  async function against(from: Unpacked, change: Change = () => {}): Promise<string | null> {
    write(from, change)
    return againstLog(await readExport(file, VERSION), reader).wrong?.what ?? null
  }

  test('it has all of it', async () => {
    for (const of of ['message', 'holding', 'erased', 'incident'] as const) expect(await against(whole[of])).toBeNull()
  })

  test('that the story went on after the export was made is said', async () => {
    write(whole.message, () => {})
    const read = await readExport(file, VERSION)
    expect(againstLog(read, reader).later).toBe(0)
    const { turns, head } = read.evidence
    const middle = turns[turns.length - 3]?.seq ?? 0
    const earlier = { ...read.evidence, turns: turns.filter(({ seq }) => seq <= middle), head: { ...head, seq: middle } }
    expect(againstLog({ ...read, evidence: earlier }, reader)).toEqual({ wrong: null, later: 2 })
  })

  test('a file of the rules is another one', async () => {
    const changed = against(
      whole.message,
      edit('rules/', () => 'b'),
    )
    expect(await changed).toMatch(/^rules\/.*box.yaml of the export is not the file that the log has/)
  })

  test('turns, and what was erased', async () => {
    write(whole.holding, () => {})
    const read = await readExport(file, VERSION)
    const { evidence } = read
    const wrong = (turns: Evidence['turns']) => againstLog({ ...read, evidence: { ...evidence, turns } }, reader).wrong?.what
    const [first, ...rest] = evidence.turns
    if (first === undefined) throw new Error('there are no turns')
    expect(wrong(rest)).toBe(`turn ${first.seq} belongs to the export, and is not in it`)
    expect(wrong([{ ...first, hash: sha256('') }, ...rest])).toBe(`turn ${first.seq} of the export is not that of the log`)
    const parts = first.parts.map(part => ({ ...part, salt: null, body: null }))
    expect(wrong([{ ...first, parts }, ...rest])).toContain('was erased, and the log has it')
    const others = first.parts.map(part => ({ ...part, stream: 'i-1' }))
    expect(wrong([{ ...first, parts: others }, ...rest])).toContain('belongs to somebody else')
  })
})
