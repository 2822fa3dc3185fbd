// People and who is on call when, as the plan has them: rotations, overrides, absences, the fallback. Called by compile.ts.
import type { Absence, Override, Person, Rotation, Schedule, Weekday, Window } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { buildQuiet } from './build-notify.ts'
import { error, type Findings, keyAt, known, type Path } from './findings.ts'
import { type PartWeek, WEEK } from './parse-hours.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { OverrideRules, PersonRules } from './shapes.ts'

export function buildPeople(draft: Draft, findings: Findings): Record<string, Person> {
  const people: Record<string, Person> = {}
  for (const [id, rules] of right(draft.people)) {
    people[id] = {
      id,
      name: rules.name,
      phones: unique(rules.phones ?? []),
      language: rules.language ?? draft.box?.languages?.[0] ?? 'en',
      roles: unique(rules.roles ?? []),
      ...(rules.serves === undefined ? {} : { serves: unique(rules.serves) }),
      ...(rules.pin === undefined ? {} : { pinFrom: rules.pin }),
      ...(rules.mail === undefined ? {} : { mail: rules.mail }),
      ...(rules.sms === undefined ? {} : { sms: rules.sms }),
      ...(rules.quiet === undefined ? {} : { quiet: buildQuiet(rules.quiet, rules.zone ?? draft.box?.zone ?? 'UTC') }),
      absences: buildAbsences(draft, findings, id, rules),
    }
  }
  return people
}

function buildAbsences(draft: Draft, findings: Findings, id: string, rules: PersonRules): readonly Absence[] {
  const zone = rules.zone ?? draft.box?.zone ?? 'UTC'
  return (rules.absences ?? []).map(({ from, to, substitute }, at) => {
    const path = ['people', id, 'absences', at, 'substitute']
    if (substitute !== undefined) knownPeople(draft, findings, [substitute], path)
    return { zone, from, to, substitute: substitute ?? null }
  })
}

export function buildSchedules(draft: Draft, findings: Findings): Record<string, Schedule> {
  const schedules: Record<string, Schedule> = {}
  for (const [id, rules] of right(draft.schedules)) {
    const path = ['schedules', id]
    const { fallback } = rules
    if (fallback !== undefined) knownPeople(draft, findings, [fallback], [...path, 'fallback'])
    const rotations = (rules.rotations ?? []).map(({ people, every, from, during }, at): Rotation => {
      knownPeople(draft, findings, people, [...path, 'rotations', at, 'people'])
      return { people, every, from, windows: during ? wholeWeek(during) : null }
    })
    const overrides = (rules.overrides ?? []).flatMap((override, at) =>
      buildOverride(draft, findings, override, [...path, 'overrides', at]),
    )
    if (rotations.length === 0 && fallback === undefined && overrides.every(each => each.do === 'remove')) {
      error(findings, keyAt(findings, path), `nobody is ever on call in \`${id}\``, {
        expected: '`rotations`, a `fallback`, or both',
      })
    }
    schedules[id] = { id, zone: rules.zone ?? draft.box?.zone ?? 'UTC', rotations, overrides, fallback: fallback ?? null }
  }
  return schedules
}

function buildOverride(draft: Draft, findings: Findings, rules: OverrideRules, path: Path): Override[] {
  const { from, to, add, remove, replace, by } = rules
  for (const key of ['add', 'remove'] as const) knownPeople(draft, findings, rules[key] ?? [], [...path, key])
  for (const key of ['replace', 'by'] as const) {
    const person = rules[key]
    if (person !== undefined) knownPeople(draft, findings, [person], [...path, key])
  }
  if (add) return [{ from, to, do: 'add', people: unique(add) }]
  if (remove) return [{ from, to, do: 'remove', people: unique(remove) }]
  return replace === undefined || by === undefined ? [] : [{ from, to, do: 'replace', person: replace, by }]
}

/** `path` holds one name or a list of them. */
function knownPeople(draft: Draft, findings: Findings, people: readonly string[], path: Path): void {
  for (const [nth, person] of people.entries()) known(findings, 'person', person, draft.people, [...path, nth], path)
}

export function wholeWeek(part: PartWeek): Record<Weekday, readonly Window[]> {
  return Object.fromEntries(WEEK.map(day => [day, part[day] ?? []])) as unknown as Record<Weekday, readonly Window[]>
}
