// The format of kept SIP, and how it is read: lines of JSON in files of the state directory.
// Damaged lines are skipped. Used by trace-files.ts, which writes them, and by the command line.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const TRACE_DIRECTORY = 'sip'

export const KINDS = ['calls', 'other'] as const
export type Kind = (typeof KINDS)[number]

export interface KeptMessage {
  /** ms since the epoch. */
  readonly t: number
  readonly d: 'in' | 'out'
  readonly p: string
  /** The other side, `address:port`. */
  readonly a: string
  /** The trunk, if known. */
  readonly k?: string
  /** The Call-ID. */
  readonly c: string
  /** As it was on the wire, without its secrets. */
  readonly m: string
}

/** The Asterisk channel that a dialog belongs to. */
export interface KeptChannel {
  readonly t: number
  readonly ch: string
  /** `trunk-carrier-a`: Asterisk's endpoint. */
  readonly e: string
  readonly c: string
  /** The channel for which this one was rung. */
  readonly of?: string
}

export type Kept = KeptMessage | KeptChannel

export function isMessage(line: Kept): line is KeptMessage {
  return 'm' in line
}

/** File names of a kind, oldest first. */
export function filesOf(directory: string, kind: Kind): string[] {
  if (!existsSync(directory)) return []
  const nth = (name: string): number => Number(/-(\d+)\./.exec(name)?.[1] ?? 0)
  return readdirSync(directory)
    .filter(name => name.startsWith(`${kind}-`) && name.endsWith('.jsonl'))
    .sort((one, other) => nth(one) - nth(other))
}

/** Every line of a file that `mayMatter`; a file that was just removed has none. */
export function linesOf(file: string, mayMatter: (line: string) => boolean = () => true): Kept[] {
  return textOf(file)
    .split('\n')
    .flatMap(line => (line !== '' && mayMatter(line) ? (keptIn(line) ?? []) : []))
}

/**
 * Null if the line is damaged. Checked by hand for speed: there may be a hundred thousand lines.
 */
export function keptIn(line: string): Kept | null {
  const read = Object(parsed(line)) as Record<string, unknown>
  const { t, c, m, d, p, a, k, ch, e, of } = read
  if (typeof t !== 'number' || typeof c !== 'string') return null
  const isText = (value: unknown): boolean => typeof value === 'string'
  const may = (value: unknown): boolean => value === undefined || isText(value)
  const whole = isText(m) ? (d === 'in' || d === 'out') && isText(p) && isText(a) && may(k) : isText(ch) && isText(e) && may(of)
  return whole ? (read as unknown as Kept) : null
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

export function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (Object(error).code === 'ENOENT') return ''
    throw error
  }
}

/** All lines in the state directory that `mayMatter`, oldest file first. */
export function allKept(state: string, kinds: readonly Kind[], mayMatter: (line: string) => boolean): Kept[] {
  const directory = join(state, TRACE_DIRECTORY)
  return kinds.flatMap(kind => filesOf(directory, kind).flatMap(name => linesOf(join(directory, name), mayMatter)))
}
