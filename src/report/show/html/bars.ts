// Bars beside figures, and one bar for a whole that its parts make up. Drawn as SVG, which paper
// shows too; each says in words what it shows, and the number stands beside it.
import { FEW, type FigureRow, type FigureSection } from '../../report.ts'
import { valueInWords } from '../words.ts'
import { html, type Markup, NOTHING } from './markup.ts'

/** So many colours are told apart; a part beyond them begins again. */
const COLOURS = 9

/** The bar of each row, in the order of the rows. */
export function barsOf(section: FigureSection): readonly Markup[] {
  const { rows } = section
  const colours = new Map(partsOfWhole(section).map(({ definition }, n) => [definition.id, n]))
  return rows.map(row => {
    const { definition } = row
    const value = firstValue(row)
    if (value === null) return NOTHING
    const colour = `c${(colours.get(definition.id) ?? 0) % COLOURS}`
    if (definition.unit === 'share') {
      const few = (row.figures[0]?.of ?? 0) < FEW
      return few ? NOTHING : bar(colour, value, `${(value * 100).toFixed(1)} %`)
    }
    const scale = scaleOf(row, rows)
    // Only parts are a number of a whole; of others the bar shows how large they are.
    const isPart = row === rows[0] || colours.has(definition.id)
    return scale === 0 ? NOTHING : bar(colour, value / scale, isPart ? `${value} of ${scale}` : `${value}`)
  })
}

/** For several groups: a bar of the first figure for each, where that is a number of things. */
export function groupBars({ rows: [row] }: FigureSection): readonly Markup[] | null {
  if (row === undefined || !isCount(row)) return null
  const values = row.figures.map(({ value }) => value ?? 0)
  const scale = Math.max(...values)
  return scale === 0 ? null : values.map(value => bar('c0', value / scale, `${value}`))
}

function bar(colour: string, share: number, words: string): Markup {
  const width = Math.round(Math.min(1, share) * 1000) / 10
  return html`<svg class="bar ${colour}" viewBox="0 0 100 10" preserveAspectRatio="none" role="img"
><title>${words}</title><rect class="track" width="100" height="10"/><rect class="fill" width="${width}" height="10"/></svg>`
}

/** Counts of the same things share a scale, the largest of them; 0 where a bar would say nothing. */
function scaleOf({ definition }: FigureRow, rows: readonly FigureRow[]): number {
  if (definition.unit !== 'count') return 0
  const like = rows.filter(row => isCount(row) && row.definition.counts === definition.counts)
  if (like.length < 2 || !like.some(row => row.definition.id === definition.id)) return 0
  return Math.max(...like.map(row => firstValue(row) ?? 0))
}

/** A number of things; a depth, which is a summary of many, is none. */
function isCount({ definition, figures }: FigureRow): boolean {
  return definition.unit === 'count' && figures[0]?.of === null
}

function firstValue({ figures: [figure] }: FigureRow): number | null {
  return figure?.value ?? null
}

/** The parts of the first row, where they make it up. */
function partsOfWhole({ groups, rows: [whole, ...others] }: FigureSection): readonly FigureRow[] {
  if (whole === undefined || groups.length !== 1 || !isCount(whole)) return []
  const end = others.findIndex(({ definition }) => !definition.part)
  const parts = others.slice(0, end < 0 ? undefined : end).filter(isCount)
  const sum = parts.reduce((total, part) => total + (firstValue(part) ?? 0), 0)
  return parts.length > 1 && sum > 0 && sum === firstValue(whole) ? parts : []
}

/** One bar of all parts, with its legend. */
export function wholeBar(section: FigureSection): Markup {
  const parts = partsOfWhole(section)
  const [whole] = section.rows
  if (parts.length === 0 || whole === undefined) return NOTHING
  const total = firstValue(whole) ?? 0
  const shown = parts
    .map((part, n) => ({ part, colour: `c${n % COLOURS}`, value: firstValue(part) ?? 0 }))
    .filter(({ value }) => value > 0)
  let x = 0
  const rects = shown.map(({ colour, value }, n) => {
    const gap = n === shown.length - 1 ? 0 : GAP
    const width = (value / total) * 1000
    const rect = html`<rect class="fill ${colour}" x="${round(x)}" width="${round(Math.max(1, width - gap))}" height="10"/>`
    x += width
    return rect
  })
  const words = shown.map(({ part, value }) => `${part.definition.title} ${value}`).join(', ')
  const id = `whole-${section.id}`
  return html`<figure class="composition">
<svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-words"
><title id="${id}-title">${whole.definition.title}: ${total}</title><desc id="${id}-words">${words}</desc>${rects}</svg>
<figcaption><ul>${shown.map(legend)}</ul></figcaption>
</figure>
`
}

/** Between two parts, of 1000. */
const GAP = 3

function round(n: number): number {
  return Math.round(n * 10) / 10
}

function legend({ part, colour }: { readonly part: FigureRow; readonly colour: string }): Markup {
  const { definition, figures } = part
  const value = figures[0] === undefined ? '' : valueInWords(definition, figures[0])
  return html`<li><svg class="dot ${colour}" viewBox="0 0 10 10" aria-hidden="true"><rect class="fill" width="10" height="10"/></svg>${definition.title} <b>${value}</b></li>`
}
