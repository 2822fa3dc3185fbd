// Rule texts → a frozen Plan and its hash, or every problem at once. Pure: no files, no clock. Called by load.ts and tests.
// Order: read and merge (merge.ts), inherit (inherit.ts), shape each entry (shape-portfolio.ts), build the plan's parts, check what must fit together.
import { DAY_MS } from '../core/plan/local-time.ts'
import type { Language, Plan } from '../core/plan/plan.ts'
import { PHRASES } from '../core/words/phrases.ts'
import type { EpochMs } from '../core/world/ids.ts'
import { buildBox, buildPhrases } from './build-box.ts'
import { buildLadders } from './build-ladders.ts'
import { buildMenus } from './build-menus.ts'
import { buildMail } from './build-notices.ts'
import { buildNotices, buildSms, buildWebhooks } from './build-notify.ts'
import { buildProperties } from './build-properties.ts'
import { buildReports } from './build-reports.ts'
import { buildRetention } from './build-retention.ts'
import { buildPeople, buildSchedules } from './build-schedules.ts'
import { buildTrunks } from './build-trunks.ts'
import { checkCoverage, checkKeys, checkUnused, WEEKS_AHEAD } from './check-ahead.ts'
import { checkRecurringTimes, checkWrittenTimes } from './check-clocks.ts'
import { checkDialling } from './check-dialling.ts'
import { checkEmergency } from './check-emergency.ts'
import { checkExhausted } from './check-exhausted.ts'
import { checkFailsafes, checkFailsafesAnswered } from './check-failsafe.ts'
import { checkScheduleGaps } from './check-gaps.ts'
import { checkIdentity } from './check-identity.ts'
import { checkNetworks } from './check-networks.ts'
import { checkWebhooks } from './check-notify.ts'
import { checkNumbers } from './check-numbers.ts'
import { checkReach } from './check-reach.ts'
import { checkRoles } from './check-roles.ts'
import { checkSecrets, type SecretCheck } from './check-secrets.ts'
import { checkTold } from './check-told.ts'
import { checkTransports } from './check-transports.ts'
import { checkUse } from './check-use.ts'
import { error, type Findings, valueAt } from './findings.ts'
import { inherit } from './inherit.ts'
import { type Kept, keepsNothing } from './kept-pieces.ts'
import { readerOf } from './kept-readings.ts'
import { isTooMuch, openWork, type Work } from './limits.ts'
import { readPortfolio } from './merge.ts'
import { type Places, placesOf } from './places.ts'
import { deepFreeze, planHash } from './plan-hash.ts'
import { type Place, type Problem, placeText, problemAt, sortProblems, withoutWrittenSecrets } from './problem.ts'
import { oncePerPlace } from './same-problems.ts'
import { type Draft, right, shapePortfolio } from './shape-portfolio.ts'

export type Compiled =
  | {
      readonly ok: true
      readonly plan: Plan
      /** SHA-256 of the plan's canonical JSON (plan-hash.ts). */
      readonly hash: string
      readonly warnings: readonly Problem[]
      readonly sources: Readonly<Record<string, string>>
      /** Where a rule is written, by its path in the files, for whoever explains. */
      readonly places: Places
    }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] }

/** What whoever asks knows besides the files. */
export interface Looking {
  /** The next 52 weeks are looked at too. */
  readonly now?: EpochMs
  /** What was made of the same pieces before. */
  readonly kept?: Kept
  readonly secretIsThere?: SecretCheck
  /** Nobody uses the plan itself: it is not frozen. */
  readonly onlyAnswer?: true
  /** Ms since the beginning: after a while the rules are given up (limits.ts). */
  readonly elapsed?: () => number
  /** Hears now and then what is being looked at. */
  readonly heard?: (place: Place) => void
}

/**
 * File name → text. The names appear in problems as they are here. `incomplete`: there are files that could not be read.
 * With `now`, the next 52 weeks are looked at too.
 */
export function compileRules(
  files: ReadonlyMap<string, string>,
  more: { readonly incomplete?: boolean } & Looking = {},
): Compiled {
  const rules = compiledWithin(files, more)
  const clean = (problems: readonly Problem[]) => withoutWrittenSecrets(problems, files, more.kept)
  const warnings = clean(rules.warnings)
  return rules.ok ? { ...rules, warnings } : { ok: false, problems: clean(rules.problems), warnings }
}

/** Until its limits are met. */
function compiledWithin(files: ReadonlyMap<string, string>, more: { readonly incomplete?: boolean } & Looking): Compiled {
  const work = openWork(more.elapsed, more.heard)
  const told: Problem[] = []
  try {
    return compiled(files, more, work, told)
  } catch (error) {
    const stopped = isTooMuch(error) ? error.problem : error instanceof RangeError ? ranOut(work.last(), files) : null
    if (stopped === null) throw error
    const problems = sortProblems([...told.filter(({ severity }) => severity === 'error'), stopped])
    return { ok: false, problems, warnings: [] }
  }
}

/** The stack, or the longest text that there can be. */
function ranOut(last: Place, files: ReadonlyMap<string, string>): Problem {
  const place = last.file === '' ? { file: [...files.keys()].sort()[0] ?? 'box.yaml', line: 1, column: 1 } : last
  return problemAt(place, 'error', 'the rules are nested too deeply, or too long, to be understood; this is how far it came')
}

