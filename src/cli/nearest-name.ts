// The name a person probably meant, for "did you mean".

/** The known name with the fewest edits, if they are few for its length. */
export function nearestName(written: string, known: readonly string[]): string | null {
  let best: string | null = null
  let fewest = Math.max(2, Math.floor(written.length / 3)) + 1
  for (const name of known) {
    const edits = editsBetween(written.toLowerCase().slice(0, 100), name.toLowerCase())
    if (edits < fewest) [best, fewest] = [name, edits]
  }
  return best
}

/** Levenshtein distance. */
function editsBetween(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed))
    }
    before = row
  }
  return before[b.length] ?? 0
}
