// The service report: how callers were served. Sections of figures; what each counts is in
// definitions.ts and docs/reports.md.
import type { Choice } from '../groups.ts'
import type { Figure, Grouped, Section } from '../report.ts'
import { callFigures } from './call-figures.ts'
import { SERVICE_FIGURES, type ServiceFigure, serviceDefinition } from './definitions.ts'
import { incidentFigures } from './incident-figures.ts'
import { messageFigures } from './message-figures.ts'
import { definitionWithTargets } from './targets.ts'

type Figures = Readonly<Record<ServiceFigure, Figure>>

/** Each section begins with this figure and goes on to the next one's. */
const SECTIONS: readonly (readonly [first: ServiceFigure, id: string, title: string])[] = [
  ['offered', 'volume', 'Calls'],
  ['abandoned', 'abandoned', 'Abandoned'],
  ['service-level', 'level', 'Service level'],
  ['answer-p50', 'times', 'Times'],
  ['incidents', 'incidents', 'Urgent matters'],
  ['messages', 'messages', 'Messages'],
]

/** A message is of no category, and nobody had it: of those there is nothing to tell, and 0 would be wrong. */
export function serviceReport(groups: readonly Grouped[], choice: Choice): readonly Section[] {
  const { category, person } = choice
  const sections = allSections(groups, choice)
  return category === null && person === null ? sections : sections.filter(({ id }) => id !== 'messages')
}

function allSections(groups: readonly Grouped[], choice: Choice): readonly Section[] {
  const plan = groups[0]?.records.plan
  const defined = (id: ServiceFigure) =>
    plan === undefined ? serviceDefinition(id) : definitionWithTargets(id, { ...choice, plan })
  const all = groups.map(({ records }): Figures => {
    return { ...callFigures(records), ...incidentFigures(records), ...messageFigures(records) }
  })
  return SECTIONS.map(([first, id, title], n) => {
    const next = SECTIONS[n + 1]?.[0]
    const from = SERVICE_FIGURES.indexOf(first)
    const to = next === undefined ? undefined : SERVICE_FIGURES.indexOf(next)
    return {
      show: 'figures',
      id,
      title,
      groups: groups.map(({ key, name }) => ({ key, name })),
      rows: SERVICE_FIGURES.slice(from, to).map(figure => ({
        definition: defined(figure),
        figures: all.map(figures => figures[figure]),
      })),
      notes: sumOf(id, all),
    }
  })
}

interface Sum {
  readonly whole: ServiceFigure
  readonly parts: readonly ServiceFigure[]
  readonly right: string
}

const SUMS: Readonly<Record<string, Sum>> = {
  volume: {
    whole: 'offered',
    parts: partsOf('offered'),
    right: 'Answered, left and overflowed calls add up to the calls offered.',
  },
  abandoned: {
    whole: 'abandoned',
    parts: partsOf('abandoned'),
    right: 'Where they hung up adds up to the calls abandoned.',
  },
}

/** Those that follow it. */
function partsOf(whole: ServiceFigure): readonly ServiceFigure[] {
  const after = SERVICE_FIGURES.slice(SERVICE_FIGURES.indexOf(whole) + 1)
  return after.slice(
    0,
    after.findIndex(figure => serviceDefinition(figure).part !== true),
  )
}

/** Whether the parts of a section add up, in words; nothing where it has none. */
function sumOf(section: string, all: readonly Figures[]): readonly string[] {
  const sum = SUMS[section]
  if (sum === undefined) return []
  const { whole, parts, right } = sum
  const wholes = all.map(figures => figures[whole].value ?? 0)
  const sums = all.map(figures => parts.reduce((total, part) => total + (figures[part].value ?? 0), 0))
  const wrong = sums.findIndex((total, n) => total !== wholes[n])
  if (wrong < 0) return [right]
  return [`The parts are ${sums[wrong]} calls of ${wholes[wrong]} ${whole}: please report this mistake.`]
}
