// What is asked of the long history, and how quickly it must be answered. A new question is one
// entry here: `args` is the whole command, `ask` the same of a reader that is open already. One
// whose command this program does not know counts as not built yet.
import type { Reader } from '../../src/store/read/reader.ts'
import type { Sample } from './samples.ts'

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

export const QUESTIONS: readonly Question[] = [
  { name: '--version', args: () => ['--version'] },
  {
    name: 'calls list',
    args: () => ['calls', 'list'],
    ask: reader => reader.listCalls({ limit: 50 }),
    ...LIST,
  },
  {
    name: 'calls list --property',
    args: ({ property }) => ['calls', 'list', '--property', property],
    ask: (reader, { property }) => reader.listCalls({ limit: 50, property }),
    ...LIST,
  },
  {
    name: 'calls list --since --until',
    args: ({ from, until }) => ['calls', 'list', '--since', from, '--until', until],
    ask: (reader, { fromMs, untilMs }) => reader.listCalls({ limit: 50, since: fromMs, until: untilMs }),
    ...LIST,
  },
  {
    name: 'calls list --outcome',
    args: ({ outcome }) => ['calls', 'list', '--outcome', outcome],
    ask: (reader, { outcome }) => reader.listCalls({ limit: 50, outcome }),
    ...LIST,
  },
  {
    name: 'calls list --outcome live',
    args: () => ['calls', 'list', '--outcome', 'live'],
    ask: reader => reader.listCalls({ limit: 50, outcome: 'live' }),
    ...LIST,
  },
  {
    name: 'calls list, all filters',
    args: ({ property, outcome, from }) => ['calls', 'list', '--property', property, '--outcome', outcome, '--since', from],
    ask: (reader, { property, outcome, fromMs }) => reader.listCalls({ limit: 50, property, outcome, since: fromMs }),
    ...LIST,
  },
  {
    name: 'incidents list',
    args: () => ['incidents', 'list'],
    ask: reader => reader.openIncidents(),
    ...LIST,
  },
  {
    name: 'incidents list --all',
    args: () => ['incidents', 'list', '--all'],
    ask: reader => reader.allIncidents(100),
    ...LIST,
  },
  {
    name: 'messages list',
    args: () => ['messages', 'list'],
    ask: reader => reader.listMessages({ all: false, limit: 100 }),
    ...LIST,
  },
  {
    name: 'messages list --property --all',
    args: ({ property }) => ['messages', 'list', '--property', property, '--all'],
    ask: (reader, { property }) => reader.listMessages({ property, all: true, limit: 100 }),
    ...LIST,
  },
  {
    name: 'messages list --since --until --all',
    args: ({ from, until }) => ['messages', 'list', '--all', '--since', from, '--until', until],
    ask: (reader, { fromMs, untilMs }) => reader.listMessages({ all: true, limit: 100, since: fromMs, until: untilMs }),
    ...LIST,
  },
  { name: 'attempts list', args: () => ['attempts', 'list'], ...LIST },
  { name: 'facts list', args: () => ['facts', 'list'], ...LIST },
  { name: 'facts list --text', args: () => ['facts', 'list', '--text', 'garcia'], warmMs: 100, wholeMs: 400 },
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
  // The heaviest that there is while there are no reports.
  { name: 'calls list --limit 5000', args: () => ['calls', 'list', '--limit', '5000'], besideWriter: true },
  {
    name: 'report service --span month',
    args: () => ['report', 'service', '--span', 'month'],
    warmMs: 2000,
    wholeMs: 2500,
    besideWriter: true,
  },
  { name: 'log verify', args: () => ['log', 'verify'], ask: intact, leastFactsASecond: 200_000 },
]

/** The history is a valid journal, or nothing of this counts. */
function intact(reader: Reader): void {
  const verdict = reader.verifyChain()
  if (!verdict.intact) throw new Error(`turn ${verdict.turn}: ${verdict.what}`)
}

/** How much longer a turn may take while a report is made beside it. */
export const WRITER_RATIO = 1.1
