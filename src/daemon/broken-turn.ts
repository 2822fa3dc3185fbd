// The core threw: that is our own mistake, and nobody on the line may pay for it with dead air. Makes the turn that gives callers to the
// dialplan's failsafe, tells staff, hangs the rest up, and leaves every other stream as if those had left. Called by turn-queue.ts.
import { type Broken, brokenCall } from '../core/broken/broken-call.ts'
import { brokenDesk } from '../core/broken/broken-desk.ts'
import { brokenIncident, withoutCallers } from '../core/broken/broken-incident.ts'
import { brokenStanding } from '../core/broken/broken-standing.ts'
import type { Call } from '../core/call/call.ts'
import type { Desk } from '../core/desk/desk.ts'
import type { Incident } from '../core/incident/incident.ts'
import { lentLeg } from '../core/leg/leg.ts'
import { isHold } from '../core/standing/hold.ts'
import { phrase } from '../core/words/speech.ts'
import type { Command, Speech } from '../core/world/commands.ts'
import type { Fact } from '../core/world/facts.ts'
import { type CallId, type ChannelId, callId, type EpochMs, type StreamId } from '../core/world/ids.ts'
import type { Input } from '../core/world/inputs.ts'
import { legsOf } from '../core/world/legs-of.ts'
import { ownerOfLeg } from '../core/world/our-legs.ts'
import { isOver, type Stream, streamOf, type Turn, type World } from '../core/world/world.ts'
import { wordsOf } from './journal-trouble.ts'

export interface BrokenTurnOptions {
  /** What broke: deciding the input, or keeping what was decided. */
  readonly broke?: 'deciding' | 'writing'
  /** Further streams that it concerns. */
  readonly also?: readonly StreamId[]
  /** To whom words were to be said that now never are. */
  readonly unsaid?: readonly ChannelId[]
}

/** Phases of a call in which its incident is all that it waits for. */
const WITH_INCIDENT: readonly Call['phase'][] = [
  'joining',
  'taking-statement',
  'giving-number',
  'holding',
  'talking',
  'after-talk',
]

export function brokenTurn(
  world: World,
  input: Input,
  at: EpochMs,
  error: unknown,
  { broke = 'deciding', also = [], unsaid = [] }: BrokenTurnOptions = {},
): Turn {
  const reason = wordsOf(error)
  const why =
    broke === 'deciding' ? `the core broke on ${input.type}: ${reason}` : `what ${input.type} led to could not be kept: ${reason}`
  const mistake = { kind: 'core-broke', input: input.type, in: broke, why: reason } as const
  const { calls, desks, incidents, standing, own } = concerned(world, input, also)
  const hungUp = goneChannel(input)
  const silent = new Set<string>([...unsaid, ...silentBy(input)])
  const here = input.type === 'returned' || input.type === 'arrived' ? input.channel : null
  const changes = new Map<StreamId, Stream>()
  const facts: Fact[] = []
  const commands: Command[] = []

  function take<S extends Stream>({ state, facts: told, commands: asked }: Broken<S>): S {
    const isNew = broke === 'deciding' && own.has(state.id)
    if (isNew && !facts.some(fact => fact.stream === state.id)) facts.push({ ...mistake, stream: state.id, at })
    changes.set(state.id, state)
    facts.push(...told.map((fact): Fact => ({ ...fact, stream: state.id, at })))
    commands.push(...asked)
    return state
  }

  for (const call of calls) take(brokenCall(call, at, why, { hungUp: hungUp === call.id, here: here === call.id }))
  const left = new Set(calls.map(({ id }) => id))
  for (const incident of world.incidents.values()) {
    const breaks = incidents.has(incident)
    const known = [incident.caller, ...(incident.others ?? [])].some(one => one.now !== 'gone' && left.has(one.call))
    if (!breaks && !known) continue
    const without = known ? take(withoutCallers(incident, left, why)) : incident
    const seen = { hungUp, silent, speech: wordsFor(world, incident) }
    if (breaks) take(brokenIncident(without, at, why, seen, own.has(incident.id)))
  }
  for (const desk of desks) {
    const bridge = bridgeOf(world, desk)
    const seen = { hungUp: hungUp === desk.id, here: here === desk.id, bridge, speech: wordsFor(world, desk) }
    take(brokenDesk(desk, at, why, seen))
  }
  for (const one of standing) take(brokenStanding(one, at))
  if (changes.size === 0) commands.push(...stranded(input))
  return { input, at, seen: [], changes: [...changes.values()], facts, commands, ignored: changes.size === 0 ? why : null }
}

interface Concerned {
  readonly calls: Call[]
  readonly desks: Desk[]
  readonly incidents: ReadonlySet<Incident>
  readonly standing: Extract<Stream, { kind: 'standing' }>[]
  /** Whose own turn it was; the others were only in touch with it. */
  readonly own: ReadonlySet<StreamId>
}

