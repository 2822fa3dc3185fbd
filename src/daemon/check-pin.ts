// Compares keys with a PIN, in a time that tells nothing about the PIN. Called for the phone desk; a PIN that can't be read lets nobody in.
import { createHash, timingSafeEqual } from 'node:crypto'
import { isPin } from '../core/plan/secret-text.ts'

export function checkPin(readPin: () => string, typed: string): 'right' | 'wrong' | 'unreadable' {
  let pin: string
  try {
    pin = readPin()
  } catch {
    return 'unreadable'
  }
  if (!isPin(pin)) return 'unreadable'
  return timingSafeEqual(digest(pin), digest(typed)) ? 'right' : 'wrong'
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
