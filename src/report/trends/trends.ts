// The trends report: when callers call, about what, and whether it is more than before.
import type { By, Choice } from '../groups.ts'
import type { CountedIds, Group, Grouped, Section } from '../report.ts'
import { categories } from './categories.ts'
import { compared } from './compared.ts'
import { heat } from './heat.ts'
import { weeks } from './weeks.ts'

interface Asked extends Choice {
  readonly by: By
}

export function trendsReport(groups: readonly Grouped[], { by, category }: Asked): readonly Section[] {
  return groups.flatMap(group => {
    const its = by === 'category' ? group.key : category
    const sections = [compared(group.records, its), heat(group.records), categories(group.records), ...weeks(group.records)]
    return by === 'portfolio' ? sections : sections.map(section => of(group, section))
  })
}

/** One of several of its kind: `compared@oak-creek`, and in it `now:offered@oak-creek`. */
function of({ key, name }: Group, section: Section): Section {
  const suffix = `@${key}`
  const named = { ...section, id: `${section.id}${suffix}`, title: `${section.title}: ${name}` }
  if (named.show === 'figures') return { ...named, suffix }
  const ids = named.ids?.map(id => `${id}${suffix}`) ?? []
  const counted = [...(named.counted ?? [])].map(([cell, ids]): [string, CountedIds] => [`${cell}${suffix}`, ids])
  return { ...named, ids, counted: new Map(counted) }
}
