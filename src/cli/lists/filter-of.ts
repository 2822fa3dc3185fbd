// What was asked for, as the store is asked: names become ids (names.ts), times and spans become
// moments. A value that can be nothing ends the command.
import { nearest } from '../../rules/nearest.ts'
import { soughtCaller } from '../../store/read/lists/callers.ts'
import type { IncidentState, ListFilter, ListName } from '../../store/read/lists/filter.ts'
import { notLookedFor, wordsOf } from '../../store/read/lists/text.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, type CliIo, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'
import { type Times, timesWritten } from '../written-times.ts'
import { idNamed, likeOneOf, numbersLike } from './names.ts'
import { CHOICES, type ListOptions } from './options.ts'

export function filterOf(io: CliIo, reader: Reader, list: ListName, options: ListOptions): ListFilter {
  checkChoices(list, options)
  const properties = propertiesOf(reader, options)
  const filter: { -readonly [K in keyof ListFilter]: ListFilter[K] } = { ...timesOf(io, reader, options, properties) }
  if (properties !== undefined) filter.properties = properties
  if (options.person !== undefined) filter.person = idNamed(reader, 'person', options.person)
  if (options.caller !== undefined) filter.caller = callerOf(options.caller)
  if (options.category !== undefined) filter.category = likeOneOf(() => reader.namesSeen('category'), options.category)
  const outcome = options.outcome ?? options.result
  if (outcome !== undefined) filter.outcome = outcome
  if (options.status !== undefined) filter.state = options.status as IncidentState
  if (options.overflow !== undefined) filter.overflow = options.overflow as NonNullable<ListFilter['overflow']>
  if (options.trunk !== undefined) filter.trunk = likeOneOf(() => reader.namesSeen('trunk'), options.trunk)
  if (options.mailbox !== undefined) filter.mailbox = likeOneOf(() => reader.namesSeen('mailbox'), options.mailbox)
  if (options.kind !== undefined) filter.kind = likeOneOf(() => reader.namesSeen('kind'), options.kind)
  if (options.of !== undefined) filter.stream = streamOf(reader, options.of)
  if (options.line !== undefined) filter.lines = numbersLike(options.line, reader.namesSeen('line'))
  if (options.phone !== undefined) filter.phones = numbersLike(options.phone, reader.namesSeen('phone'))
  if (options.text !== undefined) filter.words = textOf(options.text)
  return filter
}

function propertiesOf(reader: Reader, { property, group }: ListOptions): readonly string[] | undefined {
  if (property === undefined && group === undefined) return undefined
  const named = [...new Set((property ?? []).map(name => idNamed(reader, 'property', name)))]
  if (group === undefined) return named
  const plan = reader.newestPlan()
  const groups = group.map(name => likeOneOf(() => reader.knownNames('group'), name))
  const inGroup = Object.values(plan?.properties ?? {})
    .filter(one => one.groups?.some(name => groups.includes(name)))
    .map(({ id }) => id)
  // Both must hold, where both are written.
  return property === undefined ? inGroup : named.filter(id => inGroup.includes(id))
}

function timesOf(io: CliIo, reader: Reader, options: ListOptions, properties: readonly string[] | undefined): Times {
  if ([options.since, options.until, options.during].every(time => time === undefined)) return {}
  const [property = null] = properties?.length === 1 ? properties : []
  return timesWritten(options, reader.zoneOf(property), io.now())
}

function checkChoices(list: ListName, options: ListOptions): void {
  const choices: Readonly<Partial<Record<keyof ListOptions, readonly string[]>>> = CHOICES[list]
  for (const [name, allowed = []] of Object.entries(choices)) {
    const written = options[name as keyof ListOptions]
    if (typeof written !== 'string' || allowed.includes(written)) continue
    const near = nearest(written, allowed)
    const meant = near === undefined ? '' : ` Did you mean ${near}?`
    throw new CliFailure(
      EXIT.cannot,
      `--${name} ${oneLine(written, 40)} is none.${meant} Allowed choices are ${allowed.join(', ')}.`,
    )
  }
}

function callerOf(written: string): NonNullable<ListFilter['caller']> {
  const sought = soughtCaller(written)
  if (sought !== null) return sought
  throw new CliFailure(
    EXIT.cannot,
    `--caller ${oneLine(written, 40)}: write a number, a part of it, a part of a name, or withheld, in up to 200 characters.`,
  )
}

function textOf(written: string): readonly string[] {
  const words = wordsOf(written)
  const unknown = notLookedFor(written)
  if (words !== null && unknown !== undefined)
    throw new CliFailure(
      EXIT.cannot,
      `--text: ${oneLine(unknown, 40)} is looked for by --caller, or is too long for a word. Leave it out.`,
    )
  if (words !== null) return words
  throw new CliFailure(
    EXIT.cannot,
    `--text ${oneLine(written, 40)} has no word in it. Numbers of callers are looked for by --caller.`,
  )
}

function streamOf(reader: Reader, written: string): string {
  const incident = written.startsWith('i-') ? reader.incidentStory(written)?.incident.id : undefined
  if (incident !== undefined) return incident
  // A part of an incident's id is one of its call's.
  const found = reader.findCall(written.replace(/^i-/, ''))
  const shown = oneLine(written, 60)
  switch (found.found) {
    case 'one':
      return found.id
    case 'none':
      throw new CliFailure(EXIT.cannot, `There is no call or incident ${shown}.`)
    case 'several':
      throw new CliFailure(
        EXIT.cannot,
        `Several calls begin or end with ${shown}: ${found.ids.join(', ')}. Write more of the id.`,
      )
  }
}
