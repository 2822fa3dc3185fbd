// Lists at the phone desk on the real PBX: open incidents are heard, passed over, owned and resolved; messages are heard, gone back to
// and dealt with; a notice is recorded, heard, kept and taken away.
import { expect, test } from 'vitest'
import { benAtDesk, deskRules, LAST_HZ, LONG_HZ, longMessage, walks } from '../laboratory/at-desk.ts'
import { line, phone } from '../laboratory/rules.ts'
import { useScene } from '../laboratory/use-scene.ts'
import { nightbell } from '../support/nightbell.ts'

const scene = useScene({ rules: deskRules })

async function unreached(callerId: string, words: string | null, n = 1): Promise<void> {
  const { lab, fact } = scene()
  for (const each of [phone.ana, phone.ben]) lab.phone(each).busy()
  const resident = await lab.resident.calls(line.closed, { callerId })
  await resident.answered()
  await resident.presses('1')
  if (words !== null) {
    await fact('statement-began', {}, n)
    await resident.says(words)
  }
  await resident.presses('#')
  await fact('unreached', {}, n)
  // Told so, asked for more words, and said goodbye to.
  await resident.ended(60_000)
}

test('two unreached incidents: heard, what was said is played, passed over, owned, resolved', async () => {
  const { fact, facts } = scene()
  await unreached('+15127770041', 'Water is coming through the ceiling of apartment four B.')
  await unreached('+15127770042', null, 2)
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['4', 'open incidents'], ['3', 'hear what was said'], ['2', 'the next incident'])
  await walks(scene(), desk, ['5', 'own the incident'])
  await fact('owned', { person: 'ben', how: 'desk' })
  // There are no more: back at the menu.
  await walks(scene(), desk, ['4', 'open incidents'], ['4', 'say what became of it'])
  await desk.presses('9')
  await fact('key-ignored', { digit: '9' })
  await walks(scene(), desk, ['3', 'false-alarm'])
  const { stream } = await fact('resolved', { outcome: 'false-alarm', by: 'ben' })
  // What nobody has comes first, and what Ben owns after it.
  expect(stream).toBe(facts().find(one => one.kind === 'opened')?.stream)
  await walks(scene(), desk, ['2', 'the next incident'], ['#', 'goodbye'])
  await desk.ended()
})

test('an incident is owned at the desk while a telephone rings: the telephone stops, and the resident hears who has it', async () => {
  const { lab, fact } = scene()
  lab.phone(phone.ana).rings()
  lab.phone(phone.ben).rings()
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770005' })
  await resident.answered()
  await resident.presses('1')
  await fact('rang')
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['4', 'open incidents'], ['5', 'own the incident'])
  await fact('owned', { person: 'ben', how: 'desk' })
  await fact('attempt-ended', { result: 'called-off' })
  await resident.ended(60_000)
  await walks(scene(), desk, ['#', 'goodbye'])
  await desk.ended()
})

test('messages: the next, the one before, heard again, dealt with', async () => {
  const { lab, fact, facts, state } = scene()
  for (const [n, words] of ['My mailbox key is lost.', 'When are you open on Friday?'].entries()) {
    const caller = await lab.resident.calls(line.closed, { callerId: `+1512777006${n}` })
    await caller.answered()
    await caller.presses('2')
    await fact('statement-began', {}, n + 1)
    await caller.says(words)
    await caller.presses('#')
    await caller.ended(30_000)
    await fact('message-taken', {}, n + 1)
  }
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['5', 'messages'], ['3', 'hear the message again'], ['2', 'the next message'])
  await walks(scene(), desk, ['4', 'the message before'], ['5', 'the message is done'], ['5', 'the message is done'])
  await fact('message-done', { by: 'ben' }, 2)
  const taken = facts().flatMap(one => (one.kind === 'message-taken' ? [one.recording] : []))
  expect(facts().flatMap(one => (one.kind === 'message-done' ? [one.recording] : []))).toEqual(taken)
  await walks(scene(), desk, ['5', 'messages'], ['#', 'goodbye'])
  await desk.ended()
  expect((await nightbell(['messages', 'list', '--state', state])).stdout).not.toContain('Closed Court office')
})

test('a message of a hundred seconds is played once, to its end; then the keys are said, and it is dealt with', async () => {
  const { fact, facts } = scene()
  const { recording } = await longMessage(scene(), 100)
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['5', 'messages'])
  await desk.hearsTone(LONG_HZ)
  await desk.hearsTone(LAST_HZ, { forMs: 1500, timeout: 125_000 })
  await desk.presses('9')
  await fact('key-ignored', { digit: '9' })
  await walks(scene(), desk, ['5', 'the message is done'])
  await fact('message-done', { recording })
  await walks(scene(), desk, ['#', 'goodbye'])
  await desk.ended(20_000)
  const { stream } = await fact('desk-opened')
  expect(facts().filter(each => each.stream === stream && each.kind === 'in-failsafe')).toEqual([])
}, 240_000)

test('a notice: recorded again, kept for an hour, heard by callers first, and taken away', async () => {
  const { lab, fact } = scene()
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['6', 'the notice for callers'], ['1', 'community Closed Court'], ['1', 'record a notice'])
  await fact('statement-began')
  await desk.says('We know that, well.')
  await desk.presses('#')
  await desk.hears()
  await walks(scene(), desk, ['2', 'record again'])
  await fact('statement-began', {}, 2)
  await desk.says('We know that the water is off in building two, it is being repaired.')
  await desk.presses('#')
  await desk.hears()
  await walks(scene(), desk, ['1', 'keep it'])
  await desk.presses('1#')
  const set = await fact('notice-set', { by: 'ben' })
  expect(set.recording).toMatch(/notice-2$/)
  const resident = await lab.resident.calls(line.closed, { callerId: '+15127770006' })
  await resident.answered()
  await resident.hears()
  await resident.hangsUp()
  await fact('left', { outcome: 'informed' })
  await walks(scene(), desk, ['6', 'the notice for callers'], ['1', 'community Closed Court'], ['2', 'take the notice away'])
  await fact('notice-ended', { property: 'closed-court', by: 'ben' })
  await walks(scene(), desk, ['6', 'the notice for callers'], ['*', 'the menu'], ['#', 'goodbye'])
  await desk.ended()
})

test('somebody hangs up while a notice is being recorded, or says nothing: nothing is set', async () => {
  const { fact, facts } = scene()
  const desk = await benAtDesk(scene())
  await walks(scene(), desk, ['6', 'the notice for callers'], ['1', 'community Closed Court'], ['1', 'record a notice'])
  await fact('statement-began')
  await desk.presses('#')
  await walks(scene(), desk, ['6', 'the notice for callers'], ['1', 'community Closed Court'], ['1', 'record a notice'])
  await fact('statement-began', {}, 2)
  await desk.says('We know.')
  await desk.hangsUp()
  await fact('left', { outcome: 'desk' })
  expect(facts().filter(one => one.kind === 'notice-set')).toEqual([])
})
