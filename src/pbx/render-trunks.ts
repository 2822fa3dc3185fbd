// Renders the parts of pjsip.conf for each trunk: its endpoint, contact, account, and how it is
// recognised. Pure. Called by render.ts.
import { networkOf } from '../core/plan/network.ts'
import { standsFor } from '../core/plan/shared-address.ts'
import { checkName, checkPort, checkSecret, checkValue, fillTemplate, readTemplate } from './fill-template.ts'
import { renderAcl } from './render-office-phone.ts'
import { mediaAddress } from './render-transports.ts'
import type { PbxAccount, PbxSettings, PbxTrunk } from './settings.ts'

export function renderTrunk(settings: PbxSettings, trunk: PbxTrunk): string {
  const id = checkName(trunk.id, 'trunk')
  const { login } = trunk
  const outbound = renderEndpoint(settings, trunk, {
    name: `trunk-${id}`,
    identifyBy: 'ip',
    account: outboundAccount(settings, trunk),
    aors: login === undefined ? `trunk-${id}` : login.user,
  })
  const parts = [outbound, ...(login === undefined ? fixedPlace(settings, trunk) : loggedIn(settings, trunk, login))]
  return parts.filter(part => part !== '').join('\n\n')
}

interface Endpoint {
  readonly name: string
  readonly identifyBy: string
  readonly account: readonly string[]
  readonly aors: string
}

function renderEndpoint(settings: PbxSettings, trunk: PbxTrunk, { name, identifyBy, account, aors }: Endpoint): string {
  const { id, login, callerIdBy, matchHeader } = trunk
  return fillTemplate(readTemplate('parts/pjsip-trunk.conf'), {
    id,
    name,
    identifyBy,
    aors,
    transport: trunk.transport ?? 'udp',
    codecs: (trunk.codecs ?? ['ulaw', 'alaw']).join(','),
    digits: trunk.digits,
    encryption: encryption(trunk),
    mediaAddress: mediaAddress(settings),
    rewriteContact: login === undefined ? 'no' : 'yes',
    sendPai: callerIdBy === 'p-asserted-identity' ? 'yes' : 'no',
    sendRpid: callerIdBy === 'remote-party-id' ? 'yes' : 'no',
    // Anybody can write a header, so `match-header` also needs an address.
    acl: renderAcl(trunk.acl ?? (matchHeader === undefined ? undefined : trunk.match), `acl of trunk ${id}`),
    account: account.join('\n'),
  })
}

/** SDES (RFC 4568). `either` offers both and accepts both. */
function encryption({ media }: PbxTrunk): string {
  if (media === undefined) return ''
  return ['media_encryption=sdes', ...(media === 'either' ? ['media_encryption_optimistic=yes'] : [])].join('\n')
}

/** The From, the proxy, and the password that answers a challenge. */
function outboundAccount(settings: PbxSettings, trunk: PbxTrunk): string[] {
  const { id, auth, register, from, proxy, host } = trunk
  const { user, domain = isBeyondRouter(host) ? settings.public : undefined } = from ?? {}
  return [
    ...(auth === undefined && register === undefined ? [] : [`outbound_auth=trunk-${id}-auth`]),
    ...(user === undefined ? [] : [`from_user=${checkValue(user, `from of trunk ${id}`)}`]),
    ...(domain === undefined ? [] : [`from_domain=${checkValue(domain, `from of trunk ${id}`)}`]),
    ...(proxy === undefined ? [] : [outboundProxy(trunk, proxy)]),
  ]
}

/** Beyond a router, the box's own address is meaningless. */
function isBeyondRouter(host: string | null): boolean {
  const read = networkOf(host ?? '')
  return read.ok && read.value?.isPrivate !== true
}

function fixedPlace(settings: PbxSettings, trunk: PbxTrunk): string[] {
  const { id, proxy, auth, register } = trunk
  const aor = [
    `[trunk-${id}]`,
    'type=aor',
    `contact=${uriOf(trunk)}`,
    `qualify_frequency=${trunk.qualifySeconds ?? 30}`,
    'qualify_timeout=3',
    ...(proxy === undefined ? [] : [outboundProxy(trunk, proxy)]),
  ]
  const account = auth ?? register
  return [
    aor.join('\n'),
    account === undefined ? '' : accountSection(`trunk-${id}-auth`, id, account),
    identify(settings, trunk),
    ...(register === undefined ? [] : registration(trunk, register)),
  ]
}

