// Reports wrong passwords of trunks that log in and telephones that register: in the log, as an
// alarm, and for a while in the list of blocked addresses. guard.ts decides; this file supplies the
// rules and the time. Opened by wiring/hear-sip.ts.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan } from '../core/plan/plan.ts'
import type { Log, Wrong } from '../daemon/ports.ts'
import { openGuard, type WrongPasswords } from './guard.ts'
import { TRACE_DIRECTORY } from './kept.ts'
import type { PasswordNews } from './news.ts'

export interface PasswordWatchNeeds {
  readonly state: string
  readonly plan: () => Plan
  /** True for addresses of trunks, and the box's own. */
  readonly spares: (address: string) => boolean
  readonly now: () => number
  readonly log: Log
}

export interface PasswordWatch {
  take(news: readonly PasswordNews[]): void
  /** Addresses that Asterisk must block now. */
  refused(): readonly string[]
  /** Somebody from there gave the right password within the last day. */
  isKnown(address: string): boolean
  alarms(): readonly Wrong[]
  stop(): void
}

const HOUR_MS = 3_600_000
const KEEP_MS = 60_000
const MOST_ALARMS = 20
const MOST_LOGGED = 1000
const NAME = 'known-addresses.json'

export function openPasswordWatch({ state, plan, spares, now, log }: PasswordWatchNeeds): PasswordWatch {
  const file = join(state, TRACE_DIRECTORY, NAME)
  const nameOf = (user: string): string | null => nameIn(plan(), user)
  const guard = openGuard({ nameOf, spares }, kept(file))
  /** When a source was last logged. */
  const logged = new Map<string, number>()
  let written = ''

  function say(wrong: WrongPasswords): void {
    const key = `${wrong.name} ${wrong.address} ${wrong.refusedUntil === null}`
    if (now() - (logged.get(key) ?? 0) < HOUR_MS) return
    if (logged.size >= MOST_LOGGED) logged.clear()
    logged.set(key, now())
    log.warn({ ...wrong }, 'wrong passwords; this is said once an hour')
  }

  function keep(): void {
    // Times are rounded to 15 minutes to save writes: an address stays known for a day.
    const text = JSON.stringify(
      Object.fromEntries(Object.entries(guard.known(now())).map(([address, at]) => [address, at - (at % (HOUR_MS / 4))])),
    )
    if (text === written) return
    try {
      mkdirSync(join(state, TRACE_DIRECTORY), { recursive: true, mode: 0o700 })
      writeFileSync(`${file}.new`, text, { mode: 0o600 })
      renameSync(`${file}.new`, file)
      written = text
    } catch (error) {
      log.error({ error: String(error) }, 'the addresses of those who gave the right password could not be kept')
    }
  }

  const timer = setInterval(keep, KEEP_MS)
  timer.unref()
  return {
    take(news) {
      for (const one of news) guard.take(one)
      if (news.every(({ right }) => right)) return
      for (const wrong of guard.told(now())) say(wrong)
    },
    refused: () => guard.refused(now()),
    isKnown: address => guard.isKnown(address, now()),
    alarms: () =>
      guard
        .told(now())
        .toSorted((one, other) => other.times - one.times)
        .slice(0, MOST_ALARMS)
        .map(wrong => ({
          kind: 'wrong-password',
          about: `${wrong.name} ${wrong.address}`,
          since: wrong.since,
          what: inWords(wrong),
        })),
    stop() {
      clearInterval(timer)
      keep()
    },
  }
}

function inWords({ name, address, times, refusedUntil, spared }: WrongPasswords): string {
  const what = `wrong password for ${name} from ${address}, ${times} times in an hour`
  if (refusedUntil !== null) return `${what}: the address is refused for a quarter of an hour`
  if (spared) return `${what}: it is not refused, because others come from there; correct that device's password`
  return `${what}: a device with an old password, or somebody who guesses`
}

/** A trunk that logs in, or a telephone that registers. */
function nameIn({ trunks, properties }: Plan, user: string): string | null {
  const trunk = Object.values(trunks).find(({ login }) => login?.user === user)
  if (trunk !== undefined) return `trunk ${trunk.id}`
  const phones = Object.values(properties).flatMap(({ office }) => office?.phones ?? [])
  return phones.some(({ id, contact }) => id === user && contact === null) ? `office telephone ${user}` : null
}

function kept(file: string): Readonly<Record<string, number>> {
  try {
    const read = Object.entries(Object(JSON.parse(readFileSync(file, 'utf8'))) as Record<string, unknown>)
    return Object.fromEntries(read.filter((each): each is [string, number] => typeof each[1] === 'number'))
  } catch {
    return {}
  }
}
