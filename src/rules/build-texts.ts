// Spoken texts by language, as the plan has them: every language that somebody will hear must be written.
// Called by build-menus.ts and build-properties.ts.
import type { Language, Text } from '../core/plan/plan.ts'
import { error, type Findings, keyAt, type Path, valueAt, warning } from './findings.ts'
import { didYouMean } from './nearest.ts'
import type { TextRules } from './shapes.ts'

export interface Listeners {
  /** Each language that must be there, and who speaks it. */
  readonly languages: ReadonlyMap<Language, string>
  /** The language of a text without one; null when those who hear it do not agree. */
  readonly plain: Language | null
  /** Every language of the portfolio. */
  readonly all: ReadonlySet<Language>
}

export function buildText(findings: Findings, written: TextRules, path: Path, listeners: Listeners): Text {
  if (typeof written === 'string' && listeners.plain === null) {
    const speakers = [...listeners.languages].map(([language, who]) => `${who}: ${language}`).join(', ')
    error(findings, valueAt(findings, path), 'this text needs a language: those who use it do not share their first one', {
      expected: `one text for each language (${speakers})`,
    })
    return {}
  }
  const words: Text = typeof written === 'string' ? { [listeners.plain ?? 'en']: written } : written
  for (const language of Object.keys(words)) {
    if (listeners.all.has(language)) continue
    warning(findings, keyAt(findings, [...path, language]), `nobody speaks \`${language}\``, {
      hint: didYouMean(language, listeners.all),
    })
  }
  for (const [language, who] of listeners.languages) {
    if (Object.hasOwn(words, language)) continue
    error(findings, valueAt(findings, path), `no text in \`${language}\`, which ${who} speaks`, {
      expected: `one text for each of ${[...listeners.languages.keys()].join(', ')}`,
      hint:
        typeof written === 'string'
          ? `write \`${listeners.plain}:\` and \`${language}:\` on lines of their own below`
          : undefined,
    })
  }
  return words
}

/** A name is the same in every language unless the administrator says otherwise. */
export function buildName(findings: Findings, written: TextRules, path: Path, listeners: Listeners): Text {
  if (typeof written !== 'string') return buildText(findings, written, path, listeners)
  return Object.fromEntries([...listeners.languages.keys()].map(language => [language, written]))
}
