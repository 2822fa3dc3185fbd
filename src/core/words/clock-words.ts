// A moment as people say it: the day of the week and the time of the day, on the wall clock of a zone. Used where staff hear until when
// something stands.
import { localTime } from '../plan/local-time.ts'
import type { Language } from '../plan/plan.ts'
import type { EpochMs } from '../world/ids.ts'

const DAYS: Readonly<Record<string, readonly string[]>> = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  es: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
}

export function spokenTime(language: Language, zone: string, at: EpochMs): string {
  const [, year = '', month = '', day = '', hour = '', minute = ''] =
    /^(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d)/.exec(localTime(zone, at)) ?? []
  const weekday = (DAYS[language] ?? DAYS.en)?.[dayOfWeek(Number(year), Number(month), Number(day))] ?? ''
  const half = Number(hour) < 12 ? 'AM' : 'PM'
  return `${weekday} ${Number(hour) % 12 === 0 ? 12 : Number(hour) % 12}:${minute} ${half}`
}

/** 0 is a Sunday (Sakamoto's method). */
function dayOfWeek(year: number, month: number, day: number): number {
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  const y = month < 3 ? year - 1 : year
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day) % 7
}