function compiled(
  files: ReadonlyMap<string, string>,
  more: { readonly incomplete?: boolean } & Looking,
  work: Work,
  told: Problem[],
): Compiled {
  const { kept = keepsNothing } = more
  const portfolio = readPortfolio(files, readerOf(kept), work)
  const incomplete = portfolio.incomplete || more.incomplete === true
  const { spots, dropped, sections } = portfolio
  const own = sections.box['caller-id']
  const home = typeof own === 'string' ? own : undefined
  const findings: Findings = { spots, dropped, problems: told, incomplete, work, kept, home }
  const { portfolio: complete, copied } = inherit(portfolio, findings)
  const draft = shapePortfolio(complete, findings)
  if (!incomplete) checkNothingMissing(draft, findings, [...files.keys()].sort()[0] ?? 'box.yaml')
  const plan = buildPlan(draft, findings)
  checkNumbers(plan, draft, findings)
  checkEmergency(plan, draft, findings)
  checkNetworks(plan, findings)
  checkIdentity(plan, findings)
  checkTransports(plan, findings)
  checkDialling(plan, findings)
  checkFailsafes(plan, draft, findings)
  checkReach(plan, draft, findings)
  checkRoles(plan, draft, findings)
  checkExhausted(plan, findings)
  // What is unused or never covered may be the echo of an error.
  if ([...portfolio.problems, ...findings.problems].every(({ severity }) => severity !== 'error')) {
    checkFailsafesAnswered(plan, findings)
    checkUnused(plan, copied, findings)
    checkKeys(plan, findings)
    checkWebhooks(plan, findings)
    checkUse(plan, draft, findings)
    if (more.secretIsThere) checkSecrets(portfolio, more.secretIsThere, findings)
    checkTold(plan, findings)
    checkWrittenTimes(plan, draft, findings)
    if (more.now !== undefined) checkNextWeeks(plan, findings, more.now)
  }

  // Where a text could not be read, a second complaint about its shape says nothing new.
  const unread = new Set(portfolio.problems.filter(({ severity }) => severity === 'error').map(placeText))
  const all = sortProblems([...portfolio.problems, ...findings.problems.filter(problem => !unread.has(placeText(problem)))])
  const once = oncePerPlace(all, new Set(draft.properties.keys()))
  const problems = once.filter(problem => problem.severity === 'error')
  const warnings = once.filter(problem => problem.severity === 'warning')
  if (problems.length > 0) return { ok: false, problems, warnings }
  return {
    ok: true,
    plan: more.onlyAnswer ? plan : deepFreeze(plan),
    hash: planHash(plan),
    warnings,
    sources: Object.fromEntries(files),
    places: placesOf(findings.spots),
  }
}

function checkNextWeeks(plan: Plan, findings: Findings, now: EpochMs): void {
  const told = checkCoverage(plan, findings, now)
  checkScheduleGaps(plan, findings, now, told)
  checkRecurringTimes(plan, findings, now, (now + WEEKS_AHEAD * 7 * DAY_MS) as EpochMs)
}

function buildPlan(draft: Draft, findings: Findings): Plan {
  const languages = languagesOf(draft)
  const box = buildBox(draft, findings)
  const { properties, lines } = buildProperties(draft, findings, languages)
  const menus = buildMenus(draft, findings, Object.values(properties), languages)
  const mail = buildMail(draft, findings)
  const sms = buildSms(draft, findings)
  const webhooks = buildWebhooks(draft, findings)
  const notices = buildNotices(draft, findings)
  const reports = buildReports(draft, findings)
  return {
    version: 1,
    box,
    phrases: buildPhrases(draft, findings),
    trunks: buildTrunks(draft, findings),
    lines,
    properties,
    people: buildPeople(draft, findings),
    schedules: buildSchedules(draft, findings),
    ladders: buildLadders(draft, findings),
    menus,
    ...(mail === null ? {} : { mail }),
    ...(sms === null ? {} : { sms }),
    ...(draft.webhooks.size === 0 ? {} : { webhooks }),
    ...(notices ? { notices } : {}),
    ...(reports === null ? {} : { reports }),
    ...buildRetention(draft.defaults.retention),
  }
}

function languagesOf(draft: Draft): ReadonlySet<Language> {
  const rules = right(draft.properties).flatMap(([, property]) => property.languages ?? [])
  const people = right(draft.people).flatMap(([, person]) => person.language ?? [])
  return new Set([
    ...Object.keys(PHRASES),
    ...(draft.box?.languages ?? []),
    ...(draft.defaults.languages ?? []),
    ...rules,
    ...people,
  ])
}

function checkNothingMissing(draft: Draft, findings: Findings, file: string): void {
  const top = { file, line: 1, column: 1 }
  if (draft.box === null && !hasSection(findings, 'box')) {
    error(findings, top, 'no file has a `box:` section', { expected: '`box:` with `name`, `caller-id`, `zone` and `failsafe`' })
  }
  for (const section of ['trunks', 'people', 'ladders', 'menus', 'properties'] as const) {
    if (draft[section].size === 0)
      error(findings, top, `no file has \`${section}:\``, { expected: `a section \`${section}:\` with at least one name` })
  }
}

function hasSection(findings: Findings, section: string): boolean {
  return valueAt(findings, [section]).file !== ''
}
