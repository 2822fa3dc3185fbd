// Takes what a stream has decided through the gate (clear-to-dial.ts): a leg that may not be dialled is not sent, the fact says why, and the
// stream hears of it in the same turn as of a command that failed. Called by take-turn.ts for every decision.
import type { Plan } from '../plan/plan.ts'
import type { Around } from '../world/around.ts'
import type { Command } from '../world/commands.ts'
import type { Decision } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import type { EpochMs } from '../world/ids.ts'
import type { Input } from '../world/inputs.ts'
import type { Dialled } from '../world/late-dials.ts'
import type { Stream } from '../world/stream.ts'
import { clearToDial, type Dial } from './clear-to-dial.ts'

export interface Gated {
  readonly facts: readonly FactBody[]
  readonly commands: readonly Command[]
  readonly dialled: readonly Dialled[]
  /** For the stream itself. */
  readonly refused: readonly Input[]
}

/** `before`: what this turn dials already. */
export function throughGate(
  plan: Plan | undefined,
  decided: Decision<Stream>,
  before: readonly Dialled[],
  around: Around,
  now: EpochMs,
): Gated {
  const dials = decided.commands.filter(command => command.do === 'dial')
  if (dials.length === 0 || plan === undefined)
    return { facts: decided.facts, commands: decided.commands, dialled: [], refused: [] }
  const dialled: Dialled[] = []
  const refused: { dial: Dial; about: 'number' | 'room'; why: string }[] = []
  for (const [n, dial] of dials.entries()) {
    const pending = dials.slice(n).map(({ channel }) => channel)
    const asked = { plan, stream: decided.state, dial, pending, cleared: [...before, ...dialled] }
    const cleared = clearToDial(asked, around)
    if (cleared.yes) dialled.push({ leg: dial.channel, property: cleared.property, at: now })
    else refused.push({ dial, about: cleared.about, why: cleared.why })
  }
  const isRefused = (leg: string) => refused.some(({ dial }) => dial.channel === leg)
  return {
    facts: [
      // What was not sent was not dialled.
      ...decided.facts.filter(
        fact => !(fact.kind.endsWith('dialled') && 'leg' in fact && fact.leg !== undefined && isRefused(fact.leg)),
      ),
      ...refused.map(({ dial, why }) => ({ kind: 'dial-refused', leg: dial.channel, callerNumber: dial.number, why }) as const),
    ],
    commands: decided.commands.filter(command => command.do !== 'dial' || !isRefused(command.channel)),
    dialled,
    refused: refused.map(({ dial, about, why }) => ({
      type: 'commandFailed',
      channel: dial.channel,
      command: 'dial',
      gone: false,
      reason: why,
      refused: about,
    })),
  }
}
