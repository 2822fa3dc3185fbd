// The files with which the box speaks TLS: whether they can be read, belong together, and how long the certificate is good.
// Asked by `nightbell render`, before Asterisk would refuse them without a word, and by the daemon, for its alarms.
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { AUTHORITIES } from './render-transports.ts'
import type { PbxSettings } from './settings.ts'

type Own = Pick<PbxSettings, 'tls'> & { readonly trunks: readonly { readonly transport?: 'tcp' | 'tls' }[] }

/** What keeps TLS from working, each in one sentence; nothing where no trunk speaks TLS. */
export function wrongCertificates(own: Own): string[] {
  const { certificateFile, keyFile, authoritiesFile } = filesOf(own)
  return wrongIn(own, { certificate: reading(certificateFile), key: reading(keyFile), authorities: reading(authoritiesFile) })
}

/** How the box's own files are now. Nothing waits for a disk that hangs. */
export interface OwnCertificates {
  readonly wrong: readonly string[]
  /** Of the certificate, ms since the epoch; null where there is none that can be read. */
  readonly end: number | null
  /** PEM, to speak TLS as the box does. */
  readonly pem: { readonly cert?: string; readonly key?: string; readonly ca?: string }
}

export async function lookAtCertificates(own: Own): Promise<OwnCertificates> {
  const { certificateFile, keyFile, authoritiesFile } = filesOf(own)
  const [certificate, key, authorities] = await Promise.all([certificateFile, keyFile, authoritiesFile].map(readingAside))
  if (certificate === undefined || key === undefined || authorities === undefined) return { wrong: [], end: null, pem: {} }
  const wrong = wrongIn(own, { certificate, key, authorities })
  const pem = {
    ...(certificate.text === null || key.text === null || misfit(certificate.text, key.text).length > 0
      ? {}
      : { cert: certificate.text, key: key.text }),
    ...(authorities.text === null ? {} : { ca: authorities.text }),
  }
  return { wrong, end: endOf(certificate.text), pem }
}

function filesOf({ tls = {} }: Own): { certificateFile?: string; keyFile?: string; authoritiesFile: string } {
  return { authoritiesFile: AUTHORITIES, ...tls }
}

type Readings = Readonly<Record<'certificate' | 'key' | 'authorities', Reading>>

function wrongIn({ trunks, tls = {} }: Own, read: Readings): string[] {
  if (!trunks.some(({ transport }) => transport === 'tls')) return []
  const wrong = Object.entries(read).flatMap(([what, { trouble }]) => (trouble === null ? [] : [`box.tls.${what}: ${trouble}`]))
  if (read.authorities.trouble !== null && tls.authoritiesFile === undefined)
    wrong.push('apt-get install ca-certificates, or name a file under `box: { tls: { authorities: … } }`')
  const { text: certificate } = read.certificate
  const { text: key } = read.key
  return certificate === null || key === null ? wrong : [...wrong, ...misfit(certificate, key)]
}

function endOf(certificate: string | null): number | null {
  if (certificate === null) return null
  try {
    return new X509Certificate(certificate).validToDate.getTime()
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
    return unread(file, error)
  }
}

async function readingAside(file: string | undefined): Promise<Reading> {
  if (file === undefined) return { text: null, trouble: null }
  try {
    return { text: await readFile(file, 'utf8'), trouble: null }
  } catch (error) {
    return unread(file, error)
  }
}

function unread(file: string, error: unknown): Reading {
  const { code, message } = error as NodeJS.ErrnoException
  const why =
    code === 'ENOENT' ? 'does not exist' : code === 'EACCES' ? 'cannot be read by this user' : `cannot be read: ${message}`
  return { text: null, trouble: `${file} ${why}` }
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
