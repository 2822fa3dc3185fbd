// Takes out of a message, and out of the line that is shown with it, what may be a secret. Rules name secrets by reference, but a
// mistake is just where somebody wrote one itself. Called by problem.ts for everything that is told about rules.

/** Keys whose values are secrets or hold them. Mistyped ones count: `passwort`, `apikey`. */
const SECRET_KEY = /pass|pwd|secret|token|credential|authori[sz]ation|api[_-]?key|private[_-]?key|^pins?$|^pin[_-]|^auth$/i
/** May be shown: it says only where the secret is. Quotes around it, and what ends it. */
const REFERENCE = /^\s*["']?(env:[A-Za-z_]\w{0,100}|file:\/[^\s"',}\]]{1,300})["']?\s*(?=[,}\]#]|$)/
/** A key within a line: `key:`, also in quotes. */
const KEY = /(?:^|[\s{,["'])([A-Za-z_][\w-]{0,60})["']?\s{0,20}[:=](?=\s|$|["'])/g
/** `sip:name:password@host`. */
const SIP_LOGIN = /\b(sips?:[^\s@:/"'`]{1,200}:)[^\s@"'`]{1,200}(?=@)/gi
const URL = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s"'`]{1,4000})/gi
/** An address that has lost its `https://`. */
const BARE_ADDRESS = /(\burl["']?\s{0,20}:\s{0,20}["']?(?:[^\s"'/@]{1,200}@)?[^\s"'/:?]{1,300})[/?][^\s"'},]{1,4000}/g
const MASK = '***'

/** Addresses keep their host: a login, a path and a query can each be a secret. */
export function withoutSecretAddresses(text: string): string {
  const plain = text.replaceAll(SIP_LOGIN, `$1${MASK}`)
  return plain.replaceAll(URL, (_, scheme: string, rest: string) => {
    const end = rest.search(/[/?#]/)
    const authority = end < 0 ? rest : rest.slice(0, end)
    const host = authority.slice(authority.lastIndexOf('@') + 1)
    const login = host === authority ? '' : `${MASK}@`
    // Brackets and punctuation after the address are not its own.
    const tail = end < 0 || /^\/?[),.;\]}]*$/.test(rest.slice(end)) ? (end < 0 ? '' : rest.slice(end)) : '/…'
    return `${scheme}${login}${host}${tail}`
  })
}

/** The line as it may be shown; `lines` are those of its file, `nth` counts from 0. */
export function lineWithoutSecrets(lines: readonly string[], nth: number): string {
  const line = lines[nth] ?? ''
  if (isBelowSecret(lines, nth)) return line.replace(/\S.*$/, MASK)
  for (const { 0: whole, 1: key, index } of line.matchAll(KEY)) {
    if (key === undefined || !(isSecretKey(key) || key === 'register')) continue
    const start = index + whole.length
    const value = line.slice(start)
    if (key === 'register' && /^\s*(\{|$|#)/.test(value)) continue
    if (/^\s*$/.test(value) || REFERENCE.test(value)) continue
    return `${withoutSecretAddresses(line.slice(0, start))} ${MASK}`
  }
  return withoutSecretAddresses(line).replaceAll(BARE_ADDRESS, '$1/…')
}

function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key)
}

/** So many lines above are looked at: no secret is longer. */
const LINES_ABOVE = 40

/** A text that goes on below its key: `password: >`, `password:`, `headers: { Authorization:`. */
function isBelowSecret(lines: readonly string[], nth: number): boolean {
  let depth = indentOf(lines[nth] ?? '')
  for (let above = nth - 1; above >= Math.max(0, nth - LINES_ABOVE); above--) {
    const line = lines[above] ?? ''
    if (line.trim() === '' || indentOf(line) > depth || (indentOf(line) === depth && depth > 0)) continue
    const key = /^[\s-]*["']?([A-Za-z_][\w-]{0,60})["']?\s*:/.exec(line)?.[1]
    if (key !== undefined && isSecretKey(key) && !REFERENCE.test(line.slice(line.indexOf(':') + 1))) return true
    depth = indentOf(line)
    if (depth === 0) return false
  }
  return false
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
