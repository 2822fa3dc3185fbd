// The register of alarms: what an administrator must see. Each has a stable kind, a beginning, an end and a count; the same alarm twice is
// one. What is wrong has an end that its source knows; what merely happened stands for a while. Every part of the daemon tells its
// alarms here, and `nightbell status` shows them: what is wrong now, and what was. Nothing here decides about calls or health.
import { every } from './clock.ts'
import type { Alarm, Alarms, Clock, Log, Wrong } from './ports.ts'

export type { Alarm, Alarms, Wrong } from './ports.ts'

/** How long something that happened stands, ms. */
const STANDS_MS = 15 * 60_000
/** How often sources are asked, ms. */
const LOOK_MS = 10_000
const MOST_OF_A_KIND = 20
const MOST_OF_A_SOURCE = 50
const MOST_OVER = 100
const OTHERS = 'others'

interface Standing extends Alarm {
  /** When it ends by itself; null: its source ends it. */
  readonly endsAt: number | null
  readonly source: number | null
}

export function openAlarms({ clock, log }: { readonly clock: Clock; readonly log: Log }): Alarms {
  const standing = new Map<string, Standing>()
  let over: readonly Alarm[] = []
  const sources: (() => readonly Wrong[])[] = []

  function begin(wrong: Wrong, source: number | null = null): string {
    return note(wrong, source, null)
  }

  function note(wrong: Wrong, source: number | null, endsAt: number | null): string {
    const wanted = wrong.about ?? ''
    const about = endsAt === null ? wanted : roomFor(wrong.kind, wanted)
    const id = idOf(wrong.kind, about)
    const at = clock.now()
    const known = standing.get(id)
    const before = known ?? over.find(one => idOf(one.kind, one.about) === id)
    const again = known === undefined || endsAt !== null
    const since = known?.since ?? wrong.since ?? at
    const count = (before?.count ?? 0) + (again ? 1 : 0)
    standing.set(id, { kind: wrong.kind, about, what: wrong.what, since, last: at, until: null, count, endsAt, source })
    if (known !== undefined) return id
    over = over.filter(one => one !== before)
    log.error({ kind: wrong.kind, about, what: wrong.what, count }, 'alarm')
    return id
  }

  /** Strangers can cause alarms, as many as they like: those of one kind never push out the others. */
  function roomFor(kind: string, about: string): string {
    if (standing.has(idOf(kind, about))) return about
    const same = [...standing.values()].filter(one => one.kind === kind).length
    return same >= MOST_OF_A_KIND ? OTHERS : about
  }

  function end(id: string): void {
    const alarm = standing.get(id)
    if (alarm === undefined) return
    standing.delete(id)
    const { endsAt, source, ...rest } = alarm
    const until = endsAt === null ? clock.now() : alarm.last
    over = [{ ...rest, until }, ...over].slice(0, MOST_OVER)
    if (endsAt === null) log.info({ kind: alarm.kind, about: alarm.about, what: alarm.what }, 'the alarm is over')
  }

  function look(): void {
    const at = clock.now()
    for (const [id, { endsAt }] of standing) if (endsAt !== null && endsAt <= at) end(id)
    for (const [n, source] of sources.entries()) {
      const named = new Set(said(source).map(wrong => begin(wrong, n)))
      for (const [id, alarm] of standing) if (alarm.source === n && !named.has(id)) end(id)
    }
  }

  /** A source that fails is an alarm, and keeps no other from being asked. */
  function said(source: () => readonly Wrong[]): readonly Wrong[] {
    try {
      return source().slice(0, MOST_OF_A_SOURCE)
    } catch (error) {
      return [{ kind: 'alarms-unknown', what: `a part of the daemon can not say how it is: ${String(error)}` }]
    }
  }

  const stop = every(clock, LOOK_MS, look)
  return {
    begin: wrong => void begin(wrong),
    end: (kind, about = '') => end(idOf(kind, about)),
    happened: (wrong, standsMs = STANDS_MS) => void note(wrong, null, clock.now() + standsMs),
    from: source => void sources.push(source),
    now() {
      look()
      return [...standing.values()].map(({ endsAt, source, ...alarm }) => alarm).toSorted((one, other) => other.since - one.since)
    },
    was() {
      look()
      return over
    },
    stop,
  }
}

function idOf(kind: string, about: string): string {
  return `${kind} ${about}`
}
