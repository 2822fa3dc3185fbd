// The facts of a story as `show --json` prints them: with the local time, what happened in words,
// and file and line of the rule that decided it.
import type { Plan } from '../../core/plan/plan.ts'
import type { StoryFact } from '../../store/read/call-story.ts'
import { localTime } from '../local-time.ts'
import { sentence } from '../story.ts'
import { type KeptRules, openRulePlaces } from './rule-places.ts'

export function factsAsJson(facts: readonly StoryFact[], plan: Plan | null, zone: string, kept: KeptRules): object[] {
  const places = openRulePlaces(kept).of(facts)
  return facts.map(({ turn, fact }, nth) => ({
    turn,
    local: localTime(fact.at, zone).iso,
    text: sentence(fact, plan),
    rule: places[nth] ?? null,
    ...fact,
  }))
}
