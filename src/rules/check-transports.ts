// Checks how a trunk is reached: keys that are valid alone but cannot work together. Called by
// compile.ts.
import { type Network, networkOf, overlap } from '../core/plan/network.ts'
import type { Plan, Trunk } from '../core/plan/plan.ts'
import { type Findings, keyAt, type Path, valueAt, warning } from './findings.ts'

/** Their audio is not exact enough for DTMF tones. */
const SPOILS_TONES: readonly string[] = ['opus', 'gsm']

export function checkTransports(plan: Plan, findings: Findings): void {
  for (const trunk of Object.values(plan.trunks)) {
    checkCertifiedName(trunk, findings)
    checkUsualPort(trunk, findings)
    checkTones(trunk, findings)
    checkBeyondRouter(plan, trunk, findings)
  }
  checkPublicIsOutside(plan, findings)
}

/** The certificate must contain the name or address that the box calls. */
function checkCertifiedName({ id, host, proxy, transport }: Trunk, findings: Findings): void {
  const called = proxy?.replace(/:\d+$/, '') ?? host
  if (transport !== 'tls' || called === null || addressOf(called) === null) return
  const place = valueAt(findings, ['trunks', id, proxy === undefined ? 'host' : 'proxy'])
  warning(
    findings,
    place,
    `the certificate of \`${id}\` must bear the address ${called}, which few do: otherwise no call goes out`,
    {
      hint: 'write the name that the carrier gives for TLS',
    },
  )
}

function checkUsualPort({ id, port, transport }: Trunk, findings: Findings): void {
  const [wrong, usual] = transport === 'tls' ? [5060, 5061] : [5061, 5060]
  if (port !== wrong) return
  const what = transport === 'tls' ? 'without TLS' : 'for TLS'
  warning(
    findings,
    valueAt(findings, ['trunks', id, 'port']),
    `${port} is the usual port ${what}, and \`${id}\` speaks ${transport ?? 'udp'}`,
    {
      hint: `leave \`port\` out, write ${usual}, or change \`transport\``,
    },
  )
}

function checkTones({ id, digits, codecs = [] }: Trunk, findings: Findings): void {
  if (digits !== 'inband' || codecs.length === 0 || !codecs.every(codec => SPOILS_TONES.includes(codec))) return
  warning(findings, keyAt(findings, ['trunks', id, 'digits']), `the tones of keys do not survive ${codecs.join(' and ')}`, {
    hint: 'add ulaw to `codecs`, or leave `digits` out',
  })
}

/** Peers in `local` get the box's own address, which is useless on the internet. */
function checkBeyondRouter({ box }: Plan, { id, host }: Trunk, findings: Findings): void {
  const address = box.public === undefined ? null : addressOf(host ?? '')
  const nth = address === null || address.isPrivate ? -1 : localHolding(box.local, address)
  if (nth < 0) return
  const paths: Path[] = [
    ['box', 'local', nth],
    ['box', 'local'],
  ]
  warning(findings, valueAt(findings, ...paths), `\`${id}\` counts as local, and is told an address that it may not reach`, {
    hint: 'write only the networks on this side of the router under `local`',
  })
}

function checkPublicIsOutside({ box }: Plan, findings: Findings): void {
  const address = addressOf(box.public ?? '')
  if (address === null || localHolding(box.local, address) < 0) return
  warning(findings, valueAt(findings, ['box', 'public']), `${box.public} lies in a network that is \`local\``, {
    hint: 'if the box itself has this address, leave `public` out; otherwise write only the networks on this side of the router under `local`',
  })
}

/** Considers only networks of /8 or narrower: wider ones have been reported already. */
function localHolding(local: readonly string[] = [], address: Network): number {
  return local.findIndex(text => {
    const network = addressOf(text)
    return network !== null && network.bits >= 8 && overlap(network, address)
  })
}

/** Null: a name. */
function addressOf(text: string): Network | null {
  const read = networkOf(text)
  return read.ok ? read.value : null
}
