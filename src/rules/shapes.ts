// The shape of every entry of every section, as an administrator writes it. Values arrive as text and leave as what they
// mean (parse-text.ts). Defaults are not applied here: compile-*.ts does that, so that an absent key stays visible.
import { z } from 'zod'
import { isEmergency, parseLine, parseNumber } from './parse-number.ts'
import { type Parsed, parseCount, parseDuration, parseEvery, parseYesNo, parseZone } from './parse-text.ts'
import { localShape, publicShape, tlsShape } from './shape-box-sip.ts'
import { deskShape } from './shape-desk.ts'
import { diallingShape, propertyDiallingShape } from './shape-dialling.ts'
import { failsafeShape } from './shape-failsafe.ts'
import { digestShape, mailAddress, mailboxesShape, secret, secretOf } from './shape-notices.ts'
import { notifyShape, quietShape } from './shape-notify.ts'
import {
  closures,
  durationOrNever,
  FORM,
  holidays,
  hours,
  keyed,
  localEnd,
  localTime,
  NAME,
  names,
  oneOrMany,
  parsed,
  spanned,
  strict,
  text,
  word,
} from './shape-parts.ts'
import { propertyReportsShape } from './shape-reports.ts'
import { retentionShape } from './shape-retention.ts'
import { reminderShape, stormShape, targetShape } from './shape-trouble.ts'
import { capsShape, network, type trunkShape } from './shape-trunk.ts'

export { trunkShape } from './shape-trunk.ts'

function right<T>(value: T): Parsed<T> {
  return { ok: true, value }
}

function wrong(message: string, expected: string, hint?: string): Parsed<never> {
  return { ok: false, message, expected, hint }
}

const duration = (least: number, most: number) => parsed(value => parseDuration(value, least, most))
const count = (least: number, most: number) => parsed(value => parseCount(value, least, most))
const number = parsed(parseNumber)
const yesNo = parsed(parseYesNo)
const zone = parsed(parseZone)
const language = parsed(value =>
  /^[a-z]{2,3}(-[A-Z]{2})?$/.test(value)
    ? right(value)
    : wrong(`\`${value}\` is not a language`, 'a language tag such as en or es'),
)
const languages = oneOrMany(language)
const emergency = parsed(value =>
  /^\d{2,6}$/.test(value) ? right(value) : wrong(`\`${value}\` is not an emergency number`, 'two to six digits, such as 911'),
)
const emergencyTest = parsed(value =>
  /^\d{2,6}$/.test(value)
    ? right(value)
    : wrong(`\`${value}\` is not a number for trying emergency calls out`, 'two to six digits, such as 933'),
)

export const boxShape = strict({
  name: word,
  'caller-id': number,
  zone,
  languages: languages.optional(),
  failsafe: failsafeShape,
  'emergency-numbers': oneOrMany(emergency).optional(),
  'emergency-test-numbers': oneOrMany(emergencyTest).optional(),
  'unknown-line': word.optional(),
  dialling: diallingShape.optional(),
  desk: deskShape.optional(),
  public: publicShape.optional(),
  local: localShape.optional(),
  tls: tlsShape.optional(),
})

/** A wrong one stays in its place, so that the rest of the person is looked at. */
const telephone = parsed(given => {
  const read = parseNumber(given)
  return read.ok ? read : { ...read, standIn: '+1 999 999 9999' }
})

/** Where a person's PIN for the phone desk is found. */
const pin = secretOf('a PIN')

const absenceShape = spanned({ from: localTime, to: localEnd, substitute: word.optional() })

export const personShape = strict({
  name: word,
  phones: oneOrMany(telephone).optional(),
  language: language.optional(),
  roles: names.optional(),
  serves: names.optional(),
  pin: pin.optional(),
  mail: mailAddress.optional(),
  sms: number.optional(),
  quiet: quietShape.optional(),
  zone: zone.optional(),
  absences: z.array(absenceShape).min(1).optional(),
})

const rotationShape = strict({
  people: names,
  every: parsed(parseEvery),
  from: localTime,
  during: hours.optional(),
})

