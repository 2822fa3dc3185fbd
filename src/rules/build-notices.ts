// The mail server, the mailboxes and the digest as the plan has them. Called by compile.ts and build-properties.ts.
// An address is only right where there is a server to mail it through; a lamp is an office telephone of the same property.
import type { Digest, Mailbox, MailServer } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { error, type Findings, isWritten, keyAt, known, type Path, valueAt } from './findings.ts'
import { DEFAULT_MAILBOX, DEFAULTS } from './rule-defaults.ts'
import type { Draft } from './shape-portfolio.ts'
import type { PropertyRules } from './shapes.ts'

export function buildMail({ mail }: Draft, findings: Findings): MailServer | null {
  if (mail === null) return null
  const written = (['user', 'password'] as const).filter(key => isWritten(findings, ['mail', key]))
  if (written[0] !== undefined && written.length === 1) {
    const missing = written[0] === 'user' ? 'password' : 'user'
    error(findings, keyAt(findings, ['mail', written[0]]), `there is a \`${written[0]}\` but no \`${missing}\``, {
      expected: '`user` and `password` together, or neither',
    })
  }
  const { server, port, from, user, password, tls } = mail
  return {
    server,
    port: port ?? DEFAULTS.mailPort,
    from,
    login: user === undefined || password === undefined ? null : { user, passwordFrom: password },
    tls: tls === undefined ? 'auto' : tls ? 'always' : 'never',
    ...(mail['contact-card'] === false ? { contactCard: false } : {}),
  }
}

export function buildMailboxes(
  draft: Draft,
  findings: Findings,
  property: string,
  rules: PropertyRules,
): Readonly<Record<string, Mailbox>> {
  const written = rules.mailboxes ?? {}
  if (Object.keys(written).length === 0) return DEFAULT_MAILBOX
  const phones = new Map((rules.office?.phones ?? []).map(phone => [phone.id, true]))
  return Object.fromEntries(
    Object.entries(written).map(([id, { name, mail, lamp }]): [string, Mailbox] => {
      const path: Path = ['properties', property, 'mailboxes', id]
      for (const [nth, phone] of (lamp ?? []).entries()) {
        const unsure = rules.office === undefined && isWritten(findings, ['properties', property, 'office'])
        if (unsure) continue
        const paths = [
          [...path, 'lamp', nth],
          [...path, 'lamp'],
        ]
        if (phones.size > 0) known(findings, 'office telephone', phone, phones, ...paths)
        else
          error(findings, valueAt(findings, ...paths), `\`${property}\` has no office telephone that could light a lamp`, {
            expected: '`office` with `phones`',
          })
      }
      if (mail !== undefined) needServer(draft, findings, [...path, 'mail'])
      return [id, { id, name, ...(mail ? { mail: unique(mail) } : {}), ...(lamp ? { lamp: unique(lamp) } : {}) }]
    }),
  )
}

export function buildDigest(draft: Draft, findings: Findings, property: string, rules: PropertyRules): Digest | null {
  const { digest } = rules
  if (digest === undefined) return null
  const { at, mail } = digest
  const path = ['properties', property, 'digest', 'mail']
  if (mail === undefined) {
    if (!isWritten(findings, path))
      error(findings, keyAt(findings, ['properties', property, 'digest']), `nobody is mailed the digest of \`${property}\``, {
        expected: '`mail` with an address, here or under `defaults:`',
      })
    return null
  }
  needServer(draft, findings, path)
  return { at: at ?? DEFAULTS.digestMinute, mail: unique(mail) }
}

/** Says once for each place that there is nothing to mail through. */
export function needServer(draft: Draft, findings: Findings, path: Path): void {
  if (draft.mail !== null || findings.incomplete || isWritten(findings, ['mail'])) return
  const place = keyAt(findings, path)
  const message = 'there is no mail server to send this through'
  if (findings.problems.some(each => each.message === message && each.file === place.file && each.line === place.line)) return
  error(findings, place, message, { expected: 'a section `mail:` with `server` and `from`' })
}
