// Takes logins, paths and queries out of addresses: each of them can be a secret. Pure. Part of
// without-secrets.ts.

export const MASK = '***'

/** `sip:name:password@host`, `name:password@host`. */
const LOGIN = /(?<![\w+.-])((?:sips?:)?(?!(?:sips?|tel|mailto):)[^\s:@/"'`{[,]{1,200}:)[^\s`]{1,300}(?=@)/gi
/** The same where the password has spaces or quotes in it. */
const URL_LOGIN = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^/?#\s@"'`]{0,200}:[^@]{0,300}@/gi
const SIP_LOGIN = /\b(sips?:)[^\s:@/]{1,200}:[^@]{1,300}@/gi
const URL = /\b([a-z][a-z0-9+.-]{1,20}:\/\/)([^\s"'`]{1,4000})/gi
/** An address that has lost its `https://`. */
export const BARE_ADDRESS = /(\burl["']?\s{0,20}:\s{0,20}["']?(?:[^\s"'/@]{1,200}@)?[^\s"'/:?]{1,300})[/?][^\s"'},]{1,4000}/g
/** An address that was shortened, and something behind it that belongs to no other key. */
export const AFTER_ADDRESS = /(\/…)(?!["']?\s*(?:[,}\]].*)?$).*$/

/** Addresses keep their host: a login, a path and a query can each be a secret. */
export function withoutSecretAddresses(text: string): string {
  const plain = text.replaceAll(URL_LOGIN, `$1${MASK}@`).replaceAll(SIP_LOGIN, `$1${MASK}@`).replaceAll(LOGIN, `$1${MASK}`)
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
