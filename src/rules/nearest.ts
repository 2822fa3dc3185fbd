// The right name nearest to a mistyped one. Called wherever an unknown name is reported.
// Distance counts insertions, deletions, substitutions and swaps of neighbours (Damerau–Levenshtein, restricted).

/** "did you mean `x`?", or nothing when no name is near enough to be meant. */
export function didYouMean(wrong: string, names: Iterable<string>): string | undefined {
  const name = nearest(wrong, names)
  return name === undefined ? undefined : `did you mean \`${name}\`?`
}

export function nearest(wrong: string, names: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(wrong.length / 3))
  let best: string | undefined
  let least = limit + 1
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > limit && !overlaps(wrong, name)) continue
    const distance = overlaps(wrong, name) ? Math.min(limit, editDistance(wrong, name)) : editDistance(wrong, name)
    if (distance < least) {
      least = distance
      best = name
    }
  }
  return best
}

/** A longer name that holds the whole of the shorter is meant often enough: `oak` for `oak-creek`. */
function overlaps(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short.length >= 3 && long.toLowerCase().includes(short.toLowerCase())
}

function editDistance(left: string, right: string): number {
  const a = left.slice(0, 80).toLowerCase()
  const b = right.slice(0, 80).toLowerCase()
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

/** "`a`, `b` or `c`"; a long list is cut and says so. */
export function namesText(names: Iterable<string>, most = 12): string {
  const all: string[] = []
  let count = 0
  for (const name of names) {
    if (count <= most) all.push(`\`${name}\``)
    count++
  }
  if (all.length === 0) return 'a name that is written; there is none yet'
  if (all.length === 1) return all[0] ?? ''
  if (count > most) return `one of ${all.slice(0, most).join(', ')} and ${count - most} more`
  return `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}
