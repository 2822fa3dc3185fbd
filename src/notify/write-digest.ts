// The morning digest of a property: first what must not be overlooked, then the calls by how they ended, then the messages that wait.
// Pure. Called by write-notice.ts.
import type { DigestAbout, DigestCall, KnownIncident, LogAnchor } from '../core/notices/post.ts'
import type { Outcome } from '../core/world/facts.ts'
import { type DigestSentences, digestSentencesIn, FOUND_TABLES, type FoundTable } from './digest-sentences.ts'
import { callerOf, dateAndTime, duration, type Names, numberOf, oneLine, shortTime } from './words.ts'

/** What the holes of the digest's words are filled with. */
export function digestValues(about: DigestAbout, names: Names): Readonly<Record<string, string>> {
  const total = about.calls.length + about.more
  const { zone, language } = names
  const say = digestSentencesIn(language)
  return {
    property: names.property,
    from: shortTime(zone, about.from, language),
    until: dateAndTime(zone, about.until, language),
    urgent: [
      ...(about.unreached.length === 0 ? [] : [say.matters(about.unreached.length)]),
      ...(about.withoutOutcome.length === 0 ? [] : [say.open(about.withoutOutcome.length)]),
    ].join(''),
    calls: say.calls(total),
    waiting: say.messages(about.messages.length),
    exceptions: block(say.heads.exceptions, exceptionsOf(about, names, say)),
    summary: block(`${say.heads.calls}: ${total}`, total === 0 ? [say.none] : byOutcome(about.calls, say)),
    incidents: block(
      `${say.heads.incidents}: ${about.incidents.length}`,
      about.incidents.map(incident => incidentLine(incident, names, say)),
    ),
    messages: block(
      `${say.heads.messages}: ${about.messages.length}`,
      about.messages.map(message => {
        const { takenAt, caller, ms, mailbox, recording, lost } = message
        const length = lost === null ? duration(ms) : say.lost
        return [shortTime(zone, takenAt, language), callerOf(caller, language), length, names.mailbox(mailbox), recording].join(
          '  ',
        )
      }),
    ),
    list: block(
      say.heads.list,
      about.calls.map(call =>
        [shortTime(zone, call.arrivedAt, language), numberOf(call.caller, language), told(call, names, say)].join('  '),
      ),
    ),
    more: about.more > 0 ? say.earlier(about.more) : '',
    anchor: block(say.heads.anchor, about.anchor === null ? [] : [anchorLine(about.anchor)]),
  }
}

/** As `nightbell log verify --anchor` reads it. */
function anchorLine({ seq, at, hash }: LogAnchor): string {
  return `${seq}:${hash} ${new Date(at).toISOString()}`
}

function incidentLine(
  { openedAt, category, caller, state, owner, ownedAt }: KnownIncident,
  { zone, language, category: called }: Names,
  say: DigestSentences,
): string {
  const after = ownedAt === null ? null : duration(ownedAt - openedAt)
  const end = state === 'acknowledged' || state === 'no-outcome' ? 'open' : state === 'resolved' ? 'resolved' : null
  const now = owner === null ? say.state(state) : say.took(oneLine(owner, 60), after, end)
  return [shortTime(zone, openedAt, language), called(category), numberOf(caller, language), now].join('  ')
}

/** What must not be overlooked, the worst first: matters that nobody has, matters without an end, who could not be told, what went wrong. */
function exceptionsOf(about: DigestAbout, { zone, language, category }: Names, say: DigestSentences): string[] {
  const time = (at: Parameters<typeof shortTime>[1]) => shortTime(zone, at, language)
  const matter = (one: KnownIncident, who: string) =>
    say.matter(who, category(one.category), time(one.openedAt), callerOf(one.caller, language), one.incident)
  const { capped, refused } = about.notRung
  return [
    ...about.unreached.map(one => matter(one, say.nobody)),
    ...about.withoutOutcome.map(one => matter(one, say.noOutcome(oneLine(one.owner ?? say.somebody, 60)))),
    ...about.givenUp.map(({ at, way, to, event }) => say.givenUp(`${say.ways[way]} ${to}`, event, time(at))),
    ...about.late.map(({ since, way, to, event }) => say.late(`${say.ways[way]} ${to}`, event, time(since))),
    ...about.calls
      .filter(call => call.outcome === 'failsafe')
      .map(({ arrivedAt, caller }) => say.away(time(arrivedAt), callerOf(caller, language))),
    ...about.calls
      .filter(call => call.unknownLine)
      .map(({ arrivedAt, line, caller }) => say.unknownLine(line, time(arrivedAt), callerOf(caller, language))),
    ...(capped === 0 ? [] : [say.capped(capped)]),
    ...(refused === 0 ? [] : [say.refused(refused)]),
    ...(about.found ?? []).flatMap(({ table, rows }) => (isFound(table) ? [say.found[table](rows)] : [])),
  ]
}

/** Incidents that nobody reached are told one by one. */
function isFound(table: string): table is FoundTable {
  return FOUND_TABLES.some(one => one === table)
}

function byOutcome(calls: readonly DigestCall[], { outcomes, running }: DigestSentences): string[] {
  const order = Object.keys(outcomes) as Outcome[]
  const known = order.map(outcome => [outcomes[outcome], calls.filter(call => call.outcome === outcome).length] as const)
  const going = calls.filter(call => call.outcome === null).length
  return [...known, [running, going] as const].filter(([, n]) => n > 0).map(([words, n]) => `${String(n).padStart(4)}  ${words}`)
}

function told({ outcome, category, owner }: DigestCall, names: Names, say: DigestSentences): string {
  const end = outcome === null ? say.running : say.outcomes[outcome]
  if (category === null) return end
  return `${names.category(category)}: ${owner === null ? end : `${end} (${owner})`}`
}

function block(head: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [head, ...items.map(item => `  ${item}`)].join('\n')
}
