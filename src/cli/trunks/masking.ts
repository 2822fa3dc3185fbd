// SIP without who it is about: each telephone number, name and IP address has a stand-in, the same one everywhere in a trace. Pure.
import { numberPattern } from '../../core/world/spellings.ts'
import { partyOf } from '../../sip/message.ts'
import type { Dialog } from './dialogs.ts'

const NAMED = [
  'from',
  'to',
  'contact',
  'p-asserted-identity',
  'remote-party-id',
  'diversion',
  'history-info',
  'p-called-party-id',
]
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g
const IPV6 = /\[[0-9a-f:.]{3,45}\]|(?<=\bIP6 )[0-9a-f:.]{3,45}/gi

/** Of all the addresses in a header. */
function quotedNames(value: string): string[] {
  return [...value.matchAll(/"((?:[^"\\]|\\.)*)"\s*</g)].flatMap(([, name]) => name ?? [])
}

/** Gives what masks any text about these dialogs. */
export function maskFor(dialogs: readonly Dialog[]): (text: string) => string {
  const numbers = new Map<string, { readonly written: string; readonly standIn: string }>()
  const names = new Map<string, string>()
  const addresses = new Map<string, string>()

  function learnNumber(user: string): void {
    const digits = user.replaceAll(/\D/g, '')
    const key = digits.slice(-10)
    if (!/^\+?[\d().*-]{6,24}$/.test(user) || digits.length < 6) return
    const known = numbers.get(key)
    if (known === undefined) numbers.set(key, { written: user, standIn: `number-${numbers.size + 1}` })
    else if (known.written.length < user.length) numbers.set(key, { ...known, written: user })
  }

  for (const { messages } of dialogs)
    for (const { sip, text } of messages) {
      for (const [, user = ''] of text.matchAll(/\b(?:sips?|tel):([^@;:<>\s]{1,60})/gi)) learnNumber(user)
      for (const [name, value] of sip.headers) {
        if (!NAMED.includes(name)) continue
        for (const said of [partyOf(value).name, ...quotedNames(value)]) {
          if (/^\+?[\d ().-]{6,}$/.test(said)) learnNumber(said.replaceAll(' ', ''))
          else if (said.length > 2 && !names.has(said)) names.set(said, `name-${names.size + 1}`)
        }
      }
    }
  const byLength = [...numbers.values()].sort((one, other) => other.written.length - one.written.length)
  const patterns = byLength.flatMap(({ written, standIn }) => {
    const pattern = numberPattern(written)
    return pattern === null ? [] : [{ pattern, standIn }]
  })
  const longest = [...names].sort(([one], [other]) => other.length - one.length)

  function address(found: string): string {
    const known = addresses.get(found) ?? `address-${addresses.size + 1}`
    addresses.set(found, known)
    return known
  }

  return text => {
    // Addresses first: their digits are no telephone number.
    let left = text.replaceAll(IPV6, address).replaceAll(IPV4, address)
    for (const [name, standIn] of longest) left = left.replaceAll(name, standIn)
    for (const { pattern, standIn } of patterns) left = left.replaceAll(pattern, standIn)
    return left
  }
}
