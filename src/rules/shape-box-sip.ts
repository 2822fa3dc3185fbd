// The shape of where the box stands in the network: its public address, the networks beside it, its certificate. Part of shapes.ts.
import { networkOf } from '../core/plan/network.ts'
import { parseCount } from './parse-text.ts'
import { host } from './shape-notices.ts'
import { oneOrMany, parsed, strict } from './shape-parts.ts'

/** An address or a name. Asterisk asks for the name again every minute. */
export const publicShape = host.superRefine((value, ctx) => {
  const wrong = (message: string): void => {
    const expected = 'the address that the router has towards the internet, or a name for it'
    ctx.addIssue({ code: 'custom', message, params: { expected } })
  }
  const read = networkOf(value)
  if (!read.ok) return
  if (read.value === null) {
    if (!value.includes('.')) wrong(`\`${value}\` is no name that the internet knows`)
  } else if (read.value.version === 6) wrong(`${value} is of no use: the box speaks IPv4 only`)
  else if (read.value.isPrivate || value === '0.0.0.0') wrong(`nobody on the internet reaches ${value}`)
})

/** Every address here is one that Asterisk must be able to read when it starts: no names. */
const localNetwork = parsed(value => {
  const read = networkOf(value)
  if (read.ok && read.value !== null) return { ok: true, value }
  const message = read.ok ? `\`${value}\` is a name, not a network` : read.message
  return { ok: false, message, expected: 'a network, such as 192.168.1.0/24' }
})
export const localShape = oneOrMany(localNetwork)

const file = parsed(value =>
  /^(\/[A-Za-z0-9_.+@-]+)+$/.test(value)
    ? { ok: true, value }
    : { ok: false, message: `\`${value}\` is not the path of a file`, expected: 'a path such as /etc/nightbell/tls/box.pem' },
)

export const tlsShape = strict({
  certificate: file.optional(),
  key: file.optional(),
  authorities: file.optional(),
  port: parsed(value => parseCount(value, 1, 65_535)).optional(),
}).superRefine(({ certificate, key }, ctx) => {
  if ((certificate === undefined) === (key === undefined)) return
  const [given, missing] = key === undefined ? ['certificate', 'key'] : ['key', 'certificate']
  const message = `there is a \`${given}\` but no \`${missing}\``
  const params = { at: 'key', expected: '`certificate` and `key` together', unless: [missing] }
  ctx.addIssue({ code: 'custom', path: [given], message, params })
})
