// Whether the log has what an export shows, where the log is: its turns and no others, what was
// erased, and the files of the rules. Called by `log verify --export`. What the export proves by
// itself was checked when it was read; that its turns have the hashes of the log is checked with the
// anchors (store/verify/anchor.ts).
import { changedIn, factsOf } from '../../../store/journal/in-short.ts'
import type { Evidence, EvidenceTurn } from '../../../store/read/evidence.ts'
import type { Reader } from '../../../store/read/reader.ts'
import { oneLine } from '../../plain-text.ts'
import { rulesFolder } from '../format.ts'
import type { CheckedExport } from '../given.ts'
import { evidenceOfExport } from '../rule-files.ts'

export interface WrongInExport {
  /** Null where it is about no turn. */
  readonly turn: number | null
  readonly what: string
}

export interface AgainstLog {
  /** The first thing that the log has otherwise; null when there is none. */
  readonly wrong: WrongInExport | null
  /** Turns of this story that came after the export was made. */
  readonly later: number
}

export function againstLog({ evidence, call, story }: CheckedExport, reader: Pick<Reader, 'evidence'>): AgainstLog {
  const log = evidenceOfExport(reader.evidence(call, story))
  const own = new Set(evidence.streams)
  const later = log.turns.filter(turn => turn.seq > evidence.head.seq && streamsOf(turn).some(stream => own.has(stream)))
  return { wrong: wrongTurns(evidence, log) ?? wrongRules(evidence, log), later: later.length }
}

/** Streams that came to it later have turns before its making that are not in it. */
function wrongTurns({ streams, turns, head }: Pick<Evidence, 'streams' | 'turns' | 'head'>, log: Evidence): WrongInExport | null {
  const own = new Set(streams)
  const given = new Map(turns.map(turn => [turn.seq, turn]))
  const there = new Map(log.turns.map(turn => [turn.seq, turn]))
  for (const { seq, hash, parts } of turns) {
    const inLog = there.get(seq)
    if (inLog === undefined || inLog.hash !== hash) return { turn: seq, what: `turn ${seq} of the export is not that of the log` }
    const filed = parts.find(({ stream }, nth) => stream !== inLog.parts[nth]?.stream)
    if (filed !== undefined)
      return { turn: seq, what: `private part ${filed.n} of turn ${seq} belongs to somebody else in the export than in the log` }
    const hidden = parts.find((part, nth) => isErased(part) && !isErased(inLog.parts[nth]))
    if (hidden !== undefined)
      return { turn: seq, what: `the export says that private part ${hidden.n} of turn ${seq} was erased, and the log has it` }
  }
  for (const turn of log.turns) {
    if (turn.seq > head.seq || given.has(turn.seq) || !streamsOf(turn).some(stream => own.has(stream))) continue
    return { turn: turn.seq, what: `turn ${turn.seq} belongs to the export, and is not in it` }
  }
  return null
}

function isErased(part: EvidenceTurn['parts'][number] | undefined): boolean {
  return part !== undefined && part.body === null && part.withheld === undefined
}

function streamsOf({ changes, facts, at }: EvidenceTurn): readonly string[] {
  return [...changedIn(changes), ...factsOf({ facts, at }).map(({ stream }) => stream)]
}

function wrongRules({ plans }: Pick<Evidence, 'plans'>, log: Evidence): WrongInExport | null {
  for (const [hash, { sources }] of plans) {
    const kept = log.plans.get(hash)?.sources ?? {}
    for (const name of new Set([...Object.keys(sources), ...Object.keys(kept)])) {
      if (sources[name] === kept[name]) continue
      return { turn: null, what: `${rulesFolder(hash)}${oneLine(name, 60)} of the export is not the file that the log has` }
    }
  }
  return null
}