const overrideShape = spanned({
  from: localTime,
  to: localEnd,
  add: names.optional(),
  remove: names.optional(),
  replace: word.optional(),
  by: word.optional(),
}).superRefine((override, ctx) => {
  const does = (['add', 'remove', 'replace'] as const).filter(key => override[key] !== undefined)
  const expected = 'one of `add`, `remove` or `replace` (with `by`)'
  if (does.length === 0)
    ctx.addIssue({
      code: 'custom',
      message: 'this override changes nothing',
      params: { expected, unless: ['add', 'remove', 'replace'] },
    })
  for (const extra of does.slice(1)) {
    const message = `this override does two things: \`${does[0]}\` and \`${extra}\``
    ctx.addIssue({ code: 'custom', path: [extra], message, params: { expected: 'an override for each', at: 'key' } })
  }
  if ((override.replace === undefined) === (override.by === undefined)) return
  const [given, missing] = override.by === undefined ? ['replace', 'by'] : ['by', 'replace']
  const message = `there is a \`${given}\` but no \`${missing}\``
  ctx.addIssue({ code: 'custom', message, params: { expected: '`replace: A` and `by: B` together' } })
})

export const scheduleShape = strict({
  template: names.optional(),
  zone: zone.optional(),
  fallback: word.optional(),
  rotations: z.array(rotationShape).min(1).optional(),
  overrides: z.array(overrideShape).min(1).optional(),
})

const ringing = { ring: duration(1, 120).optional(), tries: count(1, 10).optional() }
const target = z.union([word, strict({ schedule: word }), strict({ person: word }), strict({ role: word })])
const rungShape = strict({ who: oneOrMany(target), mode: z.enum(['each', 'all']).optional(), ...ringing })
const climbing = {
  passes: count(1, 50).optional(),
  pause: duration(0, 3600).optional(),
  accept: duration(5, 120).optional(),
  reminder: reminderShape.optional(),
  'added-words': z.enum(['sms', 'call', 'never']).optional(),
  expires: durationOrNever(60, 12 * 3600).optional(),
  exhausted: strict({
    retry: z
      .union([
        z.enum(['never'], { error: `${FORM}\`{ every: 15m, for: 4h }\`` }),
        strict({
          every: duration(1, 24 * 3600).optional(),
          for: duration(1, 14 * 24 * 3600).optional(),
          widen: z.array(oneOrMany(target)).min(1).optional(),
        }),
      ])
      .optional(),
    notify: oneOrMany(target).optional(),
    message: word.optional(),
  }).optional(),
}
const rungs = z.array(rungShape).min(1)
const ladderKeys = {
  'repeat-from': count(1, 50).optional(),
  until: z.enum(['acknowledged']).optional(),
  ...ringing,
  ...climbing,
}
/** A ladder as it may be written: what it does not say, its template or `defaults:` says. */
export const ladderPart = strict({ template: names.optional(), rungs: rungs.optional(), ...ladderKeys })
/** A ladder with all that it inherits. */
export const ladderShape = strict({ template: names.optional(), rungs, ...ladderKeys }).superRefine((ladder, ctx) => {
  const from = ladder['repeat-from']
  if (from !== undefined && from > ladder.rungs.length) {
    const message = `there is no rung ${from} to repeat from`
    const expected = `a rung from 1 to ${ladder.rungs.length}`
    ctx.addIssue({ code: 'custom', path: ['repeat-from'], message, params: { expected } })
  }
  if (ladder.until !== undefined && ladder.passes !== undefined) {
    const message = '`until: acknowledged` has no last pass, and `passes` names one'
    ctx.addIssue({ code: 'custom', path: ['passes'], message, params: { expected: 'one of the two', at: 'key' } })
  }
})

