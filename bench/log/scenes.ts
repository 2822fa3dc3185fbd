// What happened in the simulated month, cut into scenes: all turns of the streams that ever shared
// a turn. A scene is kept as a text with places in it, for times, ids, names and numbers, so that
// the same can happen to another property at another time. Called by write-history.ts.
import { ownerOfLeg } from '../../src/core/world/our-legs.ts'
import type { Turn } from '../../src/core/world/world.ts'
import { isWorthKeeping } from '../../src/store/journal/append-turn.ts'
import { numbered } from './rules.ts'

export interface Scene {
  /** Of its first turn, ms since the epoch. */
  readonly at: number
  readonly property: number
  /** Callers in it. */
  readonly calls: number
  readonly turns: readonly SceneTurn[]
}

export interface SceneTurn {
  readonly at: number
  readonly parts: readonly Part[]
}

/** A text as it is, or a place. */
type Part =
  | string
  | { readonly is: 'ms' | 'seconds' | 'date'; readonly was: number }
  | { readonly is: 'property' | 'nth' | 'plan' }

/** How a scene happens once more. */
export interface Again {
  readonly property: number
  /** Later by so many ms. */
  readonly shift: number
  /** Whole days, for the dates in reasons. */
  readonly days: number
  /** Hash of the plan. */
  readonly plan: string
}

export interface Scenes {
  /** To be called with every turn. */
  take(turn: Turn): void
  /** By property, in the order of their beginning. */
  byProperty(): readonly (readonly Scene[])[]
}

interface Found {
  readonly streams: readonly string[]
  readonly at: number
  readonly text: string
  readonly property: number | null
  readonly calls: number
}

export function openScenes(): Scenes {
  const found: Found[] = []
  const joined = unions()
  return {
    take(turn) {
      if (!isWorthKeeping(turn)) return
      const streams = streamsOf(turn)
      // Of the box itself: nobody's story.
      if (streams.length === 0) return
      for (const stream of streams) joined.join(streams[0] ?? stream, stream)
      // What is dialled counts for the caps; the rest is not written.
      const text = JSON.stringify({ ...turn, commands: turn.commands.filter(command => command.do === 'dial') })
      const name = /"property":"court-(\d{4})"/.exec(text)?.[1]
      const calls = turn.facts.filter(({ kind }) => kind === 'arrived').length
      found.push({ streams, at: turn.at, text, property: name === undefined ? null : Number(name), calls })
    },
    byProperty() {
      const turns = Map.groupBy(found, ({ streams }) => joined.of(streams[0] ?? ''))
      const scenes = [...turns.values()].flatMap(sceneOf)
      const all = Map.groupBy(scenes, ({ property }) => property)
      return [...all].sort(([a], [b]) => a - b).map(([, list]) => list.sort((a, b) => a.at - b.at))
    },
  }
}

function sceneOf(turns: readonly Found[]): Scene[] {
  const [first] = turns
  const property = turns.find(turn => turn.property !== null)?.property ?? null
  if (first === undefined || property === null) return []
  const calls = turns.reduce((sum, turn) => sum + turn.calls, 0)
  return [{ at: first.at, property, calls, turns: turns.map(({ at, text }) => ({ at, parts: partsOf(text) })) }]
}

function streamsOf({ input, changes, facts }: Turn): string[] {
  const named = 'stream' in input ? input.stream : 'channel' in input ? (ownerOfLeg(input.channel) ?? input.channel) : null
  const all = [...changes.map(({ id }) => id), ...facts.map(({ stream }) => stream), ...(named === null ? [] : [named])]
  return [...new Set<string>(all)]
}

/** Which streams belong together. */
function unions() {
  const parent = new Map<string, string>()
  function of(one: string): string {
    const up = parent.get(one)
    if (up === undefined || up === one) return one
    const top = of(up)
    parent.set(one, top)
    return top
  }
  return { of, join: (a: string, b: string): void => void parent.set(of(a), of(b)) }
}

// Times in ms; the seconds and the count of a channel's id; names and numbers of a property; dates.
const PLACES =
  /(?<![\d.])(?<ms>1[67]\d{11})(?!\d)|(?<![\d.])(?<seconds>1[67]\d{8})(?<dot>[.-])(?<nth>\d+)|(?<name>(?:court|tech|boss|crew|urgent|menu|desk)-|\+1512[237])(?<property>\d{4})|(?<date>20\d\d-\d\d-\d\d)(?= )|(?<plan>simulated-plan)/g

function partsOf(text: string): Part[] {
  const parts: Part[] = []
  let plain = ''
  let from = 0
  function place(part: Exclude<Part, string>): void {
    if (plain !== '') parts.push(plain)
    plain = ''
    parts.push(part)
  }
  for (const match of text.matchAll(PLACES)) {
    const { ms, seconds, dot = '', nth = '', name = '', property, date } = match.groups ?? {}
    plain += text.slice(from, match.index)
    from = match.index + match[0].length
    if (ms !== undefined) place({ is: 'ms', was: Number(ms) })
    else if (seconds !== undefined) {
      place({ is: 'seconds', was: Number(seconds) })
      plain = `${dot}${nth}`
      // Of another property's call of the same second, too.
      place({ is: 'nth' })
    } else if (property !== undefined) {
      plain += name
      place({ is: 'property' })
    } else if (date !== undefined) place({ is: 'date', was: Date.parse(date) })
    else place({ is: 'plan' })
  }
  return [...parts, plain + text.slice(from)]
}

const DAY_MS = 86_400_000

/** The turn, as it happens once more. */
export function turnAgain({ parts }: SceneTurn, { property, shift, days, plan }: Again): Turn {
  const name = numbered(property)
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    else if (part.is === 'ms') text += part.was + shift
    else if (part.is === 'seconds') text += part.was + Math.round(shift / 1000)
    else if (part.is === 'date') text += new Date(part.was + days * DAY_MS).toISOString().slice(0, 10)
    else text += part.is === 'plan' ? plan : name
  }
  return JSON.parse(text) as Turn
}
