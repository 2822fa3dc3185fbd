// The trunks as the plan has them. Called by compile.ts.

import { sameAddress } from '../core/plan/network.ts'
import type { NumberFormat } from '../core/plan/number-format.ts'
import { placesOf } from '../core/plan/places-of-trunk.ts'
import type { Account, Property, Trunk } from '../core/plan/plan.ts'
import { prefixesIn } from '../core/plan/telephone-numbers.ts'
import { unique } from './build-box.ts'
import { error, type Findings, keyAt, warning } from './findings.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { PropertyRules, TrunkRules } from './shapes.ts'

export function buildTrunks(draft: Draft, findings: Findings): Record<string, Trunk> {
  const trunks: Record<string, Trunk> = {}
  for (const [id, rules] of right(draft.trunks)) {
    trunks[id] = {
      id,
      host: rules.host ?? null,
      match: rules.match ?? (rules.host === undefined ? [] : [rules.host]),
      outbound: rules.outbound ?? false,
      owns: unique(rules.owns ?? []),
      digits: rules.digits ?? 'auto',
      ...sipOf(rules),
      ...capsOf(rules),
      ...spellingOf(draft, findings, id, rules),
    }
    if (rules.outbound && !rules.owns) {
      warning(findings, keyAt(findings, ['trunks', id]), `trunk \`${id}\` is outbound but owns no number to show`, {
        hint: 'list the numbers that this carrier gave you under `owns`',
      })
    }
    if (rules.media === 'srtp' && rules.transport !== 'tls') {
      const what = `the keys for the audio of trunk \`${id}\` are sent in the clear`
      warning(findings, keyAt(findings, ['trunks', id, 'media']), what, { hint: 'with `transport: tls` nobody can read them' })
    }
  }
  return comingFromThere(draft, trunks)
}

/**
 * A carrier's calls may also come from the proxy and the registrar, where the rules do not say from
 * where they come. What another trunk has is that trunk's.
 */
function comingFromThere(draft: Draft, trunks: Readonly<Record<string, Trunk>>): Record<string, Trunk> {
  const taken = Object.values(trunks).flatMap(({ match }) => match)
  const found: Record<string, Trunk> = {}
  for (const [id, trunk] of Object.entries(trunks)) {
    const isSaid = draft.trunks.get(id)?.match !== undefined || trunk.host === null
    const others = isSaid ? [] : placesOf(trunk).filter(place => !trunk.match.includes(place))
    const more = others.filter(place => !taken.some(other => sameAddress(other, place)))
    taken.push(...more)
    found[id] = more.length === 0 ? trunk : { ...trunk, match: [...trunk.match, ...more] }
  }
  return found
}

function sipOf(rules: TrunkRules): Pick<Trunk, 'register'> & Partial<Trunk> {
  const { port, transport = 'udp', media = 'plain', codecs, auth, proxy, from, login, qualify, acl } = rules
  const { user, domain } = from ?? {}
  const matchHeader = rules['match-header']
  return {
    register: registrationOf(rules),
    ...(port === undefined ? {} : { port }),
    ...(transport === 'udp' ? {} : { transport }),
    ...(media === 'plain' ? {} : { media }),
    ...(codecs === undefined ? {} : { codecs: unique(codecs) }),
    ...(auth === undefined ? {} : { auth: accountOf(auth) }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(from === undefined
      ? {}
      : { from: { ...(user === undefined ? {} : { user }), ...(domain === undefined ? {} : { domain }) } }),
    ...(login === undefined ? {} : { login: accountOf(login) }),
    ...(qualify === undefined ? {} : { qualifySeconds: qualify }),
    ...(matchHeader === undefined ? {} : { matchHeader }),
    ...(acl === undefined ? {} : { acl }),
  }
}

interface AccountRules {
  readonly user: string
  readonly password: string
  readonly realm?: string | undefined
}

function accountOf({ user, password, realm }: AccountRules): Account {
  return { user, passwordFrom: password, ...(realm === undefined ? {} : { realm }) }
}

/** What is missing of a registration is taken from `auth`. The carrier knows a name by what stands before its `@`. */
function registrationOf({ register, auth }: TrunkRules): Trunk['register'] {
  if (register === undefined || register === false) return null
  const own = register === true ? {} : register
  const account = own.user !== undefined && own.password !== undefined ? { ...own, user: own.user, password: own.password } : auth
  if (account === undefined) return null
  const user = own.user ?? account.user.replace(/@.*/, '')
  return {
    ...accountOf({ ...account, user }),
    ...(own.server === undefined ? {} : { server: own.server }),
    ...(user === account.user ? {} : { authUser: account.user }),
  }
}

function capsOf(rules: TrunkRules): Partial<Trunk> {
  return {
    ...(rules.channels === undefined ? {} : { channels: rules.channels }),
    ...(rules['keep-free'] === undefined ? {} : { keepFree: rules['keep-free'] }),
    ...(rules['per-hour'] === undefined ? {} : { perHour: rules['per-hour'] }),
    ...(rules['per-second'] === undefined ? {} : { perSecond: rules['per-second'] }),
  }
}

function spellingOf(draft: Draft, findings: Findings, id: string, rules: TrunkRules): Partial<Trunk> {
  const numbers = numberFormat(draft, findings, id, rules)
  const callerIdBy = rules['caller-id'] ?? 'from'
  return { ...(numbers === null ? {} : { numbers }), ...(callerIdBy === 'from' ? {} : { callerIdBy }) }
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
  const { national, foreign } = country === '' ? { national: '', foreign: '' } : prefixesIn(country)
  return {
    out,
    in: into,
    country,
    nationalPrefix: written.prefix ?? national,
    foreignPrefix: written.foreign ?? foreign,
    ...(into === 'national' ? { lenient: true } : {}),
  }
}

export function buildCaps({ caps }: PropertyRules): Pick<Property, 'caps'> {
  const { 'at-once': atOnce, 'per-hour': perHour } = caps ?? {}
  if (atOnce === undefined && perHour === undefined) return {}
  return { caps: { ...(atOnce === undefined ? {} : { atOnce }), ...(perHour === undefined ? {} : { perHour }) } }
}
