// What the dialplan tells of emergency calls in Asterisk's event log: one row for each thing that happens (asterisk/extensions.conf,
// nightbell-emergency). All values are of our own rules or of the dialplan; what does not look like it is left empty. Used by failsafe-notes.ts.
import type { EmergencyHappened } from '../core/world/inputs.ts'
import type { EmergencyRow } from '../daemon/ports.ts'

/** `extra`: the row's pairs. `at`: ms since the epoch. Null for a row that cannot be understood. */
export function emergencyRow(extra: string, at: number): EmergencyRow | null {
  const told = new URLSearchParams(extra)
  const of = (key: string): string => {
    const value = told.get(key) ?? ''
    return /^[\w.:+-]{1,80}$/.test(value) ? value : ''
  }
  const channel = of('call')
  const happened = happenedOf(of)
  if (channel === '' || happened === null || !Number.isFinite(at)) return null
  const which = happened.what === 'refused' ? `${happened.what}-${of('pass')}-${happened.trunk}` : happened.what
  const row = { channel, phone: of('phone'), property: of('property'), dialled: of('number'), test: of('test') === 'yes' }
  return { key: `emergency ${channel} ${which}`, ...row, at: Math.floor(at), happened }
}

function happenedOf(of: (key: string) => string): EmergencyHappened | null {
  const what = of('what')
  const trunk = of('trunk')
  switch (what) {
    case 'began':
      return { what: 'dialled' }
    case 'failed':
      return { what }
    case 'refused':
      return { what, trunk, status: of('status'), cause: Number(of('cause')) || 0 }
    case 'answered':
      return { what, trunk }
    case 'ended':
      return { what, result: of('result') === 'connected' ? 'connected' : 'left', trunk: trunk === '' ? null : trunk }
    default:
      return null
  }
}
