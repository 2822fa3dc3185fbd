// How the running daemon is: GET /status, /livez and /readyz of its control socket, and the shape of what they answer.
import { join } from 'node:path'
import { z } from 'zod'
import { type Away, ask, away, CONTROL_SOCKET } from './control-client.ts'

const alarmShape = z.object({
  kind: z.string(),
  about: z.string(),
  what: z.string(),
  since: z.number(),
  last: z.number(),
  until: z.number().nullable(),
  count: z.number(),
})
export type Alarm = z.infer<typeof alarmShape>

const readyShape = z.object({ ready: z.boolean(), why: z.array(z.string()) })

const listOrCount = z.union([z.number(), z.array(z.unknown())])

/** Times are milliseconds since the epoch. */
const statusShape = z.object({
  version: z.string(),
  pid: z.number(),
  startedAt: z.number(),
  asterisk: z.object({ connected: z.boolean(), version: z.string().nullable(), since: z.number().nullable() }),
  /** `problems`: how many the last attempt to load the rules found; the plan in force is an older one then. */
  plan: z.object({ hash: z.string().nullable(), files: listOrCount, problems: listOrCount, from: z.enum(['files', 'journal']) }),
  journal: z.object({ mode: z.enum(['journal', 'memory']), turns: z.number() }),
  live: z.object({ calls: z.number(), incidents: z.number() }),
  /** Requests of addresses that are nobody's, refused, and how many addresses are shut out for sending too much. They are no alarm. */
  strangers: z.object({ lastHour: z.number(), shutOut: z.number().optional() }).optional(),
  /** A call that arrives now is taken. */
  ready: z.boolean(),
  /** What is wrong now, and what was. */
  alarms: z.array(alarmShape),
  past: z.array(alarmShape),
})

export type Status = z.infer<typeof statusShape>

export function howMany(things: number | readonly unknown[]): number {
  return typeof things === 'number' ? things : things.length
}

export type StatusAnswer = { readonly running: true; readonly status: Status } | Away

export async function askStatus(stateDirectory: string, timeoutMs = 3000): Promise<StatusAnswer> {
  const socketPath = join(stateDirectory, CONTROL_SOCKET)
  try {
    const { code, body } = await ask(socketPath, '/status', null, timeoutMs)
    if (code !== 200) return { running: 'unclear', why: `the daemon answered with HTTP ${code}` }
    const status = statusShape.safeParse(JSON.parse(body))
    if (status.success) return { running: true, status: status.data }
    const [issue] = status.error.issues
    return {
      running: 'unclear',
      why: `its answer is not understood: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
    }
  } catch (error) {
    return away(error, socketPath)
  }
}

export type HealthAnswer = { readonly running: true; readonly why: readonly string[] } | Away

/** Whether it answers at all (`livez`), or can take calls (`readyz`): `why` says why not, and is empty when it is so. */
export async function askHealth(stateDirectory: string, which: 'livez' | 'readyz', timeoutMs = 3000): Promise<HealthAnswer> {
  const socketPath = join(stateDirectory, CONTROL_SOCKET)
  try {
    const { code, body } = await ask(socketPath, `/${which}`, null, timeoutMs)
    if (code === 200) return { running: true, why: [] }
    const said = code === 503 ? readyShape.safeParse(JSON.parse(body)) : null
    return said?.success
      ? { running: true, why: said.data.why }
      : { running: 'unclear', why: `the daemon answered with HTTP ${code}` }
  } catch (error) {
    return away(error, socketPath)
  }
}
