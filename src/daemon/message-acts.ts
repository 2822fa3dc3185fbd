// What the office does with its messages, asked for through the control socket: it becomes an input like everything else, once the
// lists have been asked whether there is such a message and whether it still waits. Handed to control.ts by run.ts.
import type { CallId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Act } from './control.ts'

export interface MessageActNeeds {
  /** The message of this recording and who has dealt with it; null when there is none. */
  readonly message: (recording: string) => Promise<{ readonly call: CallId; readonly doneBy: string | null } | null>
  readonly push: (input: Input) => void
}

export function messageActs({ message, push }: MessageActNeeds): Readonly<Record<string, Act>> {
  return {
    '/messages/done': async asked => {
      const { recording, who } = Object(asked) as Record<string, unknown>
      if (typeof recording !== 'string' || typeof who !== 'string' || who === '' || who.length > 100)
        return { code: 400, body: { error: 'a recording and who are expected' } }
      const found = await message(recording)
      if (found === null) return { code: 404, body: { error: `there is no message ${recording}` } }
      if (found.doneBy !== null) return { code: 200, body: { done: 'before', by: found.doneBy } }
      push({ type: 'messageDone', stream: found.call, recording, who })
      return { code: 200, body: { done: 'now', by: who } }
    },
  }
}
