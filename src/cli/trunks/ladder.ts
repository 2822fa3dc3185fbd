// SIP as people read it: three columns (who calls, the box, whom the box calls), an arrow for each message, and beside it what it says of
// the audio. Pure.
import { header, partyOf } from '../../sip/message.ts'
import { mediaIn, mediaInShort } from '../../sip/sdp.ts'
import { oneLine } from '../plain-text.ts'
import type { Dialog, TracedMessage } from './dialogs.ts'

/** Between two columns. */
const GAP = 29
const TIME = 9
const NOTE = 29

interface Row {
  readonly at: number
  readonly dialog: Dialog
  readonly message: TracedMessage
  /** How often it was sent. */
  readonly times: number
}

/** `nameOf`: how each dialog is called in the ladder. */
export function ladder(dialogs: readonly Dialog[], nameOf: (dialog: Dialog) => string): string {
  const rows = dialogs.flatMap(rowsOf).sort((one, other) => one.at - other.at)
  const begun = rows[0]?.at ?? 0
  const several = dialogs.filter(({ way }) => way === 'out').length > 1
  const left = heading(dialogs.filter(({ way }) => way === 'in').map(nameOf))
  const right = heading(dialogs.filter(({ way }) => way === 'out').map(nameOf))
  const heads = `${' '.repeat(TIME)}${left.padEnd(GAP - 1)}box${right.padStart(GAP)}`
  const lines = rows.map(row => {
    const { way } = row.dialog
    const label = `${several && way === 'out' ? `${nameOf(row.dialog).split(' ')[0]} ` : ''}${labelOf(row)}`
    const empty = ' '.repeat(GAP)
    const toTheRight = (way === 'in') === (row.message.way === 'in')
    const drawn = arrow(label, toTheRight)
    const columns = way === 'in' ? `|${drawn}|${empty}|` : `|${empty}|${drawn}|`
    return `${seconds(row.at - begun).padEnd(TIME)}${columns} ${noteOf(row)}`.trimEnd()
  })
  return `${[heads.trimEnd(), ...lines].join('\n')}\n`
}

function heading(names: readonly string[]): string {
  const all = names.join(', ')
  return all.length > GAP - 2 ? `${all.slice(0, GAP - 3)}…` : all
}

/** The same message again is sent again: nobody answered in time. */
function rowsOf(dialog: Dialog): Row[] {
  const rows: Row[] = []
  const seen = new Map<string, number>()
  for (const message of dialog.messages) {
    const { sip, way } = message
    const via = header(sip, 'via')
    const key = `${way} ${sip.method ?? sip.status} ${sip.cseq.nth} ${sip.cseq.method} ${sip.method === null ? '' : via}`
    const nth = seen.get(key)
    const before = nth === undefined ? undefined : rows[nth]
    if (nth !== undefined && before !== undefined) rows[nth] = { ...before, times: before.times + 1 }
    else {
      seen.set(key, rows.length)
      rows.push({ at: message.at, dialog, message, times: 1 })
    }
  }
  return rows
}

function labelOf({ message: { sip } }: Row): string {
  if (sip.method === null) {
    const words = oneLine(`${sip.status} ${sip.reason}`, 24)
    return sip.cseq.method === 'INVITE' ? words : `${words} (${sip.cseq.method})`
  }
  const isAuthorized = header(sip, 'authorization') !== '' || header(sip, 'proxy-authorization') !== ''
  const user = sip.method === 'INVITE' ? partyOf(sip.uri).user : ''
  return oneLine(`${sip.method}${user === '' ? '' : ` ${user}`}${isAuthorized ? ' +auth' : ''}`, GAP - 6)
}

function arrow(label: string, toTheRight: boolean): string {
  const most = GAP - 5
  const text = label.length > most ? `${label.slice(0, most - 1)}…` : label
  const rest = '-'.repeat(GAP - text.length - 4)
  return toTheRight ? `-- ${text} ${rest.slice(1)}>` : `<${rest.slice(1)} ${text} --`
}

function noteOf({ message: { sip }, times }: Row): string {
  const media = mediaIn(sip.body)
  const reason = sip.method === 'BYE' || sip.method === 'CANCEL' || sip.status >= 400 ? header(sip, 'reason') : ''
  const parts = [
    ...(times > 1 ? [`sent ${times} times`] : []),
    ...(media === null ? [] : [mediaInShort(media)]),
    ...(reason === '' ? [] : [reasonInWords(reason)]),
    ...(sip.status >= 400 && header(sip, 'warning') !== '' ? [header(sip, 'warning')] : []),
  ]
  return oneLine(parts.join(', '), NOTE)
}

/** Of a Reason header: its words, else its number. */
export function reasonInWords(reason: string): string {
  const [, text] = /text="([^"]*)"/.exec(reason) ?? []
  const [, protocol = '', cause] = /^(\S+?)\s*;.*?cause=(\d{1,3})/i.exec(reason) ?? []
  const number = cause === undefined ? reason : protocol.toUpperCase() === 'Q.850' ? `cause ${cause}` : `${protocol} ${cause}`
  return text === undefined || text === '' ? number : `${number}: ${text}`
}

function seconds(ms: number): string {
  return `+${(ms / 1000).toFixed(3)}`
}
