// A server's answer may repeat what it was sent, and an error what it was given. Before anything of it is kept, logged or shown, every
// secret that went out is taken out of it. Wrapped around all ways of sending in notify.ts; it sends nothing itself.
import type { Plan } from '../core/plan/plan.ts'
import type { Delivery } from './delivery.ts'

export interface HiddenSecrets {
  /** Looks a secret up, and remembers it. */
  readonly secret: (reference: string) => string
  readonly hide: (delivery: Delivery) => Delivery
}

/** Shorter ones are parts of ordinary words. */
const SHORTEST = 4
const MASK = '***'

export function hideSecrets(plan: Plan, lookUp: (reference: string) => string): HiddenSecrets {
  const known = new Set(writtenIn(plan).filter(each => each.length >= SHORTEST))
  return {
    secret(reference) {
      const value = lookUp(reference)
      if (value.length >= SHORTEST) known.add(value)
      return value
    },
    hide(delivery) {
      if (known.size === 0) return delivery
      const forms = [...known].flatMap(formsOf).sort((a, b) => b.length - a.length)
      const shown = (text: string): string => forms.reduce(without, text)
      const entries = Object.entries(delivery).map(([key, value]) => [key, typeof value === 'string' ? shown(value) : value])
      return Object.fromEntries(entries) as Delivery
    },
  }
}

/** Answers are cut, so the beginning of a secret may be all that is left at the end. */
function without(text: string, form: string): string {
  const left = text.replaceAll(form, MASK)
  for (let length = form.length - 1; length >= SHORTEST; length--)
    if (left.endsWith(form.slice(0, length))) return left.slice(0, -length) + MASK
  return left
}

/** As it is sent: in an address, in JSON, and in base64, where it begins at each of three places. */
function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map(before => {
    const text = Buffer.from(' '.repeat(before) + secret).toString('base64')
    return text.slice(before === 0 ? 0 : before + 1).replace(/.{0,2}=*$/, '')
  })
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64]
  return forms.filter(form => form.length >= SHORTEST)
}

/** What stands in the rules in the open and may be a secret all the same: logins and queries of addresses, headers of the gateway. */
function writtenIn({ sms, webhooks }: Plan): string[] {
  const gateway = sms !== undefined && 'url' in sms ? sms : null
  const addresses = [...(gateway ? [gateway.url] : []), ...Object.values(webhooks ?? {}).map(({ url }) => url)]
  const ofAddresses = addresses.flatMap(address => {
    const url = URL.parse(address)
    return url === null ? [] : [url.password, ...url.searchParams.values(), longestPart(url.pathname)]
  })
  const ofHeaders = Object.entries(gateway?.headers ?? {}).flatMap(([name, value]) =>
    /auth|token|key|secret/i.test(name) ? [value.replace(/^\w+ /, '')] : [],
  )
  return [...ofAddresses, ...ofHeaders].filter(value => !value.includes('{'))
}

/** Some services put the secret into the path; it is longer than a word. */
function longestPart(path: string): string {
  return path.split('/').find(part => part.length >= 20) ?? ''
}
