// The shape of a trunk's SIP keys: transport, encryption, audio, accounts, and how it is
// recognised. Part of shape-trunk.ts.
import { z } from 'zod'
import { CODECS, type Codec } from '../core/plan/trunk.ts'
import { type Parsed, parseDuration, parseYesNo } from './parse-text.ts'
import { host, secret } from './shape-notices.ts'
import { oneOrMany, parsed, strict } from './shape-parts.ts'

/** The part of a SIP URI before the `@`, unescaped. Mobile carriers use a number: +4930901820. */
const account = parsed(value =>
  /^\+?[A-Za-z0-9][A-Za-z0-9_.+-]{0,62}$/.test(value)
    ? { ok: true, value }
    : {
        ok: false,
        message: `\`${value}\` is not the name of a SIP account`,
        expected: 'letters, digits, and . _ + -',
        hint: value.includes('@') ? `write ${value.split('@')[0]}; the part after @ is \`from: { domain: … }\`` : undefined,
      },
)

/** The user that answers a challenge: some carriers want their domain in it. */
const authUser = parsed(value =>
  /^\+?[A-Za-z0-9][A-Za-z0-9_.+-]{0,62}(@[A-Za-z0-9][A-Za-z0-9.-]{0,200})?$/.test(value)
    ? { ok: true, value }
    : {
        ok: false,
        message: `\`${value}\` is not the name of a SIP account`,
        expected: 'letters, digits, and . _ + -, as the carrier gave it',
      },
)

/** Also the name of a section in Asterisk's files. */
const loginName = parsed(value =>
  /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(value)
    ? { ok: true, value }
    : { ok: false, message: `\`${value}\` cannot be the user of a \`login\``, expected: 'letters, digits, and . _ -' },
)

