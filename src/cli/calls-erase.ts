// `nightbell calls erase ID`: forgets who called, and removes every recording in which they can be heard. The story of the call stays. Through
// the daemon, which alone writes.
import { userInfo } from 'node:os'
import type { Command } from 'commander'
import { isIncident } from '../core/world/ids.ts'
import { theCall } from './calls-show.ts'
import { askAct } from './control-client.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, withReader } from './io.ts'
import { count } from './plain-text.ts'

/** Until then it may be reopened, and its caller called back. */
const INCIDENT_OVER = 'An incident is over a day after it was resolved: resolve it, and try again then.'

const WHOSE_HOLD = '`nightbell hold list` shows who set it, and why.'

/** Asterisk's logs may be large. */
const ERASE_MS = 120_000

const PAGES_STAY =
  'nightbell: another program reads the journal, so old pages stay in journal.db-wal until it is done: erase again then\n'

interface Answer {
  readonly stillLive?: string[]
  readonly held?: string
  readonly recordings?: string[]
  readonly pagesStay?: true
}

export function addCallsErase(calls: Command, io: CliIo): void {
  calls
    .command('erase')
    .description('Forget who called: number, name, typed keys, and every recording of theirs. The story of the call stays.')
    .argument('<id>', "the call's id, or its beginning or end, or the id of its incident")
    .option('--because <why>', 'why, for the log; it stays, so it must not name the caller')
    .option('--yes', 'really: it can not be undone')
    .addHelpText(
      'after',
      `
What was said, messages, recorded talks, and the copies that Asterisk has, are removed, and number and name are taken out of Asterisk's event log and logs.
Who asked for it, when and why stays in the story of the call. A message of theirs that waits is dealt with. Mails that
have been sent stay where they are, and so do backups. A call that still runs, or whose incident is open, is not erased; an incident may be
reopened for a day after it was resolved, and is open until then. Nor is a call that a legal hold covers (nightbell hold).

Example:
  nightbell calls erase 1772956790.7 --yes --because 'asked by letter on March 12'

Exit codes: 0 erased, 1 no such call, or it is not over or is held, 2 cannot run, 3 the daemon is not running.`,
    )
    .action((wanted: string, { yes, because }: { yes?: true; because?: string }, command: Command) =>
      withReader(io, command, async reader => {
        const call = theCall(reader, wanted)
        if (!yes)
          throw new CliFailure(EXIT.cannot, `it can not be undone: add --yes to erase the caller of ${call} and what they said`)
        const who = io.env.SUDO_USER ?? userInfo().username
        const answer = await askAct(
          directoriesOf(io, command).state,
          '/calls/erase',
          { call, who, ...(because === undefined ? {} : { because }) },
          ERASE_MS,
        )
        if (answer.running === false) throw new CliFailure(EXIT.notRunning, `Nightbell is not running: ${answer.why}.`)
        if (answer.running !== true) throw new CliFailure(EXIT.cannot, `Nightbell gives no clear answer: ${answer.why}.`)
        const { stillLive, held, recordings = [], pagesStay } = Object(answer.body) as Answer
        if (held !== undefined)
          throw new CliFailure(EXIT.no, `the call is under the legal hold ${held}: nothing was erased. ${WHOSE_HOLD}`)
        if (stillLive !== undefined) {
          const when = stillLive.some(isIncident) ? INCIDENT_OVER : 'Try again when the caller has hung up.'
          throw new CliFailure(EXIT.no, `${stillLive.join(' and ')} is not over: nothing was erased. ${when}`)
        }
        if (pagesStay) io.stderr(PAGES_STAY)
        io.stdout(`The caller of ${call} is erased, and ${count(recordings.length, 'recording')} with them.\n`)
      }),
    )
}
