// The report at a glance, above everything: each section with its first figure, and the way there.
import type { Section } from '../../report.ts'
import { valueInWords } from '../words.ts'
import { html, type Markup, NOTHING } from './markup.ts'

export function keys(sections: readonly Section[]): Markup {
  if (sections.length < 2) return NOTHING
  const items = sections.map(section => {
    const key = keyOf(section)
    const figure = key === null ? NOTHING : html` <span class="value">${key.value}</span> <span class="words">${key.words}</span>`
    return html`<li><a href="#${section.id}"><span class="where">${section.title}</span>${figure}</a></li>
`
  })
  return html`<nav aria-label="Sections">
<ul>
${items}</ul>
</nav>
`
}

interface Key {
  readonly value: string
  readonly words: string
}

/** Null where one number would not speak for the section. */
function keyOf(section: Section): Key | null {
  switch (section.show) {
    case 'figures': {
      const [row] = section.rows
      const [figure] = row?.figures ?? []
      const isOne = section.groups.length === 1 || section.compares === true
      if (!isOne || row === undefined || figure === undefined) return null
      return { value: valueInWords(row.definition, figure), words: row.definition.title }
    }
    case 'table': {
      const { length } = section.rows
      return { value: String(length), words: length === 1 ? 'row' : 'rows' }
    }
    case 'heat': {
      const total = section.rows.flatMap(({ counts }) => counts).reduce((sum, n) => sum + n, 0)
      return { value: String(total), words: 'in all' }
    }
  }
}
