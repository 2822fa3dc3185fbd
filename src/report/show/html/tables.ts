// A table of a report, and counts as a heat map: a table whose cells are shaded and have a number.
import type { Column, HeatSection, TableSection } from '../../report.ts'
import { cellInWords } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { scrolling } from './scrolling.ts'

export function table({ id, title, columns, rows, none }: TableSection, zone: string): Markup {
  if (rows.length === 0)
    return html`<p class="none">${none}</p>
`
  const heads = columns.map(column => html`<th scope="col" class="${classOf(column)}">${headOf(column.title)}</th>`)
  const lines = rows.map(row => {
    const cells = row.map((cell, n) => {
      const column = columns[n]
      const words = cellInWords(cell, column, zone)
      if (n === 0) return html`<th scope="row" class="${classOf(column)}">${words}</th>`
      const short = words.length <= SHORT ? ' short' : ''
      return html`<td class="${classOf(column)}${short}">${words}</td>`
    })
    return html`<tr>${cells}</tr>
`
  })
  const shown = scrolling(
    `caption-${id}`,
    html`<table class="wide">
<caption class="unseen" id="caption-${id}">${title}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table>`,
  )
  return html`${shown}${definitions(columns)}`
}

/** How columns are made, for those that say so. */
function definitions(columns: readonly Column[]): Markup {
  const all = columns.flatMap(({ title, formula }) =>
    formula === undefined
      ? []
      : [
          html`<div><dt>${headOf(title)}</dt><dd>${formula}</dd></div>
`,
        ],
  )
  if (all.length === 0) return html``
  return html`<dl class="definitions">
${all}</dl>
`
}

/** So many characters stand in one line, on a screen. */
const SHORT = 20

/** Columns that shout in a terminal are said calmly here. */
function headOf(title: string): string {
  if (title !== title.toUpperCase()) return title
  const words = title.split(' ').map(word => (/^(SIP|MTTA|MTTR|P\d+)$/.test(word) ? word : word.toLowerCase()))
  const [first = '', ...others] = words.join(' ')
  return first.toUpperCase() + others.join('')
}

function classOf(column: Column | undefined): string {
  switch (column?.unit) {
    case undefined:
    case 'text':
      return 'text'
    case 'time':
      return 'time'
    default:
      return 'number'
  }
}

const LEVELS = 5

export function heat({ id, title, columns, rows }: HeatSection): Markup {
  const most = Math.max(1, ...rows.flatMap(({ counts }) => counts))
  const lines = rows.map(({ name, counts }) => {
    const cells = counts.map(n => html`<td class="h${Math.ceil((n / most) * LEVELS)}">${n}</td>`)
    return html`<tr><th scope="row">${name}</th>${cells}</tr>
`
  })
  return html`${scrolling(
    `caption-${id}`,
    html`<table class="heat">
<caption class="unseen" id="caption-${id}">${title}: counts, the darker the more</caption>
<thead><tr><td></td>${columns.map(column => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${lines}</tbody>
</table>`,
  )}`
}
