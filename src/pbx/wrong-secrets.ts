// Secrets of the rules in force that can be read here and cannot be used: a PIN that is too short, a password that cannot stand in Asterisk's
// files. Asked when rules come into force, for the alarms; what cannot be read is told where it is used. No secret is in what it says.
import type { Plan } from '../core/plan/plan.ts'
import { type SecretUse, wrongSecret } from '../core/plan/secret-text.ts'
import { secretOf } from './secrets.ts'

export function wrongSecretsOf(plan: Plan, env: Readonly<Record<string, string | undefined>>): string[] {
  const look = (what: string, reference: string | undefined, use: SecretUse): string[] => {
    const said = reference === undefined ? null : wrongIn(reference, use, env)
    return said === null ? [] : [`${what}: ${said} (${reference})`]
  }
  return [
    ...Object.values(plan.people).flatMap(({ id, pinFrom }) => look(`the PIN of ${id} opens nothing`, pinFrom, 'pin')),
    ...Object.values(plan.trunks).flatMap(({ id, ...trunk }) =>
      [trunk.auth, trunk.register, trunk.login].flatMap(account =>
        look(`the password of trunk ${id}`, account?.passwordFrom, 'asterisk'),
      ),
    ),
    ...Object.values(plan.properties)
      .flatMap(({ office }) => office?.phones ?? [])
      .flatMap(({ id, passwordFrom }) => look(`the password of office telephone ${id}`, passwordFrom, 'asterisk')),
  ]
}

function wrongIn(reference: string, use: SecretUse, env: Readonly<Record<string, string | undefined>>): string | null {
  try {
    return wrongSecret(secretOf(reference, env).reveal(), use)
  } catch {
    return null
  }
}
