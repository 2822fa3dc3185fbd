// What processes cost, from /proc: CPU time, memory, and how busy the machine is. Used by the measurements. Linux only.
import { readdirSync, readFileSync } from 'node:fs'

/** /proc counts in hundredths of a second on every Linux that Debian ships. */
const TICK_MS = 10

/** CPU time of a process and its threads so far, ms; its children are not counted. */
export function cpuMs(pid: number): number {
  const fields = afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** Resident memory, MB. */
export function rssMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kb ?? 0) / 1024
}

export interface MachineTime {
  readonly busyMs: number
  readonly allMs: number
  /** Of the benchmark and everything it started. */
  readonly oursMs: number
}

export function machineTime(): MachineTime {
  const [, ...rest] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/)
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = rest.map(Number)
  const busy = user + nice + system + irq + soft + steal
  return { busyMs: busy * TICK_MS, allMs: (busy + idle + wait) * TICK_MS, oursMs: familyCpuMs() }
}

/** Part of all cores that this benchmark used between two looks, and part that others used, 0 to 1. */
export function usedBetween(before: MachineTime, after: MachineTime): { readonly ours: number; readonly others: number } {
  const all = Math.max(1, after.allMs - before.allMs)
  const ours = (after.oursMs - before.oursMs) / all
  return { ours, others: Math.max(0, (after.busyMs - before.busyMs) / all - ours) }
}

/** CPU time so far of this process and all that it has started, those that have ended included, ms. */
export function familyCpuMs(): number {
  const children = new Map<number, number[]>()
  const own = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const fields = fieldsOf(Number(name))
    if (fields === null) continue
    const [parent, pid] = [Number(fields[1]), Number(name)]
    children.set(parent, [...(children.get(parent) ?? []), pid])
    own.set(
      pid,
      fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0),
    )
  }
  const sumOf = (pid: number): number => (children.get(pid) ?? []).reduce((sum, child) => sum + sumOf(child), own.get(pid) ?? 0)
  return sumOf(process.pid)
}

function fieldsOf(pid: number): readonly string[] | null {
  try {
    return afterName(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    // It ended while we looked.
    return null
  }
}

/** One, five and fifteen minutes. */
export function loadAverage(): string {
  return readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')
}

/** The fields after the program's name, which may itself hold spaces and brackets. */
function afterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
