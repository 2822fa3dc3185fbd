// A PBX of which a test decides every answer: notes each request in order, answers `ok` at once unless told otherwise, and can
// leave requests unanswered. Stands behind the port `Telephony` for tests of the lanes and of recovery.
import type { Done, Log, Snapshot, Telephony, TelephonyEvents } from '../../src/daemon/ports.ts'

export const OK: Done = { ok: true }
export const GONE: Done = { ok: false, gone: true, reason: '404 Channel not found' }
export const REFUSED: Done = { ok: false, gone: false, reason: '500 Allocation failed' }

export interface FakeTelephony {
  readonly telephony: Telephony & TelephonyEvents
  /** `play c1 p1`: the name of each request and its words, in the order in which they were sent. */
  readonly asked: string[]
  /** The next requests of this name get this answer. */
  answers(request: string, done: unknown): void
  /** The next request of this name gets this answer. */
  answersOnce(request: string, done: unknown): void
  /** Requests of this name wait until the returned function is called. */
  holdsBack(request: string): () => void
}

export function fakeTelephony(snapshot: Snapshot = { channels: [], bridges: [] }): FakeTelephony {
  const asked: string[] = []
  const answers = new Map<string, unknown>([
    ['snapshot', snapshot],
    ['recordingState', { state: 'absent', ms: 0 }],
    ['enteredAs', null],
  ])
  const once = new Map<string, unknown[]>()
  const held = new Map<string, Promise<void>>()

  function request(name: string, words: readonly unknown[]): unknown {
    const told = words.flatMap(word => {
      if (typeof word === 'boolean') return word ? ['again'] : []
      return [typeof word === 'string' || typeof word === 'number' ? word : '…']
    })
    asked.push([name, ...told].join(' '))
    const answer = answers.get(name) ?? OK
    if (name === 'enteredAs') return answer instanceof Function ? answer(...words) : answer
    return (held.get(name) ?? Promise.resolve()).then(() => once.get(name)?.shift() ?? answer)
  }

  const telephony = new Proxy({} as Telephony & TelephonyEvents, {
    get:
      (_target, name) =>
      (...words: unknown[]) =>
        request(String(name), words),
  })
  return {
    telephony,
    asked,
    answers: (name, done) => void answers.set(name, done),
    answersOnce: (name, done) => void once.set(name, [...(once.get(name) ?? []), done]),
    holdsBack(name) {
      let go = (): void => {}
      held.set(
        name,
        new Promise<void>(resolve => {
          go = resolve
        }),
      )
      return () => {
        held.delete(name)
        go()
      }
    },
  }
}

/** A log that keeps its messages. */
export function keptLog(): Log & { readonly messages: string[] } {
  const messages: string[] = []
  const keep = (_fields: object, message: string): void => void messages.push(message)
  return { messages, debug: keep, info: keep, warn: keep, error: keep }
}
