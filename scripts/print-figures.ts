// Prints docs/reports.md with the table of figures that src/report/service/definitions.ts holds.
// `--write` puts it there.
import { readFileSync, writeFileSync } from 'node:fs'
import { SERVICE_FIGURES, serviceDefinition } from '../src/report/service/definitions.ts'

const file = new URL('../docs/reports.md', import.meta.url)
const [BEGIN, END] = ['<!-- figures -->\n', '<!-- /figures -->']

const text = readFileSync(file, 'utf8')
const from = text.indexOf(BEGIN) + BEGIN.length
const printed = `${text.slice(0, from)}\n${table()}\n${text.slice(text.indexOf(END))}`
if (process.argv.includes('--write')) writeFileSync(file, printed)
else process.stdout.write(printed)

function table(): string {
  const rows = SERVICE_FIGURES.map(id => {
    const { title, version, unit, counts, formula } = serviceDefinition(id)
    return `| \`${id}\` | ${version} | ${title} | ${unit} | ${counts} | ${formula} |`
  })
  return `| id | version | figure | unit | counts | formula |\n| --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`
}
