// What `nightbell explain` has found (the JSON that it prints), and the words for it: one thing on a line, and at its end the file and line that say so. Called by explain.ts.

import { type ExplainedEmergency, emergencyLines } from './explain-emergency.ts'
import { type ExplainedFailsafe, failsafeLines } from './explain-failsafe.ts'
import type { ExplainedReport } from './explain-reports.ts'
import { type ExplainedTold, toldLines } from './explain-told.ts'
import { dateAndTime, duration, localTime } from './local-time.ts'
import { WHEN } from './outcomes.ts'
import { count } from './plain-text.ts'

export interface Explained {
  readonly property: string
  readonly name: string
  readonly zone: string
  readonly at: string
  readonly rules: {
    readonly hash: string
    /** Whether the daemon runs by these very rules; null where none has run. */
    readonly inForce: boolean | null
    /** When the rules that it runs by came into force. */
    readonly since: string | null
  }
  readonly office: {
    readonly open: boolean
    readonly why: string
    readonly ringSeconds: number | null
    readonly where: string | null
  }
  readonly menu: {
    readonly id: string
    /** Which of the property's menus this is; null when it has only one. */
    readonly when: 'open' | 'closed' | 'holiday' | null
    readonly where: string | null
    /** Where it is said that this is the property's menu. */
    readonly because: string | null
    readonly keys: readonly { key: string; for: string; does: string }[]
  }
  readonly keys: readonly { readonly key: string; readonly does: string; readonly where: string | null }[]
  /** What to ask with `--keys` to see who is rung: each way through the menus to a ladder. Empty once keys were asked for. */
  readonly ringing: readonly string[]
  readonly ladder: ExplainedLadder | null
  /** Whom Asterisk rings by itself while the daemon is away. */
  readonly failsafe: ExplainedFailsafe
  /** What its office telephones do when somebody dials an emergency number there; null where the property has none on the box. */
  readonly emergency: ExplainedEmergency | null
  /** The summary of the property that is mailed every day, at a time on its clock. */
  readonly digest: { readonly at: string; readonly mail: readonly string[]; readonly where: string | null } | null
  /** Mailed by the rules, with the property in them. */
  readonly reports: readonly ExplainedReport[]
  /** Who is told outside, event by event. */
  readonly told: readonly ExplainedTold[]
}

export interface ExplainedLadder {
  readonly id: string
  readonly category: string
  readonly passes: number
  readonly pauseSeconds: number
  /** It goes on until a person owns the incident, whatever `passes` says. */
  readonly untilAcknowledged: boolean
  /** The rung, counted from 1, at which later passes begin. */
  readonly repeatFrom: number
  readonly where: string | null
  /** How soon after the call somebody is to have it; null where the rules want nothing. */
  readonly target: { readonly seconds: number; readonly where: string | null } | null
  readonly rungs: readonly ExplainedRung[]
  /** How it is rung again when nobody was reached; null when it is not. */
  readonly retry: {
    readonly everySeconds: number
    readonly forSeconds: number
    readonly where: string | null
    readonly widen: readonly ExplainedRung[]
  } | null
  /** What the caller says when nobody was reached is a message there, too. */
  readonly unreachedMailbox: { readonly name: string; readonly where: string | null } | null
}

export interface ExplainedRung {
  readonly mode: 'each' | 'all'
  readonly ringSeconds: number
  readonly tries: number
  readonly where: string | null
  readonly people: readonly ExplainedPerson[]
  readonly leftOut: readonly ExplainedPerson[]
}

export interface ExplainedPerson {
  readonly person: string
  readonly name: string
  readonly phones: readonly string[]
  readonly why: string
  readonly where: string | null
}

export function explainedText(explained: Explained, at: number): string {
  const { property, name, zone, rules, office, menu, keys, ringing, ladder, failsafe, emergency, told, digest, reports } =
    explained
  const { date, weekday, time, offset } = localTime(at, zone)
  const lines = [`${name} (${property}) on ${weekday}, ${date} at ${time} ${offset} (${zone})`, ...rulesLines(rules, zone), '']
  lines.push(said(`The office is ${office.why}`, office.where))
  if (office.ringSeconds !== null) lines.push(`Its telephones ring for ${office.ringSeconds} s. When nobody answers:`)
  lines.push(said(`The caller hears the menu ${menu.id}`, menu.where))
  if (menu.when !== null) lines.push(said(`  which is the one for ${WHEN[menu.when]}`, menu.because))
  for (const each of menu.keys) lines.push(`  ${each.key}  for ${each.for}: ${each.does}`)
  if (ringing.length > 0) lines.push('', ringingLine(ringing))
  if (keys.length > 0) lines.push('')
  for (const { key, does, where } of keys)
    lines.push(said(key === 'none' ? `Without a key, ${does}` : `Key ${key}: ${does}`, where))
  if (ladder) lines.push(...ladderLines(ladder))
  lines.push(...toldLines(told))
  if (digest) lines.push('', said(`The digest is mailed every day at ${digest.at} to ${digest.mail.join(', ')}`, digest.where))
  if (reports.length > 0) lines.push('', ...reports.map(reportLine))
  lines.push('', ...failsafeLines(failsafe))
  if (emergency) lines.push('', ...emergencyLines(emergency))
  return `${lines.join('\n')}\n`
}

