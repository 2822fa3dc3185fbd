// What was asked for, as the store is asked: names become ids, times and spans become moments. A
// value that can be nothing ends the command; a name that nobody has finds nothing, and is said
// when nothing was found (`misnamed`).
import { nearest } from '../../rules/nearest.ts'
import { callerDigits } from '../../store/follow/caller-digits.ts'
import { soughtCaller } from '../../store/read/lists/callers.ts'
import type { IncidentState, ListFilter, ListName } from '../../store/read/lists/filter.ts'
import type { NameKind } from '../../store/read/lists/known.ts'
import { wordsOf } from '../../store/read/lists/text.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, type CliIo, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'
import { parseMoment, parseSpan, SPAN_FORMS, TIME_FORMS } from '../time-phrases.ts'
import { CHOICES, type ListOptions } from './options.ts'

export function filterOf(io: CliIo, reader: Reader, list: ListName, options: ListOptions): ListFilter {
  checkChoices(list, options)
  const properties = propertiesOf(reader, options)
  const filter: { -readonly [K in keyof ListFilter]: ListFilter[K] } = { ...timesOf(io, reader, options, properties) }
  if (properties !== undefined) filter.properties = properties
  if (options.person !== undefined) filter.person = idNow(reader, 'person', options.person)
  if (options.caller !== undefined) filter.caller = callerOf(options.caller)
  if (options.category !== undefined) filter.category = options.category
  const outcome = options.outcome ?? options.result
  if (outcome !== undefined) filter.outcome = outcome
  if (options.status !== undefined) filter.state = options.status as IncidentState
  if (options.overflow !== undefined) filter.overflow = options.overflow as NonNullable<ListFilter['overflow']>
  if (options.trunk !== undefined) filter.trunk = options.trunk
  if (options.mailbox !== undefined) filter.mailbox = options.mailbox
  if (options.kind !== undefined) filter.kind = options.kind
  if (options.of !== undefined) filter.stream = streamOf(reader, options.of)
  if (options.line !== undefined) filter.lines = numbersLike(options.line, reader.namesSeen('line'))
  if (options.phone !== undefined) filter.phones = numbersLike(options.phone, reader.namesSeen('phone'))
  if (options.text !== undefined) filter.words = textOf(options.text)
  return filter
}

/** A name that nobody has, in words; null when all are right. */
export function misnamed(reader: Reader, options: ListOptions): string | null {
  for (const [kind, nobody] of Object.entries(NOBODY) as [NameKind, string][]) {
    const unsure = [options[kind] ?? []].flat().filter(name => !isId(reader, kind, name))
    if (unsure.length === 0) continue
    const known = reader.knownNames(kind)
    const wrong = namesOf(reader, kind, unsure, known).find(name => !known.includes(name))
    if (wrong === undefined) continue
    const near = nearest(wrong, known)
    return `${nobody} ${oneLine(wrong, 40)}${near === undefined ? '' : `. Did you mean ${near}?`}`
  }
  return null
}

function isId(reader: Reader, kind: NameKind, name: string): boolean {
  return (kind === 'property' || kind === 'person') && reader.isIdOf(kind, name)
}

function namesOf(reader: Reader, kind: NameKind, written: readonly string[], known: readonly string[]): readonly string[] {
  if (kind === 'property' || kind === 'person') return written.map(name => idNow(reader, kind, name))
  if (kind === 'group') return written.map(name => groupOf(known, name))
  return kind === 'line' || kind === 'phone' ? written.flatMap(number => numbersLike(number, known)) : written
}

const NOBODY: Readonly<Record<NameKind, string>> = {
  property: 'No property is called',
  group: 'No group is called',
  person: 'No person is called',
  category: 'No category is called',
  trunk: 'No trunk is called',
  mailbox: 'No mailbox is called',
  line: 'No line is called',
  phone: 'No telephone is called',
  // Known are those that have happened: another one may be right all the same.
  kind: 'The log has no fact of the kind',
}

type NamedOnes = Readonly<Record<string, { readonly id: string; readonly name: string }>>

