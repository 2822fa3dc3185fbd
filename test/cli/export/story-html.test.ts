// The page of an export: whatever callers wrote is text in it, and it fetches and runs nothing.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { storyHtml } from '../../../src/cli/export/story-html.ts'
import { timelineOf } from '../../../src/cli/timeline/timeline.ts'
import type { Fact } from '../../../src/core/world/facts.ts'
import { callId } from '../../../src/core/world/ids.ts'
import { at, examplePlan } from '../../store/example-turns.ts'

const HOSTILE = '"><script>alert(1)</script><img src=//x.test/a onerror=alert(1)>\u202e'

function page(name: string): string {
  const stream = callId('c1')
  const arrived = {
    kind: 'arrived',
    trunk: 't',
    line: name,
    callerNumber: name,
    callerName: name,
    diversion: name,
    why: name,
  } as const
  const fact: Fact = { stream, at: at(0), ...arrived }
  const source = { plan: examplePlan(), facts: [{ turn: 1, fact }], zone: 'America/Chicago', begun: at(0), call: stream }
  return storyHtml({
    title: name,
    known: [['Caller', name]],
    timeline: timelineOf(source, [`${name}.yaml:7`]),
    recordings: [
      { recording: name, what: 'message', at: at(9), ms: 1000, sha256: name, trouble: name, audio: new Uint8Array(1) },
    ],
    rules: [{ hash: name, files: [name] }],
    turns: 1,
    head: { seq: 1, hash: name },
    redacted: false,
  })
}

test('hostile names are text', () => {
  const tags = (html: string): readonly string[] => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
  expect(tags(page(HOSTILE))).toEqual(tags(page('harmless')))
  expect(page(HOSTILE)).not.toContain('\u202e')
})

test('nothing is fetched or run, and the only style is its own', () => {
  const html = page('Ann Lee')
  expect(html).not.toMatch(/<(script|img|link|iframe|form)|\bhttps?:|url\(|\son\w+=/i)
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? []
  const allowed = createHash('sha256').update(style).digest('base64')
  expect(html).toContain(`content="default-src 'none'; style-src 'sha256-${allowed}'; base-uri 'none'; form-action 'none'"`)
})
