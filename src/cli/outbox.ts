// `nightbell outbox list|retry|try|words`: what is to be told to people outside by mail, text message and webhook. Listing reads the journal
// and needs no daemon; trying again, and sending a test, are acts that the daemon takes in.
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import type { OutboxItem } from '../store/read/list-outbox.ts'
import { askAct } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from './io.ts'
import { wholeNumber } from './lists/options.ts'
import { dateAndTime, localTime } from './local-time.ts'
import { wordsAsYaml } from './outbox-words.ts'
import { count, oneLine, table } from './plain-text.ts'

const WAYS = { mail: 'mail', sms: 'text', webhook: 'webhook' } as const
/** More than these are never tried again at once. */
const MOST = 1000

export function addOutbox(program: Command, io: CliIo): void {
  const outbox = program.command('outbox').description('What is to be told to people outside: mail, text messages, webhooks.')
  addList(outbox, io)
  addRetry(outbox, io)
  addTry(outbox, io)
  addWords(outbox, io)
}

interface ListOptions {
  readonly property?: string
  readonly all?: true
  readonly limit: number
  readonly json?: true
}

function addList(outbox: Command, io: CliIo): void {
  outbox
    .command('list')
    .description('What waits to be sent, is held by quiet hours, or was given up; the newest at the end.')
    .option('--property <id>', 'only of this property')
    .option('--all', 'also what was sent')
    .option('--limit <n>', 'at most so many', wholeNumber, 100)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell outbox list
  nightbell outbox list --all --json

Exit codes: 0 nothing is in trouble, 1 something was tried in vain or given up, 2 cannot run.`,
    )
    .action(({ property, all, limit, json }: ListOptions, command: Command) =>
      withReader(io, command, reader => {
        const found = reader.listOutbox({
          all: all === true,
          limit,
          now: io.now(),
          ...(property === undefined ? {} : { property }),
        })
        if (json) printJson(io, found.map(withLocalTimes))
        else if (found.length === 0) io.stdout(all ? 'The outbox is empty.\n' : 'Nothing waits to be sent.\n')
        else {
          io.stdout(table(['HAPPENED', 'PROPERTY', 'EVENT', 'WAY', 'TO', 'STATE', 'LAST ANSWER', 'KEY'], found.map(row)))
          if (found.length === limit) io.stdout(`\nThere may be more than ${count(limit, 'notice')}: use --limit.\n`)
        }
        if (found.some(isTrouble)) throw new CliFailure(EXIT.no)
      }),
    )
}

function isTrouble({ state, error }: OutboxItem): boolean {
  return state === 'given-up' || (state === 'waits' && error !== null)
}

function row(item: OutboxItem): string[] {
  return [
    ...[dateAndTime(item.madeAt, item.zone), oneLine(item.propertyName ?? item.property, 30), eventText(item), WAYS[item.way]],
    ...[oneLine(item.to, 40), stateText(item), oneLine(item.error ?? item.answer ?? '', 60), item.key],
  ]
}

function eventText({ event, gathered }: OutboxItem): string {
  return gathered > 1 ? `${event} (${gathered})` : event
}

function stateText({ state, nextAt, overAt, attempts, zone }: OutboxItem): string {
  const clock = (at: number | null) => (at === null ? '?' : dateAndTime(at, zone).slice(5, 16))
  switch (state) {
    case 'sent':
      return `sent ${clock(overAt)}`
    case 'given-up':
      return `given up ${clock(overAt)}`
    case 'held':
      return `held by quiet hours until ${clock(nextAt)}`
    case 'waits':
      return attempts === 0 ? 'waits' : `tried ${count(attempts, 'time')}, next ${clock(nextAt)}`
  }
}

function withLocalTimes(item: OutboxItem) {
  const local = (ms: number | null) => (ms === null ? null : localTime(ms, item.zone).iso)
  return { ...item, madeLocal: local(item.madeAt), nextLocal: local(item.nextAt), overLocal: local(item.overAt) }
}

function addRetry(outbox: Command, io: CliIo): void {
  outbox
    .command('retry')
    .description('Try at once what waits, is held or was given up, and go on for another day.')
    .argument('[key...]', "the notices' keys, or their beginnings; --all for everything that was tried in vain")
    .option('--all', 'everything that was tried in vain or given up')
    .addHelpText(
      'after',
      `
Examples:
  nightbell outbox retry message:1772956790-7-message-1
  nightbell outbox retry --all

Exit codes: 0 tried again, 1 there is no such notice, or it was sent, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((wanted: readonly string[], options: { all?: true }, command: Command) =>
      withReader(io, command, async reader => {
        const waiting = reader.listOutbox({ all: false, limit: MOST, now: io.now() })
        if (wanted.length === 0 && !options.all)
          throw new CliFailure(
            EXIT.cannot,
            'name what is to be tried again: keys as `nightbell outbox list` shows them, or --all',
          )
        const chosen = options.all ? waiting.filter(isTrouble) : wanted.flatMap(each => theNotices(waiting, each))
        const keys = [...new Set(chosen.map(({ key }) => key))]
        if (keys.length === 0) {
          io.stdout('Nothing was tried in vain.\n')
          return
        }
        const who = io.env.SUDO_USER ?? userInfo().username
        const answer = await askAct(directoriesOf(io, command).state, '/outbox/retry', { keys, who })
        if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
        if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
        const { again = [] } = Object(answer.body) as { again?: readonly string[] }
        for (const key of keys) io.stdout(`${key}: ${again.includes(key) ? 'is tried again' : 'was sent meanwhile'}\n`)
      }),
    )
}

