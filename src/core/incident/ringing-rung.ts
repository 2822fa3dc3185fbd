// The ladder at work: a rung's people are resolved when it starts, their telephones rung wave by wave until somebody accepts.
// `each` is a wave for every telephone, `all` a wave for everyone's first telephone, then one for the second ones.
// People busy with another incident are passed over and rung as soon as they are free.
import type { Dial, Leg } from '../leg/leg.ts'
import { isUndecided } from '../leg/leg.ts'
import { overAll } from '../leg/ways.ts'
import { withDutyChanges } from '../plan/duty-changes.ts'
import { resolveTargets, targetsAt } from '../plan/on-call.ts'
import type { Rung } from '../plan/plan.ts'
import { dutyChangesOf } from '../standing/duty-changes-of.ts'
import { type At, andThen, type Decision, decision, first } from '../world/decision.ts'
import type { FactBody } from '../world/facts.ts'
import { after, type EpochMs, isIncident } from '../world/ids.ts'
import { dialLeg } from './dialling-leg.ts'
import { base, type In, ladderOf, propertyOf, ringLimit, rungOf, tellCaller } from './events.ts'
import type { Incident, IncidentBase, Walk } from './incident.ts'
import { nobodyAnswered } from './nobody-answered.ts'
import { noRoom, overFreeTrunk, roomAt } from './room-to-dial.ts'
import { unreached } from './unreached.ts'
import { waitsForSomebody } from './waits-for.ts'

/** Who becomes free is told by a signal. This is for one that was missed, seconds. */
const SAFETY_LOOK_SECONDS = 60
/** A line that was just let go needs a moment before it can be rung again, seconds. */
const CLEAR_SECONDS = 1

export function beginPass(at: At, incident: IncidentBase, pass: number, why: string): Decision<Incident> {
  const rung = pass > 1 ? (ladderOf(at, incident).repeatFrom ?? 0) : 0
  return first(
    { facts: [{ kind: 'pass-began', pass, why }] },
    beginTry(at, incident, { pass, rung, try: 1, done: [] }, `pass ${pass} begins`),
  )
}

function beginTry(
  at: At,
  incident: IncidentBase,
  step: Pick<Walk, 'pass' | 'rung' | 'try' | 'done'>,
  why: string,
): Decision<Incident> {
  const walk: Walk = { ...step, waves: [], passedOver: [] }
  const rung = rungOf(at, incident, walk)
  const plan = withDutyChanges(at.plan, dutyChangesOf(at.around.standing()))
  const people = resolveTargets(plan, targetsAt(incident.property, rung.targets), at.now)
  const place = { pass: step.pass, rung: step.rung + 1 }
  if (people.length === 0) {
    const skipped: FactBody = { kind: 'rung-skipped', ...place, why: 'nobody with a telephone is on this rung now' }
    return first({ facts: [skipped] }, rungOver(at, incident, { ...walk, try: rung.tries }))
  }
  const facts: FactBody[] = [
    { kind: 'rung-began', ...place, try: step.try, people: people.map(p => p.person), why },
    ...people.map((p): FactBody => ({ kind: 'person-resolved', person: p.person, why: p.why })),
  ]
  return first({ facts }, nextWave(at, incident, { ...walk, waves: wavesOf(at, incident, rung, people) }))
}

function wavesOf(at: At, incident: IncidentBase, rung: Rung, people: readonly { person: string; why: string }[]): Dial[][] {
  const trunks = propertyOf(at, incident).outbound
  const phones = people.map(({ person, why }) =>
    (at.plan.people[person]?.phones ?? []).map((phone): Dial => ({ person, phone, trunks, why })),
  )
  if (rung.mode === 'each') return phones.flat().map(dial => [dial])
  const most = Math.max(...phones.map(p => p.length))
  return Array.from({ length: most }, (_, n) => phones.flatMap(p => p.slice(n, n + 1)))
}

