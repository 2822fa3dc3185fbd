// What an administrator does with things set from the phone desk, asked for through the control socket. Handed to control.ts by run.ts.
import type { StandingId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Act } from './control.ts'

export interface DeskActNeeds {
  readonly stands: (id: StandingId) => boolean
  readonly push: (input: Input) => void
}

export function deskActs({ stands, push }: DeskActNeeds): Readonly<Record<string, Act>> {
  return {
    '/desk/drop': asked => {
      const { id, who, why } = Object(asked) as Record<string, unknown>
      const words = [who, why].every(word => typeof word === 'string' && word !== '' && word.length <= 200)
      if (typeof id !== 'string' || !words) return { code: 400, body: { error: 'an id, who and why are expected' } }
      if (!stands(id as StandingId)) return { code: 404, body: { error: `nothing called ${id.slice(0, 60)} stands` } }
      push({ type: 'standingEnded', stream: id as StandingId, who: String(who), why: String(why) })
      return { code: 200, body: { dropped: id } }
    },
  }
}
