// How the story of an export looks: on a screen in light and dark, and on paper.
export const STORY_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #ffffff; --band: #f6f8fa;
  --good: #116329; --bad: #a40e26; --decided: #0550ae }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d; --paper: #0d1117; --band: #161b22;
  --good: #56d364; --bad: #ff8182; --decided: #79c0ff } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 68rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line) }
p { max-width: 46rem; margin: .5rem 0 }
.soft { color: var(--soft) }
.note { border-left: .25rem solid var(--decided); padding: .1rem .9rem; background: var(--band) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.25rem; margin: 1rem 0 }
dt { color: var(--soft) }
dd { margin: 0 }
table { border-collapse: collapse; width: 100%; font-size: .94em }
caption { text-align: left; color: var(--soft); padding: 0 0 .5rem }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap }
tbody th[scope=rowgroup] { padding-top: 1.1rem; font-weight: 600; background: var(--paper) }
td.at, td.no { white-space: nowrap; font-variant-numeric: tabular-nums }
td.no { color: var(--soft) }
td.who { min-width: 8.4em }
.why { display: block; color: var(--soft); font-size: .9em }
.good .what { color: var(--good) } .bad .what { color: var(--bad) } .decided .what { color: var(--decided) }
code { font: .88em ui-monospace, monospace }
@media (max-width: 44rem) { dl { grid-template-columns: 1fr; gap: 0 } dd { margin-bottom: .5rem }
  thead { display: none } tr, td, tbody th { display: block; border: 0; padding: 0 } td.no, td.at { display: inline; margin-right: .75rem } tr { padding: .5rem 0; border-bottom: 1px solid var(--line) } }
@media print { :root { --ink: #000; --soft: #444; --line: #999; --paper: #fff; --band: #fff; --good: #000; --bad: #000; --decided: #000 }
  @page { margin: 18mm 15mm } body { padding: 0; max-width: none; font-size: 9.5pt } thead { display: table-header-group }
  tr, dl { break-inside: avoid } h2 { break-after: avoid } }
`
