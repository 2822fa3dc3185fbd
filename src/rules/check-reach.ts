// Does every way lead to a human being? Ladders to telephones, people on call to phones, menus to a person or a mailbox,
// languages to words. Reads the built parts of a plan; called by compile.ts.
import type { Ladder, Plan, Rung, Target } from '../core/plan/plan.ts'
import { PHRASES } from '../core/words/phrases.ts'
import { menusFrom } from './build-menus.ts'
import { error, type Findings, isMistaken, keyAt, type Path, valueAt, warning } from './findings.ts'
import { didYouMean } from './nearest.ts'
import { placeText } from './problem.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { OptionRules } from './shapes.ts'

export function checkReach(plan: Plan, draft: Draft, findings: Findings): void {
  checkSchedules(plan, findings)
  const reachOf = reaching(plan, draft)
  for (const ladder of Object.values(plan.ladders)) checkLadder(plan, draft, ladder, reachOf, findings)
  if (!findings.incomplete) checkMenus(draft, findings)
  checkLanguages(plan, draft, findings)
  for (const property of Object.values(plan.properties)) {
    if (!property.recordTalk || property.notices.recording) continue
    const path = ['properties', property.id, 'record-talk']
    warning(
      findings,
      keyAt(findings, path, ['defaults', 'record-talk']),
      `\`${property.id}\` records talks, but callers are not told`,
      {
        hint: 'write `recording-notice: yes`',
      },
    )
  }
}

function checkSchedules(plan: Plan, findings: Findings): void {
  for (const { id, absences } of Object.values(plan.people)) {
    for (const [at, { substitute }] of absences.entries()) {
      const path = ['people', id, 'absences', at, 'substitute']
      if (substitute === id) {
        error(findings, valueAt(findings, path), `\`${id}\` cannot stand in for \`${id}\``, {
          expected: 'somebody else, or nothing',
        })
      } else if (substitute !== null) noPhone(plan, findings, substitute, [path])
    }
  }
  for (const { id, rotations, overrides, fallback } of Object.values(plan.schedules)) {
    const path = ['schedules', id]
    const named: [string, readonly Path[]][] = rotations.flatMap((rotation, at) => {
      const listed = [...path, 'rotations', at, 'people']
      return rotation.people.map((person, nth): [string, readonly Path[]] => [person, [[...listed, nth], listed]])
    })
    if (fallback !== null) named.push([fallback, [[...path, 'fallback']]])
    for (const [at, override] of overrides.entries()) {
      const listed = [...path, 'overrides', at]
      if (override.do === 'replace') named.push([override.by, [[...listed, 'by']]])
      if (override.do !== 'add') continue
      for (const [nth, person] of override.people.entries())
        named.push([
          person,
          [
            [...listed, 'add', nth],
            [...listed, 'add'],
          ],
        ])
    }
    for (const [person, paths] of named) noPhone(plan, findings, person, paths)
  }
}

function noPhone(plan: Plan, findings: Findings, person: string, paths: readonly Path[]): void {
  // A telephone that is written and wrong has been told.
  if (
    plan.people[person]?.phones.length !== 0 ||
    isMistaken(findings, ['people', person, 'phones', 0], ['people', person, 'phones'])
  )
    return
  error(findings, valueAt(findings, ...paths), `\`${person}\` has no telephone and cannot be on call`, {
    expected: `\`phones\` for \`${person}\`, who stands at ${placeText(keyAt(findings, ['people', person]))}`,
  })
}

/** Whom a target reaches, as far as a ladder needs to know. */
interface Reach {
  /** Two people with telephones at most: more make no difference. */
  readonly two: readonly string[]
  /** Whoever is unknown, or whose entry is wrong, may have a telephone once it is right. */
  readonly unsure: boolean
  /** All of them are known, and none has a telephone. */
  readonly silent: boolean
}

/** A thousand ladders name the same role, so each target is looked at once. */
function reaching(plan: Plan, draft: Draft): (target: Target) => Reach {
  const seen = new Map<string, Reach>()
  const isWrong = [...draft.people.values()].includes(null)
  return target => {
    const key = `${target.kind} ${target.id}`
    const before = seen.get(key)
    if (before) return before
    const people = peopleOf(plan, target)
    const hasPhone = (person: string) => (plan.people[person]?.phones.length ?? 0) > 0
    const reach: Reach = {
      two: [...new Set(people.filter(hasPhone))].slice(0, 2),
      unsure:
        (target.kind === 'schedule' && !draft.schedules.get(target.id)) ||
        people.some(person => !draft.people.get(person)) ||
        (target.kind === 'role' && isWrong),
      silent: people.every(person => plan.people[person]?.phones.length === 0 && draft.people.get(person) !== null),
    }
    seen.set(key, reach)
    return reach
  }
}

