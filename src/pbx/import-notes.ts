// Calls that the dialplan's failsafe looked after while the daemon was away: each left a note in Asterisk's event log, and perhaps
// a recording in the spool. They become inputs like any other call. Called by run.ts.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import type { AttemptResult } from '../core/world/facts.ts'
import type { EndedCall, Input, RangOutside } from '../core/world/inputs.ts'
import type { FailsafeNote, KeptRecording, Log, NoteLog } from '../daemon/ports.ts'
import { importEmergency } from './import-emergency.ts'

const EVERY_MS = 5000
/** An emergency call is told at once: a glance at the size of the event log costs next to nothing. */
const GLANCE_MS = 500
/** Where nothing happens, its place is kept every so many looks: the next daemon need not read it all again. */
const KEEP_EVERY = 120
const AT_A_TIME = 20
/** No caller speaks for longer (`Record` in extensions.conf): a recording this old has no caller any more, ms. */
const ORPHAN_MS = 10 * 60_000
/** `<seconds>-<channel>.wav`, as the failsafe names what it records. */
const RECORDED = /^(\d{9,11})-([\w.-]+)\.wav$/
/** Bytes of a WAV header, and bytes a millisecond at 8 kHz, 16 bit. */
const WAV_HEADER = 44
const BYTES_A_MS = 16

export interface NoteNeeds {
  readonly notes: NoteLog
  /** The spool directory: what the failsafe recorded. */
  readonly spool: string
  /** Where Asterisk keeps what ARI can play. */
  readonly recordings: string
  /** Keeps one that was moved there. */
  readonly keep: (recording: string) => Promise<KeptRecording>
  /** Hash of the rules in force. */
  readonly plan: () => string
  readonly log: Log
  readonly push: (input: Input) => void
  /** Whether the note of this call is in the journal already: it is read again until its place is kept. */
  readonly hasImported: (channel: string) => boolean
  /** Whether the daemon has this caller still, and has not looked yet what became of them: what was recorded before the failsafe is found then. */
  readonly isToBeLookedAt: (channel: string) => boolean
  /** The call of this channel, if the daemon had it once and it is over. */
  readonly endedCall: (channel: string) => EndedCall | null
  /** Whether everything that was pushed is in the journal: only then need a note not be read again. */
  readonly written: () => boolean
}

export interface NoteWatch {
  /** What waited for something may be read now. */
  look(): void
  stop(): void
}

