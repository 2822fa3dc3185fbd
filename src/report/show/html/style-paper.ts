// How a report looks on paper, A4 and Letter. Part of style.ts. Nothing needs a background to be
// read: numbers stand in their cells, and bars are drawn.
export const PAPER = `
@page { margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #545f70; } }
@media print {
  html { font-size: 10.5pt; }
  body { max-width: none; padding: 0; }
  .skip { display: none; }
  header { padding-bottom: 1rem; }
  h1 { font-size: 20pt; }
  nav a { padding: .5rem .625rem; background: none; }
  nav ul { gap: .5rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); }
  nav .value { font-size: 14pt; }
  section { padding-top: 1.75rem; }
  .together { break-inside: avoid; }
  h2, figure, thead, .note { break-inside: avoid; break-after: avoid; }
  .note { break-before: avoid; break-after: auto; }
  thead { display: table-header-group; }
  tr, li, .definitions div { break-inside: avoid; }
  table { font-size: 9pt; }
  th, td { padding-top: .25rem; padding-bottom: .25rem; }
  .figures tbody th { width: 15.5rem; }
  .figures td.number { width: 5.5rem; }
  .figures .bars { width: 6rem; }
  .figures .formula { font-size: 8.5pt; }
  .scrolling { overflow: visible; }
  .wide tbody th { position: static; background: none; min-width: 6.5rem; }
  .wide .number + .text, .wide .number + .time { padding-left: .75rem; }
  .wide tr > :first-child { padding-left: 0; }
  .wide tr > :last-child { padding-right: 0; }
  .wide .text.short { white-space: normal; }
  .wide { font-size: 8pt; }
  .wide th, .wide td { padding-left: .25rem; padding-right: .25rem; }
  .wide thead th { font-size: 7.5pt; min-width: 0; }
  .heat { min-width: 0; font-size: 7.5pt; border-spacing: 1px; }
  .heat th, .heat td { padding: .1875rem 0; }
  .heat th[scope=row], .heat thead td { width: 20mm; }
  .heat tbody td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`
