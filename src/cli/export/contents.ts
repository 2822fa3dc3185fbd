// What stands in which file of an export. The same story of the same log gives the same files: there
// is no time of today in them. Called by export.ts.
import type { Plan } from '../../core/plan/plan.ts'
import { sha256 } from '../../store/journal/chain.ts'
import type { Evidence, EvidencePart } from '../../store/read/evidence.ts'
import { withLocalTimesOf } from '../incident-text.ts'
import { withLocalTimes } from '../lists/calls.ts'
import { localTime } from '../local-time.ts'
import { asPlain } from '../timeline/as-plain.ts'
import { type Timeline, timelineOf } from '../timeline/timeline.ts'
import type { Files } from './archive.ts'
import {
  audioFile,
  CHECKSUMS_FILE,
  type ExportHead,
  FACTS_FILE,
  FORMAT,
  MANIFEST_FILE,
  PROOF_FILE,
  planFile,
  README_FILE,
  rulesFolder,
  STORY_PAGE,
  summaryFile,
  TURNS_FILE,
  type TurnsOfExport,
  VERSION,
} from './format.ts'
import { knownOf } from './known.ts'
import { proofOf } from './proof.ts'
import { readme } from './readme.ts'
import type { StoryRecording } from './recordings.ts'
import { storyHtml } from './story-html.ts'
import { begunAt, callsOf, idOf, type Subject, storyHead, zoneOf } from './subject.ts'

export interface Content {
  readonly subject: Subject
  readonly evidence: Evidence
  /** Where the rule of each fact is written. */
  readonly places: readonly (string | null)[]
  readonly recordings: readonly StoryRecording[]
  readonly redacted: boolean
  /** Of Nightbell. */
  readonly program: string
  /** Of a redacted one: the first turn that can't be decided again. */
  readonly notDecided: number | null
}

export function contentsOf(content: Content): Files {
  const files = new Map<string, Uint8Array>([...textsOf(content)].map(([name, text]) => [name, Buffer.from(text)]))
  for (const { recording, audio } of content.recordings) if (audio !== null) files.set(audioFile(recording), audio)
  files.set(CHECKSUMS_FILE, Buffer.from(checksums(files)))
  return files
}

/** All that is no recording, and no checksum. Of audio only whether it is there is looked at. */
export function textsOf(content: Content): ReadonlyMap<string, string> {
  const { subject, evidence, recordings, redacted } = content
  const { plan } = subject
  const call = subject.kind === 'call' ? subject.call.id : null
  const told = { plan, facts: evidence.facts, zone: zoneOf(subject), begun: begunAt(subject), call }
  const timeline = timelineOf(told, content.places)
  const head: ExportHead = { kind: subject.kind, id: idOf(subject), zone: zoneOf(subject), redacted, program: content.program }
  const rules = [...evidence.plans].map(([hash, { sources }]) => ({ hash, files: Object.keys(sources) }))
  const page = {
    title: titleOf(subject),
    known: knownOf(subject),
    timeline,
    recordings,
    rules,
    redacted,
    head: evidence.head,
    turns: evidence.turns.length,
  }
  const texts = new Map<string, string>([
    [README_FILE, readme(head, content.notDecided)],
    [STORY_PAGE, storyHtml(page)],
    ['story.txt', `${storyHead(subject)}${asPlain(timeline)}`],
    [summaryFile(subject.kind), indented(summaryOf(subject, recordings))],
    [FACTS_FILE, factsJson(evidence, timeline, plan)],
    [TURNS_FILE, turnsJson(evidence)],
    [PROOF_FILE, indented(proofOf(evidence, redacted))],
    [MANIFEST_FILE, indented({ format: FORMAT, version: VERSION, ...head })],
  ])
  for (const [hash, { json, sources }] of evidence.plans) {
    texts.set(planFile(hash), json)
    for (const [name, text] of Object.entries(sources)) texts.set(`${rulesFolder(hash)}${name}`, text)
  }
  return texts
}

function titleOf(subject: Subject): string {
  const property = subject.kind === 'call' ? subject.call : subject.incident
  const where = property.propertyName ?? property.property ?? 'no property known'
  return `${subject.kind === 'call' ? 'Call' : 'Incident'} ${idOf(subject)}: ${where}`
}

function summaryOf(subject: Subject, recordings: readonly StoryRecording[]) {
  return {
    ...(subject.kind === 'call'
      ? { call: withLocalTimes(subject.call) }
      : { incident: withLocalTimesOf(subject.incident), calls: callsOf(subject).map(withLocalTimes) }),
    recordings: recordings.map(({ recording, what, at, ms, sha256: hash, trouble, audio }) => ({
      recording,
      what,
      at,
      ms,
      sha256: hash,
      trouble,
      file: audio === null ? null : audioFile(recording),
    })),
  }
}

function factsJson({ facts }: Evidence, { events, zone, lanes }: Timeline, plan: Plan | null): string {
  const propertyName = (id: string) => plan?.properties[id]?.name ?? null
  return lined(
    facts.map(({ turn, fact, rules }, nth) => {
      const { what = '', why = '', rule = null, lane = 0 } = events[nth] ?? {}
      const text = why === '' ? what : `${what} (${why})`
      const named = 'property' in fact && typeof fact.property === 'string' ? { propertyName: propertyName(fact.property) } : {}
      return { turn, local: localTime(fact.at, zone).iso, who: lanes[lane]?.name ?? null, text, rule, rules, ...named, ...fact }
    }),
  )
}

function turnsJson({ streams, head, plans, turns }: Evidence): string {
  const files = Object.fromEntries([...plans.keys()].map(hash => [hash, planFile(hash)]))
  // In the order of the fields in format.ts, wherever they come from.
  const rows = turns.map(({ seq, at, input, seen, ignored, facts, changes, hash, before, parts }): Row => {
    const texts = { seq, at, input, seen, ignored, facts, changes, hash, before }
    return { ...texts, parts: parts.map(partOf) }
  })
  return `{"streams":${JSON.stringify(streams)},\n"head":${JSON.stringify(head)},\n"plans":${JSON.stringify(files)},\n"turns":${lined(rows).trimEnd()}}\n`
}

type Row = TurnsOfExport['turns'][number]

function partOf({ n, stream, digest, salt, body, withheld }: EvidencePart): Row['parts'][number] {
  const part = { n, stream, digest, salt: salt === null ? null : salt.toString('hex'), body }
  return withheld === undefined ? part : { ...part, withheld }
}

/** One a line. */
function lined(all: readonly unknown[]): string {
  return `[\n${all.map(one => JSON.stringify(one)).join(',\n')}\n]\n`
}

function indented(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** As `sha256sum -c` reads them. */
function checksums(files: Files): string {
  return [...files].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`).join('')
}
