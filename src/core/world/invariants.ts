// What must be true of every world, whatever happened to it: a pure check, in words. Called by the tests after every turn and by
// the simulation; an empty list means that all is well. It describes, and repairs nothing.
import type { Call } from '../call/call.ts'
import type { Desk } from '../desk/desk.ts'
import type { Incident } from '../incident/incident.ts'
import { isUndecided, type Leg, lentLeg } from '../leg/leg.ts'
import { type CallId, isIncident, isStanding } from './ids.ts'
import { transferLegId } from './our-legs.ts'
import { deadlineOf, isOver, type Stream, type World } from './world.ts'

export function violations(world: World): string[] {
  return [
    ...[...world.calls].flatMap(([id, call]) => [...ofStream(world, id, call), ...ofCall(world, call), ...ofTransfer(call)]),
    ...[...world.incidents].flatMap(([id, incident]) => [...ofStream(world, id, incident), ...ofIncident(world, incident)]),
    ...[...world.desks].flatMap(([id, desk]) => [...ofStream(world, id, desk), ...ofDesk(world, desk)]),
    ...[...world.standing].flatMap(([id, standing]) => ofStream(world, id, standing)),
    ...rungTwice(world),
  ]
}

/** Only what does not hold. */
function broken(...rules: readonly (readonly [holds: boolean, otherwise: string])[]): string[] {
  return rules.flatMap(([holds, otherwise]) => (holds ? [] : [otherwise]))
}

function ofStream(world: World, key: string, stream: Stream): string[] {
  const deadline = deadlineOf(stream)
  return broken(
    [stream.id === key, `${stream.id} is kept under ${key}`],
    [
      isIncident(stream.id) === (stream.kind === 'incident') && isStanding(stream.id) === (stream.kind === 'standing'),
      `${stream.id} is a ${stream.kind} with the name of another kind`,
    ],
    [!isOver(stream), `${stream.id} is over and still in the world`],
    [deadline !== null && Number.isFinite(deadline), `${stream.id} in ${stream.phase} has no deadline`],
    [world.plans.has(stream.plan), `${stream.id} keeps the plan ${stream.plan}, which nobody has`],
  )
}

/** Phases of a call in which its incident must be there, and the incident's phases that go with them. */
const TOGETHER: Readonly<Partial<Record<Call['phase'], readonly Incident['phase'][] | 'any'>>> = {
  joining: 'any',
  'taking-statement': 'any',
  'giving-number': 'any',
  holding: ['ringing', 'pausing'],
  talking: ['connecting', 'talking'],
  /** It may have been resolved or reopened by hand meanwhile. */
  'after-talk': 'any',
}

function ofTransfer(call: Call): string[] {
  if (call.phase !== 'transferring' && call.phase !== 'transferred' && call.phase !== 'seeing-off') return []
  const { id, to, trunk } = call.leg
  const nth = Number(id.slice(id.lastIndexOf('.') + 1))
  return broken(
    [id === transferLegId(call.id, nth) && nth >= 1 && nth < (call.nextLeg ?? 1), `${id} was not counted by ${call.id}`],
    [trunk !== '', `${id} has no trunk`],
    [
      to.person === null ? call.phase !== 'transferring' || call.leg.state !== 'briefing' : true,
      `${id} briefs nobody of the rules`,
    ],
  )
}

function ofCall(world: World, call: Call): string[] {
  const needed = TOGETHER[call.phase]
  if (needed === undefined) return []
  const incident = call.incident === null ? undefined : world.incidents.get(call.incident)
  if (incident === undefined) return [`${call.id} in ${call.phase} has no live incident`]
  const known = [incident.caller, ...(incident.others ?? [])].find(one => one.call === call.id && one.now !== 'gone')
  return broken(
    [known !== undefined, `${call.id} in ${call.phase} is not known to ${incident.id}`],
    [
      call.phase !== 'holding' || call.id === incident.caller.call || known?.now === 'waiting',
      `${call.id} holds, and ${incident.id} does not know that it waits`,
    ],
    [needed === 'any' || needed.includes(incident.phase), `${call.id} is in ${call.phase}, ${incident.id} in ${incident.phase}`],
    ['incident' in call && call.incident === incident.id, `${call.id} has two incidents`],
  )
}

