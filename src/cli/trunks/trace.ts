// `nightbell trunks trace NAME|CALL`: the SIP of a call, or of a trunk's last calls, as a ladder. Reads the files that the daemon keeps;
// needs no daemon.
import type { Command } from 'commander'
import { partyOf, readSip, type SipMessage } from '../../sip/message.ts'
import { keptTrunks } from '../../sip/trunks-file.ts'
import type { Reader } from '../../store/read/reader.ts'
import { CliFailure, type CliIo, directoriesOf, EXIT, printJson, withReader } from '../io.ts'
import { dateAndTime } from '../local-time.ts'
import { oneLine } from '../plain-text.ts'
import { type Dialog, dialogOf, dialogsOfCall, dialogsOfTrunk, type TracedMessage } from './dialogs.ts'
import { ladder } from './ladder.ts'
import { type Mask, maskFor } from './masking.ts'
import { worthNoticing } from './worth-noticing.ts'

interface Options {
  readonly mask?: true
  readonly raw?: true
  readonly json?: true
  readonly last?: string
}

const LAST = 5
const MOST = 200

interface Traced {
  readonly about: string
  readonly dialogs: readonly Dialog[]
  /** One ladder of all, or one of each. */
  readonly together: boolean
}

export function addTrace(trunks: Command, io: CliIo): void {
  trunks
    .command('trace')
    .description('Show the SIP of a call, or of the last calls of a trunk, as people read it: a ladder of messages.')
    .argument('<name-or-call>', "a trunk's name; a call's id as `calls list` shows it, its beginning or end; or a Call-ID")
    .option('--mask', 'stand-ins for telephone numbers, names and IP addresses, the same ones everywhere')
    .option('--raw', 'the messages themselves, without passwords and keys, which are never kept')
    .option('--last <n>', `of a trunk: how many calls (${LAST})`)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell trunks trace 1772956790.7
  nightbell trunks trace .7 --mask > for-the-carrier.txt
  nightbell trunks trace carrier-a --last 1 --raw
  nightbell trunks trace carrier-a --json | jq -r '.notices[]'

The box is the column in the middle: whoever calls it is on the left, whom it calls on the right. Below the arrows stands what is
worth noticing. Messages are kept for 7 days, at most 64 MB: of calls 48, of everything else 16. While the daemon was away nothing
was kept. See docs/sip-trace.md.

Exit codes: 0 shown, 1 no such trunk or call, or nothing is kept of it, 2 cannot run.`,
    )
    .action((wanted: string, _: Options, command: Command) =>
      withReader(io, command, reader => {
        // `trunks` has a --json as well, and takes it for itself wherever it stands.
        const options = command.optsWithGlobals<Options>()
        const traced = find(reader, directoriesOf(io, command).state, wanted, lastOf(options.last))
        if (traced.dialogs.length === 0)
          throw new CliFailure(EXIT.no, `Of ${traced.about} no SIP is kept: it is too old, or the daemon did not run then.`)
        show(io, traced, options, reader.zoneOf(null))
      }),
    )
}

function lastOf(written: string | undefined): number {
  const last = Number(written ?? LAST)
  if (!Number.isInteger(last) || last < 1 || last > MOST)
    throw new CliFailure(EXIT.cannot, `--last ${oneLine(written ?? '', 20)}: expected a number from 1 to ${MOST}`)
  return last
}

function find(reader: Reader, state: string, wanted: string, last: number): Traced {
  const trunks = [...Object.keys(reader.newestPlan()?.trunks ?? {}), ...keptTrunks(state).keys()]
  if (trunks.includes(wanted)) return { about: `trunk ${wanted}`, dialogs: dialogsOfTrunk(state, wanted, last), together: false }
  const exact = wanted.length > 8 ? dialogOf(state, wanted) : []
  if (exact.length > 0) return { about: `Call-ID ${oneLine(wanted, 60)}`, dialogs: exact, together: true }
  const found = reader.findCall(wanted)
  if (found.found === 'several')
    throw new CliFailure(EXIT.no, `Several calls are named ${oneLine(wanted, 60)}: ${found.ids.join(', ')}.`)
  if (found.found === 'none') {
    const named = trunks.length === 0 ? '' : ` Trunks: ${[...new Set(trunks)].sort().join(', ')}.`
    throw new CliFailure(EXIT.no, `There is no trunk and no call ${oneLine(wanted, 60)}.${named}`)
  }
  const { incidents } = reader.callerOf(found.id)
  return { about: `call ${found.id}`, dialogs: dialogsOfCall(state, found.id, incidents), together: true }
}

function show(io: CliIo, { about, dialogs, together }: Traced, options: Options, zone: string): void {
  const mask = options.mask ? maskFor(dialogs) : NO_MASK
  // Which addresses are private is worth noticing: they are masked last.
  const known = dialogs.map(dialog => withoutPeople(dialog, mask))
  const shown = known.map(dialog => withoutAddresses(dialog, mask))
  const nameOf = namer(shown)
  const notices = known.map((dialog, nth) =>
    worthNoticing(dialog, nameOf(shown[nth] ?? dialog)).map(text => oneLine(mask.addresses(text), 300)),
  )
  if (options.json) {
    const told = shown.map((dialog, nth) => ({
      ...dialog,
      name: nameOf(dialog),
      messages: dialog.messages.map(({ sip: _, ...message }) => message),
      notices: notices[nth],
    }))
    const masked = mask.addresses(mask.word(about))
    printJson(io, { about: masked, dialogs: told, notices: notices.flat() })
    return
  }
  const groups = together ? [shown] : shown.map(dialog => [dialog])
  const texts = groups.map(group => {
    const heads = group.map(dialog => headOf(dialog, nameOf(dialog), zone))
    const body = options.raw ? rawOf(group, nameOf) : ladder(group, nameOf)
    const said = group.flatMap(dialog => notices[shown.indexOf(dialog)] ?? [])
    const end = said.length === 0 ? ['Nothing unusual.'] : said
    return `${heads.join('\n')}\n\n${body}\n${end.map(text => `* ${text}`).join('\n')}\n`
  })
  io.stdout(texts.join('\n'))
}

/** `caller`, `#1 carrier-a`: short enough to stand in an arrow. */
function namer(dialogs: readonly Dialog[]): (dialog: Dialog) => string {
  const outgoing = dialogs.filter(({ way }) => way === 'out')
  return dialog => {
    const who = dialog.trunk ?? dialog.endpoint ?? dialog.messages[0]?.peer ?? 'somebody'
    const nth = outgoing.indexOf(dialog)
    return outgoing.length > 1 && nth >= 0 ? `#${nth + 1} ${who}` : who
  }
}

function headOf({ messages, callId, way, method }: Dialog, name: string, zone: string): string {
  const [first] = messages
  const user = first?.sip.method === 'INVITE' ? partyOf(first.sip.uri).user : ''
  const called = user === '' ? '' : ` for ${user}`
  const when = dateAndTime(first?.at ?? 0, zone)
  const where = `${first?.transport ?? ''} ${first?.peer ?? ''}`
  return oneLine(`${when}  ${method} ${way === 'in' ? 'from' : 'to'} ${name}${called}, ${where}, Call-ID ${callId}`, 200)
}

function rawOf(dialogs: readonly Dialog[], named: (dialog: Dialog) => string): string {
  const all = dialogs.flatMap(dialog => dialog.messages.map(message => ({ dialog, message })))
  const sorted = all.sort((one, other) => one.message.at - other.message.at)
  const begun = sorted[0]?.message.at ?? 0
  return sorted
    .map(({ dialog, message }) => {
      const head = `+${((message.at - begun) / 1000).toFixed(3)} ${message.way === 'in' ? 'from' : 'to'} ${named(dialog)}`
      const lines = message.text.split(/\r?\n/).map(line => `  ${oneLine(line, 1000)}`.trimEnd())
      return `${head}\n${lines.join('\n').trimEnd()}\n`
    })
    .join('\n')
}

const NO_MASK: Mask = { people: text => text, word: text => text, addresses: text => text }

function withoutPeople(dialog: Dialog, mask: Mask): Dialog {
  const messages = dialog.messages.map(message => withText(message, mask.people(message.text)))
  return { ...dialog, callId: mask.word(dialog.callId), messages }
}

function withoutAddresses(dialog: Dialog, mask: Mask): Dialog {
  const messages = dialog.messages.map(message => ({
    ...withText(message, mask.addresses(message.text)),
    peer: mask.addresses(message.peer),
  }))
  return { ...dialog, callId: mask.addresses(dialog.callId), messages }
}

/** No message is left out: of one that cannot be read any more its line is kept. */
function withText(message: TracedMessage, text: string): TracedMessage {
  return { ...message, text, sip: readSip(text) ?? lineOf(message.sip) }
}

function lineOf({ method, status, cseq }: SipMessage): SipMessage {
  return { method, status, cseq, uri: '', reason: '', headers: [], callId: '', body: '' }
}
