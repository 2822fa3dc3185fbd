// Does the failsafe reach somebody? It is rung by Asterisk alone, so nothing can be put right while it is needed: what reaches no telephone
// is an error, and what hangs on one telephone, or on a number that is nobody's, a warning. Called by compile.ts.
import { mayCallBack } from '../core/dialling/may-dial.ts'
import { sameNumber } from '../core/dialling/telephones.ts'
import { failsafeLadder, failsafeRungs, failsafeWritten, ownerOf } from '../core/plan/failsafe.ts'
import type { Plan } from '../core/plan/plan.ts'
import { entryPaths } from './build-failsafe.ts'
import { error, type Findings, isMistaken, isWritten, keyAt, type Path, valueAt, warning } from './findings.ts'
import { placeText } from './problem.ts'
import type { Draft } from './shape-portfolio.ts'

interface Written {
  readonly property: string | null
  readonly path: Path
}

const HUMAN = 'a telephone that a human being answers'

export function checkFailsafes(plan: Plan, draft: Draft, findings: Findings): void {
  for (const written of writtenOnes(plan, findings)) {
    const { who } = failsafeLadder(failsafeWritten(plan, written.property))
    for (const [nth, each] of who.entries()) {
      const paths = entryPaths(written.path, nth)
      if (each.kind === 'person') {
        // A telephone that is written and wrong has been told.
        const silent = draft.people.get(each.id) && plan.people[each.id]?.phones.length === 0
        if (silent && !isMistaken(findings, ['people', each.id, 'phones', 0], ['people', each.id, 'phones']))
          error(findings, valueAt(findings, ...paths), `\`${each.id}\` has no telephone and cannot be the failsafe`, {
            expected: `\`phones\` for \`${each.id}\``,
          })
        continue
      }
      checkNumber(plan, findings, each.number, paths)
    }
    for (const { number, person, entry } of failsafeRungs(plan, written.property))
      if (person !== null && who[entry]?.kind === 'person')
        ownLine(plan, findings, number, entryPaths(written.path, entry), `${number} of \`${person}\``)
  }
}

function checkNumber(plan: Plan, findings: Findings, number: string, paths: readonly Path[]): void {
  if (ownLine(plan, findings, number, paths, number)) return
  // Of people's own telephones check-dialling.ts speaks.
  if (ownerOf(plan, number) !== null) return
  const may = mayCallBack(plan, number)
  if (may.yes) return
  error(findings, valueAt(findings, ...paths), `the failsafe ${number} may not be dialled: ${may.why}`, {
    expected: HUMAN,
    hint: 'see `countries` and `refuse` under `box: dialling:`',
  })
}

/** While Nightbell is away, a failsafe that leads to the box would ring the box again. */
function ownLine(plan: Plan, findings: Findings, number: string, paths: readonly Path[], told: string): boolean {
  const line = plan.lines.find(each => sameNumber(each.number, number))
  const desk = plan.box.desk?.lines.some(each => sameNumber(each, number)) ?? false
  const own = sameNumber(plan.box.callerId, number)
  if (!line && !desk && !own) return false
  const whose = line ? `a line of \`${line.property}\`` : desk ? 'the phone desk' : "the box's own number"
  error(findings, valueAt(findings, ...paths), `the failsafe ${told} is ${whose}: the box would call itself`, { expected: HUMAN })
  return true
}

/** What can be rung and is thin all the same. Asked when nothing else is wrong. */
export function checkFailsafesAnswered(plan: Plan, findings: Findings): void {
  for (const { property, path } of writtenOnes(plan, findings)) {
    const rungs = failsafeRungs(plan, property)
    for (const { number, entry } of rungs.filter(({ person }) => person === null))
      warning(
        findings,
        valueAt(findings, ...entryPaths(path, entry)),
        `the failsafe ${number} is nobody's telephone in \`people\``,
        {
          expected: 'somebody who answers for it',
          hint: 'name a person in its place, or write the number under their `phones`',
        },
      )
    const [only] = rungs
    if (rungs.length === 1 && only) {
      const who = only.person === null ? only.number : `${only.number} of \`${only.person}\``
      warning(findings, keyAt(findings, path), `the failsafe rings one single telephone: ${who}`, {
        expected: 'two telephones or more',
        hint: `write a list: failsafe: [${only.person ?? only.number}, somebody-else]`,
      })
    }
  }
}

/** Every place where a failsafe is written once: what many properties have from `defaults:` is told of once. */
function writtenOnes(plan: Plan, findings: Findings): Written[] {
  const own = Object.keys(plan.properties).flatMap((property): Written[] =>
    isWritten(findings, ['properties', property, 'failsafe']) ? [{ property, path: ['properties', property, 'failsafe'] }] : [],
  )
  const all: Written[] = [{ property: null, path: ['box', 'failsafe'] }, ...own]
  const told = new Set<string>()
  return all.filter(({ path }) => {
    const place = placeText(keyAt(findings, path))
    const first = !told.has(place)
    told.add(place)
    return first
  })
}
