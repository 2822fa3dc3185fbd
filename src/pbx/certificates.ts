// The files with which the box speaks TLS: whether they can be read, belong together, and how long the certificate is good.
// Asked by `nightbell render`, before Asterisk would refuse them without a word, and by the daemon, for its alarms.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BoxTls } from '../core/plan/plan.ts'
import { AUTHORITIES } from './render-transports.ts'
import type { PbxSettings } from './settings.ts'

/** What keeps TLS from working, each in one sentence; nothing where no trunk speaks TLS. */
export function wrongCertificates({ trunks, tls = {} }: Pick<PbxSettings, 'trunks' | 'tls'>): string[] {
  if (!trunks.some(({ transport }) => transport === 'tls')) return []
  const { certificateFile, keyFile, authoritiesFile = AUTHORITIES } = tls
  const read = { certificate: reading(certificateFile), key: reading(keyFile), authorities: reading(authoritiesFile) }
  const wrong = Object.entries(read).flatMap(([what, { trouble }]) => (trouble === null ? [] : [`box.tls.${what}: ${trouble}`]))
  if (read.authorities.trouble !== null && tls.authoritiesFile === undefined)
    wrong.push('apt-get install ca-certificates, or name a file under `box: { tls: { authorities: … } }`')
  const { text: certificate } = read.certificate
  const { text: key } = read.key
  return certificate === null || key === null ? wrong : [...wrong, ...misfit(certificate, key)]
}

/** The end of the box's own certificate, milliseconds since 1970; null where it has none that can be read. */
export function endOfCertificate({ certificateFile }: BoxTls): number | null {
  const { text } = reading(certificateFile)
  if (text === null) return null
  try {
    return new X509Certificate(text).validToDate.getTime()
  } catch {
    return null
  }
}

interface Reading {
  readonly text: string | null
  readonly trouble: string | null
}

function reading(file: string | undefined): Reading {
  if (file === undefined) return { text: null, trouble: null }
  try {
    return { text: readFileSync(file, 'utf8'), trouble: null }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why =
      code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'cannot be read by this user' : `cannot be read: ${message}`
    return { text: null, trouble: `${file} ${why}` }
  }
}

function misfit(certificate: string, key: string): string[] {
  let own: X509Certificate
  try {
    own = new X509Certificate(certificate)
  } catch {
    return ['box.tls.certificate: the file holds no certificate in PEM form']
  }
  try {
    const fits = own.checkPrivateKey(createPrivateKey(key))
    return fits ? [] : ['box.tls: the key does not belong to the certificate']
  } catch {
    return ['box.tls.key: the file holds no private key in PEM form without a passphrase']
  }
}
