// The command line: every command with its help. main.ts calls runCli with what the process offers; tests call it with their own.
// Each command has a file of its own and ends with an exit code from io.ts. Only the file of the command that is asked for is loaded:
// the others, with all that they import, took most of the time of a short answer.
import { Command, CommanderError } from 'commander'
import { JournalError } from '../store/journal/journal-error.ts'
import { CliFailure, type CliIo, EXIT } from './io.ts'

export type { CliIo } from './io.ts'

type Add = (program: Command, io: CliIo) => void

/** In the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  run: async () => (await import('./run.ts')).addRun,
  render: async () => (await import('./render.ts')).addRender,
  check: async () => (await import('./check.ts')).addCheck,
  reload: async () => (await import('./reload.ts')).addReload,
  plans: async () => (await import('./plans.ts')).addPlans,
  status: async () => (await import('./status.ts')).addStatus,
  oncall: async () => (await import('./oncall.ts')).addOncall,
  explain: async () => (await import('./explain.ts')).addExplain,
  simulate: async () => (await import('./simulate.ts')).addSimulate,
  'contact-card': async () => (await import('./contact-card.ts')).addContactCard,
  schema: async () => (await import('./schema.ts')).addSchema,
  calls: async () => (await import('./calls.ts')).addCalls,
  attempts: async () => (await import('./lists/attempts.ts')).addAttempts,
  incidents: async () => (await import('./incidents.ts')).addIncidents,
  messages: async () => (await import('./messages.ts')).addMessages,
  trunks: async () => (await import('./trunks/trunks.ts')).addTrunks,
  hold: async () => (await import('./hold.ts')).addHold,
  report: async () => (await import('./report/report.ts')).addReport,
  log: async () => (await import('./log/log.ts')).addLog,
  facts: async () => (await import('./lists/facts.ts')).addFacts,
  outbox: async () => (await import('./outbox.ts')).addOutbox,
  desk: async () => (await import('./desk.ts')).addDesk,
}

/** These take a value, which is no command. */
const WITH_VALUE: readonly string[] = ['--state', '--config', '--pbx']

async function buildProgram(io: CliIo, args: readonly string[]): Promise<Command> {
  const program = new Command('nightbell')
    .description('Answers the calls that apartment leasing offices miss, and rings the people on call until one of them accepts.')
    .version(io.version, '-V, --version', 'print the version')
    .option('--state <dir>', 'where the journal and the control socket are (NIGHTBELL_STATE, else /var/lib/nightbell)')
    .option('--config <dir>', 'where the rules are (NIGHTBELL_CONFIG, else /etc/nightbell)')
    .option('--pbx <dir>', "the directory of the box's Asterisk (NIGHTBELL_PBX, else /var/lib/nightbell-pbx)")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: text => io.stdout(text), writeErr: text => io.stderr(text) })
    .showHelpAfterError('(add --help for usage and examples)')
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 yes or done, 1 no, 2 cannot run, 3 the daemon is not running.')
  for (const load of asked(args)) (await load())(program, io)
  for (const group of program.commands) {
    const parts = group.commands.map(part => `  nightbell ${group.name()} ${part.name()} --help`)
    if (parts.length > 0) group.addHelpText('after', `\nExamples stand in the help of each:\n${parts.join('\n')}`)
  }
  return program
}

/** The file of the command that is asked for; all of them for the help, and for a name that nothing has. */
function asked(args: readonly string[]): readonly (() => Promise<Add>)[] {
  if (args[0] === '--version' || args[0] === '-V') return []
  const name = args.find((arg, at) => !arg.startsWith('-') && !WITH_VALUE.includes(args[at - 1] ?? ''))
  const only = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  return only === undefined ? Object.values(COMMANDS) : [only]
}

/** Runs one command; `args` without the interpreter and the script. Gives the exit code and never throws for what a person can cause. */
export async function runCli(io: CliIo, args: readonly string[]): Promise<number> {
  try {
    const program = await buildProgram(io, args)
    await program.parseAsync([...args], { from: 'user' })
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