/** Rings the next telephones of the walk; without any left, waits for the busy ones or ends the rung. */
export function nextWave(
  at: At,
  incident: IncidentBase,
  given: Walk,
  busyUntil: In<'ringing'>['busyUntil'] = null,
): Decision<Incident> {
  const walk = withFreed(at, incident, given)
  const [wave, ...waves] = walk.waves
  if (wave === undefined) return waitForBusy(at, incident, walk, busyUntil)
  const rest: Walk = { ...walk, waves }
  const free: Dial[] = []
  const busy: Dial[] = []
  const facts: FactBody[] = []
  for (const dial of wave) {
    if (walk.done.includes(dial.person)) continue
    const rung = free.find(({ phone }) => phone === dial.phone)
    if (rung !== undefined) {
      const why = `they share a telephone with ${rung.person}, and it rings once`
      facts.push({ kind: 'passed-over', person: dial.person, busyWith: incident.id, why })
      continue
    }
    const other = at.around.engaged(dial.person, incident.id, dial.phone)
    const beside = free.flatMap(({ trunks }) => trunks.slice(0, 1))
    const full = other === null ? noRoom(at, incident, dial.trunks, beside) : null
    if (full !== null) {
      busy.push(dial)
      facts.push({ kind: 'dial-capped', person: dial.person, why: full })
    } else if (other === null) free.push(overFreeTrunk(at, incident, dial, beside))
    else {
      busy.push(dial)
      const why = isIncident(other) ? 'busy with another incident' : 'busy with a caller who was transferred'
      facts.push({ kind: 'passed-over', person: dial.person, busyWith: other, why })
    }
  }
  if (free.some(dial => hearsLastWord(incident, dial))) {
    // The line is still ours: dialled now it would be busy. Its end leads here again.
    return decision<Incident>({
      ...base(incident),
      phase: 'ringing',
      walk,
      busyUntil,
      lookAgainAt: after(at.now, SAFETY_LOOK_SECONDS),
    })
  }
  const next: Walk = { ...rest, passedOver: [...rest.passedOver, ...busy] }
  if (free.length === 0) return first({ facts }, nextWave(at, incident, next, busyUntil))
  const dialled = dialAll(at, incident, next, free)
  return first(
    { facts },
    andThen(dialled, i =>
      decision<Incident>({ ...i, phase: 'ringing', walk: next, busyUntil: null, lookAgainAt: after(at.now, 60) }),
    ),
  )
}

function hearsLastWord(incident: IncidentBase, { phone }: Dial): boolean {
  return Object.values(incident.legs).some(leg => leg.phase === 'leaving' && leg.dial.phone === phone)
}

/** Whoever was busy and is free now goes first, one telephone a person at a time, and a shared one once. */
function withFreed(at: At, incident: IncidentBase, walk: Walk): Walk {
  const freed = walk.passedOver.filter(
    dial => noRoom(at, incident, dial.trunks) === null && at.around.engaged(dial.person, incident.id, dial.phone) === null,
  )
  const firsts = freed.filter((dial, n) => freed.findIndex(d => d.person === dial.person || d.phone === dial.phone) === n)
  if (firsts.length === 0) return walk
  const wave = rungOf(at, incident, walk).mode === 'all' ? [firsts] : firsts.map(dial => [dial])
  return { ...walk, passedOver: walk.passedOver.filter(dial => !firsts.includes(dial)), waves: [...wave, ...walk.waves] }
}

/** Everyone else has been tried, and those who were busy still are: they get the ring time of the rung to become free. */
function waitForBusy(at: At, incident: IncidentBase, walk: Walk, since: In<'ringing'>['busyUntil']): Decision<Incident> {
  if (walk.passedOver.length === 0) return rungOver(at, incident, walk)
  const until = since ?? after(at.now, rungOf(at, incident, walk).ringSeconds)
  if (at.now >= until) return rungOver(at, incident, { ...walk, passedOver: [] })
  const waiting: In<'ringing'> = {
    ...base(incident),
    phase: 'ringing',
    walk,
    busyUntil: until,
    lookAgainAt: nextLook(at, incident, walk, until),
  }
  if (since !== null) return decision<Incident>(waiting)
  const people = walk.passedOver.map(dial => dial.person)
  return decision<Incident>(waiting, {
    facts: [{ kind: 'waiting-for-busy', people, why: 'nobody else is left on this rung' }],
    signals: tellCaller(incident, { type: 'waitingForBusy' }),
  })
}

