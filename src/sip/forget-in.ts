// Takes callers who were erased out of what is kept of SIP: dialogs of their calls go as a whole; elsewhere their numbers and names are
// crossed out. What still waits to be written goes first. Called by worker.ts.
import { digitsOf, namePattern, numberPattern } from '../core/world/spellings.ts'
import { isMessage, type KeptChannel, type KeptMessage } from './kept.ts'
import type { TraceFiles } from './trace-files.ts'

/** Whose number and name are to be forgotten, and the channels of their calls. */
export interface ForgottenInSip {
  readonly call: string
  readonly incidents: readonly string[]
  readonly numbers: readonly string[]
  readonly names: readonly string[]
}

export async function forgetIn(files: TraceFiles, callers: readonly ForgottenInSip[]): Promise<void> {
  const calls = new Set(callers.map(({ call }) => call))
  const begins = callers.flatMap(({ call, incidents }) => [`t-${call}.`, ...incidents.map(incident => `${incident}.`)])
  const isTheirs = ({ ch, of }: KeptChannel): boolean =>
    calls.has(ch) || (of !== undefined && calls.has(of)) || begins.some(begin => ch.startsWith(begin))
  const dialogs = new Set<string>()
  // Which dialog a channel has may stand behind the dialog's messages.
  await files.rewrite(kept => {
    if (!isMessage(kept) && isTheirs(kept)) dialogs.add(kept.c)
    return kept
  })
  const crossedOut = crossingOut(callers)
  await files.rewrite(kept => (dialogs.has(kept.c) ? null : isMessage(kept) ? crossedOut(kept) : kept))
}

function crossingOut(callers: readonly ForgottenInSip[]): (kept: KeptMessage) => KeptMessage {
  const numbers = new Map(
    callers.flatMap(caller =>
      caller.numbers.flatMap(number => {
        const [digits, pattern] = [digitsOf(number), numberPattern(number)]
        return digits === null || pattern === null ? [] : [[digits, pattern] as const]
      }),
    ),
  )
  const names = callers.flatMap(caller => caller.names.map(name => namePattern(name))).filter(pattern => pattern !== null)
  return kept => {
    // A million lines hardly ever have any of these digits.
    const digits = kept.m.replaceAll(/\D/g, '')
    // Digits of what a URL writes for a separator come in between.
    const decoded = kept.m.includes('%') ? kept.m.replaceAll(/%[0-9a-f]{2}|\D/gi, '') : ''
    const has = (sought: string): boolean => digits.includes(sought) || decoded.includes(sought)
    const found = [...numbers].flatMap(([sought, pattern]) => (has(sought) ? [pattern] : []))
    const m = [...found, ...names].reduce((text, pattern) => text.replaceAll(pattern, crossed), kept.m)
    return m === kept.m ? kept : { ...kept, m }
  }
}

function crossed(found: string): string {
  return 'x'.repeat(found.length)
}
