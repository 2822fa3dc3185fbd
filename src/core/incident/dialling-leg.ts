// One telephone of somebody on the staff is dialled, for the ladder or for a reminder; and what a dial that could not be sent means. Called by
// ringing-rung.ts, attempts.ts, calling-back.ts and reminding.ts. Whom to ring, and when, is theirs to decide.
import { DIAL_SECONDS, type Dial, type Leg } from '../leg/leg.ts'
import { flagOf } from '../leg/ways.ts'
import { type At, type Decision, decision, first } from '../world/decision.ts'
import { after, type Seconds } from '../world/ids.ts'
import { legId } from '../world/our-legs.ts'
import type { Event } from './events.ts'
import type { Incident, IncidentBase } from './incident.ts'
import { withLeg } from './leg-moves.ts'

/** Dials the incident's next leg over the first of the dial's trunks. `limit`: the PBX's own, for the core's deadlines come first. */
export function dialLeg<I extends IncidentBase>(at: At, incident: I, dial: Dial, why: string, limit: Seconds): Decision<I> {
  const id = legId(incident.id, incident.nextLeg)
  const [trunk = '', ...trunks] = dial.trunks
  const leg: Leg = {
    id,
    dial: { ...dial, trunks },
    trunk,
    dialledAt: at.now,
    phase: 'dialling',
    deadline: after(at.now, DIAL_SECONDS),
  }
  const { name, callerId } = at.plan.box
  return decision(withLeg({ ...incident, nextLeg: incident.nextLeg + 1 }, leg), {
    facts: [{ kind: 'dialled', leg: id, person: dial.person, phone: dial.phone, trunk, why }],
    commands: [
      {
        do: 'dial',
        channel: id,
        trunk,
        number: dial.phone,
        callerId,
        callerName: name,
        timeoutSeconds: limit,
        ...flagOf(dial),
      },
    ],
  })
}

/** Decides a command that failed as the end of its leg: a dial that could not even be sent counts as one over a congested trunk. */
export function asEnded(
  { channel, command, reason }: Event<'commandFailed'>,
  decide: (ended: Event<'ended'>) => Decision<Incident> | null,
): Decision<Incident> | null {
  const decided = decide({ type: 'ended', channel, cause: command === 'dial' ? 34 : 0, sip: null, fax: false })
  return decided && first({ facts: [{ kind: 'command-failed', command, why: reason }] }, decided)
}
