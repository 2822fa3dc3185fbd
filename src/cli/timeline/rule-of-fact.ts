// Which rule a step of a story was decided by, as a place in the rules: not what a rule might have
// said, but the one whose reason the fact carries. Who is on call and what hours said is asked of
// the core again, by the rules and the time of the fact; where it gives another reason (the phone
// desk had changed it), no rule is named. Pure. Used by rule-places.ts.
import { type HoursRule, officeNow } from '../../core/plan/hours.ts'
import { lineOf } from '../../core/plan/identify.ts'
import { type RulePath, rosterOfTargets, targetsAt } from '../../core/plan/on-call.ts'
import type { Ladder, Plan, Property } from '../../core/plan/plan.ts'
import { targetOf } from '../../core/plan/target.ts'
import type { Fact } from '../../core/world/facts.ts'

/** The first of the paths that is written, or the rule of an office's hours. */
export type RuleOfFact = { readonly paths: readonly RulePath[] } | { readonly property: Property; readonly hours: HoursRule }

export interface RuleFinder {
  /** To be asked of each fact of a story, in their order; `plan`: the rules in force for it. */
  ruleOf(fact: Fact, plan: Plan): RuleOfFact | null
}

interface Known {
  property: string
  ladder: string
  category: string
  /** Counted from 0. */
  rung: number
}

export function openRuleFinder(): RuleFinder {
  /** By stream. */
  const streams = new Map<string, Known>()
  let arrived: (Fact & { readonly kind: 'arrived' }) | null = null

  function known(stream: string): Known {
    const one = streams.get(stream) ?? { property: '', ladder: '', category: '', rung: 0 }
    streams.set(stream, one)
    return one
  }

  return {
    ruleOf(fact, plan) {
      const of = known(fact.stream)
      if (fact.kind === 'arrived') arrived = fact
      if (fact.kind === 'identified') of.property = fact.property
      if (fact.kind === 'opened') {
        of.property = fact.property
        of.ladder = fact.ladder
        of.category = fact.category
      }
      if (fact.kind === 'rung-began' || fact.kind === 'rung-skipped') of.rung = fact.rung - 1
      if (fact.kind === 'identified') return arrived?.stream === fact.stream ? lineRule(plan, arrived, fact) : null
      return hoursRule(fact, plan, of) ?? pathsOf(fact, plan, of)
    },
  }
}

function lineRule(
  plan: Plan,
  { trunk, line, diversion }: Fact & { readonly kind: 'arrived' },
  { property, why, line: told }: Fact & { readonly kind: 'identified' },
): RuleOfFact | null {
  const number = told ?? (why.startsWith('line ') ? line : why.startsWith('diverted ') ? diversion : null)
  const found = number === null ? null : lineOf(plan, trunk, number)
  const nth = found === null ? -1 : plan.lines.filter(each => each.property === property).indexOf(found)
  return nth < 0 ? null : paths(['properties', property, 'lines', nth])
}

function hoursRule(fact: Fact, plan: Plan, of: Known): RuleOfFact | null {
  if (fact.kind !== 'office-rung' && fact.kind !== 'overflowed' && fact.kind !== 'menu-chosen') return null
  const property = plan.properties[of.property]
  if (property === undefined) return null
  const { why, by } = officeNow(property, fact.at)
  return fact.why === why || fact.why.startsWith(`${why}; `) ? { property, hours: by } : null
}

