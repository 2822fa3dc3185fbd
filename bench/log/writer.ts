// Whether the writer notices that reports are made: turns committed one by one to the long journal,
// with the disk's fsync, in blocks; beside every second block a report is asked for again and again
// by another process. The history grows by these turns. Called by log.ts.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Turn } from '../../src/core/world/world.ts'
import { JOURNAL_FILE, openJournal } from '../../src/store/journal/journal.ts'
import { middle } from '../box-place.ts'

const BLOCKS = 10
const TURNS = 100
/** The report is under way by then. */
const LATER_MS = 700

export interface WriterTook {
  /** The middle of all turns, µs. */
  readonly alone: number
  readonly beside: number
}

export async function writerBeside(main: string, directory: string, args: readonly string[]): Promise<WriterTook | null> {
  const file = join(directory, 'next-turns.json')
  const turns = JSON.parse(readFileSync(file, 'utf8')) as Turn[]
  const now = turns.splice(0, 2 * BLOCKS * TURNS)
  if (now.length < 2 * BLOCKS * TURNS) return null
  const journal = openJournal(join(directory, JOURNAL_FILE))
  writeFileSync(file, JSON.stringify(turns))
  const took: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] }
  for (let block = 0; block < 2 * BLOCKS; block++) {
    const how = block % 2 === 0 ? 'alone' : 'beside'
    const reports = how === 'beside' ? reportsAgainAndAgain(main, directory, args) : null
    await new Promise(resolve => setTimeout(resolve, LATER_MS))
    for (const turn of now.slice(block * TURNS, (block + 1) * TURNS)) {
      const began = performance.now()
      journal.commit([turn])
      took[how].push((performance.now() - began) * 1000)
    }
    await reports?.end()
  }
  journal.close()
  return { alone: middle(took.alone), beside: middle(took.beside) }
}

function reportsAgainAndAgain(main: string, directory: string, args: readonly string[]) {
  let child: ChildProcess | null = null
  let gone = Promise.withResolvers<void>()
  let over = false
  function next(): void {
    gone = Promise.withResolvers()
    child = spawn(process.execPath, [main, '--state', directory, ...args], { stdio: 'ignore' })
    child.once('exit', () => {
      gone.resolve()
      if (!over) next()
    })
  }
  next()
  return {
    end(): Promise<void> {
      over = true
      child?.kill()
      return gone.promise
    },
  }
}
