// The command line: every command with its help. main.ts calls runCli with what the process offers; tests call it with their own.
// Each command has a file of its own and ends with an exit code from io.ts.
import { Command, CommanderError } from 'commander'
import { JournalError } from '../store/journal/journal-error.ts'
import { addCallsList } from './calls-list.ts'
import { addCallsReplay } from './calls-replay.ts'
import { addCallsShow } from './calls-show.ts'
import { addCallsTail } from './calls-tail.ts'
import { addCheck } from './check.ts'
import { addDesk } from './desk.ts'
import { addExplain } from './explain.ts'
import { addIncidents } from './incidents.ts'
import { CliFailure, type CliIo, EXIT } from './io.ts'
import { addMessages } from './messages.ts'
import { addOncall } from './oncall.ts'
import { addOutbox } from './outbox.ts'
import { addPlans } from './plans.ts'
import { addReload } from './reload.ts'
import { addRender } from './render.ts'
import { addRun } from './run.ts'
import { addSchema } from './schema.ts'
import { addSimulate } from './simulate.ts'
import { addStatus } from './status.ts'

export type { CliIo } from './io.ts'

export function buildProgram(io: CliIo): Command {
  const program = new Command('nightbell')
    .description('Answers the calls that apartment leasing offices miss, and rings the people on call until one of them accepts.')
    .option('--state <dir>', 'where the journal and the control socket are (NIGHTBELL_STATE, else /var/lib/nightbell)')
    .option('--config <dir>', 'where the rules are (NIGHTBELL_CONFIG, else /etc/nightbell)')
    .option('--pbx <dir>', "the directory of the box's Asterisk (NIGHTBELL_PBX, else /var/lib/nightbell-pbx)")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: text => io.stdout(text), writeErr: text => io.stderr(text) })
    .showHelpAfterError('(add --help for usage and examples)')
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 yes or done, 1 no, 2 cannot run, 3 the daemon is not running.')
  addRun(program, io)
  addRender(program, io)
  addCheck(program, io)
  addReload(program, io)
  addPlans(program, io)
  addStatus(program, io)
  addOncall(program, io)
  addExplain(program, io)
  addSimulate(program, io)
  addSchema(program, io)
  const calls = program.command('calls').description('Ask the journal about calls.')
  addCallsList(calls, io)
  addCallsShow(calls, io)
  addCallsTail(calls, io)
  addCallsReplay(calls, io)
  addIncidents(program, io)
  addMessages(program, io)
  addOutbox(program, io)
  addDesk(program, io)
  return program
}

/** Runs one command; `args` without the interpreter and the script. Gives the exit code and never throws for what a person can cause. */
export async function runCli(io: CliIo, args: readonly string[]): Promise<number> {
  try {
    await buildProgram(io).parseAsync([...args], { from: 'user' })
    return EXIT.ok
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.cannot
    if (error instanceof CliFailure) {
      if (error.message !== '') io.stderr(`nightbell: ${error.message}\n`)
      return error.exitCode
    }
    if (error instanceof JournalError) {
      io.stderr(`nightbell: ${error.message}\n`)
      return EXIT.cannot
    }
    throw error
  }
}