function checkLadder(plan: Plan, draft: Draft, ladder: Ladder, reachOf: (target: Target) => Reach, findings: Findings): void {
  const path = ['ladders', ladder.id]
  for (const [at, rung] of ladder.rungs.entries()) checkRung(plan, rung, reachOf, [...path, 'rungs', at], findings)
  const targets = ladder.rungs.flatMap(rung => rung.targets)
  const reached = new Set(targets.flatMap(target => reachOf(target).two))
  const unsure = targets.some(target => reachOf(target).unsure)
  const written = draft.ladders.get(ladder.id)?.rungs.reduce((sum, rung) => sum + rung.who.length, 0)
  if (findings.incomplete || unsure || targets.length !== written) return
  if (reached.size === 0) {
    error(findings, keyAt(findings, path), `the ladder \`${ladder.id}\` never reaches a telephone`, {
      expected: 'a rung with somebody who has `phones`',
    })
  }
  const [only] = reached
  if (reached.size === 1) {
    warning(findings, keyAt(findings, path), `the ladder \`${ladder.id}\` is one person: \`${only}\``, {
      hint: 'a second person helps when the first one sleeps',
    })
  }
}

function checkRung(plan: Plan, rung: Rung, reachOf: (target: Target) => Reach, path: Path, findings: Findings): void {
  const ring = rung.ringSeconds
  if (ring < 10)
    warning(findings, valueAt(findings, [...path, 'ring'], path), `ringing for ${ring} s is short`, {
      hint: 'a cell phone needs about 6 s before it rings at all',
    })
  for (const [nth, target] of rung.targets.entries()) {
    const paths = [
      [...path, 'who', nth, target.kind],
      [...path, 'who', target.kind],
      [...path, 'who', nth],
      [...path, 'who'],
    ]
    if (target.kind === 'person') noPhone(plan, findings, target.id, paths)
    if (target.kind === 'role' && reachOf(target).silent) {
      error(findings, valueAt(findings, ...paths), `nobody in the role \`${target.id}\` has a telephone`, {
        expected: 'somebody with `phones`',
      })
    }
  }
}

/** Everybody whom a target may ever mean. */
function peopleOf(plan: Plan, target: Target): readonly string[] {
  if (target.kind === 'person') return [target.id]
  if (target.kind === 'role')
    return Object.values(plan.people).flatMap(({ id, roles }) => (roles.includes(target.id) ? [id] : []))
  const schedule = plan.schedules[target.id]
  if (!schedule) return []
  const rotating = schedule.rotations.filter(
    ({ windows }) => windows === null || Object.values(windows).some(day => day.length > 0),
  )
  const always = [...rotating.flatMap(rotation => rotation.people), ...(schedule.fallback === null ? [] : [schedule.fallback])]
  // A schedule may be made of single shifts only.
  return always.length > 0 ? always : schedule.overrides.flatMap(override => (override.do === 'add' ? override.people : []))
}

function checkMenus(draft: Draft, findings: Findings): void {
  for (const [id] of right(draft.menus)) {
    const reached = menusFrom(draft.menus, id)
    if (reached.some(each => !draft.menus.get(each))) continue
    const wait = draft.menus.get(id)?.['key-wait']
    if (wait !== undefined && wait < 8) {
      warning(findings, valueAt(findings, ['menus', id, 'key-wait']), `${wait} s is short for a key`, {
        hint: 'callers who type or use a relay need 8 s or more',
      })
    }
    const options = reached.flatMap(each => Object.values(draft.menus.get(each)?.keys ?? {}))
    // A person of the rules answers in person, or the caller is told; nobody knows what answers at a number outside.
    const toPerson = (whom: string | undefined) => whom !== undefined && draft.people.has(whom)
    const isWay = ({ escalate, message, transfer, otherwise }: OptionRules) =>
      escalate !== undefined || message !== undefined || toPerson(transfer) || typeof otherwise === 'object'
    if (options.some(isWay)) continue
    error(findings, keyAt(findings, ['menus', id]), `no key of the menu \`${id}\` leads to a human being`, {
      expected: 'a key with `escalate` or `message`, or one that transfers to a person',
    })
  }
}

/** A language that somebody is to hear needs the box's own phrases. */
function checkLanguages(plan: Plan, draft: Draft, findings: Findings): void {
  const wanted: [string, readonly Path[]][] = []
  const list = (languages: readonly string[] | undefined, path: Path) => {
    for (const [nth, language] of (languages ?? []).entries()) wanted.push([language, [[...path, nth], path]])
  }
  list(draft.box?.languages, ['box', 'languages'])
  list(draft.defaults.languages, ['defaults', 'languages'])
  for (const [id, rules] of right(draft.properties)) list(rules.languages, ['properties', id, 'languages'])
  for (const [id, rules] of right(draft.people))
    if (rules.language !== undefined) wanted.push([rules.language, [['people', id, 'language']]])
  const keys = Object.keys(PHRASES.en ?? {})
  for (const [language, paths] of wanted) {
    const own = plan.phrases[language] ?? {}
    const missing = keys.filter(key => !Object.hasOwn(own, key))
    if (missing.length === 0) continue
    error(
      findings,
      valueAt(findings, ...paths),
      `the box has no words in \`${language}\`: ${missing.length} phrases are missing`,
      {
        expected: `${Object.keys(PHRASES).join(' or ')}, or every phrase under \`phrases: ${language}:\` (the first that is missing is \`${missing[0]}\`)`,
        hint: didYouMean(language, Object.keys(PHRASES)),
      },
    )
  }
}
