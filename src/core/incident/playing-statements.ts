// What callers said about an incident, played to staff. Each with its length, so that nobody is cut off while they listen.
// Called by whatever tells somebody about it; which of them to play is decided here only for telling it all.
import { recording } from '../words/speech.ts'
import type { Speech } from '../world/commands.ts'
import type { IncidentBase } from './incident.ts'

/** So many statements are played. */
const MOST_STATEMENTS = 4

/** In a storm there may be hundreds: what was said first, and last. */
export function playStatements(incident: IncidentBase): Speech[] {
  const all = incident.statements.map(statement => statement.recording)
  return playThese(incident, all.length <= MOST_STATEMENTS ? all : [...all.slice(0, 1), ...all.slice(1 - MOST_STATEMENTS)])
}

export function playThese({ statements }: IncidentBase, recordings: readonly string[]): Speech[] {
  return recordings.flatMap(name => recording(name, statements.find(one => one.recording === name)?.ms))
}
