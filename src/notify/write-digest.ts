// The morning digest of a property: first what must not be overlooked, then the calls by how they ended, then the messages that wait.
// Pure. Called by write-notice.ts.
import type { DigestAbout, DigestCall, KnownIncident } from '../core/notices/post.ts'
import type { Outcome } from '../core/world/facts.ts'
import { callerOf, count, dateAndTime, duration, type Names, numberOf, oneLine, shortTime } from './words.ts'

/** Best news last. */
const OUTCOMES: Readonly<Record<Outcome, string>> = {
  unreached: 'nobody could be reached',
  failsafe: 'looked after by the telephone system while Nightbell was away',
  refused: 'refused',
  missed: 'left without saying anything',
  'caller-left': 'hung up, the incident stayed',
  message: 'left a message',
  callback: 'asked to be called back',
  owned: 'taken on by a technician',
  connected: 'connected to a technician',
  joined: 'called about a matter that was open already',
  transferred: 'transferred, and talked',
  informed: 'heard what they wanted to know',
  'office-answered': 'answered by the office',
  fax: 'fax',
  desk: 'staff at the phone desk',
}

const WAYS = { mail: 'mail to', sms: 'a text message to', webhook: 'the webhook' } as const

/** What the holes of the digest's words are filled with. */
export function digestValues(about: DigestAbout, names: Names): Readonly<Record<string, string>> {
  const total = about.calls.length + about.more
  const { zone } = names
  return {
    property: names.property,
    from: shortTime(zone, about.from),
    until: dateAndTime(zone, about.until),
    urgent: [
      ...(about.unreached.length === 0 ? [] : [`${count(about.unreached.length, 'matter')} nobody has; `]),
      ...(about.withoutOutcome.length === 0 ? [] : [`${about.withoutOutcome.length} without an outcome; `]),
    ].join(''),
    calls: count(total, 'call'),
    waiting: count(about.messages.length, 'message'),
    exceptions: block('LOOK AT THESE FIRST', exceptionsOf(about, names)),
    summary: block(`CALLS: ${total}`, total === 0 ? ['none'] : byOutcome(about.calls)),
    incidents: block(
      `INCIDENTS: ${about.incidents.length}`,
      about.incidents.map(incident => incidentLine(incident, names)),
    ),
    messages: block(
      `MESSAGES WAITING: ${about.messages.length}`,
      about.messages.map(message => {
        const { takenAt, caller, ms, mailbox, recording, lost } = message
        const length = lost === null ? duration(ms) : 'COULD NOT BE RECORDED'
        return [shortTime(zone, takenAt), callerOf(caller), length, names.mailbox(mailbox), recording].join('  ')
      }),
    ),
    list: block(
      'CALL BY CALL',
      about.calls.map(call => [shortTime(zone, call.arrivedAt), numberOf(call.caller), told(call, names)].join('  ')),
    ),
    more: about.more > 0 ? `and ${count(about.more, 'earlier call')}: nightbell calls list` : '',
  }
}

function incidentLine({ openedAt, category, caller, state, owner, ownedAt }: KnownIncident, names: Names): string {
  const after = ownedAt === null ? '' : ` after ${duration(ownedAt - openedAt)}`
  const end = state === 'acknowledged' || state === 'no-outcome' ? ', no outcome yet' : state === 'resolved' ? ', resolved' : ''
  const now = owner === null ? stateText(state) : `${oneLine(owner, 60)} took it${after}${end}`
  return [shortTime(names.zone, openedAt), names.category(category), numberOf(caller), now].join('  ')
}

function stateText(state: string): string {
  return state === 'unreached' ? 'NOBODY HAS IT' : state === 'ringing' ? 'the people on call are being rung' : state
}

/** What must not be overlooked, the worst first: matters that nobody has, matters without an end, who could not be told, what went wrong. */
function exceptionsOf(about: DigestAbout, names: Names): string[] {
  const time = (at: Parameters<typeof shortTime>[1]) => shortTime(names.zone, at)
  const matter = ({ openedAt, category, caller, incident }: KnownIncident, who: string) =>
    `${who}: ${names.category(category)}, ${time(openedAt)}, caller ${callerOf(caller)} (nightbell incidents show ${incident})`
  const { capped, refused } = about.notRung
  return [
    ...about.unreached.map(one => matter(one, 'NOBODY HAS IT')),
    ...about.withoutOutcome.map(one => matter(one, `NO OUTCOME, ${oneLine(one.owner ?? 'somebody', 60)} took it`)),
    ...about.givenUp.map(({ at, way, to, event }) => `Could not be told: ${WAYS[way]} ${to} (${event}), given up ${time(at)}`),
    ...about.late.map(({ since, way, to, event }) => `Not told yet: ${WAYS[way]} ${to} (${event}), tried since ${time(since)}`),
    ...about.calls
      .filter(call => call.outcome === 'failsafe')
      .map(({ arrivedAt, caller }) => `Nightbell was away: ${time(arrivedAt)}, caller ${callerOf(caller)}`),
    ...about.calls
      .filter(call => call.unknownLine)
      .map(({ arrivedAt, line, caller }) => `Line ${line} is in no rule: ${time(arrivedAt)}, caller ${callerOf(caller)}`),
    ...(capped === 0 ? [] : [`Somebody was not rung at once ${count(capped, 'time')}: the caps of the rules were reached`]),
    ...(refused === 0 ? [] : [`${count(refused, 'caller')} could not be called back: the rules do not allow their number`]),
  ]
}

function byOutcome(calls: readonly DigestCall[]): string[] {
  const order = Object.keys(OUTCOMES) as Outcome[]
  const known = order.map(outcome => [OUTCOMES[outcome], calls.filter(call => call.outcome === outcome).length] as const)
  const running = calls.filter(call => call.outcome === null).length
  return [...known, ['still going on', running] as const]
    .filter(([, n]) => n > 0)
    .map(([words, n]) => `${String(n).padStart(4)}  ${words}`)
}

function told({ outcome, category, owner }: DigestCall, names: Names): string {
  const end = outcome === null ? 'still going on' : OUTCOMES[outcome]
  if (category === null) return end
  return `${names.category(category)}: ${owner === null ? end : `${end} (${owner})`}`
}

function block(head: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [head, ...items.map(item => `  ${item}`)].join('\n')
}
