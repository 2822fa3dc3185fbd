// The heart: one input, decided. The input goes to the call, incident or desk that it concerns; what that one signals to another is
// decided in the same turn, breadth-first. Pure: the same world, input and time give the same turn. The shell commits the turn
// and only then carries out its commands.
import { arrive } from '../call/arriving.ts'
import { forwardedBack } from '../call/forwarded-back.ts'
import { importCall } from '../call/imported.ts'
import { decideCall } from '../call/table.ts'
import { noteOfFailsafe } from '../desk/in-failsafe.ts'
import { isDeskLine, openDesk } from '../desk/recognising.ts'
import { decideDesk } from '../desk/table.ts'
import { throughGate } from '../dialling/through-gate.ts'
import { open } from '../incident/opening.ts'
import { decideIncident } from '../incident/table.ts'
import { cameIn, outOver } from '../plan/number-format.ts'
import type { Plan } from '../plan/plan.ts'
import { addressOf } from '../plan/trunk-address.ts'
import { decideStanding, hold, stand } from '../standing/deciding.ts'
import { emergencyCall } from '../standing/emergency-call.ts'
import { callErased, mediaRefused, messageDone, overAge, periodClosed, recordingKept, trunkTrouble } from './after-the-call.ts'
import { type Around, around } from './around.ts'
import { clockJumped } from './clock-jumped.ts'
import type { Command } from './commands.ts'
import type { At, Decision } from './decision.ts'
import type { Fact } from './facts.ts'
import { waitingForThis } from './free-again.ts'
import { callId, type EpochMs, type IncidentId, isIncident, type StreamId } from './ids.ts'
import type { Input } from './inputs.ts'
import type { Dialled } from './late-dials.ts'
import { noticeFact } from './notice-settled.ts'
import { isOurLeg, ownerOfLeg } from './our-legs.ts'
import { doesNotCount } from './presses.ts'
import { withQuestions } from './questions.ts'
import type { Signal } from './signals.ts'
import { type Answer, deadlineOf, type Stream, streamOf, type Turn, type World } from './world.ts'

type Message = Input | Signal

function somebodyIsFree(id: IncidentId): Signal {
  return { to: 'incident', id, signal: { type: 'somebodyIsFree' } }
}

/** `nobody`: there is no live call or incident that it could concern. */
type Decided = Decision<Stream> | { readonly ignored: string; readonly nobody?: true }

/** No input causes more signals than this, not even an accept in a storm with hundreds on hold: more would be a circle. */
const MOST_SIGNALS = 5000

export function takeTurn(
  world: World,
  input: Input,
  now: EpochMs,
  look: (seen: Answer[], changed: ReadonlyMap<StreamId, Stream>) => Around = (seen, changed) => around(world, seen, now, changed),
): Turn {
  // Of what may be over there is only a fact.
  if (input.type === 'messageDone') return messageDone(input, now)
  if (input.type === 'recordingKept') return recordingKept(input, now)
  if (input.type === 'overAge') return overAge(world, input, now)
  if (input.type === 'callErased') return callErased(world, input, now)
  if (input.type === 'periodClosed') return periodClosed(input, now)
  if (input.type === 'mediaRefused') return mediaRefused(input, now)
  if (input.type === 'trunkTrouble') return trunkTrouble(input, now)
  if (input.type === 'emergencyCall') return emergencyCall(input, now)
  const seen: Answer[] = []
  const changed = new Map<StreamId, Stream>()
  const looking = look(seen, changed)
  const dialled: Dialled[] = []
  const facts: Fact[] = input.type === 'noticeSettled' ? [noticeFact(input, now)] : []
  const commands: Command[] = []
  let ignored: string | null = null
  let told = false
  const inbox: Message[] = [input]
  for (let n = 0; ; n++) {
    if (n === inbox.length && !told) {
      // All is decided: who waits for what was let go hears of it last.
      told = true
      inbox.push(...waitingForThis(world, changed).map(somebodyIsFree))
    }
    if (n === inbox.length) break
    if (n > MOST_SIGNALS) throw new Error(`the input ${input.type} causes signals without end`)
    const message = inbox[n] as Message
    const id = addressee(message)
    const before = changed.get(id) ?? streamOf(world, id)
    const decided = decide(world, before, looking, now, message)
    if ('ignored' in decided) {
      if (n === 0 && facts.length === 0) {
        ignored = decided.ignored
        if (decided.nobody) commands.push(...ofNobody(input))
      }
      continue
    }
    const { state } = decided
    changed.set(state.id, state)
    const gate = throughGate(world.plans.get(state.plan), decided, dialled, looking, now)
    facts.push(...gate.facts.map(fact => ({ ...fact, stream: state.id, at: now })))
    const asking = withQuestions(gate.commands, before, state, isAnswer(message))
    commands.push(...asking.map(command => overTrunk(world, state.plan, command)))
    dialled.push(...gate.dialled)
    inbox.push(...gate.refused, ...decided.signals)
  }
  return {
    input,
    at: now,
    seen,
    changes: [...changed.values()],
    facts,
    commands,
    ignored,
  }
}

/** A star begins an entry anew, or leads back: nobody waits to go on typing. */
function isAnswer(message: Message): boolean {
  const event = 'to' in message ? message.signal : message
  return event.type === 'pinChecked' || (event.type === 'digit' && event.digit !== '*')
}

