// How quickly the log answers when it is long: `node bench/log.ts [--calls N] [--properties N]
// [--times N] [--keep DIRECTORY] [--aims]`. Makes a history of 200,000 calls (times N) with the
// simulation and the real journal, and asks the built product. What is kept is asked again by the
// next run with the same directory. With --aims the exit code is 1 when a limit is missed.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { JOURNAL_FILE } from '../src/store/journal/journal.ts'
import { buildProduct } from './built-product.ts'
import { QUESTIONS } from './log/questions.ts'
import { type Asked, reportText, rowsOf } from './log/report.ts'
import { MOST_PROPERTIES } from './log/rules.ts'
import { samplesOf } from './log/samples.ts'
import type { Warm } from './log/warm.ts'
import { bareNode, nightbell, wholeCommand } from './log/whole.ts'
import { followAll, type Wanted, type Written, writeHistory } from './log/write-history.ts'
import { writerBeside } from './log/writer.ts'

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '200000' },
    properties: { type: 'string', default: String(MOST_PROPERTIES) },
    times: { type: 'string', default: '1' },
    keep: { type: 'string' },
    aims: { type: 'boolean', default: false },
  },
})

/** Of this run alone: the built product, and a history that is not kept. */
const scratch = mkdtempSync(join(tmpdir(), 'nightbell-log-'))
const cleanUp = (): void => rmSync(scratch, { recursive: true, force: true })

function wholeNumber(name: 'calls' | 'properties' | 'times', least: number, most: number): number {
  const n = Number(values[name])
  if (Number.isInteger(n) && n >= least && n <= most) return n
  return refuse(`--${name} ${values[name]}: a whole number from ${least} to ${most} is expected.`)
}

function refuse(why: string): never {
  console.error(why)
  cleanUp()
  process.exit(2)
}

const wanted: Wanted = {
  calls: wholeNumber('calls', 100, 10_000_000) * wholeNumber('times', 1, 100),
  properties: wholeNumber('properties', 4, MOST_PROPERTIES),
}
const say = (text: string): void => console.error(text)

/** The one that is kept there, or a new one. It is whole when its description is there. */
async function historyIn(directory: string): Promise<Written> {
  const description = join(directory, 'history.json')
  if (existsSync(description)) {
    const known = JSON.parse(readFileSync(description, 'utf8')) as Written
    if (known.calls === wanted.calls && known.properties === wanted.properties) return known
    refuse(`${directory} holds a history of ${known.calls} calls of ${known.properties} properties. Name another directory.`)
  }
  if (existsSync(join(directory, 'journal.db'))) {
    refuse(`${directory} holds a journal that is no whole history. Remove it, or name another directory.`)
  }
  mkdirSync(directory, { recursive: true })
  const history = await writeHistory(directory, wanted, say)
  writeFileSync(description, JSON.stringify(history))
  return history
}

/** Without pages that are free: years in a minute leave more of them than days do. */
function bytesIn(directory: string): Record<string, number> {
  const used = (file: string): number => {
    const db = new Database(join(directory, file), { readonly: true })
    const pragma = (name: string) => db.pragma(name, { simple: true }) as number
    const bytes = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
    db.close()
    return bytes
  }
  return { 'journal.db': used('journal.db'), 'views.db': used('views.db') }
}

async function ask(directory: string): Promise<Asked> {
  const history = await historyIn(directory)
  // What the last run added, and what a newer program lists.
  followAll(join(directory, JOURNAL_FILE))
  const bytes = bytesIn(directory)
  const { main } = buildProduct(join(scratch, 'product'))
  // Compiles what is kept.
  nightbell(main, directory, ['calls', 'list'])
  const samples = samplesOf(directory)
  say('the warm process')
  const warmer = fileURLToPath(new URL('log/warm.ts', import.meta.url))
  const told = spawnSync(process.execPath, [warmer, directory], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (told.status !== 0) throw new Error(`the warm process ended with ${told.status}: ${told.stderr}`)
  say('whole commands')
  const whole = new Map(QUESTIONS.map(question => [question.name, wholeCommand(main, directory, question, samples)] as const))
  say('the writer')
  const [beside] = QUESTIONS.filter(one => one.besideWriter && whole.get(one.name) !== null).slice(-1)
  const [sample] = samples
  const writer =
    beside === undefined || sample === undefined
      ? null
      : { of: beside.name, took: await writerBeside(main, directory, beside.args(sample)) }
  return { history, bytes, nodeMs: bareNode(), warm: JSON.parse(told.stdout) as Warm, whole, writer }
}

try {
  const asked = await ask(values.keep ?? join(scratch, 'history'))
  process.stdout.write(reportText(asked))
  if (values.aims && rowsOf(asked).some(({ met }) => met === false)) process.exitCode = 1
} finally {
  cleanUp()
}
