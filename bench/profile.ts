// Where the CPU of the daemon's main thread goes under load: it runs with Node's sampling profiler, and the samples are added up by function,
// and by room of the product or package. Called by run.ts with --profile. Nothing here is a measurement to compare: the profiler itself costs.
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
  /** Part of the time in which the thread did something, 0 to 1. */
  readonly self: number
}

export interface Profiled {
  /** Part of all time in which the thread did something. */
  readonly busy: number
  readonly functions: readonly Share[]
  readonly rooms: readonly Share[]
}

const IDLE = new Set(['(idle)', '(program)', '(root)'])

/** Own time of the main thread in the last so many seconds of the profile, the largest parts first. */
export function summarize(directory: string, lastSeconds: number): Profiled {
  // CPU.DATE.TIME.PROCESS.THREAD.NUMBER.cpuprofile: the main thread is 0.
  const file = readdirSync(directory).find(name => /\.0\.\d+\.cpuprofile$/.test(name))
  if (file === undefined) throw new Error(`no profile of the main thread in ${directory}`)
  const profile = JSON.parse(readFileSync(`${directory}/${file}`, 'utf8')) as Profile
  const nodes = new Map(profile.nodes.map(node => [node.id, node.callFrame]))
  const partsOf = partsReader()
  const functions = new Map<string, number>()
  const rooms = new Map<string, number>()
  let [all, busy] = [0, 0]
  for (let n = profile.samples.length - 1; n >= 0 && all < lastSeconds * 1e6; n -= 1) {
    const frame = nodes.get(profile.samples[n] ?? 0)
    const us = Math.max(0, profile.timeDeltas[n] ?? 0)
    all += us
    if (frame === undefined || IDLE.has(frame.functionName)) continue
    busy += us
    const name = nameOf(frame, partsOf)
    functions.set(name, (functions.get(name) ?? 0) + us)
    const room = roomOf(name)
    rooms.set(room, (rooms.get(room) ?? 0) + us)
  }
  const shares = (times: Map<string, number>): Share[] =>
    [...times].map(([name, us]) => ({ name, self: us / busy })).sort((x, y) => y.self - x.self)
  return { busy: busy / all, functions: shares(functions), rooms: shares(rooms) }
}

function nameOf(frame: Profile['nodes'][number]['callFrame'], partsOf: PartsOf): string {
  const { url, lineNumber } = frame
  if (url === '') return frame.functionName
  const from = partsOf(url).findLast(part => part.line <= lineNumber)
  const place = from === undefined ? `${url}:${lineNumber + 1}` : `${from.file}:${lineNumber - from.line}`
  return `${frame.functionName || '(anonymous)'} ${place.replace(/^.*node_modules\//, '')}`
}

/** What a file of the product is made of: above each part the bundler says from where it is. */
type PartsOf = (url: string) => readonly { readonly line: number; readonly file: string }[]

function partsReader(): PartsOf {
  const known = new Map<string, ReturnType<PartsOf>>()
  return url => {
    const found = known.get(url) ?? (url.startsWith('file:') ? partsIn(readFileSync(new URL(url), 'utf8')) : [])
    known.set(url, found)
    return found
  }
}

function partsIn(text: string): ReturnType<PartsOf> {
  return text.split('\n').flatMap((words, line) => {
    const file = /^\/\/ ((?:src|node_modules)\/\S+)$/.exec(words)?.[1]
    return file === undefined ? [] : [{ line, file }]
  })
}

/** `src/store`, `better-sqlite3`, `node:net`, or what V8 does itself. */
function roomOf(name: string): string {
  if (name === '(garbage collector)') return name
  const url = name.split(' ').at(-1) ?? ''
  if (name === url) return 'native'
  const [first = '', second = ''] = url.split('/')
  if (first === 'src') return `${first}/${second.replace(/:\d+$/, '')}`
  return first.startsWith('@') ? `${first}/${second}` : first.replace(/:\d+$/, '')
}