function concerned(world: World, input: Input, also: readonly StreamId[]): Concerned {
  const own = new Set<StreamId>([...addressee(input), ...also])
  const streams = [...own].flatMap(id => streamOf(world, id) ?? [])
  const calls = new Set<Call>()
  const desks = new Set<Desk>()
  const incidents = new Set<Incident>()
  for (const stream of streams) {
    if (stream.kind === 'incident') incidents.add(stream)
    if (stream.kind === 'call') calls.add(stream)
    if (stream.kind === 'desk') desks.add(stream)
  }
  // Without its caller or without the desk that lent its channel there is no talk.
  for (const incident of world.incidents.values()) {
    const talks = incident.phase === 'connecting' || incident.phase === 'talking'
    const caller = world.calls.get(incident.caller.call)
    if (talks && caller !== undefined && calls.has(caller)) incidents.add(incident)
    if ([...desks].some(desk => incident.legs[lentLeg(desk.id)]?.phase === 'joined')) incidents.add(incident)
  }
  for (const incident of incidents) {
    const isOwn = own.has(incident.id)
    for (const call of world.calls.values()) {
      const waits = call.incident === incident.id && WITH_INCIDENT.includes(call.phase)
      if (waits && (isOwn || call.phase === 'talking')) calls.add(call)
    }
    for (const desk of world.desks.values()) if (incident.legs[lentLeg(desk.id)]?.phase === 'joined') desks.add(desk)
  }
  return {
    calls: [...calls],
    desks: [...desks],
    incidents,
    own,
    standing: streams.flatMap(stream => (stream.kind === 'standing' ? [stream] : [])),
  }
}

/** Notes about files and messages concern no call that is on the line. */
function addressee(input: Input): StreamId[] {
  if (input.type === 'messageDone' || input.type === 'recordingKept' || input.type === 'overAge') return []
  if ('stream' in input) return [input.stream]
  return [ownerOfLeg(input.channel) ?? callId(input.channel)]
}

function goneChannel(input: Input): string | null {
  if (input.type === 'ended') return input.channel
  return input.type === 'commandFailed' && input.gone ? input.channel : null
}

/** Who hears nothing more. */
function silentBy(input: Input): string[] {
  const notSaid = input.type === 'commandFailed' && input.command === 'say'
  return input.type === 'playbackFinished' || notSaid ? [input.channel] : []
}

function bridgeOf(world: World, desk: Desk): string | null {
  if (desk.phase !== 'connected') return null
  const incident = [...world.incidents.values()].find(({ legs }) => legs[lentLeg(desk.id)]?.phase === 'joined')
  return incident !== undefined && 'bridge' in incident ? incident.bridge : null
}

/** Without words they are hung up at once. */
function wordsFor(world: World, stream: Incident | Desk): readonly Speech[] {
  try {
    const plan = world.plans.get(stream.plan)
    if (plan === undefined) return []
    const language = stream.kind === 'desk' ? stream.language : (plan.box.languages[0] ?? 'en')
    return phrase(plan, language, 'broke-off')
  } catch {
    return []
  }
}

/** Somebody who has just come, and of whom nothing could be kept: to the failsafe all the same. */
function stranded(input: Input): Command[] {
  if (input.type === 'legAnswered') return [{ do: 'hangUp', channel: input.channel }]
  return input.type === 'arrived' || input.type === 'returned' ? [{ do: 'failsafe', channel: input.channel }] : []
}

/** Even that broke: whoever it was leaves the world. */
export function brokenTwice(world: World, input: Input, at: EpochMs, error: unknown): Turn {
  const changes = addressee(input).flatMap(id => streamOf(world, id) ?? [])
  const turn: Turn = { input, at, seen: [], changes, facts: [], commands: stranded(input), ignored: null }
  const left = [...changes, ...inTouch(world, changes)].flatMap(stream =>
    leftBy({ ...stream, outcome: 'failsafe' } as Stream, at),
  )
  return { ...lastResort(world, turn, at, ''), facts: [...noteOf(turn, at, wordsOf(error)).facts, ...left] }
}

/**
 * Nothing of these streams can be kept: they leave the world, whatever state they are in, with the streams that wait for them. Their
 * callers go to the failsafe, everybody else is hung up.
 */
export function lastResort(world: World, turn: Turn, at: EpochMs, why: string): Turn {
  const all = [...turn.changes, ...inTouch(world, turn.changes)]
  // Nothing ends a hold but who set it: it stands as it stood before.
  const over: Stream[] = all
    .filter(({ id }) => !isHold(id))
    .map(({ id, kind, plan }) => {
      const phase = kind === 'incident' ? 'closed' : kind === 'standing' ? 'ended' : 'gone'
      // A state that is over is never read again.
      return { id, kind, plan, phase } as unknown as Stream
    })
  const asked = turn.commands.filter(({ do: does }) => does === 'failsafe' || does === 'hangUp')
  const cared = new Set(asked.map(({ channel }) => channel))
  const commands = [...asked, ...all.flatMap(endOf).filter(({ channel }) => !cared.has(channel))]
  return { ...noteOf(turn, at, why), facts: [], changes: over, commands }
}