/** Somebody becomes free by a signal; room within the hour, and the end of the wait, come by themselves. */
function nextLook(at: At, incident: IncidentBase, walk: Walk, until: EpochMs): EpochMs {
  const room = walk.passedOver.length > 0 ? roomAt(at, incident) : null
  return Math.min(until, after(at.now, SAFETY_LOOK_SECONDS), room ?? until) as EpochMs
}

/** Who waits for somebody busy looks again, when the line has had a moment to clear. */
export function somebodyIsFree(at: At, incident: In<'ringing'>): Decision<Incident> | null {
  const soon = after(at.now, CLEAR_SECONDS)
  if (!waitsForSomebody(incident) || incident.lookAgainAt <= soon) return null
  return decision<Incident>({ ...incident, lookAgainAt: soon })
}

function rungOver(at: At, incident: IncidentBase, walk: Walk): Decision<Incident> {
  const next = nobodyAnswered(ladderOf(at, incident), walk)
  switch (next.next) {
    case 'try':
      return beginTry(at, incident, { ...next, done: next.rung === walk.rung ? walk.done : [] }, next.why)
    case 'pause': {
      const until = after(at.now, ladderOf(at, incident).pauseSeconds)
      return decision<Incident>(
        { ...base(incident), phase: 'pausing', pass: next.pass, until },
        { facts: [{ kind: 'pass-exhausted', pass: next.pass, why: next.why }] },
      )
    }
    case 'exhausted':
      return first({ facts: [{ kind: 'pass-exhausted', pass: next.pass, why: next.why }] }, unreached(at, incident, next.pass))
  }
}

function dialAll(at: At, incident: IncidentBase, walk: Walk, dials: readonly Dial[]): Decision<IncidentBase> {
  return dials.reduce<Decision<IncidentBase>>(
    (done, d) => andThen(done, i => dialOne(at, i, walk, d, d.why)),
    decision(base(incident)),
  )
}

/** Sends one leg over the first of the dial's trunks. */
export function dialOne<I extends IncidentBase>(at: At, incident: I, walk: Walk, dial: Dial, why: string): Decision<I> {
  return dialLeg(at, incident, dial, why, ringLimit(rungOf(at, incident, walk)))
}

/** The same telephone over the next of its trunks. Without room it waits for some, as everybody else does. */
export function dialOver<I extends IncidentBase & { readonly walk: Walk }>(
  at: At,
  incident: I,
  dial: Dial,
  why: string,
): Decision<I> {
  const full = noRoom(at, incident, dial.trunks)
  if (full === null) return dialOne(at, incident, incident.walk, overFreeTrunk(at, incident, dial), why)
  return waitForRoom(incident, dial, full)
}

/** Rung as soon as there is room, first of all who wait. */
export function waitForRoom<I extends IncidentBase & { readonly walk: Walk }>(incident: I, dial: Dial, why: string): Decision<I> {
  const walk: Walk = { ...incident.walk, passedOver: [dial, ...incident.walk.passedOver] }
  return decision({ ...incident, walk }, { facts: [{ kind: 'dial-capped', person: dial.person, why }] })
}

/** Somebody who accepted and whose line broke is rung once more, before anybody else. */
export function onceMore(at: At, incident: IncidentBase, { dial, lent }: Leg): readonly (readonly Dial[])[] {
  const phones = at.plan.people[dial.person]?.phones ?? []
  // Whoever called the desk from elsewhere may have no telephone of their own.
  if (incident.lost.includes(dial.person) || (lent && !phones.includes(dial.phone))) return []
  return [[{ ...overAll(dial, propertyOf(at, incident).outbound), why: 'accepted, and the line was lost' }]]
}

/** After an attempt ended: on to the next wave when nobody is being rung or briefed any more. */
export function whoIsNext(at: At, incident: In<'ringing'>): Decision<Incident> {
  const ringing = Object.values(incident.legs).some(isUndecided)
  return ringing ? decision<Incident>(incident) : nextWave(at, incident, incident.walk, incident.busyUntil)
}
