// The figures that are made of calls.
import type { Plan } from '../../core/plan/plan.ts'
import { ANSWER_TARGET_SECONDS, answerTargetOf } from '../../core/plan/target.ts'
import {
  type AbandonedIn,
  abandonedIn,
  answerMs,
  type CallKind,
  isSilent,
  kindOf,
  SHORT_MS,
  stayedMs,
  waitMs,
} from '../call-kinds.ts'
import { idsWhere, timed } from '../ids.ts'
import { countOf, shareOf, summaryOf } from '../numbers.ts'
import type { CallRecord, Records } from '../records.ts'
import type { Figure } from '../report.ts'
import { isWithin } from '../within.ts'

const DAY_MS = 86_400_000

export function callFigures({ calls, plan }: Records) {
  const kinds = Map.groupBy(calls, kindOf)
  const of = (kind: CallKind) => kinds.get(kind) ?? []
  const offered = calls.filter(call => kindOf(call) !== 'not-offered')
  const overflowed = Map.groupBy(of('overflow'), call => call.overflow)
  const overflow = (reason: string) => countOf(idsWhere(overflowed.get(reason) ?? []))
  const places = Map.groupBy(offered, abandonedIn)
  const left = (place: AbandonedIn) => countOf(idsWhere(places.get(place) ?? []))
  const abandoned = offered.filter(call => abandonedIn(call) !== null)
  const isShort = (call: CallRecord) => stayedMs(call) < SHORT_MS
  const short = abandoned.filter(isShort)
  const long = abandoned.filter(call => !isShort(call))
  const answer = timed(offered, answerMs)
  const wait = timed(offered, waitMs)
  const menu = timed(offered, call => since(call, call.menuAt))
  const human = timed(offered, call => since(call, call.humanAt))
  return {
    offered: countOf(idsWhere(offered)),
    'answered-by-office': countOf(idsWhere(of('office'))),
    'left-queue': countOf(idsWhere(of('left-queue'))),
    'came-back': countOf(idsWhere(of('came-back'))),
    'overflow-closed': overflow('closed'),
    'overflow-no-answer': overflow('no-answer'),
    'overflow-saturated': overflow('saturated'),
    'overflow-blocked': overflow('blocked'),
    'overflow-forwarded': overflow('forwarded'),
    'overflow-failsafe': overflow('failsafe'),
    'no-property': countOf(idsWhere(of('no-property'))),
    running: countOf(idsWhere(of('running'))),
    abandoned: countOf(idsWhere(abandoned)),
    'abandoned-queue': left('queue'),
    'abandoned-menu': left('menu'),
    'abandoned-tone': left('tone'),
    'abandoned-transfer': left('transfer'),
    'abandoned-statement': left('statement'),
    'abandoned-hold': left('hold'),
    'abandoned-failsafe': left('failsafe'),
    'abandoned-short': countOf(idsWhere(short)),
    'abandonment-rate': shareOf(idsWhere(abandoned), offered.length),
    'abandonment-rate-long': shareOf(idsWhere(long), offered.length - short.length),
    silent: countOf(idsWhere(offered, isSilent)),
    'service-level': serviceLevel(offered, plan),
    'answer-p50': summaryOf(answer, 'p50'),
    'answer-p90': summaryOf(answer, 'p90'),
    'answer-worst': summaryOf(answer, 'worst'),
    'wait-p50': summaryOf(wait, 'p50'),
    'wait-p90': summaryOf(wait, 'p90'),
    'wait-worst': summaryOf(wait, 'worst'),
    'menu-p50': summaryOf(menu, 'p50'),
    'menu-p90': summaryOf(menu, 'p90'),
    'menu-worst': summaryOf(menu, 'worst'),
    'human-p50': summaryOf(human, 'p50'),
    'human-p90': summaryOf(human, 'p90'),
    'human-worst': summaryOf(human, 'worst'),
    'repeat-callers': countOf(idsWhere(offered.filter(hadCalled))),
  }
}

function serviceLevel(offered: readonly CallRecord[], { properties }: Plan): Figure {
  const isInTime = ({ property }: CallRecord, ms: number) => {
    const rules = property === null ? undefined : properties[property]
    const seconds = rules === undefined ? ANSWER_TARGET_SECONDS : answerTargetOf(rules)
    return isWithin(ms, seconds)
  }
  const answered: CallRecord[] = []
  const inTime: CallRecord[] = []
  let lostLate = 0
  for (const call of offered) {
    const ms = answerMs(call)
    if (ms !== null) {
      answered.push(call)
      if (isInTime(call, ms)) inTime.push(call)
    } else if (abandonedIn(call) !== null && !isInTime(call, stayedMs(call))) lostLate += 1
  }
  return shareOf(idsWhere(inTime), answered.length + lostLate)
}

function hadCalled({ calledBefore, arrivedAt }: CallRecord): boolean {
  return calledBefore !== null && arrivedAt - calledBefore <= DAY_MS
}

function since(call: CallRecord, at: number | null): number | null {
  return at === null ? null : at - call.arrivedAt
}
