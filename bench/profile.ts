// Where the daemon's CPU goes under load: the daemon runs with Node's sampling profiler, and the samples are added up by function and
// by file. Called by run.ts with --profile. Nothing here is a measurement to compare: the profiler itself costs.
import { readdirSync, readFileSync } from 'node:fs'

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

export interface Share {
  readonly name: string
  /** Part of the time in which the process did something, 0 to 1. */
  readonly self: number
  readonly total: number
}

const IDLE = new Set(['(idle)', '(program)', '(root)'])

/** The largest parts by function, own time and time with everything it called, of the last so many seconds of the profile. */
export function summarize(directory: string, root: string, lastSeconds: number): readonly Share[] {
  const file = readdirSync(directory).find(name => name.endsWith('.cpuprofile'))
  if (file === undefined) throw new Error(`no profile in ${directory}`)
  const profile = JSON.parse(readFileSync(`${directory}/${file}`, 'utf8')) as Profile
  const own = new Map<number, number>()
  let left = lastSeconds * 1e6
  for (let n = profile.samples.length - 1; n >= 0 && left > 0; n -= 1) {
    const [id = 0, us] = [profile.samples[n], Math.max(0, profile.timeDeltas[n] ?? 0)]
    own.set(id, (own.get(id) ?? 0) + us)
    left -= us
  }
  const nodes = new Map(profile.nodes.map(node => [node.id, node]))
  const self = new Map<string, number>()
  const total = new Map<string, number>()
  let busy = 0

  /** Time beneath a node; a function that calls itself counts once. */
  function walk(id: number, above: ReadonlySet<string>): number {
    const node = nodes.get(id)
    if (node === undefined || node.callFrame.functionName === '(idle)') return 0
    const name = nameOf(node.callFrame, root)
    const mine = own.get(id) ?? 0
    const inside = new Set(above).add(name)
    const sum = (node.children ?? []).reduce((all, child) => all + walk(child, inside), mine)
    if (!IDLE.has(node.callFrame.functionName)) busy += mine
    self.set(name, (self.get(name) ?? 0) + mine)
    if (!above.has(name)) total.set(name, (total.get(name) ?? 0) + sum)
    return sum
  }

  const first = profile.nodes[0]
  if (first !== undefined) walk(first.id, new Set())
  return [...total]
    .filter(([name]) => !IDLE.has(name))
    .map(([name, time]) => ({ name, self: (self.get(name) ?? 0) / busy, total: time / busy }))
    .sort((a, b) => b.self - a.self)
}

function nameOf(frame: Profile['nodes'][number]['callFrame'], root: string): string {
  const url = frame.url
    .replace('file://', '')
    .replace(`${root}/`, '')
    .replace(/^.*node_modules\//, '')
  if (url === '') return frame.functionName
  return `${frame.functionName || '(anonymous)'} ${url}:${frame.lineNumber + 1}`
}
