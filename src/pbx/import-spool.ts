// Calls that the dialplan's failsafe looked after while the daemon was away: each left a note in the spool, written last, and
// perhaps a recording. They become inputs like any other call. Called by run.ts.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { AttemptResult } from '../core/world/facts.ts'
import type { EndedCall, Input, RangOutside } from '../core/world/inputs.ts'
import type { KeptRecording, Log } from '../daemon/ports.ts'

const EVERY_MS = 5000
/** Bytes of a WAV header, and bytes a millisecond at 8 kHz, 16 bit. */
const WAV_HEADER = 44
const BYTES_A_MS = 16

const note = z.object({
  outcome: z.enum(['left', 'message', 'accepted', 'fax', 'full']),
  recording: z.string(),
  /** The cap of the rules that turned the caller away. */
  full: z.string().optional(),
  channel: z.string(),
  trunk: z.string(),
  line: z.string(),
  property: z.string(),
  rung: z.string(),
  rang: z.string().optional(),
  callerNumber: z.string(),
  callerName: z.string(),
  presentation: z.string().optional(),
  diversion: z.string(),
  /** Seconds since the epoch. */
  arrivedAt: z.coerce.number(),
  endedAt: z.coerce.number(),
})

const channelOf = note.pick({ channel: true })

export interface SpoolNeeds {
  readonly directory: string
  /** Where Asterisk keeps what ARI can play. */
  readonly recordings: string
  /** Keeps one that was moved there. */
  readonly keep: (recording: string) => Promise<KeptRecording>
  /** Hash of the rules in force. */
  readonly plan: () => string
  readonly log: Log
  readonly push: (input: Input) => void
  /** Whether the note of this call is in the journal already: the daemon before this one did not come to remove it. */
  readonly hasImported: (channel: string) => boolean
  /** Whether the daemon has this caller still, and has not looked yet what became of them: what was recorded before the failsafe is found then. */
  readonly isToBeLookedAt: (channel: string) => boolean
  /** The call of this channel, if the daemon had it once and it is over. */
  readonly endedCall: (channel: string) => EndedCall | null
  /** Whether everything that was pushed is in the journal: only then a note may go. */
  readonly written: () => boolean
}

export interface SpoolWatch {
  /** What waited for something may be read now. */
  look(): void
  stop(): void
}

export function watchSpool(needs: SpoolNeeds): SpoolWatch {
  const pushed = new Set<string>()
  let working = false
  const look = async (): Promise<void> => {
    if (working) return
    working = true
    await importAll(needs, pushed).catch(error => needs.log.error({ error: String(error) }, 'the spool can not be read'))
    working = false
  }
  const timer = setInterval(() => void look(), EVERY_MS)
  void look()
  return { look: () => void look(), stop: () => clearInterval(timer) }
}

/** The channels of which there is a note. */
export async function notesIn(directory: string): Promise<ReadonlySet<string>> {
  const names = (await readdir(directory).catch(() => [])).filter(name => name.endsWith('.json'))
  const channels = names.map(async name => {
    try {
      return channelOf.parse(JSON.parse(await readFile(`${directory}/${name}`, 'utf8'))).channel
    } catch {
      // Told when it is read, or read and removed meanwhile.
      return null
    }
  })
  return new Set((await Promise.all(channels)).filter(channel => channel !== null))
}

async function importAll(needs: SpoolNeeds, pushed: Set<string>): Promise<void> {
  if (!existsSync(needs.directory)) return
  for (const name of readdirSync(needs.directory)
    .filter(file => file.endsWith('.json'))
    .sort()) {
    try {
      if (!pushed.has(name)) {
        if (await importOne(needs, name)) pushed.add(name)
      }
      // Seen a round ago, and the journal has it by now.
      else if (needs.written()) rmSync(`${needs.directory}/${name}`)
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) {
        needs.log.error({ note: name, error: String(error) }, 'a note of the failsafe can not be imported now; trying again')
        continue
      }
      // Out of the way but kept: a person can look at it.
      needs.log.error({ note: name, error: String(error) }, 'a note of the failsafe can not be read')
      renameSync(`${needs.directory}/${name}`, `${needs.directory}/${name}.unreadable`)
    }
  }
}

/** Whether the note is done with; one whose time has not come is read again in a moment. */
async function importOne(needs: SpoolNeeds, name: string): Promise<boolean> {
  const read = note.parse(JSON.parse(readFileSync(`${needs.directory}/${name}`, 'utf8')))
  if (needs.hasImported(read.channel)) {
    rmSync(`${needs.directory}/${name}`)
    return true
  }
  if (needs.isToBeLookedAt(read.channel)) return false
  const kept = read.recording === '' ? null : await keepRecording(needs, read.recording)
  // Asked after the wait: the call may have ended in it.
  const ended = needs.endedCall(read.channel)
  needs.push({
    ...{
      type: 'imported',
      channel: read.channel,
      plan: needs.plan(),
      trunk: read.trunk,
      line: decoded(read.line) ?? '',
      property: read.property,
    },
    ...{
      callerNumber: /^prohib/.test(read.presentation ?? '') ? null : decoded(read.callerNumber),
      callerName: decoded(read.callerName),
      diversion: decoded(read.diversion),
    },
    ...{
      outcome: read.outcome,
      rung: read.rung,
      ...(read.rang === undefined ? {} : { rang: rangOf(read.rang) }),
      ...(read.full ? { cap: capInWords(read.full) } : {}),
      recording: kept?.name ?? null,
      ms: kept?.ms ?? 0,
      ...(kept?.sha256 === undefined ? {} : { sha256: kept.sha256 }),
    },
    ...{ arrivedAt: read.arrivedAt * 1000, endedAt: read.endedAt * 1000 },
    ...(ended === null ? {} : { ended }),
  })
  return true
}

/** `+15125550151:sam-ortiz:NOANSWER|…`, as the dialplan writes it; who has no name has none between the colons. */
function rangOf(written: string): RangOutside[] {
  return written.split('|').flatMap(each => {
    const [phone = '', person = '', status = ''] = each.split(':')
    return phone === '' ? [] : [{ phone, person: person === '' ? null : person, result: RESULTS[status] ?? 'unknown' }]
  })
}

/** What DIALSTATUS means, and the two that the dialplan adds. Answered without a 1 is no answer of a human being. */
const RESULTS: Readonly<Record<string, AttemptResult>> = {
  ACCEPTED: 'accepted',
  ANSWER: 'no-key',
  NOANSWER: 'no-answer',
  BUSY: 'busy',
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
async function keepRecording(needs: SpoolNeeds, file: string): Promise<{ name: string; ms: number; sha256?: string } | null> {
  const from = `${needs.directory}/${file}`
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

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text).trim() || null
  } catch {
    return text.trim() || null
  }
}
