// Office hours and duty windows as written: `mon-fri: 09:00-18:00`, `sat, sun: closed`, `daily: 00:00-24:00`. Called by shapes.
// A day written twice, and windows of one day that overlap, are problems.
import type { Weekday, Window } from '../core/plan/plan.ts'
import { didYouMean } from './nearest.ts'
import { type Parsed, parseWindow } from './parse-text.ts'

export const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export type PartWeek = Readonly<Partial<Record<Weekday, readonly Window[]>>>

/** `mon-fri`, `sat, sun`, `daily`; a range may run over the week's end (`fri-mon`). */
export function parseDays(text: string): Parsed<readonly Weekday[]> {
  const days: Weekday[] = []
  for (const part of text
    .toLowerCase()
    .split(',')
    .map(each => each.trim())) {
    if (part === 'daily') {
      days.push(...WEEK)
      continue
    }
    const ends = part.split(/\s*[-–]\s*/)
    const at = ends.map(day => WEEK.indexOf(day as Weekday))
    if (ends.length > 2 || at.includes(-1)) {
      const wrong = ends[at.indexOf(-1)] ?? part
      const meant = ends.map(end => WEEK.find(day => end.startsWith(day)))
      const guess = ends.length > 2 || meant.includes(undefined) ? undefined : meant.join('-')
      return {
        ok: false,
        message: `\`${wrong}\` is not a day of the week`,
        expected: 'mon, tue, wed, thu, fri, sat or sun, a range such as mon-fri, or daily',
        hint: guess ? `write ${guess}` : didYouMean(wrong, [...WEEK, 'daily']),
      }
    }
    const [first = 0, last = first] = at
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(WEEK[day] as Weekday)
      if (day === last) break
    }
  }
  return { ok: true, value: days }
}

/** One day's windows: a text with commas, or a list. */
export function parseWindows(texts: readonly string[]): Parsed<readonly Window[]> {
  const written = texts.flatMap(text => text.split(',')).map(each => each.trim())
  if (written.length === 1 && written[0] === 'closed') return { ok: true, value: [] }
  const windows: Window[] = []
  for (const each of written) {
    const window = parseWindow(each)
    if (!window.ok) return window
    windows.push(window.value)
  }
  windows.sort((a, b) => a.from - b.from)
  for (const [at, window] of windows.entries()) {
    const next = windows[at + 1]
    const end = window.to <= window.from ? window.to + 1440 : window.to
    if (next && next.from < end) {
      return {
        ok: false,
        message: `${windowText(window)} and ${windowText(next)} overlap`,
        expected: 'windows that do not overlap',
      }
    }
  }
  return { ok: true, value: windows }
}

function windowText({ from, to }: Window): string {
  return `${clock(from)}-${clock(to)}`
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
