// What fills the holes of a notice about a trunk. Part of write-notice.ts.
import type { TrunkAbout } from '../core/notices/post.ts'
import type { Plan } from '../core/plan/plan.ts'
import { propertiesOver } from '../core/plan/uses-trunk.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { type Sentences, sentencesIn } from './sentences.ts'
import { clockOrDay, dateAndTime, type Names, oneLine } from './words.ts'

/** More names than these are counted. */
const MOST_NAMES = 12

export function trunkValues(
  about: TrunkAbout,
  { property, zone, language }: Names,
  plan: Plan,
  madeAt: EpochMs,
): Record<string, string> {
  const { trunk, since, until, reason } = about
  const say = sentencesIn(language)
  const clock = (at: EpochMs): string => clockOrDay(zone, at, until ?? madeAt, language)
  return {
    property,
    trunk: oneLine(trunk, 60),
    state: stateOf(about, clock, say),
    reason: oneLine(reason, 300),
    since: dateAndTime(zone, since, language),
    until: until === null ? '' : dateAndTime(zone, until, language),
    properties: namesOver(plan, trunk, say),
    advice: until === null ? adviceOf(about, say) : '',
  }
}

function stateOf({ trouble, since, until }: TrunkAbout, clock: (at: EpochMs) => string, say: Sentences): string {
  switch (trouble) {
    case 'unregistered':
      return until === null ? say.unregistered(clock(since)) : say.registeredAgain(clock(since), clock(until))
    case 'away':
      return until === null ? say.away(clock(since)) : say.answersAgain(clock(since), clock(until))
    case 'media-refused':
      return say.mediaRefused
    case 'calls-refused':
      return say.callsRefused
  }
}

function adviceOf({ trouble }: TrunkAbout, say: Sentences): string {
  if (trouble === 'media-refused') return say.trunkMedia
  return trouble === 'calls-refused' ? say.trunkRefuses : say.trunkDown
}

function namesOver(plan: Plan, trunk: string, say: Sentences): string {
  const names = propertiesOver(plan, trunk).map(({ name }) => oneLine(name, 60))
  const rest = names.length - MOST_NAMES
  return rest <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} ${say.moreProperties(rest)}`
}
