// The parts of pjsip.conf that are repeated: one for each trunk and each office telephone. Pure. Called by render.ts.
import { checkName, checkPort, checkSecret, checkValue, fillTemplate, readTemplate } from './fill-template.ts'
import type { PbxOfficePhone, PbxSettings, PbxTrunk } from './settings.ts'

export function renderTrunk(settings: PbxSettings, trunk: PbxTrunk): string {
  const id = checkName(trunk.id, 'trunk')
  const host = checkValue(trunk.host, `host of trunk ${id}`)
  const port = checkPort(trunk.port, `port of trunk ${id}`)
  if (trunk.match.length === 0) throw new Error(`trunk ${id}: no address to recognise it by`)
  const matches = trunk.match.map(address => `match=${checkValue(address, `address of trunk ${id}`)}`).join('\n')
  const endpoint = fillTemplate(readTemplate('parts/pjsip-trunk.conf'), {
    id,
    host,
    port,
    matches,
    digits: trunk.digits,
    sipAddress: settings.sip.address,
    sendPai: trunk.callerIdBy === 'p-asserted-identity' ? 'yes' : 'no',
    sendRpid: trunk.callerIdBy === 'remote-party-id' ? 'yes' : 'no',
    acl: renderAcl(trunk.acl, `acl of trunk ${id}`),
    outboundAuth: trunk.register === undefined ? '' : `outbound_auth=trunk-${id}-auth`,
  })
  if (trunk.register === undefined) return endpoint
  const registration = fillTemplate(readTemplate('parts/pjsip-trunk-registration.conf'), {
    id,
    host,
    port,
    user: checkValue(trunk.register.user, `user of trunk ${id}`),
    password: checkSecret(trunk.register.password, `password of trunk ${id}`),
  })
  return `${endpoint}\n${registration}`
}

export function renderOfficePhone(settings: PbxSettings, phone: PbxOfficePhone): string {
  const id = checkName(phone.id, 'office telephone')
  if (phone.contact === undefined && phone.password === undefined) {
    throw new Error(`office telephone ${id}: it needs a contact to be rung at, or a password to register with`)
  }
  const contact = phone.contact === undefined ? undefined : checkContact(phone.contact, id)
  const password = phone.password === undefined ? undefined : checkSecret(phone.password, `password of office telephone ${id}`)
  return fillTemplate(readTemplate('parts/pjsip-office-phone.conf'), {
    id,
    sipAddress: settings.sip.address,
    identifyBy: password === undefined ? 'ip' : 'username',
    rewriteContact: contact === undefined ? 'yes' : 'no',
    mailboxes: phone.lamp === true ? `mailboxes=${id}@default` : '',
    acl: renderAcl(phone.acl, `acl of office telephone ${id}`),
    auth: password === undefined ? '' : `auth=${id}-auth`,
    contact: contact === undefined ? '' : `contact=${contact}`,
    authSection:
      password === undefined ? '' : `[${id}-auth]\ntype=auth\nauth_type=userpass\nusername=${id}\npassword=${password}`,
    identify: contact === undefined || password !== undefined ? '' : renderIdentify(id, contact),
  })
}

/** Nobody but these. */
function renderAcl(networks: readonly string[] | undefined, what: string): string {
  if (networks === undefined) return ''
  return ['deny=0.0.0.0/0', 'deny=::/0', ...networks.map(network => `permit=${checkValue(network, what)}`)].join('\n')
}

function checkContact(contact: string, id: string): string {
  if (!/^sip:[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+(:\d{1,5})?$/.test(contact)) {
    // It may hold a password.
    throw new Error(`contact of office telephone ${id}: expected sip:name@host:port`)
  }
  return contact
}

/** A telephone without a password is known by the address of its contact. */
function renderIdentify(id: string, contact: string): string {
  const host = contact.slice(contact.indexOf('@') + 1).split(':')[0]
  return `[${id}]\ntype=identify\nendpoint=${id}\nmatch=${host}`
}
