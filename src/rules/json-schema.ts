// The JSON Schema of a rule file, from the very shapes that `check` uses, so that editors complete and check as one types. Printed
// by `nightbell schema` and committed as config/nightbell.schema.json. It knows kinds and keys; what texts mean, only `check` knows.
import { z } from 'zod'
import type { Section } from './sections.ts'
import { mailShape } from './shape-notices.ts'
import { noticesShape, smsShape, webhookShape } from './shape-notify.ts'
import { NAME } from './shape-parts.ts'
import { boxReport } from './shape-reports.ts'
import {
  boxShape,
  categoryShape,
  defaultsShape,
  KINDS,
  ladderPart,
  menuPart,
  PARTS,
  personShape,
  phrasesShape,
  propertyShape,
  scheduleShape,
  templateShape,
  trunkShape,
} from './shapes.ts'

type Schema = Record<string, unknown>

const SECTION: Readonly<Record<Section, { readonly shape: z.ZodType; readonly each: string | null; readonly says: string }>> = {
  box: { shape: boxShape, each: null, says: 'The box itself: its name, its number, its zone, its failsafe.' },
  mail: { shape: mailShape, each: null, says: 'The server through which mail is sent.' },
  sms: { shape: smsShape, each: null, says: 'The gateway, over HTTP, through which text messages are sent.' },
  webhooks: { shape: webhookShape, each: NAME.source, says: 'Programs elsewhere that are told what happens.' },
  notices: { shape: noticesShape, each: null, says: 'Words of mails and text messages in place of the box’s own, by event.' },
  reports: { shape: boxReport, each: NAME.source, says: 'Reports of the portfolio, or of a group, that are mailed.' },
  defaults: { shape: defaultsShape, each: null, says: 'What every property does unless it says otherwise.' },
  templates: {
    shape: templateShape,
    each: NAME.source,
    says: 'What the properties that name a template do unless they say otherwise.',
  },
  phrases: { shape: phrasesShape, each: '^[a-z]{2,3}(-[A-Z]{2})?$', says: 'What the box says of its own accord, by language.' },
  categories: { shape: categoryShape, each: NAME.source, says: 'What a technician is told the matter is.' },
  trunks: { shape: trunkShape, each: NAME.source, says: 'Carriers, and the telephone systems of properties.' },
  people: { shape: personShape, each: NAME.source, says: 'Who can be rung, on which telephones, and when they are away.' },
  schedules: { shape: scheduleShape, each: NAME.source, says: 'Who is on call when: rotations, overrides, a fallback.' },
  ladders: { shape: ladderPart, each: NAME.source, says: 'Whom an urgent call rings, rung by rung.' },
  menus: { shape: menuPart, each: NAME.source, says: 'What a caller hears, and what each key does.' },
  properties: { shape: propertyShape, each: NAME.source, says: 'Apartment communities: their lines, hours, menu.' },
}

export function rulesJsonSchema(): Schema {
  const properties = Object.entries(SECTION).map(([name, { shape, each, says }]) => {
    const entry = inputOf(shape)
    if (each === null) return [name, { description: says, ...entry }]
    const kinds = name === 'templates' ? { properties: templatesOfKinds() } : {}
    return [name, { description: says, type: 'object', propertyNames: { pattern: each }, ...kinds, additionalProperties: entry }]
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Nightbell rules',
    description: 'One file of rules. Every section may be spread over several files. See docs/rules.md.',
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  }
}

/** `templates:` holds those of ladders, menus and schedules beside those of properties. */
function templatesOfKinds(): Schema {
  return Object.fromEntries(
    KINDS.map(kind => [
      kind,
      {
        description: `What the ${kind} that name a template do unless they say otherwise.`,
        type: 'object',
        propertyNames: { pattern: NAME.source },
        additionalProperties: inputOf(PARTS[kind]),
      },
    ]),
  )
}

/** What may be written. Nightbell reads every value as text, and an editor takes `5`, `007` or `true` for something else. */
function inputOf(shape: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === 'string' && jsonSchema.enum === undefined)
        Object.assign(jsonSchema, { type: ['string', 'number', 'boolean'] })
    },
  }) as Schema
  return schema
}
