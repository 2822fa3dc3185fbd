// Trunks over which no key can come: the SIP of a call says that no telephone-event was agreed upon, the rules say that keys are not in the audio, and nobody
// has ever sent one by SIP INFO. A leg's own story is told of it; an alarm stands for the trunk until a key came over it. Forgotten with the process.
import type { ChannelId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Turn, World } from '../core/world/world.ts'
import { inMs } from './clock.ts'
import type { Clock, HowKeysCome, Wrong } from './ports.ts'

/** From the answer until its SIP is surely read, ms. */
const READ_AFTER_MS = 300
/** Whoever stays so long on the line has been asked for a key, ms. */
const ASKED_MS = 10_000
/** Whether a telephone sends INFO cannot be seen before it does: so many calls without a key are no chance. */
const MANY = 3
const MOST = 5000

interface Line {
  /** `in`: a caller; `out`: a telephone that was rung. The two sides of a trunk may differ. */
  readonly way: 'in' | 'out'
  readonly trunk: string
  readonly plan: string
  readonly since: number | null
}

export interface KeylessTrunks {
  see(turn: Pick<Turn, 'input' | 'at' | 'commands' | 'changes'>): void
  wrong(): readonly Wrong[]
}

export interface KeylessNeeds {
  readonly world: World
  readonly howKeysCome: (channel: ChannelId) => HowKeysCome | null
  readonly clock: Clock
  readonly push: (input: Input) => void
}

export function openKeylessTrunks({ world, howKeysCome, clock, push }: KeylessNeeds): KeylessTrunks {
  const lines = new Map<ChannelId, Line>()
  /** Over these a key has come without telephone-event: by INFO, for all that is known. */
  const heard = new Set<string>()
  const without = new Map<string, { readonly line: Line; readonly since: number; readonly calls: number }>()

  function put(channel: ChannelId, line: Line): void {
    lines.set(channel, line)
    const [oldest] = lines.keys()
    if (lines.size > MOST && oldest !== undefined) lines.delete(oldest)
  }

  function digitsOf({ trunk, plan }: Line): string | undefined {
    return world.plans.get(plan)?.trunks[trunk]?.digits
  }

  function answered(channel: ChannelId, at: number): void {
    const line = lines.get(channel)
    if (line === undefined) return
    lines.set(channel, { ...line, since: at })
    if (digitsOf(line) !== 'rfc4733' || heard.has(keyOf(line))) return
    inMs(clock, READ_AFTER_MS, () => {
      if (lines.has(channel) && howKeysCome(channel) === 'audio') push({ type: 'noKeys', channel })
    })
  }

  function ended(channel: ChannelId, at: number): void {
    const line = lines.get(channel)
    lines.delete(channel)
    if (line === undefined || line.since === null || at - line.since < ASKED_MS || heard.has(keyOf(line))) return
    const digits = digitsOf(line)
    if ((digits !== 'rfc4733' && digits !== 'info') || howKeysCome(channel) !== 'audio') return
    const { since, calls } = without.get(keyOf(line)) ?? { since: at, calls: 0 }
    without.set(keyOf(line), { line, since, calls: calls + (digits === 'info' ? 1 : MANY) })
  }

  return {
    see({ input, at, commands, changes }) {
      for (const command of commands) {
        const plan = command.do === 'dial' ? changes.find(({ id }) => command.channel.startsWith(id))?.plan : undefined
        if (command.do === 'dial' && plan !== undefined)
          put(command.channel, { way: 'out', trunk: command.trunk, plan, since: null })
      }
      switch (input.type) {
        case 'arrived':
          put(input.channel, { way: 'in', trunk: input.trunk, plan: input.plan, since: at })
          return
        case 'officeAnswered':
          lines.delete(input.channel)
          return
        case 'legAnswered':
          answered(input.channel, at)
          return
        case 'digit': {
          const line = lines.get(input.channel)
          lines.delete(input.channel)
          if (line === undefined) return
          if (input.by !== undefined) heard.add(keyOf(line))
          without.delete(keyOf(line))
          return
        }
        case 'ended':
          ended(input.channel, at)
      }
    },
    wrong: () =>
      [...without].flatMap(([about, { line, since, calls }]) =>
        calls < MANY ? [] : [{ kind: 'no-keys', about, what: wordsOf(line), since }],
      ),
  }
}

function keyOf({ trunk, way }: Line): string {
  return `${trunk} ${way}`
}

function wordsOf({ trunk, way }: Line): string {
  const which = way === 'in' ? 'callers' : 'telephones that are rung'
  const seen = 'no telephone-event (RFC 4733) is agreed upon, and none has sent SIP INFO'
  const remedy = 'let the trunk have `digits: auto`, which hears keys in the audio, or ask the carrier for telephone-event'
  return `no key can come from ${which} over trunk ${trunk}: ${seen}; ${remedy} (nightbell trunks trace ${trunk})`
}
