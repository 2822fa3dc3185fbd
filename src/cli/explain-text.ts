// What `nightbell explain` has found (the JSON that it prints), and the words for it: one thing on a line, and at its end the file and line that say so. Called by explain.ts.
import { duration, localTime } from './local-time.ts'
import { WHEN } from './outcomes.ts'
import { count } from './plain-text.ts'

export interface Explained {
  readonly property: string
  readonly name: string
  readonly zone: string
  readonly at: string
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
  readonly ladder: ExplainedLadder | null
}

export interface ExplainedLadder {
  readonly id: string
  readonly category: string
  readonly passes: number
  readonly pauseSeconds: number
  readonly where: string | null
  readonly rungs: readonly {
    readonly mode: 'each' | 'all'
    readonly ringSeconds: number
    readonly tries: number
    readonly where: string | null
    readonly people: readonly ExplainedPerson[]
    readonly leftOut: readonly ExplainedPerson[]
  }[]
}

export interface ExplainedPerson {
  readonly person: string
  readonly name: string
  readonly phones: readonly string[]
  readonly why: string
  readonly where: string | null
}

export function explainedText(explained: Explained, at: number): string {
  const { property, name, zone, office, menu, keys, ladder } = explained
  const { date, weekday, time, offset } = localTime(at, zone)
  const lines = [`${name} (${property}) on ${weekday}, ${date} at ${time} ${offset} (${zone})`, '']
  lines.push(said(`The office is ${office.why}`, office.where))
  if (office.ringSeconds !== null) lines.push(`Its telephones ring for ${office.ringSeconds} s. When nobody answers:`)
  lines.push(said(`The caller hears the menu ${menu.id}`, menu.where))
  if (menu.when !== null) lines.push(said(`  which is the one for ${WHEN[menu.when]}`, menu.because))
  for (const each of menu.keys) lines.push(`  ${each.key}  for ${each.for}: ${each.does}`)
  if (keys.length > 0) lines.push('')
  for (const { key, does, where } of keys)
    lines.push(said(key === 'none' ? `Without a key, ${does}` : `Key ${key}: ${does}`, where))
  if (ladder) lines.push(...ladderLines(ladder))
  return `${lines.join('\n')}\n`
}

function ladderLines(ladder: ExplainedLadder): string[] {
  const pauses = ladder.passes > 1 ? `, with ${duration(ladder.pauseSeconds * 1000)} between` : ''
  const lines = ['', said(`The ladder ${ladder.id}: ${count(ladder.passes, 'pass', 'passes')}${pauses}`, ladder.where)]
  for (const [at, { mode, ringSeconds, tries, people, leftOut, where }] of ladder.rungs.entries()) {
    const how = people.length > 1 ? (mode === 'all' ? 'all at once' : 'one after another') : null
    const ring = `ring ${ringSeconds} s${tries > 1 ? `, ${count(tries, 'try', 'tries')}` : ''}`
    lines.push(said(`  rung ${at + 1}: ${[how, ring].filter(part => part !== null).join(', ')}`, where))
    if (people.length === 0) lines.push('    nobody: the rung is skipped')
    for (const { name, phones, why, where: rule } of people)
      lines.push(said(`    ${name} on ${phones.join(', then ')}: ${why}`, rule))
    for (const { why, where: rule } of leftOut) lines.push(said(`    not rung: ${why}`, rule))
  }
  return lines
}

function said(text: string, where: string | null): string {
  return where === null ? text : `${text}  [${where}]`
}
