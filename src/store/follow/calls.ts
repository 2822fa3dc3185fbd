// The follower of what people ask for: calls, incidents, attempts, messages, recordings. One
// follower, because its rows are made of one another's (the property of a message is its call's).
// Made from facts and nothing else; private fields are kept as pointers, but for `caller`, by which
// a caller is looked for.
import type { CallFact, Fact, IncidentFact } from '../../core/world/facts.ts'
import { isIncident, isPeriod, isStanding, isTrunkStream } from '../../core/world/ids.ts'
import type { Statements } from '../journal/statements.ts'
import { callFact } from './call-facts.ts'
import { CALL_TABLES, callSql } from './calls-tables.ts'
import type { Follower } from './follower.ts'
import { incidentFact } from './incident-facts.ts'
import { recordingFact } from './recording-facts.ts'
import { type CallTableRows, rowsOfCalls, type Told } from './told.ts'

export const calls: Follower = {
  name: 'calls',
  version: 6,
  from: 'first',
  onMistake: 'stop',
  tables: CALL_TABLES,
  sql: callSql,
  open(db: Statements) {
    const rows = rowsOfCalls(db)
    return turn => {
      for (const fact of turn.facts) take(rows, { turn, fact })
    }
  },
}

function take(rows: CallTableRows, told: Told): void {
  const { fact } = told
  // These are found in their streams; see read/standing.ts and read/closed-periods.ts.
  if (isStanding(fact.stream) || isPeriod(fact.stream) || isTrunkStream(fact.stream)) return
  recordingFact(rows, fact)
  if (isIncident(fact.stream)) incidentFact(rows, told, fact as Fact & IncidentFact)
  else callFact(rows, told, fact as Fact & CallFact)
}
