// What each channel hears, looked at all the time: whoever is up and in the application's care hears a sound, music or another person, or is
// being recorded. Everything else is silence, and how long it lasts is told to whoever asked. Looks, and changes nothing.
import type { Channel, Exchange } from './exchange.ts'

/** How often it looks, seconds: a silence is known to within this. */
const LOOK_S = 0.25

export interface Silence {
  readonly channel: string
  readonly kind: Channel['kind']
  readonly since: number
  readonly seconds: number
}

/** Calls back for a channel in silence at every look, as long as it lasts. */
export function watchHearing(exchange: Exchange, silent: (silence: Silence) => void): () => void {
  const { clock, channels } = exchange
  const since = new Map<string, number>()
  let stopped = false

  function look(): void {
    if (stopped) return
    for (const id of since.keys()) if (!channels.has(id)) since.delete(id)
    for (const channel of channels.values()) {
      if (hears(exchange, channel)) since.delete(channel.id)
      else tell(channel)
    }
    clock.after(LOOK_S, look)
  }

  function tell({ id, kind }: Channel): void {
    const began = since.get(id) ?? clock.now()
    since.set(id, began)
    silent({ channel: id, kind, since: began, seconds: (clock.now() - began) / 1000 })
  }

  look()
  return () => {
    stopped = true
  }
}

/** Before the answer it rings, or the far side's network speaks; outside the application the dialplan speaks. */
export function hears({ bridges }: Exchange, { state, place, playing, recorder, bridge }: Channel): boolean {
  if (state !== 'up' || place !== 'application' || playing !== null || recorder !== null) return true
  const there = bridge === null ? undefined : bridges.get(bridge)
  return there !== undefined && (there.type === 'hold' || there.members.size > 1)
}
