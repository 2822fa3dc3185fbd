// Talks to the running daemon over the unix socket `<state dir>/control.sock`, which only this machine can reach: GET /status asks how it
// is, a POST asks for an act. Never throws for a daemon that is away: that is an answer.
import { request } from 'node:http'
import { join } from 'node:path'
import { z } from 'zod'

export const CONTROL_SOCKET = 'control.sock'

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

type Away =
  | { readonly running: false; readonly why: string }
  /** Something answers, but not as this version of the daemon would. */
  | { readonly running: 'unclear'; readonly why: string }
export type StatusAnswer = { readonly running: true; readonly status: Status } | Away
export type ActAnswer = { readonly running: true; readonly body: unknown } | Away

/** Most that an answer may be, characters. */
const MOST = 1_000_000

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

/** Asks the daemon to do something: HTTP POST with JSON. What it refuses is unclear, with its reason. */
export async function askAct(stateDirectory: string, path: string, wish: object, timeoutMs = 5000): Promise<ActAnswer> {
  const socketPath = join(stateDirectory, CONTROL_SOCKET)
  try {
    const { code, body } = await ask(socketPath, path, JSON.stringify(wish), timeoutMs)
    if (code === 200) return { running: true, body: JSON.parse(body) as unknown }
    return { running: 'unclear', why: `it answered ${code} ${body.slice(0, 200)}` }
  } catch (error) {
    return away(error, socketPath)
  }
}

function away(error: unknown, socketPath: string): Away {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { running: false, why: `there is no control socket ${socketPath}` }
    case 'ECONNREFUSED':
      return { running: false, why: `nobody listens on ${socketPath}` }
    case 'EACCES':
    case 'EPERM':
      return { running: 'unclear', why: `this user may not use ${socketPath}; use the daemon's user, or root` }
    default:
      return { running: 'unclear', why: error instanceof Error ? error.message : String(error) }
  }
}

/** POST when there is a wish, GET otherwise. */
function ask(socketPath: string, path: string, wish: string | null, timeoutMs: number): Promise<{ code: number; body: string }> {
  const late = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    function failed(error: Error): void {
      reject(late.aborted ? new Error(`it did not answer within ${timeoutMs / 1000} s`) : error)
    }
    const asked = request({ socketPath, path, method: wish === null ? 'GET' : 'POST', signal: late }, response => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
        if (body.length > MOST) asked.destroy(new Error('its answer is too long'))
      })
      response.on('end', () => resolve({ code: response.statusCode ?? 0, body }))
      response.on('error', failed)
    })
    asked.on('error', failed)
    asked.end(wish ?? undefined)
  })
}
