// The morning digest of a property: first what must not be overlooked, then the calls by how they ended, then the messages that wait.
// Pure. Called by write-mail.ts.
import type { DigestAbout, DigestCall } from '../core/notices/post.ts'
import type { Outcome } from '../core/world/facts.ts'
import { callerOf, count, dateAndTime, duration, type Names, numberOf, shortTime } from './words.ts'

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
  informed: 'heard what they wanted to know',
  'office-answered': 'answered by the office',
  fax: 'fax',
  desk: 'staff at the phone desk',
}

export function writeDigest(about: DigestAbout, names: Names): { subject: string; text: string } {
  const total = about.calls.length + about.more
  const exceptions = exceptionsOf(about, names)
  const urgent = about.unreached.length === 0 ? '' : `${count(about.unreached.length, 'matter')} nobody has; `
  const subject = `[${names.property}] ${urgent}${count(total, 'call')}, ${count(about.messages.length, 'message')} waiting`
  const parts = [
    `${names.property}\n${shortTime(names.zone, about.from)} to ${dateAndTime(names.zone, about.until)}`,
    block('LOOK AT THESE FIRST', exceptions),
    block(`CALLS: ${total}`, total === 0 ? ['none'] : byOutcome(about.calls)),
    block(
      `MESSAGES WAITING: ${about.messages.length}`,
      about.messages.map(message => {
        const { takenAt, caller, ms, mailbox, recording } = message
        return [shortTime(names.zone, takenAt), callerOf(caller), duration(ms), names.mailbox(mailbox), recording].join('  ')
      }),
    ),
    block(
      'CALL BY CALL',
      about.calls.map(call => [shortTime(names.zone, call.arrivedAt), numberOf(call.caller), told(call, names)].join('  ')),
    ),
    about.more > 0 ? `and ${count(about.more, 'earlier call')}: nightbell calls list` : '',
  ]
  return { subject, text: `${parts.filter(part => part !== '').join('\n\n')}\n` }
}

function exceptionsOf(about: DigestAbout, names: Names): string[] {
  const time = (at: Parameters<typeof shortTime>[1]) => shortTime(names.zone, at)
  return [
    ...about.unreached.map(
      ({ openedAt, category, caller, call }) =>
        `NOBODY HAS IT: ${names.category(category)}, ${time(openedAt)}, caller ${callerOf(caller)} (nightbell calls show ${call})`,
    ),
    ...about.calls
      .filter(call => call.unknownLine)
      .map(({ arrivedAt, line, caller }) => `Line ${line} is in no rule: ${time(arrivedAt)}, caller ${callerOf(caller)}`),
    ...about.calls
      .filter(call => call.outcome === 'failsafe')
      .map(({ arrivedAt, caller }) => `Nightbell was away: ${time(arrivedAt)}, caller ${callerOf(caller)}`),
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
