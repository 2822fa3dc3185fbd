// A night as a daemon leaves it in a state directory: one caller was rung for, is done with and
// erased; one left a message whose recording is kept; one holds while a telephone rings. Lists and
// outbox have all of it. For tests of the log as evidence.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Turn } from '../../src/core/world/world.ts'
import { planHash } from '../../src/rules/plan-hash.ts'
import { JOURNAL_FILE } from '../../src/store/journal/journal.ts'
import type { Sources } from '../../src/store/read/stored.ts'
import { openFollowed } from './followed-journal.ts'
import { PLAN_HASH, smallPlan } from './plan.ts'
import { tell } from './story.ts'

const plan = smallPlan()
export const HASH = planHash(plan)
const SOUND = 'RIFF of a message'

const BOX: Sources = { 'box.yaml': 'a' }

export interface NightInTheLog {
  readonly file: string
  readonly erased: string
  readonly holding: string
  readonly recording: string
}

/** `sources`: the files of its rules, by their names in the journal. */
export function nightInTheLog(state: string, sources: Sources = BOX): NightInTheLog {
  const file = join(state, JOURNAL_FILE)
  const journal = openFollowed(file)
  journal.keepPlan(HASH, plan, sources)
  // The stories' plan has a made-up hash.
  const commit = (turn: Turn): void =>
    journal.commit([JSON.parse(JSON.stringify(turn).replaceAll(`"${PLAN_HASH}"`, `"${HASH}"`)) as Turn])
  const story = tell({ plan, onTurn: commit })
  journal.planInForce?.(HASH, story.driver.now(), 'the daemon started')

  const first = story.arrives({ name: 'Ann Lee' })
  first.presses('1', '*').hangsUp()
  story.phone('ana').answers().presses('5').hangsUp()
  const incident = story.incident().id
  story.driver.take({ type: 'resolvedByHand', stream: incident, who: 'Pat', why: 'done', outcome: 'going-out' })
  story.wait(24 * 3600 + 60)
  story.driver.take({ type: 'callErased', stream: first.id, who: 'Pat', incidents: [incident] })

  const second = story.arrives({ number: '+13125550143' })
  second
    .presses('3')
    .listens()
    .speaks(5000, 5000, { sha256: createHash('sha256').update(SOUND).digest('hex') })
    .hangsUp()
  const [message] = story.facts('message-taken')
  if (message === undefined) throw new Error('no message was left')
  mkdirSync(join(state, 'recordings'))
  writeFileSync(join(state, 'recordings', `${message.recording}.wav`), SOUND)

  const third = story.arrives({ number: '+13125550144' })
  third.presses('1', '*')
  story.wait(2)
  journal.past.listCalls({ limit: 9 })
  journal.close()
  return { file, erased: first.id, holding: third.id, recording: message.recording }
}
