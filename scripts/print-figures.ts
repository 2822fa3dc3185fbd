// Prints docs/reports.md with the tables of figures that src/report/service/definitions.ts,
// src/report/people/definitions.ts and src/report/columns.ts hold. `--write` puts them there.
import { readFileSync, writeFileSync } from 'node:fs'
import { HEAT, TABLE_COLUMNS, tableColumn } from '../src/report/columns.ts'
import { PEOPLE_COLUMNS, peopleColumn } from '../src/report/people/definitions.ts'
import { SERVICE_FIGURES, serviceDefinition } from '../src/report/service/definitions.ts'

const file = new URL('../docs/reports.md', import.meta.url)

const tables = { figures: service(), people: people(), columns: columns() }
const printed = Object.entries(tables).reduce((text, [name, table]) => within(text, name, table), readFileSync(file, 'utf8'))
if (process.argv.includes('--write')) writeFileSync(file, printed)
else process.stdout.write(printed)

function within(text: string, name: string, table: string): string {
  const begin = `<!-- ${name} -->\n`
  const from = text.indexOf(begin) + begin.length
  return `${text.slice(0, from)}\n${table}\n${text.slice(text.indexOf(`<!-- /${name} -->`))}`
}

function service(): string {
  const rows = SERVICE_FIGURES.map(id => {
    const { title, version, unit, counts, formula } = serviceDefinition(id)
    return `| \`${id}\` | ${version} | ${title} | ${unit} | ${counts} | ${formula} |`
  })
  return `| id | version | figure | unit | counts | formula |\n| --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

function people(): string {
  const rows = PEOPLE_COLUMNS.flatMap(id => {
    const { title, version, unit, formula } = peopleColumn(id)
    return formula === undefined ? [] : [`| \`${id}\` | ${version} | ${title} | ${unit} | ${formula} |`]
  })
  return `| id | version | column | unit | formula |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

function columns(): string {
  const rows = TABLE_COLUMNS.map(of => {
    const { table, id, title, version, unit, formula } = tableColumn(of)
    return `| \`${id}\` | ${version} | \`${table}\` | ${title} | ${unit} | ${formula} |`
  })
  const heat = `| \`heat\` | ${HEAT.version} | \`heat\` | each hour | ${HEAT.unit} | ${HEAT.formula} |`
  const heads = '| id | version | table | column | unit | formula |\n| --- | --- | --- | --- | --- | --- |'
  return `${heads}\n${[...rows, heat].join('\n')}\n`
}
