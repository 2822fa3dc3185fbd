// Two texts in, a unified diff out, as diff(1) and patch(1) write it. Pure. Called by compare.ts for `nightbell render --diff`.
// It finds a shortest script (Myers, "An O(ND) Difference Algorithm", 1986); texts that hardly agree are told as one replacement.

export interface Diff {
  /** Hunks without the two lines that name the files; empty when the texts are equal. */
  readonly hunks: string
  readonly added: number
  readonly removed: number
}

type Step = { readonly kind: ' ' | '-' | '+'; readonly line: string }

const CONTEXT = 3
/** A script longer than this takes too much time to find, and nobody reads it. */
const LONGEST_SCRIPT = 2000

/** `mask` rewords a line before it is shown; lines are compared as they are. */
export function unifiedDiff(before: string, after: string, mask: (line: string) => string = line => line): Diff {
  const steps = stepsBetween(linesOf(before), linesOf(after))
  const count = (kind: Step['kind']): number => steps.filter(step => step.kind === kind).length
  return { hunks: hunksOf(steps, mask), added: count('+'), removed: count('-') }
}

function linesOf(text: string): string[] {
  if (text === '') return []
  return text.replace(/\n$/, '').split('\n')
}

function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const most = Math.min(before.length, after.length) - head
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const same = (line: string): Step => ({ kind: ' ', line })
  return [
    ...before.slice(0, head).map(same),
    ...scriptFor(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ]
}

function scriptFor(before: readonly string[], after: readonly string[]): Step[] {
  const traces: Map<number, number>[] = []
  let reach = new Map<number, number>([[1, 0]])
  for (let d = 0; d <= Math.min(before.length + after.length, LONGEST_SCRIPT); d++) {
    traces.push(reach)
    reach = new Map(reach)
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1))
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1
      while (x < before.length && x - k < after.length && before[x] === after[x - k]) x++
      reach.set(k, x)
      if (x >= before.length && x - k >= after.length) return walkBack(before, after, traces)
    }
  }
  return [...before.map((line): Step => ({ kind: '-', line })), ...after.map((line): Step => ({ kind: '+', line }))]
}

function walkBack(before: readonly string[], after: readonly string[], traces: readonly Map<number, number>[]): Step[] {
  const steps: Step[] = []
  let x = before.length
  let y = after.length
  for (let d = traces.length - 1; d >= 0; d--) {
    const reach = traces[d] ?? new Map<number, number>()
    const k = x - y
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1))
    const fromK = down ? k + 1 : k - 1
    const fromX = reach.get(fromK) ?? 0
    const fromY = fromX - fromK
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      steps.push({ kind: ' ', line: before[--x] ?? '' })
      y--
    }
    if (d === 0) break
    if (down) steps.push({ kind: '+', line: after[--y] ?? '' })
    else steps.push({ kind: '-', line: before[--x] ?? '' })
  }
  return steps.reverse()
}

function hunksOf(steps: readonly Step[], mask: (line: string) => string): string {
  const hunks: string[] = []
  let oldLine = 1
  let newLine = 1
  let at = 0
  while (at < steps.length) {
    const first = steps.findIndex((step, index) => index >= at && step.kind !== ' ')
    if (first === -1) break
    const from = Math.max(at, first - CONTEXT)
    oldLine += from - at
    newLine += from - at
    let to = first
    for (let quiet = 0; to < steps.length && quiet <= 2 * CONTEXT; to++) quiet = steps[to]?.kind === ' ' ? quiet + 1 : 0
    while (to > first && steps[to - 1]?.kind === ' ') to--
    const part = steps.slice(from, Math.min(steps.length, to + CONTEXT))
    const olds = part.filter(step => step.kind !== '+').length
    const news = part.filter(step => step.kind !== '-').length
    const range = (start: number, length: number): string => `${length === 0 ? start - 1 : start},${length}`
    hunks.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@\n`)
    for (const step of part) hunks.push(`${step.kind}${mask(step.line)}\n`)
    oldLine += olds
    newLine += news
    at = from + part.length
  }
  return hunks.join('')
}
