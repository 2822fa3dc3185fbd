// The addresses at which a SIP server of this name may be: those of its SRV records (RFC 3263), where the rules give no port, and those of
// the name itself. Called by trunk-names.ts.
import { lookup, Resolver } from 'node:dns/promises'
import type { Trunk } from '../core/plan/plan.ts'

const SERVICE: Readonly<Record<'udp' | 'tcp' | 'tls', string>> = { udp: '_sip._udp', tcp: '_sip._tcp', tls: '_sips._tcp' }

/** Rejects with what DNS said when it does not know the name, or does not answer within seconds. */
export async function lookUp(name: string, { port, transport }: Pick<Trunk, 'port' | 'transport'>): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  const service = SERVICE[transport ?? 'udp']
  const targets = port === undefined ? await servers(resolver, `${service}.${name}`) : []
  const found = await Promise.allSettled([...targets, name].map(each => addresses(resolver, each)))
  const all = found.flatMap(each => (each.status === 'fulfilled' ? each.value : []))
  if (all.length > 0) return [...new Set(all)]
  const [failed] = found.filter(each => each.status === 'rejected')
  throw failed?.reason ?? new Error('it has no address')
}

async function servers(resolver: Resolver, service: string): Promise<string[]> {
  try {
    const records = await resolver.resolveSrv(service)
    return records.map(record => record.name)
  } catch {
    return []
  }
}

/** DNS first, as Asterisk does it; then what the machine itself knows (/etc/hosts). */
async function addresses(resolver: Resolver, name: string): Promise<string[]> {
  try {
    return await resolver.resolve4(name)
  } catch (error) {
    try {
      return (await lookup(name, { all: true, family: 4 })).map(({ address }) => address)
    } catch {
      throw error
    }
  }
}
