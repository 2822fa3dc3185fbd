// A timeline for screen readers, pipes and narrow terminals: one event a line, in whole words, with
// no columns, lines or colours. Used by `calls show` and `incidents show`.
import type { Timeline, TimelineEvent } from './timeline.ts'

/** A line for each event, and one before each day; the days are apart by an empty one. */
export function asPlain({ zone, lanes, events }: Timeline): string {
  let day = ''
  const lines: string[] = []
  for (const event of events) {
    const { date, weekday, time, offset } = event.local
    if (date !== day) lines.push(...(day === '' ? [] : ['']), `${weekday} ${date}, ${zone}`)
    day = date
    lines.push(`${time} ${offset}, ${event.since}, ${lanes[event.lane]?.who}: ${event.what}${reasonText(event)}`)
  }
  return lines.map(line => `${line}\n`).join('')
}

/** ` (the reason; ladders.yaml:7)`, or nothing. */
export function reasonText({ why, rule }: TimelineEvent): string {
  const parts = [why, rule ?? ''].filter(part => part !== '')
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`
}
