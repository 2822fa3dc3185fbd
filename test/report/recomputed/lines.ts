// The table of the lines report once more, from the raw facts of the journal.
import { type ExpectedTable, type Said, table } from './amounts.ts'
import { callsOf } from './calls.ts'
import { type Asked, factsOf, nameOf, rulesNow } from './raw.ts'

export function lines(asked: Asked): Record<string, ExpectedTable> {
  const { property } = asked
  const calls = callsOf(asked)
  const urgent = urgentCalls(asked)
  const lineOf = (id: string) => knownLine(asked.raw, id)
  const known = new Map(rulesNow(asked).lines.map(line => [line.number, line.property ?? null]))
  const ours = [...known].filter(([, of]) => property === null || of === property).map(([line]) => line)
  const rows = [...new Set([...ours, ...calls.offered.map(lineOf)])].map((line): [string, Said] => {
    const its = calls.offered.filter(id => lineOf(id) === line)
    const said = {
      line,
      property: nameOf(asked, known.get(line) ?? calls.propertyOf(its[0] ?? '')),
      offered: its,
      office: its.filter(id => calls.office.includes(id)),
      overflow: its.filter(id => calls.reasonOf(id) !== null),
      abandoned: its.filter(id => calls.abandoned.includes(id)),
      urgent: its.filter(id => urgent.has(id)),
      last: lastCall(asked, line),
    }
    return [line, said]
  })
  return { lines: table('lines', new Map(rows)) }
}

/** The one that was diverted, where a diversion told it; else as it was dialled. */
function knownLine(raw: Asked['raw'], call: string): string {
  const { first } = factsOf(raw)
  return String(first(call, 'identified')?.line ?? first(call, 'arrived')?.line)
}

/** They opened an urgent matter, or were joined to one. */
function urgentCalls({ raw }: Asked): ReadonlySet<string> {
  const facts = [...raw.streams.values()].flat()
  return new Set(facts.filter(({ kind }) => kind === 'opened' || kind === 'joined').map(({ call }) => call as string))
}

/** When the line was called last before the end of the span; over its own trunk if it has one. */
export function lastCall(asked: Asked, line: string): number | null {
  const { raw, span } = asked
  const { first } = factsOf(raw)
  const trunk = rulesNow(asked).lines.find(({ number }) => number === line)?.trunk ?? null
  const isOver = (id: string) => trunk === null || first(id, 'arrived')?.trunk === trunk
  const times = [...raw.arrivals].filter(([id, at]) => at < span.to && knownLine(raw, id) === line && isOver(id))
  return times.length === 0 ? null : Math.max(...times.map(([, at]) => at))
}
