// What an export shows, made once more of what it proves by: its turns, its plans and the files of
// its rules. Called by compare.ts. What is not in them is taken from the export as it is, and said
// in `notProven`: how a recording was found, the state of what can't be decided again.
import type { CallId, EpochMs } from '../../../core/world/ids.ts'
import type { Evidence } from '../../../store/read/evidence.ts'
import type { OpenIncident } from '../../../store/read/open-incidents.ts'
import type { Reader } from '../../../store/read/reader.ts'
import { openRulePlaces } from '../../timeline/rule-places.ts'
import type { Content } from '../contents.ts'
import { aheadShape, audioFile, README_FILE, recordingsShape, summaryFile } from '../format.ts'
import type { GivenEvidence, ReadExport } from '../given.ts'
import { isTrouble, recordingsIn, type StoryRecording } from '../recordings.ts'
import { rulesOfExport } from '../rule-files.ts'
import { anIncident, callOf, callOfId, idOf, type Subject, streamsOf } from '../subject.ts'
import { withJournalOf } from './journal-of.ts'
import { liveStates } from './live-states.ts'
import { Wrong } from './wrong.ts'

export interface Remade {
  readonly content: Content
  readonly notProven: readonly string[]
}

/** Throws a Wrong for what the turns say otherwise; anything else where nothing can be made of them. */
export function remade(read: ReadExport): Remade {
  const { head, evidence } = read
  return withSubject(head, evidence, (subject, reader, unknown) => {
    const found = asExported(reader.evidence(callOf(subject), streamsOf(subject)), read)
    const { recordings, notProven } = recordingsAsGiven(found, read)
    const asked = withStateAsGiven(head.redacted ? byRulesOf(found, subject, reader) : subject, read, unknown)
    return {
      content: {
        subject: asked.subject,
        evidence: found,
        places: head.redacted ? [] : openRulePlaces(rulesOfExport(reader)).of(found.facts),
        recordings,
        redacted: head.redacted,
        program: head.program,
        notDecided: head.redacted ? undecidedBy(read) : null,
      },
      notProven: [...notProven, ...asked.notProven],
    }
  })
}

/** Of the same, by its redacted turns. */
export function redactedSubject(original: Subject, evidence: Evidence): Subject {
  return withSubject({ kind: original.kind, id: idOf(original) }, evidence, (subject, reader, unknown) => {
    const named = byRulesOf(evidence, subject, reader)
    return original.kind === 'incident' && named.kind === 'incident' && unknown.has(named.incident.id)
      ? withState(named, original.incident)
      : named
  })
}

/** `unknown`: streams of which the state can't be decided again. */
function withSubject<R>(
  { kind, id }: { readonly kind: Subject['kind']; readonly id: string },
  evidence: GivenEvidence,
  ask: (subject: Subject, reader: Reader, unknown: ReadonlySet<string>) => R,
): R {
  const states = kind === 'incident' ? liveStates(evidence) : { known: [], unknown: new Set<string>() }
  return withJournalOf(evidence, states.known, reader =>
    ask(kind === 'call' ? callOfId(reader, id as CallId) : anIncident(reader, id), reader, states.unknown),
  )
}

/** Which turns belong to it is found anew; what stands in them, and around them, is checked by itself. */
function asExported(found: Evidence, { evidence }: ReadExport): Evidence {
  const belongs = new Set(found.turns.map(({ seq }) => seq))
  return { ...found, turns: evidence.turns.filter(({ seq }) => belongs.has(seq)), head: evidence.head }
}

/** As a redacted export names them: by the rules of its first step. */
function byRulesOf({ facts }: Pick<Evidence, 'facts'>, subject: Subject, reader: Reader): Subject {
  return { ...subject, plan: reader.plan(facts.find(({ rules }) => rules !== null)?.rules ?? null) }
}

/** What it says of itself: from which turn on nothing was decided anew. */
function undecidedBy({ files }: ReadExport): number | null {
  const [, turn] = /^From turn (\d+) on, /m.exec(Buffer.from(files.get(README_FILE) ?? '').toString()) ?? []
  return turn === undefined ? null : Number(turn)
}

/**
 * Whether there is audio, and how it was found, is not in the turns; what it must be is. Audio that
 * is said to be good has the checksum that the turns say.
 */
function recordingsAsGiven({ facts }: Evidence, read: ReadExport): Omit<Remade, 'content'> & { recordings: StoryRecording[] } {
  const { head, audio } = read
  const said = recordingsShape.safeParse(jsonOf(read, summaryFile(head.kind))).data?.recordings ?? []
  const notProven: string[] = []
  const recordings = recordingsIn(facts.map(({ fact }) => fact)).map(({ gone, ...listed }): StoryRecording => {
    const { recording, sha256 } = listed
    const file = audioFile(recording)
    const has = audio.get(file)
    const trouble = gone ?? said.find(one => one.recording === recording)?.trouble ?? null
    if (gone === null && trouble !== null && !isTrouble(trouble))
      throw new Wrong(`${summaryFile(head.kind)} says of ${file} what Nightbell does not say`)
    if (has !== undefined && (gone !== null || head.redacted)) throw new Wrong(`${file} does not belong in it`)
    if (has === undefined && trouble === null) throw new Wrong(`${file} is missing`)
    if (has !== undefined && has !== sha256 && trouble === null)
      throw new Wrong(`${file} has not the checksum that the turns say`)
    if (has !== undefined && sha256 === null) notProven.push(`${file}: the turns say no checksum of it (“${trouble}”)`)
    else if (has !== undefined && has !== sha256) notProven.push(`${file}: it is not what was kept (“${trouble}”)`)
    else if (has === undefined && gone === null && !head.redacted)
      notProven.push(`${file}: it is not in this export (“${trouble}”)`)
    return { ...listed, trouble, audio: has === undefined ? null : NO_BYTES }
  })
  return { recordings, notProven }
}

/** Only whether there are some is looked at. */
const NO_BYTES = new Uint8Array()

function withStateAsGiven(
  subject: Subject,
  read: ReadExport,
  unknown: ReadonlySet<string>,
): { readonly subject: Subject; readonly notProven: readonly string[] } {
  if (subject.kind === 'call' || !unknown.has(subject.incident.id)) return { subject, notProven: [] }
  const given = aheadShape.safeParse(jsonOf(read, summaryFile('incident'))).data?.incident
  if (given === undefined) return { subject, notProven: [] }
  const next = given.next === null ? null : { ...given.next, at: given.next.at as EpochMs }
  const notProven = ['what happens next, and how often it was tried: the state of the incident can not be decided again']
  return { subject: withState(subject, { ...given, next }), notProven }
}

type Ahead = Pick<OpenIncident, 'open' | 'retries' | 'next'>

function withState(subject: OfIncident, { open, retries, next }: Ahead): Subject {
  return { ...subject, incident: { ...subject.incident, open, retries, next } }
}

type OfIncident = Extract<Subject, { readonly kind: 'incident' }>

function jsonOf({ files }: ReadExport, name: string): unknown {
  try {
    return JSON.parse(Buffer.from(files.get(name) ?? 'null').toString())
  } catch {
    throw new Wrong(`${name} is no JSON`)
  }
}