/** The callers of an incident, the incident of a caller, the desk that has lent its channel. */
function inTouch(world: World, streams: readonly Stream[]): Stream[] {
  const found = new Map<StreamId, Stream>(streams.map(stream => [stream.id, stream]))
  for (const stream of found.values()) {
    const others =
      stream.kind === 'incident'
        ? [...[...world.calls.values()].filter(call => call.incident === stream.id), ...lentBy(world, stream)]
        : [...world.incidents.values()].filter(one => knows(one, stream.id))
    for (const other of others) if (!found.has(other.id)) found.set(other.id, other)
  }
  return [...found.values()].slice(streams.length)
}

function knows({ caller, others = [], legs }: Incident, id: StreamId): boolean {
  const isThere = [caller, ...others].some(one => one.call === id && one.now !== 'gone')
  return isThere || legs[lentLeg(id as CallId)]?.phase === 'joined'
}

function lentBy(world: World, { legs }: Incident): Desk[] {
  return [...world.desks.values()].filter(({ id }) => legs[lentLeg(id)]?.phase === 'joined')
}

function endOf(stream: Stream): Command[] {
  if (isOver(stream)) return []
  if (stream.kind === 'call') return stream.phase === 'in-failsafe' ? [] : [{ do: 'failsafe', channel: stream.id }]
  if (stream.kind === 'desk') return [{ do: 'hangUp', channel: stream.id }]
  return legsOf(stream).map(({ id }): Command => ({ do: 'hangUp', channel: id }))
}

/** Says that this turn is missing. It holds nothing that could not be kept: not even the input. */
export function noteOf(turn: Turn, at: EpochMs, why: string): Turn {
  const [stream = callId('unknown')] = [...turn.changes.map(({ id }) => id), ...addressee(turn.input)]
  const fact: Fact = { kind: 'core-broke', input: turn.input.type, in: 'writing', why, stream, at }
  return { input: { type: 'due', stream }, at, seen: [], changes: [], facts: [fact], commands: [], ignored: null }
}

/** It was acted upon already, and calls go on: what its streams are now is kept without it. */
export function restated(world: World, turn: Turn, at: EpochMs, why: string): Turn {
  const changes = turn.changes.flatMap(stream => nowOf(world, stream))
  return { ...noteOf(turn, at, why), facts: changes.filter(isOver).flatMap(one => leftBy(one, at)), changes }
}

/** It was not acted upon: whoever it concerned is taken care of as if it had broken, and what it ended has ended. */
export function notKept(world: World, turn: Turn, at: EpochMs, error: unknown): Turn {
  const unsaid = turn.commands.flatMap(({ do: does, channel }) => (does === 'say' || does === 'dismiss' ? [channel] : []))
  const also = turn.changes.map(({ id }) => id)
  const instead = brokenTurn(world, turn.input, at, error, { broke: 'writing', also, unsaid })
  const told = new Set<StreamId>(instead.changes.map(({ id }) => id))
  const rest = turn.changes.filter(({ id }) => !told.has(id)).flatMap(stream => nowOf(world, stream))
  const facts = [...instead.facts, ...rest.filter(isOver).flatMap(one => leftBy(one, at))]
  // Whom it let go is let go.
  const cared = new Set(instead.commands.map(({ channel }) => channel))
  const letGo = turn.commands.filter(({ do: does, channel }) => (does === 'hangUp' || does === 'dismiss') && !cared.has(channel))
  const commands = [...instead.commands, ...letGo]
  // The input may be what could not be kept.
  const { input } = noteOf(turn, at, '')
  return {
    ...instead,
    input,
    changes: [...instead.changes, ...rest],
    facts,
    commands,
    ignored: rest.length > 0 ? null : instead.ignored,
  }
}

/** That a call is over is in no other turn. */
function leftBy(stream: Stream, at: EpochMs): Fact[] {
  if (stream.kind !== 'call' && stream.kind !== 'desk') return []
  const outcome = stream.kind === 'desk' ? 'desk' : stream.outcome
  const why = 'it ended in a turn that could not be kept'
  return [{ kind: 'left', outcome, phase: stream.phase, waitedMs: at - stream.arrivedAt, why, stream: stream.id, at }]
}

/** What this stream is now: a later turn may have moved it on, and one that has left the world is over. */
function nowOf(world: World, stream: Stream): Stream[] {
  const now = streamOf(world, stream.id)
  return now === undefined ? (isOver(stream) ? [stream] : []) : [now]
}