/** What a key can do: one of these. What goes with one of them alone (a category, a ring time) is named in inherit-kinds.ts. */
export const OPTION_DOES = ['escalate', 'message', 'say', 'submenu', 'transfer'] as const
const optionKeys = {
  escalate: word.optional(),
  category: word.optional(),
  message: word.optional(),
  say: text.optional(),
  submenu: word.optional(),
  transfer: word.optional(),
  ring: duration(5, 120).optional(),
  otherwise: z
    .union([z.enum(['menu']), strict({ message: word }), strict({ escalate: word, category: word.optional() })])
    .optional(),
}
/** A key as it may be written. */
const optionPart = strict({ for: text.optional(), ...optionKeys })
/** A key with all that it inherits. */
const optionShape = strict({ for: text, ...optionKeys }).superRefine((option, ctx) => {
  const does = OPTION_DOES.filter(key => option[key] !== undefined)
  const expected = 'one of `escalate`, `message`, `say`, `submenu` or `transfer`'
  for (const key of ['ring', 'otherwise'] as const) {
    if (option[key] === undefined || option.transfer !== undefined) continue
    ctx.addIssue({
      code: 'custom',
      path: [key],
      message: `\`${key}\` goes with \`transfer\` only`,
      params: { at: 'key', unless: ['transfer'] },
    })
  }
  if (does.length === 0)
    ctx.addIssue({ code: 'custom', message: 'this key does nothing', params: { expected, unless: OPTION_DOES } })
  for (const extra of does.slice(1)) {
    ctx.addIssue({
      code: 'custom',
      path: [extra],
      message: `this key does two things: \`${does[0]}\` and \`${extra}\``,
      params: { expected, at: 'key' },
    })
  }
  if (option.category !== undefined && option.escalate === undefined) {
    ctx.addIssue({
      code: 'custom',
      path: ['category'],
      message: 'a category goes with `escalate` only',
      params: { at: 'key', unless: ['escalate'] },
    })
  }
})

const asking = { 'key-wait': duration(1, 60).optional(), rounds: count(1, 5).optional() }
/** `none` takes away a key that a template has. */
function keysOf<T extends z.ZodType>(option: T) {
  return keyed(z.union([option, z.enum(['none'])]), /^[0-9*#]$/, 'a key of the telephone: 0 to 9, "*" or "#"').transform(
    keys => Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== 'none')) as Record<string, z.output<T>>,
  )
}
const menuKeys = { template: names.optional(), greeting: text.optional(), ...asking }
/** A menu as it may be written: what it does not say, its template or `defaults:` says. */
export const menuPart = strict({ ...menuKeys, keys: keysOf(optionPart).optional() })
/** A menu with all that it inherits. */
export const menuShape = strict({ ...menuKeys, keys: keysOf(optionShape) })

const lineShape = z.union([
  number.transform((given): { number: string; trunk?: string } => ({ number: given })),
  strict({ number: parsed(parseLine), trunk: word }),
])
const phoneName = parsed(value =>
  NAME.test(value)
    ? right(value)
    : wrong(`\`${value}\` cannot be the name of a telephone`, 'a letter, then small letters, digits and dashes'),
)
interface OfficePhoneRules {
  id: string
  contact?: string
  password?: string
  acl?: string[]
  'emergency-caller-id'?: string
}
const phone = z
  .union([
    phoneName.transform((id): OfficePhoneRules => ({ id })),
    strict({
      id: phoneName,
      contact: parsed(parseContact).optional(),
      password: secret.optional(),
      acl: oneOrMany(network).optional(),
      'emergency-caller-id': number.optional(),
    }),
  ])
  .superRefine((given, ctx) => {
    if (given.contact !== undefined || given.password !== undefined) return
    const expected = 'a `contact` at which it is rung, or a `password` with which it registers'
    const hint = `write { id: ${given.id}, contact: sip:${given.id}@192.0.2.61 } with its address`
    ctx.addIssue({
      code: 'custom',
      message: `the telephone \`${given.id}\` cannot be reached`,
      params: { expected, hint, unless: ['contact', 'password'] },
    })
  })

function parseContact(value: string): Parsed<string> {
  const [user = ''] = value.replace(/^sip:/, '').split('@')
  if (isEmergency(user))
    return wrong(`${user} is an emergency number: the box never dials one`, 'the address of an office telephone')
  if (/^sip:[A-Za-z0-9_.+-]+@[A-Za-z0-9.-]+(:\d{1,5})?$/.test(value)) return right(value)
  return wrong(`\`${value}\` is not the address of a telephone`, 'a SIP address such as sip:desk@192.0.2.61')
}

