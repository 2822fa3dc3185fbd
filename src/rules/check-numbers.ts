// Numbers and identities that must fit together: lines claimed twice, office telephones with the same name, caller IDs that
// no carrier owns. Reads the built parts of a plan; called by compile.ts.
import type { Line, Plan } from '../core/plan/plan.ts'
import { error, type Findings, isWritten, keyAt, valueAt, warning } from './findings.ts'
import { type Place, placeText } from './problem.ts'
import { pathKey } from './read-yaml.ts'
import type { Draft } from './shape-portfolio.ts'
import type { TrunkRules } from './shapes.ts'

export function checkNumbers(plan: Plan, draft: Draft, findings: Findings): void {
  checkLines(plan, findings)
  checkOfficePhones(plan, findings)
  checkDeskCode(plan, findings)
  checkCallerIds(plan, draft, findings)
}

function checkLines({ lines, box }: Plan, findings: Findings): void {
  const nth = new Map<string, number>()
  const claimed = new Map<string, { line: Line; place: () => Place }[]>()
  for (const line of lines) {
    const at = nth.get(line.property) ?? 0
    nth.set(line.property, at + 1)
    const place = () => valueAt(findings, ['properties', line.property, 'lines', at])
    // Carriers send +1512… and 1512… for the same line (core/plan/identify.ts).
    const number = line.number.replace(/^\+(?=\d+$)/, '')
    const same = claimed.get(number) ?? []
    // A line of one trunk only and the same number on another trunk are two lines.
    const rival = same.find(each => each.line.trunk === line.trunk || each.line.trunk === null || line.trunk === null)
    if (rival) {
      error(findings, place(), `the line ${line.number} is claimed twice`, {
        expected: `each line in one place; \`${rival.line.property}\` has it at ${placeText(rival.place())}`,
      })
    }
    claimed.set(number, [...same, { line, place }])
  }
  for (const [nth, number] of (box.desk?.lines ?? []).entries()) {
    const [rival] = claimed.get(number.replace(/^\+(?=\d+$)/, '')) ?? []
    if (!rival) continue
    const path = ['box', 'desk', 'lines']
    error(findings, valueAt(findings, [...path, nth], path), `the line ${number} is claimed twice`, {
      expected: `a number of its own for the phone desk; \`${rival.line.property}\` has it at ${placeText(rival.place())}`,
    })
  }
}

function checkDeskCode({ box, properties }: Plan, findings: Findings): void {
  const { code } = box.desk ?? {}
  if (code === undefined || Object.values(properties).some(({ office }) => (office?.phones.length ?? 0) > 0)) return
  warning(findings, valueAt(findings, ['box', 'desk', 'code']), `no office telephone can dial the code ${code} of the desk`, {
    hint: 'it is for telephones under `office: phones:` of a property; elsewhere staff dial one of the `lines`',
  })
}

/** Trunks and office telephones share one space of names in Asterisk. */
function checkOfficePhones(plan: Plan, findings: Findings): void {
  const names = new Map(Object.keys(plan.trunks).map(id => [id, { what: 'a trunk', place: keyAt(findings, ['trunks', id]) }]))
  const mistaken = withWrongHours(findings)
  for (const property of Object.values(plan.properties)) {
    for (const [nth, { id }] of (property.office?.phones ?? []).entries()) {
      const path = ['properties', property.id, 'office', 'phones', nth]
      const place = valueAt(findings, path, path.slice(0, -1))
      const before = names.get(id)
      if (before) {
        error(findings, place, `an office telephone cannot be called \`${id}\`: ${before.what} is`, {
          expected: `a name of its own; the other is at ${placeText(before.place)}`,
        })
      } else names.set(id, { what: 'another office telephone', place })
    }
    const week = Object.values(property.hours.week)
    if (property.office && week.every(windows => windows.length === 0) && !mistaken.has(property.id)) {
      warning(
        findings,
        keyAt(findings, ['properties', property.id, 'office']),
        `the office telephones of \`${property.id}\` never ring`,
        {
          hint: 'without `hours` the office is always closed',
        },
      )
    }
  }
}

/** Properties whose hours are wrong, and have been told. */
function withWrongHours({ dropped }: Findings): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const key of dropped) {
    const [section, id, name] = key.split(SEPARATOR)
    if (section === 'properties' && id !== undefined && name === 'hours') ids.add(id)
  }
  return ids
}

/** Between the steps of a path's key. */
const SEPARATOR = pathKey(['', ''])

