// What an administrator does with a call that is over, asked for through the control socket: its caller is erased. Number and name go from the
// journal at once; each recording is an input, whose fact removes the files (retention.ts). Handed to control.ts by run.ts.
import type { Recorded } from '../core/plan/retention.ts'
import type { CallId, EpochMs, IncidentId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { Act } from './control.ts'

export interface CallActNeeds {
  readonly erase: (call: CallId) => { readonly erased: number } | { readonly stillLive: readonly string[] }
  readonly recordings: (call: CallId) => readonly {
    readonly stream: CallId | IncidentId
    readonly recording: string
    readonly what: Recorded
    readonly takenAt: EpochMs
  }[]
  /** Whether this message waits for somebody to deal with it. */
  readonly waits: (recording: string) => boolean
  /** Whether what is decided now is written down at once; only then files may go. */
  readonly isWritten: () => boolean
  readonly push: (input: Input) => void
}

export function callActs({ erase, recordings, waits, isWritten, push }: CallActNeeds): Readonly<Record<string, Act>> {
  return {
    '/calls/erase': asked => {
      const { call, who } = Object(asked) as Record<string, unknown>
      if (typeof call !== 'string' || typeof who !== 'string' || who === '' || who.length > 100)
        return { code: 400, body: { error: 'a call and who are expected' } }
      if (!isWritten()) return { code: 503, body: { error: 'the journal can not be written now: nothing was erased' } }
      const done = erase(call as CallId)
      if ('stillLive' in done) return { code: 200, body: done }
      const heard = recordings(call as CallId)
      for (const { stream, recording, what, takenAt } of heard) {
        // Nobody can hear it any more, and nobody is to call back.
        if (waits(recording)) push({ type: 'messageDone', stream: call as CallId, recording, who })
        push({ type: 'overAge', stream, recording, what, takenAt, keepSeconds: 0, incidents: [], erasedBy: who })
      }
      return { code: 200, body: { erased: done.erased, recordings: heard.map(({ recording }) => recording) } }
    },
  }
}
