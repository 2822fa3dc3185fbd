// What is asked of the long history, and how quickly it must be answered. A new question is one
// entry here: `args` is the whole command, `ask` the same of a reader that is open already. One
// whose command this program does not know counts as not built yet.
import type { ListFilter, ListName } from '../../src/store/read/lists/filter.ts'
import { SORTS } from '../../src/store/read/lists/lists.ts'
import type { Reader } from '../../src/store/read/reader.ts'
import { NOBODY, type Sample } from './samples.ts'

export interface Question {
  readonly name: string
  readonly args: (of: Sample) => readonly string[]
  readonly ask?: (reader: Reader, of: Sample) => unknown
  /** Limits, ms: of the warm process, and of the whole command. */
  readonly warmMs?: number
  readonly wholeMs?: number
  /** Of what reads the whole journal: it is asked once. */
  readonly leastFactsASecond?: number
  /** Asked again and again while the writer's turns are timed: the last of these that is built. */
  readonly besideWriter?: true
}

const LIST = { warmMs: 50, wholeMs: 300 } as const
const SHOW = { warmMs: 10, wholeMs: 300 } as const

/** A list by one filter: its options, and the same of the reader. Further limits where it has its own. */
function list(
  of: ListName,
  options: (of: Sample) => readonly string[],
  filter: (of: Sample) => ListFilter,
  limits: Pick<Question, 'warmMs' | 'wholeMs'> = LIST,
): Question {
  const [sort = 'at'] = SORTS[of]
  const named = options(NOBODY).filter(option => option !== '')
  return {
    name: [of, 'list', ...named].join(' '),
    args: sample => [of, 'list', ...options(sample)],
    ask: (reader, sample) => reader.list(of, filter(sample), { sort, way: 'desc', limit: 50 }),
    ...limits,
  }
}

const during = ({ from, until }: Sample) => ['--since', from, '--until', until]
const duringMs = ({ fromMs: since, untilMs: until }: Sample) => ({ since, until })
const TEXT = { warmMs: 100, wholeMs: 400 } as const

export const QUESTIONS: readonly Question[] = [
  { name: '--version', args: () => ['--version'] },
  list(
    'calls',
    () => [],
    () => ({}),
  ),
  list(
    'calls',
    o => ['--property', o.property],
    o => ({ properties: [o.property] }),
  ),
  list('calls', during, duringMs),
  list(
    'calls',
    o => ['--outcome', o.outcome],
    o => ({ outcome: o.outcome }),
  ),
  list(
    'calls',
    () => ['--outcome', 'live'],
    () => ({ outcome: 'live' }),
  ),
  list(
    'calls',
    o => ['--caller', o.digits],
    o => ({ caller: { digits: o.digits } }),
  ),
  list(
    'calls',
    o => ['--person', o.person],
    o => ({ person: o.person }),
  ),
  list(
    'calls',
    o => ['--category', o.category],
    o => ({ category: o.category }),
  ),
  list(
    'calls',
    o => ['--line', o.line],
    o => ({ lines: [o.line] }),
  ),
  list(
    'calls',
    () => ['--overflow', 'closed'],
    () => ({ overflow: 'closed' }),
  ),
  list(
    'calls',
    () => ['--text', 'plumber'],
    () => ({ words: ['plumber'] }),
    TEXT,
  ),
  list(
    'calls',
    () => ['--text', 'lockout congested'],
    () => ({ words: ['lockout', 'congested'] }),
    TEXT,
  ),
  list(
    'calls',
    o => ['--property', o.property, '--outcome', o.outcome, ...during(o)],
    o => ({ properties: [o.property], outcome: o.outcome, ...duringMs(o) }),
  ),
  list(
    'incidents',
    () => ['--status', 'open'],
    () => ({ state: 'open' }),
  ),
  list('incidents', during, duringMs),
  list(
    'incidents',
    o => ['--person', o.person],
    o => ({ person: o.person }),
  ),
  list(
    'attempts',
    () => [],
    () => ({}),
  ),
  list(
    'attempts',
    o => ['--person', o.person],
    o => ({ person: o.person }),
  ),
  list(
    'attempts',
    o => ['--property', o.property, ...during(o)],
    o => ({ properties: [o.property], ...duringMs(o) }),
  ),
  list(
    'messages',
    () => [],
    () => ({}),
  ),
  list(
    'messages',
    o => ['--property', o.property],
    o => ({ properties: [o.property] }),
  ),
  list('messages', during, duringMs),
  list(
    'facts',
    () => [],
    () => ({}),
  ),
  list(
    'facts',
    o => ['--property', o.property],
    o => ({ properties: [o.property] }),
  ),
  list(
    'facts',
    () => ['--kind', 'rung-skipped'],
    () => ({ kind: 'rung-skipped' }),
  ),
  list(
    'facts',
    o => ['--person', o.person, ...during(o)],
    o => ({ person: o.person, ...duringMs(o) }),
  ),
  list(
    'facts',
    () => ['--text', 'plumber'],
    () => ({ words: ['plumber'] }),
    TEXT,
  ),
  list(
    'facts',
    () => ['--text', 'lockout congested'],
    () => ({ words: ['lockout', 'congested'] }),
    TEXT,
  ),
  {
    name: 'calls show',
    args: ({ call }) => ['calls', 'show', call],
    ask: (reader, { call }) => {
      const found = reader.findCall(call)
      return found.found === 'one' ? reader.callStory(found.id) : null
    },
    ...SHOW,
  },
  {
    name: 'incidents show',
    args: ({ call }) => ['incidents', 'show', `i-${call}`],
    ask: (reader, { call }) => reader.incidentStory(`i-${call}`),
    ...SHOW,
  },
  {
    name: 'report service --during a month',
    args: o => ['report', 'service', '--during', o.month],
    wholeMs: 2000,
    besideWriter: true,
  },
  { name: 'report people --during a month', args: o => ['report', 'people', '--during', o.month], wholeMs: 2000 },
  { name: 'report exceptions --during a month', args: o => ['report', 'exceptions', '--during', o.month], wholeMs: 2000 },
  { name: 'report trends --during a month', args: o => ['report', 'trends', '--during', o.month], wholeMs: 2000 },
  { name: 'log verify --quick', args: () => ['log', 'verify', '--quick'], ask: intact, leastFactsASecond: 200_000 },
]

/** The history is a valid journal, or nothing of this counts. */
function intact(reader: Reader): void {
  const verdict = reader.verifyChain()
  if (!verdict.intact) throw new Error(`turn ${verdict.turn}: ${verdict.what}`)
}

/** How much longer a turn may take while a report is made beside it. */
export const WRITER_RATIO = 1.1
