// A part of Asterisk's SIP configuration that the running daemon writes: replaced as a whole, then
// reloaded by Asterisk.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Done, Wrong } from '../daemon/ports.ts'

export interface KeptFile {
  /** The current content. */
  text(): string
  /**
   * Resolves to true if Asterisk loaded a new text. Never rejects: a failure is an alarm and is
   * retried next time.
   */
  give(text: string): Promise<boolean>
  /** `what`: what Asterisk did not load. */
  alarms(what: string): readonly Wrong[]
}

export function keepFile(file: string, reloadModule: (name: string) => Promise<Done>): KeptFile {
  let written = existsSync(file) ? readFileSync(file, 'utf8') : ''
  /** Asterisk has not loaded the current file. */
  let isOwed = false
  let trouble: string | null = null

  async function put(text: string): Promise<boolean> {
    writeFileSync(`${file}.new`, text, { mode: 0o600 })
    renameSync(`${file}.new`, file)
    written = text
    isOwed = true
    const done = await reloadModule('res_pjsip.so')
    isOwed = !done.ok
    trouble = done.ok ? null : done.reason
    return done.ok
  }

  return {
    text: () => written,
    async give(text) {
      if (text === written && !isOwed) return false
      try {
        return await put(text)
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error)
        return false
      }
    },
    alarms: what =>
      trouble === null
        ? []
        : [{ kind: 'asterisk-files', about: basename(file), what: `Asterisk did not take ${what}: ${trouble}` }],
  }
}
