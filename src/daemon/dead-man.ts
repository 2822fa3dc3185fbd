// The dead-man's switch of one channel: when it runs out, the dialplan takes the channel over from a
// silent daemon (decision 5). It is renewed only when little time is left: each renewal is a
// request, and one to a channel that plays or records waits until that is over. Used by lane.ts.
import { secondsOf } from '../core/words/speech-length.ts'
import type { Speech } from '../core/world/commands.ts'
import type { ChannelId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { isOurLeg } from '../core/world/our-legs.ts'
import { inTime } from './insist.ts'
import type { Clock, Done, Telephony } from './ports.ts'

const SECONDS = 45
/** The longest that a caller may be left with a dead daemon, seconds. */
const CALLER_SECONDS = 58
/** Staff may be hearing the longest message that rules allow, seconds. */
const STAFF_SECONDS = 660
/** What the dialplan sets before it hands a channel over (asterisk/extensions.conf), less some
 * seconds for the way, ms. */
const HANDED_OVER_MS = { arrived: 40_000, legAnswered: 55_000, queue: 55_000, deadman: 8000 }
/** Checked every 14 s: renewed when less than this is left, ms. */
const RENEW_BELOW_MS = 24_000
/** Left at the end of a sentence, ms. */
const SPARE_MS = 10_000
/** A renewal that takes longer is not waited for, ms. */
const RENEWAL_MS = 800

export interface DeadMan {
  /** The dialplan handed the channel over, with its own time on the switch. */
  handedOver(input: Extract<Input, { type: 'arrived' | 'legAnswered' | 'returned' }>): void
  /** Little time is left. */
  isDue(): boolean
  renew(): Promise<Done>
  /** It can't be renewed while something is being said: what takes long gets long enough, before it begins. */
  outlast(speech: readonly Speech[]): Promise<void>
  /** The same for a recording. */
  outlastRecording(seconds: number): Promise<void>
  /** Two people who talk need no daemon. */
  lift(): void
  /** The talk is over: it is needed again. */
  resume(): void
  /** Lets the dialplan take the channel in a second. */
  strike(): void
}

export function openDeadMan(channel: ChannelId, telephony: Pick<Telephony, 'deadMan'>, clock: Clock): DeadMan {
  /** When it strikes. Unknown at first: then it is due. */
  let at = 0
  let lifted = false

  function set(seconds: number): Promise<Done> {
    at = clock.now() + seconds * 1000
    return telephony.deadMan(channel, seconds)
  }

  async function outlast(seconds: number, most: number): Promise<void> {
    if (at - clock.now() >= seconds * 1000 + SPARE_MS) return
    await inTime(clock, set(Math.min(most, Math.max(SECONDS, seconds + 15))), RENEWAL_MS)
  }

  return {
    handedOver(input) {
      lifted = false
      at = clock.now() + HANDED_OVER_MS[input.type === 'returned' ? input.from : input.type]
    },
    isDue: () => at - clock.now() < RENEW_BELOW_MS,
    renew: () => set(SECONDS),
    outlast(speech) {
      const staff = isOurLeg(channel) || speech.some(piece => piece.kind === 'recording' && piece.ms !== undefined)
      return outlast(Math.ceil(secondsOf(speech)), staff ? STAFF_SECONDS : CALLER_SECONDS)
    },
    async outlastRecording(seconds) {
      await inTime(clock, set(seconds + 8), RENEWAL_MS)
    },
    lift() {
      lifted = true
      at = Number.POSITIVE_INFINITY
      void telephony.deadMan(channel, 0)
    },
    resume() {
      if (lifted) at = 0
      lifted = false
    },
    strike() {
      void telephony.deadMan(channel, 1)
      // Nobody renews it meanwhile.
      at = Number.POSITIVE_INFINITY
    },
  }
}
