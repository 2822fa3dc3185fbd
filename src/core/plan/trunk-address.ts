// Where a trunk is, as SIP writes it behind a number: `192.0.2.10:5060;transport=tcp`. Pure.
import type { Trunk } from './trunk.ts'

/** Null: it logs in from wherever it is. */
export function addressOf({ host, port, transport }: Pick<Trunk, 'host' | 'port' | 'transport'>): string | null {
  if (host === null) return null
  const place = host.includes(':') ? `[${host}]` : host
  return `${place}${port === undefined ? '' : `:${port}`}${transport === undefined ? '' : `;transport=${transport}`}`
}
