// `nightbell log verify`: checks the journal, and what can be checked against it. Reads only, needs
// no daemon and works beside one.
import { join } from 'node:path'
import type { Command } from 'commander'
import { isClosed } from '../../recordings/check-file.ts'
import { locate, wrongWith } from '../../recordings/locate.ts'
import type { Closed } from '../../store/journal/why-closed.ts'
import type { GivenAnchor } from '../../store/verify/anchor.ts'
import type { LogVerdict } from '../../store/verify/verify-log.ts'
import type { CheckedExport } from '../export/given.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from '../io.ts'
import { placesOf } from '../messages-places.ts'
import { count } from '../plain-text.ts'
import { readAnchors } from './read-anchors.ts'
import { asJson, asText, type RecordingsSeen, unreadableOf } from './verdict-text.ts'

interface Options {
  readonly anchor: readonly string[]
  readonly export?: string
  readonly quick?: true
  readonly json?: true
}

export function addVerify(log: Command, io: CliIo): void {
  log
    .command('verify')
    .description('Check that nothing in the log was changed, and that all that is made of it is as the log says.')
    .option('--anchor <anchor>', 'also check that this turn is still there: number:hash, or a file of them', collect, [])
    .option('--export <file>', 'also check this export: that its turns, and the files of its rules, are those of the log')
    .option('--quick', 'leave out the lists and the files of recordings')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Checks the chain of turns, private parts, states of what is live, plans, recordings and lists. Of each kind the first
thing that is wrong is named. The last line is the anchor of this moment: keep it on another machine. What is
notified (outbox.db) is not made of the log alone, and is not checked. An export that was changed is refused.

Examples:
  nightbell log verify
  nightbell log verify --quick --json
  nightbell log verify --anchor digest-mails.txt
  nightbell log verify --export call-1772956790.7.zip --quick

Exit codes: 0 all is as it was written, 1 something is not, 2 cannot run, or may not read all of it.`,
    )
    .action(async (options: Options, command: Command) => {
      const anchors = readAnchors(options.anchor)
      const given = options.export === undefined ? null : await exported(options.export, io.version)
      const turns = given === null ? [] : turnsOf(given)
      const [{ verifyLog }, { JOURNAL_FILE }] = await Promise.all([
        import('../../store/verify/verify-log.ts'),
        import('../../store/journal/journal.ts'),
      ])
      io.stepBack?.()
      const file = join(directoriesOf(io, command).state, JOURNAL_FILE)
      const verdict = verifyLog(file, { anchors: [...anchors, ...turns], views: options.quick === undefined })
      const later = given === null ? 0 : await checkExport(io, command, given, verdict)
      const recordings = options.quick ? null : await checkRecordings(io, command, file, verdict)
      const unreadable = unreadableOf(verdict, recordings)
      const notProven = given?.notProven ?? []
      if (options.json)
        printJson(io, { ...asJson(verdict, recordings), ...(given === null ? {} : { export: { notProven, later } }) })
      else {
        for (const what of notProven) io.stdout(`Not proven by the export: ${what}.\n`)
        if (given !== null && later > 0)
          io.stdout(`The story went on: since turn ${given.evidence.head.seq}, the log has ${count(later, 'turn')} more of it.\n`)
        io.stdout(asText(verdict, recordings, { anchors: anchors.length, exported: turns.length }, options.quick === true))
      }
      if (verdict.wrong.all().length > 0) throw new CliFailure(EXIT.no)
      if (unreadable.length > 0) throw new CliFailure(EXIT.cannot, cannotTell(unreadable))
    })
}

function collect(one: string, before: readonly string[]): readonly string[] {
  return [...before, one]
}

async function exported(file: string, program: string): Promise<CheckedExport> {
  const { readExport } = await import('../export/read-export.ts')
  const read = await readExport(file, program)
  if (!read.head.redacted) return read
  throw new CliFailure(
    EXIT.cannot,
    `${file} is redacted: its turns are other texts than those of the log, and can't be compared.`,
  )
}

/** Its turns, and where the chain ended when it was made. */
function turnsOf({ evidence }: CheckedExport): GivenAnchor[] {
  return [...evidence.turns, evidence.head].map(({ seq, hash, at }) => ({ seq, hash, at, of: 'export' }))
}

/** Gives how many turns came later. A log that is wrong itself is asked nothing more. */
async function checkExport(io: CliIo, command: Command, given: CheckedExport, { wrong }: LogVerdict): Promise<number> {
  if (wrong.has('chain') || wrong.has('anchor')) return 0
  const { againstLog } = await import('../export/check/against-log.ts')
  const found = await withReader(io, command, reader => againstLog(given, reader))
  if (found.wrong !== null) wrong.add('anchor', found.wrong.turn, found.wrong.what)
  return found.later
}

function cannotTell(unreadable: readonly Closed[]): string {
  return `not everything could be checked: ${unreadable.map(({ what, toDo }) => `${what}. ${toDo}.`).join(' ')}`
}

async function checkRecordings(
  io: CliIo,
  command: Command,
  file: string,
  { recordings, wrong, head }: LogVerdict,
): Promise<RecordingsSeen> {
  const { removedAfter } = await import('../../store/verify/verify-log.ts')
  const places = placesOf(io, command)
  let unreadable: Closed | null = null
  for (const { recording, sha256, turn } of recordings) {
    const trouble = wrongWith(await locate(recording, sha256, places), sha256)
    if (trouble === null || removedAfter(file, head.seq).has(recording)) continue
    if (await isClosed(`${places.kept}/${recording}.wav`)) {
      unreadable ??= { what: `the recording ${recording} cannot be read by this user`, toDo: "Use the daemon's user, or root" }
      continue
    }
    wrong.add('recordings', turn, `the recording ${recording} is ${trouble}`)
    break
  }
  return { count: recordings.length, unreadable }
}
