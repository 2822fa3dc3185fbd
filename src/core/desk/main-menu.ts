// The menu of the phone desk. Star leads back here from everywhere; main-menu-keys.ts says what its keys do.
import { phrase } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import type { At, Decision } from '../world/decision.ts'
import type { Desk, DeskBase } from './desk.ts'
import { put } from './events.ts'

/** A list was gone through, or there was nothing in it. */
export function listOver(
  at: At,
  desk: DeskBase,
  list: readonly unknown[],
  nothing: 'desk-no-incidents' | 'desk-no-messages',
  before: readonly Speech[],
): Decision<Desk> {
  return mainMenu(at, desk, [...before, ...phrase(at.plan, desk.language, list.length === 0 ? nothing : 'desk-no-more')])
}

export function mainMenu(at: At, desk: DeskBase, before: readonly Speech[] = [], round = 1): Decision<Desk> {
  return put(at, desk, { ask: 'main' }, [...before, ...phrase(at.plan, desk.language, 'desk-main')], { round })
}
