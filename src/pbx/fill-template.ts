// Puts values into a template's {{names}} and refuses values that could break out of a line of an Asterisk file.
// Called by the renderers; the templates themselves are in asterisk/.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { wrongForAsterisk } from '../core/plan/secret-text.ts'
import type { Secret } from './secrets.ts'

const templatesDirectory = fileURLToPath(new URL('../../asterisk/', import.meta.url))

/** Text of a template by its name beneath asterisk/, read anew each time: rendering is rare. */
export function readTemplate(name: string): string {
  return readFileSync(`${templatesDirectory}${name}`, 'utf8')
}

/** Throws if the template names a value that isn't given, or a given value is never used. */
export function fillTemplate(template: string, values: Readonly<Record<string, string | number>>): string {
  const used = new Set<string>()
  const text = template.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the template names {{${name}}}, but no such value was given`)
    used.add(name)
    return String(value)
  })
  const unused = Object.keys(values).filter(name => !used.has(name))
  if (unused.length > 0) throw new Error(`the template never uses ${unused.join(', ')}`)
  return text.replaceAll(/\n{3,}/g, '\n\n')
}

/** A name that becomes part of a section or context: letters, digits, dot, dash, underscore. */
export function checkName(value: string, what: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(value)) {
    throw new Error(`${what} ${JSON.stringify(value)}: expected letters, digits, ".", "-" or "_", at most 64`)
  }
  return value
}

/** Something that can be dialled: digits, +, *, #, or a name. */
export function checkNumber(value: string, what: string): string {
  if (!/^[+*#A-Za-z0-9][+*#A-Za-z0-9_.-]{0,63}$/.test(value)) {
    throw new Error(`${what} ${JSON.stringify(value)}: expected a telephone number such as +15550001001`)
  }
  return value
}

/** Any other value: one line, without the characters that start a comment, a section or a dialplan expression. */
export function checkValue(value: string, what: string): string {
  const bad = [...value].find(character => character < ' ' || character === '\u007f' || ';[]{}$"\\`'.includes(character))
  if (bad !== undefined)
    throw new Error(`${what} ${JSON.stringify(value)}: ${JSON.stringify(bad)} can't stand in a configuration file`)
  if (value.length === 0 || value.length > 500) throw new Error(`${what}: expected 1 to 500 characters, not ${value.length}`)
  if (value !== value.trim()) throw new Error(`${what} ${JSON.stringify(value)}: no spaces at its ends, please`)
  return value
}

/** A password, which no message repeats: what is wrong with it is told in words (core/plan/secret-text.ts). */
export function checkSecret(secret: Secret | string, what: string): string {
  const value = typeof secret === 'string' ? secret : secret.reveal()
  const from = typeof secret === 'string' ? '' : ` (${secret.from})`
  const wrong = wrongForAsterisk(value)
  if (wrong !== null) throw new Error(`${what}${from}: ${wrong}`)
  return value
}

/** An absolute path of plain characters: it stands in dialplan arguments, where commas and spaces separate. */
export function checkPath(value: string, what: string): string {
  if (!/^(\/[A-Za-z0-9_.+@-]+)+$/.test(value)) {
    throw new Error(`${what} ${JSON.stringify(value)}: expected an absolute path of letters, digits, ".", "-", "_", "+" or "@"`)
  }
  return value
}

export function checkPort(value: number, what: string): number {
  if (!Number.isInteger(value) || value < 1 || value > 65535) throw new Error(`${what} ${value}: expected a port from 1 to 65535`)
  return value
}
