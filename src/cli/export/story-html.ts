// The story of an export as one page for people: it needs no network and no program but a browser,
// runs nothing, and can be printed. Whatever callers and carriers wrote is text in it. Used by
// contents.ts.
import { createHash } from 'node:crypto'
import { duration, localTime } from '../local-time.ts'
import { count, oneLine } from '../plain-text.ts'
import type { Timeline, TimelineEvent, Tone } from '../timeline/timeline.ts'
import type { StoryRecording } from './recordings.ts'
import { STORY_STYLE } from './story-style.ts'

export interface Page {
  readonly title: string
  /** `Caller: +1512…`, `Outcome: …`: what was known of it, in lines of a name and a text. */
  readonly known: readonly (readonly [name: string, text: string])[]
  readonly timeline: Timeline
  readonly recordings: readonly StoryRecording[]
  /** The rules by which it went: their hash, and their files. */
  readonly rules: readonly { readonly hash: string; readonly files: readonly string[] }[]
  readonly turns: number
  readonly head: { readonly seq: number; readonly hash: string }
  readonly redacted: boolean
}

export function storyHtml(page: Page): string {
  const { title, known, timeline, redacted, turns, head } = page
  const style = createHash('sha256').update(STORY_STYLE).digest('base64')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${STORY_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
<p class="soft">As the log of Nightbell has it. All times are those of ${escaped(timeline.zone)}, each with its offset from UTC.</p>
${redacted ? REDACTED : ''}</header>
<dl>
${known.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`).join('\n')}
</dl>
<section aria-labelledby="story">
<h2 id="story">What happened</h2>
<table>
<caption>${escaped(count(timeline.events.length, 'step'))}, in the order of their happening. The number is that of the entry in the log, by which a step can be cited.</caption>
<thead><tr><th scope="col">Entry</th><th scope="col">Time</th><th scope="col">After</th><th scope="col">Who</th><th scope="col">What, and why</th></tr></thead>
${days(timeline)}
</table>
</section>
${recordings(page)}
${rules(page)}
<section aria-labelledby="proof">
<h2 id="proof">Can this be believed?</h2>
<p>${PROOF[redacted ? 'redacted' : 'whole']}</p>
<dl>
<dt>Entries of the log in this file</dt><dd>${turns}</dd>
<dt>End of the log when this was made</dt><dd>entry ${head.seq}, <code>${escaped(head.hash)}</code></dd>
</dl>
</section>
</main>
</body>
</html>
`
}

const REDACTED =
  '<p class="note">This copy is redacted: numbers, names and addresses are stand-ins. The same one stands for the same throughout. Audio and rule files are left out.</p>\n'

const PROOF = {
  whole:
    'Each entry has a hash that covers all that stands in it and the hash of the entry before: none can be changed without changing all that follow. ' +
    'The entries are in turns.json, and what this file proves by itself, and what it takes the log to prove, is in README.txt.',
  redacted:
    'A redacted copy proves nothing about the log: what it says was changed on purpose, and its entries have other hashes. Ask for the copy that is not redacted.',
}

function days({ zone, lanes, events }: Timeline): string {
  const byDay = Map.groupBy(events, ({ local }) => local.date)
  return [...byDay]
    .map(([date, those]) => {
      const day = `${those[0]?.local.weekday ?? ''} ${date}, ${zone}`
      const rows = those.map(event => row(event, lanes[event.lane]?.name ?? ''))
      return `<tbody>\n<tr><th scope="rowgroup" colspan="5">${escaped(day)}</th></tr>\n${rows.join('\n')}\n</tbody>`
    })
    .join('\n')
}

const MARKS: Readonly<Record<Tone, string>> = { event: '', decided: '', good: '✓ ', bad: '✗ ' }

function row({ turn, local, since, what, why, rule, tone }: TimelineEvent, who: string): string {
  const reason = [why === '' ? '' : escaped(why), rule === null ? '' : `rule: <code>${escaped(rule)}</code>`].filter(
    part => part !== '',
  )
  const time = `<time datetime="${escaped(local.iso)}">${escaped(`${local.time} ${local.offset}`)}</time>`
  return (
    `<tr class="${tone}"><td class="no">${turn}</td><td class="at">${time}</td><td class="at">${escaped(since)}</td>` +
    `<td class="who">${escaped(who)}</td><td><span class="what">${MARKS[tone]}${escaped(what)}</span>` +
    `${reason.length === 0 ? '' : `<span class="why">${reason.join('; ')}</span>`}</td></tr>`
  )
}

function recordings({ recordings: all, timeline: { zone } }: Page): string {
  if (all.length === 0) return ''
  const rows = all.map(({ recording, what, at, ms, sha256, trouble, audio }) => {
    const { date, time, offset } = localTime(at, zone)
    const file = audio === null ? '' : `<code>audio/${escaped(recording)}.wav</code>`
    const state = trouble === null ? 'as it was kept' : oneLine(trouble, 200)
    return (
      `<tr><td>${what}</td><td class="at">${escaped(`${date} ${time} ${offset}`)}</td><td>${ms === null ? '' : escaped(duration(ms))}</td>` +
      `<td>${file} <span class="why">${escaped(state)}${sha256 === null ? '' : `; SHA-256 <code>${escaped(sha256)}</code>`}</span></td></tr>`
    )
  })
  return `<section aria-labelledby="audio">
<h2 id="audio">Recordings</h2>
<table>
<thead><tr><th scope="col">What</th><th scope="col">When it was over</th><th scope="col">Length</th><th scope="col">File</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</section>`
}

function rules({ rules: all }: Page): string {
  if (all.length === 0) return ''
  const items = all.map(({ hash, files }) => {
    const named = files.length === 0 ? '' : `: ${files.map(file => `<code>${escaped(file)}</code>`).join(', ')}`
    return `<li><code>${escaped(hash.slice(0, 12))}</code>${named}</li>`
  })
  return `<section aria-labelledby="rules">
<h2 id="rules">The rules in force</h2>
<p>Each set of rules by which the calls went, as it was then. “rule:” above names a file of these and the line in it.</p>
<ul>
${items.join('\n')}
</ul>
</section>`
}

function escaped(text: string): string {
  return oneLine(text, 2000).replaceAll(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