/** Every number that is dialled, in the trunk's own spelling, and where the trunk is: the one place where that is done. */
function overTrunk(world: World, plan: string, command: Command): Command {
  if (command.do !== 'dial') return command
  const trunk = world.plans.get(plan)?.trunks[command.trunk]
  const at = command.byAddress && trunk !== undefined ? addressOf(trunk) : null
  const placed = at === null ? command : { ...command, at }
  if (trunk?.numbers === undefined) return placed
  return { ...placed, number: outOver(trunk, command.number), callerId: outOver(trunk, command.callerId) }
}

/** A caller's numbers as the rules spell them: the one place where a trunk's own spelling is read. */
function inRuleSpelling<I extends Extract<Input, { type: 'arrived' | 'imported' }>>(plan: Plan, input: I): I {
  const trunk = plan.trunks[input.trunk]
  const read = (number: string | null): string | null => (number === null ? null : cameIn(trunk, number))
  return { ...input, callerNumber: read(input.callerNumber), diversion: read(input.diversion) }
}

function decide(world: World, stream: Stream | undefined, looking: Around, now: EpochMs, message: Message): Decided {
  const today = 'to' in message || message.type !== 'due' || message.plan === undefined ? undefined : message.plan
  const plan = (hash: string): At => ({
    plan: planOf(world, hash),
    around: looking,
    now,
    ...(today === undefined ? {} : { today: { hash: today, plan: planOf(world, today) } }),
  })
  if (!('to' in message) && message.type === 'arrived') {
    if (isIncident(message.channel) || isOurLeg(message.channel))
      return { ignored: 'no caller has a channel of this name: it is one of ours' }
    if (stream) return { ignored: 'this caller has arrived already' }
    const at = plan(message.plan)
    const caller = inRuleSpelling(at.plan, message)
    const returned = forwardedBack(at, caller)
    if (returned !== null) return returned
    return isDeskLine(at, message.trunk, message.line) ? openDesk(at, caller) : arrive(at, caller)
  }
  if (!('to' in message) && message.type === 'imported' && stream?.kind === 'desk')
    return noteOfFailsafe(plan(stream.plan), stream, message)
  if (!('to' in message) && message.type === 'imported')
    return importCall(
      plan(message.plan),
      stream?.kind === 'call' ? stream : null,
      inRuleSpelling(planOf(world, message.plan), message),
    )
  if (!('to' in message) && message.type === 'holdSet')
    return stream === undefined ? hold(plan(message.plan), message) : { ignored: 'it is held already' }
  if ('to' in message && message.to === 'standing' && message.signal.type === 'stand')
    return stand(plan(message.signal.plan), message.id, message.signal)
  if ('to' in message && message.to === 'incident' && message.signal.type === 'open') {
    // Its legs are counted in its state: opened anew, their ids would be used twice.
    if (stream !== undefined) return { ignored: 'it is open already' }
    return open(plan(message.signal.plan), message.id, message.signal)
  }
  if (stream === undefined) return { ignored: `nothing is known of ${addressee(message)}`, nobody: true }
  const event = 'to' in message ? message.signal : message
  if (event.type === 'noticeSettled' && stream.kind !== 'incident') return { ignored: 'it waits for no notice' }
  if ((event.type === 'voice' || event.type === 'noKeys') && stream.kind !== 'incident')
    return { ignored: 'nobody is briefed for it' }
  // A timer that fired while another input moved the deadline on.
  if (event.type === 'due' && (deadlineOf(stream) ?? now) > now) return { ignored: 'nothing is due yet' }
  if (!('to' in message) && message.type === 'digit') {
    const not = doesNotCount(stream, message)
    if (not !== null) return not
  }
  if (!('to' in message) && message.type === 'clockJumped') return clockJumped(stream, message.ms)
  if (stream.kind === 'call') {
    if (stream.phase === 'gone') return { ignored: 'the call is over' }
    return decideCall(plan(stream.plan), stream, event as Parameters<typeof decideCall>[2])
  }
  if (stream.kind === 'desk') {
    if (stream.phase === 'gone') return { ignored: 'the call is over' }
    return decideDesk(plan(stream.plan), stream, event as Parameters<typeof decideDesk>[2])
  }
  if (stream.kind === 'standing') return decideStanding(plan(stream.plan), stream, event as Parameters<typeof decideStanding>[2])
  if (stream.phase === 'closed') return { ignored: 'the incident is closed', nobody: true }
  return decideIncident(plan(stream.plan), stream, event as Parameters<typeof decideIncident>[2])
}

/** The call or incident that a message concerns. */
function addressee(message: Message): StreamId {
  if ('to' in message) return message.id
  if ('stream' in message) return message.stream
  return ownerOfLeg(message.channel) ?? callId(message.channel)
}

/** Whoever is on the line for nobody would hear nothing: a telephone is hung up, a caller goes to the failsafe. */
function ofNobody(input: Input): Command[] {
  if (input.type === 'legAnswered') return [{ do: 'hangUp', channel: input.channel }]
  return input.type === 'returned' ? [{ do: 'failsafe', channel: input.channel }] : []
}

function planOf(world: World, hash: string): Plan {
  const plan = world.plans.get(hash)
  if (!plan) throw new Error(`the world has no plan ${hash}`)
  return plan
}
