// Redacts JSON: rules, inputs, what was seen, facts, summaries. Everything that names somebody, or a
// place in the network, gets its stand-in; times, counts and the box's own words stay, so that the
// core decides alike. roles.ts says what is what.
import { markOf } from '../../../core/desk/wrong-pins.ts'
import type { Plan } from '../../../core/plan/plan.ts'
import { RECORDED } from '../../../core/plan/retention.ts'
import { PHRASES } from '../../../core/words/phrases.ts'
import { OVERFLOW_REASONS } from '../../../core/world/facts.ts'
import { ROLE_OF_FIELD, ROLE_OF_IDS, ROLE_OF_KEYS, ROLE_OF_TARGET, type Role } from './roles.ts'
import { asWords, LEFT_OUT, type StandIns } from './stand-ins.ts'

export interface Redacter {
  plan(plan: Plan): Plan
  /** Of JSON: the same shape. */
  json<T>(value: T): T
  stream(id: string): string
  /** What people wrote, and what was said outside, is left out: here, and a reason that repeats it. */
  said(words: string): string
}

/** `plans`: the new hash of each plan; may grow while it is used. `numbers`: all that may be a caller's. */
export function openRedacter(standIns: StandIns, plans: ReadonlyMap<string, string>, numbers: readonly string[]): Redacter {
  const marks = new Map(numbers.map(number => digitsOf(number)).map(digits => [markOf(digits), digits]))
  const whatWasSaid = new Map<string, RegExp>()

  function walk(value: unknown, field: string, isEntry = false): unknown {
    if (typeof value === 'string') return replaced(value, ROLE_OF_FIELD.get(field) ?? 'text')
    if (Array.isArray(value)) return value.map(one => walk(one, field, isEntry))
    if (typeof value !== 'object' || value === null) return value
    const fields = Object.entries(value)
    if (ROLE_OF_FIELD.get(field) === 'text' || (isEntry && field === 'categories'))
      return Object.fromEntries(fields.map(([key, one]) => [key, texts(one)]))
    const ofKeys = isEntry ? undefined : ROLE_OF_KEYS.get(field)
    if (ofKeys !== undefined)
      return Object.fromEntries(fields.map(([key, one]) => [replaced(key, ofKeys), walk(one, field, true)]))
    return Object.fromEntries(fields.map(([key, one]) => [key, key === 'id' ? idIn(value, one, field) : named(one, key, field)]))
  }

  function named(value: unknown, key: string, holder: string): unknown {
    if (typeof value !== 'string' || ROLE_OF_FIELD.get(key) !== 'name') return walk(value, key)
    return standIns.name(value, LABELS[key] ?? LABELS[holder])
  }

  function texts(value: unknown): unknown {
    if (typeof value === 'string') return standIns.text(value)
    if (Array.isArray(value)) return value.map(texts)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, texts(one)]))
  }

  function idIn(holder: object, id: unknown, field: string): unknown {
    if (typeof id !== 'string') return id
    const ofTarget = 'kind' in holder && typeof holder.kind === 'string' ? ROLE_OF_TARGET[holder.kind] : undefined
    return replaced(id, ofTarget ?? ROLE_OF_IDS.get(field) ?? 'stream')
  }

  function replaced(value: string, role: Role): string {
    switch (role) {
      case 'keep':
        return value
      case 'number':
        return standIns.number(value)
      case 'name':
        return standIns.name(value)
      case 'text':
        return standIns.text(value)
      case 'host':
        return standIns.host(value)
      case 'mail':
        return standIns.mail(value)
      case 'words':
        return repeatsWhatWasSaid(value) ? LEFT_OUT : standIns.words(value)
      case 'own':
        return OWN_WORDS.has(value) ? value : LEFT_OUT
      case 'meaning':
        return meaning(value)
      case 'key':
        return key(value)
      case 'said':
        return said(value)
      case 'stream':
        return stream(value)
      case 'plan':
        return plans.get(value) ?? value
      case 'trunk':
        return value.startsWith('phone:') ? `phone:${standIns.id('phone', value.slice(6))}` : standIns.id('trunk', value)
      // People who took or ended it by hand may not be in the rules: one stand-in, in any field.
      case 'person':
      case 'actor':
        return actor(value)
      case 'whom':
        return whom(value)
      case 'from':
        return from(value)
      case 'serves':
        return standIns.id(standIns.knows('property', value) ? 'property' : 'group', value)
      case 'beginning':
        return digitsOf(value).length <= 6 ? value : standIns.number(value)
      default:
        return standIns.id(role, value)
    }
  }

  function said(words: string): string {
    if (words !== LEFT_OUT && /[\p{L}\p{N}]/u.test(words)) whatWasSaid.set(words, asWords([words]))
    return LEFT_OUT
  }

  function repeatsWhatWasSaid(words: string): boolean {
    return [...whatWasSaid.values()].some(one => one.test(words))
  }

  /** What a key means: what comes before the name is the box's own, however ids of the rules are spelled. */
  function meaning(value: string): string {
    const [, own = '', name = ''] = MEANING.exec(value) ?? []
    const role = ROLE_OF_MEANING[own]
    return role === undefined ? standIns.words(value) : `${own}${replaced(name, role)}`
  }

  /** Of the outbox: what happened, of what, when, by which way to whom. */
  function key(value: string): string {
    if (/^[\d*#]?$/.test(value)) return value
    const [what = '', of = '', ...rest] = value.split(':')
    return [
      /^[a-z-]{1,30}$/.test(what) ? what : whom(what),
      /^[\w.-]+$/.test(of) ? stream(of) : whom(of),
      ...rest.map(partOfKey),
    ].join(':')
  }

  function partOfKey(part: string): string {
    return /^(?:\d{13}|sms|mail|webhook|null|)$/.test(part) ? part : whom(part)
  }

  function actor(value: string): string {
    if (standIns.knows('person', value)) return standIns.id('person', value)
    return OF_THE_BOX.has(value) ? value : standIns.id('who', value)
  }

  function whom(value: string): string {
    if (standIns.knows('person', value)) return standIns.id('person', value)
    if (standIns.knows('webhook', value)) return standIns.id('webhook', value)
    if (value.includes('@')) return standIns.mail(value)
    return /^[+\d ().-]{7,}$/.test(value) ? standIns.number(value) : standIns.id('who', value)
  }

  /** A time, where a call came back from, a telephone at which PINs were typed, an address, a number. */
  function from(value: string): string {
    const [, kind = '', what = ''] = /^(phone|number|withheld):(.*)$/s.exec(value) ?? []
    if (kind === 'phone') return `phone:${standIns.id('phone', what)}`
    if (kind === 'withheld') return `withheld:${standIns.number(what)}`
    if (kind === 'number') return `number:${markOf(digitsOf(standIns.number(marks.get(what) ?? '2025550000')))}`
    if (/^\d{4}-\d\d-\d\d(T[\d:.]+)?$/.test(value) || OF_THE_BOX.has(value)) return value
    return value.includes('@') ? standIns.mail(value) : standIns.number(value)
  }

  function stream(id: string): string {
    const [, kind = '', name = ''] =
      /^s-(duty|notice|pins|hold-person|hold-property|hold-call|hold-incident)-(.*)$/s.exec(id) ?? []
    switch (kind) {
      case 'duty':
        return `s-duty-${standIns.id('schedule', name)}`
      case 'notice':
      case 'hold-property':
        return `s-${kind}-${standIns.id('property', name)}`
      case 'hold-person':
        return `s-${kind}-${standIns.id('person', name)}`
      case 'pins': {
        const [person = '', ...at] = name.split('@')
        return `s-pins-${[standIns.id('person', person), ...at.map(from)].join('@')}`
      }
      default:
        return /^[\w.:-]{1,200}$/.test(id) ? id : standIns.text(id)
    }
  }

  return {
    plan(plan) {
      register(plan, standIns)
      const { phrases, ...rest } = plan
      const redacted = walk(rest, '') as Omit<Plan, 'phrases'>
      return { ...redacted, phrases: Object.fromEntries(Object.entries(phrases).map(([of, each]) => [of, reworded(of, each)])) }
    },
    json: value => walk(value, '') as typeof value,
    stream,
    said,
  }

  /** The box's own words say nothing of anybody. */
  function reworded(language: string, phrases: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const own: Readonly<Record<string, string>> = PHRASES[language] ?? {}
    return Object.fromEntries(Object.entries(phrases).map(([key, text]) => [key, own[key] === text ? text : standIns.text(text)]))
  }
}

const LABELS: Readonly<Record<string, string>> = {
  people: 'Person',
  properties: 'Property',
  mailboxes: 'Mailbox',
  box: 'Box',
  callerName: 'Caller',
}

const MEANING = /^(urgent: |message for |to be connected with |menu |community |schedule |to )(.*)$/s
const ROLE_OF_MEANING: Readonly<Record<string, Role>> = {
  'urgent: ': 'category',
  'message for ': 'mailbox',
  'to be connected with ': 'whom',
  'menu ': 'menu',
  'community ': 'name',
  'schedule ': 'schedule',
  'to ': 'whom',
}

/** What callers were told, what is kept of them, and why the office did not have the call. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  ...Object.keys(PHRASES.en ?? {}),
  ...['an announcement', 'to leave a message', 'connecting', 'known', 'known-keys', 'all', 'statements'],
  ...['talk-over', 'taken-over', 'technician-lost', 'transfer-over', 'transfer-still', 'free-speech', 'message'],
  ...[...RECORDED, ...OVERFLOW_REASONS, LEFT_OUT],
])

const OF_THE_BOX: ReadonlySet<string> = new Set('caller technician other sms call own queue deadman'.split(' '))

/** Ids are known before anything names them. */
function register({ properties, people, webhooks = {} }: Plan, standIns: StandIns): void {
  for (const id of Object.keys(properties)) standIns.id('property', id)
  for (const id of Object.keys(people)) standIns.id('person', id)
  for (const id of Object.keys(webhooks)) standIns.id('webhook', id)
}

export function digitsOf(number: string): string {
  return number.replaceAll(/\D/g, '')
}
