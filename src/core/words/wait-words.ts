// A wait in words, as people say it: tens of seconds, minutes, hours, days. Used where a technician or a caller hears how long something has waited.
import type { Language, Plan } from '../plan/plan.ts'
import type { PhraseKey } from './phrases.ts'
import { phrase } from './speech.ts'

export function waitWords(plan: Plan, language: Language, ms: number): string {
  const [key, n]: [PhraseKey, number] =
    ms < 90_000
      ? ['wait-seconds', Math.max(10, Math.round(ms / 10_000) * 10)]
      : ms < 100 * 60_000
        ? ['wait-minutes', Math.round(ms / 60_000)]
        : ms < 48 * 3_600_000
          ? ['wait-hours', Math.round(ms / 3_600_000)]
          : ['wait-days', Math.round(ms / 86_400_000)]
  const [words] = phrase(plan, language, key, { n: String(n) })
  return words?.kind === 'text' ? words.text : ''
}
