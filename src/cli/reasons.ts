// Why something happened, as a story tells it after the sentence: only what the sentence does not say itself, once for the same person, and
// with people's names. The facts keep every reason as it was decided; --json shows them. Called by story.ts.
import type { Plan, Property } from '../core/plan/plan.ts'
import { PHRASES } from '../core/words/phrases.ts'
import type { Fact, FactKind } from '../core/world/facts.ts'

/** What has been told of one story so far. */
export type Told = Set<string>

/** These say what the sentence has just said. */
const SAID: Readonly<Partial<Record<FactKind, RegExp>>> = {
  arrived: /^a call came in$/,
  'arrival-unreadable': /^/,
  'forwarded-back': /^/,
  'statement-began': /^the tone was heard$/,
  told: /^(on hold|the technician hung up)$/,
  'caller-left': /^the caller hung up/,
  connected: /^the caller is in the talk$/,
  left: /^the call was over$/,
  'rung-began': /^(pass \d+ begins|try \d+ of \d+ on this rung)$/,
  rang: /^the telephone rings$/,
  answered: /^somebody, or something, picked up$/,
  'caller-answered': /^somebody, or something, picked up$/,
  'transfer-answered': /^somebody, or something, picked up$/,
  'leg-key': /^(pressed in the briefing|asked for the outcome)$/,
  accepted: /^pressed 1$/,
  owned: /^pressed 5$/,
  resolved: /^pressed \d$/,
  bridged: /^both are in the talk$/,
  'talk-ended': /^the (technician|caller) hung up$/,
  'attempt-ended': /^(the ring time is over|the technician hung up|nobody answered the reminder)$/,
  'statement-added': /^the caller said what is wrong$/,
  'pass-exhausted': /^nobody (on the ladder )?took it/,
  late: /^nobody has it/,
  unreached: /^stays open/,
  'still-unreached': /^nobody took it/,
  'retries-over': /^the time for retries is over/,
  'closed-without-outcome': /^nobody has said/,
}

const PROPERTY = 'property '

/** Whoever has no hours at all is not closed because it is Wednesday. */
export function officeWhy(why: string, property: Property | undefined): string {
  const none = property && Object.values(property.hours.week).every(windows => windows.length === 0)
  return none ? why.replace(/^closed: \w+day has no office hours$/, 'closed: this property has no office hours') : why
}

export function reasonOf(fact: Fact, plan: Plan | null, told?: Told): string {
  const { kind } = fact
  if (fact.kind === 'identified') told?.add(`${PROPERTY}${fact.property}`)
  const property = [...(told ?? [])].find(each => each.startsWith(PROPERTY))?.slice(PROPERTY.length)
  const why = officeWhy(fact.why, plan?.properties[property ?? ''])
  if (why === '' || SAID[kind]?.test(why) || isPhrase(why)) return ''
  if (kind === 'person-resolved' || kind === 'dialled') {
    const once = `${fact.stream} ${fact.person} ${why}`
    if (told?.has(once)) return ''
    told?.add(once)
  }
  return withNames(why, plan)
}

/** Where a question is asked, the reason is the name of its words. */
function isPhrase(why: string): boolean {
  return Object.hasOwn(PHRASES.en ?? {}, why)
}

/** In these places of a reason a person stands, by id. */
const PERSON =
  /(?<=\b(?:in place of|for|replaced by) |^)([a-z][a-z0-9-]*)(?= (?:is away|is replaced|had it|accepted|owns it|has no telephone|from \d|always)|, who is away)/g

export function withNames(text: string, plan: Plan | null): string {
  return text.replaceAll(PERSON, id => (plan && Object.hasOwn(plan.people, id) ? (plan.people[id]?.name ?? id) : id))
}
