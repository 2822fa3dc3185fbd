// Maps the compiled rules to what the PBX's configuration is made from. Called by `nightbell render` and the laboratory.
import { emergencyWays } from '../core/plan/emergency.ts'
import { failsafeLadder, failsafeRungs, failsafeWritten } from '../core/plan/failsafe.ts'
import type { Account, Plan, Property, Registration } from '../core/plan/plan.ts'
import { trunksInOrder } from '../core/plan/shared-address.ts'
import type { Secret } from './secrets.ts'
import type { PbxAccount, PbxFailsafe, PbxOfficePhone, PbxSettings, PbxTrunk } from './settings.ts'

/** What the rules do not say: where this box listens and keeps its files. */
export type PbxPlace = Pick<PbxSettings, 'directory' | 'sip' | 'http' | 'ari' | 'rtp' | 'soundsDirectory' | 'spoolDirectory'>

/** `secret` resolves a reference such as `env:CARRIER_PASSWORD`; it throws with a clear message when there is none. */
export function settingsOfPlan(plan: Plan, place: PbxPlace, secret: (reference: string) => Secret | string): PbxSettings {
  const properties = Object.values(plan.properties)
  return {
    ...place,
    trunks: trunksInOrder(plan).map(({ id }): PbxTrunk => trunkOf(plan, id, secret)),
    lines: plan.lines,
    queues: properties.flatMap(({ office }) =>
      office ? [{ name: office.queue, mostWaiting: office.mostWaiting, phones: office.phones.map(phone => phone.id) }] : [],
    ),
    officePhones: properties.flatMap(property => officePhones(plan, property, secret)),
    failsafe: failsafesOf(plan),
    emergencyNumbers: plan.box.emergencyNumbers,
    ...(plan.box.emergencyTestNumbers === undefined ? {} : { emergencyTestNumbers: plan.box.emergencyTestNumbers }),
    boxCallerId: plan.box.callerId,
    ...(plan.box.public === undefined ? {} : { public: plan.box.public }),
    ...(plan.box.local === undefined ? {} : { local: plan.box.local }),
    ...(plan.box.tls === undefined ? {} : { tls: plan.box.tls }),
    ...(plan.box.desk?.code === undefined ? {} : { deskCode: plan.box.desk.code }),
    languages: Object.fromEntries(properties.map(({ id, languages }) => [id, languages])),
    caps: Object.fromEntries(properties.flatMap(({ id, caps }) => (caps === undefined ? [] : [[id, caps]]))),
  }
}

/** Only where a property differs from the box it has an entry. */
function failsafesOf(plan: Plan): PbxSettings['failsafe'] {
  const outbound = trunksInOrder(plan).flatMap(trunk => (trunk.outbound ? [trunk.id] : []))
  const box = failsafeOf(plan, null, outbound)
  const byProperty = Object.values(plan.properties).flatMap(({ id, outbound: own }): [string, PbxFailsafe][] => {
    // Its own trunks first; a trunk that it does not use is better than none.
    const failsafe = failsafeOf(plan, id, [...new Set([...own, ...outbound])])
    return JSON.stringify(failsafe) === JSON.stringify(box) ? [] : [[id, failsafe]]
  })
  return { box, byProperty: Object.fromEntries(byProperty) }
}

function failsafeOf(plan: Plan, property: string | null, trunks: readonly string[]): PbxFailsafe {
  const { ringSeconds, passes } = failsafeLadder(failsafeWritten(plan, property))
  const rungs = failsafeRungs(plan, property).map(({ number, person }) => ({ number, person }))
  return { rungs, ringSeconds, passes, trunks }
}

type SecretOf = (reference: string) => Secret | string

function trunkOf(plan: Plan, id: string, secret: SecretOf): PbxTrunk {
  const trunk = plan.trunks[id]
  if (!trunk) throw new Error(`the rules have no trunk ${id}`)
  const { auth, register, login, owns: _, ...bare } = trunk
  return {
    ...bare,
    ...(auth === undefined ? {} : { auth: accountOf(auth, secret) }),
    ...(register === null ? {} : { register: registrationOf(register, secret) }),
    ...(login === undefined ? {} : { login: accountOf(login, secret) }),
  }
}

function accountOf({ user, passwordFrom, realm }: Account, secret: SecretOf): PbxAccount {
  return { user, password: secret(passwordFrom), ...(realm === undefined ? {} : { realm }) }
}

function registrationOf(register: Registration, secret: SecretOf): NonNullable<PbxTrunk['register']> {
  const { passwordFrom: _, ...rest } = register
  return { ...rest, ...accountOf(register, secret) }
}

function officePhones(plan: Plan, property: Property, secret: (reference: string) => Secret | string): PbxOfficePhone[] {
  const lamps = new Set(Object.values(property.mailboxes).flatMap(mailbox => mailbox.lamp ?? []))
  const ways = new Map(emergencyWays(plan, property).map(way => [way.phone, way]))
  const emergency = (phone: string) => {
    const { callerId = '', trunks = [] } = ways.get(phone) ?? {}
    return callerId === '' ? {} : { emergency: { property: property.id, callerId, trunks: trunks.map(({ id }) => id) } }
  }
  return (property.office?.phones ?? []).map(phone => ({
    id: phone.id,
    ...emergency(phone.id),
    ...(lamps.has(phone.id) ? { lamp: true } : {}),
    ...(phone.acl === undefined ? {} : { acl: phone.acl }),
    ...(phone.contact !== null ? { contact: phone.contact } : {}),
    ...('passwordFrom' in phone && typeof phone.passwordFrom === 'string' ? { password: secret(phone.passwordFrom) } : {}),
  }))
}
