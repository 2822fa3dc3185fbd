// Talks to the running daemon over the unix socket `<state dir>/control.sock`, which only this machine can reach. Never throws for a daemon
// that is away: that is an answer. Most commands only read, so HTTP is loaded when the daemon is asked.
import { join } from 'node:path'

export const CONTROL_SOCKET = 'control.sock'

export type Away =
  | { readonly running: false; readonly why: string }
  /** Something answers, but not as this version of the daemon would. */
  | { readonly running: 'unclear'; readonly why: string }
export type ActAnswer = { readonly running: true; readonly body: unknown } | Away

/** Most that an answer may be, characters. */
const MOST = 1_000_000

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

export function away(error: unknown, socketPath: string): Away {
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
export async function ask(
  socketPath: string,
  path: string,
  wish: string | null,
  timeoutMs: number,
): Promise<{ code: number; body: string }> {
  const { request } = await import('node:http')
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
