// Which channels are being spoken to. A variable cannot be set while a playback runs: the request would hang until its end and
// hold a connection. So the dead-man's switch is renewed when the channel falls silent. Used by connect.ts.
const LONGEST_WAIT_MS = 30_000

export interface Speaking {
  began(channel: string, playback: string): void
  ended(channel: string, playback: string): void
  gone(channel: string): void
  /** Resolves when nothing is being said to the channel, or after 30 s in any case. */
  silence(channel: string): Promise<void>
}

export function openSpeaking(longestMs: number = LONGEST_WAIT_MS): Speaking {
  const playing = new Map<string, Set<string>>()
  const waiting = new Map<string, Set<() => void>>()

  function silent(channel: string): void {
    playing.delete(channel)
    const all = waiting.get(channel)
    waiting.delete(channel)
    for (const go of all ?? []) go()
  }

  return {
    began(channel, playback) {
      const own = playing.get(channel)
      if (own) own.add(playback)
      else playing.set(channel, new Set([playback]))
    },
    ended(channel, playback) {
      const own = playing.get(channel)
      if (own?.delete(playback) && own.size === 0) silent(channel)
    },
    gone: silent,
    silence(channel) {
      if (!playing.has(channel)) return Promise.resolve()
      return new Promise(done => {
        const go = () => {
          clearTimeout(timer)
          done()
        }
        // A playback whose end was never told must not stand in the way for ever.
        const timer = setTimeout(() => silent(channel), longestMs)
        const all = waiting.get(channel)
        if (all) all.add(go)
        else waiting.set(channel, new Set([go]))
      })
    },
  }
}