function pathsOf(fact: Fact, plan: Plan, of: Known): RuleOfFact | null {
  const own: RulePath = ['properties', of.property]
  const climbed: RulePath = ['ladders', of.ladder]
  const ladder = plan.ladders[of.ladder]
  switch (fact.kind) {
    case 'asked':
    case 'key-pressed':
    case 'key-ignored':
    case 'opened':
    case 'told':
    case 'transfer-began':
      return menuRule(fact, plan, own)
    case 'message-taken':
      return paths([...own, 'mailboxes', fact.mailbox])
    case 'failsafe-rang':
      return paths([...own, 'failsafe'])
    case 'dial-capped':
      return capRule(fact.why, own)
    case 'joined':
      if (!fact.why.startsWith('the same property')) return null
      return paths(['categories', of.category, 'same-trouble'])
    case 'storm-began':
      return paths([...own, 'storm'])
    case 'late':
      return lateRule(plan.properties[of.property], of, fact.targetSeconds)
    case 'talk-recorded':
      return paths([...own, 'record-talk'])
    case 'pass-began':
      if (fact.pass === 1) return paths(climbed)
      if (fact.why.startsWith('retry ')) return paths([...climbed, 'exhausted', 'retry'])
      return paths([...climbed, 'passes'], [...climbed, 'until'])
    case 'pass-exhausted':
      return paths([...climbed, 'passes'], [...climbed, 'until'])
    case 'unreached':
    case 'still-unreached':
      return paths([...climbed, 'exhausted', 'retry'])
    case 'retries-over':
      return paths([...climbed, 'exhausted', 'retry', 'for'], [...climbed, 'exhausted', 'retry'])
    case 'acknowledgement-expired':
      return paths([...climbed, 'expires'])
    case 'rung-began':
    case 'rung-skipped':
      return ladder === undefined ? null : paths(rungPath(ladder, of.rung))
    case 'person-resolved':
      return ladder === undefined ? null : personRule(fact, plan, ladder, of)
    case 'dialled':
      return phoneRule(plan, fact.person, fact.phone)
    case 'transfer-dialled':
      return fact.person === null ? null : phoneRule(plan, fact.person, fact.phone)
    case 'attempt-ended':
      if (fact.why === 'the ring time is over' && ladder !== undefined)
        return paths([...rungPath(ladder, of.rung), 'ring'], [...climbed, 'ring'])
      return fact.why.startsWith('no key within the accept time') ? paths([...climbed, 'accept']) : null
    default:
      return null
  }
}

/** `menu residents`, `key 1 in menu residents`, `mailbox office`: as the core words its reasons. */
function menuRule({ why, ...fact }: Fact, plan: Plan, own: RulePath): RuleOfFact | null {
  const [, key, menu = ''] = /^(?:key (.) in )?menu (\S+?)(?: has no key .)?$/.exec(why) ?? []
  const pressed = key ?? (fact.kind === 'key-pressed' ? fact.digit : undefined)
  const options: Readonly<Record<string, unknown>> | undefined = plan.menus[menu]?.options
  if (options !== undefined) {
    if (pressed === undefined) return paths(['menus', menu])
    return Object.hasOwn(options, pressed) ? paths(['menus', menu, 'keys', pressed]) : null
  }
  if (why.includes('(on-no-key: ')) return paths([...own, 'on-no-key'])
  const mailbox = /^mailbox (\S+)$/.exec(why)?.[1]
  return mailbox === undefined ? null : paths([...own, 'mailboxes', mailbox])
}

function capRule(why: string, own: RulePath): RuleOfFact | null {
  const trunk = /^trunk (\S+) carries /.exec(why)?.[1]
  if (trunk !== undefined) return paths(['trunks', trunk, 'channels'])
  const [, whose, what] = /^(the box|this property) (rings|dials) at most /.exec(why) ?? []
  if (what === undefined) return null
  return paths([...(whose === 'the box' ? ['box'] : own), 'dialling', what === 'rings' ? 'at-once' : 'per-hour'])
}

function lateRule(property: Property | undefined, { category }: Known, seconds: number): RuleOfFact | null {
  if (property === undefined || targetOf(property, category) !== seconds) return null
  const isOwn = property.categoryTargets?.[category] !== undefined
  return paths(isOwn ? ['categories', category, 'target'] : ['properties', property.id, 'target'])
}

/** The rungs that retries add come after those of the ladder. */
function rungPath({ id, rungs }: Ladder, nth: number): RulePath {
  return nth < rungs.length ? ['ladders', id, 'rungs', nth] : ['ladders', id, 'exhausted', 'retry', 'widen', nth - rungs.length]
}

function personRule(
  { person, why, at }: Fact & { readonly kind: 'person-resolved' },
  plan: Plan,
  ladder: Ladder,
  { property, rung }: Known,
): RuleOfFact | null {
  const targets = (ladder.rungs[rung] ?? ladder.retry?.widen[rung - ladder.rungs.length])?.targets ?? []
  const { people } = rosterOfTargets(plan, targetsAt(property, targets), at)
  const found = people.find(each => each.person === person && each.why === why)
  return found === undefined ? null : paths(found.rule ?? rungPath(ladder, rung))
}

function phoneRule(plan: Plan, person: string, phone: string): RuleOfFact | null {
  const nth = plan.people[person]?.phones.indexOf(phone) ?? -1
  return nth < 0 ? null : paths(['people', person, 'phones', nth], ['people', person, 'phones'])
}

function paths(...all: readonly RulePath[]): RuleOfFact {
  return { paths: all }
}
