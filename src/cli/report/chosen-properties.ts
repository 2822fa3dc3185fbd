// The properties that `--property` and `--group` name.
import { nearest } from '../../rules/nearest.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, EXIT } from '../io.ts'
import { idNamed } from '../lists/names.ts'
import { oneLine } from '../plain-text.ts'

interface Named {
  readonly property?: string
  readonly group?: string
}

/** Null for all of them. */
export function propertiesOf(reader: Reader, { property: written, group }: Named): readonly string[] | null {
  if (written !== undefined) {
    const property = idNamed(reader, 'property', written)
    known('property', property, reader.knownNames('property'))
    if (group === undefined || ofGroup(reader, group).includes(property)) return [property]
    throw new CliFailure(EXIT.no, `${oneLine(property, 40)} is not in the group ${oneLine(group, 40)}: leave one of them out.`)
  }
  return group === undefined ? null : ofGroup(reader, group)
}

function ofGroup(reader: Reader, group: string): readonly string[] {
  const groups = reader.groups()
  known('group', group, Object.keys(groups))
  return groups[group] ?? []
}

/** Throws, with the nearest name, where there is none. */
export function known(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const near = nearest(name, names)
  const hint = near === undefined ? '' : ` Did you mean ${near}?`
  throw new CliFailure(EXIT.no, `No ${what} is called ${oneLine(name, 40)}.${hint}`)
}
