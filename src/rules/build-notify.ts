// Webhooks, the gateway for text messages, rules under `notify`, quiet hours, and words in place of the box's own, as the plan has them.
// Called by compile.ts and the other builders. Words that can't be used are a warning and are left out: the box then uses its own.
import { holesIn, NOTICE_HOLES, NOTICE_WORDS, WORD_PARTS, type WordedEvent } from '../core/notices/notice-words.ts'
import type { Addressee, NoticeRule, Plan, Quiet, SmsGateway, SmsTrunk, Target, Webhook } from '../core/plan/plan.ts'
import { unique } from './build-box.ts'
import { needServer } from './build-notices.ts'
import { type TargetNames, target } from './build-targets.ts'
import { error, type Findings, isWritten, keyAt, known, type Path, valueAt, warning } from './findings.ts'
import { didYouMean, namesText } from './nearest.ts'
import { parseNumber } from './parse-number.ts'
import { parseMailAddress } from './shape-notices.ts'
import type { QuietRules } from './shape-notify.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { PropertyRules } from './shapes.ts'

export function buildWebhooks(draft: Draft, findings: Findings): Record<string, Webhook> {
  const hooks: Record<string, Webhook> = {}
  for (const [id, { url, secret, ok, anchor }] of right(draft.webhooks)) {
    hooks[id] = {
      id,
      url,
      ...(secret === undefined ? {} : { secretFrom: secret }),
      ...(ok === undefined ? {} : { ok }),
      ...(anchor === undefined ? {} : { anchor }),
    }
    checkUrl(findings, url, ['webhooks', id, 'url'])
    if (secret === undefined && !isWritten(findings, ['webhooks', id, 'secret'])) {
      warning(findings, keyAt(findings, ['webhooks', id]), `\`${id}\` has no \`secret\`: its receiver can't tell who calls`, {
        hint: 'write `secret: env:NAME`; what is sent is signed with it',
      })
    }
  }
  return hooks
}

const SMS_HOLES = ['to', 'text', 'key', 'secret']

export function buildSms(draft: Draft, findings: Findings): SmsGateway | SmsTrunk | null {
  const { sms } = draft
  if (sms === null) return null
  if ('trunk' in sms) return overTrunk(draft, findings, sms.trunk, sms.from)
  checkUrl(findings, sms.url, ['sms', 'url'])
  const parts: [string, Path][] = [
    [sms.url, ['sms', 'url']],
    ...Object.entries(sms.headers ?? {}).map(([name, value]): [string, Path] => [value, ['sms', 'headers', name]]),
    ...(typeof sms.body === 'string'
      ? [[sms.body, ['sms', 'body']] as [string, Path]]
      : Object.entries(sms.body ?? {}).map(([name, value]): [string, Path] => [value, ['sms', 'body', name]])),
  ]
  const holes = parts.flatMap(([text, path]) => {
    // A body in JSON has braces of its own: only what looks like a hole is one.
    const found = holesIn(text).filter(hole => /^[a-z]+$/.test(hole))
    for (const hole of found) {
      if (SMS_HOLES.includes(hole)) continue
      error(findings, valueAt(findings, path), `a text message knows no {${hole}}`, {
        expected: SMS_HOLES.map(each => `{${each}}`).join(' or '),
        hint: didYouMean(hole, SMS_HOLES),
      })
    }
    return found
  })
  for (const [hole, what] of [
    ['to', 'whom the text message is for'],
    ['text', 'what the text message says'],
  ] as const) {
    if (!holes.includes(hole) && !findings.dropped.has('sms\u0000body'))
      error(findings, keyAt(findings, ['sms']), `the gateway is not told ${what}`, {
        expected: `{${hole}} in \`body\` or \`url\``,
      })
  }
  const { url, method, headers, body, form, user, secret, ok } = sms
  return {
    url,
    method: method ?? 'POST',
    headers: headers ?? {},
    form: form ?? false,
    ...(body === undefined ? {} : { body }),
    ...(user === undefined ? {} : { user }),
    ...(secret === undefined ? {} : { secretFrom: secret }),
    ...(ok === undefined ? {} : { ok }),
  }
}

