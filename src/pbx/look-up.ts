// The addresses at which a SIP server of this name may be: those of its SRV records (RFC 3263), where the rules give no port, and those of
// the name itself. Called by trunk-names.ts.
import type { SrvRecord } from 'node:dns'
import { lookup, Resolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Trunk } from '../core/plan/plan.ts'

const SERVICE: Readonly<Record<'udp' | 'tcp' | 'tls', string>> = { udp: '_sip._udp', tcp: '_sip._tcp', tls: '_sips._tcp' }

/** Rejects with what DNS said when it does not know the name, or does not answer within seconds. */
export async function lookUp(name: string, { port, transport }: Pick<Trunk, 'port' | 'transport'>): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  const service = SERVICE[transport ?? 'udp']
  const targets = port === undefined ? (await servers(resolver, `${service}.${name}`)).map(record => record.name) : []
  const found = await Promise.allSettled([...targets, name].map(each => addresses(resolver, each)))
  const all = found.flatMap(each => (each.status === 'fulfilled' ? each.value : []))
  if (all.length > 0) return [...new Set(all)]
  const [failed] = found.filter(each => each.status === 'rejected')
  throw failed?.reason ?? new Error('it has no address')
}

/** Where a connection to this server begins: the first target of its SRV records, or the name with the port of its transport. */
export async function serverOf(name: string, { port, transport }: Pick<Trunk, 'port' | 'transport'>): Promise<Server> {
  if (port !== undefined || isIP(name) !== 0) return { host: name, port: port ?? usualPort(transport) }
  const records = await servers(new Resolver({ timeout: 2000, tries: 2 }), `${SERVICE[transport ?? 'udp']}.${name}`)
  const [first] = records.toSorted((one, other) => one.priority - other.priority || other.weight - one.weight)
  return first === undefined ? { host: name, port: usualPort(transport) } : { host: first.name, port: first.port }
}

export interface Server {
  readonly host: string
  readonly port: number
}

function usualPort(transport: Trunk['transport']): number {
  return transport === 'tls' ? 5061 : 5060
}

async function servers(resolver: Resolver, service: string): Promise<SrvRecord[]> {
  try {
    return await resolver.resolveSrv(service)
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
