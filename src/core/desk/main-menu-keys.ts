// What the keys of the desk's menu do. Called by asking.ts.
import { type At, type Decision, decision } from '../world/decision.ts'
import { after } from '../world/ids.ts'
import type { Desk, DeskBase } from './desk.ts'
import { chooseSchedule, whoIsOnCall } from './duty.ts'
import { base, leave, pressed } from './events.ts'
import { chooseProperty } from './notice.ts'
import { openIncidents } from './open-incidents.ts'

/** Messages are looked up in no time; seconds. */
const FINDING_SECONDS = 10

export function mainKey(at: At, desk: DeskBase, digit: string): Decision<Desk> | null {
  switch (digit) {
    case '1':
      return pressed(digit, 'who is on call', whoIsOnCall(at, desk))
    case '2':
      return pressed(digit, 'take over', chooseSchedule(at, desk, 'take-over'))
    case '3':
      return pressed(digit, 'hand over', chooseSchedule(at, desk, 'hand-over'))
    case '4':
      return pressed(digit, 'open incidents', openIncidents(at, desk))
    case '5':
      return pressed(
        digit,
        'messages',
        decision<Desk>(
          { ...base(desk), phase: 'finding-messages', until: after(at.now, FINDING_SECONDS) },
          {
            commands: [
              { do: 'hush', channel: desk.id },
              { do: 'findMessages', channel: desk.id },
            ],
          },
        ),
      )
    case '6':
      return pressed(digit, 'the notice for callers', chooseProperty(at, desk))
    case '#':
      return pressed(digit, 'goodbye', leave(at, desk, []))
    default:
      return null
  }
}
