// Runs one command as a person would, against a state directory of its own, and gives what was printed and the exit code.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Terminal } from '../../src/cli/io.ts'
import { runCli } from '../../src/cli/program.ts'
import { JOURNAL_FILE } from '../../src/store/journal/journal.ts'
import { at, examplePlan, PLAN } from '../store/example-turns.ts'
import { type FollowedJournal, openFollowed } from '../support/followed-journal.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Box {
  readonly state: string
  readonly journal: FollowedJournal
  /** Runs with --state of this box, an hour after the example night. */
  run(...args: readonly string[]): Promise<Ran>
  remove(): void
}

export function box(): Box {
  const state = mkdtempSync(join(tmpdir(), 'nightbell-cli-'))
  const journal = openFollowed(join(state, JOURNAL_FILE))
  journal.keepPlan(PLAN, examplePlan(), {})
  return {
    state,
    journal,
    run: (...args) => nightbell(args, { NIGHTBELL_STATE: state }),
    remove() {
      journal.close()
      rmSync(state, { recursive: true, force: true })
    },
  }
}

export async function nightbell(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  more: {
    readonly stop?: AbortSignal
    readonly onOut?: (out: string) => void
    readonly now?: number
    readonly terminal?: Terminal
  } = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const code = await runCli(
    {
      stdout(text) {
        out += text
        more.onOut?.(out)
      },
      stderr(text) {
        err += text
      },
      env,
      version: '0.0.0-test',
      now: () => more.now ?? at(3600),
      run: async directories => {
        out += JSON.stringify(directories)
        return 0
      },
      ...(more.terminal === undefined ? {} : { terminal: more.terminal }),
      ...(more.stop === undefined ? {} : { stop: more.stop }),
    },
    args,
  )
  return { code, out, err }
}
