// The laboratory's control connection to its own Asterisk: requests with undici, events with ws. Called by carrier.ts.
// With another application's name it is also a stand-in for the daemon in tests of the dialplan.
// It shares nothing with the daemon's adapter, so that a mistake there isn't repeated here.
import { Pool } from 'undici'
import { WebSocket } from 'ws'

/** The parts of an event that the laboratory looks at; everything else stays unknown. */
export interface CarrierEvent {
  readonly type: string
  readonly application?: string
  readonly args?: readonly string[]
  readonly digit?: string
  readonly cause?: number
  readonly tech_cause?: number
  readonly cause_txt?: string
  readonly dialstatus?: string
  readonly variable?: string
  readonly value?: string
  readonly channel?: { readonly id: string; readonly state: string; readonly name: string }
  readonly peer?: { readonly id: string }
  readonly playback?: { readonly id: string; readonly target_uri: string }
  readonly recording?: { readonly name: string; readonly duration?: number; readonly cause?: string }
}

export interface Control {
  /** Rejects unless the answer is 2xx. */
  request(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, query?: Query, body?: unknown): Promise<unknown>
  close(): Promise<void>
}

export type Query = Readonly<Record<string, string | number | undefined>>

export class RefusedRequest extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export async function openControl(
  port: number,
  user: string,
  password: string,
  onEvent: (event: CarrierEvent) => void,
  application = 'lab',
): Promise<Control> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ari/events?app=${application}&api_key=${user}:${password}`)
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  socket.on('message', data => onEvent(JSON.parse(String(data)) as CarrierEvent))
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 16, keepAliveTimeout: 20_000, headersTimeout: 10_000 })
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return {
    request: async (method, path, query = {}, body) => {
      const search = new URLSearchParams()
      for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
      const response = await pool.request({
        method,
        path: `/ari${path}${search.size > 0 ? `?${search}` : ''}`,
        headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.body.text()
      if (response.statusCode >= 300)
        throw new RefusedRequest(response.statusCode, `${method} ${path}: ${response.statusCode} ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
    close: async () => {
      socket.terminate()
      await pool.destroy()
    },
  }
}
