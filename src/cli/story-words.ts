// The words that stories of calls and of incidents share. Used by call-story.ts, incident-story.ts and whoever sums up.
import { isForOwner } from '../core/notices/events.ts'
import type { BrokeFact, ClockFact, NoticeFact } from '../core/world/facts.ts'
import { duration } from './local-time.ts'
import { count, oneLine } from './plain-text.ts'

export function keptText({ recording, ms }: { readonly recording: string; readonly ms: number }): string {
  return `The recording ${recording} is kept, ${duration(ms)}`
}

export function clockText({ ms }: ClockFact): string {
  return `The clock went forward by ${duration(ms)} at once; nobody on the line has less time for it`
}

export function toldOutside({ kind, way, whom, event }: NoticeFact): string {
  const to = oneLine(whom, 60)
  const by = way === 'webhook' ? `The webhook ${to}` : way === 'sms' ? `A text message to ${to}` : `Mail to ${to}`
  return kind === 'notice-sent'
    ? `${by} about this (${event}) was sent`
    : `${by} about this (${event}) could not be sent${isForOwner(event) ? '' : ' for a day'}`
}

/** What became of an incident, for people. */
export const OUTCOME_WORDS = {
  'fixed-by-phone': 'fixed by phone',
  'going-out': 'going out',
  'false-alarm': 'a false alarm',
  'needs-follow-up': 'needs follow-up',
} as const

export function number(callerNumber: string | null): string {
  return callerNumber === null ? 'a withheld number' : oneLine(callerNumber, 40)
}

/** `3 calls, 1 incident`: for summaries. */
export function callsAndIncidents(calls: number, incidents: number): string {
  return `${count(calls, 'call')}, ${count(incidents, 'incident')}`
}

export function brokeText({ input, in: where }: BrokeFact): string {
  const what = where === 'deciding' ? `"${input}" could not be decided` : `what "${input}" led to could not be kept`
  return `A mistake of Nightbell's own: ${what}`
}
