// The options by which messages are chosen: property, mailbox, since, until. Shared by the `messages` commands.
import type { Command } from 'commander'
import { nearest } from '../rules/nearest.ts'
import type { Reader } from '../store/read/reader.ts'
import type { CliIo } from './io.ts'
import { oneLine } from './plain-text.ts'
import { timesWritten } from './written-times.ts'

export interface Chosen {
  readonly property?: string
  readonly mailbox?: string
  readonly since?: string
  readonly until?: string
}

export function withChoice(command: Command, mailboxes = true): Command {
  command.option('--property <id>', 'only of this property')
  if (mailboxes) command.option('--mailbox <id>', 'only of this mailbox')
  return command
    .option(
      '--since <time>',
      'left at or after: 2h, 3d, today, yesterday, 2026-03-08, "2026-03-08 02:14", with or without an offset',
    )
    .option('--until <time>', 'left before; same forms')
}

/** Throws a CliFailure when a time is none. */
export function choiceOf(io: CliIo, reader: Reader, { property, mailbox, ...times }: Chosen) {
  const zone = reader.zoneOf(property ?? null)
  return {
    ...(property === undefined ? {} : { property }),
    ...(mailbox === undefined ? {} : { mailbox }),
    ...timesWritten(times, zone, io.now()),
  }
}

/** What is wrong with the choice, when it found nothing: a name that nobody knows. Null when the names are right. */
export function misnamed(reader: Reader, { property, mailbox }: Chosen): string | null {
  const known = reader.knownNames('property')
  if (property !== undefined && !known.includes(property)) return no('property', property, known)
  if (mailbox === undefined) return null
  const properties = property === undefined ? known : [property]
  const boxes = [...new Set([...reader.namesSeen('mailbox'), ...properties.flatMap(id => reader.mailboxesOf(id))])].sort()
  return boxes.includes(mailbox) ? null : no('mailbox', mailbox, boxes)
}

function no(what: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  return `No ${what} is called ${oneLine(name, 40)}${near === undefined ? '' : `. Did you mean ${near}?`}`
}
