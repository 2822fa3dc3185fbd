// What an administrator does with legal holds, asked for through the control socket: each becomes an
// input, and the answer comes when its turn is in the journal. Whether there is such a call or
// person is the command line's to look up. Handed to control.ts by run.ts.
import { holdId, isHold } from '../core/standing/hold.ts'
import type { Standing } from '../core/standing/standing.ts'
import { HOLDABLE, type Holdable } from '../core/standing/standing.ts'
import type { StandingId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Turn } from '../core/world/world.ts'
import { namesCaller } from './call-acts.ts'
import type { Act } from './control.ts'
import { untilWritten } from './until-written.ts'

export interface HoldActNeeds {
  readonly standing: (id: StandingId) => Standing | undefined
  /** Those who called about it; only of a call or an incident. */
  readonly callersOf: (of: 'call' | 'incident', name: string) => Promise<readonly Caller[]>
  /** Hash of the rules in force. */
  readonly plan: () => string
  readonly isWritten: () => boolean
  readonly push: (input: Input) => void
}

interface Caller {
  readonly numbers: readonly string[]
  readonly names: readonly string[]
}

export interface HoldActs {
  readonly acts: Readonly<Record<string, Act>>
  /** Every turn once it is in the journal. */
  readonly heard: (turn: Pick<Turn, 'input' | 'facts'>) => void
}

const LONGEST = { name: 200, who: 100, why: 300 } as const

export function holdActs({ standing, callersOf, plan, isWritten, push }: HoldActNeeds): HoldActs {
  const written = untilWritten(push)
  const late = { code: 503, body: { error: 'the journal did not write it in time: look at `nightbell hold list`' } }
  const away = { code: 503, body: { error: 'the journal can not be written now: nothing has changed' } }

  return {
    acts: {
      '/hold/set': async asked => {
        const { of, name, who, why } = Object(asked) as Record<string, unknown>
        if (!isHoldable(of) || !isText(name, LONGEST.name) || !isText(who, LONGEST.who) || !isText(why, LONGEST.why))
          return { code: 400, body: { error: `one of ${HOLDABLE.join(', ')}, its name, who and why are expected` } }
        const stream = holdId(of, name)
        const before = standing(stream)
        if (before !== undefined) return { code: 200, body: { done: 'before', id: stream, by: before.by } }
        if (!isWritten()) return away
        // The reason outlives the hold, and the caller who is erased then.
        const callers = of === 'call' || of === 'incident' ? await callersOf(of, name) : []
        if (callers.some(caller => namesCaller(why, caller)))
          return { code: 400, body: { error: 'the reason names a caller: nothing is held' } }
        const turn = await written.push({ type: 'holdSet', stream, of, name, who, why, plan: plan() })
        if (turn === null) return late
        if (turn.facts.length > 0) return { code: 200, body: { done: 'now', id: stream, by: who } }
        return { code: 200, body: { done: 'before', id: stream, by: standing(stream)?.by } }
      },
      '/hold/end': async asked => {
        const { id, who, why } = Object(asked) as Record<string, unknown>
        if (!isText(id, LONGEST.name * 2) || !isText(who, LONGEST.who) || !isText(why, LONGEST.why))
          return { code: 400, body: { error: 'an id, who and why are expected' } }
        if (!isHold(id) || standing(id) === undefined) return { code: 404, body: { error: `no hold ${id.slice(0, 100)} stands` } }
        if (!isWritten()) return away
        const turn = await written.push({ type: 'standingEnded', stream: id, who, why })
        return turn === null ? late : { code: 200, body: { ended: id } }
      },
    },
    heard: written.heard,
  }
}

function isHoldable(of: unknown): of is Holdable {
  return HOLDABLE.some(one => one === of)
}

function isText(text: unknown, longest: number): text is string {
  return typeof text === 'string' && text.trim() !== '' && text.length <= longest
}
