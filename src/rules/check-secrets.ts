// Secrets that are not where the rules say, or cannot be used for what they are for. What cannot be read here may be there where the
// daemon runs, so that is a warning. The secret itself is in no message. Called by compile.ts when nothing else is wrong.
import type { SecretUse } from '../core/plan/secret-text.ts'
import { error, type Findings, valueAt, warning } from './findings.ts'
import type { Portfolio } from './merge.ts'
import type { Tree } from './read-yaml.ts'

/** Says what is wrong with the secret at a reference, or null when all is well. `missing`: it could not be read at all. */
export type SecretCheck = (reference: string, use: SecretUse) => { readonly missing?: true; readonly said: string } | null

const SECRETS: ReadonlySet<string> = new Set(['password', 'secret', 'pin'])

export function checkSecrets({ sections }: Portfolio, look: SecretCheck, findings: Findings): void {
  /** Where the walk is. */
  const path: string[] = []
  const walk = (tree: Tree, key: string): void => {
    path.push(key)
    if (typeof tree === 'string') lookAt(tree, key)
    else for (const [name, value] of Object.entries(tree)) walk(value as Tree, name)
    path.pop()
  }
  const lookAt = (tree: string, key: string): void => {
    if (!SECRETS.has(key)) return
    const found = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:\S+)$/.test(tree) ? look(tree, useOf(path)) : null
    if (found === null) return
    const message = `${tree}: ${found.said}`
    if (found.missing) warning(findings, valueAt(findings, path), message, { hint: 'it must be there where the daemon runs' })
    else error(findings, valueAt(findings, path), message)
  }
  for (const [section, tree] of Object.entries(sections)) walk(tree, section)
}

function useOf(path: readonly PropertyKey[]): SecretUse {
  if (path.at(-1) === 'pin') return 'pin'
  return path[0] === 'trunks' || path.includes('phones') ? 'asterisk' : 'server'
}
