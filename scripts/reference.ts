// The reference of every key: the keys from the shapes (by way of the JSON Schema), what they mean from reference-notes.ts. Printed by
// scripts/print-reference.ts into docs/reference.md, and walked by the tests.
import { rulesJsonSchema } from '../src/rules/json-schema.ts'
import { NOTES } from './reference-notes.ts'

export interface ReferenceKey {
  /** `properties.*.hold.max`: `*` is a name, lists are not told. */
  readonly path: string
  readonly required: boolean
}

interface Schema {
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

/** Each key once. What `defaults:` and templates share with properties or ladders stands there. */
export function referenceKeys(): readonly ReferenceKey[] {
  const keys = new Map<string, ReferenceKey>()
  const walk = (schema: Schema, path: string): void => {
    for (const one of schema.anyOf ?? []) walk(one, path)
    if (schema.items) walk(schema.items, path)
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      const own = toldAs(path === '' ? key : `${path}.${key}`)
      if (own?.includes('.') && !keys.has(own))
        keys.set(own, { path: own, required: schema.required?.includes(key) === true && !path.startsWith('defaults') })
      walk(value, path === '' ? key : `${path}.${key}`)
    }
    if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, `${path}.*`)
  }
  const { properties, defaults, templates, ...rest } = (rulesJsonSchema() as Schema).properties ?? {}
  walk({ properties: { ...rest, ...(properties ? { properties } : {}) } }, '')
  return [...keys.values()]
}

/** Events and targets are alike everywhere, and told once. */
function toldAs(path: string): string | null {
  if (/\.exhausted\.(retry\.widen|notify)\./.test(path)) return null
  const notice = /^notices\.[a-z-]+(\..*)?$/.exec(path)
  return notice ? (notice[1] === undefined ? null : `notices.*${notice[1]}`) : path
}

export function undescribedKeys(): readonly string[] {
  return referenceKeys().flatMap(({ path }) => (NOTES[path] ? [] : [path]))
}

/** A complete text with the example of a key in its place. */
export function exampleText(path: string, example: string): string {
  const steps = path.split('.')
  const names: Readonly<Record<string, string>> = { keys: '1', holidays: 'December 25', notices: 'opened' }
  const lists = /^(rungs|rotations|overrides|absences|closures|lines|phones|notify)$/
  let text = example
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at] ?? ''
    const key = step === '*' ? (names[steps[at - 1] ?? ''] ?? 'example') : step
    text = `{ ${key}: ${text} }`
    const above = steps[at - 1] ?? ''
    if (step !== '*' && lists.test(above) && path.split('.').slice(0, at).length > 2) text = `[${text}]`
  }
  return text
}

export function referencePage(): string {
  const keys = referenceKeys()
  const sections = [...new Set(keys.map(({ path }) => path.split('.')[0] ?? ''))]
  return [
    '# Every key of the rules',
    '',
    'Printed by `node scripts/print-reference.ts --write` from the shapes that `nightbell check` uses; a test fails when it differs, and every',
    'example is compiled by a test. Do not edit. How the keys work together is told in [rules-in-full.md](rules-in-full.md).',
    '',
    '`defaults:` and `templates:` take the keys of `properties:` but `name`, `spoken`, `lines` and the office’s telephones. Templates of ladders, menus',
    'and schedules stand under `templates: { ladders: …, menus: …, schedules: … }`, what all of them share under the same names in `defaults:`. There',
    '`ring`, `tries`, `passes`, `pause`, `accept`, `reminder`, `expires`, `exhausted`, `key-wait` and `rounds` may also stand by themselves. `phrases:` words',
    'anew what the box says, by language and name of the phrase. A `*` is a name of your choice (in `notices:` an event, in `keys:` a key of the telephone).',
    '',
    ...sections.flatMap(section => sectionPrinted(section, keys)),
    ...undescribedPrinted(),
  ].join('\n')
}

function sectionPrinted(section: string, keys: readonly ReferenceKey[]): string[] {
  const rows = keys.flatMap(({ path, required }) => {
    const note = NOTES[path]
    if (!path.startsWith(`${section}.`) || !note) return []
    const [meaning, kind, without, example] = note.map(cell => cell.replaceAll('|', '\\|'))
    return [
      `| \`${path.slice(section.length + 1)}\` | ${meaning} | ${kind} | ${required ? 'must be written' : without} | \`${example}\` |`,
    ]
  })
  return rows.length === 0
    ? []
    : [`## ${section}`, '', '| key | meaning | kind | without it | example |', '| --- | --- | --- | --- | --- |', ...rows, '']
}

function undescribedPrinted(): string[] {
  const left = undescribedKeys()
  return left.length === 0 ? [] : ['## Not described yet', '', ...left.map(path => `- \`${path}\``), '']
}
