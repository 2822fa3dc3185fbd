// Makes each bridge once and ends it once: when two lanes ask for one at the same moment, Asterisk
// refuses one of them, now and then with an error. Two people who will talk enter in one request.
// Used by do-command.ts; nothing else makes bridges.
import type { Command } from '../core/world/commands.ts'
import type { ChannelId } from '../core/world/ids.ts'
import { inMs } from './clock.ts'
import { inTime } from './insist.ts'
import type { Clock, Done, Telephony } from './ports.ts'

export interface Bridges {
  /** Commands of one turn: channels that join the same talk wait a moment for each other. */
  expect(commands: readonly Command[]): void
  /** Adds the channel; makes the bridge if necessary. `counts`: false once the lane has given up. */
  join(bridge: string, type: 'hold' | 'talk', channel: ChannelId, counts: () => boolean): Promise<Done>
  /** Ends it. A second lane gets the answer of the first. */
  end(bridge: string): Promise<Done>
}

/** So many are remembered. Making or ending an older one again does no harm. */
const MOST = 2000
/** Shorter than a lane waits for its answer, so that it can try again, ms. */
const MAKE_MS = 1000
/** The first waits no longer for the second, who may still be listening to a sentence, ms. */
const TOGETHER_MS = 200

/** The channels that are ready to join one bridge. */
interface Party {
  readonly channels: ChannelId[]
  readonly entered: Promise<Done>
  go(): void
}

export function openBridges(telephony: Pick<Telephony, 'bridge' | 'addToBridge' | 'destroyBridge'>, clock: Clock): Bridges {
  const made = new Map<string, Promise<Done>>()
  const ended = new Map<string, Promise<Done>>()
  const expected = new Map<string, number>()
  const parties = new Map<string, Party>()

  async function ask(bridge: string, type: 'hold' | 'talk'): Promise<Done> {
    try {
      return await inTime(clock, telephony.bridge(bridge, type), MAKE_MS)
    } catch (error) {
      return { ok: false, gone: false, reason: String(error) }
    }
  }

  function make(bridge: string, type: 'hold' | 'talk'): Promise<Done> {
    const known = made.get(bridge)
    if (known) return known
    ended.delete(bridge)
    return remember(made, bridge, ask(bridge, type))
  }

  function gather(bridge: string): Party {
    const channels: ChannelId[] = []
    let enter = (_done: Promise<Done>): void => {}
    const entered = new Promise<Done>(resolve => {
      enter = resolve
    })
    function go(): void {
      cancel()
      parties.delete(bridge)
      expected.delete(bridge)
      enter(telephony.addToBridge(bridge, ...channels))
    }
    const cancel = inMs(clock, TOGETHER_MS, go)
    const party = { channels, entered, go }
    parties.set(bridge, party)
    return party
  }

  return {
    expect(commands) {
      const bridges = commands.flatMap(command => (command.do === 'talk' ? [command.bridge] : []))
      for (const bridge of bridges) {
        const most = bridges.filter(other => other === bridge).length
        if (most > 1) expected.set(bridge, most)
      }
    },
    async join(bridge, type, channel, counts) {
      const here = await make(bridge, type)
      // The lane has reported a failure: its channel may be elsewhere by now.
      if (!here.ok || !counts()) return here
      const party = parties.get(bridge) ?? gather(bridge)
      party.channels.push(channel)
      if (party.channels.length >= (expected.get(bridge) ?? 1)) party.go()
      let entered = await party.entered
      // Refused together: each is tried alone, because only the other one may be gone.
      if (!entered.ok && party.channels.length > 1 && counts()) entered = await telephony.addToBridge(bridge, channel)
      if (!entered.ok && !entered.gone) made.delete(bridge)
      return entered
    },
    end(bridge) {
      made.delete(bridge)
      return ended.get(bridge) ?? remember(ended, bridge, telephony.destroyBridge(bridge))
    },
  }
}

/** A failure is forgotten, so that it can be tried again. */
function remember(kept: Map<string, Promise<Done>>, bridge: string, asked: Promise<Done>): Promise<Done> {
  kept.set(bridge, asked)
  const [oldest] = kept.keys()
  if (kept.size > MOST && oldest !== undefined) kept.delete(oldest)
  void asked.then(done => {
    if (!done.ok && kept.get(bridge) === asked) kept.delete(bridge)
  })
  return asked
}
