// What a secret must look like for its use, in words that never repeat it. Asked by `nightbell check` and where a secret is used.

/** Characters that end a value, begin a comment or mean something else in a file of Asterisk's. */
const NOT_IN_ASTERISK: readonly (readonly [RegExp, string])[] = [
  [/[\r\n]/, 'a line break'],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  [/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/, 'a control character'],
  [/;/, 'a semicolon (;), which begins a comment there'],
  [/[[\]{}]/, 'a bracket ([, ], { or })'],
  [/[$`]/, 'a dollar sign ($) or a backtick (`)'],
  [/["\\]/, 'a double quote (") or a backslash (\\)'],
]
const LONGEST = 500

/** Why it cannot stand in Asterisk's files; null when it can. */
export function wrongForAsterisk(secret: string): string | null {
  for (const [pattern, what] of NOT_IN_ASTERISK)
    if (pattern.test(secret)) return `${what} cannot stand in Asterisk's files: choose another secret`
  if (secret === '' || secret.length > LONGEST) return `it must have 1 to ${LONGEST} characters, and has ${secret.length}`
  return secret === secret.trim() ? null : "spaces at its ends cannot stand in Asterisk's files"
}

/** Shorter PINs are guessed, longer ones are not keyed. */
const PIN = /^\d{5,12}$/

export function isPin(secret: string): boolean {
  return PIN.test(secret)
}

function wrongForPin(secret: string): string | null {
  return isPin(secret) ? null : 'a PIN has 5 to 12 digits, and nothing else'
}

/** What a secret is for: it is written into Asterisk's files, keyed as a PIN, or sent to a server. */
export type SecretUse = 'asterisk' | 'pin' | 'server'

export function wrongSecret(secret: string, use: SecretUse): string | null {
  return use === 'asterisk' ? wrongForAsterisk(secret) : use === 'pin' ? wrongForPin(secret) : null
}
