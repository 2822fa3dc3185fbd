// Removes erased callers from the kept SIP: dialogs of their calls are deleted; elsewhere their
// numbers and names are masked. Waiting messages are written first. Called by worker.ts.
import { digitsOf, namePattern, numberPattern } from '../core/world/spellings.ts'
import { isMessage, type KeptChannel, type KeptMessage } from './kept.ts'
import type { TraceFiles } from './trace-files.ts'

/** The numbers and names to forget, and the channels of those calls. */
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
  // A channel's dialog may be recorded after the dialog's messages.
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
    // Of a million lines, hardly any contains these digits.
    const digits = kept.m.replaceAll(/\D/g, '')
    // Percent-encoded separators put extra digits in between.
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
