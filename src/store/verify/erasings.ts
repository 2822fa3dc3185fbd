// What turns say of erased callers against the private parts. The rule is that of erase-call.ts: all
// parts of the call go, and of its incidents those that say the same, which the turn names. Turns of
// earlier versions do not name them. Of those it is known that the number with which the call opened
// or joined an incident went; whether others of the incident had the same number is not known.
import type Database from 'better-sqlite3'
import { isIncident } from '../../core/world/ids.ts'
import { factsOf } from '../journal/in-short.ts'
import { partNumber } from '../journal/private-parts.ts'
import type { TurnTable } from '../journal/schema.ts'
import type { FirstWrong } from './wrong.ts'

export interface Erasings {
  /** This part is gone. To be said before the turn that erased it is taken. */
  gone(stream: string | null, turn: number, n: number): void
  take(turn: TurnTable): void
  /** After the last turn. */
  end(): void
}

type Place = readonly [turn: number, n: number]

/** As it may stand in a text that was changed. */
interface Said {
  readonly stream: string
  readonly incidents: readonly string[]
  /** Null in turns of earlier versions. */
  readonly repeated: readonly Place[] | null
}

const ERASING = '{"type":"callErased"'

export function erasingsSeen(db: Database.Database, wrong: FirstWrong): Erasings {
  const left = db.prepare('SELECT 1 FROM private WHERE stream = ? AND turn < ? AND body IS NOT NULL LIMIT 1')
  const there = db.prepare('SELECT stream FROM private WHERE turn = ? AND n = ? AND body IS NOT NULL').pluck()
  const leftOf = db.prepare('SELECT turn, n FROM private WHERE stream = ? AND turn < ? AND body IS NOT NULL ORDER BY turn').raw()
  const turnFor = db.prepare('SELECT at, facts FROM turn WHERE seq = ?')
  /** Parts that are gone and that no turn has erased so far, by whose they are. */
  const gone = new Map<string | null, Place[]>()

  function take({ seq, input, facts }: TurnTable): void {
    if (!input.startsWith(ERASING) || facts === '[]') return
    const said = saidIn(input)
    if (said === null) return
    const { stream, incidents, repeated } = said
    gone.delete(stream)
    if (left.get(stream, seq) !== undefined)
      wrong.add('private', seq, `the caller of ${stream} was erased in turn ${seq}, and private parts of theirs are still there`)
    if (repeated === null) for (const incident of incidents) takeUnnamed(seq, stream, incident)
    else takeNamed(seq, stream, incidents, repeated)
  }

  function takeNamed(seq: number, call: string, incidents: readonly string[], repeated: readonly Place[]): void {
    for (const [turn, n] of repeated)
      if (there.get(turn, n) !== undefined) wrong.add('private', seq, stillThere(turn, n, call, seq))
    for (const incident of incidents) {
      const rest = gone.get(incident)?.filter(([turn, n]) => !repeated.some(one => one[0] === turn && one[1] === n))
      if (rest === undefined) continue
      if (rest.length === 0) gone.delete(incident)
      else gone.set(incident, rest)
    }
  }

  function takeUnnamed(seq: number, call: string, incident: string): void {
    gone.delete(incident)
    for (const [turn, n] of leftOf.all(incident, seq) as Place[])
      if (numberOf(turn, n) === call) wrong.add('private', seq, stillThere(turn, n, call, seq))
  }

  /** With whose number an incident was opened or joined there. */
  function numberOf(turn: number, n: number): string | null {
    try {
      const row = turnFor.get(turn) as Pick<TurnTable, 'at' | 'facts'> | undefined
      const facts = row === undefined ? [] : factsOf(row)
      for (const fact of facts)
        if ((fact.kind === 'opened' || fact.kind === 'joined') && partNumber(fact.callerNumber) === n) return fact.call
    } catch {
      // Texts that were changed, or packed ones that are lost: the chain says so.
    }
    return null
  }

  return {
    gone(stream, turn, n) {
      const known = gone.get(stream)
      if (known === undefined) gone.set(stream, [[turn, n]])
      // Of a call all go together: the first is enough.
      else if (stream !== null && isIncident(stream)) known.push([turn, n])
    },
    take,
    end() {
      for (const [stream, places] of gone) {
        const turn = places[0]?.[0] ?? null
        const whose = `private parts of ${stream ?? 'nobody'}, from turn ${turn} on,`
        wrong.add('private', turn, `${whose} are gone, and no turn says that they were erased`)
      }
    },
  }
}

function stillThere(turn: number, n: number, call: string, seq: number): string {
  return `the caller of ${call} was erased in turn ${seq}, and private part ${n} of turn ${turn}, which says the same, is still there`
}

function saidIn(input: string): Said | null {
  try {
    const { stream, incidents, repeated } = JSON.parse(input) as Readonly<Record<string, unknown>>
    if (typeof stream !== 'string' || !Array.isArray(incidents)) return null
    const named = Array.isArray(repeated) ? repeated.filter(isPlace) : null
    return { stream, incidents: incidents.filter(id => typeof id === 'string'), repeated: named }
  } catch {
    // Texts that were changed: the chain says so.
    return null
  }
}

function isPlace(place: unknown): place is Place {
  return Array.isArray(place) && Number.isSafeInteger(place[0]) && Number.isSafeInteger(place[1])
}
