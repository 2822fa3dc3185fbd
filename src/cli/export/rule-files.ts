// The names of the rules' files in an export: those that they have in the configuration directory.
// Whoever gets an export need not know where that lies on the box.
import { isAbsolute } from 'node:path'
import type { Evidence } from '../../store/read/evidence.ts'
import type { KeptRules } from '../timeline/rule-places.ts'

type Sources = Readonly<Record<string, string>>

export function rulesOfExport({ plan, sources }: KeptRules): KeptRules {
  return {
    plan,
    sources(hash) {
      const kept = sources(hash)
      return kept === null ? null : byConfiguration(kept)
    },
  }
}

export function evidenceOfExport(evidence: Evidence): Evidence {
  const plans = [...evidence.plans].map(
    ([hash, { json, sources }]) => [hash, { json, sources: byConfiguration(sources) }] as const,
  )
  return { ...evidence, plans: new Map(plans) }
}

/**
 * Journals of earlier versions have the names by which that machine opened the files. What all have
 * in common is its path to the directory: `/etc/nightbell/box.yaml` is `box.yaml`.
 */
function byConfiguration(sources: Sources): Sources {
  const files = Object.entries(sources).map(([name, text]) => ({ path: name.split('/'), name, text }))
  if (!files.some(({ name, path }) => isAbsolute(name) || path[0] === '..')) return sources
  const [first = []] = files.map(({ path }) => path.slice(0, -1))
  const differs = first.findIndex((part, nth) => files.some(({ path }) => nth >= path.length - 1 || path[nth] !== part))
  const common = differs < 0 ? first.length : differs
  return Object.fromEntries(files.map(({ path, text }) => [path.slice(common).join('/'), text]))
}