/** The account for registering may differ from the account for calls. */
function registration(trunk: PbxTrunk, register: NonNullable<PbxTrunk['register']>): string[] {
  const { id, auth, proxy, from, host } = trunk
  const account = { ...register, user: register.authUser ?? register.user }
  const own = auth !== undefined && auth.user !== account.user ? `trunk-${id}-register` : `trunk-${id}-auth`
  const user = checkValue(register.user, `user of trunk ${id}`)
  const section = fillTemplate(readTemplate('parts/pjsip-trunk-registration.conf'), {
    id,
    user,
    auth: own,
    transport: trunk.transport ?? 'udp',
    server: register.server === undefined ? uriOf(trunk) : sipUri(trunk, checkValue(register.server, `server of trunk ${id}`)),
    client: sipUri(trunk, `${user}@${placeOf(from?.domain ?? host ?? '', id)}${from?.domain === undefined ? portOf(trunk) : ''}`),
    proxy: proxy === undefined ? '' : outboundProxy(trunk, proxy),
  })
  return own.endsWith('-auth') ? [section] : [accountSection(own, id, account), section]
}

/**
 * Two endpoints: calls come in on the one named after the account, and go out over the other to
 * where the trunk registered from.
 */
function loggedIn(settings: PbxSettings, trunk: PbxTrunk, login: PbxAccount): string[] {
  const user = checkName(login.user, `user of trunk ${trunk.id}`)
  const aor = [
    `[${user}]`,
    'type=aor',
    'max_contacts=1',
    'remove_existing=yes',
    `qualify_frequency=${trunk.qualifySeconds ?? 30}`,
    'qualify_timeout=3',
  ]
  const account = [`auth=${user}-auth`]
  return [
    aor.join('\n'),
    accountSection(`${user}-auth`, trunk.id, login),
    renderEndpoint(settings, trunk, { name: user, identifyBy: 'auth_username,username', account, aors: user }),
  ]
}

function accountSection(section: string, id: string, { user, password, realm }: PbxAccount): string {
  return [
    `[${section}]`,
    'type=auth',
    'auth_type=userpass',
    `username=${checkValue(user, `user of trunk ${id}`)}`,
    `password=${checkSecret(password, `password of trunk ${id}`)}`,
    ...(realm === undefined ? [] : [`realm=${checkValue(realm, `realm of trunk ${id}`)}`]),
  ].join('\n')
}

/** The daemon keeps resolving names: see render-names.ts. */
function identify(settings: PbxSettings, trunk: PbxTrunk): string {
  const { id, match, matchHeader } = trunk
  if (match.length === 0) throw new Error(`trunk ${id}: no address to recognise it by`)
  if (standsFor(settings.trunks).get(id) !== id) return ''
  const head = `[trunk-${id}]\ntype=identify\nendpoint=trunk-${id}\nsrv_lookups=no`
  if (matchHeader !== undefined) {
    const value = checkValue(matchHeader.value, `header of trunk ${id}`)
    return `${head}\nmatch_header=${checkName(matchHeader.name, `header of trunk ${id}`)}: ${value}`
  }
  const addresses = match.filter(isAddress).map(address => `match=${checkValue(address, `address of trunk ${id}`)}`)
  return addresses.length === 0 ? '' : [head, ...addresses].join('\n')
}

/** A name has letters and no colon. */
export function isAddress(text: string): boolean {
  return /^[\d./]+$/.test(text) || text.includes(':')
}

/** Writes no port if none is given: then SRV records are looked up first (RFC 3263). */
function portOf({ id, port }: PbxTrunk): string {
  return port === undefined ? '' : `:${checkPort(port, `port of trunk ${id}`)}`
}

function uriOf(trunk: PbxTrunk): string {
  return sipUri(trunk, `${placeOf(trunk.host ?? '', trunk.id)}${portOf(trunk)}`)
}

function placeOf(host: string, id: string): string {
  const place = checkValue(host, `host of trunk ${id}`)
  return place.includes(':') ? `[${place}]` : place
}

/** A semicolon starts a comment in Asterisk's files. */
function sipUri({ transport }: PbxTrunk, rest: string): string {
  return `sip:${rest}${transport === undefined ? '' : `\\;transport=${transport}`}`
}

function outboundProxy(trunk: PbxTrunk, proxy: string): string {
  return `outbound_proxy=${sipUri(trunk, `${checkValue(proxy, `proxy of trunk ${trunk.id}`)}\\;lr`)}`
}
