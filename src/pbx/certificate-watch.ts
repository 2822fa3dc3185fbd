// Certificates end, and then every call over TLS is refused. Once a day, at the start and when rules change, the box's own files are looked at,
// and what each trunk shows; what ends within two weeks, or is not believed, is an alarm. Opened by wiring/look-after-trunks.ts.
import type { Plan, Trunk } from '../core/plan/plan.ts'
import type { Clock, Wrong } from '../daemon/ports.ts'
import { lookAtCertificates, type OwnCertificates } from './certificates.ts'
import type { Server } from './look-up.ts'
import { AUTHORITIES } from './render-transports.ts'
import type { Shown, ShownNeeds } from './shown-certificate.ts'

export interface CertificateWatchNeeds {
  readonly plan: () => Plan
  readonly serverOf: (name: string, trunk: Pick<Trunk, 'port' | 'transport'>) => Promise<Server>
  readonly shown: (needs: ShownNeeds) => Promise<Shown | null>
  readonly clock: Pick<Clock, 'now'>
}

export interface CertificateWatch {
  /** Looks at once; resolves when all is known. */
  look(): Promise<void>
  alarms(): readonly Wrong[]
  stop(): void
}

const DAY_MS = 24 * 3_600_000
const BEFORE_MS = 14 * DAY_MS
/** A trunk that could not be reached is asked again sooner. */
const LOOK_MS = 3_600_000
/** Asked at once, of a thousand. */
const AT_ONCE = 4

interface Known {
  readonly shown: Shown
  readonly name: string
  readonly at: number
}

export function openCertificateWatch({ plan, serverOf, shown, clock }: CertificateWatchNeeds): CertificateWatch {
  let own: OwnCertificates = { wrong: [], end: null, pem: {} }
  const known = new Map<string, Known>()
  let looking: Promise<void> = Promise.resolve()
  let stopped = false

  async function lookNow(again: 'all' | 'due'): Promise<void> {
    const rules = plan()
    own = await lookAtCertificates({ trunks: Object.values(rules.trunks), ...(rules.box.tls && { tls: rules.box.tls }) })
    const trunks = Object.values(rules.trunks).filter(({ transport, host }) => transport === 'tls' && host !== null)
    for (const id of known.keys()) if (!trunks.some(trunk => trunk.id === id)) known.delete(id)
    const due = trunks.filter(({ id }) => again === 'all' || clock.now() - (known.get(id)?.at ?? 0) >= DAY_MS)
    const waiting = [...due]
    const worker = async (): Promise<void> => {
      for (let trunk = waiting.shift(); trunk !== undefined && !stopped; trunk = waiting.shift()) await ask(trunk, rules)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }

  /** What a trunk showed last is believed while it cannot be asked: whether it answers is another alarm. */
  async function ask({ id, host, port, transport, proxy }: Trunk, { box }: Plan): Promise<void> {
    const [, name = host ?? '', given] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(proxy ?? '') ?? []
    const meant =
      proxy === undefined ? { name: host ?? '', port } : { name, port: given === undefined ? undefined : Number(given) }
    try {
      const place = { ...(meant.port === undefined ? {} : { port: meant.port }), ...(transport && { transport }) }
      const server = await serverOf(meant.name, place)
      const authoritiesFile = box.tls?.authoritiesFile ?? AUTHORITIES
      const found = await shown({ ...server, name: meant.name, pem: own.pem, authoritiesFile })
      if (found !== null) known.set(id, { shown: found, name: meant.name, at: clock.now() })
    } catch {
      // The name is not known now: that is an alarm of its own.
    }
  }

  function look(again: 'all' | 'due'): Promise<void> {
    looking = looking.then(() => lookNow(again)).catch(() => {})
    return looking
  }

  const timer = setInterval(() => void look('due'), LOOK_MS)
  timer.unref()
  return {
    look: () => look('all'),
    alarms() {
      const now = clock.now()
      const ofTrunks = [...known].flatMap(([id, { name, shown }]): Wrong[] => {
        const whose = `the certificate of trunk ${id} (${name})`
        if (shown.distrusted !== null)
          return [{ kind: 'certificate-wrong', about: id, what: `${whose} is not believed: ${shown.distrusted}` }]
        return ending(id, whose, shown.end, now, 'tell the carrier')
      })
      const files = own.wrong.map((what, n) => ({
        kind: 'certificate-wrong',
        about: `box ${n + 1}`,
        what: `TLS does not work: ${what}`,
      }))
      const box = own.end === null ? [] : ending('box', "the box's certificate", own.end, now, 'renew it, then restart Asterisk')
      return [...files, ...box, ...ofTrunks]
    },
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}

function ending(about: string, whose: string, end: number, now: number, remedy: string): Wrong[] {
  if (end - now >= BEFORE_MS) return []
  const day = new Date(end).toISOString().slice(0, 10)
  const days = Math.floor((end - now) / DAY_MS)
  const left = days === 0 ? 'today or tomorrow' : days === 1 ? '1 day' : `${days} days`
  const what = end <= now ? `${whose} ended on ${day}: TLS is refused` : `${whose} ends on ${day} (${left})`
  return [{ kind: 'certificate-ends', about, what: `${what}; ${remedy}` }]
}
