// Rows of Asterisk's event log as the dialplan's failsafe leaves them (asterisk/extensions.conf, nightbell-failsafe-note).

/** Values as the dialplan writes them: reduced, or of the rules. */
export function noteRow(channel: string, told: Readonly<Record<string, string | number>>): string {
  const { endedAt = '', ...others } = told
  const rows = Object.entries(others).map(([key, value]) => eventRow('NIGHTBELL-TOLD', channel, extra(key, value)))
  return rows.join('') + eventRow('NIGHTBELL-NOTE', channel, extra('endedAt', endedAt))
}

function extra(key: string, value: string | number): string {
  return JSON.stringify({ extra: `${key}=${value}` })
}

export function eventRow(event: string, channel: string, extra = ''): string {
  const fields = [event, '1795421166.046904', channel, channel, 'PJSIP/trunk-alpha-00000001', 'from-trunk-alpha', '', '', extra]
  return `${fields.map(field => `"${field.replaceAll('"', '""')}"`).join(',')}\n`
}
