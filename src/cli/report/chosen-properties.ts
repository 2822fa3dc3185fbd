// The properties that `--property` and `--group` name.
import { nearest } from '../../rules/nearest.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, EXIT } from '../io.ts'
import { idNamed, likeOneOf } from '../lists/names.ts'
import { oneLine } from '../plain-text.ts'

interface Named {
  readonly property?: readonly string[]
  readonly group?: readonly string[]
}

/** Null for all of them. Throws, with the nearest name, where there is none of a name. */
export function propertiesOf(reader: Reader, { property, group }: Named): readonly string[] | null {
  const named = property?.map(written => {
    const id = idNamed(reader, 'property', written)
    if (!reader.isIdOf('property', id)) known('property', id, reader.knownNames('property'))
    return id
  })
  const inGroups = group?.flatMap(written => ofGroup(reader, written))
  if (named === undefined || inGroups === undefined) return named ?? inGroups ?? null
  const outside = named.find(id => !inGroups.includes(id))
  if (outside === undefined) return named
  const groups = group?.map(name => oneLine(name, 40)).join(', ')
  throw new CliFailure(EXIT.no, `${oneLine(outside, 40)} is not in the group ${groups}: leave one of them out.`)
}

/** By which these are called: none where properties are named as well. */
export function groupsOf(reader: Reader, { property, group = [] }: Named): readonly string[] {
  return property === undefined ? group.map(written => groupNamed(reader, written)) : []
}

function ofGroup(reader: Reader, written: string): readonly string[] {
  return reader.groups()[groupNamed(reader, written)] ?? []
}

function groupNamed(reader: Reader, written: string): string {
  const groups = Object.keys(reader.groups())
  const group = likeOneOf(() => groups, written)
  known('group', group, groups)
  return group
}

/** Throws, with the nearest name, where there is none. */
export function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const near = nearest(name, names)
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  throw new CliFailure(EXIT.no, `No ${what} is called ${oneLine(name, 40)}.${hint}`)
}
