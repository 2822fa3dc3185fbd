// Prints docs/call-states.md from the two transition tables: which phases there are, what each does with every event, and why it
// does nothing with the others. `node scripts/print-states.ts` prints, `--write` writes the file. A test compares the two.
import { readFileSync, writeFileSync } from 'node:fs'
import { callTable } from '../src/core/call/table.ts'
import { deskTable } from '../src/core/desk/table.ts'
import { incidentTable } from '../src/core/incident/table.ts'

const tableSources = ['call', 'incident', 'desk']
  .map(kind => readFileSync(new URL(`../src/core/${kind}/table.ts`, import.meta.url), 'utf8'))
  .join('')

type Row = Readonly<Record<string, unknown>>
type Table = Readonly<Record<string, Row>>

const CALL_PHASES: Readonly<Record<keyof typeof callTable, string>> = {
  'in-office-queue': 'The office’s telephones ring; the caller hears ringing or music.',
  'with-office': 'The office has answered.',
  'choosing-property': 'The line is in no rule, but the trunk is known: which community is it?',
  'choosing-language': 'The property speaks several languages.',
  'asking-urgency': 'The menu.',
  joining: 'The trouble is known: add words, insist, or is it another?',
  transferring: 'A telephone of the rules is rung, to which the caller is to be connected.',
  transferred: 'The caller talks with whoever took the transfer.',
  'after-transfer': 'The other side has hung up: back to the menu?',
  'seeing-off': 'The caller hung up while somebody was briefed, who hears so.',
  'speaking-freely': 'No key was pressed: what is wrong is recorded, and its length decides.',
  'taking-statement': 'The matter is urgent, telephones ring, and the caller says what is wrong.',
  holding: 'Music and a spoken word now and then.',
  talking: 'On the way into the talk with whoever accepted, or in it.',
  'giving-number': 'The caller wants to be called back: at which number?',
  'after-talk': 'The technician has hung up: does the caller still need help?',
  'taking-message': 'Not urgent: a message for the office.',
  leaving: 'A last word is being said; then the call is hung up.',
  saving: 'The caller hung up while being recorded; the file is still to come.',
  'in-failsafe': 'The daemon was away too long, or broke: the dialplan looks after the caller.',
}

const INCIDENT_PHASES: Readonly<Record<keyof typeof incidentTable, string>> = {
  ringing: 'A rung of the ladder is being rung, briefed, or waited for.',
  pausing: 'Between two passes over the ladder.',
  connecting: 'Somebody accepted; both sides are on their way into the talk.',
  talking: 'Both are in the talk.',
  'calling-back': 'Accepted with the caller gone: the caller is being rung, and the technician listens.',
  'talking-back': 'The technician talks with the caller who was called back.',
  'call-back-menu': 'The caller was not reached: the technician chooses to call again, pass on or keep it.',
  acknowledged: 'A person owns the matter.',
  reminding: 'The owner is being rung, to be asked what became of it.',
  'asking-outcome': 'The owner is on the line, and asked what became of it.',
  resolved: 'Done, with an outcome. Can be reopened for a day.',
  unreached: 'The ladder is exhausted. An open state: it ends when a person owns it.',
}

const DESK_PHASES: Readonly<Record<keyof typeof deskTable, string>> = {
  asking: 'A question of the desk: the menu, a list, a number to be typed.',
  'awaiting-pin': 'The PIN is gathered outside of the journal.',
  'finding-messages': 'The messages that wait are looked up.',
  connected: 'The channel is lent to an incident: what happens on it goes there, until it is given back.',
  'recording-notice': 'A notice for callers is being recorded.',
  'in-failsafe': 'The daemon was silent for too long: the dialplan looks after them.',
  leaving: 'A last word is being said; then the call is hung up.',
}

function printed(): string {
  return [
    '# States of calls, incidents and the phone desk',
    '',
    'Printed by `node scripts/print-states.ts --write` from the transition tables in `src/core/call/table.ts`,',
    '`src/core/incident/table.ts` and `src/core/desk/table.ts`; a test fails when it differs from them. Do not edit.',
    '',
    'A **call** is one caller’s channel and what it hears. An **incident** is an urgent matter with its ladder, its telephones and its',
    'talk; it outlives its callers. Every phase answers every event on purpose: with a handler, or with the reason why nothing happens.',
    'A handler may still find that an event is not about what is going on (a sound that was stopped long ago); then nothing happens',
    'either. `due` is the phase’s deadline; `observed` is a look at the PBX after a start or a reconnect. Two phases are not listed,',
    'because nothing happens in them any more: a call that is `gone`, and an incident that is `closed`.',
    '',
    ...tablePrinted('Calls', callTable, CALL_PHASES),
    ...tablePrinted('Incidents', incidentTable, INCIDENT_PHASES),
    ...tablePrinted('The phone desk', deskTable, DESK_PHASES),
  ].join('\n')
}

function tablePrinted(title: string, table: Table, phases: Readonly<Record<string, string>>): string[] {
  return [
    `## ${title}`,
    '',
    ...Object.entries(table).flatMap(([phase, row]) => [`### ${phase}`, '', phases[phase] ?? '', '', ...rowPrinted(row), '']),
  ]
}

function rowPrinted(row: Row): string[] {
  const handled = Object.entries(row).filter(([, entry]) => typeof entry === 'function')
  const reasons = new Map<string, string[]>()
  for (const [event, entry] of Object.entries(row)) {
    if (isIgnored(entry)) reasons.set(entry.ignored, [...(reasons.get(entry.ignored) ?? []), event])
  }
  return [
    '| event | handler |',
    '| --- | --- |',
    ...handled.map(([event, entry]) => `| \`${event}\` | ${handlerNames(event, entry).map(code).join(', ')} |`),
    '',
    '| ignored | because |',
    '| --- | --- |',
    ...[...reasons].map(([why, events]) => `| ${events.map(code).join(', ')} | ${why} |`),
  ]
}

function code(word: string): string {
  return `\`${word}\``
}

function isIgnored(entry: unknown): entry is { ignored: string } {
  return typeof entry === 'object' && entry !== null && 'ignored' in entry
}

/** A handler’s own name; for one that is written in the table, the names of the handlers that it tries. */
function handlerNames(event: string, handler: unknown): string[] {
  if (typeof handler !== 'function') return []
  const text = String(handler)
  const imported = new RegExp(`^import .*\\b${handler.name}\\b`, 'm').test(tableSources)
  const written = tableSources.includes(text) || !imported
  if (text.startsWith('function') || !written) return [handler.name]
  const named = [...text.matchAll(/\b(\w+)\((?:_?at|call|incident|desk)\b/g)].map(match => match[1] ?? '')
  const tried = [...new Set(named)].filter(name => !['neverEnded', 'base'].includes(name))
  return tried.length > 0 ? tried : [event]
}

const page = printed()
if (process.argv.includes('--write')) writeFileSync(new URL('../docs/call-states.md', import.meta.url), page)
else process.stdout.write(page)
