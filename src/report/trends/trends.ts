// The trends report: when callers call, about what, and whether it is more than before.
import type { Grouped, Section } from '../report.ts'
import { categories } from './categories.ts'
import { compared } from './compared.ts'
import { heat } from './heat.ts'
import { weeks } from './weeks.ts'

export function trendsReport(groups: readonly Grouped[]): readonly Section[] {
  return groups.flatMap(group => {
    const suffix = groups.length === 1 ? '' : `: ${group.name}`
    const sections = [compared(group.records), heat(group.records), categories(group.records), ...weeks(group.records)]
    return sections.map(section => ({ ...section, title: `${section.title}${suffix}` }))
  })
}
