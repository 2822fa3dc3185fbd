// Counts right and wrong passwords by user and address, since the last report. Only the box's
// answer decides: if the box challenges a digest again, and not because of a stale nonce, the
// password was wrong. In a flood, further sources are not counted.
import type { PasswordNews } from './news.ts'

const MOST = 1000

export interface Passwords {
  wrong(user: string, address: string, at: number): void
  right(user: string, address: string, at: number): void
  counted(): PasswordNews[]
}

export function openPasswords(): Passwords {
  let seen = new Map<string, PasswordNews>()

  function note(isRight: boolean, user: string, address: string, at: number): void {
    const key = `${isRight} ${address} ${user}`
    const before = seen.get(key)
    if (before === undefined && seen.size >= MOST) return
    seen.set(key, { right: isRight, user, address, at, times: (before?.times ?? 0) + 1 })
  }

  return {
    wrong: (user, address, at) => note(false, user, address, at),
    right: (user, address, at) => note(true, user, address, at),
    counted() {
      const all = [...seen.values()]
      seen = new Map()
      return all
    },
  }
}