function ofIncident(world: World, incident: Incident): string[] {
  const { id, phase, owner, caller } = incident
  const legs: Leg[] = Object.values(incident.legs)
  const joined = legs.filter(leg => leg.phase === 'joined')
  const inTalk = incident.phase === 'connecting' || incident.phase === 'talking' ? incident : null
  const back =
    incident.phase === 'calling-back' || incident.phase === 'talking-back' || incident.phase === 'call-back-menu'
      ? incident
      : null
  const asked = incident.phase === 'asking-outcome' ? incident : null
  const withLeg = inTalk ?? back ?? asked
  const owned = phase === 'acknowledged' || phase === 'reminding' || phase === 'resolved'
  const call = world.calls.get(caller.call)
  return [
    ...broken(
      [joined.length === (withLeg ? 1 : 0), `${id} in ${phase} has ${joined.length} joined legs`],
      [withLeg === null || joined[0]?.id === withLeg.leg, `${id} talks with another leg than the one that joined`],
      [(owner !== null) === (withLeg !== null || owned), `${id} in ${phase} has ${owner ? 'an' : 'no'} owner`],
      [(inTalk ?? back) === null || owner?.leg === withLeg?.leg, `${id} is owned by somebody else than who talks`],
      [phase === 'ringing' || phase === 'reminding' || !legs.some(isUndecided), `${id} in ${phase} still rings somebody`],
      [incident.service === undefined || owner === null, `${id} in ${phase} is owned, and would be late`],
      [caller.now === 'gone' || call?.incident === id, `${id} waits for a caller who is not there`],
      [back === null || caller.now === 'gone', `${id} calls back a caller who is there`],
      [inTalk === null || call?.phase === 'talking' || call?.phase === 'saving', `${id} talks with a caller in ${call?.phase}`],
    ),
    ...legs.flatMap(leg => (leg.lent ? ofLent(world, incident, leg) : ofLeg(incident, leg))),
    ...samePhone(incident, legs),
  ]
}

/** Whoever has not proved who they are is asked for it, and gets no further. */
function isOpenTo(desk: Desk): boolean {
  const outside = desk.phase === 'asking' ? desk.question.ask === 'number' : !AT_DESK.includes(desk.phase)
  return outside || desk.person !== null
}

const AT_DESK: readonly Desk['phase'][] = ['finding-messages', 'connected', 'recording-notice']

/** A channel that the desk lends is a joined leg of that incident, and of no other. */
function ofDesk(world: World, desk: Desk): string[] {
  const lent = [...world.incidents.values()].filter(({ legs }) => legs[lentLeg(desk.id)]?.phase === 'joined').map(({ id }) => id)
  const claimed = desk.phase === 'connected' ? desk.incidents[desk.n] : undefined
  return broken(
    [isOpenTo(desk), `${desk.id} is in ${desk.phase} and has not proved who it is`],
    [lent.length <= 1, `${desk.id} is lent to ${lent.join(' and ')}`],
    [lent[0] === claimed, `${desk.id} in ${desk.phase} is lent to ${lent[0] ?? 'nobody'}`],
  )
}

function ofLent(world: World, incident: Incident, leg: Leg): string[] {
  // They hung up, and whether that was the end of the talk is seen a moment later (talking.ts).
  const justLeft = incident.phase === 'talking' && incident.quit
  return broken(
    [incident.legs[leg.id] === leg, `${leg.id} is kept under another name`],
    [leg.phase === 'joined' || leg.phase === 'over', `${leg.id} is lent, and in ${leg.phase}`],
    [leg.phase === 'over' || justLeft || world.desks.has(leg.id as string as CallId), `${leg.id} is lent by nobody`],
  )
}

function ofLeg(incident: Incident, leg: Leg): string[] {
  const nth = Number(leg.id.slice(incident.id.length + 1))
  return broken(
    [incident.legs[leg.id] === leg, `${leg.id} is kept under another name`],
    [leg.id === `${incident.id}.${nth}` && nth >= 1 && nth < incident.nextLeg, `${leg.id} was not counted by ${incident.id}`],
    [leg.trunk !== '', `${leg.id} has no trunk`],
  )
}

/** No two live legs of one incident ring, brief or hold the same telephone. */
function samePhone(incident: Incident, legs: readonly Leg[]): string[] {
  const phones = legs.filter(leg => isUndecided(leg) || leg.phase === 'joined').map(leg => leg.dial.phone)
  return phones
    .filter((phone, n) => phones.indexOf(phone) !== n)
    .map(() => `${incident.id} rings one telephone twice at the same time`)
}

/** Nobody, and no telephone, is rung for one incident while busy with another. A lent channel was not rung. */
function rungTwice(world: World): string[] {
  const busy = new Map<string, string>()
  const wrong: string[] = []
  function rings(stream: string, who: ReadonlySet<string>): void {
    for (const one of who) {
      const other = busy.get(one)
      if (other !== undefined) wrong.push(`${one} is rung for ${stream} while busy with ${other}`)
      busy.set(one, stream)
    }
  }
  for (const call of world.calls.values()) {
    if (call.phase !== 'transferring' && call.phase !== 'transferred') continue
    const { person, phone } = call.leg.to
    if (person !== null) rings(call.id, new Set([person, phone]))
  }
  for (const incident of world.incidents.values()) {
    const live = Object.values<Leg>(incident.legs).filter(leg => isUndecided(leg) || leg.phase === 'joined')
    rings(incident.id, new Set(live.flatMap(leg => (leg.lent ? [leg.dial.person] : [leg.dial.person, leg.dial.phone]))))
  }
  return wrong
}
