// `nightbell trunks`: every trunk, and how it is; `trunks trace` shows SIP.
import type { Command } from 'commander'
import type { CliIo } from '../io.ts'
import { addTrace } from './trace.ts'

export function addTrunks(program: Command, io: CliIo): void {
  const trunks = program.command('trunks').description('The trunks of the box, and the SIP of their calls.')
  addTrace(trunks, io)
}
