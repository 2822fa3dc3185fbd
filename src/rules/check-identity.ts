// Checks how trunks are identified besides by address: by a header, or by an account with the box.
// Also checks the box's public address. Called by compile.ts.
import { networkOf } from '../core/plan/network.ts'
import type { Plan } from '../core/plan/plan.ts'
import { error, type Findings, isMistaken, keyAt, type Path, valueAt } from './findings.ts'

export function checkIdentity(plan: Plan, findings: Findings): void {
  checkHeaders(plan, findings)
  checkLogins(plan, findings)
  checkCertificate(plan, findings)
  checkVersion(plan, findings)
  checkPublic(plan, findings)
}

/** Anybody can write a header, so it counts only from addresses that Asterisk can compare. */
function checkHeaders(plan: Plan, findings: Findings): void {
  for (const { id, match, matchHeader } of Object.values(plan.trunks)) {
    const name = matchHeader && match.find(text => isName(text))
    if (name === undefined) continue
    error(
      findings,
      keyAt(findings, ['trunks', id, 'match-header']),
      `\`match-header\` of \`${id}\` needs addresses, not the name ${name}`,
      {
        expected: '`match` with the addresses from which its calls come, such as [192.0.2.0/28]',
      },
    )
  }
}

function isName(text: string): boolean {
  const read = networkOf(text)
  return read.ok && read.value === null
}

/** An eavesdropper can guess a password from an unencrypted digest (RFC 8760 says how fast). */
function checkLogins(plan: Plan, findings: Findings): void {
  const names = new Map<string, string>()
  for (const { id, login, transport, acl = [] } of Object.values(plan.trunks)) {
    if (login === undefined) continue
    const isPrivate = (text: string): boolean => {
      const read = networkOf(text)
      return read.ok && read.value?.isPrivate === true
    }
    if (transport !== 'tls' && !(acl.length > 0 && acl.every(isPrivate)))
      error(
        findings,
        keyAt(findings, ['trunks', id, 'login']),
        `\`login\` of \`${id}\` has no \`transport: tls\`: whoever listens can find its password`,
        {
          expected: '`transport: tls`, or an `acl` of private networks, such as [192.168.0.0/16]',
        },
      )
    const place = keyAt(findings, ['trunks', id, 'login', 'user'])
    const taken = names.get(login.user) ?? (Object.hasOwn(plan.trunks, login.user) ? `the trunk \`${login.user}\`` : undefined)
    if (taken !== undefined && login.user !== id)
      error(findings, place, `${taken} has the name \`${login.user}\` already`, {
        expected: 'a user of its own for each `login`',
      })
    else if (isOfBox(login.user))
      error(findings, place, `\`${login.user}\` is a name that the box itself uses`, { expected: 'another name' })
    names.set(login.user, `the login of \`${id}\``)
  }
  checkPhoneNames(plan, findings, names)
}

/** Sections of pjsip.conf that are there besides those of telephones and logins. */
function isOfBox(name: string): boolean {
  return /^(trunk-|nightbell)/.test(name) || ['udp', 'tcp', 'tls', 'global', 'system'].includes(name)
}

/** Office telephones have sections of their names in pjsip.conf, too. */
function checkPhoneNames(plan: Plan, findings: Findings, logins: ReadonlyMap<string, string>): void {
  for (const { id, office } of Object.values(plan.properties)) {
    for (const [nth, phone] of (office?.phones ?? []).entries()) {
      const path: Path = ['properties', id, 'office', 'phones', nth]
      const place = () => valueAt(findings, [...path, 'id'], path)
      const taken = logins.get(phone.id)
      if (taken !== undefined)
        error(findings, place(), `${taken} has the name \`${phone.id}\` already`, {
          expected: 'another name for the telephone, or another `user` for the login',
        })
      else if (isOfBox(phone.id))
        error(findings, place(), `\`${phone.id}\` is a name that the box itself uses`, {
          expected: 'another name for the office telephone',
        })
    }
  }
}

/** Asterisk listens on IPv4 only. */
function checkVersion({ trunks }: Plan, findings: Findings): void {
  for (const { id, host } of Object.values(trunks)) {
    if (host?.includes(':') !== true) continue
    error(findings, valueAt(findings, ['trunks', id, 'host']), `the box cannot reach ${host}: it speaks IPv4 only`, {
      expected: "the carrier's IPv4 address, or its name",
    })
  }
}

/**
 * The box needs a certificate for trunks that register over TLS, but not for trunks that it calls.
 */
function checkCertificate({ box, trunks }: Plan, findings: Findings): void {
  if (findings.incomplete) return
  const secure = Object.values(trunks).filter(({ transport }) => transport === 'tls')
  const login = secure.find(trunk => trunk.login !== undefined)
  if (login === undefined || box.tls?.certificateFile !== undefined || isMistaken(findings, ['box', 'tls'])) return
  error(
    findings,
    keyAt(findings, ['trunks', login.id, 'login']),
    `\`${login.id}\` logs in over TLS, and the box has no certificate`,
    {
      expected: '`tls: { certificate: …, key: … }` under `box:`',
      hint: 'without a certificate nobody can open a TLS connection to the box',
    },
  )
}

/** Without `local`, a telephone beside the box would get the router's address. */
function checkPublic({ box }: Plan, findings: Findings): void {
  if (box.public === undefined || box.local !== undefined) return
  error(findings, keyAt(findings, ['box', 'public']), '`public` needs `local`: which networks are on this side of the router?', {
    expected: '`local: [192.168.1.0/24]` beside it, with the networks of the box and of its telephones',
  })
}
