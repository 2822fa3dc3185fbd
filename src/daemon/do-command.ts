// What each command means in requests to the PBX, for the commands that wait their turn in a lane: each request upon which somebody waits
// is tried again at once. Called by lane.ts.
import type { Command } from '../core/world/commands.ts'
import type { Bridges } from './bridges.ts'
import { insist } from './insist.ts'
import type { Clock, Done, Telephony } from './ports.ts'

type Waiting = Exclude<
  Command,
  {
    do:
      | 'say'
      | 'dismiss'
      | 'hush'
      | 'hangUp'
      | 'record'
      | 'stopRecording'
      | 'discardRecording'
      | 'takePin'
      | 'findMessages'
      | 'finishMessage'
  }
>

/** Contexts of asterisk/extensions.conf. */
const QUEUE_CONTEXT = 'nightbell-queue'
/** Nobody is in silence before they are answered, or while a telephone is dialled: these may take longer, ms. */
const UNHURRIED_MS = 6000
const FAILSAFE_CONTEXT = 'nightbell-failsafe'

export interface CommandNeeds {
  readonly telephony: Telephony
  readonly bridges: Bridges
  readonly clock: Clock
}

export async function doCommand(needs: CommandNeeds, command: Waiting): Promise<Done> {
  const { telephony, bridges, clock } = needs
  switch (command.do) {
    case 'answer':
      return insist(clock, () => telephony.answer(command.channel), UNHURRIED_MS)
    case 'hold':
      return insist(clock, ({ counts }) => bridges.join(command.bridge, 'hold', command.channel, counts))
    case 'unhold':
      return insist(clock, () => telephony.removeFromBridge(command.bridge, command.channel))
    case 'talk':
      return insist(clock, ({ counts }) => bridges.join(command.bridge, 'talk', command.channel, counts))
    case 'recordTalk':
      return insist(clock, () => telephony.recordBridge(command.bridge, command.recording))
    case 'leaveTalk':
      return insist(clock, () => bridges.end(command.bridge))
    case 'dial':
      return dial(needs, command)
    case 'queue': {
      const seconds = { NIGHTBELL_RING_SECONDS: String(Math.round(command.ringSeconds)) }
      return insist(clock, () => telephony.continueAt(command.channel, QUEUE_CONTEXT, command.queue, seconds))
    }
    case 'failsafe':
      return insist(clock, () => telephony.continueAt(command.channel, FAILSAFE_CONTEXT, 's', {}))
  }
}

/** A dial that failed may have been carried out all the same: that telephone must not ring on beside the next one. */
async function dial({ telephony, clock }: CommandNeeds, command: Extract<Command, { do: 'dial' }>): Promise<Done> {
  const done = await insist(clock, () => telephony.dial(command), UNHURRIED_MS)
  if (!done.ok) void telephony.hangUp(command.channel)
  return done
}
