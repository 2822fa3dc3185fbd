// The dialogs of a call or of a trunk, from what is kept of SIP: which Call-IDs are meant, and their messages in order.
import { allKept, isMessage, type KeptChannel, type KeptMessage, KINDS } from '../../sip/kept.ts'
import { readSip, type SipMessage } from '../../sip/message.ts'

export interface TracedMessage {
  readonly at: number
  readonly way: 'in' | 'out'
  readonly transport: string
  readonly peer: string
  readonly text: string
  readonly sip: SipMessage
}

export interface Dialog {
  readonly callId: string
  /** The channel of Asterisk; null: there never was one, or nobody said. */
  readonly channel: string | null
  readonly trunk: string | null
  readonly endpoint: string | null
  /** Who began it. */
  readonly way: 'in' | 'out'
  readonly method: string
  readonly messages: readonly TracedMessage[]
}

/** Of one call: its own channel, its legs, those of its incidents, and telephones that were rung for it. */
export function dialogsOfCall(state: string, call: string, incidents: readonly string[]): Dialog[] {
  const begins = [`t-${call}.`, ...incidents.map(incident => `${incident}.`)]
  const channels = channelsIn(state, ({ ch, of }) => ch === call || of === call || begins.some(begin => ch.startsWith(begin)))
  return dialogsOf(state, new Set(channels.map(({ c }) => c)), channels)
}

export function dialogOf(state: string, callId: string): Dialog[] {
  return dialogsOf(
    state,
    new Set([callId]),
    channelsIn(state, ({ c }) => c === callId),
  )
}

/** The last so many calls of a trunk, and the last time that it was registered with and asked whether it is there. */
export function dialogsOfTrunk(state: string, trunk: string, last: number): Dialog[] {
  const mark = `"k":${JSON.stringify(trunk)}`
  const messages = allKept(state, KINDS, line => line.includes(mark)).filter(isMessage)
  const byDialog = new Map<string, { method: string; at: number }>()
  for (const { c, m, t, k } of messages) {
    if (k !== trunk) continue
    const method = byDialog.get(c)?.method ?? readSip(m)?.cseq.method ?? ''
    byDialog.set(c, { method, at: t })
  }
  const newest = [...byDialog].sort(([, one], [, other]) => other.at - one.at)
  const of = (fits: (method: string) => boolean, most: number) =>
    newest
      .filter(([, { method }]) => fits(method))
      .slice(0, most)
      .map(([c]) => c)
  const wanted = new Set([
    ...of(method => method !== 'REGISTER' && method !== 'OPTIONS', last),
    ...of(method => method === 'REGISTER', 1),
    ...of(method => method === 'OPTIONS', 1),
  ])
  return dialogsOf(
    state,
    wanted,
    channelsIn(state, ({ c }) => wanted.has(c)),
  )
}

function channelsIn(state: string, fits: (channel: KeptChannel) => boolean): KeptChannel[] {
  return allKept(state, ['calls'], line => line.includes('"ch":')).flatMap(kept => (isMessage(kept) || !fits(kept) ? [] : [kept]))
}

function dialogsOf(state: string, wanted: ReadonlySet<string>, channels: readonly KeptChannel[]): Dialog[] {
  if (wanted.size === 0) return []
  const written = [...wanted].map(c => JSON.stringify(c))
  const kept = allKept(state, KINDS, line => written.some(c => line.includes(c)))
  const byDialog = new Map<string, KeptMessage[]>()
  for (const one of kept) if (isMessage(one) && wanted.has(one.c)) byDialog.set(one.c, [...(byDialog.get(one.c) ?? []), one])
  return [...byDialog]
    .flatMap(
      ([callId, messages]) =>
        dialogFrom(
          callId,
          messages,
          channels.find(({ c }) => c === callId),
        ) ?? [],
    )
    .sort((one, other) => (one.messages[0]?.at ?? 0) - (other.messages[0]?.at ?? 0))
}

function dialogFrom(callId: string, kept: readonly KeptMessage[], channel: KeptChannel | undefined): Dialog | null {
  const messages = kept
    .flatMap(({ t, d, p, a, m }): TracedMessage[] => {
      const sip = readSip(m)
      return sip === null ? [] : [{ at: t, way: d, transport: p, peer: a, text: m, sip }]
    })
    .sort((one, other) => one.at - other.at)
  const [first] = messages
  if (first === undefined) return null
  const begunByUs = first.sip.method === null ? first.way === 'in' : first.way === 'out'
  return {
    callId,
    channel: channel?.ch ?? null,
    endpoint: channel?.e ?? null,
    trunk: kept.find(({ k }) => k !== undefined)?.k ?? null,
    way: begunByUs ? 'out' : 'in',
    method: first.sip.cseq.method,
    messages,
  }
}
