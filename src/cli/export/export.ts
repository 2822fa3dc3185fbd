// `nightbell calls export` and `nightbell incidents export`: a story with all that it takes to
// believe it, or to find a mistake in it, as one file. Reads the journal and needs no daemon. See
// docs/log.md.
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Plan } from '../../core/plan/plan.ts'
import type { Evidence } from '../../store/read/evidence.ts'
import type { Reader } from '../../store/read/reader.ts'
import { type CliIo, withReader } from '../io.ts'
import { count } from '../plain-text.ts'
import type { Content } from './contents.ts'
import type { Subject } from './subject.ts'

interface Options {
  readonly redact?: true
  readonly force?: true
  /** False with --no-audio. */
  readonly audio: boolean
}

export function addCallsExport(calls: Command, io: CliIo): void {
  options(calls.command('export'), 'call')
    .description(
      'Write one call, with its incidents, into one file: its story, facts, rules, recordings, and its place in the log.',
    )
    .argument('<id>', "the call's id, or its beginning or end, or the id of its incident")
    .argument('[file]', 'the zip to write; call-<id>.zip in this directory without it')
    .addHelpText('after', help('nightbell calls export', '.7', 'call'))
    .action((id: string, file: string | undefined, chosen: Options, command: Command) =>
      withReader(io, command, async reader => {
        const { aCall } = await import('./subject.ts')
        await write(io, command, reader, aCall(reader, id), file, chosen)
      }),
    )
}

export function addIncidentsExport(incidents: Command, io: CliIo): void {
  options(incidents.command('export'), 'incident')
    .description(
      'Write one incident, with all its calls, into one file: story, facts, rules, recordings, and its place in the log.',
    )
    .argument('<id>', "the incident's id, or its end")
    .argument('[file]', 'the zip to write; incident-<id>.zip in this directory without it')
    .addHelpText('after', help('nightbell incidents export', 'i-1772956790.7', 'incident'))
    .action((id: string, file: string | undefined, chosen: Options, command: Command) =>
      withReader(io, command, async reader => {
        const { anIncident } = await import('./subject.ts')
        await write(io, command, reader, anIncident(reader, id), file, chosen)
      }),
    )
}

function options(command: Command, what: string): Command {
  return command
    .option('--redact', 'for a bug report: numbers, names and addresses replaced, without recordings and rule files')
    .option('--no-audio', `leave out the recordings of the ${what}`)
    .option('--force', 'write over a file that is there')
}

function help(command: string, id: string, what: string): string {
  return `
The README.txt in it says what each file is and how it is checked. Whoever gets it can read the numbers and hear the
voices of this ${what}, and has the rules in force, with the telephone numbers of all staff of all properties; --redact
leaves them out. The file is for its owner alone (mode 0600).

Examples:
  ${command} ${id}
  ${command} ${id} /srv/evidence/flood.zip
  ${command} ${id} --redact report.zip
  nightbell calls replay --from report.zip

Exit codes: 0 written, 1 no such ${what} or several, 2 cannot run, or the file is there.`
}

async function write(
  io: CliIo,
  command: Command,
  reader: Reader,
  subject: Subject,
  file: string | undefined,
  chosen: Options,
): Promise<void> {
  const [{ contentsOf }, { zipped }, { writePrivately }, { idOf }] = await Promise.all([
    import('./contents.ts'),
    import('./archive.ts'),
    import('./write-file.ts'),
    import('./subject.ts'),
  ])
  const to = resolve(file ?? `${subject.kind}-${idOf(subject).replaceAll(/[^\w.-]/g, '-')}.zip`)
  const content = chosen.redact ? await redacted(io, reader, subject) : await whole(io, command, reader, subject, chosen.audio)
  writePrivately(to, await zipped(contentsOf(content)), chosen.force === true)
  const { evidence, recordings, notDecided } = content
  const audio = recordings.filter(one => one.audio !== null).length
  io.stdout(
    `${to}: ${count(evidence.facts.length, 'step')}, ${count(evidence.turns.length, 'turn')}, ${count(audio, 'recording')}\n`,
  )
  for (const { recording, trouble } of recordings)
    if (trouble !== null && !chosen.redact && chosen.audio) io.stderr(`${recording}: ${trouble}\n`)
  const people = chosen.redact ? 0 : peopleIn(evidence.plans)
  if (people > 0)
    io.stderr(
      `It holds the rules with the telephone numbers of ${count(people, 'person', 'people')}; --redact leaves them out.\n`,
    )
  if (chosen.redact && notDecided !== null)
    io.stderr(`From turn ${notDecided} on, what was recorded is not decided again; its reasons may be left out.\n`)
}

/** Of whom a telephone number stands in the rules. */
function peopleIn(plans: Evidence['plans']): number {
  const found = [...plans.values()].flatMap(({ json }) => {
    const { people } = JSON.parse(json) as Plan
    return Object.values(people).flatMap(({ id, phones }) => (phones.length === 0 ? [] : [id]))
  })
  return new Set(found).size
}

async function whole(io: CliIo, command: Command, reader: Reader, subject: Subject, audio: boolean): Promise<Content> {
  const [{ openRulePlaces }, { placesOf }, { LEFT_OUT, recordingsOf }, ruleFiles, subjects] = await Promise.all([
    import('../timeline/rule-places.ts'),
    import('../messages-places.ts'),
    import('./recordings.ts'),
    import('./rule-files.ts'),
    import('./subject.ts'),
  ])
  const { callOf, streamsOf } = subjects
  const evidence = ruleFiles.evidenceOfExport(reader.evidence(callOf(subject), streamsOf(subject)))
  return {
    subject,
    evidence,
    redacted: false,
    program: io.version,
    notDecided: null,
    places: openRulePlaces(ruleFiles.rulesOfExport(reader)).of(evidence.facts),
    recordings: await recordingsOf(evidence.facts, placesOf(io, command), audio ? null : LEFT_OUT),
  }
}

/** The summary, too, is made of the redacted turns: checking the export makes it once more. */
async function redacted(io: CliIo, reader: Reader, subject: Subject): Promise<Content> {
  const [{ redactEvidence }, { LEFT_OUT, recordingsOf }, { redactedSubject }, { callOf, streamsOf }] = await Promise.all([
    import('./redact/redact-turns.ts'),
    import('./recordings.ts'),
    import('./check/remake.ts'),
    import('./subject.ts'),
  ])
  const { plan: _, ...about } = subject
  const { evidence, notDecided } = redactEvidence(reader.evidence(callOf(subject), streamsOf(subject)), about)
  return {
    evidence,
    redacted: true,
    program: io.version,
    notDecided,
    places: [],
    subject: redactedSubject(subject, evidence),
    recordings: await recordingsOf(evidence.facts, { kept: '', pbx: null }, LEFT_OUT),
  }
}
