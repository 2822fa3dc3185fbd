// What a stranger's SIP headers may put into our world: decodes the arguments that the dialplan hands over, and makes plain
// text and plain numbers of them. Called by translate.ts. Pure; nothing that comes in here can throw.
const LONGEST_TEXT = 200
/** Said by exchanges and telephones in place of a number. */
const NO_NUMBER = new Set(['266696687', '464646', '97'])

/** What nightbell-reduce in the dialplan puts in place of brackets, which its URIENCODE() would leave as they are. */
const BRACKETS: Readonly<Record<string, string>> = { '01': '(', '02': ')' }

/** Undoes the dialplan's encoding byte by byte: broken escapes stay, broken UTF-8 is left out (the dialplan clips by bytes). */
export function decoded(argument: string | undefined): string {
  if (argument === undefined || argument === '') return ''
  const clipped = argument.slice(0, 4096)
  if (!clipped.includes('%')) return clipped
  const bytes: Buffer[] = []
  for (const part of clipped.split(/(%[0-9A-Fa-f]{2})/)) {
    if (part !== '') bytes.push(/^%[0-9A-Fa-f]{2}$/.test(part) ? unescaped(part.slice(1)) : Buffer.from(part, 'utf8'))
  }
  return Buffer.concat(bytes).toString('utf8').replaceAll('\uFFFD', '')
}

function unescaped(hex: string): Buffer {
  const bracket = BRACKETS[hex]
  return bracket === undefined ? Buffer.from(hex, 'hex') : Buffer.from(bracket)
}

/** Text for people: no control characters, no invisible ones, at most 200 characters; null when nothing is left. */
export function plainText(text: string): string | null {
  const visible = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return visible === '' ? null : [...visible].slice(0, LONGEST_TEXT).join('').trim()
}

/** A display name. Asterisk leaves SIP's quoted pairs (RFC 3261, 25.1) as they came. */
export function callerName(argument: string | undefined): string | null {
  const name = plainText(decoded(argument).replaceAll(/\\([\0-\x7f])/g, '$1'))
  return name !== null && isNoName(name) ? null : name
}

/** Digits with an optional leading plus; null for what nobody could call: names, `anonymous`, zeros, endless digits. */
export function usefulNumber(text: string): string | null {
  const trimmed = text.trim()
  if (!/^\+?[\d\s().\-/]+$/.test(trimmed)) return null
  const digits = trimmed.replaceAll(/\D/g, '')
  if (digits.length < 3 || digits.length > 20 || /^0+$/.test(digits) || NO_NUMBER.has(digits)) return null
  return trimmed.startsWith('+') ? `+${digits}` : digits
}

/** The caller's number, where it is one. Whether it may be shown is decided by `isShown`. */
export function callerNumber(argument: string | undefined): string | null {
  return usefulNumber(decoded(argument))
}

function isNoName(name: string): boolean {
  return /^(anonymous|unavailable|unknown|restricted|private|withheld|out of area|no name|wireless caller)$/i.test(name)
}
