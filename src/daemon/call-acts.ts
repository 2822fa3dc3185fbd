// What an administrator does with a call that is over, asked for through the control socket: its caller is erased. First from the files beside the journal,
// while it is known what to look for there; then by a turn, in whose commit the journal forgets them too; then each recording is an input, whose
// fact removes the files (retention.ts). Whatever fails leaves something that can be asked for again. Handed to control.ts by run.ts.
import type { Recorded } from '../core/plan/retention.ts'
import type { CallId, EpochMs, IncidentId, StandingId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { namePattern, numberPattern } from '../core/world/spellings.ts'
import type { Turn } from '../core/world/world.ts'
import type { Act, Answered } from './control.ts'
import { untilWritten } from './until-written.ts'

export interface CallActNeeds {
  readonly callerOf: (call: CallId) => Promise<Caller>
  readonly recordings: (call: CallId) => Promise<readonly Heard[]>
  /** Takes them out of the files that Asterisk writes. Rejects when it can't. */
  readonly forget: (caller: Omit<Caller, 'stillLive'> & { readonly call: CallId }) => Promise<void>
  /** Whether the old pages have left the journal's log file as well: not while somebody reads them. */
  readonly oldPagesGone: () => Promise<boolean>
  /** Whether this message waits for somebody to deal with it. */
  readonly waits: (recording: string) => Promise<boolean>
  /** The legal holds under which this would be, or those under which its caller is not erased. */
  readonly coveredBy: (stream: CallId | IncidentId, asked?: 'erasing') => Promise<readonly StandingId[]>
  /** Which of these stands. */
  readonly heldBy: (holds: readonly StandingId[]) => StandingId | null
  /** Whether what is decided now is written down at once; only then files may go. */
  readonly isWritten: () => boolean
  readonly push: (input: Input) => void
}

interface Caller {
  readonly numbers: readonly string[]
  readonly names: readonly string[]
  readonly incidents: readonly IncidentId[]
  readonly parts: number
  /** The call and its incidents, as far as they are not over. */
  readonly stillLive: readonly string[]
}

interface Heard {
  readonly stream: CallId | IncidentId
  readonly recording: string
  readonly what: Recorded
  readonly takenAt: EpochMs
}

export interface CallActs {
  readonly acts: Readonly<Record<string, Act>>
  /** Every turn once it is in the journal. */
  readonly heard: (turn: Pick<Turn, 'input' | 'facts'>) => void
}

const LONGEST_REASON = 300
/** How long a reader may take to be done with old pages, ms. */
const PATIENCE_MS = 10_000
const LOOK_MS = 100

export function callActs(needs: CallActNeeds): CallActs {
  const written = untilWritten(needs.push)

  async function erase(asked: unknown): Promise<Answered> {
    const { call, who, because } = Object(asked) as Record<string, unknown>
    const right = typeof call === 'string' && typeof who === 'string' && who !== '' && who.length <= 100
    if (!right || !isReason(because)) return refusal(400, 'a call, who, and perhaps why are expected')
    if (!needs.isWritten()) return refusal(503, 'the journal can not be written now: nothing was erased')
    const id = call as CallId
    const { stillLive, ...caller } = await needs.callerOf(id)
    if (stillLive.length > 0) return { code: 200, body: { stillLive } }
    const wouldHold = await needs.coveredBy(id, 'erasing')
    const held = needs.heldBy(wouldHold)
    if (held !== null) return { code: 200, body: { held } }
    // The reason stays, so it must not say what is erased.
    if (because !== undefined && namesCaller(because, caller))
      return refusal(400, 'the reason names the caller: nothing was erased')
    const heard = await needs.recordings(id)
    try {
      await needs.forget({ ...caller, call: id })
    } catch (error) {
      return refusal(500, `Asterisk's files can not be rewritten, so nothing was erased: ${Object(error).message ?? error}`)
    }
    const turn = await written.push({
      type: 'callErased',
      stream: id,
      who,
      incidents: caller.incidents,
      wouldHold,
      ...(because === undefined ? {} : { because }),
    })
    if (turn === null) return refusal(503, 'the journal did not write it in time: look again, and erase again')
    if (turn.facts.length === 0) {
      // Set while Asterisk's files were rewritten.
      const since = needs.heldBy(wouldHold)
      if (since !== null) return { code: 200, body: { held: since } }
      return { code: 200, body: { stillLive: (await needs.callerOf(id)).stillLive } }
    }
    for (const { stream, recording, what, takenAt } of heard) {
      // Nobody can hear it any more, and nobody is to call back.
      if (await needs.waits(recording)) needs.push({ type: 'messageDone', stream: id, recording, who })
      needs.push({
        type: 'overAge',
        stream,
        recording,
        what,
        takenAt,
        keepSeconds: 0,
        incidents: [],
        erasedBy: who,
        wouldHold: await needs.coveredBy(stream),
      })
    }
    const gone = await pagesGone()
    const recordings = heard.map(({ recording }) => recording)
    return { code: 200, body: { erased: caller.parts, recordings, ...(gone ? {} : { pagesStay: true }) } }
  }

  async function pagesGone(): Promise<boolean> {
    for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
      if (await needs.oldPagesGone()) return true
      await new Promise(resolve => setTimeout(resolve, LOOK_MS))
    }
    return false
  }

  return {
    acts: { '/calls/erase': erase },
    heard: written.heard,
  }
}

function isReason(because: unknown): because is string | undefined {
  return because === undefined || (typeof because === 'string' && because !== '' && because.length <= LONGEST_REASON)
}

/** Whether a text that stays says who called. */
export function namesCaller(text: string, caller: Pick<Caller, 'numbers' | 'names'>): boolean {
  const patterns = [...caller.numbers.map(numberPattern), ...caller.names.map(name => namePattern(name))]
  return patterns.some(pattern => pattern !== null && text.search(pattern) >= 0)
}

function refusal(code: number, error: string): Answered {
  return { code, body: { error } }
}
