// A long text, such as the JSON of a whole portfolio, cut into pieces that are handed from thread to thread and written down one by one.
// Used by rules/load-worker.ts and store/journal/journal.ts. The pieces together are the text.

/** Characters of one piece: copied, or written and synced, in about a millisecond. */
const PIECE_LENGTH = 50_000

/** Never between the two halves of a character: each would be stored as a question mark. */
export function textPieces(text: string): readonly string[] {
  const pieces: string[] = []
  for (let at = 0; at < text.length; ) {
    let end = at + PIECE_LENGTH
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end++
    pieces.push(text.slice(at, end))
    at = end
  }
  return pieces
}
