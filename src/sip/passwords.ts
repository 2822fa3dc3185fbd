// Who proved a name with a password, and who tried one that is wrong: by name and address, since the last time. The SIP of the box alone
// decides: a digest that the box challenged once more, with no word of an old nonce, was wrong. A flood is counted together.
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
