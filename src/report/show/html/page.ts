// A report as one HTML file that asks for nothing else: no script, no picture, no font from
// elsewhere, and a policy that forbids them. It is read on a screen, by a screen reader, on a
// telephone and on paper.
import type { Report, Section } from '../../report.ts'
import { comparedTable } from '../compared.ts'
import { reportTitle, spanTitle } from '../span-title.ts'
import { spanInWords, timeInWords } from '../words.ts'
import { figures } from './figures.ts'
import { keys } from './keys.ts'
import { html, type Markup } from './markup.ts'
import { isWide, STYLE, WIDE_PAGE } from './style.ts'
import { heat, table } from './tables.ts'

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

export function reportAsHtml(report: Report): string {
  const { title, scope, span, madeAt, notes, sections } = report
  const style: Markup = { markup: isWide(report) ? `${STYLE}${WIDE_PAGE}` : STYLE }
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Nightbell">
<title>${reportTitle(report)}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#figures">Skip to the figures</a>
<header>
<p class="maker">Nightbell report</p>
<h1>${title}</h1>
<p class="scope">${scope}</p>
<p class="span">${spanTitle(span)}</p>
<p class="exact">${spanInWords(span)}</p>
${notes.map(
  note => html`<p class="exact">${note}</p>
`,
)}</header>
${keys(sections)}<main id="figures" tabindex="-1">
${sections.length === 0 ? html`<p>${notes.at(-1) ?? ''}</p>` : sections.map(section => sectionOf(section, span.zone))}</main>
<footer>
<p>Made ${timeInWords(madeAt, span.zone)} by Nightbell. What a figure counts stands with it; a share of fewer than 20 is told as “7 of 12”.</p>
</footer>
</body>
</html>
`.markup
}

function sectionOf(section: Section, zone: string): Markup {
  const { id, title, notes } = section
  return html`<section id="${id}" class="${isShort(section) ? 'together' : 'long'}" aria-labelledby="title-${id}">
<h2 id="title-${id}">${title}</h2>
${bodyOf(section, zone)}${notes.map(
  note => html`<p class="note">${note}</p>
`,
)}</section>
`
}

/** Not torn apart on paper. */
function isShort(section: Section): boolean {
  return section.show === 'figures' && section.groups.length > 1 ? section.groups.length <= SHORT : section.rows.length <= SHORT
}

const SHORT = 20

function bodyOf(section: Section, zone: string): Markup {
  switch (section.show) {
    case 'figures':
      return section.compares ? table(comparedTable(section), zone) : figures(section)
    case 'table':
      return table(section, zone)
    case 'heat':
      return heat(section)
  }
}
