// One English sentence for every kind of fact of an incident. Part of story.ts; the switch is exhaustive.
import type { Plan } from '../core/plan/plan.ts'
import type { Fact, IncidentFact } from '../core/world/facts.ts'
import { duration } from './local-time.ts'
import { ATTEMPT_RESULTS } from './outcomes.ts'
import { count, oneLine } from './plain-text.ts'
import { brokeText, clockText, keptText, number, OUTCOME_WORDS, toldOutside } from './story-words.ts'

export function ofIncident(fact: Fact & IncidentFact, plan: Plan | null): string {
  const named = (id: string) => plan?.people[id]?.name ?? id
  const all = (ids: readonly string[]) => (ids.length === 0 ? 'nobody' : [...new Set(ids)].map(named).join(', '))
  switch (fact.kind) {
    case 'opened': {
      const category = plan?.properties[fact.property]?.categories[fact.category]
      return `Urgent: ${Object.values(category ?? {})[0] ?? fact.category}, ladder ${fact.ladder}`
    }
    case 'late':
      return `LATE: nobody has it ${duration(fact.targetSeconds * 1000)} after the call came in`
    case 'core-broke':
      return brokeText(fact)
    case 'pass-began':
      return `Pass ${fact.pass} of the ladder begins`
    case 'rung-began':
      return `Rung ${fact.rung}${fact.try > 1 ? `, try ${fact.try}` : ''}: ${all(fact.people)}`
    case 'rung-skipped':
      return `Rung ${fact.rung} is skipped`
    case 'person-resolved':
      return `${named(fact.person)} is to be rung`
    case 'dial-capped':
      return `${named(fact.person)} is not rung now`
    case 'passed-over':
      return `${named(fact.person)} is passed over, busy with ${fact.busyWith}`
    case 'waiting-for-busy':
      return `Waiting until ${all(fact.people)} ${new Set(fact.people).size === 1 ? 'is' : 'are'} free`
    case 'dialled':
      return `Ringing ${named(fact.person)} at ${fact.phone} over ${fact.trunk}`
    case 'rang':
      return `${named(fact.person)}'s telephone rings`
    case 'answered':
      return `${named(fact.person)}'s telephone is answered`
    case 'voice-heard':
      return `Somebody speaks at ${named(fact.person)}'s telephone: the accept time begins anew`
    case 'no-keys':
      return `${named(fact.person)}'s telephone offers no way to send keys`
    case 'leg-key':
      return `${named(fact.person)} pressed ${oneLine(fact.digit, 4)}: ${fact.meaning}`
    case 'attempt-ended':
      return `${named(fact.person)} ${ATTEMPT_RESULTS[fact.result]}`
    case 'accepted':
      return `${named(fact.person)} took it, ${duration(fact.waitedMs)} after it was opened`
    case 'owned':
      return `${named(fact.person)} owns it ${OWNED[fact.how]}`
    case 'already-taken':
      return `${named(fact.person)} is told that ${named(fact.by)} has it`
    case 'bridged':
      return `${named(fact.person)} and the caller talk`
    case 'talk-recorded':
      return `The talk is recorded as ${fact.recording}`
    case 'recording-kept':
      return keptText(fact)
    case 'technician-lost':
      return `The line to ${named(fact.person)} broke after ${duration(fact.talkedMs)}`
    case 'talk-ended':
      return `The talk ended after ${duration(fact.talkedMs)}: the ${fact.by} hung up`
    case 'caller-dialled':
      return `Ringing the caller back at ${number(fact.callerNumber)} over ${fact.trunk}, for ${named(fact.person)}`
    case 'caller-rings':
      return "The caller's telephone rings"
    case 'caller-answered':
      return "The caller's telephone is answered"
    case 'caller-not-reached':
      return `The caller was not reached (${fact.result})`
    case 'caller-came-back':
      return 'The caller has called in meanwhile, and is connected'
    case 'given-back':
      return `${named(fact.person)} passes it on after all`
    case 'owner-told': {
      const how = fact.by === 'sms' ? 'by text message' : 'on the telephone'
      const what =
        fact.of === 'reminder' ? 'is reminded' : `is told what others have said (${count(fact.statements, 'statement')})`
      return `${named(fact.person)} ${what}, ${how}`
    }
    case 'outcome-asked':
      return `${named(fact.person)} is asked what became of it`
    case 'resolved':
      return `RESOLVED, ${OUTCOME_WORDS[fact.outcome]}: ${named(fact.by)}`
    case 'reopened':
      return `${named(fact.by)} reopens it`
    case 'acknowledgement-expired':
      return `${named(fact.person)} has it no more: there was no outcome in time`
    case 'closed-without-outcome':
      return `Closed: ${named(fact.person)} had it, and nobody said what became of it`
    case 'dial-refused':
      return `${number(fact.callerNumber)} is not called`
    case 'statement-added':
      return `The caller's words are kept for the technician, recording ${fact.recording}`
    case 'caller-left':
      return 'The caller is gone; the incident stays'
    case 'joined':
      return 'Another caller about the same'
    case 'insisted':
      return `A caller who joined must speak with somebody${fact.beside === null ? '' : `: ${fact.beside} is opened beside it`}`
    case 'storm-began':
      return `STORM: ${fact.callers} callers about this within ${duration(fact.withinSeconds * 1000)}; further ones join it`
    case 'folded':
      return `It is part of ${fact.into} now`
    case 'folded-in':
      return `${fact.of} is part of it now`
    case 'still-needs-help':
      return 'The caller still needs help'
    case 'pass-exhausted':
      return `Nobody took it in pass ${fact.pass}`
    case 'still-unreached':
      return `Nobody took it in retry ${fact.retries}; rung again in ${duration(fact.retryAt - fact.at)}`
    case 'retries-over':
      return `Nobody took it in ${count(fact.retries, 'retry', 'retries')}: it is rung no more, and stays open`
    case 'unreached':
      return 'UNREACHED: nobody has it; the incident stays open'
    case 'acknowledged':
      return `${named(fact.person)} has acknowledged it`
    case 'recording-removed':
      return `The recording ${fact.recording} is removed`
    case 'notice-sent':
    case 'notice-given-up':
      return toldOutside(fact)
    case 'clock-jumped':
      return clockText(fact)
    case 'recovered':
      return `After a restart: ${fact.found}`
    case 'command-failed':
      return `The PBX could not do "${fact.command}"`
  }
}

const OWNED = {
  'key-5': 'without talking, key 5',
  'key-1-caller-gone': 'without talking, key 1 after the caller left',
  'key-1-called-back': 'key 1, and the caller was called back',
  desk: 'from the phone desk',
  'by-hand': 'by hand, from the command line',
} as const
