// The shape of a trunk: where its calls come from, how it spells numbers, and how many calls it carries. Part of
// shapes.ts; texts in, what they mean out, no defaults.
import { z } from 'zod'
import { SPELLINGS } from '../core/plan/number-format.ts'
import { isCountry } from '../core/plan/telephone-numbers.ts'
import { parseNumber } from './parse-number.ts'
import { parseCount, parseYesNo } from './parse-text.ts'
import { oneOrMany, parsed, strict } from './shape-parts.ts'
import { checkSipKeys, SIP_KEYS, trunkHost } from './shape-trunk-sip.ts'

const count = (least: number, most: number) => parsed(value => parseCount(value, least, most))

export const network = parsed(value =>
  /^[A-Za-z0-9.:-]+(\/\d{1,3})?$/.test(value) && hintOfNetwork(value) === undefined
    ? { ok: true, value }
    : {
        ok: false,
        message: `\`${value}\` is not a network`,
        expected: 'an address or a network, such as 192.0.2.0/28',
        hint: hintOfNetwork(value),
      },
)

/** Ways of writing addresses that other programs take. */
function hintOfNetwork(value: string): string | undefined {
  if (/^[\d.]+\s*-\s*[\d.]+$/.test(value)) return 'write a range as networks, such as 192.0.2.0/28'
  const [, address, mask = ''] = /^([\d.]+)\/(255[\d.]+)$/.exec(value) ?? []
  if (address !== undefined) return `write the mask ${mask} as bits, such as ${address}/24`
  const [, host] = /^([A-Za-z0-9.-]+):\d{1,5}$/.exec(value) ?? []
  return host === undefined ? undefined : `write ${host}: from which port a call comes does not matter`
}

const country = parsed(value =>
  /^\+[1-9]\d{0,3}$/.test(value) && isCountry(value.slice(1))
    ? { ok: true, value: value.slice(1) }
    : { ok: false, message: `\`${value}\` is not a country`, expected: 'the code of a country, such as +1', hint: undefined },
)
const prefix = parsed(value =>
  /^(\d{1,4}|none)$/.test(value)
    ? { ok: true, value: value === 'none' ? '' : value }
    : { ok: false, message: `\`${value}\` is not a prefix`, expected: 'up to four digits, or none', hint: undefined },
)
const spelling = z.enum(SPELLINGS as unknown as readonly [string, ...string[]]) as unknown as z.ZodType<
  (typeof SPELLINGS)[number],
  (typeof SPELLINGS)[number]
>

const numberFormat = strict({
  out: spelling.optional(),
  in: spelling.optional(),
  country: country.optional(),
  prefix: prefix.optional(),
  foreign: prefix.optional(),
})

export const trunkShape = strict({
  host: trunkHost.optional(),
  port: count(1, 65_535).optional(),
  match: oneOrMany(network).optional(),
  acl: oneOrMany(network).optional(),
  outbound: parsed(parseYesNo).optional(),
  owns: oneOrMany(parsed(parseNumber)).optional(),
  ...SIP_KEYS,
  'number-format': numberFormat.optional(),
  'caller-id': z.enum(['from', 'p-asserted-identity', 'remote-party-id']).optional(),
  channels: count(1, 2000).optional(),
  'keep-free': count(0, 1999).optional(),
  'per-hour': count(1, 100_000).optional(),
  'per-second': count(1, 1000).optional(),
}).superRefine((trunk, ctx) => {
  checkSipKeys(trunk, ctx)
  const { channels, 'keep-free': kept } = trunk
  if (kept === undefined) return
  if (channels === undefined) {
    const message = '`keep-free` needs `channels`: how many calls the trunk carries at once'
    ctx.addIssue({ code: 'custom', path: ['keep-free'], message, params: { at: 'key' } })
  } else if (kept >= channels) {
    const message = `no caller could come in: ${kept} of ${channels} channels are kept free`
    ctx.addIssue({ code: 'custom', path: ['keep-free'], message, params: { expected: `fewer than ${channels}` } })
  }
})

/** How many callers of a property are let in at once, and in an hour. */
export const capsShape = strict({ 'at-once': count(1, 2000).optional(), 'per-hour': count(1, 100_000).optional() })
