// The shape of what is told to people by mail and lamp: the mail server, addresses, mailboxes, the morning digest.
// Part of shapes.ts, which uses it; the same rules hold: texts in, what they mean out, no defaults.
import { z } from 'zod'
import { type Parsed, parseCount, parseTimeOfDay, parseYesNo } from './parse-text.ts'
import { keyed, NAME, names, oneOrMany, parsed, strict, word } from './shape-parts.ts'

/** Where a secret is found. It is never in the rules, and is looked up only where it is used. */
export function secretOf(what: string) {
  return parsed(value =>
    /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\S+)$/.test(value)
      ? { ok: true, value }
      : {
          ok: false,
          message: `${what} is written in the rules`,
          expected: 'where to find it: env:NAME or file:/path',
          hint: 'rules are read by many; secrets live elsewhere',
        },
  )
}

export const secret = secretOf('a password')

export const host = parsed(value =>
  /^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.(?=.)|$))+$|^[0-9a-fA-F:]*:[0-9a-fA-F:]+$/.test(value)
    ? { ok: true, value }
    : { ok: false, message: `\`${value}\` is not an address`, expected: 'a host name or an IP address, such as 192.0.2.10' },
)

/** A plain address. Longer than 254 characters none can be (RFC 5321, 4.5.3.1.3, with its erratum 1690). */
export function parseMailAddress(value: string): Parsed<string> {
  const plain = /^[^\s@<>()[\]\\,;:"]+@(localhost|([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,})$/
  if (plain.test(value) && value.length <= 254) return { ok: true, value }
  const inside = /<([^<>]+)>/.exec(value)?.[1]
  return {
    ok: false,
    message: `\`${value}\` is not a mail address`,
    expected: 'an address such as office@example.com',
    hint: /[,;]/.test(value)
      ? 'write several as a list: [one@example.com, two@example.com]'
      : inside !== undefined && plain.test(inside)
        ? `write ${inside}`
        : undefined,
  }
}

export const mailAddress = parsed(parseMailAddress)
const addresses = oneOrMany(mailAddress)

export const mailShape = strict({
  server: host,
  port: parsed(value => parseCount(value, 1, 65_535)).optional(),
  from: mailAddress,
  user: word.optional(),
  password: secret.optional(),
  tls: parsed(parseYesNo).optional(),
  'contact-card': parsed(parseYesNo).optional(),
})

interface MailboxRules {
  readonly name: string
  readonly mail?: string[] | undefined
  readonly lamp?: string[] | undefined
}

const mailbox = z
  .union([word, strict({ name: word, mail: addresses.optional(), lamp: names.optional() })])
  .transform((given): MailboxRules => (typeof given === 'string' ? { name: given } : given))

export const mailboxesShape = keyed(mailbox, NAME, 'a name of small letters, digits and dashes')

export const digestShape = strict({ at: parsed(parseTimeOfDay).optional(), mail: addresses.optional() })

export type MailRules = z.output<typeof mailShape>