export function watchNotes(needs: NoteNeeds): NoteWatch {
  const pushed = new Set<string>()
  let working = false
  let looks = 0
  const look = async (keepPlace = false): Promise<void> => {
    if (working) return
    working = true
    await importAll(needs, pushed, keepPlace).catch(error =>
      needs.log.error({ error: String(error) }, 'the notes of the failsafe cannot be imported now; trying again'),
    )
    working = false
  }
  const timers = [
    setInterval(() => void look(++looks % KEEP_EVERY === 0), EVERY_MS),
    setInterval(() => needs.notes.grown() && void look(), GLANCE_MS),
  ]
  void look()
  return {
    look: () => void look(),
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

async function importAll(needs: NoteNeeds, pushed: Set<string>, keepPlace: boolean): Promise<void> {
  const settled: FailsafeNote[] = []
  const notes = await needs.notes.unsettled()
  const told = importEmergency(needs, needs.notes.emergencies(), pushed)
  for (const note of [...notes, ...orphans(needs.spool, notes)]) {
    if (needs.hasImported(note.channel)) settled.push(note)
    else if (!pushed.has(note.channel) && !needs.isToBeLookedAt(note.channel)) {
      await importOne(needs, note).then(
        () => pushed.add(note.channel),
        error => needs.log.error({ channel: note.channel, error: String(error) }, 'a note cannot be imported now; trying again'),
      )
      // After a long outage there are thousands: calls that come in now must not wait for them.
      if (pushed.size % AT_A_TIME === 0) await new Promise(resolve => setImmediate(resolve))
    }
  }
  if ((settled.length === 0 && told.length === 0 && !keepPlace) || !needs.written()) return
  needs.notes.settle(settled, told)
  for (const { channel } of settled) pushed.delete(channel)
}

/** Recordings whose note never came, because Asterisk or the machine died meanwhile: messages of a caller of whom nothing is known. */
function orphans(spool: string, notes: readonly FailsafeNote[]): FailsafeNote[] {
  const noted = new Set(notes.map(({ recording }) => recording))
  const files = existsSync(spool) ? readdirSync(spool) : []
  return files.flatMap(recording => {
    const [, seconds, channel = ''] = RECORDED.exec(recording) ?? []
    const at = statSync(`${spool}/${recording}`, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (channel === '' || noted.has(recording) || Date.now() - at < ORPHAN_MS) return []
    const nobody = { trunk: '', line: '', property: '', rung: '', rang: '', full: '' }
    const withheld = { callerNumber: null, callerName: null, diversion: null }
    const times = { arrivedAt: Number(seconds), endedAt: Math.floor(at / 1000) }
    return [{ channel, outcome: 'message', recording, ...nobody, ...withheld, ...times } satisfies FailsafeNote]
  })
}

async function importOne(needs: NoteNeeds, note: FailsafeNote): Promise<void> {
  const kept = note.recording === '' ? null : await keepRecording(needs, note.recording)
  // Asked after the wait: the call may have ended in it.
  const ended = needs.endedCall(note.channel)
  const { channel, trunk, line, property, callerNumber, callerName, diversion, told, outcome, rung } = note
  needs.push({
    type: 'imported',
    channel,
    plan: needs.plan(),
    trunk,
    line,
    property,
    callerNumber,
    callerName,
    diversion,
    ...(told === undefined ? {} : { told }),
    outcome,
    rung,
    rang: rangOf(note.rang),
    ...(note.full === '' ? {} : { cap: capInWords(note.full) }),
    recording: kept?.name ?? null,
    ms: kept?.ms ?? 0,
    ...(kept?.sha256 === undefined ? {} : { sha256: kept.sha256 }),
    arrivedAt: note.arrivedAt * 1000,
    endedAt: note.endedAt * 1000,
    ...(ended === null ? {} : { ended }),
  })
}

/** `+15125550151:sam-ortiz:NOANSWER|…`, as the dialplan writes it; who has no name has none between the colons. */
function rangOf(written: string): RangOutside[] {
  return written.split('|').flatMap(each => {
    const [phone = '', person = '', status = ''] = each.split(':')
    return phone === '' ? [] : [{ phone, person: person === '' ? null : person, result: RESULTS[status] ?? 'unknown' }]
  })
}

/** What DIALSTATUS means, and the three that the dialplan adds. Answered without a 1 is no answer of a human being. */
const RESULTS: Readonly<Record<string, AttemptResult>> = {
  ACCEPTED: 'accepted',
  ANSWER: 'no-key',
  NOANSWER: 'no-answer',
  BUSY: 'busy',
  DECLINED: 'declined',
  CONGESTION: 'congestion',
  CHANUNAVAIL: 'congestion',
  CANCEL: 'called-off',
}

/** `channels of trunk-a`: the dialplan's word for a cap, as a person reads it. */
function capInWords(full: string): string {
  const [what, of = ''] = full.split(' ')
  const words: Readonly<Record<string, string>> = {
    channels: `the channels of trunk ${of}`,
    hour: `the calls an hour of trunk ${of}`,
    'at-once': `the callers at once of ${of}`,
    'property-hour': `the calls an hour of ${of}`,
  }
  return words[what ?? ''] ?? full
}

/** Moves the recording to where ARI finds it, under a name that stays unique, and keeps it. */
async function keepRecording(needs: NoteNeeds, file: string): Promise<{ name: string; ms: number; sha256?: string } | null> {
  const from = `${needs.spool}/${file}`
  const name = `failsafe-${file.replace(/\.wav$/, '').replaceAll(/[^A-Za-z0-9]/g, '-')}`
  const to = `${needs.recordings}/${name}.wav`
  if (existsSync(from)) {
    mkdirSync(needs.recordings, { recursive: true })
    copyFileSync(from, to)
    rmSync(from)
  }
  const kept = await needs.keep(name)
  if (kept.state === 'kept') return { name, ms: kept.ms, sha256: kept.sha256 }
  return existsSync(to) ? { name, ms: Math.max(0, Math.round((statSync(to).size - WAV_HEADER) / BYTES_A_MS)) } : null
}
