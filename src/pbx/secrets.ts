// Secrets by reference: the rules name an environment variable or a file, never the secret. Called when the PBX's files are rendered,
// when a server outside wants a password, and when a PIN is judged. No message from here holds the secret, whatever is wrong with it.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** What is in `reveal` reaches no log and no message by accident: as text or JSON only its reference is seen. */
export interface Secret {
  readonly from: string
  /** Only where it is written or sent. */
  readonly reveal: () => string
  readonly toString: () => string
}

export function asSecret(from: string, value: string): Secret {
  return { from, reveal: () => value, toString: () => `the secret at ${from}` }
}

/** No secret is longer, bytes. */
const LONGEST = 10_000

/** Throws when it is not a plain file: reading a pipe may never return, and a device has no end. */
export function secretInFile(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const stats = fstatSync(fd)
    if (!stats.isFile()) throw new Error(`file:${path}: this is no plain file`)
    if (stats.size > LONGEST) throw new Error(`file:${path}: the file is longer than any secret`)
    const bytes = Buffer.alloc(LONGEST)
    return bytes.toString('utf8', 0, readSync(fd, bytes, 0, LONGEST, 0)).trim()
  } finally {
    closeSync(fd)
  }
}

/** `env:NAME` or `file:/path`. Throws an Error that says what is missing. */
export function secretOf(reference: string, env: Readonly<Record<string, string | undefined>>): Secret {
  if (reference.startsWith('env:')) {
    const value = env[reference.slice(4)]
    if (value === undefined || value === '') throw new Error(`${reference}: set the environment variable ${reference.slice(4)}`)
    return asSecret(reference, value)
  }
  if (reference.startsWith('file:')) {
    const value = secretInFile(reference.slice(5))
    if (value === '') throw new Error(`${reference}: the file is empty`)
    return asSecret(reference, value)
  }
  // It may be the secret itself.
  throw new Error('a secret is named env:NAME or file:/path')
}
