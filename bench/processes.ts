// What processes cost, from /proc: CPU time, memory, and how busy the machine is. Used by the measurements. Linux only.
import { readFileSync } from 'node:fs'

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
}

export function machineTime(): MachineTime {
  const [, ...rest] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/)
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = rest.map(Number)
  const busy = user + nice + system + irq + soft + steal
  return { busyMs: busy * TICK_MS, allMs: (busy + idle + wait) * TICK_MS }
}

/** Part of the machine that was busy between two looks, 0 to 1. */
export function busyBetween(before: MachineTime, after: MachineTime): number {
  return (after.busyMs - before.busyMs) / Math.max(1, after.allMs - before.allMs)
}

/** One, five and fifteen minutes. */
export function loadAverage(): string {
  return readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')
}

/** The fields after the program's name, which may itself hold spaces and brackets. */
function afterName(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
