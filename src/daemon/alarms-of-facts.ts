// Which facts an administrator must see in `nightbell status` at once, and in which words. Called by daemon.ts for every fact.
import type { Fact } from '../core/world/facts.ts'

export function alarmOf(fact: Fact): string | null {
  switch (fact.kind) {
    case 'arrival-unreadable':
      return `a call arrived that could not be read: ${fact.why}`
    case 'line-unknown':
      return `line ${fact.line} on trunk ${fact.trunk} is in no rule`
    case 'over-cap':
      return `a caller was told that the line is busy: ${fact.cap} reached`
    case 'desk-refused':
      return fact.lockedOut ? `phone desk: ${fact.person} is locked out after ${fact.why}` : null
    case 'core-broke':
      return `a mistake of Nightbell's own: ${fact.input} for ${fact.stream} ${fact.in === 'deciding' ? 'could not be decided' : 'led to what could not be written'}: ${fact.why}`
    default:
      return lostWords(fact)
  }
}

/** What a caller said and nobody can hear: somebody must call back, and see why it could not be recorded. */
function lostWords(fact: Fact): string | null {
  if (fact.kind === 'message-lost') return `a message for ${fact.mailbox} could not be recorded, call ${fact.stream}: ${fact.why}`
  if (fact.kind === 'statement-missing' && fact.failed)
    return `what a caller said could not be recorded, call ${fact.stream}: ${fact.why}`
  return null
}
