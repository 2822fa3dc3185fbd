// Compares keys with a PIN, in a time that tells nothing about the PIN. Called for the phone desk; a PIN that can't be read lets nobody in.
import { createHash, timingSafeEqual } from 'node:crypto'

/** Shorter ones are guessed. `nightbell check` refuses them too, where it can read them. */
export const PIN = /^\d{5,12}$/

export function checkPin(readPin: () => string, typed: string): 'right' | 'wrong' | 'unreadable' {
  let pin: string
  try {
    pin = readPin()
  } catch {
    return 'unreadable'
  }
  if (!PIN.test(pin)) return 'unreadable'
  return timingSafeEqual(digest(pin), digest(typed)) ? 'right' : 'wrong'
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
