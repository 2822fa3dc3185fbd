// What people are told by reports, and what the log proves, with the real daemon and real calls:
// the morning after an evening with four callers, when mails go out and an old caller is forgotten.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { CALLER, NAME, TARGET_MS } from '../laboratory/evening.ts'
import { knownIn, textOf } from '../laboratory/known-in.ts'
import { cell, minuteOf } from '../laboratory/mailed-text.ts'
import { useMorning } from '../laboratory/morning.ts'
import { instant } from '../laboratory/moved-clock.ts'
import type { Received } from '../support/mail-server.ts'
import { nightbell } from '../support/nightbell.ts'

/** Between the fact and the mail. */
const AT_ONCE_MS = 5000
const morning = useMorning()

test('the report comes at its minute, with the figures of those calls, and as pages', async () => {
  const { evening, mailedToday } = morning()
  const { mail, to } = await mailedToday('report.box.nightly')
  const { subject, date, text = '', attachments } = mail
  expect(to).toEqual(['owner@box.test'])
  expect(minuteOf(date)).toBe('07:30')
  expect(subject).toMatch(/^\[Nightbell\] Service, Exceptions: all properties, /)
  const figures = {
    offered: ['3', '1'],
    'overflow-closed': ['3', '1'],
    'abandoned-menu': ['0', '1'],
    'service-level-urgent': ['1 of 2', 'none'],
    late: ['1', '0'],
    incidents: ['2', '0'],
    'never-acknowledged': ['1', '0'],
    unresolved: ['1', '0'],
    messages: ['1', '0'],
  }
  const told = Object.keys(figures).map(column => {
    return [column, [cell(text, 'Closed Court', column), cell(text, 'Brief Court', column)]]
  })
  expect(Object.fromEntries(told)).toEqual(figures)
  const unreached = new RegExp(`Closed Court.*unreached.*${evening.incidentOf.unreached}`)
  expect(text.slice(text.indexOf('UNREACHED, AND HOW THEY ENDED'))).toMatch(unreached)
  const day = new Date(instant(2, '12:00:00')).toISOString().slice(0, 10)
  expect(attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
    [`service-${day}.html`, 'text/html'],
    [`exceptions-${day}.html`, 'text/html'],
  ])
  const [service, exceptions] = attachments.map(({ content }) => content.toString())
  expect(service).toMatch(/^<!doctype html>[\s\S]*Closed Court/i)
  expect(exceptions).toContain(evening.incidentOf.unreached)
})

test('the digest: exceptions first, their page, and an anchor that is accepted', async () => {
  const { scene, evening, mailedToday, ask, kept } = morning()
  const { talks, unreached } = evening.incidentOf
  const { mail, to } = await mailedToday('digest.closed-court')
  const { subject, date, text = '', attachments } = mail
  expect(to).toEqual(['manager@box.test'])
  expect(minuteOf(date)).toBe('07:30')
  expect(subject).toBe('[Closed Court] 1 matter nobody has; 3 calls, 1 message waiting')
  const first = text.slice(text.indexOf('LOOK AT THESE FIRST'), text.indexOf('CALLS:'))
  expect(first).toMatch(new RegExp(`NOBODY HAS IT: water leak, .*512 777 0046.*${unreached}`))
  expect(first).toContain('1 urgent matter nobody had in time (see the attached page)')
  const { waitedMs } = await scene.fact('accepted', { stream: talks })
  expect(text).toContain(`Ana took it after ${Math.round(waitedMs / 1000)} s, resolved`)
  const [page] = attachments
  expect(page?.contentType).toBe('text/html')
  expect(page?.filename).toMatch(/^exceptions-.*\.html$/)
  expect(page?.content.toString()).toContain(unreached)
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^ *\d+:[0-9a-f]{64} \S+Z$/)
  const verified = await ask('log', 'verify', '--anchor', kept('digest.txt', text))
  expect(verified).toMatchObject({ code: 0, stderr: '' })
  expect(verified.stdout).toContain('1 earlier anchor\n')
  expect(verified.stdout).toContain('All is as it was written.')
})

test('the webhook gets the anchor at its minute, and it is accepted', async () => {
  const { anchorToday, ask, kept } = morning()
  const { headers, body } = await anchorToday()
  expect(headers['nightbell-event']).toBe('anchor')
  const { at, log } = JSON.parse(body) as { at: string; log: { seq: number } }
  expect(minuteOf(new Date(at))).toBe('07:30')
  const verified = await ask('log', 'verify', '--quick', '--anchor', kept('anchor.json', body))
  expect(verified).toMatchObject({ code: 0, stderr: '' })
  expect(verified.stdout).toContain('1 earlier anchor\n')
  // It is the log that it is held against.
  const other = kept('other.json', body.replace(`"seq":${log.seq},`, `"seq":${log.seq - 1},`))
  expect(await ask('log', 'verify', '--quick', '--anchor', other)).toMatchObject({ code: 1 })
})

interface Exported {
  readonly what: string
  readonly sha256: string
  readonly file: string
}

