// What `calls show` and `incidents show` print below their heads: lanes where a person watches a
// terminal that is wide enough; plain lines in a pipe, on a narrow terminal, and where --plain asks
// for them. Loaded when a story is told: where rules stand is asked of the compiler, and it is large.

import type { StoryFact } from '../../store/read/call-story.ts'
import type { CliIo } from '../io.ts'
import { asLanes } from './as-lanes.ts'
import { asPlain } from './as-plain.ts'
import { type KeptRules, openRulePlaces } from './rule-places.ts'
import { type TimelineSource, timelineOf } from './timeline.ts'

export type Story = TimelineSource & { readonly facts: readonly StoryFact[] }

export function timelineText(story: Story, kept: KeptRules, { terminal, env }: CliIo, plain: boolean): string {
  const timeline = timelineOf(story, openRulePlaces(kept).of(story.facts))
  if (plain || terminal === undefined) return asPlain(timeline)
  const sheet = { columns: terminal.columns, unicode: isUtf8(env), style: terminal.style }
  return asLanes(timeline, sheet) ?? asPlain(timeline)
}

/** As POSIX has it: the first of these that says anything. */
function isUtf8({ LC_ALL, LC_CTYPE, LANG }: CliIo['env']): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
