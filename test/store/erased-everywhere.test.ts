// After a caller was erased, everything that the box has on disk is searched byte by byte, in every spelling of the number and for the name: journal, its log
// file and free pages, outbox with what servers said, recordings, Asterisk's event log with the failsafe's notes, Asterisk's own logs.
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openNoteLog } from '../../src/ari/failsafe-notes.ts'
import { openWitness } from '../../src/ari/witness.ts'
import type { Post } from '../../src/core/notices/post.ts'
import { failed } from '../../src/notify/delivery.ts'
import { hideCaller } from '../../src/notify/hide-caller.ts'
import { openReader } from '../../src/store/read/reader.ts'
import { erasing } from '../support/erasing.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'
import { PLAN_HASH, smallPlan } from '../support/plan.ts'
import { tell } from '../support/story.ts'

const NUMBER = '+13125550142'
const NAME = 'Rosalía Díaz'
const OTHER = '+13125550177'
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

let directory: string
let witness: string
let journal: FollowedJournal
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightbell-erased-'))
  mkdirSync(join(directory, 'pbx/log/cel-custom'), { recursive: true })
  witness = join(directory, 'pbx/log/cel-custom/witness.csv')
  journal = openFollowed(join(directory, 'journal.db'))
  const plan = smallPlan({
    oak: { recordTalk: true, notify: [{ on: ['opened', 'message'], mail: [], sms: [], webhooks: ['pm'] }] },
  })
  journal.keepPlan(PLAN_HASH, { ...plan, webhooks: { pm: { id: 'pm', url: 'https://pm.test' } } }, {})
})
afterEach(() => {
  journal.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Every file that holds one of the spellings, and which. */
function found(number = NUMBER, name: string | null = NAME): string[] {
  const [, area = '', a = '', b = ''] = /^\+1(...)(...)(....)$/.exec(number) ?? []
  const spellings = [
    ...[
      number,
      number.slice(1),
      area + a + b,
      `${area}-${a}-${b}`,
      `(${area}) ${a}-${b}`,
      `${area} ${a} ${b}`,
      `${area}.${a}.${b}`,
    ],
    ...[`%2B1${area}${a}${b}`, `${area}%20${a}%20${b}`],
    ...(name === null ? [] : [name, ...name.split(' '), encodeURIComponent(name.split(' ')[0] ?? '')]),
  ]
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(file =>
    statSync(join(directory, file)).isFile(),
  )
  return files.flatMap(file => {
    const bytes = readFileSync(join(directory, file))
    return spellings.filter(each => bytes.includes(each)).map(each => `${file}: ${each}`)
  })
}

/** Others who call before and after, so that pages are split, filled and freed. */
function others(story: ReturnType<typeof tell>, many: number): void {
  for (let n = 0; n < many; n++) {
    const other = story.arrives({ number: OTHER, name: `Somebody ${n}` })
    other.presses('3').listens().speaks(5000)
    other.listens().hangsUp()
  }
}

function row(event: string, channel: string, linked: string, extra: object | null = null): string {
  const json = extra === null ? '' : JSON.stringify(extra).replaceAll('"', '""')
  return `"${event}","1772956790.1","${channel}","${linked}","PJSIP/oak-00000001","from-oak","","","${json}"\n`
}

function night() {
  const story = tell({ plan: smallPlan({ oak: { recordTalk: true } }), onTurn: turn => journal.commit([turn]) })
  others(story, 40)
  const caller = story.arrives({ number: NUMBER, name: NAME })
  caller.presses('1').listens().speaks(9000)
  caller.hangsUp()
  const ana = story.phone('ana').answers().presses('1')
  const resident = story.resident().rings().answers().joins()
  ana.joins()
  story.wait(60)
  resident.hangsUp()
  ana.presses('1').hangsUp()
  others(story, 40)
  story.wait(2 * 24 * 3600)
  const [incident] = journal.past.callerOf(caller.id).incidents
  const told = (key: string, value: string) => ({ extra: `${key}=${value}` })
  writeFileSync(
    `${witness}.1`,
    row('CHAN_START', caller.id, caller.id) + row('NIGHTBELL-TOLD', '8.8', '8.8', told('callerNumber', NUMBER)),
  )
  writeFileSync(
    witness,
    [
      row('NIGHTBELL-TOLD', caller.id, caller.id, { extra: `callerNumber=${NUMBER}&presentation=allowed` }),
      row('NIGHTBELL-TOLD', caller.id, caller.id, told('callerName', encodeURIComponent(NAME))),
      row('NIGHTBELL-TOLD', caller.id, caller.id, told('history', '312%20555%200142')),
      row('NIGHTBELL-TOLD', caller.id, caller.id, { extra: 'trunk=oak-pbx&line=+13125550100&property=oak' }),
      row('NIGHTBELL-NOTE', caller.id, caller.id, { extra: 'outcome=left&arrivedAt=1772956790&endedAt=1772956799' }),
      row('HANGUP', `${incident}.c1`, caller.id, { hangupcause: 16, dialled: '3125550142' }),
    ].join(''),
  )
  const log = join(directory, 'pbx/log/messages.log')
  writeFileSync(
    log,
    `Request 'INVITE' from '"${NAME}" <sip:${NUMBER}@192.0.2.7>' failed\n(312) 555-0142 and 312.555.0142 called\n`,
  )
  writeFileSync(join(directory, 'pbx/log/security.log.1'), `AccountID="312-555-0142",at=1772956790.13\n`)
  return { story, caller, incident: incident ?? '' }
}

async function erase(call: string): Promise<void> {
  const answer = await erasing(journal, { witness }).acts['/calls/erase']?.({ call, who: 'pat', because: 'asked by letter' })
  expect(answer).toMatchObject({ code: 200, body: { erased: expect.any(Number) } })
  expect(answer?.body).not.toHaveProperty('pagesStay')
}

test('nothing that the box has on disk holds the number in any spelling, or the name', async () => {
  const { caller } = night()
  expect(found().length).toBeGreaterThan(8)
  await erase(caller.id)
  // Another call of the same number is another matter: its note waits in the event log still.
  expect(new Set(found().map(each => each.replace(/:.*/, '')))).toEqual(new Set(['pbx/log/cel-custom/witness.csv.1']))
  expect(readFileSync(`${witness}.1`, 'utf8')).toContain(`"8.8"`)
  const free = readFileSync(join(directory, 'journal.db'))
  expect(free.includes('Rosal')).toBe(false)
})

test('also while somebody reads the journal, and after the daemon has stopped and started', async () => {
  const { caller } = night()
  rmSync(`${witness}.1`)
  const reader = openReader(join(directory, 'journal.db'))
  await erase(caller.id)
  reader.close()
  expect(found()).toEqual([])
  journal.close()
  journal = openFollowed(join(directory, 'journal.db'))
  expect(found()).toEqual([])
  expect(found(OTHER, null).length).toBeGreaterThan(0)
})

test('the event log stays whole: its rows, its length and its place, and Asterisk appends to it as before', async () => {
  const { caller, incident } = night()
  const before = statSync(witness)
  const notes = openNoteLog({ file: witness, log: silent })
  expect((await notes.unsettled()).map(({ callerNumber }) => callerNumber)).toContain(NUMBER)
  await erase(caller.id)
  appendFileSync(witness, row('CHAN_START', '9.9', '9.9'))
  const after = statSync(witness)
  expect([after.ino, after.size]).toEqual([before.ino, before.size + row('CHAN_START', '9.9', '9.9').length])
  expect(await openNoteLog({ file: witness, log: silent }).unsettled()).toMatchObject([
    {
      channel: caller.id,
      line: '+13125550100',
      outcome: 'left',
      callerNumber: null,
      callerName: expect.not.stringContaining('Rosa'),
    },
  ])
  const seen = await openWitness({ file: witness, log: silent }).of(`${incident}.c1` as never)
  expect(seen).toMatchObject({ state: 'gone', witness: { dialled: true, cause: 16 } })
})

test('a log that is emptied and copied meanwhile: the copy is looked at too', async () => {
  const { caller } = night()
  rmSync(`${witness}.1`)
  const log = join(directory, 'pbx/log/messages.log')
  appendFileSync(log, 'x'.repeat(300_000))
  appendFileSync(log, `\nsip:${NUMBER}\n`)
  const erasing = erase(caller.id)
  await new Promise(resolve => setImmediate(resolve))
  copyFileSync(log, `${log}.1`)
  truncateSync(log)
  await erasing
  expect(found()).toEqual([])
  expect(statSync(log).size).toBe(0)
})

test('the erasure is a turn: who, when and why, and nothing of what', async () => {
  const { caller } = night()
  await erase(caller.id)
  const reader = openReader(join(directory, 'journal.db'))
  const facts = reader.callStory(caller.id)?.facts.map(({ fact }) => fact) ?? []
  expect(facts.filter(({ kind }) => kind === 'caller-erased')).toMatchObject([
    { by: 'pat', why: 'asked by letter', stream: caller.id },
  ])
  reader.close()
})

test('a file that can not be rewritten: nothing is erased, and it is said', async () => {
  const { caller } = night()
  rmSync(`${witness}.1`)
  mkdirSync(join(directory, 'pbx/log/full'))
  const acts = erasing(journal, { witness: join(directory, 'journal.db/log/x/witness.csv') }).acts
  const answer = await acts['/calls/erase']?.({ call: caller.id, who: 'pat' })
  expect(answer).toMatchObject({ code: 500, body: { error: expect.stringContaining('nothing was erased') } })
  expect(journal.past.callerOf(caller.id).numbers).toContain(NUMBER)
})

test('what a server repeats of a caller is never kept', () => {
  const about = { event: 'missed', caller: { number: NUMBER, name: NAME, erased: false } }
  const said = `no: ${NUMBER}, 13125550142, (312) 555-0142, %2B1%20312%20555%200142, ROSALÍA, 3 tries, 13125550177`
  const hidden = hideCaller(failed(`x ${NUMBER}`, '', false, { said }), { about } as Post)
  expect(hidden).toMatchObject({ reason: 'x …', said: 'no: …, …, (…, …, …, 3 tries, 13125550177' })
})