/** A server may be waited for a minute. */
const TRY_MS = 70_000

function addTry(outbox: Command, io: CliIo): void {
  outbox
    .command('try')
    .description('Send a test at once, and say what came of it: does the mail server, the gateway, the webhook work?')
    .option('--mail <address>', 'a mail to this address')
    .option('--sms <number>', 'a text message to this number')
    .option('--webhook <name>', 'the event `test` to this webhook of the rules')
    .addHelpText(
      'after',
      `
Examples:
  nightbell outbox try --mail kim@example.com
  nightbell outbox try --webhook pm

Exit codes: 0 the server took it, 1 it did not, 2 cannot run, 3 the daemon is not running.`,
    )
    .action(async (options: { mail?: string; sms?: string; webhook?: string }, command: Command) => {
      const wishes = Object.entries(options).filter(([way]) => way in WAYS)
      if (wishes.length === 0) throw new CliFailure(EXIT.cannot, 'say whom to tell: --mail, --sms or --webhook')
      const who = io.env.SUDO_USER ?? userInfo().username
      const { state } = directoriesOf(io, command)
      let lost = 0
      for (const [way, given] of wishes) {
        const to = way === 'sms' ? await numberOf(given) : given
        const answer = await askAct(state, '/outbox/try', { way, to, who }, TRY_MS)
        if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
        if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
        const { ok, reason = '', said = '', toDo = '' } = Object(answer.body) as Tried
        if (ok !== true) lost++
        const words = said === '' ? '' : `\n  the server said: ${oneLine(said, 500)}`
        const result = ok ? `taken${words}` : `NOT taken: ${oneLine(reason, 300)}${words}\n  ${toDo}`
        io.stdout(`${WAYS[way as keyof typeof WAYS]} ${oneLine(to, 80)}: ${result}\n`)
      }
      if (lost > 0) throw new CliFailure(EXIT.no)
    })
}

interface Tried {
  readonly ok?: boolean
  readonly reason?: string
  readonly said?: string
  readonly toDo?: string
}

async function numberOf(given: string): Promise<string> {
  const { parseNumber } = await import('../rules/parse-number.ts')
  const number = parseNumber(given)
  if (number.ok) return number.value
  throw new CliFailure(EXIT.cannot, `${oneLine(number.message, 100)}: ${number.expected ?? ''}`)
}

function addWords(outbox: Command, io: CliIo): void {
  outbox
    .command('words')
    .description("Print the box's own words of mails and text messages as YAML, to copy into the rules and change.")
    .argument('[event]', 'of this event only, such as message or digest')
    .addHelpText(
      'after',
      '\nExample:\n  nightbell outbox words message > config/words.yaml\n\nExit codes: 0 printed, 1 there is no such event, 2 cannot run.',
    )
    .action((event: string | undefined) => {
      const yaml = wordsAsYaml(event)
      if (yaml === null) throw new CliFailure(EXIT.no, `there is no event ${oneLine(event ?? '', 40)}`)
      io.stdout(yaml)
    })
}

function theNotices(waiting: readonly OutboxItem[], wanted: string): readonly OutboxItem[] {
  const found = waiting.filter(({ key }) => key.startsWith(wanted))
  if (found.length === 0) throw new CliFailure(EXIT.no, `nothing of the key ${oneLine(wanted, 80)} waits or was given up`)
  return found
}
