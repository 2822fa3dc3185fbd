// One English sentence for every kind of fact of the phone desk and of what staff set there. Part of story.ts.
import { officePhoneNamed } from '../core/plan/office-phone.ts'
import type { BrokeFact, DeskFact, Fact, StandingFact } from '../core/world/facts.ts'
import { ofEmergency } from './emergency-story.ts'
import { oneLine } from './plain-text.ts'
import { brokeText, toldOutside } from './story-words.ts'

const DESK_FACTS: Readonly<Record<Exclude<DeskFact, BrokeFact>['kind'], true>> = {
  'desk-opened': true,
  'desk-refused': true,
  'desk-key': true,
  'number-typed': true,
}

export function isDeskFact(fact: Fact): fact is Fact & Exclude<DeskFact, BrokeFact> {
  return Object.hasOwn(DESK_FACTS, fact.kind)
}

type Named = (person: string) => string

export function ofDesk(fact: Exclude<DeskFact, BrokeFact>, named: Named): string {
  switch (fact.kind) {
    case 'desk-opened':
      return `${named(fact.person)} is at the phone desk, known by ${fact.how === 'pin' ? 'PIN' : 'caller ID'}`
    case 'desk-refused':
      return fact.person === null ? 'The phone desk stays closed' : `The phone desk stays closed to ${named(fact.person)}`
    case 'desk-key':
      return `Pressed ${oneLine(fact.digit, 4)}: ${fact.meaning}`
    case 'number-typed':
      return `Typed the number ${oneLine(String(fact.number), 20)}`
  }
}

export function ofStanding(fact: StandingFact, named: Named, time: (at: number) => string): string {
  const until = (at: number | null): string => (at === null ? 'until somebody changes it' : `until ${time(at)}`)
  switch (fact.kind) {
    case 'core-broke':
      return brokeText(fact)
    case 'notice-sent':
    case 'notice-given-up':
      return toldOutside(fact)
    case 'duty-changed':
      return `${named(fact.by)} puts ${named(fact.person)} on call in ${fact.schedule} ${until(fact.until)}`
    case 'duty-change-ended':
      return `The rules say again who is on call in ${fact.schedule}`
    case 'notice-set':
      return `${named(fact.by)} recorded a notice for callers of ${fact.property}, ${until(fact.until)}`
    case 'notice-ended':
      return `Callers of ${fact.property} hear the notice no more`
    case 'pin-wrong':
      return `A wrong PIN ${whose(fact.person, named)}${fromText(fact.from)}, ${fact.tries} in a row`
    case 'pins-forgotten':
      return `Wrong PINs ${whose(fact.person, named)}${fromText(fact.from)} are counted anew`
    case 'emergency-dialled':
    case 'emergency-refused':
    case 'emergency-answered':
    case 'emergency-failed':
    case 'emergency-ended':
      return ofEmergency(fact, time)
    case 'hold-set':
      return `LEGAL HOLD on ${fact.of} ${oneLine(fact.name, 60)}, set by ${oneLine(fact.by, 60)} (${oneLine(fact.why, 200)})`
    case 'hold-ended':
      return `The legal hold on ${fact.of} ${oneLine(fact.name, 60)} is ended by ${oneLine(fact.by ?? '?', 60)} (${oneLine(fact.why, 200)})`
  }
}

/** Where wrong PINs came from, as core/desk/wrong-pins.ts names it. */
export function fromText(from: string | undefined): string {
  if (from === undefined) return ''
  const phone = officePhoneNamed(from)
  if (phone !== null) return ` at the office telephone ${phone}`
  if (from === 'own') return ' from their own telephone'
  return from.startsWith('withheld:') ? ' from a withheld number' : ' from another number'
}

/** Earlier versions counted by person, or by office telephone. */
export function whose(id: string, named: Named): string {
  const phone = officePhoneNamed(id)
  return phone === null ? `for ${named(id)}` : `at the office telephone ${phone}`
}
