// What `nightbell log verify` says: what was checked, what is wrong and what to do about it, and the
// anchor of this moment.
import type { Closed } from '../../store/journal/why-closed.ts'
import type { Anchor } from '../../store/verify/anchor.ts'
import type { LogVerdict } from '../../store/verify/verify-log.ts'
import type { Check, Wrong } from '../../store/verify/wrong.ts'
import { count, oneLine } from '../plain-text.ts'

const KEEP =
  'Keep a copy of the state directory as it is now. Compare with a backup, and with anchors that left this machine (docs/log.md).'

const TO_DO: Readonly<Record<Check, string>> = {
  schema:
    'A daemon would work with what Nightbell did not make. Keep a copy of the state directory, stop the daemon and restore a backup.',
  chain: KEEP,
  private: KEEP,
  anchor: KEEP,
  states: 'A daemon would go on from this. Keep a copy of the state directory, stop the daemon and restore a backup.',
  plans: 'Keep a copy of the state directory. `nightbell plans list` names the plans; restore a backup to have this one again.',
  tables:
    'It decides whom the box still rings, and which calls it takes over. Keep a copy of the state directory, and restore a backup.',
  views: 'Lists are made again: delete views.db in the state directory, and ask any question.',
  recordings: '`nightbell messages verify` names every one. Take the file from a backup.',
}

/** What left the box: earlier anchors, and turns of an export with its head. */
interface Given {
  readonly anchors: number
  readonly exported: number
}

export interface RecordingsSeen {
  /** How many there are to look at. */
  readonly count: number
  /** Which one this user can't read; null when none. */
  readonly unreadable: Closed | null
}

/** `recordings`: null where none was looked at. */
export function asText(verdict: LogVerdict, recordings: RecordingsSeen | null, given: Given, quick: boolean): string {
  const wrong = verdict.wrong.all()
  const lines = [...checked(verdict, recordings, given, quick), '', ...wrong.flatMap(told)]
  const whole = unreadableOf(verdict, recordings).length === 0
  if (wrong.length === 0) lines.push(whole ? 'All is as it was written.' : 'What could be checked is as it was written.')
  return [...lines, '', `Anchor: ${anchorText(verdict.head)}`, ''].join('\n')
}

/** What this user may not read: nobody can tell whether it is as it was. */
export function unreadableOf({ views }: LogVerdict, recordings: RecordingsSeen | null): Closed[] {
  return [views?.unreadable, recordings?.unreadable].flatMap(what => what ?? [])
}

function anchorText({ seq, at, hash }: Anchor): string {
  return `${seq}:${hash} ${timeOf(at) ?? `(${at} is no time)`}`
}

/** Null where it was changed into what no clock shows. */
function timeOf(at: number): string | null {
  const time = new Date(at)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

function checked(verdict: LogVerdict, recordings: RecordingsSeen | null, { anchors, exported }: Given, quick: boolean): string[] {
  const { turns, facts, parts, erasedParts, states, plans, rows, views } = verdict
  return [
    `Checked: ${count(turns, 'turn')} with ${count(facts, 'fact')}`,
    `         ${count(parts, 'private part')}, ${erasedParts} of them erased`,
    `         ${count(states, 'live state')}, ${count(plans, 'plan')}, ${count(rows, 'row')} of dials and past calls`,
    ...(anchors === 0 ? [] : [`         ${count(anchors, 'earlier anchor')}`]),
    ...(exported === 0 ? [] : [`         ${count(exported - 1, 'turn')} of the export, and the end of the log when it was made`]),
    ...(quick ? ['Not checked: lists and recordings (--quick)'] : []),
    ...(recordings === null ? [] : [`         ${count(recordings.count, 'kept recording')}`]),
    ...(views === null || views.unreadable !== null
      ? []
      : [`         ${count(views.rows, 'row')} of lists${behind(views.behind)}`]),
    ...(views === null && !quick ? ['Not checked: lists. There are none now; they are made when a question is asked'] : []),
    ...[...(views?.notCompared ?? []), ...unreadableOf(verdict, recordings).map(({ what }) => what)].map(
      what => `Not checked: ${what}`,
    ),
  ]
}

function behind(turns: number): string {
  return turns === 0 ? '' : `, which lack the last ${count(turns, 'turn')}`
}

function told({ check, what }: Wrong): string[] {
  return [`WRONG (${check}): ${oneLine(what, 300)}`, `  ${TO_DO[check]}`]
}

export function asJson(verdict: LogVerdict, recordings: RecordingsSeen | null): object {
  const { turns, facts, parts, erasedParts, states, plans, rows, views, head, ms } = verdict
  const unreadable = unreadableOf(verdict, recordings)
  const isWrong = verdict.wrong.all().length > 0
  return {
    intact: isWrong ? false : unreadable.length > 0 ? null : true,
    wrong: verdict.wrong.all().map(wrong => ({ ...wrong, toDo: TO_DO[wrong.check] })),
    unreadable: unreadable.map(({ what }) => what),
    checked: { turns, facts, parts, erasedParts, states, plans, rows, lists: views, recordings: recordings?.count ?? null },
    anchor: { seq: head.seq, at: timeOf(head.at), hash: head.hash },
    ms: { journal: Math.round(ms.journal), lists: Math.round(ms.views) },
  }
}
