// A section of figures: for one group a row for each figure with its definition beside it; for
// several a row for each group, and the definitions below.
import { type FigureRow, type FigureSection, isOfTheWhole } from '../../report.ts'
import { valueInWords } from '../words.ts'
import { barsOf, groupBars, wholeBar } from './bars.ts'
import { html, type Markup, NOTHING } from './markup.ts'
import { scrolling } from './scrolling.ts'

export function figures(section: FigureSection): Markup {
  return isOfTheWhole(section) ? oneGroup(section) : manyGroups(section)
}

/** The roles stand there because a narrow screen shows the rows as blocks. */
function oneGroup(section: FigureSection): Markup {
  const bars = barsOf(section)
  return html`${wholeBar(section)}<table class="figures" role="table">
<caption class="unseen">${section.title}: figures and what they count</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Figure</th><th scope="col" role="columnheader" class="number">Value</th><th scope="col" role="columnheader" class="bars"><span class="unseen">Bar</span></th><th scope="col" role="columnheader">What it counts</th></tr></thead>
<tbody role="rowgroup">
${section.rows.map((row, n) => figureRow(row, bars[n] ?? NOTHING))}</tbody>
</table>
`
}

function figureRow({ definition, figures: [figure] }: FigureRow, bar: Markup): Markup {
  const { id, title, formula, part } = definition
  const value = figure === undefined ? '' : valueInWords(definition, figure)
  return html`<tr role="row" class="${part ? 'part' : 'whole'}" data-figure="${id}"><th scope="row" role="rowheader">${title}</th><td role="cell" class="number">${value}</td><td role="cell" class="bars">${bar}</td><td role="cell" class="formula">${formula}</td></tr>
`
}

function manyGroups(section: FigureSection): Markup {
  const { id, title, groups, rows } = section
  const bars = groupBars(section)
  const heads = rows.map(({ definition }) => html`<th scope="col" class="number">${definition.title}</th>`)
  const lines = groups.map(({ name }, n) => {
    const cells = rows.map(({ definition, figures }) => {
      const figure = figures[n]
      const value = figure === undefined ? '' : valueInWords(definition, figure)
      return html`<td class="number">${value}</td>`
    })
    const barCell = bars === null ? NOTHING : html`<td class="bars">${bars[n] ?? NOTHING}</td>`
    return html`<tr><th scope="row">${name}</th>${barCell}${cells}</tr>
`
  })
  const table = html`<table class="wide">
<caption class="unseen" id="caption-${id}">${title}: a row for each part</caption>
<thead><tr><th scope="col"><span class="unseen">Part</span></th>${
    bars === null ? NOTHING : html`<th scope="col" class="bars"><span class="unseen">Bar</span></th>`
  }${heads}</tr></thead>
<tbody>
${lines}</tbody>
</table>`
  const definitions = rows.map(
    ({ definition }) => html`<div><dt>${definition.title}</dt><dd>${definition.formula}</dd></div>
`,
  )
  return html`${scrolling(`caption-${id}`, table)}<dl class="definitions">
${definitions}</dl>
`
}
