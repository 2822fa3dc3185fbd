// `nightbell simulate`: the timed story of a call that has not happened, told by the very code and rules of a live one, in virtual time.
// Reads the rules, needs no daemon and no telephone.
import type { Command } from 'commander'
import { type Situation, simulateCall } from '../simulation/one-call.ts'
import { pressing } from './behaviours.ts'
import { explainFailsafe, failsafeLines } from './explain-failsafe.ts'
import { foldPasses } from './fold-passes.ts'
import { CliFailure, type CliIo, EXIT, printJson } from './io.ts'
import { dateAndTime, duration, elapsed, localTime } from './local-time.ts'
import { OUTCOMES } from './outcomes.ts'
import { momentOf, propertyOf, type Rules, rulesOf, wholeNumber } from './plan-of.ts'
import type { Told } from './reasons.ts'
import {
  diverterOf,
  keysOf,
  longest,
  neverForwarded,
  neverRung,
  outcomeOf,
  type SimulateOptions,
  secondsOf,
  telephonesOf,
  trunksOf,
} from './simulate-options.ts'
import { randomCallers } from './simulate-random.ts'
import { samePasses, sentence } from './story.ts'

const each = (value: string, before: readonly string[] = []): string[] => [...before, value]

export function addSimulate(program: Command, io: CliIo): void {
  program
    .command('simulate')
    .description('Tell the story of a call that has not happened, by the rules as they are.')
    .option('--property <id>', 'the property that is called')
    .option('--at <time>', 'when, on the clock of the property; now without it')
    .option('--keys <keys>', 'what the caller presses, one key for each menu, or none', '1')
    .option('--phone <who=behaviour>', 'how a person, or one telephone number, behaves; may be repeated', each)
    .option('--nobody-answers', 'every telephone that is not named rings on and on')
    .option('--caller-hangs-up-after <time>', 'such as 20s')
    .option('--says <time>', 'how long the caller speaks when asked to', '8s')
    .option('--office-answers-after <time>', 'the office picks up; without it nobody there does')
    .option(
      '--trunk <id=state>',
      'down: it carries nothing; refuses: it refuses every call before it rings; silent: it seems down; may be repeated',
      each,
    )
    .option(
      '--diverted-by <number>',
      'who forwarded the call; a technician’s number: that telephone is forwarded to the property’s line',
    )
    .option('--random <n>', 'so many callers at random times, with telephones that behave at random: a summary')
    .option('--outcome <key>', 'what a technician presses who is asked what became of it; none: just hangs up', 'none')
    .option('--for <time>', 'how long the story may go on', '26h')
    .option('--seed <n>', 'the same seed gives the same callers', '1')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
What a telephone does (behaviour):
  accept-after:8s      presses 1, to talk; so does every telephone that is not named
  pass-after:5s        presses 2, to pass it on
  own-after:8s         presses 5, to own it without talking
  hangs-up-after:12s   answers, and hangs up without a key
  voicemail            a machine answers after 18 s
  no-answer            rings on and on
  off                  is out of reach: nothing is heard of it, not even ringing
  busy, declined       is engaged; is pushed away by its owner
  dead, congested      the number is not in service; the trunk has no way to it
  refused              the carrier refuses the call before it rings (603), over every trunk
Times count from the first words of the briefing; accept, pass and own without one mean 8 s.
Whoever is rung later and asked what became of it hangs up without a key, as most do, unless --outcome says what they press.

--diverted-by with the telephone of a technician: it is forwarded to the property's line. Whenever it is rung our own call comes back,
is told from a caller, and hears busy; the next telephone is rung. Any other number stands in the caller's own call (Diversion).

The story goes on until nothing more would happen: reminders, acknowledgements that expire, retries, and the end of an incident of
which nobody says what became (a day). It is cut after 26 h, or --for, of at most 15 days. Passes that are alike are told once.
"nightbell oncall who" says who is on call, and so whose telephone is worth naming.

Examples:
  nightbell simulate --property oak-creek --at "2026-11-26 02:14" --phone dana-reyes=off --phone lee-park=accept-after:12s
  nightbell simulate --property oak-creek --nobody-answers --caller-hangs-up-after 20s
  nightbell simulate --property oak-creek --at "2026-11-26 02:14" --outcome 2
  nightbell simulate --property oak-creek --at "2026-11-26 02:14" --diverted-by "+1 512 555 0152"
  nightbell simulate --random 200 --seed 7

The examples of this help ask the rules that are shipped in config/.

Exit codes: 0 told, and a human being was reached or was not needed, 1 an urgent caller reached nobody, 2 cannot run.`,
    )
    .action(async (options: SimulateOptions, command: Command) => {
      const rules = rulesOf(io, command)
      const { plan } = rules
      if (options.random !== undefined) return randomCallers(io, plan, options)
      if (options.property === undefined)
        throw new CliFailure(EXIT.cannot, 'Name the property: --property oak-creek, or use --random 200.')
      await oneCall(io, rules, options, options.property)
    })
}

async function oneCall(io: CliIo, rules: Rules, options: SimulateOptions, id: string): Promise<void> {
  const { plan } = rules
  const property = propertyOf(plan, id)
  const outcomeKey = outcomeOf(options.outcome)
  const trunks = trunksOf(plan, options.trunk)
  const divertedBy = diverterOf(plan, options.divertedBy)
  const situation: Situation = {
    property: id,
    at: momentOf(io, 'at', options.at, property.zone),
    keys: keysOf(options.keys),
    ...{
      telephones: telephonesOf(plan, options.phone),
      trunksDown: trunks.down,
      trunksRefusing: trunks.refuses,
      trunksSilent: trunks.silent,
      seed: wholeNumber('seed', options.seed, 999_999),
    },
    otherwise: options.nobodyAnswers ? { does: 'ring' } : pressing('1', 8),
    says: secondsOf('says', options.says),
    hangsUpAfter:
      options.callerHangsUpAfter === undefined ? null : secondsOf('caller-hangs-up-after', options.callerHangsUpAfter),
    officeAnswersAfter:
      options.officeAnswersAfter === undefined ? null : secondsOf('office-answers-after', options.officeAnswersAfter),
    goesOnFor: longest(options.for),
    ...(outcomeKey === undefined ? {} : { outcomeKey }),
    ...(divertedBy === undefined ? {} : { divertedBy }),
  }
  const call = await simulateCall(plan, situation)
  const failsafe = explainFailsafe(rules, property)
  if (options.json) {
    const { facts, ...told } = call
    printJson(io, {
      property: id,
      at: situation.at,
      ...told,
      failsafe,
      facts: facts.map(fact => ({ ...fact, text: sentence(fact, plan) })),
    })
  } else {
    let day = ''
    const told: Told = new Set()
    for (const line of foldPasses(call.facts)) {
      const { date, weekday, time, offset } = localTime(line.at, property.zone)
      if (date !== day) io.stdout(`${day === '' ? '' : '\n'}${weekday} ${date}, ${property.zone}\n`)
      day = date
      const said = line.kind === 'same-passes' ? samePasses(line, plan, property.zone) : sentence(line, plan, told, 'plain')
      io.stdout(`${time} ${offset}  ${elapsed(line.at - situation.at).padStart(6)}  ${said}\n`)
    }
    const outcome = Object.hasOwn(OUTCOMES, call.outcome) ? OUTCOMES[call.outcome as keyof typeof OUTCOMES] : call.outcome
    const human = call.secondsToHuman === null ? 'no human being' : `a human being after ${duration(call.secondsToHuman * 1000)}`
    io.stdout(`\nOutcome: ${outcome}; ${human}, called ${dateAndTime(situation.at, property.zone)}.\n`)
    if (call.isCut) io.stdout(`The story is cut here, ${options.for} after the call: --for 3d tells more of it.\n`)
    const idle = [...neverRung(plan, options.phone, call.facts), ...neverForwarded(plan, divertedBy, call.facts)]
    for (const line of idle) io.stdout(`${line}\n`)
    io.stdout(`${failsafeLines(failsafe).join('\n')}\n`)
  }
  if (call.unreached) throw new CliFailure(EXIT.no)
}
