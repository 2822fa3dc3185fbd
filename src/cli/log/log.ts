// `nightbell log`: whether the log can be believed. See docs/log.md.
import type { Command } from 'commander'
import type { CliIo } from '../io.ts'
import { addVerify } from './verify.ts'

export function addLog(program: Command, io: CliIo): void {
  addVerify(program.command('log').description('Whether the log can be believed.'), io)
}
