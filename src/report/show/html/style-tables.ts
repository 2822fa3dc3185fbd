// How tables and bars of a report look. Part of style.ts.

const colour = (n: number) => `.c${n} .fill, .fill.c${n} { fill: var(--c${n}); }`
const shade = (n: number) => `.heat .h${n} { background: var(--h${n}); color: var(--on-${n > 3 ? 'high' : 'low'}); }`

export const TABLES = `
table { border-collapse: collapse; width: 100%; font-size: .9375rem; line-height: 1.4; }
th, td { padding: .4375rem .75rem; text-align: left; vertical-align: baseline; font-weight: 400; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th, thead td { border-bottom: 1px solid var(--strong); color: var(--quiet); font-size: .8125rem; vertical-align: bottom; }
tbody th, tbody td { border-bottom: 1px solid var(--line); }
.number { text-align: right; }
td.number, .time { white-space: nowrap; }
.figures tbody th { width: 17rem; font-weight: 550; }
.figures .part th { padding-left: 1.25rem; font-weight: 400; }
.figures td.number { width: 8rem; font-weight: 600; }
.figures .part td.number { font-weight: 400; }
.figures .bars { width: 9rem; vertical-align: top; }
.figures .formula { color: var(--quiet); font-size: .875rem; }
svg { display: block; }
.bar { width: 100%; height: .5rem; margin-top: .375rem; }
.wide .bars { width: 8rem; min-width: 4.5rem; vertical-align: top; padding-left: 0; }
.track { fill: var(--track); }
${Array.from({ length: 9 }, (_, n) => colour(n)).join('\n')}
.composition > svg { width: 100%; height: 1.5rem; }
.composition { padding: .25rem 0 1rem; }
figcaption ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding-top: .625rem; font-size: .875rem; }
figcaption li { display: flex; align-items: center; gap: .4375rem; }
figcaption b { font-weight: 600; }
.dot { width: .6875rem; height: .6875rem; }
.scrolling { overflow-x: auto; }
.wide th, .wide td { padding-left: .5rem; padding-right: .5rem; }
.wide tr > :first-child { padding-left: 0; text-align: left; }
.wide .short { white-space: nowrap; }
.wide .number + .text, .wide .number + .time { padding-left: 1.25rem; }
.wide tr > :last-child { padding-right: 0; }
.wide thead th::first-letter { text-transform: uppercase; }
.wide tbody th { min-width: 7rem; padding-left: 0; font-weight: 550; position: sticky; left: 0; background: var(--page); }
.definitions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .375rem 2.5rem;
  padding-top: 1rem; font-size: .8125rem; line-height: 1.4; }
.definitions dt { display: inline; font-weight: 550; }
.definitions dt::after { content: ": "; }
.definitions dd { display: inline; color: var(--quiet); }
.heat { table-layout: fixed; min-width: 46rem; font-size: .8125rem; border-collapse: separate; border-spacing: 2px; }
.heat th, .heat td { padding: .375rem 0; border: 0; text-align: center; }
.heat th[scope=row], .heat thead td { width: 6.5rem; text-align: left; }
.heat tbody td { border-radius: 2px; }
.heat .h0 { color: var(--quiet); }
${[1, 2, 3, 4, 5].map(shade).join('\n')}
@media screen and (max-width: 44rem) {
  body { padding: 1.75rem 1rem 3rem; }
  h1 { font-size: 1.75rem; }
  nav ul { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); }
  .figures thead { position: absolute; clip-path: inset(50%); }
  .figures tbody, .figures { display: block; }
  .figures tr { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .625rem 0; border-bottom: 1px solid var(--line); }
  .figures tbody th, .figures td { width: auto; border: 0; padding: 0; }
  .figures tbody th, .figures .part th { width: auto; padding: 0; }
  .figures td.number { width: auto; }
  .figures .bars, .figures .formula { grid-column: 1 / -1; width: 100%; }
  .figures .bars:empty { display: none; }
  .figures .bar { margin: .125rem 0 .25rem; }
  .figures .part { padding-left: 1rem; }
}
`
