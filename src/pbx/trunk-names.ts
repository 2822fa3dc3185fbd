// Keeps looking up the names of trunks, so that Asterisk recognises their calls from all addresses
// that DNS gives. Asterisk itself looks only once, when it starts; if it does not find the name
// then, it rejects the trunk for ever. The last addresses stay in use until DNS gives others.
// Opened by run.ts.
import type { Plan, Trunk } from '../core/plan/plan.ts'
import type { Clock, Done, Log, Wrong } from '../daemon/ports.ts'
import { keepFile } from './kept-file.ts'
import { isOfTrunk, NAMES_FILE, namesOf, renderNames, type SharedAddress, sharedAddresses } from './render-names.ts'

/** How often names are looked up, ms. */
const LOOK_MS = 30_000

export interface TrunkNamesNeeds {
  readonly plan: () => Plan
  /** Directory of the box's Asterisk. */
  readonly pbx: string
  /** All addresses that a trunk of this name may have. Rejects if DNS does not find it. */
  readonly lookUp: (name: string, trunk: Pick<Trunk, 'port' | 'transport'>) => Promise<readonly string[]>
  readonly reloadModule: (name: string) => Promise<Done>
  readonly clock: Clock
  readonly log: Log
}

export interface TrunkNames {
  /** Looks now; resolves when Asterisk has the result. */
  look(): Promise<void>
  alarms(): readonly Wrong[]
  /** Whether a trunk of the rules is at this address. */
  isTrunk(address: string): boolean
  stop(): void
}

interface Known {
  readonly addresses: readonly string[]
  /** Since when DNS has not found it, ms since 1970. */
  readonly failingSince: number | null
  readonly why: string
}

export function openTrunkNames({ plan, pbx, lookUp, reloadModule, clock, log }: TrunkNamesNeeds): TrunkNames {
  const file = keepFile(`${pbx}/etc/${NAMES_FILE}`, reloadModule)
  const known = new Map<string, Known>()
  let looking: Promise<void> = Promise.resolve()
  let stopped = false
  let shared: readonly SharedAddress[] = []

  async function lookNow(): Promise<void> {
    const rules = plan()
    const names = namesOf(rules)
    await Promise.all(names.map(name => find(name, trunkOfName(rules, name))))
    for (const name of known.keys()) if (!names.includes(name)) known.delete(name)
    if (stopped) return
    shared = sharedAddresses(rules, addressesOf)
    if (await file.give(renderNames(rules, addressesOf))) log.info({ names }, 'Asterisk knows the addresses of the trunks')
  }

  function addressesOf(name: string): readonly string[] {
    return known.get(name.toLowerCase())?.addresses ?? []
  }

  async function find(name: string, trunk: Pick<Trunk, 'port' | 'transport'>): Promise<void> {
    const before = known.get(name)
    try {
      const addresses = [...(await lookUp(name, trunk))].sort()
      if (addresses.length === 0) throw new Error('it has no address')
      if (before !== undefined && before.addresses.join() !== addresses.join())
        log.info({ name, addresses, before: before.addresses }, 'the addresses of a trunk changed')
      known.set(name, { addresses, failingSince: null, why: '' })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const failingSince = before?.failingSince ?? clock.now()
      // The file has what an earlier run found.
      const addresses = before?.addresses ?? addressesIn(file.text(), plan(), name)
      known.set(name, { addresses, failingSince, why })
    }
  }

  function look(): Promise<void> {
    looking = looking.then(lookNow)
    return looking
  }

  const timer = setInterval(() => void look(), LOOK_MS)
  timer.unref()

  return {
    look,
    isTrunk: address => isOfTrunk(plan(), addressesOf, address),
    alarms: () => [
      ...[...known].flatMap(([name, { addresses, failingSince, why }]): Wrong[] => {
        if (failingSince === null) return []
        const still =
          addresses.length === 0
            ? 'calls from there are refused'
            : `its last addresses are still believed: ${addresses.join(', ')}`
        return [
          {
            kind: 'name-unknown',
            about: name,
            since: failingSince,
            what: `DNS does not find ${name} of a trunk (${why}): ${still}`,
          },
        ]
      }),
      ...shared.map(
        ({ first, second, address }): Wrong => ({
          kind: 'name-shared',
          about: `${first} ${second}`,
          what: `the trunks ${first} and ${second} are both at ${address}: calls of ${second} may count as those of ${first}; write one \`host\` at both, and what tells their calls apart`,
        }),
      ),
      ...file.alarms('the addresses of trunks'),
    ],
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}

/** The addresses in the current file of the trunk recognised by this name. */
function addressesIn(text: string, { trunks }: Plan, name: string): readonly string[] {
  const ids = Object.values(trunks).flatMap(({ id, match }) => (match.some(each => each.toLowerCase() === name) ? [id] : []))
  const sections = text.split(/^(?=\[)/m).filter(section => ids.some(id => section.startsWith(`[trunk-${id}]`)))
  return sections.flatMap(section => [...section.matchAll(/^match=(.*)$/gm)].map(([, address = '']) => address))
}

/** The trunk with this host, or any trunk recognised by this name. */
export function trunkOfName({ trunks }: Plan, name: string): Pick<Trunk, 'port' | 'transport'> {
  const all = Object.values(trunks)
  return (
    all.find(({ host }) => host?.toLowerCase() === name) ??
    all.find(({ match }) => match.some(text => text.toLowerCase() === name)) ??
    {}
  )
}
