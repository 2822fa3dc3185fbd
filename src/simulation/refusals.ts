// A false exchange: each request is asked about before it is done, and may be refused, delayed, or done and refused all the same. Stands
// between the daemon and requests.ts; which request meets which fate is decided by whoever opened the simulation.
import type { Done, Telephony } from '../daemon/ports.ts'

/** `hang`: done so many seconds later, which is also when it is answered. */
export type Fate = 'done' | 'refused' | 'done-and-refused' | { readonly hang: number }

/** `request`: what is asked for, of whom: the same words for the same request, however often it is made. */
export type Fates = (request: string) => Fate

const REFUSED: Done = { ok: false, gone: false, reason: '500 refused by the false exchange' }

/** Requests of which the answer is that they were done. */
const ASKED = [
  ...['answer', 'play', 'stopPlaying', 'record', 'stopRecording', 'discardRecording', 'recordBridge'],
  ...['bridge', 'addToBridge', 'removeFromBridge', 'destroyBridge', 'dial', 'hangUp', 'continueAt', 'deadMan'],
] as const satisfies readonly (keyof Telephony)[]

type Asked = (typeof ASKED)[number]

type Simulated = Omit<Telephony, 'snapshot' | 'recordingState'>

export function withFates(telephony: Simulated, fates: Fates, pass: (seconds: number) => Promise<void>): Simulated {
  async function meet(request: string, act: () => Promise<Done>): Promise<Done> {
    const fate = fates(request)
    if (fate === 'done') return act()
    if (typeof fate === 'object') {
      await pass(fate.hang)
      return act()
    }
    if (fate === 'done-and-refused') await act()
    else await pass(0.002)
    return REFUSED
  }

  function wrapped(name: Asked): (...words: never[]) => Promise<Done> {
    const real = telephony[name] as (...words: unknown[]) => Promise<Done>
    return (...words: unknown[]) => meet(requestOf(name, words), () => real(...words))
  }

  return { ...telephony, ...Object.fromEntries(ASKED.map(name => [name, wrapped(name)])) }
}

/** `addToBridge talk-i-1.1 1.1`: enough to know the request by, and its name first. */
function requestOf(name: Asked, words: readonly unknown[]): string {
  const told = words.map(word => (typeof word === 'object' && word !== null && 'channel' in word ? word.channel : word))
  return [name, ...told.filter(word => typeof word === 'string').slice(0, 2)].join(' ')
}