describe('while nobody answers an urgent call', () => {
  let told: { readonly mail: Received['mail']; readonly afterMs: number } | null = null
  /** It rings until that it is late has been mailed. */
  let itIsTaken: Promise<void> = Promise.resolve()
  beforeAll(() => {
    const { scene, evening, mailed } = morning()
    itIsTaken = evening.talks('late', async () => {
      const stream = evening.incidentOf.late
      await scene.fact('late', { stream })
      const since = performance.now()
      const { mail } = await mailed(`late.${stream}`)
      told = { mail, afterMs: performance.now() - since }
    })
    // The test that waits for it says what went wrong.
    itIsTaken.catch(() => undefined)
  })

  test.each([
    ['a message', 'message', ['message']],
    ['a recorded talk', 'talks', ['statement', 'talk']],
  ] as const)('a call with %s, exported: the audio has its checksum', async (_, who, what) => {
    const { scene, evening, ask } = morning()
    const file = `${scene.lab.directory}/${who}.zip`
    const exported = await ask('calls', 'export', evening.call[who], file, '--force')
    expect(exported.code).toBe(0)
    expect(exported.stderr).toMatch(/^It holds the rules with the telephone numbers of \d+ people; --redact leaves them out\.\n$/)
    const files = unzipSync(readFileSync(file))
    expect(knownIn(files)).toContain(CALLER[who].slice(-7))
    const sums = textOf(files, 'checksums.txt')
    // Named as in the configuration directory; the story tells of no other place on this machine.
    const rules = Object.keys(files).filter(name => name.startsWith('rules/'))
    expect(rules).toContainEqual(expect.stringMatching(/^rules\/[0-9a-f]{12}\/ladders\.yaml$/))
    for (const told of ['story.html', 'story.txt', 'facts.json']) expect(textOf(files, told)).not.toContain(scene.config)
    const { recordings } = JSON.parse(textOf(files, 'call.json')) as { recordings: Exported[] }
    expect(recordings.map(one => one.what)).toEqual(what)
    for (const { file: name, sha256 } of recordings) {
      const sound = Buffer.from(files[name] ?? '')
      expect(createHash('sha256').update(sound).digest('hex')).toBe(sha256)
      expect(sums).toContain(`${sha256}  ${name}\n`)
      expect(sound.subarray(0, 4).toString()).toBe('RIFF')
      // Over two seconds of 8,000 samples.
      expect(sound.length).toBeGreaterThan(32_000)
    }
    const [verified, replayed] = await Promise.all([
      ask('log', 'verify', '--export', file),
      nightbell(['calls', 'replay', '--from', file]),
    ])
    expect(verified).toMatchObject({ code: 0, stderr: '' })
    expect(verified.stdout).toContain('turns of the export')
    expect(replayed).toMatchObject({ code: 0, stderr: '' })
    expect(replayed.stdout).toContain(`Call ${evening.call[who]}: the same decisions again`)
  })

  test('redacted: no audio, no number, no name; and the same decisions again', async () => {
    const { scene, evening, ask } = morning()
    const file = `${scene.lab.directory}/redacted.zip`
    const exported = await ask('calls', 'export', '--redact', evening.call.talks, file)
    expect(exported).toMatchObject({ code: 0, stderr: '' })
    const files = unzipSync(readFileSync(file))
    expect(Object.keys(files).filter(name => /audio|rules|\.wav/.test(name))).toEqual([])
    expect(knownIn(files)).toEqual([])
    const replayed = await nightbell(['calls', 'replay', '--from', file])
    expect(replayed).toMatchObject({ code: 0, stderr: '' })
    expect(replayed.stdout).toContain('(redacted): the same decisions again')
  })

  test('late: told as soon as the target is over; then somebody has it all the same', async () => {
    const { scene, evening, mails, ask } = morning()
    await itIsTaken
    const arrived = await scene.fact('arrived', { stream: evening.call.late })
    const late = await scene.fact('late', { stream: evening.incidentOf.late })
    expect(late.at - arrived.at).toBeGreaterThanOrEqual(TARGET_MS)
    expect(late.at - arrived.at).toBeLessThan(TARGET_MS + 1000)
    expect(told?.afterMs).toBeLessThan(AT_ONCE_MS)
    expect(told?.mail.subject).toBe('[Closed Court] LATE, nobody has it: water leak')
    expect(told?.mail.text).toMatch(/nobody has taken it on within 30 s of [\s\S]*512 777 0047/)
    const shown = await ask('incidents', 'show', evening.incidentOf.late)
    expect(shown.stdout).toContain('RESOLVED, fixed by phone: Ana')
    // Whom somebody had in time is not told of.
    const ids = mails.received.map(({ mail }) => mail.messageId)
    expect(ids.filter(id => id?.startsWith(`<late.${evening.incidentOf.talks}@`))).toEqual([])
  })
})

test('an old caller is forgotten by rule, one under a hold and a newer one are not', async () => {
  const { scene, evening, ask, holding } = morning()
  const { forgotten, held, message } = evening.call
  const erased = await scene.fact('caller-erased', { stream: forgotten }, 1, 90_000)
  expect(erased).toMatchObject({ by: 'retention', why: 'the rules keep callers for 1 day' })
  const gone = [CALLER.forgotten.slice(-10), NAME]
  // Old pages of the journal and what follows it go in the moment after.
  await expect.poll(() => gone.flatMap(holding), { timeout: 10_000 }).toEqual([])
  expect(holding(CALLER.held.slice(-10))).not.toEqual([])
  expect(holding(CALLER.message.slice(-10))).not.toEqual([])
  const listed = await ask('calls', 'list', '--json')
  const rows = JSON.parse(listed.stdout) as { id: string; callerNumber: string | null }[]
  const callers = rows.map(({ id, callerNumber }) => [id, callerNumber])
  expect(Object.fromEntries(callers)).toMatchObject({
    [forgotten]: null,
    [held]: CALLER.held,
    [message]: CALLER.message,
  })
  const shown = await ask('calls', 'show', forgotten)
  expect(shown.stdout).toContain('retention erased the caller (the rules keep callers for 1 day)')
  expect((await ask('hold', 'list')).stdout).toContain('Diaz v. Brief Court')
  const verified = await ask('log', 'verify')
  expect(verified).toMatchObject({ code: 0, stderr: '' })
  // The number and the name.
  expect(verified.stdout).toContain('2 of them erased')
})
