// File and line of the rule that decided each step of a story, in the rules that were in force for
// it: those that the journal kept. For stories that are shown or exported.
import type { RulePath } from '../../core/plan/on-call.ts'
import type { Plan } from '../../core/plan/plan.ts'
import type { Places } from '../../rules/places.ts'
import { type Entries, entriesOf } from '../../rules/places-of-entries.ts'
import type { StoryFact } from '../../store/read/call-story.ts'
import { openRuleFinder, type RuleOfFact } from './rule-of-fact.ts'

export interface KeptRules {
  plan(hash: string): Plan | null
  /** The rule files by name. */
  sources(hash: string): Readonly<Record<string, string>> | null
}

export interface RulePlaces {
  /** `ladders.yaml:7` for each fact, in their order; null where no rule decided it, or its place is not known. */
  of(facts: readonly StoryFact[]): readonly (string | null)[]
}

/** Remembers where the entries of the last few rules stand: a portfolio's files are megabytes. */
export function openRulePlaces(kept: KeptRules): RulePlaces {
  const remembered = new Map<string, Entries>()

  function entries(hash: string): Entries {
    const found = remembered.get(hash) ?? entriesOf(kept.sources(hash) ?? {})
    remembered.delete(hash)
    remembered.set(hash, found)
    const [oldest] = remembered.keys()
    if (remembered.size > MOST && oldest !== undefined) remembered.delete(oldest)
    return found
  }

  return {
    of(facts) {
      const finder = openRuleFinder()
      const rules = facts.map(({ fact, rules: hash }) => {
        const plan = hash === null ? null : kept.plan(hash)
        return { hash, rule: plan === null ? null : finder.ruleOf(fact, plan) }
      })
      const places = new Map(
        [...Map.groupBy(rules, ({ hash }) => hash)].map(([hash, all]): [string | null, Places | null] => {
          const wanted = all.flatMap(({ rule }) => (rule === null ? [] : entriesIn(rule)))
          return [hash, hash === null || wanted.length === 0 ? null : entries(hash).placesOf(wanted)]
        }),
      )
      return rules.map(({ hash, rule }) => placeText(places.get(hash) ?? null, rule))
    },
  }
}

const MOST = 3

function entriesIn(rule: RuleOfFact): readonly RulePath[] {
  return 'paths' in rule ? rule.paths : [['properties', rule.property.id]]
}

function placeText(places: Places | null, rule: RuleOfFact | null): string | null {
  if (places === null || rule === null) return null
  const place = 'paths' in rule ? places.placeOf(...rule.paths) : places.placeOfHours(rule.property, rule.hours)
  return place === null ? null : `${place.file}:${place.line}`
}
