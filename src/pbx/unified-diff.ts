// Two texts in, a unified diff out, as diff(1) and patch(1) write it. Pure. Called by compare.ts for `nightbell render --diff`.
// Texts that hardly agree are told as one replacement: nobody reads a longer script, and to find it takes time.
import { formatPatch, OMIT_HEADERS, structuredPatch } from 'diff'

export interface Diff {
  /** Hunks without the two lines that name the files; empty when the texts are equal. */
  readonly hunks: string
  readonly added: number
  readonly removed: number
}

const CONTEXT = 3
const LONGEST_SCRIPT = 2000

/** `mask` rewords a line before it is shown; lines are compared as they are. */
export function unifiedDiff(before: string, after: string, mask: (line: string) => string = line => line): Diff {
  const patch = patchOf(before, after)
  const hunks = patch.hunks.map(hunk => ({ ...hunk, lines: hunk.lines.map(line => `${line[0]}${mask(line.slice(1))}`) }))
  const count = (sign: string): number => hunks.flatMap(({ lines }) => lines).filter(line => line.startsWith(sign)).length
  return {
    hunks: hunks.length === 0 ? '' : formatPatch({ ...patch, hunks }, OMIT_HEADERS),
    added: count('+'),
    removed: count('-'),
  }
}

function patchOf(before: string, after: string): ReturnType<typeof structuredPatch> {
  const options = { context: CONTEXT, maxEditLength: LONGEST_SCRIPT }
  return structuredPatch('', '', before, after, '', '', options) ?? replacement(linesOf(before), linesOf(after))
}

function replacement(old: readonly string[], now: readonly string[]): ReturnType<typeof structuredPatch> {
  const lines = [...old.map(line => `-${line}`), ...now.map(line => `+${line}`)]
  const hunk = { oldStart: 1, oldLines: old.length, newStart: 1, newLines: now.length, lines }
  return { ...structuredPatch('', '', '', ''), hunks: [hunk] }
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}
