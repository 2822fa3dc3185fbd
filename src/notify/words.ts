// How times, callers and lengths read in a mail. What callers and carriers wrote is one line and nothing but text.
import type { Caller } from '../core/notices/post.ts'
import type { Language, Plan } from '../core/plan/plan.ts'
import { asWritten } from '../core/plan/telephone-numbers.ts'
import { durationInWords } from '../core/words/duration-words.ts'
import type { EpochMs } from '../core/world/ids.ts'

/** Tuesday, March 10, 2026 at 02:14 CDT */
export function dateAndTime(zone: string, at: EpochMs, language: Language = 'en'): string {
  return inZone(zone, at, language, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
}

/** Tue, Mar 10, 02:14 */
export function shortTime(zone: string, at: EpochMs, language: Language = 'en'): string {
  return inZone(zone, at, language, { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' })
}

/** 02:14; with the day where that is another one than of `by`. */
export function clockOrDay(zone: string, at: EpochMs, by: EpochMs, language: Language = 'en'): string {
  const day = (time: EpochMs): string => inZone(zone, time, language, { year: 'numeric', month: 'short', day: 'numeric' })
  if (day(at) !== day(by)) return shortTime(zone, at, language)
  return inZone(zone, at, language, { hour: '2-digit', minute: '2-digit' })
}

/** 1 s, 45 s, 1 min 5 s, 75 min: less than a second is one. */
export function duration(ms: number): string {
  return durationInWords(Math.max(1000, ms), { largest: 'min' })
}

/** +1 512 777 0004, or that it was hidden. */
export function numberOf({ number, erased }: Caller, language: Language = 'en'): string {
  if (number === null) return language === 'es' ? (erased ? '(borrado)' : 'oculto') : erased ? '(erased)' : 'hidden'
  return asWritten(oneLine(number, 40))
}

export function callerOf(caller: Caller, language: Language = 'en'): string {
  const name = caller.name === null ? '' : oneLine(caller.name, 60)
  const number = numberOf(caller, language)
  return name === '' ? number : `${number}  "${name}"`
}

export function oneLine(text: string, most: number): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim()
  const letters = [...plain]
  return letters.length <= most ? plain : `${letters.slice(0, most - 1).join('')}…`
}

export function count(n: number, one: string, several = `${one}s`): string {
  return `${n} ${n === 1 ? one : several}`
}

/** What the rules call them today; their ids where the rules know them no more. */
export interface Names {
  readonly property: string
  readonly zone: string
  readonly language: Language
  /** The number of the phone desk, where the box has one. */
  readonly desk: string | null
  mailbox(id: string): string
  category(id: string): string
}

export function namesOf(plan: Plan, id: string, language: Language = plan.box.languages[0] ?? 'en'): Names {
  const property = plan.properties[id]
  return {
    property: property?.name ?? id,
    zone: property?.zone ?? plan.box.zone,
    desk: plan.box.desk?.lines[0] ?? null,
    language,
    mailbox: mailbox => property?.mailboxes[mailbox]?.name ?? mailbox,
    category(category) {
      const text = property?.categories[category] ?? {}
      return text[language] ?? text[plan.box.languages[0] ?? 'en'] ?? Object.values(text)[0] ?? category
    },
  }
}

function inZone(timeZone: string, at: EpochMs, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language === 'es' ? 'es-US' : 'en-US', { ...options, timeZone, hourCycle: 'h23' }).format(at)
}
