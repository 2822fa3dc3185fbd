// `nightbell outbox words`: the box's own words of mails and text messages, as YAML to copy into the rules and change.
import { stringify } from 'yaml'
import { NOTICE_HOLES, NOTICE_WORDS, type WordedEvent } from '../core/notices/notice-words.ts'

/** Null when there is no such event. */
export function wordsAsYaml(event: string | undefined): string | null {
  const events = Object.keys(NOTICE_WORDS) as WordedEvent[]
  const chosen = event === undefined ? events : events.filter(each => each === event)
  if (chosen.length === 0) return null
  const parts = chosen.map(each => {
    const said = Object.fromEntries(Object.entries(NOTICE_WORDS[each]).filter(([, words]) => words !== ''))
    const words = stringify({ [each]: said }, { lineWidth: 0, blockQuote: 'literal' })
    return `  # holes: ${NOTICE_HOLES[each].map(hole => `{${hole}}`).join(' ')}\n${words.replaceAll(/^(?=.)/gm, '  ')}`
  })
  return `notices:\n${parts.join('\n')}`
}
