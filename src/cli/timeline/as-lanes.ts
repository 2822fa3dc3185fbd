// A timeline for a terminal that is wide enough: a bar for each lane, a mark where something
// happens, and the words beside them. What colours say, marks and words say too. Used by
// show.ts.

import type { Style } from '../io.ts'
import { duration } from '../local-time.ts'
import { reasonText } from './as-plain.ts'
import { cut, wrapped } from './text-width.ts'
import type { LaneState, Timeline, TimelineEvent, Tone } from './timeline.ts'

export interface Sheet {
  /** No line is wider. */
  readonly columns: number
  /** Lines and marks beyond ASCII. */
  readonly unicode: boolean
  readonly style: (style: Style, text: string) => string
}

/** Null where the terminal is too narrow for so many lanes: then the plain form reads better. */
export function asLanes(timeline: Timeline, { columns, unicode, style }: Sheet): string | null {
  const { zone, lanes, events } = timeline
  const glyphs = unicode ? UNICODE : ASCII
  const sinceWidth = Math.max(6, ...events.map(({ since }) => since.length))
  const timeWidth = TIME_WIDTH + sinceWidth
  const textWidth = columns - timeWidth - 2 - 2 * lanes.length - 1
  if (textWidth < NARROWEST) return null

  const bar = (state: LaneState): string => {
    const glyph = glyphs.states[state]
    return STATE_STYLES[state] === null ? glyph : style(STATE_STYLES[state], glyph)
  }
  const bars = (states: readonly LaneState[], mark?: { readonly lane: number; readonly text: string }): string =>
    states.map((state, nth) => (nth === mark?.lane ? mark.text : bar(state))).join(' ')
  const space = ' '.repeat(timeWidth + 2)

  function head(): string[] {
    return lanes.map(({ name }, nth) => {
      const before = `${glyphs.states.on} `.repeat(nth)
      return `${space}${style('dim', before)}${style('bold', cut(name, columns - timeWidth - 2 - 2 * nth, glyphs.more))}`
    })
  }

  function rows(event: TimelineEvent): string[] {
    const { local, since, what, tone, lane, states } = event
    const mark = { lane, text: toned(tone, glyphs.marks[tone]) }
    const all = `${what}${reasonText(event)}`
    let at = 0
    return wrapped(all, textWidth).map((line, nth) => {
      at = all.indexOf(line, at)
      const own = Math.max(0, Math.min(line.length, what.length - at))
      at += line.length
      const reason = line.slice(own)
      const text = `${toned(tone, line.slice(0, own))}${reason === '' ? '' : style('dim', reason)}`
      if (nth > 0) return `${space}${bars(states)}  ${text}`
      const time = style('dim', `${local.time} ${local.offset}  ${since.padStart(sinceWidth)}`)
      return `${time}  ${bars(states, mark)}  ${text}`
    })
  }

  function toned(tone: Tone, text: string): string {
    return tone === 'event' || text === '' ? text : style(TONE_STYLES[tone], text)
  }

  function gap({ before, after }: TimelineEvent): string[] {
    return after <= SILENCE_MS ? [] : [`${space}${bars(before)}  ${style('dim', `${glyphs.gap} ${duration(after)}`)}`]
  }

  let day = ''
  const lines: string[] = []
  for (const event of events) {
    const { date, weekday } = event.local
    if (date !== day)
      lines.push(...(day === '' ? [] : ['']), style('bold', cut(`${weekday} ${date}, ${zone}`, columns, glyphs.more)))
    if (day === '') lines.push(...head())
    day = date
    lines.push(...gap(event), ...rows(event))
  }
  lines.push('', ...wrapped(legend(glyphs), columns).map(line => style('dim', line)))
  return lines.map(line => `${line.trimEnd()}\n`).join('')
}

/** `01:59:50 -06:00  ` */
const TIME_WIDTH = 17
/** Words in less read badly. */
const NARROWEST = 40
/** Time in which nothing happened is shown when it is longer. */
const SILENCE_MS = 5000

interface Glyphs {
  readonly states: Readonly<Record<LaneState, string>>
  readonly marks: Readonly<Record<Tone, string>>
  readonly more: string
  readonly gap: string
}

const UNICODE: Glyphs = {
  states: { none: ' ', begun: '┊', on: '│', answered: '┃', talk: '║' },
  marks: { event: '●', decided: '◆', good: '✓', bad: '✗' },
  more: '…',
  gap: '⋯',
}
const ASCII: Glyphs = {
  states: { none: ' ', begun: ':', on: '|', answered: '!', talk: '#' },
  marks: { event: 'o', decided: '>', good: '+', bad: 'x' },
  more: '...',
  gap: '...',
}

const STATE_STYLES: Readonly<Record<LaneState, Style | null>> = {
  none: null,
  begun: 'dim',
  on: null,
  answered: 'yellow',
  talk: 'green',
}
const TONE_STYLES: Readonly<Record<Exclude<Tone, 'event'>, Style>> = { decided: 'cyan', good: 'green', bad: 'red' }

function legend({ states, marks }: Glyphs): string {
  return (
    `${states.begun} dialled, or open   ${states.on} rings, or on the line   ${states.answered} answered   ${states.talk} talks   ` +
    `${marks.event} a step   ${marks.decided} a key, a choice   ${marks.good} well   ${marks.bad} not`
  )
}