/** A trunk whose entry is wrong may be outbound, and own any number, once it is right. */
export function isUnsure(findings: Findings, id: string, rules: TrunkRules | null | undefined): boolean {
  return (
    !rules || (['outbound', 'owns'] as const).some(key => rules[key] === undefined && isWritten(findings, ['trunks', id, key]))
  )
}

function checkCallerIds(plan: Plan, draft: Draft, findings: Findings): void {
  const owns = ownedBy(plan)
  const owners = Object.values(plan.trunks).filter(trunk => trunk.outbound)
  const unsure = findings.incomplete || [...draft.trunks].some(([id, rules]) => isUnsure(findings, id, rules))
  if (owners.length === 0 && !unsure && draft.trunks.size > 0) {
    error(findings, keyAt(findings, ['trunks']), 'no trunk is outbound, so nobody can be rung', {
      expected: 'a trunk with `outbound: yes`',
    })
  }
  for (const property of Object.values(plan.properties)) {
    const base = ['properties', property.id]
    const trunks = property.outbound.flatMap(id => plan.trunks[id] ?? [])
    if (trunks.length === 0 || property.outbound.some(id => isUnsure(findings, id, draft.trunks.get(id)))) continue
    const named = trunks.map(trunk => `\`${trunk.id}\``).join(', ')
    if (property.callerId !== '' && !trunks.some(trunk => owns(trunk.id, property.callerId))) {
      const where = valueAt(findings, [...base, 'caller-id'], ['defaults', 'caller-id'], [...base, 'lines', 0], base)
      const isLine = !isWritten(findings, [...base, 'caller-id']) && !isWritten(findings, ['defaults', 'caller-id'])
      const first = isLine
        ? 'the first line of a property is its caller ID; write `caller-id:` if it is to be another number; '
        : ''
      error(findings, where, `no outbound trunk of \`${property.id}\` owns the caller ID ${property.callerId}`, {
        expected: `a number under \`owns\` of ${named}`,
        hint: `${first}carriers mark calls with a number they do not know as spam`,
      })
    }
    const box = plan.box.callerId
    if (box !== '' && !trunks.some(trunk => owns(trunk.id, box))) {
      error(
        findings,
        valueAt(findings, ['box', 'caller-id']),
        `no outbound trunk of \`${property.id}\` owns the box's caller ID ${box}`,
        {
          expected: `a number under \`owns\` of ${named}`,
        },
      )
    }
  }
  partlyOwned(plan, findings)
  const used = new Set(Object.values(plan.properties).flatMap(property => property.outbound))
  for (const trunk of owners) {
    if (!used.has(trunk.id) || trunk.owns.length === 0 || owns(trunk.id, plan.box.callerId) || plan.box.callerId === '') continue
    warning(
      findings,
      keyAt(findings, ['trunks', trunk.id]),
      `trunk \`${trunk.id}\` does not own the box's caller ID ${plan.box.callerId}`,
      {
        hint: 'technicians rung over it will not see the number they know',
      },
    )
  }
}

/** Whether a trunk owns a number: a thousand properties ask for one of a thousand. */
function ownedBy({ trunks }: Plan): (trunk: string, number: string) => boolean {
  const numbers = new Map(Object.values(trunks).map(({ id, owns }) => [id, new Set(owns)]))
  return (trunk, number) => numbers.get(trunk)?.has(number) ?? false
}

/** A caller who is called back over the second trunk sees a number that its carrier does not know. Told once for each trunk. */
function partlyOwned(plan: Plan, findings: Findings): void {
  const owns = ownedBy(plan)
  for (const trunk of Object.values(plan.trunks)) {
    if (trunk.owns.length === 0) continue
    const strange = Object.values(plan.properties).filter(({ outbound, callerId }) => {
      const others = outbound.filter(id => id !== trunk.id && owns(id, callerId))
      return outbound.includes(trunk.id) && callerId !== '' && !owns(trunk.id, callerId) && others.length > 0
    })
    const [first, ...more] = strange
    if (!first || first.callerId === plan.box.callerId) continue
    const whose = `\`${first.id}\`${more.length === 0 ? '' : `, nor those of ${more.length} more`}`
    const what = `trunk \`${trunk.id}\` does not own the caller ID ${first.callerId} of ${whose}`
    warning(findings, keyAt(findings, ['trunks', trunk.id, 'owns'], ['trunks', trunk.id]), what, {
      hint: `residents who are called back over it see a number that this carrier does not know; order it there, or take \`${trunk.id}\` out of \`outbound\``,
    })
  }
}