/** By id, or by name as people write it. */
function idOf(of: NamedOnes | undefined, written: string): string {
  if (of === undefined || Object.hasOwn(of, written)) return written
  const same = (name: string) => name.toLowerCase() === written.trim().toLowerCase()
  return Object.values(of).find(({ id, name }) => same(name) || same(id))?.id ?? written
}

/** The plan of a thousand properties is asked only for what is no id: it takes its time. */
function idNow(reader: Reader, what: 'property' | 'person', written: string): string {
  if (reader.isIdOf(what, written)) return written
  const plan = reader.newestPlan()
  return idOf(what === 'property' ? plan?.properties : plan?.people, written)
}

function propertiesOf(reader: Reader, { property, group }: ListOptions): readonly string[] | undefined {
  if (property === undefined && group === undefined) return undefined
  const named = (property ?? []).map(name => idNow(reader, 'property', name))
  if (group === undefined) return named
  const plan = reader.newestPlan()
  const known = reader.knownNames('group')
  const groups = group.map(name => groupOf(known, name))
  const inGroup = Object.values(plan?.properties ?? {})
    .filter(one => one.groups?.some(name => groups.includes(name)))
    .map(({ id }) => id)
  // Both must hold, where both are written.
  return property === undefined ? inGroup : named.filter(id => inGroup.includes(id))
}

function groupOf(known: readonly string[], written: string): string {
  return known.find(one => one.toLowerCase() === written.toLowerCase()) ?? written
}

function timesOf(io: CliIo, reader: Reader, options: ListOptions, properties: readonly string[] | undefined) {
  const { since, until, during } = options
  if (since === undefined && until === undefined && during === undefined) return {}
  const zone = reader.zoneOf(properties?.length === 1 ? (properties[0] ?? null) : null)
  if (during !== undefined) {
    if (since !== undefined || until !== undefined)
      throw new CliFailure(EXIT.cannot, '--during says both ends: leave out --since and --until.')
    const span = parseSpan(during, zone, io.now())
    if (span === null) throw new CliFailure(EXIT.cannot, `--during ${oneLine(during, 40)} is no span. ${SPAN_FORMS}`)
    return ordered(io, 'during', during, { since: span.from, until: span.to })
  }
  const time = (name: string, written: string | undefined, which: 'first' | 'last') => {
    if (written === undefined) return {}
    const ms = parseMoment(written, zone, io.now(), which)
    if (ms === null) throw new CliFailure(EXIT.cannot, `--${name} ${oneLine(written, 40)} is no time. ${TIME_FORMS}`)
    return { [name]: ms }
  }
  const times: { since?: number; until?: number } = { ...time('since', since, 'first'), ...time('until', until, 'last') }
  return ordered(io, 'since', since ?? '', times)
}

function ordered(io: CliIo, option: string, written: string, times: { since?: number; until?: number }) {
  const { since = 0, until = Number.POSITIVE_INFINITY } = times
  if (since > io.now())
    throw new CliFailure(EXIT.cannot, `--${option} ${oneLine(written, 40)} lies in the future: nothing has happened then yet.`)
  if (until <= since)
    throw new CliFailure(
      EXIT.cannot,
      `The span ends before it begins: ${option === 'during' ? `write its two ends the other way round` : 'exchange --since and --until'}.`,
    )
  return times
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
    `--caller ${oneLine(written, 40)}: write a number, a part of it, a part of a name, or withheld.`,
  )
}

function textOf(written: string): readonly string[] {
  const words = wordsOf(written)
  if (words !== null) return words
  throw new CliFailure(
    EXIT.cannot,
    `--text ${oneLine(written, 40)} has no word in it. Numbers of callers are looked for by --caller.`,
  )
}

function streamOf(reader: Reader, written: string): string {
  if (written.startsWith('i-')) return reader.incidentStory(written)?.incident.id ?? written
  const found = reader.findCall(written)
  return found.found === 'one' ? found.id : written
}

function numbersLike(written: string, known: readonly string[]): readonly string[] {
  const digits = callerDigits(written)
  const like = known.filter(number => number === written || (digits !== '' && callerDigits(number).endsWith(digits)))
  return like.length === 0 ? [written] : like
}
