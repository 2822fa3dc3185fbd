// How wide a text is on a terminal, and where it is broken into lines. Used by as-lanes.ts.

/** Two columns: East Asian wide letters (Unicode's UAX 11) and emoji. */
const WIDE =
  /[\u1100-\u115f\u231a\u231b\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u
/** None: they stand upon the letter before, or say how letters are shown. */
const NONE = /^(?:\p{M}|[\u200b-\u200f\u2060-\u2064\ufeff])$/u

export function widthOf(text: string): number {
  let width = 0
  for (const char of text) width += NONE.test(char) ? 0 : WIDE.test(char) ? 2 : 1
  return width
}

/** As much of it as fits, with `…` where something is left out. */
export function cut(text: string, width: number, more: string): string {
  if (widthOf(text) <= width) return text
  const left = width - widthOf(more)
  let shown = ''
  for (const char of text) {
    if (widthOf(shown + char) > left) break
    shown += char
  }
  return shown + more
}

/** Lines of at most this width, broken between words; a longer word is broken where it must be. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (widthOf(longer) <= width) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const char of word) {
      if (widthOf(line + char) > width) {
        lines.push(line)
        line = ''
      }
      line += char
    }
  }
  return [...lines, line]
}