function reportLine({ reports, of, when, next, to, where }: ExplainedReport): string {
  const what = `${reports.length === 1 ? 'The report' : 'The reports'} ${reports.join(', ')} of ${of}`
  const are = reports.length === 1 ? 'is' : 'are'
  return said(`${what} ${are} mailed ${when}, to ${to.join(', ')}; next ${next}`, where)
}

/** Somebody who asks without keys mostly wants to know this. */
function ringingLine([first = '', ...more]: readonly string[]): string {
  const others = more.slice(0, MOST_KEYS).map(each => `--keys ${each}`)
  const last = others.pop()
  const also =
    last === undefined
      ? ''
      : `; so ${more.length === 1 ? 'does' : 'do'} ${others.length === 0 ? last : `${others.join(', ')} and ${last}`}`
  return `--keys ${first} shows who is rung${also}.`
}

const MOST_KEYS = 6

/** An administrator who has changed a file, and not yet reloaded, must not take this for what a caller hears today. */
function rulesLines({ hash, inForce, since }: Explained['rules'], zone: string): string[] {
  if (inForce === null || since === null) return []
  const when = dateAndTime(Date.parse(since), zone)
  if (inForce) return [`By the rules in force since ${when} (plan ${hash.slice(0, 12)}).`]
  return [`These rules are not in force yet: calls go by those of ${when}. "nightbell reload" takes these.`]
}

function ladderLines(ladder: ExplainedLadder): string[] {
  const lines = ['', said(`The ladder ${ladder.id}: ${passesText(ladder)}`, ladder.where)]
  for (const [at, rung] of ladder.rungs.entries()) lines.push(...rungLines(`rung ${at + 1}`, rung))
  const { retry, target } = ladder
  if (target) lines.push(said(`Late when nobody has it ${duration(target.seconds * 1000)} after the call came in`, target.where))
  if (retry) {
    const how = `${duration(retry.everySeconds * 1000)} after each pass, for ${duration(retry.forSeconds * 1000)}`
    lines.push(said(`When nobody was reached it is rung again ${how}`, retry.where))
    for (const [at, rung] of retry.widen.entries()) lines.push(...rungLines(`from retry ${at + 1} on also`, rung))
  } else if (!ladder.untilAcknowledged) lines.push('When nobody was reached the incident stays open, and is not rung again.')
  const { unreachedMailbox: mailbox } = ladder
  if (mailbox) {
    lines.push(said(`What the caller then says is a message for ${mailbox.name}, too`, mailbox.where))
    lines.push('  The words of a caller who hangs up before that are kept with the incident, and not in the mailbox.')
  }
  return lines
}

function passesText({ passes, pauseSeconds, untilAcknowledged, repeatFrom }: ExplainedLadder): string {
  const again = repeatFrom > 1 ? `, again from rung ${repeatFrom}` : ''
  const pauses = `, with ${duration(pauseSeconds * 1000)} between`
  if (untilAcknowledged) return `passes until somebody owns it${again}${pauses}`
  return `${count(passes, 'pass', 'passes')}${passes > 1 ? `${again}${pauses}` : ''}`
}

function rungLines(title: string, { mode, ringSeconds, tries, people, leftOut, where }: ExplainedRung): string[] {
  const how = people.length > 1 ? (mode === 'all' ? 'all at once' : 'one after another') : null
  const ring = `ring ${ringSeconds} s${tries > 1 ? `, ${count(tries, 'try', 'tries')}` : ''}`
  const lines = [said(`  ${title}: ${[how, ring].filter(part => part !== null).join(', ')}`, where)]
  if (people.length === 0) lines.push('    nobody: the rung is skipped')
  for (const { name, phones, why, where: rule } of people)
    lines.push(said(`    ${name} on ${phones.join(', then ')}: ${why}`, rule))
  for (const { why, where: rule } of leftOut) lines.push(said(`    not rung: ${why}`, rule))
  return lines
}

function said(text: string, where: string | null): string {
  return where === null ? text : `${text}  [${where}]`
}
