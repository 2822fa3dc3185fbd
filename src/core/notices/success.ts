// Whether a server that answered 2xx has taken what it was sent: many a gateway says 200 and "no" in the body. The rules say what a yes
// looks like; where they do not, a plain no is seen all the same. Pure. Called by notify/send-http.ts.
import type { Success } from '../plan/servers.ts'
import { patternOf } from './pattern.ts'

/** `doubted`: nobody has said what a yes looks like, and this does not look like one. */
export type Verdict = 'yes' | 'no' | 'doubted'

/** A pattern is looked for in so much of an answer, characters: a moment's work, whatever the pattern. */
const LOOKED_AT = 2000

export function verdictOn(body: string, ok: Success | undefined): Verdict {
  if (ok === undefined) return looksLikeNo(body) ? 'doubted' : 'yes'
  if (typeof ok === 'string') {
    const pattern = patternOf(ok)
    return pattern.ok && pattern.matches(body.slice(0, LOOKED_AT)) ? 'yes' : 'no'
  }
  const json = parsed(body)
  return Object.entries(ok).every(([path, expected]) => expected.includes(textAt(json, path))) ? 'yes' : 'no'
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What stands at `messages.0.status`, as a text; an empty one where there is nothing, or more than a value. */
function textAt(json: unknown, path: string): string {
  const found = path.split('.').reduce<unknown>((from, key) => {
    if (typeof from !== 'object' || from === null || !Object.hasOwn(from, key)) return undefined
    return (from as Readonly<Record<string, unknown>>)[key]
  }, json)
  return typeof found === 'object' || found === undefined ? (found === null ? 'null' : '') : String(found)
}

const NO_WORD =
  /^(err|error|errors|fail|failed|failure|invalid|rejected|refused|denied|undeliver\w*|unauthori[sz]ed|forbidden|insufficient|blocked|expired|nok|nack)(?![a-z])/i
/** Fields whose words say how it went. */
const STATUS_KEY = /^(message)?_?(status|state|result|outcome|response|type)(_?(text|message|name|description))?$/i
/** Fields that hold something only when it went wrong. */
const ERROR_KEY = /^(is_?)?(error|errors|err|fault|failure|exception)([_-]?(text|message|code|description|detail|details))?$/i
const SUCCESS_KEY = /^(success|successful|ok|accepted|delivered)$/i
const DEEPEST = 5
const MOST = 200

/** Only what is plain: a body that begins with a word for no, or JSON with an error in it. */
function looksLikeNo(body: string): boolean {
  const json = parsed(body)
  if (typeof json === 'object' && json !== null) return hasNo(json, DEEPEST)
  const text = typeof json === 'string' ? json : body.replace(/^\s*(<[^>]{0,200}>\s*){0,10}/, '')
  return NO_WORD.test(text.trimStart())
}

function hasNo(value: object, deep: number): boolean {
  return Object.entries(value)
    .slice(0, MOST)
    .some(([key, field]: [string, unknown]) => {
      if (SUCCESS_KEY.test(key)) return field === false || (typeof field === 'string' && /^(false|no)$/i.test(field))
      if (STATUS_KEY.test(key) && typeof field === 'string') return NO_WORD.test(field)
      if (ERROR_KEY.test(key) && !isEmpty(field)) return true
      return typeof field === 'object' && field !== null && deep > 0 && hasNo(field, deep - 1)
    })
}

function isEmpty(field: unknown): boolean {
  if (field === null || field === undefined || field === false || field === 0) return true
  if (typeof field === 'string') return /^(0+|none|null|no|false|ok|success|no[ _]error)?$/i.test(field.trim())
  return typeof field === 'object' && Object.values(field).every(isEmpty)
}