/** `render` refuses the same characters, because they mean something in Asterisk's files. */
const realm = parsed(value =>
  /^[^\p{Cc}\p{Zl}\p{Zp}";$\\`[\]{}]{1,128}$/u.test(value)
    ? { ok: true, value }
    : {
        ok: false,
        message: `\`${value}\` is not a realm`,
        expected: 'the words after `realm=` in the carrier’s challenge, without the characters " ; $ \\ ` [ ] { }',
      },
)

/** `host` or `host:port`. */
const server = parsed((value): Parsed<string> => {
  const [, name = '', port] = /^(\[[0-9a-fA-F:]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(value) ?? []
  if (
    host.safeParse(name.replace(/^\[(.*)\]$/, '$1')).success &&
    (port === undefined || (Number(port) > 0 && Number(port) < 65_536))
  )
    return { ok: true, value }
  const hint = /^sips?:/.test(value) ? 'leave out what stands before the colon; `transport` says udp, tcp or tls' : undefined
  return {
    ok: false,
    message: `\`${value}\` is not a server`,
    expected: 'a name or an address, such as sbc.example.com:5060',
    hint,
  }
})

/** The name or address of a trunk. The port has its own key. */
export const trunkHost = z.string().transform((given, ctx): string => {
  const value = given.trim()
  const [, name, port] = /^(?:sips?:)?([^:@\s]+):(\d{1,5})$/.exec(value) ?? []
  const read = host.safeParse(value.replace(/^\[(.*)\]$/, '$1'))
  if (read.success) return read.data
  const message = name === undefined ? `\`${value}\` is not an address` : `\`${value}\` is an address and a port`
  const expected = 'a host name or an IP address, such as 192.0.2.10'
  const hint = name === undefined ? hintOfHost(value) : `write \`host: ${name}\` and \`port: ${port}\``
  ctx.addIssue({ code: 'custom', message, params: { expected, hint } })
  return z.NEVER
})

function hintOfHost(value: string): string | undefined {
  const [, domain] = /^_sips?\._(?:udp|tcp|tls)\.([A-Za-z0-9.-]+)$/i.exec(value) ?? []
  if (domain !== undefined) return `write \`host: ${domain}\` without \`port\`: then SRV records are looked up`
  if (/^[\d.]+\/\d+$/.test(value)) return `write \`match: [${value}]\`, and under \`host\` where calls go to`
  const bare = value.replace(/^sips?:/, '').replace(/\.$/, '')
  return bare !== value && host.safeParse(bare).success ? `write ${bare}` : undefined
}

const flag = parsed(parseYesNo)

/** Codecs that this Asterisk cannot decode, and what to do. */
const PASSED_ON: Readonly<Record<string, string>> = {
  g729: 'the box has no G.729 decoder: ask the carrier for ulaw, alaw, g722 or opus',
  'g.729': 'the box has no G.729 decoder: ask the carrier for ulaw, alaw, g722 or opus',
}
const SPELT: Readonly<Record<string, Codec>> = { pcmu: 'ulaw', pcma: 'alaw', g711u: 'ulaw', g711a: 'alaw', 'g.722': 'g722' }

const codec = parsed((value): Parsed<Codec> => {
  const name = value.toLowerCase()
  const known = CODECS.find(each => each === name)
  if (known !== undefined) return { ok: true, value: known }
  const hint = PASSED_ON[name] ?? (SPELT[name] === undefined ? undefined : `write ${SPELT[name]}`)
  return { ok: false, message: `the box cannot use the codec \`${value}\``, expected: CODECS.join(', '), hint }
})

/** In minutes it would do, in seconds not. */
function isShort(value: string): boolean {
  return /^[1-9]$/.test(value)
}

const qualify = parsed((value): Parsed<number> => {
  const yes = parseYesNo(value)
  if (yes.ok && !yes.value) return { ok: true, value: 0 }
  const read = parseDuration(value, 10, 3600)
  if (read.ok) return read
  // What is suggested must not be refused as well.
  const hint = /^0+ ?[smhd]?$/.test(value) ? 'write no' : read.hint
  const expected = `${read.expected}, or no`
  return { ...read, hint: isShort(value) ? `write ${value}m for minutes` : hint, expected }
})

const headerName = parsed(value =>
  /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(value)
    ? { ok: true, value }
    : { ok: false, message: `\`${value}\` is not the name of a header`, expected: 'a name such as X-Account' },
)

const headerValue = parsed(value =>
  /^[\w.@+:=/ -]{1,200}$/.test(value)
    ? { ok: true, value }
    : {
        ok: false,
        message: `\`${value}\` cannot be looked for in a header`,
        expected: 'letters, digits, spaces and . @ + : = / _ -',
      },
)

/** The password defaults to that of `auth`, the user to that of `auth` before its `@`. */
const registration = strict({
  user: account.optional(),
  password: secret.optional(),
  realm: realm.optional(),
  server: server.optional(),
}).superRefine(({ user, password, realm: ofRealm }, ctx) => {
  const lacks = (key: string, missing: string): void => {
    const params = { at: 'key', expected: `\`${missing}\` beside it, or neither and an \`auth\``, unless: [missing] }
    ctx.addIssue({ code: 'custom', path: [key], message: `there is a \`${key}\` but no \`${missing}\``, params })
  }
  if (password !== undefined && user === undefined) lacks('password', 'user')
  if (ofRealm !== undefined && password === undefined) lacks('realm', 'password')
})

export const SIP_KEYS = {
  transport: z.enum(['udp', 'tcp', 'tls']).optional(),
  media: z.enum(['plain', 'srtp', 'either']).optional(),
  codecs: oneOrMany(codec).optional(),
  digits: z.enum(['auto', 'rfc4733', 'info', 'inband']).optional(),
  auth: strict({ user: authUser, password: secret, realm: realm.optional() }).optional(),
  register: z.union([flag, registration]).optional(),
  proxy: server.optional(),
  from: strict({ user: account.optional(), domain: host.optional() }).optional(),
  login: strict({ user: loginName, password: secret }).optional(),
  qualify: qualify.optional(),
  'match-header': strict({ name: headerName, value: headerValue }).optional(),
}

type Sip = { readonly [K in keyof typeof SIP_KEYS]?: z.output<(typeof SIP_KEYS)[K]> } & {
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly match?: readonly string[] | undefined
}

/** Keys of one trunk that need or exclude one another. */
export function checkSipKeys(trunk: Sip, ctx: z.RefinementCtx): void {
  const wrong = (key: string, message: string, params: Readonly<Record<string, unknown>>): void => {
    ctx.addIssue({ code: 'custom', path: [key], message, params: { at: 'key', ...params } })
  }
  if (trunk.host === undefined && trunk.login === undefined) {
    const expected = '`host`, or `login` where the other side registers with the box'
    ctx.addIssue({ code: 'custom', message: 'this trunk has no `host`', params: { expected, unless: ['host', 'login'] } })
  }
  const { register } = trunk
  const hasOwn = typeof register === 'object' && register.password !== undefined
  if (register !== undefined && register !== false && !hasOwn && trunk.auth === undefined)
    wrong('register', '`register` has no `password`, and the trunk has no `auth`', {
      expected: '`auth: { user: …, password: env:… }` beside it',
      unless: ['auth', 'register.password', 'register.user'],
    })
  if (trunk.login !== undefined) {
    const fixed = (['host', 'port', 'match', 'match-header', 'register', 'auth', 'proxy'] as const).find(
      key => trunk[key] !== undefined && trunk[key] !== false,
    )
    if (fixed !== undefined)
      wrong(fixed, `\`${fixed}\` and \`login\` exclude each other`, {
        expected: '`login` where the other side registers with the box, the other keys where the box goes to it',
      })
  }
}
