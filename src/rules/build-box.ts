// The box, its trunks and its words, as the plan has them. Called by compile.ts.
import type { Box, DeskRules, Language, Plan } from '../core/plan/plan.ts'
import { PHRASES } from '../core/words/phrases.ts'
import { diallingCaps } from './build-caps.ts'
import { buildFailsafe } from './build-failsafe.ts'
import { error, type Findings, isWritten, keyAt, known, valueAt } from './findings.ts'
import { didYouMean, namesText } from './nearest.ts'
import { DEFAULTS } from './rule-defaults.ts'
import { type Draft, right } from './shape-portfolio.ts'
import type { BoxRules } from './shapes.ts'

export function buildBox(draft: Draft, findings: Findings): Box {
  const { box } = draft
  const unknownLine = box?.['unknown-line'] ?? null
  if (unknownLine !== null) known(findings, 'property', unknownLine, draft.properties, ['box', 'unknown-line'])
  return {
    name: box?.name ?? '',
    callerId: box?.['caller-id'] ?? '',
    languages: unique(box?.languages ?? ['en']),
    zone: box?.zone ?? 'UTC',
    failsafe: box === null ? '' : buildFailsafe(draft, findings, box.failsafe, ['box', 'failsafe']),
    emergencyNumbers: unique(box?.['emergency-numbers'] ?? DEFAULTS.emergencyNumbers),
    ...(box?.['emergency-test-numbers'] === undefined ? {} : { emergencyTestNumbers: unique(box['emergency-test-numbers']) }),
    unknownLine: { property: unknownLine },
    ...(box?.dialling === undefined
      ? {}
      : {
          dialling: {
            countries: box.dialling.countries ?? [...DEFAULTS.callBackCountries],
            refuse: box.dialling.refuse ?? [],
            ...diallingCaps(box.dialling),
          },
        }),
    ...(box?.desk === undefined ? {} : { desk: buildDesk(box.desk, draft, findings) }),
    ...networkOfBox(box),
  }
}

function networkOfBox(box: BoxRules | null): Pick<Box, 'public' | 'local' | 'tls'> {
  const { certificate, key, authorities, port } = box?.tls ?? {}
  const tls = {
    ...(certificate === undefined ? {} : { certificateFile: certificate }),
    ...(key === undefined ? {} : { keyFile: key }),
    ...(authorities === undefined ? {} : { authoritiesFile: authorities }),
    ...(port === undefined ? {} : { port }),
  }
  return {
    ...(box?.public === undefined ? {} : { public: box.public }),
    ...(box?.local === undefined ? {} : { local: unique(box.local) }),
    ...(box?.tls === undefined ? {} : { tls }),
  }
}

function buildDesk(desk: NonNullable<BoxRules['desk']>, draft: Draft, findings: Findings): DeskRules {
  const trustedTrunks = unique(desk['trusted-trunks'] ?? [])
  for (const [n, trunk] of trustedTrunks.entries())
    known(findings, 'trunk', trunk, draft.trunks, ['box', 'desk', 'trusted-trunks', n])
  if (
    desk.lines === undefined &&
    desk.code === undefined &&
    !['lines', 'code'].some(key => isWritten(findings, ['box', 'desk', key]))
  )
    error(findings, keyAt(findings, ['box', 'desk']), '`desk` has no `lines` and no `code`: nothing leads to it', {
      expected: '`lines` that staff dial, or a `code` for office telephones, such as "*1"',
    })
  return {
    lines: unique(desk.lines ?? []),
    ...(desk.code === undefined ? {} : { code: desk.code }),
    trustedTrunks,
    tries: desk.tries ?? DEFAULTS.deskTries,
    lockSeconds: desk.lock ?? DEFAULTS.deskLockSeconds,
  }
}

/** The box's own phrases, and over them what the administrator wrote. An empty phrase is not spoken. */
export function buildPhrases(draft: Draft, findings: Findings): Plan['phrases'] {
  const phrases: Record<Language, Record<string, string>> = {}
  for (const [language, own] of Object.entries(PHRASES)) phrases[language] = { ...own }
  const model: Readonly<Record<string, string>> = PHRASES.en ?? {}
  for (const [language, written] of right(draft.phrases)) {
    const own = phrases[language] ?? {}
    phrases[language] = own
    for (const [key, said] of Object.entries(written)) {
      const path = ['phrases', language, key]
      const original = Object.hasOwn(model, key) ? model[key] : undefined
      if (original === undefined) {
        error(findings, keyAt(findings, path), `the box has no phrase \`${key}\``, {
          expected: namesText(Object.keys(model)),
          hint: didYouMean(key, Object.keys(model)),
        })
        continue
      }
      own[key] = said
      const allowed = placeholders(original)
      for (const name of placeholders(said)) {
        if (allowed.includes(name)) continue
        error(findings, valueAt(findings, path), `the phrase \`${key}\` knows no {${name}}`, {
          expected: allowed.length === 0 ? 'words only' : allowed.map(each => `{${each}}`).join(' or '),
          hint: didYouMean(name, allowed),
        })
      }
    }
  }
  return phrases
}

function placeholders(said: string): string[] {
  return [...said.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '')
}

export function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)]
}