/** One menu, or one for each state of the office. */
const menuChoice = z.union([word, strict({ open: word.optional(), closed: word.optional(), holiday: word.optional() })])

/** What a property may say, and `defaults:` for all of them. */
const common = {
  zone: zone.optional(),
  languages: languages.optional(),
  'caller-id': number.optional(),
  outbound: names.optional(),
  failsafe: failsafeShape.optional(),
  menu: menuChoice.optional(),
  groups: names.optional(),
  hours: hours.optional(),
  holidays: holidays.optional(),
  closures: closures.optional(),
  'recording-notice': yesNo.optional(),
  'record-talk': yesNo.optional(),
  'on-no-key': z
    .union([z.enum(['message', 'escalate']), strict({ message: word }), strict({ escalate: word, category: word.optional() })])
    .optional(),
  statement: duration(5, 50).optional(),
  message: strict({ max: duration(5, 600).optional(), min: duration(0, 30).optional() }).optional(),
  hold: strict({ max: duration(5, 2 * 3600).optional(), 'word-every': duration(5, 300).optional() }).optional(),
  retention: retentionShape.optional(),
  caps: capsShape.optional(),
  mailboxes: mailboxesShape.optional(),
  digest: digestShape.optional(),
  reports: propertyReportsShape.optional(),
  storm: stormShape.optional(),
  target: targetShape.optional(),
  'answer-target': duration(5, 600).optional(),
  dialling: propertyDiallingShape.optional(),
  notify: notifyShape.optional(),
}

const officeRinging = { ring: duration(1, 300).optional(), 'most-waiting': count(1, 50).optional() }
/** How office telephones ring, for those who have some. */
const commonOffice = strict(officeRinging).optional()

/** The keys of a property that `defaults:` and templates may say for it. */
export const INHERITED: readonly string[] = [...Object.keys(common), 'office']

export const templateShape = strict({ template: names.optional(), office: commonOffice, ...common })
/** Entries of which one can be the template of another, and which `templates:` and `defaults:` hold too. */
export const KINDS = ['schedules', 'ladders', 'menus'] as const
export type Kind = (typeof KINDS)[number]
export const PARTS = { schedules: scheduleShape, ladders: ladderPart, menus: menuPart } as const
export const CLIMBING_KEYS: readonly string[] = [...Object.keys(ringing), ...Object.keys(climbing)]
export const ASKING_KEYS: readonly string[] = Object.keys(asking)

export const defaultsShape = strict({
  office: commonOffice,
  ...common,
  ...ringing,
  ...climbing,
  ...asking,
  schedules: scheduleShape.omit({ template: true }).optional(),
  ladders: ladderPart.omit({ template: true }).optional(),
  menus: menuPart.omit({ template: true }).optional(),
})

export const propertyShape = strict({
  name: word,
  spoken: text.optional(),
  lines: z.array(lineShape).min(1),
  'emergency-caller-id': number.optional(),
  template: names.optional(),
  office: strict({ ...officeRinging, phones: z.array(phone).min(1) }).optional(),
  ...common,
})

export { categoryShape } from './shape-trouble.ts'
export const phrasesShape = z.record(z.string(), z.string())

export type BoxRules = z.output<typeof boxShape>
export type TrunkRules = z.output<typeof trunkShape>
export type PersonRules = z.output<typeof personShape>
export type OverrideRules = z.output<typeof overrideShape>
export type ScheduleRules = z.output<typeof scheduleShape>
export type LadderRules = z.output<typeof ladderShape>
export type TargetRules = z.output<typeof target>
export type MenuRules = z.output<typeof menuShape>
export type OptionRules = z.output<typeof optionShape>
export type DefaultsRules = z.output<typeof defaultsShape>
export type TemplateRules = z.output<typeof templateShape>
export type PropertyRules = z.output<typeof propertyShape>
export type TextRules = z.output<typeof text>
export type PhraseRules = z.output<typeof phrasesShape>
