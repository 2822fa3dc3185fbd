// One English sentence for every kind of fact of a trunk. Part of story.ts.
import { durationInWords } from '../core/words/duration-words.ts'
import type { Fact, TrunkFact, TrunkTroubleFact } from '../core/world/facts.ts'
import { toldOutside } from './story-words.ts'

/** Times are told as how long it was: a trunk has no zone. */
export function ofTrunk(fact: Fact & TrunkFact): string {
  switch (fact.kind) {
    case 'notice-sent':
    case 'notice-given-up':
      return toldOutside(fact)
    case 'media-refused': {
      const { trunk, line, caller, offered, status } = fact
      const who = caller === null ? 'a withheld number' : `a number that ends in ${caller.replace('…', '')}`
      return `A call from ${who} for ${line} over ${trunk} was refused with ${status}: it offers only ${offered}`
    }
    case 'trunk-trouble': {
      const reason = fact.reason === '' ? '' : `: ${fact.reason}`
      return `Trunk ${fact.trunk} ${TROUBLES[fact.trouble]}, for ${lasted(fact.at - fact.since)} now${reason}`
    }
    case 'trunk-well': {
      const why = fact.why === '' ? '' : ` (${fact.why})`
      return `Trunk ${fact.trunk} ${WELL[fact.trouble]}, after ${lasted(fact.until - fact.since)}${why}`
    }
  }
}

const TROUBLES: Readonly<Record<TrunkTroubleFact['trouble'], string>> = {
  unregistered: 'is not registered',
  away: 'does not answer',
  'media-refused': 'offers audio that the box can not take, again and again',
  'calls-refused': 'refuses calls before they ring, again and again',
}

const WELL: Readonly<Record<TrunkTroubleFact['trouble'], string>> = {
  unregistered: 'is registered again',
  away: 'can be reached again',
  'media-refused': 'is well again',
  'calls-refused': 'is well again',
}

function lasted(ms: number): string {
  return durationInWords(Math.max(1000, ms), { largest: 'd' })
}
