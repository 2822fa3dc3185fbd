// `nightbell explain`: what would happen to a call at a property, at a time, with these keys, and which rule says so. Reads the
// rules and asks the very code that a call asks; needs no daemon. explain-text.ts words it.
import type { Command } from 'commander'
import { officeNow } from '../core/plan/hours.ts'
import { menuNow } from '../core/plan/menu-now.ts'
import { type Placed, type RulePath, rosterOfTargets, targetsAt } from '../core/plan/on-call.ts'
import type { Key, Option, Plan, Property, Rung, Text } from '../core/plan/plan.ts'
import { targetOf } from '../core/plan/target.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { explainEmergency } from './explain-emergency.ts'
import { explainFailsafe } from './explain-failsafe.ts'
import { explainReports } from './explain-reports.ts'
import { type Explained, type ExplainedLadder, type ExplainedPerson, explainedText } from './explain-text.ts'
import { explainTold, type Leads } from './explain-told.ts'
import { CliFailure, type CliIo, EXIT, printJson } from './io.ts'
import { localTime } from './local-time.ts'
import { oneLine } from './plain-text.ts'
import { momentOf, propertyOf, type Rules, rulesInForce, rulesOf } from './plan-of.ts'
import { officeWhy } from './reasons.ts'
import { whereText } from './where-text.ts'

interface Options {
  readonly property: string
  readonly at?: string
  readonly keys?: string
  readonly json?: true
}

