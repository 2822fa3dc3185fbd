// Which trunks refuse calls before they ring, again and again: the number that they are shown may be marked as spam, or the account is not what it
// was. Counted over a day, across calls and people, by trunk and the number shown; one that rings again takes what was counted of its number away.
// An alarm of the daemon; what is done about a single one is the core's (leg/leg.ts). Forgotten with the process.
import { isUnrungRefusal } from '../core/leg/leg.ts'
import type { Command } from '../core/world/commands.ts'
import type { Fact } from '../core/world/facts.ts'
import type { Turn } from '../core/world/world.ts'
import type { Clock, Wrong } from './ports.ts'

const DAY_MS = 24 * 3_600_000
/** So many within a day are no chance. */
const MANY = 3
/** Telephones and refusals that are remembered. */
const MOST = 2000

/** A telephone that was dialled. `said`: its number for people; null for a caller, whose number stands in no alarm. */
interface Dialled {
  readonly trunk: string
  readonly shown: string
  readonly number: string
  readonly said: string | null
}

interface Refusal extends Dialled {
  readonly at: number
  readonly cause: number
  readonly sip: number | null
}

export interface RefusedCalls {
  see(turn: Pick<Turn, 'input' | 'at' | 'facts' | 'commands'>): void
  wrong(): readonly Wrong[]
}

export function openRefusedCalls(clock: Pick<Clock, 'now'>): RefusedCalls {
  /** Those that have not rung. */
  const silent = new Map<string, Dialled>()
  let refusals: readonly Refusal[] = []

  function dialled({ channel, trunk, number, callerId }: Extract<Command, { do: 'dial' }>, facts: readonly Fact[]): void {
    const fact = facts.find(one => 'leg' in one && one.leg === channel && 'phone' in one)
    silent.set(channel, {
      trunk,
      shown: callerId,
      number,
      said: fact !== undefined && 'phone' in fact ? String(fact.phone) : null,
    })
    const [oldest] = silent.keys()
    if (silent.size > MOST && oldest !== undefined) silent.delete(oldest)
  }

  function rang(leg: string): void {
    const one = silent.get(leg)
    silent.delete(leg)
    if (one !== undefined) refusals = refusals.filter(each => each.number !== one.number || !isSame(each, one))
  }

  function ended(leg: string, cause: number | null, sip: number | null, at: number): void {
    const one = silent.get(leg)
    silent.delete(leg)
    if (one === undefined || cause === null || !isUnrungRefusal('unrung', { cause, sip }) || isOutOfReach(cause, sip)) return
    refusals = [...refusals, { ...one, at, cause, sip }].slice(-MOST)
  }

  return {
    see({ input, at, facts, commands }) {
      for (const fact of facts) {
        if (RINGS.has(fact.kind) && 'leg' in fact) rang(String(fact.leg))
        // What our own PBX would not send was refused by nobody.
        else if (input.type !== 'commandFailed' && isEnd(fact)) ended(fact.leg, fact.cause, fact.sip, at)
      }
      for (const command of commands) if (command.do === 'dial') dialled(command, facts)
    },
    wrong() {
      refusals = refusals.filter(({ at }) => clock.now() - at < DAY_MS)
      const firsts = refusals.filter((one, n) => refusals.findIndex(each => isSame(each, one)) === n)
      return firsts.flatMap(first => {
        const same = refusals.filter(each => isSame(each, first))
        const last = same.at(-1) ?? first
        return same.length < MANY
          ? []
          : [{ kind: 'calls-refused', about: `${first.trunk} ${first.shown}`, since: first.at, what: words(same.length, last) }]
      })
    },
  }
}

const RINGS: ReadonlySet<Fact['kind']> = new Set([
  ...(['rang', 'answered', 'transfer-rings', 'transfer-answered', 'caller-rings', 'caller-answered'] as const),
])

type End = Extract<Fact, { kind: 'attempt-ended' | 'transfer-attempt-ended' | 'caller-not-reached' }>

function isEnd(fact: Fact): fact is End {
  return fact.kind === 'attempt-ended' || fact.kind === 'transfer-attempt-ended' || fact.kind === 'caller-not-reached'
}

function isSame(one: Dialled, other: Dialled): boolean {
  return one.trunk === other.trunk && one.shown === other.shown
}

/** A telephone that is switched off is nobody's fault. */
function isOutOfReach(cause: number, sip: number | null): boolean {
  return sip === 480 || (sip === null && (cause === 18 || cause === 20))
}

function words(count: number, { trunk, shown, said, cause, sip }: Refusal): string {
  const how = sip === null ? `cause ${cause}` : `SIP ${sip}`
  return `trunk ${trunk} refused ${count} calls before they rang, the last to ${said ?? 'a caller'} (${how}): ${advice(shown, cause, sip)}`
}

function advice(shown: string, cause: number, sip: number | null): string {
  if ([404, 410, 484, 604].includes(sip ?? 0) || (sip === null && (cause === 1 || cause === 22 || cause === 28)))
    return `the number may be wrong, or your number ${shown} blocked; call it by hand, and ask the carrier`
  if ([401, 402, 407].includes(sip ?? 0)) return 'the carrier does not accept the account; look at its user, password and credit'
  if ((sip ?? 0) >= 600 || sip === 403 || (sip === null && cause === 21))
    return `your number ${shown} may be marked as spam; ask the carrier, and register the number with it`
  return 'the trunk may be full, or not be what the rules say; ask the carrier'
}
