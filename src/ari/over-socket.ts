// Sends requests over the event socket (RESTRequest, Asterisk 22.4 and later): cheaper than HTTP
// for both sides. Asterisk carries them out one after the other, so a request that waits for a
// channel's thread must not go here. Every request settles: with an answer, a time-out, or the loss
// of the socket. Used by connect.ts.
// Source: docs.asterisk.org, "ARI REST over WebSocket".
import { type Answer, type AriHttp, type Asked, answerOf, type Method, queryOf } from './http.ts'

export interface SocketRequests extends Pick<AriHttp, 'ask'> {
  /** Handles an answer; false when this is an event. */
  takes(json: unknown): boolean
  /** The socket is gone: every open request settles. */
  lost(reason: string): void
}

interface Waiting {
  settle(answer: Answer): void
}

export function openSocketRequests(send: (text: string) => void, timeoutMs: number): SocketRequests {
  const waiting = new Map<string, Waiting>()
  let last = 0

  function ask(method: Method, path: string, asked: Asked = {}): Promise<Answer> {
    return new Promise(resolve => {
      last++
      const id = String(last)
      const longest = Math.min(timeoutMs, asked.withinMs ?? Number.POSITIVE_INFINITY)
      const timer = setTimeout(() => settle(unanswered(`no answer within ${longest} ms`)), longest)
      function settle(answer: Answer): void {
        waiting.delete(id)
        clearTimeout(timer)
        resolve(answer)
      }
      waiting.set(id, { settle })
      const body = asked.body === undefined ? {} : { content_type: 'application/json', message_body: JSON.stringify(asked.body) }
      const uri = `${path.slice(1)}${queryOf(asked.query)}`
      send(JSON.stringify({ type: 'RESTRequest', request_id: id, method, uri, ...body }))
    })
  }

  return {
    ask,
    takes(json) {
      if (!isResponse(json)) return false
      const text = typeof json.message_body === 'string' ? json.message_body : ''
      waiting.get(String(json.request_id))?.settle(answerOf(Number(json.status_code), text))
      return true
    },
    lost(reason) {
      for (const one of [...waiting.values()]) one.settle(unanswered(reason))
    },
  }
}

interface Response {
  readonly request_id?: unknown
  readonly status_code?: unknown
  readonly message_body?: unknown
}

function isResponse(json: unknown): json is Response {
  return typeof json === 'object' && json !== null && 'type' in json && json.type === 'RESTResponse'
}

function unanswered(message: string): Answer {
  return { status: null, message, body: null, bytes: 0 }
}