function overTrunk(draft: Draft, findings: Findings, trunk: string, written: string | undefined): SmsTrunk {
  const from = written ?? draft.box?.['caller-id'] ?? ''
  if (known(findings, 'trunk', trunk, draft.trunks, ['sms', 'trunk'])) {
    const { owns, login } = draft.trunks.get(trunk) ?? {}
    if (login !== undefined)
      error(findings, valueAt(findings, ['sms', 'trunk']), `trunk \`${trunk}\` logs in: it has no host for text messages`, {
        expected: 'a trunk with a `host`',
      })
    if (owns && from !== '' && !owns.includes(from)) {
      error(findings, valueAt(findings, ['sms', 'from'], ['sms', 'trunk']), `trunk \`${trunk}\` does not own ${from}`, {
        expected: namesText(owns),
      })
    }
  }
  return { trunk, from }
}

/** What is told names callers: it should not travel in the open. */
function checkUrl(findings: Findings, url: string, path: Path): void {
  const { protocol, hostname } = URL.parse(url.replaceAll(/[{}]/g, '')) ?? {}
  if (protocol !== 'http:' || hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname ?? '')) return
  warning(findings, valueAt(findings, path), "callers' numbers would travel unencrypted", { hint: 'write https://' })
}

export function buildQuiet(quiet: QuietRules, zone: string): Quiet {
  return { window: quiet.hours, zone, ...(quiet.unreached ? { unreached: true } : {}) }
}

export function buildNotify(
  draft: Draft,
  findings: Findings,
  names: TargetNames,
  property: string,
  rules: PropertyRules,
  zone: string,
): readonly NoticeRule[] | null {
  if (rules.notify === undefined) return null
  return rules.notify.map(({ on, mail, sms, webhook, quiet }, nth) => {
    const path = ['properties', property, 'notify', nth]
    for (const [at, name] of (webhook ?? []).entries())
      known(findings, 'webhook', name, draft.webhooks, [...path, 'webhook', at], [...path, 'webhook'])
    if (mail) needServer(draft, findings, [...path, 'mail'])
    if (sms) needGateway(draft, findings, [...path, 'sms'])
    return {
      on: unique(on),
      mail: (mail ?? []).flatMap((who, at) => addressee(draft, findings, names, 'mail', who, [...path, 'mail'], at)),
      sms: (sms ?? []).flatMap((who, at) => addressee(draft, findings, names, 'sms', who, [...path, 'sms'], at)),
      webhooks: unique(webhook ?? []),
      ...(quiet === undefined ? {} : { quiet: buildQuiet(quiet, zone) }),
    }
  })
}

