// Emergency calls, which the dialplan carries alone, become inputs: at once while the daemon runs, later when it was away. A row is read again
// until the journal has it. Called by import-notes.ts.
import { emergencyId } from '../core/standing/emergency-call.ts'
import type { EpochMs } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import type { EmergencyRow } from '../daemon/ports.ts'

/** The journal remembers for a month what it has: an older row may have been told. */
const OLDEST_MS = 30 * 86_400_000

export interface EmergencyNeeds {
  readonly plan: () => string
  readonly push: (input: Input) => void
  /** Whether the row of this key is in the journal already. */
  readonly hasImported: (key: string) => boolean
}

/** Gives the rows that need not be read again. `pushed`: what is on its way to the journal. */
export function importEmergency(needs: EmergencyNeeds, rows: readonly EmergencyRow[], pushed: Set<string>): EmergencyRow[] {
  const settled: EmergencyRow[] = []
  for (const row of rows) {
    const { key, channel, at, phone, property, dialled, test, happened } = row
    if (needs.hasImported(key) || at < Date.now() - OLDEST_MS) {
      settled.push(row)
      pushed.delete(key)
    } else if (!pushed.has(key)) {
      pushed.add(key)
      const of = { phone, property, dialled, test, when: at as EpochMs, happened }
      needs.push({ type: 'emergencyCall', stream: emergencyId(channel), key, plan: needs.plan(), ...of })
    }
  }
  return settled
}
