// Which facts an administrator must see in `nightbell status` at once, and in which words. Called by daemon.ts for every fact.
import type { Fact } from '../core/world/facts.ts'
function lostWords(fact: Fact): string | null {

export function alarmOf(fact: Fact): string | null {
  switch (fact.kind) {
    case 'line-unknown':
      return `line ${fact.line} on trunk ${fact.trunk} is in no rule`
    case 'over-cap':
      return `a caller was told that the line is busy: ${fact.cap} reached`
    case 'desk-refused':
      return fact.lockedOut ? `phone desk: ${fact.person} is locked out after ${fact.why}` : null
    default:
      return lostWords(fact)
  }
}