/** An address or a number; else somebody of the rules, who must have one. */
function addressee(
  draft: Draft,
  findings: Findings,
  names: TargetNames,
  way: 'mail' | 'sms',
  who: string,
  path: Path,
  at: number,
): Addressee[] {
  const paths = [[...path, at], path]
  const address = way === 'mail' ? parseMailAddress(who) : parseNumber(who, findings.home)
  if (address.ok) return [{ kind: 'address', address: address.value }]
  if (way === 'mail' ? who.includes('@') : /^[+\d(]/.test(who)) {
    error(findings, valueAt(findings, ...paths), address.message, { expected: address.expected, hint: address.hint })
    return []
  }
  const found = target(findings, names, who, paths)
  for (const each of found) mustHave(draft, findings, each, [way], valueAt(findings, ...paths))
  return found
}

/** Whoever is told that a ladder reached nobody must be somebody who can be told. */
export function buildExhaustedNotify(
  draft: Draft,
  findings: Findings,
  names: TargetNames,
  written: readonly Parameters<typeof target>[2][],
  path: Path,
): readonly Target[] {
  const reported = findings.problems.length
  return written.flatMap((who, at) => {
    const paths = [[...path, at], path]
    const found = target(findings, names, who, paths)
    const ways = [...(draft.mail === null ? [] : (['mail'] as const)), ...(draft.sms === null ? [] : (['sms'] as const))]
    const none = ways.length === 0 && !isWritten(findings, ['mail']) && !isWritten(findings, ['sms'])
    if (none && !findings.incomplete && findings.problems.length === reported) {
      error(findings, valueAt(findings, ...paths), 'there is neither a mail server nor a gateway to tell this through', {
        expected: 'a section `mail:` or `sms:`',
      })
    } else if (!none) for (const each of found) mustHave(draft, findings, each, ways, valueAt(findings, ...paths))
    return found
  })
}

type Way = 'mail' | 'sms'

function mustHave(draft: Draft, findings: Findings, who: Target, ways: readonly Way[], place: ReturnType<typeof valueAt>): void {
  const people = peopleOf(draft, who)
  if (people === null || ways.length === 0 || people.some(person => has(draft, findings, person, ways))) return
  const what = ways.map(way => `\`${way}\``).join(' or ')
  const message = who.kind === 'person' ? `\`${who.id}\` has no ${what}` : `nobody in \`${who.id}\` has ${what}`
  error(findings, place, message, { expected: `${what} with an address in the entry of a person` })
}

/** Everybody that a target may mean; null when an entry is wrong, so that it can't be said. */
function peopleOf(draft: Draft, who: Target): readonly string[] | null {
  if (who.kind === 'person') return [who.id]
  if ([...draft.people.values()].includes(null)) return null
  if (who.kind === 'role') return right(draft.people).flatMap(([id, { roles }]) => (roles?.includes(who.id) ? [id] : []))
  const schedule = draft.schedules.get(who.id)
  if (!schedule) return null
  const { rotations = [], overrides = [], fallback } = schedule
  return [
    ...rotations.flatMap(({ people }) => people),
    ...overrides.flatMap(({ add = [], by }) => [...add, ...(by === undefined ? [] : [by])]),
    ...(fallback === undefined ? [] : [fallback]),
  ]
}

function has(draft: Draft, findings: Findings, person: string, ways: readonly Way[]): boolean {
  const rules = draft.people.get(person)
  if (!rules) return true
  return ways.some(way => rules[way] !== undefined || isWritten(findings, ['people', person, way]))
}

function needGateway(draft: Draft, findings: Findings, path: Path): void {
  if (draft.sms !== null || findings.incomplete || isWritten(findings, ['sms'])) return
  const place = keyAt(findings, path)
  const message = 'there is no gateway to send text messages through'
  if (findings.problems.some(each => each.message === message && each.file === place.file && each.line === place.line)) return
  error(findings, place, message, { expected: 'a section `sms:` with `url` and `body`' })
}

/** What an administrator worded anew. A word that can't be used is told, and is not in the plan. */
export function buildNotices({ notices }: Draft, findings: Findings): Plan['notices'] | null {
  if (notices === null) return null
  const built = Object.entries(notices).map(([event, words]) => {
    const holes = NOTICE_HOLES[event as WordedEvent]
    const usable = WORD_PARTS.flatMap(part => {
      const said = (words as Partial<Record<typeof part, string>> | undefined)?.[part]
      if (said === undefined) return []
      const wrong = holesIn(said).find(hole => !holes.includes(hole))
      if (wrong === undefined) return [[part, said] as const]
      const original = NOTICE_WORDS[event as WordedEvent][part]
      warning(
        findings,
        valueAt(findings, ['notices', event, part]),
        `\`${event}\` knows no {${wrong}}: these words are not used`,
        {
          expected: namesText(
            holes.map(hole => `{${hole}}`),
            40,
          ),
          hint: didYouMean(wrong, holes) ?? (original === '' ? undefined : "the box's own words are used until this is mended"),
        },
      )
      return []
    })
    return [event, Object.fromEntries(usable)] as const
  })
  return Object.fromEntries(built.filter(([, words]) => Object.keys(words).length > 0))
}
