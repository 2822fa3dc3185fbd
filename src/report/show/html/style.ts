// How a report looks: calm type in the reader's own font, numbers in columns, light and dark, and
// black on white on paper. Contrast of text 4.5 to 1 and of graphics 3 to 1 at least: a test
// measures both in a browser.
import type { Report, Section } from '../../report.ts'
import { PAPER } from './style-paper.ts'
import { TABLES } from './style-tables.ts'

const COLOURS_LIGHT = `
color-scheme: light;
--page: #fff; --raised: #f5f6f9; --ink: #18202d; --quiet: #545f70; --line: #dbe0e8; --strong: #8b96a8;
--link: #24508f; --track: #eceff4;
--c0: #2f5d9b; --c1: #b4540a; --c2: #167a66; --c3: #84489d; --c4: #a3333d; --c5: #8a6a00;
--c6: #0e7490; --c7: #9d3a78; --c8: #626c7b;
--h1: #e3edf8; --h2: #bcd5ef; --h3: #86b1e0; --h4: #2f6bb0; --h5: #174a86; --on-low: #18202d; --on-high: #fff;`

const COLOURS_DARK = `
color-scheme: dark;
--page: #11151c; --raised: #1a202a; --ink: #e7ebf1; --quiet: #a6b0be; --line: #2c3542; --strong: #66738a;
--link: #9cc4f7; --track: #222a36;
--c0: #7fb0ee; --c1: #f0a35e; --c2: #5fc7b0; --c3: #c79be0; --c4: #ef8a8f; --c5: #d9bd4f;
--c6: #67d0e3; --c7: #e58fc4; --c8: #a3adba;
--h1: #1c2b40; --h2: #23446c; --h3: #2c5a92; --h4: #86b6f0; --h5: #c6dffc; --on-low: #e7ebf1; --on-high: #11151c;`

const PAGE = `
:root {${COLOURS_LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root {${COLOURS_DARK} } }
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 68rem; padding: 3rem 1.5rem 4rem; background: var(--page); color: var(--ink);
  font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
h1, h2, p, ul, dl, dd, figure { margin: 0; padding: 0; }
ul { list-style: none; }
th, td, h1, h2, p, span, dt, dd, li { unicode-bidi: isolate; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--page); color: var(--link); }
.skip:focus { top: .5rem; }
header { padding-bottom: 1.75rem; }
.maker { color: var(--quiet); font-size: .8125rem; letter-spacing: .06em; text-transform: uppercase; }
h1 { margin-top: .25rem; font-size: 2.25rem; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; }
.scope::first-letter { text-transform: uppercase; }
.scope { margin-top: .75rem; font-size: 1.125rem; font-weight: 550; }
.span { font-size: 1.125rem; }
.exact { margin-top: .25rem; color: var(--quiet); font-size: .875rem; }
nav ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; }
nav a { display: grid; height: 100%; grid-template-rows: 1fr auto auto; padding: .875rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--raised); color: var(--ink); text-decoration: none; }
nav a:hover { border-color: var(--strong); }
nav .where { font-size: .8125rem; color: var(--link); font-weight: 550; }
nav .value { white-space: nowrap; font-size: 1.625rem; line-height: 1.3; font-weight: 600; letter-spacing: -.01em; }
nav .words { font-size: .8125rem; line-height: 1.35; color: var(--quiet); }
section { padding-top: 3rem; scroll-margin-top: -1.5rem; }
h2 { padding-bottom: .75rem; font-size: 1.3125rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
.note { margin-top: .75rem; color: var(--quiet); font-size: .875rem; max-width: 46rem; }
.none { color: var(--quiet); }
footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .8125rem; }
`

export const STYLE = `${PAGE}${TABLES}${PAPER}`

/** Sheets lie on their side where a table would not fit. */
export const WIDE_PAGE = '@page { size: landscape; }\n'

const FIT = 9

export function isWide({ sections }: Report): boolean {
  return sections.some(section => columnsOf(section) >= FIT)
}

/** Those of a heat map are narrow: it always fits. */
function columnsOf(section: Section): number {
  switch (section.show) {
    case 'figures':
      if (section.compares) return 0
      return section.groups.length === 1 ? 0 : section.rows.length
    case 'table':
      return section.columns.length
    case 'heat':
      return 0
  }
}
