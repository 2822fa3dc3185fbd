// The names of the rules' files in an export: those that they have in the configuration directory.
// The reader of an export need not know where that directory lies on the box.
import { isAbsolute } from 'node:path'
import type { Evidence } from '../../store/read/evidence.ts'
import { oneLine } from '../plain-text.ts'
import type { KeptRules } from '../timeline/rule-places.ts'

type Sources = Readonly<Record<string, string>>

export function rulesOfExport({ plan, sources }: KeptRules): KeptRules {
  return {
    plan,
    sources(hash) {
      const kept = sources(hash)
      return kept === null ? null : inZip(kept)
    },
  }
}

export function evidenceOfExport(evidence: Evidence): Evidence {
  const plans = [...evidence.plans].map(([hash, { json, sources }]) => [hash, { json, sources: inZip(sources) }] as const)
  return { ...evidence, plans: new Map(plans) }
}

/** By names under which a zip can hold them, each its own. Names of this kind stay as they are. */
function inZip(sources: Sources): Sources {
  const named = new Map<string, string>()
  for (const [name, text] of Object.entries(byConfiguration(sources))) named.set(free(safe(name), named), text)
  return Object.fromEntries(named)
}

/** Names of rule files are what an administrator wrote: none leads out of its folder. */
function safe(name: string): string {
  return oneLine(name, 200)
    .split('/')
    .map(part => (/^\.*$/.test(part) ? '_' : part.replaceAll(/[\\:*?"<>|]/g, '_')))
    .join('/')
}

/** Two names of which the zip can't tell the difference: the second gets a number. */
function free(name: string, taken: ReadonlyMap<string, string>): string {
  let found = name
  for (let nth = 2; taken.has(found); nth++) found = `${name} (${nth})`
  return found
}

/**
 * Journals of earlier versions have the names by which that machine opened the files. What all have
 * in common is its path to the directory: `/etc/nightbell/box.yaml` is `box.yaml`.
 */
function byConfiguration(sources: Sources): Sources {
  const names = Object.keys(sources)
  if (!names.some(name => isAbsolute(name) || name.startsWith('../'))) return sources
  const folders = names.map(name => name.split('/').slice(0, -1))
  const [first = []] = folders
  const differs = first.findIndex((part, nth) => folders.some(folder => folder[nth] !== part))
  const common = differs < 0 ? first.length : differs
  const shorter = (name: string) => name.split('/').slice(common).join('/')
  return Object.fromEntries(Object.entries(sources).map(([name, text]) => [shorter(name), text]))
}
