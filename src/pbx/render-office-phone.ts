// The part of pjsip.conf for one office telephone. Pure. Called by render.ts.
import { checkName, checkSecret, checkValue, fillTemplate, readTemplate } from './fill-template.ts'
import { mediaAddress } from './render-transports.ts'
import type { PbxOfficePhone, PbxSettings } from './settings.ts'

export function renderOfficePhone(settings: PbxSettings, phone: PbxOfficePhone): string {
  const id = checkName(phone.id, 'office telephone')
  if (phone.contact === undefined && phone.password === undefined) {
    throw new Error(`office telephone ${id}: it needs a contact to be rung at, or a password to register with`)
  }
  const contact = phone.contact === undefined ? undefined : checkContact(phone.contact, id)
  const password = phone.password === undefined ? undefined : checkSecret(phone.password, `password of office telephone ${id}`)
  return fillTemplate(readTemplate('parts/pjsip-office-phone.conf'), {
    id,
    mediaAddress: mediaAddress(settings),
    identifyBy: password === undefined ? 'ip' : 'auth_username,username',
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
export function renderAcl(networks: readonly string[] | undefined, what: string): string {
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
