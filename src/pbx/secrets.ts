// Secrets by reference: the rules name an environment variable or a file, never the secret. Called when the PBX's files are rendered.
import { readFileSync } from 'node:fs'

/** `env:NAME` or `file:/path`. Throws an Error that says what is missing. */
export function secretOf(reference: string, env: Readonly<Record<string, string | undefined>>): string {
  if (reference.startsWith('env:')) {
    const value = env[reference.slice(4)]
    if (value === undefined || value === '') throw new Error(`${reference}: set the environment variable ${reference.slice(4)}`)
    return value
  }
  if (reference.startsWith('file:')) {
    const value = readFileSync(reference.slice(5), 'utf8').trim()
    if (value === '') throw new Error(`${reference}: the file is empty`)
    return value
  }
  throw new Error(`${reference}: a secret is named env:NAME or file:/path`)
}
