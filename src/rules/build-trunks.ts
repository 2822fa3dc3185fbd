// The trunks as the plan has them. Called by compile.ts.
import type { NumberFormat } from '../core/plan/number-format.ts'
import type { Property, Trunk } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { error, type Findings, keyAt, warning } from './findings.ts'
import { DEFAULTS } from './rule-defaults.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { PropertyRules, TrunkRules } from './shapes.ts'

export function buildTrunks(draft: Draft, findings: Findings): Record<string, Trunk> {
  const trunks: Record<string, Trunk> = {}
  for (const [id, rules] of right(draft.trunks)) {
    const { user, password } = rules.register ?? {}
    const numbers = numberFormat(draft, findings, id, rules)
    const callerIdBy = rules['caller-id'] ?? 'from'
    trunks[id] = {
      id,
      host: rules.host,
      port: rules.port ?? DEFAULTS.sipPort,
      match: rules.match ?? [rules.host],
      outbound: rules.outbound ?? false,
      owns: unique(rules.owns ?? []),
      digits: rules.digits ?? 'rfc4733',
      register: user === undefined || password === undefined ? null : { user, passwordFrom: password },
      ...(rules.acl === undefined ? {} : { acl: rules.acl }),
      ...(rules.channels === undefined ? {} : { channels: rules.channels }),
      ...(rules['keep-free'] === undefined ? {} : { keepFree: rules['keep-free'] }),
      ...(rules['per-hour'] === undefined ? {} : { perHour: rules['per-hour'] }),
      ...(rules['per-second'] === undefined ? {} : { perSecond: rules['per-second'] }),
      ...(numbers === null ? {} : { numbers }),
      ...(callerIdBy === 'from' ? {} : { callerIdBy }),
    }
    if (rules.outbound && !rules.owns) {
      warning(findings, keyAt(findings, ['trunks', id]), `trunk \`${id}\` is outbound but owns no number to show`, {
        hint: 'list the numbers that this carrier gave you under `owns`',
      })
    }
  }
  return trunks
}

/** National numbers need to know their country: it is North America's where the box's own number is. */
function numberFormat(draft: Draft, findings: Findings, id: string, rules: TrunkRules): NumberFormat | null {
  const written = rules['number-format']
  if (written === undefined) return null
  const { out = 'e164', in: into = 'e164' } = written
  const here = draft.box?.['caller-id']?.startsWith('+1') ? '1' : ''
  const country = written.country ?? here
  // A box with a mistake has been told, and its number is not known.
  if (draft.box !== null && country === '' && (out === 'national' || into === 'national')) {
    error(findings, keyAt(findings, ['trunks', id, 'number-format']), `whose national numbers does trunk \`${id}\` mean?`, {
      expected: '`country: "+44"` beside it',
    })
  }
  const america = country === '1'
  return {
    ...{ out, in: into, country },
    nationalPrefix: written.prefix ?? (america ? '' : '0'),
    foreignPrefix: written.foreign ?? (america ? '011' : '00'),
  }
}

export function buildCaps({ caps }: PropertyRules): Pick<Property, 'caps'> {
  const { 'at-once': atOnce, 'per-hour': perHour } = caps ?? {}
  if (atOnce === undefined && perHour === undefined) return {}
  return { caps: { ...(atOnce === undefined ? {} : { atOnce }), ...(perHour === undefined ? {} : { perHour }) } }
}
