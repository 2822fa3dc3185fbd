// A log that keeps its messages.
import type { Log } from '../../src/daemon/ports.ts'

export function wordsLog(): Log & { messages(level: string): string[] } {
  const lines: [string, string][] = []
  const at = (level: string) => (_: object, message: string) => void lines.push([level, message])
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    messages: level => lines.filter(line => line[0] === level).map(line => line[1]),
  }
}
