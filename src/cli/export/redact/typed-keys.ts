// The keys of telephone numbers that somebody typed: one turn each, and together a number, which has
// its stand-in as a whole. The journal keeps such keys apart (append-turn.ts). Used by
// redact-turns.ts.
import type { Fact } from '../../../core/world/facts.ts'
import { partNumber } from '../../../store/journal/private-parts.ts'
import type { Evidence } from '../../../store/read/evidence.ts'

/** The keys of numbers that were typed, by turn: what is pressed in a row is one number. */
export function typedKeys({ turns }: Evidence, typed: (digits: string) => string): ReadonlyMap<number, string> {
  const made = new Map<number, string>()
  const open = new Map<string, { readonly seq: number; readonly digit: string }[]>()
  const end = (channel: string): void => {
    const keys = open.get(channel) ?? []
    const digits = typed(keys.map(({ digit }) => digit).join(''))
    for (const [nth, { seq }] of keys.entries()) made.set(seq, digits[nth] ?? '5')
    open.delete(channel)
  }
  for (const { seq, input, facts, parts } of turns) {
    const { type, channel, digit } = JSON.parse(input) as { type: string; channel?: string; digit?: unknown }
    const isKey = type === 'digit' && channel !== undefined
    const n = partNumber(digit)
    const body = n === null ? null : (parts.find(part => part.n === n)?.body ?? null)
    if (isKey && body !== null) open.set(channel, [...(open.get(channel) ?? []), { seq, digit: String(JSON.parse(body)) }])
    else if (isKey && n === null) end(channel)
    for (const fact of JSON.parse(facts) as readonly Fact[]) if (ENDS_NUMBER.has(fact.kind)) end(fact.stream)
  }
  for (const channel of [...open.keys()]) end(channel)
  return made
}

const ENDS_NUMBER: ReadonlySet<string> = new Set([
  'asked',
  'number-refused',
  'number-typed',
  'number-confirmed',
  'no-key',
  'left',
])
