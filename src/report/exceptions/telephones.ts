// Exceptions among telephones and trunks: those that never answer, those that fail.
import { legsOf } from '../ids.ts'
import { nameOfPerson } from '../names.ts'
import { wasAnswered } from '../people/rings.ts'
import type { AttemptRecord, Records } from '../records.ts'
import type { TableSection } from '../report.ts'
import { column, counting, tableOf } from '../table.ts'

/** Rung so often and never answered: worth a word. */
const RUNG_IN_VAIN = 3

interface Telephone {
  readonly phone: string
  readonly person: string | null
  readonly attempts: readonly AttemptRecord[]
}

/** Those dialled for the part that is asked for. Each is judged by all that it was dialled for. */
export function silentTelephones({ attempts, allAttempts = attempts, plan }: Records): TableSection {
  const ofAll = Map.groupBy(allAttempts, ({ phone }) => phone)
  const telephones = [...Map.groupBy(attempts, ({ phone }) => phone)].map(([phone, its]): Telephone => {
    return { phone, person: its.at(-1)?.person ?? null, attempts: ofAll.get(phone) ?? its }
  })
  const silent = telephones.filter(({ attempts: all }) => all.length >= RUNG_IN_VAIN && !all.some(wasAnswered))
  return tableOf(
    {
      id: 'silent-telephones',
      title: 'Telephones that never answer',
      rowId: ({ phone }) => phone,
      none: `No telephone was dialled ${RUNG_IN_VAIN} times or more without an answer.`,
      notes: silent.length === 0 ? [] : [`Dialled ${RUNG_IN_VAIN} times or more in the span, and never answered.`],
    },
    silent.toSorted((a, b) => b.attempts.length - a.attempts.length),
    [
      column('person', 'PERSON', 'text', ({ person }) => nameOfPerson(plan, person)),
      column('phone', 'TELEPHONE', 'text', ({ phone }) => phone),
      counting('silent-telephones/dialled', 'attempts', one => legsOf(one.attempts)),
      column('last', 'LAST', 'time', one => one.attempts.at(-1)?.dialledAt ?? null),
      column('result', 'LAST RESULT', 'text', one => one.attempts.at(-1)?.result ?? null),
    ],
  )
}

interface Trunk {
  readonly trunk: string
  readonly attempts: readonly AttemptRecord[]
  readonly failed: readonly AttemptRecord[]
}

export function failedTrunks({ attempts }: Records): TableSection {
  const trunks = [...Map.groupBy(attempts, ({ trunk }) => trunk)]
    .filter(([trunk]) => trunk !== '')
    .map(([trunk, all]): Trunk => ({ trunk, attempts: all, failed: all.filter(isTrunksFault) }))
    .filter(({ failed }) => failed.length > 0)
  return tableOf(
    { id: 'failed-trunks', title: 'Trunks that failed', none: 'No trunk failed to carry a call.', rowId: ({ trunk }) => trunk },
    trunks.toSorted((a, b) => b.failed.length - a.failed.length),
    [
      column('trunk', 'TRUNK', 'text', ({ trunk }) => trunk),
      counting('failed-trunks/failed', 'attempts', ({ failed }) => legsOf(failed)),
      counting('failed-trunks/attempts', 'attempts', one => legsOf(one.attempts)),
      column('first', 'FIRST', 'time', ({ failed }) => failed[0]?.dialledAt ?? null),
      column('last', 'LAST', 'time', ({ failed }) => failed.at(-1)?.dialledAt ?? null),
      column('sip', 'LAST SIP STATUS', 'text', ({ failed }) => textOf(failed.at(-1)?.sip)),
    ],
  )
}

function textOf(status: number | null | undefined): string | null {
  return status == null ? null : String(status)
}

/** Congestion, or a failure of a server (RFC 3261, 21.5): not of the telephone that was dialled. */
function isTrunksFault({ result, sip }: AttemptRecord): boolean {
  return result === 'congestion' || (sip !== null && sip >= 500 && sip < 600)
}
