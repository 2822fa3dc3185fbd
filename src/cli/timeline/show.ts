// Which form a timeline gets: lanes where a person watches a terminal that is wide enough, plain
// lines in a pipe, on a narrow terminal, and where --plain asks for them.
import type { CliIo } from '../io.ts'
import { asLanes } from './as-lanes.ts'
import { asPlain } from './as-plain.ts'
import type { Timeline } from './timeline.ts'

export function timelineText(timeline: Timeline, { terminal, env }: CliIo, plain: boolean): string {
  if (plain || terminal === undefined) return asPlain(timeline)
  const sheet = { columns: terminal.columns, unicode: isUtf8(env), style: terminal.style }
  return asLanes(timeline, sheet) ?? asPlain(timeline)
}

/** As POSIX has it: the first of these that says anything. */
function isUtf8({ LC_ALL, LC_CTYPE, LANG }: CliIo['env']): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
