// The word by which the daemon knows that a report of a SIP message comes from its own Asterisk. Made of ARI's password, which both know; whoever
// listens on the port while the daemon is away learns nothing about that.
import { createHash } from 'node:crypto'

export function hepKey(password: string): string {
  return createHash('sha256').update(`hep ${password}`).digest('hex').slice(0, 32)
}
