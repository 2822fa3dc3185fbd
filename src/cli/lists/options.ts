// The options that lists share: what is asked for, in which order, and how it is shown.
import { type Command, InvalidArgumentError, Option } from 'commander'
import { INCIDENT_OUTCOMES, OVERFLOW_REASONS } from '../../core/world/facts.ts'
import { INCIDENT_STATES, type ListName } from '../../store/read/lists/filter.ts'
import { ATTEMPT_RESULTS, OUTCOMES } from '../outcomes.ts'

export interface ListOptions {
  readonly property?: readonly string[]
  readonly group?: readonly string[]
  readonly since?: string
  readonly until?: string
  readonly during?: string
  readonly person?: string
  readonly caller?: string
  readonly category?: string
  readonly outcome?: string
  readonly result?: string
  readonly status?: string
  readonly overflow?: string
  readonly trunk?: string
  readonly line?: string
  readonly phone?: string
  readonly mailbox?: string
  readonly done?: true
  readonly all?: true
  readonly kind?: string
  readonly of?: string
  readonly text?: string
  readonly sort?: string
  readonly after?: string
  readonly limit?: number
  readonly columns?: string
  readonly json?: true
  readonly csv?: true
  readonly count?: true
}

/** Filters that not every list has. */
type FilterName = 'person' | 'caller' | 'category' | 'overflow' | 'trunk' | 'line' | 'phone' | 'mailbox' | 'of' | 'text'

const FILTERS: Readonly<Record<FilterName, readonly [flags: string, about: string]>> = {
  person: ['--person <name>', 'of this person, by id or name'],
  caller: ['--caller <who>', 'of this caller: their number as you write it, a part of it, a part of their name, or withheld'],
  category: ['--category <id>', 'of this category'],
  overflow: ['--overflow <reason>', `why it was not the office's: ${OVERFLOW_REASONS.join(', ')}`],
  trunk: ['--trunk <name>', 'over this trunk'],
  line: ['--line <number>', 'on this line, or the end of its number'],
  phone: ['--phone <number>', 'this telephone, or the end of its number'],
  mailbox: ['--mailbox <id>', 'of this mailbox'],
  of: ['--of <id>', 'of this call or incident'],
  text: ['--text <words>', 'all these words stand in the story: reasons, notes, names; wat* is what begins so'],
}

/** Options of one list whose values are a few words. */
export const CHOICES = {
  calls: { outcome: [...Object.keys(OUTCOMES), 'live'], overflow: OVERFLOW_REASONS },
  incidents: { outcome: INCIDENT_OUTCOMES, status: INCIDENT_STATES },
  attempts: { result: [...Object.keys(ATTEMPT_RESULTS), 'live'] },
  messages: {},
  facts: {},
} as const satisfies Readonly<Record<ListName, Readonly<Partial<Record<keyof ListOptions, readonly string[]>>>>>

export const SEVERAL = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

export function withFilters(command: Command, names: readonly FilterName[], when: string): Command {
  command
    .option('--property <name>', 'of this property, by id or name; may be repeated', SEVERAL)
    .option('--group <name>', 'of the properties of this group; may be repeated', SEVERAL)
  for (const name of names) command.option(...FILTERS[name])
  return command
    .option('--during <span>', `${when} in this span: today, "last week", monday, 2026-11, 2026-W48, 2026-11..2027-01`)
    .option(
      '--since <time>',
      `${when} at or after: 2h, 3d, today, 02:14, "yesterday 18:00", 2026-03-08, "2026-03-08 02:14", with or without an offset`,
    )
    .option('--until <time>', `${when} before; same forms`)
}

export function withShape(
  command: Command,
  { sorts, limit, columns }: { sorts: string; limit: number; columns: readonly string[] },
): Command {
  return command
    .option('--sort <key>', sorts)
    .option('--after <cursor>', 'go on after the row of this cursor')
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber).default(undefined, String(limit)))
    .option('--columns <names>', `these, with commas between: ${columns.join(', ')}`)
    .option('--json', 'print JSON; each row has its cursor')
    .option('--csv', 'print CSV, all columns unless --columns says which')
    .option('--count', 'print how many there are, and nothing else')
}

export function wholeNumber(written: string): number {
  const n = Number(written)
  if (!Number.isInteger(n) || n < 1 || n > 1_000_000) throw new InvalidArgumentError('A whole number from 1 on is expected.')
  return n
}
