// `nightbell log verify`: checks the journal, and what can be checked against it. Reads only, needs
// no daemon and works beside one.
import { join } from 'node:path'
import type { Command } from 'commander'
import { locate, wrongWith } from '../../recordings/locate.ts'
import type { GivenAnchor } from '../../store/verify/anchor.ts'
import type { LogVerdict } from '../../store/verify/verify-log.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson } from '../io.ts'
import { placesOf } from '../messages-places.ts'
import { readAnchors } from './read-anchors.ts'
import { asJson, asText } from './verdict-text.ts'

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
    .option('--export <file>', 'also check that the turns of this export stand in the log, as they are in it')
    .option('--quick', 'leave out the lists and the files of recordings')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Checks the chain of turns, private parts, states of what is live, plans, recordings and lists. Of each kind the first
thing that is wrong is named. The last line is the anchor of this moment: keep it on another machine. What is
notified (outbox.db) is not made of the log alone, and is not checked.

Examples:
  nightbell log verify
  nightbell log verify --quick --json
  nightbell log verify --anchor digest-mails.txt
  nightbell log verify --export call-1772956790.7.zip --quick

Exit codes: 0 all is as it was written, 1 something is not, 2 cannot run.`,
    )
    .action(async (options: Options, command: Command) => {
      const anchors = readAnchors(options.anchor)
      const exported = options.export === undefined ? [] : await exportedTurns(options.export)
      const [{ verifyLog }, { JOURNAL_FILE }] = await Promise.all([
        import('../../store/verify/verify-log.ts'),
        import('../../store/journal/journal.ts'),
      ])
      io.stepBack?.()
      const file = join(directoriesOf(io, command).state, JOURNAL_FILE)
      const verdict = verifyLog(file, { anchors: [...anchors, ...exported], views: options.quick === undefined })
      const recordings = options.quick ? null : await checkRecordings(io, command, file, verdict)
      if (options.json) printJson(io, asJson(verdict, recordings))
      else io.stdout(asText(verdict, recordings, { anchors: anchors.length, exported: exported.length }, options.quick === true))
      if (verdict.wrong.all().length > 0) throw new CliFailure(EXIT.no)
    })
}

function collect(one: string, before: readonly string[]): readonly string[] {
  return [...before, one]
}

/** Its turns, after the file itself was checked, and where the chain ended when it was made. */
async function exportedTurns(file: string): Promise<GivenAnchor[]> {
  const { readExport } = await import('../export/read-export.ts')
  const { head, evidence } = await readExport(file)
  if (head.redacted)
    throw new CliFailure(
      EXIT.cannot,
      `${file} is redacted: its turns are other texts than those of the log, and can't be compared.`,
    )
  return [...evidence.turns, evidence.head].map(({ seq, hash, at }) => ({ seq, hash, at, of: 'export' }))
}

/** Gives how many there are. */
async function checkRecordings(
  io: CliIo,
  command: Command,
  file: string,
  { recordings, wrong, head }: LogVerdict,
): Promise<number> {
  const { removedAfter } = await import('../../store/verify/verify-log.ts')
  const places = placesOf(io, command)
  for (const { recording, sha256, turn } of recordings) {
    const trouble = wrongWith(await locate(recording, sha256, places), sha256)
    if (trouble === null || removedAfter(file, head.seq).has(recording)) continue
    wrong.add('recordings', turn, `the recording ${recording} is ${trouble}`)
    break
  }
  return recordings.length
}