export function addExplain(program: Command, io: CliIo): void {
  program
    .command('explain')
    .description('What would happen to a call, and which rule says so.')
    .requiredOption('--property <id>', 'the property that is called')
    .option('--at <time>', 'when, on the clock of the property: 02:14, "2026-11-26 02:14"; now without it')
    .option('--keys <keys>', 'what the caller presses, one key for each menu, or none for nothing at all')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  nightbell explain --property oak-creek --at "2026-11-26 02:14" --keys 1
  nightbell explain --property oak-creek --keys none --json

Exit codes: 0 explained, 1 a key leads nowhere, 2 cannot run.`,
    )
    .action((options: Options, command: Command) => {
      const rules = rulesOf(io, command)
      const property = propertyOf(rules.plan, options.property)
      const at = momentOf(io, 'at', options.at, property.zone)
      const inForce = rulesInForce(io, command)
      const explained = explain(rules, property, at, keysOf(options.keys), inForce)
      if (options.json) printJson(io, explained)
      else io.stdout(explainedText(explained, at))
      if (explained.keys.some(({ does }) => does === NOWHERE)) throw new CliFailure(EXIT.no)
    })
}

const NOWHERE = 'no option has this key: the menu is said again'

/** `1`, `21`, `2 1`; null when nothing is asked about keys, empty for none. */
function keysOf(written: string | undefined): readonly Key[] | null {
  if (written === undefined) return null
  if (written === 'none') return []
  const keys = written.replaceAll(/[\s,]/g, '')
  if (/^[0-9*#]{1,20}$/.test(keys)) return [...keys] as Key[]
  throw new CliFailure(EXIT.cannot, `--keys ${oneLine(written, 40)}: write keys such as 1 or 21, or none.`)
}

function explain(
  rules: Rules,
  property: Property,
  at: EpochMs,
  keys: readonly Key[] | null,
  inForce: { readonly at: number; readonly hash: string } | null,
): Explained {
  const { plan, places } = rules
  const hours = officeNow(property, at)
  const begins = menuNow(property, at)
  const walk =
    keys === null
      ? { keys: [], start: null, mailbox: null }
      : keys.length === 0
        ? silence(rules, property)
        : walkMenus(rules, property, begins.menu, keys)
  const options = Object.entries(plan.menus[begins.menu]?.options ?? {}) as [Key, Option][]
  return {
    property: property.id,
    name: property.name,
    zone: property.zone,
    at: localTime(at, property.zone).iso,
    rules: {
      hash: rules.hash,
      inForce: inForce === null ? null : inForce.hash === rules.hash,
      since: inForce === null ? null : localTime(inForce.at as EpochMs, property.zone).iso,
    },
    office: {
      open: hours.open,
      why: officeWhy(hours.why, property),
      ringSeconds: hours.open ? (property.office?.ringSeconds ?? null) : null,
      where: whereText(places.placeOfHours(property, hours.by)),
    },
    menu: {
      id: begins.menu,
      when: property.menuWhen === undefined ? null : begins.when,
      where: whereText(places.placeOf(['menus', begins.menu])),
      because: whereText(places.placeOf(['properties', property.id, 'menu', begins.when], ['properties', property.id, 'menu'])),
      keys: options.map(([key, option]) => ({ key, for: words(option.say, property), does: doesText(option, property) })),
    },
    keys: walk.keys,
    ringing: keys === null ? waysToLadders(plan, property, begins.menu) : [],
    ladder: walk.start === null ? null : ladderOf(rules, property, walk.start, at),
    failsafe: explainFailsafe(rules, property),
    emergency: explainEmergency(rules, property, at),
    digest: digestOf(rules, property),
    reports: explainReports(plan, places, property, at),
    told: explainTold(plan, property, leadsOf(walk, property), at),
  }
}

function leadsOf({ start, mailbox }: Walked, property: Property): Leads {
  return { ladder: start?.ladder ?? null, mailbox, mayBeLate: start !== null && targetOf(property, start.category) !== null }
}

function digestOf({ places }: Rules, { id, digest }: Property): Explained['digest'] {
  if (digest === undefined) return null
  const at = [Math.floor(digest.at / 60), digest.at % 60].map(part => String(part).padStart(2, '0')).join(':')
  return { at, mail: digest.mail, where: whereText(places.placeOf(['properties', id, 'digest'])) }
}

interface Walked {
  readonly keys: Explained['keys']
  readonly start: { readonly ladder: string; readonly category: string } | null
  readonly mailbox: string | null
}

function walkMenus({ plan, places }: Rules, property: Property, begins: string, keys: readonly Key[]): Walked {
  const walked: Explained['keys'][number][] = []
  let menu = begins
  for (const key of keys) {
    const option = plan.menus[menu]?.options[key]
    const does = option ? doesText(option, property) : NOWHERE
    walked.push({ key, does, where: whereText(places.placeOf(['menus', menu, 'keys', key], ['menus', menu])) })
    if (option?.do === 'escalate') return { keys: walked, start: option, mailbox: null }
    if (option?.do === 'message') return { keys: walked, start: null, mailbox: option.mailbox }
    if (option?.do === 'submenu') menu = option.menu
  }
  return { keys: walked, start: null, mailbox: null }
}

/** Every way through the menus that ends at a ladder, the shortest first; without one, silence may do it. */
function waysToLadders(plan: Plan, property: Property, begins: string): readonly string[] {
  const found: string[] = []
  const seen = new Set([begins])
  const left = [{ menu: begins, keys: '' }]
  for (const { menu, keys } of left)
    for (const [key, option] of Object.entries(plan.menus[menu]?.options ?? {})) {
      if (option.do === 'escalate') found.push(`${keys}${key}`)
      if (option.do !== 'submenu' || seen.has(option.menu)) continue
      seen.add(option.menu)
      left.push({ menu: option.menu, keys: `${keys}${key}` })
    }
  return property.noKey.do === 'escalate' ? [...found, 'none'] : found
}

function silence({ places }: Rules, property: Property): Walked {
  const { noKey } = property
  const where = whereText(places.placeOf(['properties', property.id, 'on-no-key']))
  const does = noKey.do === 'escalate' ? `starts the ladder ${noKey.ladder}` : `becomes a message for ${noKey.mailbox}`
  const told = { key: 'none', does: `three seconds of speech or more: ${does}; less is a missed call`, where }
  return {
    keys: [told],
    start: noKey.do === 'escalate' ? noKey : null,
    mailbox: noKey.do === 'message' ? noKey.mailbox : null,
  }
}

function doesText(option: Option, property: Property): string {
  if (option.do === 'escalate')
    return `starts the ladder ${option.ladder}, as ${words(property.categories[option.category] ?? {}, property)}`
  if (option.do === 'message') return `takes a message for ${property.mailboxes[option.mailbox]?.name ?? option.mailbox}`
  if (option.do === 'transfer') return transferText(option, property)
  return option.do === 'submenu' ? `goes to the menu ${option.menu}` : `says "${words(option.text, property)}"`
}

function transferText({ to, ringSeconds, otherwise }: Extract<Option, { do: 'transfer' }>, property: Property): string {
  const whom = 'person' in to ? `${to.person}, who must press 1` : `${to.number}, which shows ${property.callerId}`
  const then =
    otherwise.do === 'message'
      ? `takes a message for ${property.mailboxes[otherwise.mailbox]?.name ?? otherwise.mailbox}`
      : otherwise.do === 'escalate'
        ? `starts the ladder ${otherwise.ladder}`
        : 'says so, and the menu once more'
  return `connects the caller with ${whom}, ringing ${ringSeconds} s each; when nobody takes it, ${then}`
}

function words(text: Text, property: Property): string {
  return text[property.languages[0] ?? 'en'] ?? Object.values(text)[0] ?? ''
}

function ladderOf(
  { plan, places }: Rules,
  property: Property,
  { ladder, category }: { ladder: string; category: string },
  at: EpochMs,
): ExplainedLadder | null {
  const rules = plan.ladders[ladder]
  if (!rules) return null
  const { id, passes, pauseSeconds, retry, unreachedMailbox: mailbox } = rules
  const person = (each: Placed, rung: RulePath): ExplainedPerson => {
    const { name = each.person, phones = [] } = plan.people[each.person] ?? {}
    return { person: each.person, name, phones, why: each.why, where: whereText(places.placeOf(each.rule ?? rung)) }
  }
  const rungsAt = (rungs: readonly Rung[], above: RulePath) =>
    rungs.map(({ targets, mode, ringSeconds, tries }, nth) => {
      const path = [...above, nth]
      const { people, leftOut } = rosterOfTargets(plan, targetsAt(property.id, targets), at)
      return {
        mode,
        ringSeconds,
        tries,
        where: whereText(places.placeOf(path)),
        people: people.map(each => person(each, path)),
        leftOut: leftOut.map(each => person(each, path)),
      }
    })
  const retryPath = ['ladders', id, 'exhausted', 'retry']
  return {
    id,
    category,
    passes,
    pauseSeconds,
    untilAcknowledged: rules.untilAcknowledged === true,
    repeatFrom: (rules.repeatFrom ?? 0) + 1,
    where: whereText(places.placeOf(['ladders', id])),
    target: explainTarget(places, property, category),
    rungs: rungsAt(rules.rungs, ['ladders', id, 'rungs']),
    retry: retry
      ? {
          everySeconds: retry.everySeconds,
          forSeconds: retry.forSeconds,
          where: whereText(places.placeOf(retryPath, ['ladders', id])),
          widen: rungsAt(retry.widen, [...retryPath, 'widen']),
        }
      : null,
    unreachedMailbox:
      mailbox === undefined
        ? null
        : {
            name: property.mailboxes[mailbox]?.name ?? mailbox,
            where: whereText(places.placeOf(['ladders', id, 'exhausted', 'message'], ['ladders', id])),
          },
  }
}

function explainTarget(places: Rules['places'], property: Property, category: string): ExplainedLadder['target'] {
  const seconds = targetOf(property, category)
  if (seconds === null) return null
  const own = property.categoryTargets?.[category] !== undefined
  const path = own ? ['categories', category, 'target'] : ['properties', property.id, 'target']
  return { seconds, where: whereText(places.placeOf(path)) }
}
