// Whether the files of the rules make the rules by which the calls went. They were compiled by the
// program of that day; this one may make something else of the same files. So that the hash differs
// does not show that a file was changed: it is said, and the log can tell.

import { compileTexts } from '../../../rules/load.ts'
import { sha256 } from '../../../store/journal/chain.ts'
import { rulesFolder } from '../format.ts'
import type { GivenEvidence } from '../given.ts'

/** What is not proven by them, for each plan. */
export function rulesNotProven({ plans }: GivenEvidence): readonly string[] {
  return [...plans].flatMap(([hash, { json, sources }]) => {
    const folder = rulesFolder(hash)
    if (Object.keys(sources).length === 0) return [`${folder}: the files of these rules are not in it`]
    const compiled = compileTexts({ files: new Map(Object.entries(sources)), problems: [] })
    if (compiled.ok && compiled.hash === sha256(json)) return []
    const why = compiled.ok ? 'makes other rules of them' : 'can not compile them'
    return [`${folder}: this program ${why}. Only the log can say whether they are what was loaded`]
  })
}
