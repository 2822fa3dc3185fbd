// Names as people write them, and the ids that they mean: of properties and people by their names
// of now or of older rules, of the rest in any case of their letters. A name that nobody has finds
// nothing, and is said with the nearest one; a name that several have ends the command.
import { nearest } from '../../rules/nearest.ts'
import { callerDigits, soughtDigits } from '../../store/follow/caller-digits.ts'
import { folded } from '../../store/follow/text-words.ts'
import type { NameKind } from '../../store/read/lists/known.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, EXIT } from '../io.ts'
import { oneLine } from '../plain-text.ts'
import type { ListOptions } from './options.ts'

type Named = 'property' | 'person'

/** The id that is meant; what was written, where nobody has this name. */
export function idNamed(reader: Reader, what: Named, written: string): string {
  if (reader.isIdOf(what, written)) return written
  const ids = idsNamed(reader, what, written)
  if (ids.length === 0 && what === 'person') return byHand(reader, written)
  if (ids.length < 2) return ids[0] ?? written
  const several = what === 'person' ? 'people are or were' : 'properties are or were'
  const told = ids.length > MOST_TOLD ? `${ids.slice(0, MOST_TOLD).join(', ')}, ...` : ids.join(', ')
  throw new CliFailure(EXIT.cannot, `${ids.length} ${several} called ${oneLine(written, 40)}: ${told}. Write the id.`)
}

const MOST_TOLD = 8

/** People who take or end something at the command line may not be in the rules. */
function byHand(reader: Reader, written: string): string {
  const known = reader.namesSeen('person')
  return known.includes(written) ? written : (known.find(one => folded(one) === folded(written)) ?? written)
}

/** The plan of a thousand properties is asked last: it takes its time. */
function idsNamed(reader: Reader, what: Named, written: string): readonly string[] {
  const wanted = folded(written)
  const isIt = ({ id, name }: { readonly id: string; readonly name: string }) => [name, id].some(one => folded(one) === wanted)
  const ever = reader.namesEver(what).filter(isIt)
  const plan = ever.length > 0 ? null : reader.newestPlan()
  const planned = Object.values((what === 'person' ? plan?.people : plan?.properties) ?? {}).filter(isIt)
  return [...new Set([...ever, ...planned].map(({ id }) => id))]
}

/** `No Heat` and `no_heat` are `no-heat`. `known` is asked only for what looks like no id. */
export function likeOneOf(known: () => readonly string[], written: string): string {
  if (/^[a-z0-9-]+$/.test(written)) return written
  const plain = (name: string) => folded(name).replaceAll(/[\s_]/g, '-')
  return known().find(one => plain(one) === plain(written)) ?? written
}

/** Those that end so; what was written, where none does. */
export function numbersLike(written: string, known: readonly string[]): readonly string[] {
  const digits = soughtDigits(written)
  const like = known.filter(number => number === written || (digits !== null && callerDigits(number).endsWith(digits)))
  return like.length === 0 ? [written] : like
}

/** A name that nobody has, in words; null when all are right. */
export function misnamed(reader: Reader, options: ListOptions): string | null {
  for (const [kind, nobody] of Object.entries(NOBODY) as [NameKind, string][]) {
    const written = [options[kind] ?? []].flat()
    const unsure = written.filter(name => !isNamed(kind) || !reader.isIdOf(kind, name))
    if (unsure.length === 0) continue
    const known = reader.knownNames(kind)
    const wrong = unsure.find(name => meant(reader, kind, name, known).every(id => !known.includes(id)))
    if (wrong === undefined) continue
    const names = isNamed(kind) ? reader.namesEver(kind).map(({ name }) => name) : []
    const near = nearest(wrong, [...known, ...names])
    return `${nobody} ${oneLine(wrong, 40)}${near === undefined ? '' : `. Did you mean ${near}?`}`
  }
  return null
}

function isNamed(kind: NameKind): kind is Named {
  return kind === 'property' || kind === 'person'
}

function meant(reader: Reader, kind: NameKind, written: string, known: readonly string[]): readonly string[] {
  if (isNamed(kind)) return [idNamed(reader, kind, written)]
  return kind === 'line' || kind === 'phone' ? numbersLike(written, known) : [likeOneOf(() => known, written)]
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
