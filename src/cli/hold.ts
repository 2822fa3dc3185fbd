// `nightbell hold set|list|end`: legal holds. While one stands, neither recordings nor callers that it covers are removed, by rule or by
// `calls erase`. Setting and ending are acts that the daemon takes in, and say who and why; listing reads the journal.
import type { Command } from 'commander'
import { type HoldOn, holdId } from '../core/standing/hold.ts'
import type { Standing } from '../core/standing/standing.ts'
import { HOLDABLE, type Holdable } from '../core/standing/standing.ts'
import { nearest } from '../rules/nearest.ts'
import type { Reader } from '../store/read/reader.ts'
import { theCall } from './calls-show.ts'
import { askAct } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from './io.ts'
import { idNamed } from './lists/names.ts'
import { dateAndTime, localTime } from './local-time.ts'
import { oneLine, table } from './plain-text.ts'

const COVERS = `What a hold covers:
  call      its caller, what they said, and the talks of its incidents
  incident  its talks, and every call that belongs to it
  person    every incident in which that member of staff was rung or owned it, with its calls
  property  everything of the property
What a held call says of its number is in its incidents, too: another call of that number about the same trouble
is not erased either.`

export function addHold(program: Command, io: CliIo): void {
  const hold = program.command('hold').description('Legal holds: what they cover is not removed by rule, and nobody erases it.')
  hold
    .command('set')
    .description('Put a call, an incident, a person (of the staff) or a property on hold.')
    .argument('<what>', HOLDABLE.join(', '))
    .argument('<id>', "the call's or incident's id, or its beginning or end; the person's or property's name in the rules")
    .requiredOption('--why <text>', 'for which case; it stays in the log, so it must not name a caller')
    .requiredOption('--by <name>', 'who orders it')
    .addHelpText(
      'after',
      `
${COVERS}

It counts for what is there, and for what comes while it stands. It ends by hand alone.

Examples:
  nightbell hold set property oak-creek --why 'Diaz v. Oak Creek, letter of March 12' --by 'K. Lee'
  nightbell hold set call 1772956790.7 --why 'insurance claim 2291' --by pat

Exit codes: 0 held, now or before, 1 nothing of that name, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((what: string, id: string, options: { why: string; by: string }, command: Command) =>
      set(io, command, { what, id, ...options }),
    )
  hold
    .command('list')
    .description('The holds that stand, oldest first.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  nightbell hold list\n\nExit codes: 0 listed, 2 cannot run.')
    .action((options: { json?: true }, command: Command) => withReader(io, command, reader => list(io, reader, options.json)))
  hold
    .command('end')
    .description('End a hold. The rules count again from then on.')
    .argument('<id>', 'the id that `hold list` shows')
    .requiredOption('--by <name>', 'who orders it')
    .option('--why <text>', 'why, for the log', 'no reason was given')
    .addHelpText(
      'after',
      `
What the rules keep no longer goes in the following night.

Example:
  nightbell hold end s-hold-property-oak-creek --by 'K. Lee' --why 'settled'

Exit codes: 0 ended, 1 no such hold, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((id: string, options: { by: string; why: string }, command: Command) => end(io, command, id, options))
}

interface Wish {
  readonly what: string
  readonly id: string
  readonly why: string
  readonly by: string
}

async function set(io: CliIo, command: Command, { what, id, why, by }: Wish): Promise<void> {
  const of = HOLDABLE.find(one => one === what)
  if (of === undefined)
    throw new CliFailure(EXIT.cannot, `${oneLine(what, 40)} can not be held: write ${HOLDABLE.join(', ')} (add --help)`)
  const words = wordsFor({ why, by })
  const name = await withReader(io, command, reader => held(reader, of, id.trim()))
  const body = await act(io, command, '/hold/set', { of, name, ...words })
  const { done, by: whose } = Object(body) as { done?: string; by?: string }
  const before = done === 'before' ? `, since before: set by ${oneLine(whose ?? '?', 60)}` : ''
  io.stdout(`${holdId(of, name)}: ${of} ${oneLine(name, 80)} is held${before}\n`)
}

/** The name of what is meant, or a failure that says why nothing is. */
function held(reader: Reader, of: Holdable, wanted: string): string {
  const none = (text: string): CliFailure => new CliFailure(EXIT.no, text)
  const shown = oneLine(wanted, 60)
  switch (of) {
    case 'call':
      return theCall(reader, wanted)
    case 'incident': {
      const found = reader.incidentStory(wanted)
      if (found === null)
        throw none(`No incident, or more than one, is meant by ${shown}: nightbell incidents list --all shows the ids.`)
      return found.incident.id
    }
    case 'person': {
      const known = reader.staff()
      const id = idNamed(reader, 'person', wanted)
      if (known.includes(id) || reader.tookPart(id)) return id
      throw none(`No person is called ${shown}.${didYouMean(wanted, known)}`)
    }
    case 'property': {
      const known = reader.knownNames('property')
      const id = idNamed(reader, 'property', wanted)
      if (known.includes(id)) return id
      throw none(`No property is called ${shown}.${didYouMean(wanted, known)}`)
    }
  }
}

function didYouMean(wanted: string, known: readonly string[]): string {
  const near = nearest(wanted, known)
  return near === undefined ? '' : ` Did you mean ${near}?`
}

function list(io: CliIo, reader: Reader, json: true | undefined): void {
  const found = reader.holds().flatMap(one => (isHeld(one) ? [one] : []))
  const zone = reader.zoneOf(null)
  if (json) {
    const told = found.map(({ id, by, since, what: { of, name, why } }) => {
      return { id, of, name, by, why, since, local: localTime(since, zone).iso }
    })
    printJson(io, told)
    return
  }
  if (found.length === 0) {
    io.stdout('Nothing is on legal hold.\n')
    return
  }
  const rows = found.map(({ id, by, since, what: { of, name, why } }) => [
    ...[`${of} ${oneLine(name, 40)}`, dateAndTime(since, zone), oneLine(by, 30), oneLine(why, 60), id],
  ])
  io.stdout(table(['HELD', 'SINCE', 'BY', 'WHY', 'ID'], rows))
}

function isHeld(one: Standing): one is Standing & { readonly what: HoldOn } {
  return one.what.is === 'hold'
}

async function end(io: CliIo, command: Command, id: string, options: { by: string; why: string }): Promise<void> {
  const words = wordsFor(options)
  await withReader(io, command, reader => {
    if (reader.holds().some(one => one.id === id)) return
    throw new CliFailure(EXIT.no, `no hold ${oneLine(id, 80)} stands: nightbell hold list shows those that do`)
  })
  await act(io, command, '/hold/end', { id, ...words })
  io.stdout(`${oneLine(id, 80)}: ended\n`)
}

function wordsFor({ why, by }: { readonly why: string; readonly by: string }): { readonly why: string; readonly who: string } {
  const words = { why: why.trim(), who: by.trim() }
  if (words.why === '' || words.who === '') throw new CliFailure(EXIT.cannot, '--why and --by must say something')
  if (words.why.length > 300) throw new CliFailure(EXIT.cannot, '--why is too long: 300 characters at most')
  if (words.who.length > 100) throw new CliFailure(EXIT.cannot, '--by is too long: 100 characters at most')
  return words
}

async function act(io: CliIo, command: Command, path: string, wish: object): Promise<unknown> {
  // The daemon answers when it is in the journal.
  const answer = await askAct(directoriesOf(io, command).state, path, wish, 12_000)
  if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
  if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
  return answer.body
}
