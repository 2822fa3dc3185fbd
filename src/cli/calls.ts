// `nightbell calls`: the journal is asked about calls, and callers are erased. Each of its commands has a file of its own.
import type { Command } from 'commander'
import { addCallsErase } from './calls-erase.ts'
import { addCallsReplay } from './calls-replay.ts'
import { addCallsShow } from './calls-show.ts'
import { addCallsTail } from './calls-tail.ts'
import { addCallsExport } from './export/export.ts'
import type { CliIo } from './io.ts'
import { addCallsList } from './lists/calls.ts'

export function addCalls(program: Command, io: CliIo): void {
  const calls = program.command('calls').description('Ask the journal about calls; erase callers.')
  addCallsList(calls, io)
  addCallsShow(calls, io)
  addCallsTail(calls, io)
  addCallsExport(calls, io)
  addCallsReplay(calls, io)
  addCallsErase(calls, io)
}
