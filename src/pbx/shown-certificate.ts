// The certificate that a server shows, and whether the box may believe it: one TLS connection, ended at once. Never rejects; nothing of SIP
// is said. Called by certificate-watch.ts.
import { isIP } from 'node:net'
import { checkServerIdentity, connect, type PeerCertificate } from 'node:tls'

export interface ShownNeeds {
  readonly host: string
  readonly port: number
  /** For whom the certificate must be: the name in the rules, wherever DNS leads. */
  readonly name: string
  readonly pem: { readonly cert?: string; readonly key?: string; readonly ca?: string }
  /** Of `ca`, for words. */
  readonly authoritiesFile: string
}

export interface Shown {
  /** Ms since the epoch. */
  readonly end: number
  /** Why it is not believed; null: it is. */
  readonly distrusted: string | null
}

const PATIENCE_MS = 8000

/** Null: the server cannot be reached, or shows none. */
export function shownCertificate({ host, port, name, pem, authoritiesFile }: ShownNeeds): Promise<Shown | null> {
  const { promise, resolve } = Promise.withResolvers<Shown | null>()
  const named = isIP(name) === 0 ? { servername: name } : {}
  // Whether it is right is asked below: then there are words for it.
  const socket = connect({ host, port, ...pem, ...named, rejectUnauthorized: false, checkServerIdentity: () => undefined })
  const done = (shown: Shown | null): void => {
    resolve(shown)
    socket.destroy()
  }
  const late = setTimeout(() => done(null), PATIENCE_MS)
  socket.once('secureConnect', () => {
    const certificate = socket.getPeerCertificate()
    const end = Date.parse(certificate.valid_to ?? '')
    if (Number.isNaN(end)) return done(null)
    const code = String(Object(socket.authorizationError).code ?? socket.authorizationError ?? '')
    done({ end, distrusted: distrustOf(code, certificate, name, authoritiesFile) })
  })
  socket.once('error', () => done(null))
  return promise.finally(() => clearTimeout(late))
}

function distrustOf(code: string, certificate: PeerCertificate, name: string, authoritiesFile: string): string | null {
  if (code === 'CERT_HAS_EXPIRED') return null
  if (code === 'CERT_NOT_YET_VALID') return `it is valid only from ${certificate.valid_from} on: is the box's clock right?`
  if (/SELF_SIGNED|ISSUER|VERIFY_LEAF/.test(code)) return `whoever signed it is not in ${authoritiesFile} (box.tls.authorities)`
  if (code !== '' && !code.startsWith('ERR_TLS_CERT_ALTNAME')) return code.toLowerCase().replaceAll('_', ' ')
  if (checkServerIdentity(name, certificate) === undefined) return null
  return `it is not for ${name}, but for ${namesOf(certificate)}: write that name as \`host\`, or ask the carrier`
}

function namesOf({ subjectaltname, subject }: PeerCertificate): string {
  const names = (subjectaltname ?? '').split(', ').map(each => each.replace(/^\w+( Address)?:/, ''))
  const all = names.filter(each => each !== '')
  return all.slice(0, 3).join(', ') || String(subject?.CN ?? 'nobody')
}
